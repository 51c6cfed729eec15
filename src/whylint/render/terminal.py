"""The report for a terminal: readable at 80 columns, without colour, and aloud.

Wrapped by hand: rich costs 0.1 s and more to import, half of what a whole run may take.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from unicodedata import category, east_asian_width

from whylint.model import Criterion, Finding, LookIn, Place, Report, RuleSet, Verdict
from whylint.render import safe, words
from whylint.render.words import say
from whylint.text import is_unspaced

_INDENT = 11
_COLORS = {
    Verdict.MET: "32",
    Verdict.UNSURE: "33",
    Verdict.WAIVED: "33",
    Verdict.WEAK: "31",
    Verdict.MISSING: "31",
    Verdict.SKIPPED: "2",
}
_FULL_STOPS = "、。，：；！？）」』”"
_NOT_FIRST = _FULL_STOPS + "ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…)\"'`.,:;!?"
_OPENING = "（「『“(\"'`"
"""Signs that open or close something where no spaces are set; a line does not end or start with them."""
_REMOVED = 20
_ALTERNATIVES = 4


def terminal(
    report: Report,
    ruleset: RuleSet,
    *,
    source: str,
    explain: bool = False,
    color: bool = False,
    width: int = 80,
) -> str:
    """The report as text without a last line end. ``explain`` adds what each verdict rests on.

    ``color`` decorates the verdicts; nothing is said by it alone. Without it, the text is free of control characters.
    """
    messages = ruleset.messages
    conclusion = say(messages, f"conclusion.{report.conclusion}")
    lines = wrap(say(messages, "terminal.source", source=safe.line(source), conclusion=conclusion), width)
    lines += wrap(words.headline(report, messages), width)
    for notice in report.notices:
        lines += wrap(say(messages, "summary.notice", text=safe.line(notice)), width)
    if explain:
        lines += ["", *_preface(report, ruleset, width)]
    widest = max((cells(say(messages, f"verdict.{each.verdict}")) for each in report.findings), default=0)
    indent = max(_INDENT, 4 + widest)
    for finding in report.findings:
        lines += ["", _head(finding, messages, indent, color=color)]
        for text in _body(finding, report, ruleset):
            lines += wrap(text, width, indent)
        lines += reasons(finding, ruleset, width, indent) if explain else []
    if report.open:
        quote = partial(words.quoted, messages=messages)
        waive = words.waive(report, ruleset, quote)
        wrong = words.wrong(report, messages, quote)
        lines += ["", *wrap(words.sentences([waive, wrong], messages), width)]
    return "\n".join(lines)


def _head(finding: Finding, messages: words.Messages, indent: int, *, color: bool) -> str:
    verdict = say(messages, f"verdict.{finding.verdict}").lower()
    title = safe.line(finding.rule.title)
    if finding.is_open:
        title = say(messages, "rule.severity", title=title, severity=say(messages, f"severity.{finding.severity}"))
    padding = " " * (indent - 2 - cells(verdict))
    if color:
        verdict, title = f"\x1b[{_COLORS[finding.verdict]}m{verdict}\x1b[0m", f"\x1b[1m{title}\x1b[0m"
    return f"  {verdict}{padding}{title}"


def _body(finding: Finding, report: Report, ruleset: RuleSet) -> Iterator[str]:
    messages = ruleset.messages
    text = words.reading(finding, messages, lambda found: words.quoted(found, messages), safe.line)
    place = finding.place
    yield say(messages, "quote.at", quote=text, line=place.line, column=place.column) if place else text
    example = words.example(finding, report) if finding.is_open else ""
    if example:
        yield say(messages, "example", text=safe.line(example))


def _at(place: Place, messages: words.Messages) -> str:
    return say(messages, "quote.at", quote=words.quoted(place.text, messages), line=place.line, column=place.column)


def _preface(report: Report, ruleset: RuleSet, width: int) -> Iterator[str]:
    messages = ruleset.messages
    yield from wrap(words.taken_for(report, ruleset, safe.line), width)
    yield from wrap(say(messages, "explain.origin", origin=words.origin(ruleset, messages, safe.line)), width)
    yield say(messages, "explain.removed" if report.removed else "explain.removed-none")
    for each in report.removed[:_REMOVED]:
        reason = say(messages, f"removed.{each.reason.replace(' ', '-')}")
        item = say(messages, "explain.removed-item", quote=_at(each.place, messages), reason=reason)
        yield from wrap(item, width, 2, 2)
    if len(report.removed) > _REMOVED:
        yield "  " + say(messages, "more", count=len(report.removed) - _REMOVED)


def reasons(finding: Finding, ruleset: RuleSet, width: int, indent: int) -> list[str]:
    """What a verdict rests on, line by line: where was looked, what counted, what would make it pass."""
    return [line for text in _explained(finding, ruleset) for line in wrap(text, width, indent, 2)]


def _explained(finding: Finding, ruleset: RuleSet) -> Iterator[str]:
    messages, rule = ruleset.messages, finding.rule
    yield say(messages, "explain.question", text=rule.question)
    if finding.verdict is Verdict.SKIPPED:
        return
    yield from _looked(finding, messages)
    for key, found in (("met", finding.evidence), ("bad", finding.bad_signs), ("stronger", finding.strengths)):
        for each in found:
            quote = _at(each.place, messages)
            yield say(messages, f"explain.{key}", criterion=each.criterion, quote=quote, cue=each.cue)
    for criterion in rule.requires:
        if criterion.name in finding.unmet:
            yield _unmet(criterion, finding, ruleset)
    told = {each.criterion for each in finding.evidence}
    by_words = [each.name for each in rule.requires if each.name not in told] if rule.leans else []
    if by_words and finding.verdict is Verdict.MET:
        yield say(messages, "explain.by-words", criteria=", ".join(by_words))
    if finding.disputed:
        yield say(messages, "explain.disputed" if finding.verdict is Verdict.UNSURE else "explain.refused")
    strong = {each.criterion for each in finding.strengths}
    missed = dict.fromkeys(each.name for each in rule.strengthens if each.name not in strong)
    if missed and finding.verdict is Verdict.MET:
        yield say(messages, "explain.could", criteria=", ".join(missed))
    if finding.severity is not finding.declared:
        declared = say(messages, f"severity.{finding.declared}")
        yield say(messages, "explain.declared", declared=declared, reason=safe.line(finding.capped))
    if rule.messages.get("why"):
        yield say(messages, "explain.why", text=rule.messages["why"])


def _looked(finding: Finding, messages: words.Messages) -> Iterator[str]:
    if not finding.looked:
        in_title = finding.rule.look_in is LookIn.TITLE
        yield say(messages, "explain.looked-title" if in_title else "explain.looked-none")
    for look in finding.looked:
        heading = words.quoted(look.where, messages, 80)
        key = "explain.looked" if heading else "explain.looked-anywhere"
        yield say(messages, key, quote=_at(look.place, messages), heading=heading)


def _unmet(criterion: Criterion, finding: Finding, ruleset: RuleSet) -> str:
    """What would meet a criterion: ``looked for: measure (share of, ...); quantity + direction; 3 more``."""
    advice = finding.rule.messages.get(criterion.name, "")
    if criterion.name not in finding.unmet[:1] or "{found}" in advice or finding.message == advice:
        advice = ""  # that of a later one may say that the first is there
    alternatives = words.some_ways(criterion, ruleset, _ALTERNATIVES)
    return say(ruleset.messages, "explain.unmet", criterion=criterion.name, advice=advice, alternatives=alternatives)


def wrap(text: str, width: int, indent: int = 0, hanging: int = 0) -> list[str]:
    """``text`` in lines of at most ``width`` cells, indented, later ones ``hanging`` deeper; a long word stays whole.

    Breaking a line may put ``::`` in front, a command to the runner of a workflow: then it gets a space, and one cell.
    """
    lines: list[str] = []
    current, used = " " * indent, indent
    empty = True
    for space, piece in _pieces(text):
        size = cells(piece)
        if not empty and used + len(space) + size > width:
            lines.append(safe.log(current))
            current, used, empty = " " * (indent + hanging), indent + hanging, True
        if not empty:
            current, used = current + space, used + len(space)
        current, used, empty = current + piece, used + size, False
    return lines if empty else [*lines, safe.log(current)]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What a line may be broken between, each with the space before it: words, and letters where none is set."""
    for word in text.split():
        space, start = " ", 0
        for at in range(1, 0 if word.isascii() else len(word)):
            before, after = word[at - 1], word[at]
            if (is_unspaced(before) or is_unspaced(after) or before in _FULL_STOPS) and not (
                before in _OPENING or after in _NOT_FIRST
            ):
                yield space, word[start:at]
                space, start = "", at
        yield space, word[start:]


def cells(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )
