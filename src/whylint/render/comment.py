"""The sticky comment: where things stand, what is open, and a block to copy. At most twelve lines are in view.

The same report gives the same body every time, so an unchanged description costs no write.
"""

from __future__ import annotations

from collections.abc import Sequence

from whylint.model import Conclusion, Finding, LookIn, Report, RuleSet, Verdict
from whylint.render import safe, words
from whylint.text import clip

ROWS = 5
VISIBLE = 12
_ANSWERED = 8
_ANSWERED_WITH_QUOTES = 3
_EXAMPLES = 3
_TITLE = 80
_HEADING = 200


def marker(key: str) -> str:
    """Start the comment, so that it is found again. ``key`` tells two whylints on a pull request apart."""
    kept = (char if char.isascii() and (char.isalnum() or char in "._-") else f"%{ord(char):x}" for char in key)
    return f"<!-- whylint:v1 key={''.join(kept)} -->"


def comment(report: Report, ruleset: RuleSet, *, key: str, rules_url: str = "") -> str:
    """The body of the comment, starting with ``marker(key)``; never over 60,000 bytes.

    With nothing open it is one line. ``rules_url`` is a page of ours about the rules, by their ids, if there is one.
    """
    messages = ruleset.messages
    status = f"**{words.count(report, messages)}** {words.standing(report, messages, safe.prose)}".rstrip()
    if not report.open:
        return f"{marker(key)}\n{status}\n"
    answered = _answered(report, messages)
    rows = min(len(report.open), ROWS) + 1 + (len(report.open) > ROWS)
    in_view = 1 + rows + 2 * len(_unasked(report)) + bool(answered) + 1
    parts = [words.sentences([status, how_to_answer(report, messages)], messages), *_rows(report, ruleset)]
    parts.append(block(report, ruleset, folded=in_view > VISIBLE))
    parts += [answered, way_out(report, ruleset, rules_url)]
    return f"{marker(key)}\n" + "\n\n".join(part for part in parts if part) + "\n"


def how_to_answer(report: Report, messages: words.Messages) -> str:
    """Where an answer may be written."""
    if headings := len({finding.asked_under for finding in _unasked(report)}):
        return words.say_count(messages, "status.next-block", headings)
    in_title = all(finding.rule.look_in is LookIn.TITLE for finding in report.open)
    return words.say(messages, "status.next-title" if in_title else "status.next")


def _rows(report: Report, ruleset: RuleSet) -> list[str]:
    messages = ruleset.messages
    table = "\n".join([heads(messages), *(row(finding, report, ruleset) for finding in report.open[:ROWS])])
    rest = report.open[ROWS:]
    if not rest:
        return [table]
    return [table, words.say_count(messages, "rows.more", len(rest), titles=words.names(rest, messages))]


def heads(messages: words.Messages) -> str:
    """The first two lines of a table of findings."""
    names = (words.say(messages, key) for key in ("table.question", "table.read"))
    return f"| {' | '.join(names)} |\n| :-- | :-- |"


def row(finding: Finding, report: Report, ruleset: RuleSet) -> str:
    """A table row: the question, the verdict in words, and what it rests on."""
    messages = ruleset.messages
    text = words.reading(finding, messages, safe.code, safe.prose)
    asks = finding.verdict is Verdict.MISSING and not _is_unasked(finding)
    if asks and (hint := _hint(finding, ruleset)) not in text:
        text = words.say(messages, "rule.hint", text=text, hint=hint)
    if words.is_light(finding, report, ruleset):
        severity = words.say(messages, f"severity.{finding.severity}")
        text = words.say(messages, "rule.light", text=text, severity=severity)
    said = words.say(messages, "table.row", verdict=words.say(messages, f"verdict.{finding.verdict}"), text=text)
    return f"| {safe.cell(_question(finding, messages))} | {safe.cell(said)} |"


