"""The job summary, which is also what ``--format markdown`` prints: every rule, answered or not, in one table."""

from __future__ import annotations

from whylint.model import Report, RuleSet
from whylint.render import safe, words
from whylint.render.comment import block, heads, how_to_answer, row, way_out

_TABLE_BYTES = 600_000
_NOTICES = 20


def summary(report: Report, ruleset: RuleSet, *, rules_url: str = "") -> str:
    """All findings as Markdown, below 900 KiB (GitHub drops a job summary above 1 MiB)."""
    messages = ruleset.messages
    parts = [f"### {words.say(messages, 'summary.title', text=words.count(report, messages).rstrip(' .:'))}"]
    standing = words.standing(report, messages, safe.prose)
    said = words.sentences([standing, how_to_answer(report, messages) if report.open else ""], messages)
    parts.append(said[:1].upper() + said[1:])
    parts.append(_table(report, ruleset))
    if report.open:
        parts += [block(report, ruleset, folded=False), way_out(report, ruleset, rules_url)]
    parts.append(words.taken_for(report, ruleset, safe.prose))
    parts += [words.say(messages, "summary.notice", text=safe.prose(text)) for text in report.notices[:_NOTICES]]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(report: Report, ruleset: RuleSet) -> str:
    messages = ruleset.messages
    findings = (*report.open, *(finding for finding in report.findings if not finding.is_open))
    rows = [row(finding, report, ruleset) for finding in findings]
    if not rows:
        return ""
    rows = words.cut(rows, len(rows), _TABLE_BYTES, lambda left: f"| {words.say(messages, 'more', count=left)} | |")
    return "\n".join([heads(messages), *rows])
