"""Annotations of a workflow run: one ``::error title=...::message`` line for each open finding.

It is an error where the check fails by it, else a warning or a notice: a green check has no red lines.

(No ``from __future__ import annotations`` here: it would take the name of the function.)
"""

from whylint.model import Conclusion, Finding, Report, RuleSet, Severity
from whylint.render import safe, words

_LONGEST = 4096


def annotations(report: Report, ruleset: RuleSet, *, limit: int = 10, file: str = "") -> list[str]:
    """At most ``limit`` workflow commands, heaviest finding first; the last one counts what did not fit.

    With ``file``, where the description lies in the repository, each stands at its line there.

    GitHub shows no more than ten of a sort for one step, and at most 4096 characters of each.
    """
    found = report.open
    kept = found if len(found) <= limit else found[: limit - 1]
    lines = [_annotation(finding, report, ruleset, file) for finding in kept]
    rest = len(found) - len(kept)
    if rest:
        lines.append(command("notice", "whylint", words.say_count(ruleset.messages, "annotation.more", rest)))
    return lines


def _annotation(finding: Finding, report: Report, ruleset: RuleSet, file: str) -> str:
    fails = report.conclusion is Conclusion.FAILURE and not words.is_light(finding, report, ruleset)
    kind = "error" if fails else "notice" if finding.severity is Severity.NOTICE else "warning"
    messages = ruleset.messages
    text = words.reading(finding, messages, lambda found: words.quoted(found, messages), safe.line)
    if finding.capped:
        text = words.say(messages, "rule.capped", text=text, reason=safe.line(finding.capped))
    place = finding.place
    if place and not file:
        text = words.say(messages, "rule.line", text=text, line=place.line)
    verdict = words.say(messages, f"verdict.{finding.verdict}").lower()
    title = words.say(messages, "annotation.title", title=finding.rule.title, verdict=verdict)
    at = (place.line, place.column) if place and file else ()
    return command(kind, title, text, file, *at)


def command(kind: str, title: str, message: str, file: str = "", *at: int) -> str:
    """One workflow command of the runner: ``kind`` is error, warning or notice, ``at`` the file's line and column."""
    named = {"title": title, **({"file": file} if file else {})}
    told = [f"{name}={_escape(safe.line(value, 200), ':,')}" for name, value in named.items()]
    told += [f"{name}={number}" for name, number in zip(("line", "col"), at, strict=False)]
    head = f"::{kind} {','.join(told)}::"
    data = _escape(safe.line(message))
    if len(head) + len(data) > _LONGEST:  # a percent sign takes three, so a third of the room is enough for any text
        data = _escape(safe.line(message, (_LONGEST - len(head)) // 3))
    return head + data


def _escape(text: str, also: str = "") -> str:
    for char in "%\r\n" + also:  # the percent sign first: the others bring their own
        text = text.replace(char, f"%{ord(char):02X}")
    return text
