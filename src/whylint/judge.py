"""The verdict on one rule: where its answer stands, what is in it, and what is missing.

An answer is looked for under the rule's own headings first, then in every other passage: good content in the wrong
place counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from whylint.blank import why_blank
from whylint.description import UNTICKED
from whylint.model import OWN_SECTION, Criterion, Evidence, Finding, Look, LookIn, Rule, Verdict, WaiverMode
from whylint.passage import Passage, apart, best, elsewhere, longest, near_misses, own_passage
from whylint.reading import Match, Reading, RuleReading, Span
from whylint.text import size
from whylint.title import judge_title, message_of, too_short
from whylint.waiver import waiver

MIN_WORDS = 8
"""An answer of fewer words can be met, but never unsure."""
_LOOKS, _FOUND = 20, 160


@dataclass(slots=True)
class _Case:
    """A rule and what the reading says about it."""

    rule: Rule
    reading: Reading
    messages: Mapping[str, str]
    title: str
    waivers: WaiverMode
    found: RuleReading
    required: dict[int, list[Match]]
    own: Passage | None
    near: dict[int, list[Match]] = field(default_factory=dict)


def judge(
    rule: Rule,
    rules: tuple[Rule, ...],
    reading: Reading,
    title: str,
    messages: Mapping[str, str],
    waivers: WaiverMode = WaiverMode.WITH_REASON,
) -> Finding:
    """The finding of one rule, at the rule's own severity."""
    if rule.look_in is not LookIn.BODY:
        in_title = judge_title(rule, title, reading.lexicon, messages)
        if rule.look_in is LookIn.TITLE or in_title.verdict is Verdict.MET:
            return in_title
    own = own_passage(rule, rules, reading)
    case = _Case(rule, reading, messages, title, waivers, RuleReading(rule, reading), {}, own)
    if own and _why_empty(case, own) in ("", "link-only"):
        case.found = RuleReading(rule, reading, own.sentences(reading), own.floors)
    _look_for(case, rule.requires)
    others = tuple(other for other in rules if other is not rule)
    if met := _met(case, others) or _loosely(case, others):
        return met
    if waived := waiver(rule, own, reading, waivers):
        passage, reason, at = waived
        return _finding(case, Verdict.WAIVED, passage, reason=reason, at=at)
    nearest = _nearest(case)
    finding = _under_heading(case, case.own, nearest) if case.own else _without_heading(case, nearest)
    refused = finding.bad_signs or (finding.verdict is Verdict.MISSING and case.own and finding.found)
    if refused or not finding.is_open:
        return finding
    return _near_miss(case, others) or _to_tick(case, others) or _heard(case, others) or finding


def _look_for(case: _Case, criteria: tuple[Criterion, ...]) -> None:
    for criterion in criteria:
        for match in case.found.matches(criterion):
            in_code = case.reading.content.blocks[match.block].dropped == "code"
            if not in_code or all(cue in case.rule.in_code for cue, _ in match.spans):
                case.required.setdefault(match.block, []).append(match)


def _met(case: _Case, others: tuple[Rule, ...]) -> Finding | None:
    """Met under the rule's own heading, or elsewhere."""
    closed = _closed(case, () if case.rule.under_others else others)
    found = best(elsewhere(case.rule, case.reading, case.required, closed), case.required)
    for passage in (case.own, found):
        if passage and _meets(case, passage):
            return _finding(case, Verdict.MET, passage)
    return None


def _loosely(case: _Case, others: tuple[Rule, ...]) -> Finding | None:
    """Met by what is only told, in a passage that has no bad sign and stands under no heading of the ``others``."""
    if not case.rule.loosely:
        return None
    strict = {block: list(matches) for block, matches in case.required.items()}
    _look_for(case, case.rule.loosely)
    found = elsewhere(case.rule, case.reading, case.required, _closed(case, others))
    for passage in chain([case.own] if case.own else [], found):
        if _meets(case, passage) and not _bad_signs(case, passage):
            return _finding(case, Verdict.MET, passage)
    case.required = strict
    return None


def _closed(case: _Case, others: tuple[Rule, ...]) -> tuple[str, ...]:
    """The headings under which nothing meets the rule."""
    return (*chain.from_iterable(other.headings for other in others), *case.rule.not_under)


def _near_miss(case: _Case, others: tuple[Rule, ...]) -> Finding | None:
    """All that is asked for is there, only not where or how it counts. A rule with ``near`` says itself what is."""
    if not case.rule.requires or case.rule.near:
        return None
    for passage in near_misses(case.reading, case.found.together(), others):
        if size(_text(case, passage)) >= MIN_WORDS and not _bad_signs(case, passage):
            return _finding(case, Verdict.UNSURE, passage)
    return None


def _to_tick(case: _Case, others: tuple[Rule, ...]) -> Finding | None:
    """A box that is not ticked yet says all that is asked for: no answer, and no absence either."""
    blocks = case.reading.content.blocks
    boxes = (at for at in case.required if blocks[at].dropped == UNTICKED and not blocks[at].quoted)
    found = (each for each in apart(case.reading, boxes, others) if _meets(case, each))
    return next((_finding(case, Verdict.UNSURE, passage) for passage in found), None)


