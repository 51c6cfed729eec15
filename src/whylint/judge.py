"""The verdict on one rule: where its answer stands, and whether it is one.

An answer is looked for under the rule's own headings first, then in every other passage: good content in the wrong
place counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from whylint.case import MIN_WORDS, Case
from whylint.description import UNTICKED
from whylint.findings import finding_of, with_address
from whylint.model import OWN_SECTION, Criterion, Finding, LookIn, Rule, Verdict, WaiverMode
from whylint.passage import Passage, apart, best, elsewhere, longest, near_misses, own_passage
from whylint.reading import Reading, RuleReading
from whylint.text import size
from whylint.title import judge_title, too_short
from whylint.waiver import waiver, why_none

_NOT_YET = ("placeholder", "no-reason", "no-waiver")
"""What stands under a heading that an author has not come to yet: only a clear answer elsewhere is one then."""


def judge(
    rule: Rule,
    rules: tuple[Rule, ...],
    reading: Reading,
    messages: Mapping[str, str],
    waivers: WaiverMode = WaiverMode.WITH_REASON,
) -> Finding:
    """The finding of one rule, at the rule's own severity."""
    if rule.look_in is not LookIn.BODY:
        in_title = judge_title(rule, reading.title, reading.lexicon, messages)
        if rule.look_in is LookIn.TITLE or in_title.verdict is Verdict.MET:
            return in_title
    own = own_passage(rule, rules, reading)
    case = Case(rule, reading, messages, waivers, RuleReading(rule, reading), own)
    case.why = case.why_empty(own) if own else ""
    if own and case.why in ("", "link-only"):
        case.found = RuleReading(rule, reading, own.sentences(reading), own.floors)
    case.look_for(rule.requires)
    others = tuple(other for other in rules if other is not rule)
    if passage := _met(case, others) or _loosely(case, others):
        finding = _weighed(case, passage, Verdict.MET)
        if finding.verdict is Verdict.MET or case.why not in _NOT_YET:
            return finding
    if waived := waiver(rule, own, reading, waivers):
        passage, reason, at = waived
        return finding_of(case, Verdict.WAIVED, passage, reason=reason, at=at)
    if own and not case.why:
        case.why = why_none(rule, own, reading, waivers)
    nearest = _nearest(case)
    finding = _under_heading(case, own, nearest) if own else _without_heading(case, nearest)
    if not finding.is_open or case.why in _NOT_YET or (own and not case.why and case.is_short(own)):
        return finding
    objected = finding.bad_signs or (finding.verdict is Verdict.MISSING and own and finding.found)
    ways = (_against_cues,) if objected else (_near_miss, _to_tick, _heard, _against_cues)
    heard = next(filter(None, (way(case, others) for way in ways)), finding)
    return replace(heard, bad_signs=finding.bad_signs or heard.bad_signs)


def _met(case: Case, others: tuple[Rule, ...]) -> Passage | None:
    """What meets the rule under its own heading, or elsewhere.

    Where its own heading is there, and no answer below it, what stands under another's heading answers that one.
    """
    unanswered = case.own and (case.why or case.bad_signs(case.own))
    closed = _closed(case, () if case.rule.under_others and not unanswered else others)
    found = best(elsewhere(case.rule, case.reading, case.required, closed), case.required)
    for passage in (case.own, found):
        if passage and case.meets(passage):
            return passage
    return None


def _loosely(case: Case, others: tuple[Rule, ...]) -> Passage | None:
    """What meets it by what is only told: without a bad sign, and under no heading of the ``others``."""
    if not case.rule.loosely:
        return None
    strict = {block: list(matches) for block, matches in case.required.items()}
    case.look_for(case.rule.loosely)
    found = elsewhere(case.rule, case.reading, case.required, _closed(case, others))
    for passage in chain([case.own] if case.own else [], found):
        if case.meets(passage) and not case.bad_signs(passage):
            return passage
    case.required = strict
    return None


def _closed(case: Case, others: tuple[Rule, ...]) -> tuple[str, ...]:
    """The headings under which nothing meets the rule."""
    return (*chain.from_iterable(other.headings for other in others), *case.rule.not_under)


def _near_miss(case: Case, others: tuple[Rule, ...]) -> Finding | None:
    """All that is asked for is there, only not where or how it counts. A rule with ``near`` says itself what is."""
    if not case.rule.requires or case.rule.near:
        return None
    found = filter(case.says_enough, near_misses(case.reading, case.found.together(), others))
    return next((finding_of(case, Verdict.UNSURE, passage) for passage in found), None)


def _to_tick(case: Case, others: tuple[Rule, ...]) -> Finding | None:
    """A box that is not ticked yet says all that is asked for: no answer, and no absence either."""
    blocks = case.reading.content.blocks
    boxes = (at for at in case.required if blocks[at].dropped == UNTICKED and not blocks[at].quoted)
    found = (each for each in apart(case.reading, boxes, others) if case.meets(each))
    return next((finding_of(case, Verdict.UNSURE, passage) for passage in found), None)


# -- what the words say beside the cues -------------------------------------------------------------------------------


def _weighed(case: Case, passage: Passage, by_cues: Verdict) -> Finding:
    """What cues call met or unsure, and words may doubt, or refuse where they are sure.

    Not so where the rule has a heading of its own (unless that says "TBD"), nor in a quote or code. They make nothing
    met of what has a bad sign.
    """
    apart_from_own = passage != case.own and (not case.own or case.why in _NOT_YET)
    known = apart_from_own and all(block in case.reading.said for block in passage.blocks)
    verdict = case.reading.leaning(case.rule).verdict(by_cues) if known or by_cues is Verdict.UNSURE else by_cues
    stays = case.bad_signs(passage) if verdict is Verdict.MET else not known
    verdict = by_cues if stays else verdict
    tell = finding_of if verdict in (by_cues, Verdict.MET) else _disputed
    return tell(case, verdict, passage)


