"""Rules in a list, and what came of their examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from whylint.examples import Trial
from whylint.frozen import frozen
from whylint.model import RuleSet
from whylint.render import safe, words
from whylint.render.terminal import cells, reasons, wrap
from whylint.render.words import say, say_count

_NARROWEST = 16


@frozen
class Row:
    """A rule in a list: ``severity`` in words, ``origin`` where it comes from; ``note`` stands below."""

    rule: str
    severity: str
    question: str
    origin: str = ""
    note: str = ""


def listing(rows: Sequence[Row], ruleset: RuleSet, *, last: str, width: int = 80) -> str:
    """The rows as a table; a long question goes on below itself. ``last`` names the last column, by its key."""
    messages = ruleset.messages
    heads = (say(messages, key) if key else "" for key in ("rules.rule", "rules.severity", "rules.question", last))
    table = [Row(*heads), *rows]
    first, second, fourth = (max(cells(getattr(row, name)) for row in table) for name in ("rule", "severity", "origin"))
    third = max(_NARROWEST, min(width - first - second - fourth - 6, max(cells(row.question) for row in table)))
    lines: list[str] = []
    for row in table:
        question = [*(wrap(safe.line(row.question), third) or [""]), *wrap(safe.line(row.note), third)]
        head = (
            f"{_padded(row.rule, first)}  {_padded(row.severity, second)}  {_padded(question[0], third)}  {row.origin}"
        )
        lines += [head, *(" " * (first + second + 4) + rest for rest in question[1:])]
    return safe.log("\n".join(line.rstrip() for line in lines))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def tried(trials: Iterable[Trial], ruleset: RuleSet, *, every: bool, width: int = 80) -> Iterator[str]:
    """What came of the examples, rule by rule, line by line; of those that fit only the number unless ``every``."""
    messages = ruleset.messages
    by_rule: dict[str, list[Trial]] = {}
    for trial in trials:
        by_rule.setdefault(trial.rule.id, []).append(trial)
    for rule, found in by_rule.items():
        fitting = sum(each.fits for each in found)
        key = "rules.tried" if fitting < len(found) else "rules.tried-all"
        yield from wrap(say_count(messages, key, len(found), rule=rule, fitting=fitting), width)
        for trial in found:
            if every or not trial.fits:
                yield from _trial(trial, ruleset, width)
    idle = [rule.id for rule in ruleset.rules if rule.id not in by_rule]
    for rule in idle:
        yield from wrap(say(messages, "rules.untried", rule=rule), width)


def _trial(trial: Trial, ruleset: RuleSet, width: int) -> Iterator[str]:
    messages = ruleset.messages
    said, wanted = (say(messages, f"verdict.{each}").lower() for each in (trial.finding.verdict, trial.wanted[0]))
    key = "rules.fits" if trial.fits else "rules.differs"
    quote = words.quoted(trial.text, messages, 300)
    yield from wrap(say(messages, key, said=said, wanted=wanted, quote=quote), width, 2, 2)
    if not trial.fits:
        yield from reasons(trial.finding, ruleset, width, 6)