def _heard(case: _Case, others: tuple[Rule, ...]) -> Finding | None:
    """The cues find no answer, but something is told in the words that answers are told in."""
    for passage in apart(case.reading, case.reading.leaning(case.rule), others):
        if size(_text(case, passage)) >= MIN_WORDS and not _bad_signs(case, passage):
            return _finding(case, Verdict.UNSURE, passage)
    return None


# -- what is in a passage ----------------------------------------------------------------------------------------------


def _matches(case: _Case, passage: Passage) -> list[Match]:
    found = []
    for index in passage.blocks:
        floor = passage.floors.get(index, 0)
        found += [match for match in case.required.get(index, ()) if match.start >= floor]
    return found


def _unmet(case: _Case, passage: Passage) -> tuple[str, ...]:
    met = {match.criterion for match in _matches(case, passage)}
    return tuple(each.name for each in case.rule.requires if each.name not in met)


def _meets(case: _Case, passage: Passage) -> bool:
    """Whether a passage answers the rule. One that requires nothing is answered by whatever is no empty word."""
    if _unmet(case, passage) or _is_short(case, passage):
        return False
    return bool(case.rule.requires) or not (_why_empty(case, passage) or _bad_signs(case, passage))


def _is_short(case: _Case, passage: Passage) -> bool:
    return size(_text(case, passage)) < case.rule.minimum_words


def _text(case: _Case, passage: Passage) -> str:
    """The passage's words, without labels."""
    content = case.reading.content
    texts = []
    for index in passage.blocks:
        block = content.blocks[index]
        texts.append(block.text[block.answer if index in passage.floors else 0 :])
    return " ".join(texts).strip()


def _bad_signs(case: _Case, passage: Passage) -> tuple[Evidence, ...]:
    found = case.found.ignored_by_block
    return tuple(
        Evidence(cue, cue, case.reading.content.place(*span))
        for block in passage.blocks
        for cue, span in found.get(block, ())
        if cue in case.rule.messages and span[0] >= passage.floors.get(block, 0)
    )


def _is_concrete(case: _Case, passage: Passage) -> bool:
    return any(case.reading.concrete.get(each, -1) >= passage.floors.get(each, 0) for each in passage.blocks)


# -- verdicts ----------------------------------------------------------------------------------------------------------


def _under_heading(case: _Case, own: Passage, elsewhere: Passage | None) -> Finding:
    """The rule's own section is there, and does not meet it."""
    if why := _why_empty(case, own):
        if elsewhere and _may_be_answer(case, elsewhere):
            return _finding(case, Verdict.UNSURE, elsewhere)
        boxes = Passage(own.where, own.unticked)
        if why == "empty" and size(_text(case, boxes)) >= MIN_WORDS and _is_concrete(case, boxes):
            return _finding(case, Verdict.UNSURE, boxes)
        finding = _finding(case, Verdict.MISSING, own, message=case.messages.get(f"judge.{why}", ""))
        return replace(finding, found=_with_address(case, own)) if why == "link-only" else finding
    signs = _bad_signs(case, own)
    if _is_short(case, own) and not signs:
        return _finding(case, Verdict.WEAK, own, message=too_short(case.rule, case.messages))
    if case.reading.is_foreign:
        return _finding(case, Verdict.UNSURE, own)
    if not signs and _may_be_answer(case, own, own=True):
        return _finding(case, Verdict.UNSURE, own)
    return _finding(case, Verdict.WEAK, own, signs=signs)


def _without_heading(case: _Case, elsewhere: Passage | None) -> Finding:
    if elsewhere and _may_be_answer(case, elsewhere):
        return _finding(case, Verdict.UNSURE, elsewhere)
    unread = longest(case.reading) if case.reading.is_foreign else None
    if unread and (case.rule.loosely or (_is_concrete(case, unread) and case.reading.hits("quantity"))):
        return _finding(case, Verdict.UNSURE, unread)
    return _finding(case, Verdict.MISSING, None, message=message_of(case.rule, "missing", case.messages))


def _nearest(case: _Case) -> Passage | None:
    """The passage outside of the rule's headings that comes nearest to an answer."""
    rule, reading = case.rule, case.reading
    if not rule.near:
        return best(elsewhere(rule, reading, case.required), case.required)
    case.near = {match.block: [match] for match in case.found.matches(Criterion("near", rule.near))}
    return next((each for each in elsewhere(rule, reading, case.near) if _may_be_answer(case, each)), None)


def _may_be_answer(case: _Case, passage: Passage, *, own: bool = False) -> bool:
    """Whether it would be unfair to say no: concrete, long enough, nothing against it, and on this subject.

    What a rule calls ``near`` is concrete enough outside of its ``own`` section, and nothing speaks against it where
    some of what is required is met, too.
    """
    near = any(block in case.near for block in passage.blocks)
    concrete = (near and not own) or _is_concrete(case, passage)
    long_enough = size(_text(case, passage)) >= MIN_WORDS and not _is_short(case, passage)
    refused = _bad_signs(case, passage) and not (near and _matches(case, passage))
    return _is_on_subject(case, passage, near=near, own=own) and concrete and long_enough and not refused