def _heard(case: Case, others: tuple[Rule, ...]) -> Finding | None:
    """The cues find no answer, but something is told in the words that answers are told in.

    Of the passages that say enough, the author's own first, the one that leans most decides. Code or a quote is heard
    where no words of the author's say enough, and is unsure at best.
    """
    leaning = case.reading.leaning(case.rule)
    passage = next(filter(case.says_enough, apart(case.reading, leaning.blocks, others)), None)
    verdict = leaning.verdict(Verdict.MISSING, passage.blocks[0]) if passage else Verdict.MISSING
    if not passage or verdict is Verdict.MISSING:
        return None
    sure = verdict is Verdict.MET and passage.blocks[0] not in leaning.beside
    return finding_of(case, verdict, passage) if sure else _disputed(case, Verdict.UNSURE, passage)


def _against_cues(case: Case, others: tuple[Rule, ...]) -> Finding | None:
    """What cues object to, or has few words, but is told like an answer; nearly so, if without the rule's heading."""
    leaning = case.reading.leaning(case.rule)
    passage = next(apart(case.reading, leaning.blocks, others), None)
    verdict = leaning.verdict(Verdict.WEAK, passage.blocks[0]) if passage else Verdict.MISSING
    enough = (Verdict.MET,) if case.own else (Verdict.MET, Verdict.UNSURE)
    if not passage or verdict not in enough or case.is_short(passage):
        return None
    return _disputed(case, Verdict.UNSURE, passage)


def _disputed(case: Case, verdict: Verdict, passage: Passage) -> Finding:
    """Words and cues do not say the same of a passage."""
    return replace(finding_of(case, verdict, passage), bad_signs=case.bad_signs(passage), disputed=True)


# -- what the cues say ------------------------------------------------------------------------------------------------


def _under_heading(case: Case, own: Passage, elsewhere: Passage | None) -> Finding:
    """The rule's own section is there, and does not meet it."""
    if why := case.why:
        if elsewhere and why not in _NOT_YET and _may_be_answer(case, elsewhere):
            return finding_of(case, Verdict.UNSURE, elsewhere)
        boxes = Passage(own.where, own.unticked)
        if why == "empty" and size(case.text(boxes)) >= MIN_WORDS and case.is_concrete(boxes):
            return finding_of(case, Verdict.UNSURE, boxes)
        if why == "empty" and (own.unticked or own.pictured):
            why = "unticked" if own.unticked else "picture-only"
        finding = finding_of(case, Verdict.MISSING, own, message=case.messages.get(f"judge.{why}", ""))
        return replace(finding, found=with_address(case, own)) if why == "link-only" else finding
    signs = case.bad_signs(own)
    if case.is_short(own) and not signs:
        return finding_of(case, Verdict.WEAK, own, message=too_short(case.rule, case.messages))
    if case.reading.is_foreign:
        return finding_of(case, Verdict.UNSURE, own)
    if not signs and _may_be_answer(case, own, own=True):
        return _weighed(case, own, Verdict.UNSURE)
    return finding_of(case, Verdict.WEAK, own, signs=signs)


def _without_heading(case: Case, elsewhere: Passage | None) -> Finding:
    if elsewhere and _may_be_answer(case, elsewhere):
        return _weighed(case, elsewhere, Verdict.UNSURE)
    unread = longest(case.reading) if case.reading.is_foreign else None
    if unread and (case.rule.loosely or (case.is_concrete(unread) and case.reading.hits("quantity"))):
        return finding_of(case, Verdict.UNSURE, unread)
    return finding_of(case, Verdict.MISSING, None)


def _nearest(case: Case) -> Passage | None:
    """The passage outside of the rule's headings that comes nearest to an answer."""
    rule, reading = case.rule, case.reading
    if not rule.near:
        return best(elsewhere(rule, reading, case.required), case.required)
    case.near = {match.block: [match] for match in case.found.matches(Criterion("near", rule.near))}
    return next((each for each in elsewhere(rule, reading, case.near) if _may_be_answer(case, each)), None)


def _may_be_answer(case: Case, passage: Passage, *, own: bool = False) -> bool:
    """Whether it would be unfair to say no: concrete, long enough, nothing against it, and on this subject.

    What a rule calls ``near`` is concrete enough outside of its ``own`` section, and nothing speaks against it where
    some of what is required is met, too.
    """
    near = any(block in case.near for block in passage.blocks)
    concrete = (near and not own) or case.is_concrete(passage)
    long_enough = size(case.text(passage)) >= MIN_WORDS and not case.is_short(passage)
    refused = case.bad_signs(passage) and not (near and case.matches(passage))
    return _is_on_subject(case, passage, near=near, own=own) and concrete and long_enough and not refused


def _is_on_subject(case: Case, passage: Passage, *, near: bool, own: bool) -> bool:
    """Whether a passage is about what the rule asks for.

    Under its own heading any is, unless the rule says what is near there or is a team's. Else it is what the rule calls
    near, or, where it does not say, what meets one of its criteria.
    """
    if own and not case.rule.decides and not any(OWN_SECTION in each for each in case.rule.near):
        return True
    return near or ((own or not case.rule.near) and bool(case.matches(passage)))
