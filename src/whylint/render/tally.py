"""Many reports at a glance: a line for each pull request, and a table of what each rule said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from whylint.model import Conclusion, Report, RuleSet, Verdict
from whylint.render import safe, words
from whylint.render.terminal import cells

_TITLE = 60


def line(report: Report, ruleset: RuleSet, *, source: str, title: str) -> str:
    """One pull request: its name and conclusion, what is open or why nothing is asked, its title."""
    messages, total = ruleset.messages, len(words.asked(report))
    said = words.standing(report, messages, safe.line)
    if total:
        said = words.say(messages, "tally.count", answered=len(report.answered), asked=total)
    if report.open:
        titles = words.names(report.open, messages)
        said = words.say_count(messages, "tally.open", len(report.open), said=said, titles=titles)
    if report.open and report.conclusion is not Conclusion.FAILURE:
        said = words.say(messages, "tally.green", said=said, reason=safe.line(words.why_green(report, messages)))
    conclusion = words.say(messages, f"conclusion.{report.conclusion}")
    return safe.log("  ".join(filter(None, (f"{safe.line(source)} {conclusion}", said, safe.line(title, _TITLE)))))


def table(reports: Sequence[Report], ruleset: RuleSet) -> str:
    """How many came to which end, and each rule to which verdict; ``ruleset`` is in the language of the table."""
    messages, titles = ruleset.messages, {rule.id: rule.title for rule in ruleset.rules}
    found: dict[str, Counter[Verdict]] = {}
    for report in reports:
        for finding in report.findings:
            title = titles.setdefault(finding.rule.id, finding.rule.title)
            found.setdefault(safe.line(title), Counter())[finding.verdict] += 1
    ends = Counter(words.say(messages, f"conclusion.{report.conclusion}") for report in reports)
    told = words.in_a_row((f"{count} {end}" for end, count in ends.most_common()), messages)
    pulls = words.say_count(messages, "tally.pulls", len(reports))
    rows = [["", *(words.say(messages, f"verdict.{verdict}").lower() for verdict in Verdict)]]
    rows += [[title, *(str(said[verdict]) for verdict in Verdict)] for title, said in found.items()]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    head = words.say(messages, "terminal.source", source=pulls, conclusion=told)
    return safe.log("\n".join([head, "", *(_row(row, widths) for row in rows)]))


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    """A row of a table: the first cell to the left, numbers to the right."""
    padding = [" " * (width - cells(text)) for text, width in zip(row, widths, strict=True)]
    return "  ".join([row[0] + padding[0], *(pad + text for pad, text in zip(padding[1:], row[1:], strict=True))])
