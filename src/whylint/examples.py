"""A rule's own examples, put to the test: what is called met has to be met, and so on. Pure, like ``lint()``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from whylint.engine import lint
from whylint.frozen import frozen
from whylint.heading import to_write
from whylint.model import Finding, LookIn, PullRequest, Report, Rule, RuleSet, Severity, Verdict


@frozen
class Trial:
    """One example of a rule: ``wanted`` are the verdicts that it allows, the one that it is filed under first."""

    rule: Rule
    text: str
    wanted: tuple[Verdict, ...]
    finding: Finding
    report: Report

    @property
    def fits(self) -> bool:
        """Whether it was judged as the rule says."""
        return self.finding.verdict in self.wanted


def trials(ruleset: RuleSet) -> Iterator[Trial]:
    """Every example of the rules in force, judged as an answer under the heading of its rule."""
    rules = tuple(rule for rule in ruleset.rules if rule.severity is not Severity.OFF)
    free = tuple(replace(rule, when=(), unless=()) for rule in rules)
    plain = replace(ruleset, rules=free, layers=(), templates=(), kinds=(), skip=())
    for index, rule in enumerate(rules):
        for text, wanted in _examples(rule):
            report = lint(_pull_request(rule, text), plain)
            yield Trial(rule, text, wanted, report.findings[index], report)


def _pull_request(rule: Rule, text: str) -> PullRequest:
    if rule.look_in is LookIn.TITLE:
        return PullRequest(title=text)
    return PullRequest(body=f"## {to_write(rule.title, rule.headings)}\n\n{text}\n")


def _examples(rule: Rule) -> Iterable[tuple[str, tuple[Verdict, ...]]]:
    examples = rule.examples
    met = dict.fromkeys((*examples.show.values(), *examples.met), (Verdict.MET,))
    weak = dict.fromkeys(examples.weak, (Verdict.WEAK, Verdict.MISSING))
    missing = dict.fromkeys(examples.missing, (Verdict.MISSING,))
    return [*met.items(), *weak.items(), *missing.items()]