def _is_on_subject(case: _Case, passage: Passage, *, near: bool, own: bool) -> bool:
    """Whether a passage is about what the rule asks for.

    Under its own heading any is, unless the rule says what is near there. Elsewhere it is what the rule calls near, or,
    where it does not say, what meets one of its criteria.
    """
    if own and not any(OWN_SECTION in each for each in case.rule.near):
        return True
    return near or ((own or not case.rule.near) and bool(_matches(case, passage)))


def _why_empty(case: _Case, passage: Passage) -> str:
    """The key of the message that says why a passage holds no answer; empty if it may hold one."""
    waivable = case.waivers is not WaiverMode.NEVER
    return why_blank(_text(case, passage), case.title, case.reading.lexicon, waivable=waivable)


def _with_address(case: _Case, passage: Passage) -> str:
    """A passage as it stands in the source: the author's words without the address would be no quote of a link."""
    content = case.reading.content
    start = content.place(*_range(case, passage)).start
    end = content.blocks[passage.blocks[0]].mapped.end
    return _shorten(" ".join(content.description.source[start:end].split()))


# -- findings ----------------------------------------------------------------------------------------------------------


def _finding(
    case: _Case,
    verdict: Verdict,
    passage: Passage | None,
    *,
    message: str = "",
    reason: str = "",
    signs: tuple[Evidence, ...] = (),
    at: Span | None = None,
) -> Finding:
    rule, content = case.rule, case.reading.content
    unmet = tuple(each.name for each in rule.requires)
    evidence: tuple[Evidence, ...] = ()
    strengths: tuple[Evidence, ...] = ()
    place = None
    if passage and passage.blocks:
        unmet = _unmet(case, passage)
        surest = _first_of_each(case, _matches(case, passage))
        evidence = tuple(each for match in surest for each in case.reading.evidence(match))
        strengths = _strengths(case, passage) if verdict is Verdict.MET else ()
        if verdict is Verdict.MET and surest:
            at = _sentence(case, passage, min(match.start for match in surest))
        place = content.place(*(at or _range(case, passage)))
    if verdict in (Verdict.MET, Verdict.WAIVED):
        unmet = ()
    found = signs[0].place.text if signs else place.text if place else ""
    if verdict is Verdict.WEAK and not message:
        told = signs[0].criterion if signs else unmet[0] if unmet else "missing"
        message = message_of(rule, told, case.messages)
    elif verdict is Verdict.UNSURE:
        message = case.messages.get("judge.unread" if case.reading.is_foreign else "judge.unsure", "")
    if verdict is Verdict.MISSING:
        place = None
    looked = _looked(case, passage)
    heading = case.own.where if case.own else ""
    finding = Finding(rule, verdict, rule.severity, rule.severity, message, unmet, evidence, strengths, signs)
    return replace(finding, looked=looked, place=place, found=_shorten(found), reason=reason, heading=heading)


def _first_of_each(case: _Case, matches: list[Match]) -> list[Match]:
    """The surest match of each criterion, in the order of the rule."""
    surest: dict[str, Match] = {}
    for match in sorted(matches, key=lambda each: (each.rank, each.start)):
        surest.setdefault(match.criterion, match)
    return [surest[each.name] for each in case.rule.requires if each.name in surest]


def _sentence(case: _Case, passage: Passage, position: int) -> Span:
    """The sentence that a position stands in, without a label in front."""
    content = case.reading.content
    sentence = content.sentences[content.sentence_at(position)]
    return max(sentence.start, passage.floors.get(sentence.block, 0)), sentence.end


def _strengths(case: _Case, passage: Passage) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    blocks = frozenset(passage.blocks)
    for criterion in case.rule.strengthens:
        for match in case.found.matches(criterion):
            if match.block in blocks:
                found.append(case.reading.evidence(match)[0])
                break
    return tuple(found)


def _range(case: _Case, passage: Passage) -> Span:
    """From the first word of a passage to the end of its first block."""
    content = case.reading.content
    index = passage.blocks[0]
    block, start = content.blocks[index], content.starts[index]
    floor = passage.floors.get(index, start)
    lead = len(block.text[floor - start :]) - len(block.text[floor - start :].lstrip())
    return floor + lead, start + len(block.text)


def _looked(case: _Case, passage: Passage | None) -> tuple[Look, ...]:
    content = case.reading.content
    looks: dict[int, Look] = {}
    for shown in (case.own, passage):
        for index in shown.blocks[:_LOOKS] if shown else ():
            if shown and index not in looks:
                start = shown.floors.get(index, content.starts[index])
                end = content.starts[index] + len(content.blocks[index].text)
                looks[index] = Look(shown.where, content.place(start, end))
    return tuple(looks.values())


def _shorten(text: str) -> str:
    return text if len(text) <= _FOUND else text[: _FOUND - 3].rsplit(" ", 1)[0] + "..."
