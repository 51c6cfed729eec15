"""``lint()``: one rule after the other, and what the verdicts come to. Pure: text in, report out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from whylint.change import classify
from whylint.content import Boilerplate, Content, select
from whylint.description import Description
from whylint.judge import judge
from whylint.markdown import parse
from whylint.match import Lexicon
from whylint.model import (
    Conclusion,
    DraftMode,
    FailOn,
    Finding,
    Kind,
    PullRequest,
    Report,
    RuleSet,
    Severity,
    Verdict,
)
from whylint.passage import asked_under
from whylint.reading import Reading
from whylint.text import fill, words

_BARE_WORDS = 5
"""A revert with fewer words of its own is bare."""
_TINY_LINES = 10
"""A change of so many lines or fewer is never red."""


def lint(pull_request: PullRequest, ruleset: RuleSet) -> Report:
    """Judge a pull request by a rule set. Every rule that is not off has a finding.

    Raises :class:`whylint.match.BadCue` if a cue of the rule set cannot be compiled; nothing is raised for what a
    description says.
    """
    rules = tuple(rule for rule in ruleset.rules if rule.severity is not Severity.OFF)
    kind, sign = classify(pull_request, ruleset.kinds)
    description = parse(pull_request.body)
    content = select(description, _boilerplate(ruleset.templates), ruleset.noise)
    if reason := _why_skipped(pull_request, ruleset, kind, sign, content):
        skipped = tuple(Finding(rule, Verdict.SKIPPED, rule.severity, rule.severity, reason=reason) for rule in rules)
        return Report(Conclusion.SKIPPED, skipped, kind.name, sign, content.removed)
    reading = Reading(content, _lexicon(ruleset))
    findings = tuple(judge(rule, rules, reading, pull_request.title, ruleset.messages) for rule in rules)
    if any(finding.is_open for finding in findings):
        templates = _parsed(ruleset.templates)
        findings = tuple(
            replace(each, asked_under=asked_under(each.rule, templates)) if each.is_open else each for each in findings
        )
        cap = _cap(pull_request, ruleset, kind, reading)
        findings = tuple(_capped(finding, cap) for finding in findings)
    return Report(_conclusion(findings, ruleset.fail_on), findings, kind.name, sign, content.removed)


@lru_cache(maxsize=8)
def _parsed(templates: tuple[str, ...]) -> tuple[Description, ...]:
    return tuple(map(parse, templates))


@lru_cache(maxsize=8)
def _boilerplate(templates: tuple[str, ...]) -> Boilerplate:
    return Boilerplate(_parsed(templates))


_lexicons: list[tuple[object, Lexicon]] = []


def _lexicon(ruleset: RuleSet) -> Lexicon:
    """One lexicon for all descriptions judged by the same cues: compiled patterns are kept."""
    for cues, lexicon in _lexicons:
        if cues is ruleset.cues:
            return lexicon
    lexicon = Lexicon(ruleset.cues)
    _lexicons[:] = [(ruleset.cues, lexicon), *_lexicons[:3]]
    return lexicon


def _why_skipped(pull_request: PullRequest, ruleset: RuleSet, kind: Kind, sign: str, content: Content) -> str:
    """The sentence that says why nothing is asked; empty if something is."""
    if not kind.asks and not (kind.bare and _has_own_words(content)):
        return fill(ruleset.messages.get("skip.kind", "{kind} ({sign})"), kind=kind.label, sign=sign)
    if pull_request.draft and ruleset.drafts is DraftMode.SKIP:
        return ruleset.messages.get("skip.draft", "draft")
    return ""


def _has_own_words(content: Content) -> bool:
    """Whether more is said than what a machine writes into a revert."""
    said = [each for each in content.sentences if not content.blocks[each.block].dropped]
    sentences = [content.text[each.start : each.end].casefold() for each in said]
    own = [words(each) for each in sentences if not each.startswith(("this reverts", "reverts "))]
    return sum(map(len, own)) >= _BARE_WORDS


def _cap(pull_request: PullRequest, ruleset: RuleSet, kind: Kind, reading: Reading) -> str:
    """The reason why nothing may be red in this run; empty if there is none."""
    if pull_request.draft:
        return ruleset.messages.get("cap.draft", "draft")
    if not kind.asks:
        return fill(ruleset.messages.get("cap.kind", "{kind}"), kind=kind.label)
    if pull_request.additions is not None and pull_request.additions + (pull_request.deletions or 0) <= _TINY_LINES:
        return fill(ruleset.messages.get("cap.tiny", "tiny"), lines=str(_TINY_LINES))
    if reading.is_foreign:
        return ruleset.messages.get("cap.language", "language")
    return ""


def _capped(finding: Finding, reason: str) -> Finding:
    if not reason or not finding.is_open:
        return finding
    severity = min(finding.severity, Severity.NOTICE, key=lambda each: each.weight)
    return replace(finding, severity=severity, capped=reason)


def _conclusion(findings: tuple[Finding, ...], fail_on: FailOn) -> Conclusion:
    if fail_on is FailOn.NEVER:
        return Conclusion.SUCCESS
    bar = Severity(fail_on.value).weight
    fails = any(finding.is_open and finding.severity.weight >= bar for finding in findings)
    return Conclusion.FAILURE if fails else Conclusion.SUCCESS
