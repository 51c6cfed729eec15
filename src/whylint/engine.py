"""``lint()``: one rule after the other, and what the verdicts come to. Pure: text in, report out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from whylint.change import Sort, classify, named, signs_of, without
from whylint.conditions import any_holds, told
from whylint.content import Boilerplate, Content, select
from whylint.description import Description
from whylint.judge import judge
from whylint.languages import ENGLISH, Learnt
from whylint.layers import in_force
from whylint.markdown import parse
from whylint.match import Lexicon
from whylint.model import (
    Conclusion,
    Cue,
    DraftMode,
    FailOn,
    Finding,
    Kind,
    PullRequest,
    Report,
    Rule,
    RuleSet,
    Severity,
    Verdict,
)
from whylint.passage import asked_under
from whylint.reading import Reading
from whylint.spoken import Heard, heard, in_one_spelling, messages_in, rules_in
from whylint.text import fill, words
from whylint.voices import Voices

_KEPT = 12
"""So many lexicons are kept."""
_BARE_WORDS = 5
"""A revert with fewer words of its own is bare."""


def lint(pull_request: PullRequest, ruleset: RuleSet) -> Report:
    """Judge a pull request by a rule set. Every rule that is not off has a finding.

    Raises :class:`whylint.patterns.BadCue` if a cue of the rule set cannot be compiled; nothing is raised for what a
    description says.
    """
    content, spoken = _content(pull_request, ruleset)
    blocks = content.description.blocks
    sort = classify(pull_request, ruleset.kinds, "\n".join(each.text for each in blocks if each.speaks))
    ruleset = replace(ruleset, messages=messages_in(ruleset, spoken.answer_in))
    return replace(_judged(pull_request, ruleset, spoken, content, sort), language=spoken.answer_in)


def read(pull_request: PullRequest, ruleset: RuleSet) -> Reading:
    """A description as the rules of a rule set read it."""
    return _reading(pull_request, ruleset, *_content(pull_request, ruleset))


def _content(pull_request: PullRequest, ruleset: RuleSet) -> tuple[Content, Heard]:
    """What is read of a description, and the languages that it is written in."""
    content = select(parse(pull_request.body), _boilerplate(ruleset.templates), ruleset.noise, ruleset.languages.stops)
    spoken = heard(content, _parsed(ruleset.templates), ruleset, pull_request.title)
    return in_one_spelling(content, spoken.met, ruleset.languages.signs), spoken


def _reading(pull_request: PullRequest, ruleset: RuleSet, content: Content, spoken: Heard) -> Reading:
    languages, english = ruleset.languages, _lexicon(ruleset.cues)
    others = [_lexicon(each.cues, english) for each in spoken.met]
    return Reading(
        content,
        Voices(english, others) if others else english,
        title=pull_request.title,
        template="\n".join(ruleset.templates),
        is_foreign=spoken.unread,
        learnt=languages.learnt if spoken.main == ENGLISH else Learnt,
        network=languages.network,
        joints=languages.joints,
    )


def _judged(pull_request: PullRequest, ruleset: RuleSet, spoken: Heard, content: Content, sort: Sort) -> Report:
    kind, sign, removed = sort.kind, signs_of(sort, ruleset.messages), content.removed
    rules = rules_in(in_force(ruleset, pull_request, kind), ruleset.languages, spoken.answer_in, spoken.met)
    if reason := _why_skipped(pull_request, ruleset, sort, content):
        skipped = tuple(_skipped(rule, reason) for rule in rules)
        return Report(Conclusion.SKIPPED, skipped, kind.name, sign, removed)
    reading = _reading(pull_request, ruleset, content, spoken)
    findings = tuple(
        _skipped(rule, reason)
        if (reason := _why_not_asked(rule, pull_request, kind, ruleset))
        else judge(rule, rules, reading, ruleset.messages, ruleset.waivers)
        for rule in rules
    )
    if all(finding.verdict is Verdict.SKIPPED for finding in findings):
        return Report(Conclusion.SKIPPED, findings, kind.name, sign, removed)
    if any(finding.is_open for finding in findings):
        templates, joints = _parsed(ruleset.templates), ruleset.languages.joints
        findings = tuple(
            replace(each, asked_under=asked_under(each.rule, templates, joints)) if each.is_open else each
            for each in findings
        )
        cap = _cap(pull_request, ruleset, sort, spoken)
        findings = tuple(_capped(each, cap or _unreviewed(each, spoken, ruleset)) for each in findings)
    return Report(_conclusion(findings, ruleset.fail_on), findings, kind.name, sign, removed)


def _skipped(rule: Rule, reason: str) -> Finding:
    return Finding(rule, Verdict.SKIPPED, rule.severity, rule.severity, reason=reason)


def _why_not_asked(rule: Rule, pull_request: PullRequest, kind: Kind, ruleset: RuleSet) -> str:
    """Why one rule is not asked of this pull request; empty if it is."""
    if rule.when and not any_holds(rule.when, pull_request, kind):
        return fill(ruleset.messages.get("skip.condition", "{when}"), when=told(rule.when, ruleset.messages))
    if found := any_holds(rule.unless, pull_request, kind):
        return fill(ruleset.messages.get("skip.exception", "{when}"), when=told([found], ruleset.messages))
    return ""


@lru_cache(maxsize=8)
def _parsed(templates: tuple[str, ...]) -> tuple[Description, ...]:
    return tuple(map(parse, templates))


@lru_cache(maxsize=8)
def _boilerplate(templates: tuple[str, ...]) -> Boilerplate:
    return Boilerplate(_parsed(templates))


_lexicons: list[tuple[object, object, Lexicon]] = []


def _lexicon(cues: Mapping[str, Cue], beside: Lexicon | None = None) -> Lexicon:
    """One lexicon for all descriptions judged by the same cues: compiled patterns are kept."""
    for known, other, lexicon in _lexicons:
        if known is cues and other is beside:
            return lexicon
    lexicon = Lexicon(cues, beside)
    _lexicons[:] = [(cues, beside, lexicon), *_lexicons[: _KEPT - 1]]
    return lexicon


def _why_skipped(pull_request: PullRequest, ruleset: RuleSet, sort: Sort, content: Content) -> str:
    """The sentence that says why nothing is asked; empty if something is."""
    kind = sort.kind
    if sort.exempt and not (kind.bare and _has_own_words(content, kind)):
        return _of_kind("skip.kind", sort, ruleset.messages)
    if pull_request.draft and ruleset.drafts is DraftMode.SKIP:
        return ruleset.messages.get("skip.draft", "draft")
    if found := any_holds(ruleset.skip, pull_request, kind):
        return fill(ruleset.messages.get("skip.exception", "{when}"), when=told([found], ruleset.messages))
    return ""


def _of_kind(key: str, sort: Sort, messages: Mapping[str, str]) -> str:
    """A message about the kind of change."""
    kind, sign = named(sort.kind.name, messages), signs_of(sort, messages)
    return fill(messages.get(key, "{kind} ({sign})"), kind=kind, sign=sign)


def _has_own_words(content: Content, kind: Kind) -> bool:
    """Whether more is said than what a machine writes into a revert."""
    said = [each for each in content.sentences if not content.blocks[each.block].dropped]
    text = "\n".join(content.text[each.start : each.end] for each in said)
    return len(words(without(kind.bodies, text))) >= _BARE_WORDS


def _cap(pull_request: PullRequest, ruleset: RuleSet, sort: Sort, spoken: Heard) -> str:
    """The reason why nothing may be red in this run; empty if there is none."""
    if overridden := _overridden(pull_request, ruleset):
        return overridden
    if pull_request.draft:
        return ruleset.messages.get("cap.draft", "draft")
    if not sort.kind.asks:
        return _of_kind("cap.kind" if sort.sure else "cap.claim", sort, ruleset.messages)
    if ruleset.tiny and (lines := pull_request.changed_lines) is not None and 0 <= lines <= ruleset.tiny:
        return fill(ruleset.messages.get("cap.tiny", "tiny"), lines=str(ruleset.tiny))
    if ruleset.since and pull_request.created_at and pull_request.created_at[:10] < ruleset.since:
        return fill(ruleset.messages.get("cap.since", "{date}"), date=ruleset.since)
    return ruleset.messages.get("cap.language", "language") if spoken.unread else ""


def _unreviewed(finding: Finding, spoken: Heard, ruleset: RuleSet) -> str:
    """Why a finding in a language that no native speaker has been over is not red.

    That there is nothing under a heading, or a placeholder, can be told in any language; a team's words are its own.
    """
    is_own = finding.rule.decides or not finding.rule.requires
    if not spoken.unreviewed or is_own or (finding.verdict is Verdict.MISSING and finding.heading):
        return ""
    return fill(ruleset.messages.get("cap.unreviewed", "{language}"), language=ruleset.languages.name(spoken.main))


def _overridden(pull_request: PullRequest, ruleset: RuleSet) -> str:
    """That somebody set the label by which nothing is red, and who."""
    wanted = ruleset.override_label.casefold()
    label = next((each for each in pull_request.labels if wanted and each.casefold() == wanted), "")
    who = {name.casefold(): login for name, login in pull_request.labelled_by}.get(wanted, "")
    key = ("cap.override-by" if who else "cap.override") if label else ""
    return fill(ruleset.messages.get(key, label), label=label, who=who) if label else ""


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
