"""A verdict as the author is told it: where, in which words, and what to write."""

from __future__ import annotations

from dataclasses import replace

from whylint.case import Case
from whylint.model import Evidence, Finding, Look, Verdict
from whylint.passage import Passage
from whylint.reading import Match, Span
from whylint.text import clip
from whylint.title import message_of

_LOOKS, _FOUND = 20, 160


def finding_of(
    case: Case,
    verdict: Verdict,
    passage: Passage | None,
    *,
    message: str = "",
    reason: str = "",
    signs: tuple[Evidence, ...] = (),
    at: Span | None = None,
) -> Finding:
    """The finding of a verdict on a passage, at the rule's own severity.

    ``at`` is the stretch of the searched text to point at; without it, that is what meets the rule, or all of the
    passage.
    """
    rule, content = case.rule, case.reading.content
    unmet = tuple(each.name for each in rule.requires)
    evidence: tuple[Evidence, ...] = ()
    strengths: tuple[Evidence, ...] = ()
    place = None
    if passage and passage.blocks:
        unmet = case.unmet(passage)
        surest = _first_of_each(case, case.matches(passage))
        evidence = tuple(each for match in surest for each in case.reading.evidence(match))
        strengths = _strengths(case, passage) if verdict is Verdict.MET else ()
        if verdict is Verdict.MET and surest:
            at = _sentence(case, passage, min(match.start for match in surest))
        place = content.place(*(at or case.range(passage)))
    if verdict in (Verdict.MET, Verdict.WAIVED):
        unmet = ()
    found = signs[0].place.text if signs else place.text if place else ""
    if verdict in (Verdict.WEAK, Verdict.MISSING) and not message:
        key = signs[0].criterion if signs else unmet[0] if unmet and verdict is Verdict.WEAK else "missing"
        message = message_of(rule, key, case.messages)
    elif verdict is Verdict.UNSURE:
        message = case.messages.get("judge.unread" if case.reading.is_foreign else "judge.unsure", "")
    if verdict is Verdict.MISSING and passage is not case.own:
        place = None  # an absence is nowhere
    looked = _looked(case, passage)
    heading = case.own.where if case.own else ""
    told = Finding(rule, verdict, rule.severity, rule.severity, message, unmet, evidence, strengths, signs)
    return replace(told, looked=looked, place=place, found=clip(found, _FOUND), reason=reason, heading=heading)


def with_address(case: Case, passage: Passage) -> str:
    """A passage as it stands in the source: the author's words without the address would be no quote of a link."""
    content = case.reading.content
    source = content.description.source
    start = content.place(*case.range(passage)).start
    start -= source[max(start - 1, 0)] == "["
    end = content.blocks[passage.blocks[0]].mapped.end
    return clip(" ".join(source[start:end].split()), _FOUND)


def _first_of_each(case: Case, matches: list[Match]) -> list[Match]:
    """The surest match of each criterion, in the order of the rule."""
    surest: dict[str, Match] = {}
    for match in sorted(matches, key=lambda each: (each.rank, each.start)):
        surest.setdefault(match.criterion, match)
    return [surest[each.name] for each in case.rule.requires if each.name in surest]


def _sentence(case: Case, passage: Passage, position: int) -> Span:
    """The sentence that a position stands in, without a label in front."""
    content = case.reading.content
    sentence = content.sentences[content.sentence_at(position)]
    return max(sentence.start, passage.floors.get(sentence.block, 0)), sentence.end


def _strengths(case: Case, passage: Passage) -> tuple[Evidence, ...]:
    blocks = frozenset(passage.blocks)
    first = (
        next((match for match in case.found.matches(criterion) if match.block in blocks), None)
        for criterion in case.rule.strengthens
    )
    return tuple(case.reading.evidence(match)[0] for match in first if match)


def _looked(case: Case, passage: Passage | None) -> tuple[Look, ...]:
    content = case.reading.content
    looks: dict[int, Look] = {}
    for shown in (case.own, passage):
        for index in shown.blocks[:_LOOKS] if shown else ():
            if shown and index not in looks:
                start = shown.floors.get(index, content.starts[index])
                end = content.starts[index] + len(content.blocks[index].text)
                looks[index] = Look(shown.where, content.place(start, end))
    return tuple(looks.values())