def _question(finding: Finding, messages: words.Messages) -> str:
    """The rule's title, and the heading under which the description asks it in other words."""
    title = clip(finding.rule.title, _TITLE)
    heading = safe.code(finding.heading, 60)
    said = "{heading}" in finding.message or finding.heading.casefold() == title.casefold()
    if said or not heading or not finding.is_open:
        return title
    return words.say(messages, "rule.under", title=title, heading=heading)


def _answered(report: Report, messages: words.Messages) -> str:
    found = report.answered
    items = []
    for finding in found[:_ANSWERED]:
        title = words.answered_name(finding, messages)
        quote = safe.code(finding.found, 60) if finding.verdict is Verdict.MET else ""
        if quote and len(found) <= _ANSWERED_WITH_QUOTES:
            title = words.say(messages, "answered.item", title=title, read=quote)
        items.append(title)
    shown = words.in_a_row(items, messages)
    if len(found) > _ANSWERED:
        last = words.say(messages, "more", count=len(found) - _ANSWERED)
        shown = words.say(messages, "list.and", items=shown, last=last)
    return words.say(messages, "answered", items=shown) if shown else ""


def _unasked(report: Report) -> list[Finding]:
    return [finding for finding in report.open if _is_unasked(finding)]


def _is_unasked(finding: Finding) -> bool:
    """Whether it is open, and the description has no heading for it yet."""
    return bool(finding.is_open and finding.asked_under and not finding.heading)


def block(report: Report, ruleset: RuleSet, *, folded: bool) -> str:
    """Headings to copy into the description where it has none, each with a hint that is no answer."""
    messages = ruleset.messages
    hints: dict[str, list[str]] = {}
    for finding in _unasked(report):
        hint = _hint(finding, ruleset).replace("--", "-")
        hints.setdefault(finding.asked_under, []).append(f"<!-- {hint} -->")
    if not hints:
        return ""
    items = ["\n".join([safe.line(heading, _HEADING), *below]) for heading, below in hints.items()]
    body = "\n".join(words.cut(items, 40, 20_000, lambda left: words.say(messages, "block.more", count=left)))
    fence = "`" * max(3, safe.longest_run(body, "`") + 1)
    text = f"{fence}markdown\n{body}\n{fence}"
    return _details(words.say(messages, "block.summary"), text) if folded else text


def _hint(finding: Finding, ruleset: RuleSet) -> str:
    return clip(" ".join(words.hint(finding.rule, ruleset).split()), 200)


def way_out(report: Report, ruleset: RuleSet, rules_url: str) -> str:
    """What is one click away: why it is asked, examples, what to do if it does not apply or the verdict is wrong."""
    messages = ruleset.messages
    heaviest = [finding for finding in report.open if finding.severity is report.open[0].severity][:_EXAMPLES]
    parts = list(_examples(heaviest, report, messages))
    summary = "help.summary" if parts else "help.summary-plain"
    parts.append(words.waive(report, ruleset, safe.code))
    wrong = [words.wrong(report, messages, safe.code)]
    if ruleset.override_label and report.conclusion is Conclusion.FAILURE:
        wrong.append(words.say(messages, "help.override", label=safe.code(ruleset.override_label)))
    wrong.append(words.say(messages, "explain.origin", origin=words.origin(ruleset, messages, safe.prose)))
    if rules_url:
        described = (each.rule.id for each in report.open if each.rule.id in ruleset.languages.in_english.rules)
        wrong.append(words.say(messages, "help.rules", url=f"{rules_url}#{next(described, '')}".rstrip("#")))
    parts = [part for part in (*parts, words.sentences(wrong, messages)) if part]
    return _details(words.say(messages, summary, kind=words.kind(report, ruleset)), "\n\n".join(parts))


def _examples(findings: Sequence[Finding], report: Report, messages: words.Messages) -> list[str]:
    shown = []
    for finding in findings:
        text = safe.prose(words.example(finding, report))
        if text:
            why = clip(finding.rule.messages.get("why", ""), 400)
            label = words.say(messages, "example.head", title=clip(finding.rule.title, _TITLE), why=why).rstrip()
            shown.append(f"{label}\n\n> {words.say(messages, 'example', text=text)}")
    return shown


def _details(summary: str, body: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"
