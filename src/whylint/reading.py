"""Cues looked for in one description: each once, over the whole text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import accumulate, chain
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from whylint.content import Content
from whylint.description import Block
from whylint.languages import Asked, Learnt, nothing_asked
from whylint.leaning import Leaning, Weighed, leaning, weigh
from whylint.model import OWN_SECTION, Criterion, Evidence, Rule
from whylint.outline import marked, outline
from whylint.searched import Searched
from whylint.text import size
from whylint.voices import Finder

Span = tuple[int, int]
FEWEST_LETTERS = 20
FEWEST_WORDS = 20
"""Of fewer words, nobody can tell how an answer is told."""
ENOUGH_LETTERS = 2_000
"""Of a description with more letters the network reads so many."""
MOST_LETTERS = 16_000
"""A description with more letters is left to the cues."""
NO_FLOORS: Mapping[int, int] = MappingProxyType({})


class Match(NamedTuple):
    """One alternative of a criterion, found in one sentence: the spans of its cues in the searched text.

    ``rank`` is the alternative's place in its list, where what is surest stands first; ``start`` is where the first
    word of it starts.
    """

    criterion: str
    rank: int
    block: int
    spans: tuple[tuple[str, Span], ...]
    start: int


def _match(criterion: Criterion, rank: int, block: int, spans: tuple[tuple[str, Span], ...]) -> Match:
    return Match(criterion.name, rank, block, spans, min([start for _, (start, _) in spans]))


def _shared(cues: tuple[str, ...], look: Callable[[str], Collection[int]]) -> Collection[int]:
    """Where all of some cues stand, given where each does; a cue is looked for only if those before it stand."""
    first = look(cues[0])
    if len(cues) == 1 or not first:
        return first
    shared = set(first)
    for cue in cues[1:]:
        shared.intersection_update(look(cue))
        if not shared:
            break
    return shared


class Reading:
    """A description's content together with where the cues of a rule set stand in it.

    ``is_foreign`` says that it is written in a language that is not read. ``learnt`` loads what is known about the
    words of its language, ``network`` what reads all of it when a verdict hangs on it. ``template`` is the
    source of the repository's own templates, ``joints`` what joins two headings in one.
    """

    def __init__(
        self,
        content: Content,
        lexicon: Finder,
        *,
        title: str = "",
        template: str = "",
        is_foreign: bool = False,
        learnt: Callable[[], Learnt] = Learnt,
        network: Callable[[], Asked] = nothing_asked,
        joints: frozenset[str] = frozenset(),
    ) -> None:
        self.content = content
        self.lexicon = lexicon
        self.is_foreign = is_foreign
        self.title = title
        self.template = template
        self.joints = joints
        self._learnt = learnt
        self._network = network
        self.searched = Searched(content.text)
        self._leanings: dict[str, Leaning] = {}
        self._hits: dict[str, list[Span]] = {}
        self._by_sentence: dict[str, dict[int, list[Span]]] = {}

    def hits(self, cue: str) -> list[Span]:
        """Where a cue stands, prompts left out."""
        if cue not in self._hits:
            spans = self.lexicon.find(cue, self.searched)
            if self.prompts:
                spans = [span for span in spans if self.content.sentence_at(span[0]) not in self.prompts]
            self._hits[cue] = spans
        return self._hits[cue]

    def by_sentence(self, cue: str) -> dict[int, list[Span]]:
        """The same by the sentence that they stand in."""
        if cue not in self._by_sentence:
            found: dict[int, list[Span]] = {}
            for span in self.hits(cue):
                found.setdefault(self.content.sentence_at(span[0]), []).append(span)
            self._by_sentence[cue] = found
        return self._by_sentence[cue]

    @cached_property
    def concrete(self) -> dict[int, int]:
        """For each block with something concrete in it, where the last of it starts."""
        return {self.content.block_at(start): start for start, _ in self.hits("concrete")}

    @cached_property
    def prompts(self) -> frozenset[int]:
        """Sentences that ask for an answer instead of giving one.

        Cue ``prompt`` at their start, or ``question`` and a mark.
        """
        content, found = self.content, set()
        prompts = {start for start, _ in self.lexicon.find("prompt", self.searched)}
        asked = self.lexicon.find("question", self.searched) if "?" in content.text else []
        questions = {start for start, _ in asked}
        for index, sentence in enumerate(content.sentences if prompts or questions else ()):
            text = content.text[sentence.start : sentence.end]
            first = sentence.start + len(text) - len(text.lstrip(" *_(>-["))
            if first in prompts or (first in questions and text.rstrip(" *_)]").endswith("?")):
                found.add(index)
        return frozenset(found)

    @cached_property
    def said(self) -> Mapping[int, list[str]]:
        """The author's own sentences by block, prompts left out."""
        return self._told(lambda block: block.speaks)

    def _told(self, counts: Callable[[Block], bool]) -> dict[int, list[str]]:
        content, told = self.content, dict[int, list[str]]()
        for at, each in enumerate(content.sentences):
            if counts(content.blocks[each.block]) and at not in self.prompts:
                told.setdefault(each.block, []).append(content.text[each.start : each.end])
        return told

    @cached_property
    def _weighed(self) -> tuple[Weighed, Mapping[int, Weighed], Mapping[int, Weighed]]:
        """All the author's words, those of each block, and those of code and quotes, weighed once.

        A block is left out that is too short to say something.
        """
        beside = self._told(lambda block: block.form == "code" or (block.quoted and not block.dropped))
        blocks, others = (
            {at: weigh(self._learnt(), each) for at, each in told.items() if sum(map(len, each)) >= FEWEST_LETTERS}
            for told in (self.said, beside)
        )
        return weigh(self._learnt(), chain.from_iterable(self.said.values())), blocks, others

    def leaning(self, rule: Rule) -> Leaning:
        """How far the description and each of its blocks lean towards an answer to a rule.

        Nothing is known of a rule about which nothing was learnt, nor of a very long description.
        """
        if rule.id not in self._leanings:
            is_known = rule.leans and len(self.content.text) <= MOST_LETTERS and rule.id in self._learnt().scales
            self._leanings[rule.id] = self._leaning(rule.id) if is_known else Leaning()
        return self._leanings[rule.id]

    def _leaning(self, rule_id: str) -> Leaning:
        learnt, (whole, *parts) = self._learnt(), self._weighed
        over_all = leaning(learnt, rule_id, whole)
        own, beside = ({at: over_all + leaning(learnt, rule_id, each) for at, each in part.items()} for part in parts)
        words = sum(size(each) for told in self.said.values() for each in told)
        return Leaning(
            learnt.scales[rule_id], own, beside, lambda: self._by_network.get(rule_id, 0.0), words < FEWEST_WORDS
        )

    @cached_property
    def _by_network(self) -> Mapping[str, float]:
        """How far the network takes the description for an answer, by rule."""
        return self._network()(self.whole())

    def whole(self) -> list[str]:
        """What the network reads: title, headings and blocks, of a long description those that lean most."""
        texts = {at: marked(block) for at, block in enumerate(self.content.blocks)}
        if sum(map(len, texts.values())) > ENOUGH_LETTERS:
            texts = self._clearest(texts)
        return outline(self.content, self.title, texts)

    def _clearest(self, texts: Mapping[int, str]) -> dict[int, str]:
        """As many as there is room for of those texts that lean most towards an answer to any rule, at least one."""
        learnt, room, chosen = self._learnt(), ENOUGH_LETTERS, dict[int, str]()
        weighed = {at: weigh(learnt, [text]) for at, text in texts.items()}
        towards = {at: max(leaning(learnt, rule, each) for rule in learnt.scales) for at, each in weighed.items()}
        for at in sorted(towards, key=lambda at: (-towards[at], at)):
            if len(texts[at]) <= room or not chosen:
                chosen[at] = texts[at]
                room -= len(texts[at])
        return chosen

    def evidence(self, match: Match) -> tuple[Evidence, ...]:
        """The author's words behind a match, one for each cue."""
        return tuple(Evidence(match.criterion, cue, self.content.place(*span)) for cue, span in match.spans)


class RuleReading:
    """What one rule finds in a description once the words that it ignores are taken out.

    ``own`` holds the sentences under the rule's own heading, ``floors`` where the answer starts in its blocks that open
    with a label: the label is not the answer.
    """

    def __init__(
        self, rule: Rule, reading: Reading, own: frozenset[int] = frozenset(), floors: Mapping[int, int] = NO_FLOORS
    ) -> None:
        self._rule = rule
        self._reading = reading
        self._own = own
        self._floors = floors
        self._hits: dict[str, dict[int, list[Span]]] = {}

    @cached_property
    def ignored(self) -> list[tuple[str, Span]]:
        """The words that the rule takes out before looking, sorted, with the cue that found them."""
        found = ((cue, span) for cue in self._rule.ignore for span in self._reading.hits(cue))
        return sorted(found, key=lambda each: each[1])

    @cached_property
    def ignored_by_block(self) -> dict[int, list[tuple[str, Span]]]:
        """The same by the block that they stand in."""
        found: dict[int, list[tuple[str, Span]]] = {}
        for cue, span in self.ignored:
            found.setdefault(self._reading.content.block_at(span[0]), []).append((cue, span))
        return found

    @cached_property
    def _ignored_ends(self) -> tuple[list[int], list[int]]:
        """Where ignored words start, and for each of them the furthest end so far."""
        starts = [start for _, (start, _) in self.ignored]
        return starts, list(accumulate((end for _, (_, end) in self.ignored), max))

    def matches(self, criterion: Criterion) -> list[Match]:
        """Where a criterion is met, in the order of the text."""
        content = self._reading.content
        found: list[Match] = []
        for rank, alternative in enumerate(criterion.alternatives):
            for at in _shared(alternative, self._standing):
                block = content.sentences[at].block
                floor = self._floors.get(block, 0) if OWN_SECTION in alternative else 0
                spans = [(cue, self._left(cue, at, floor)) for cue in alternative if cue != OWN_SECTION]
                whole = tuple([(cue, span) for cue, span in spans if span])
                if len(whole) == len(spans):
                    found.append(_match(criterion, rank, block, whole))
        for rank, alternative in enumerate(criterion.nearby, len(criterion.alternatives)):
            found += self._nearby(criterion, rank, alternative)
        return sorted(found, key=attrgetter("start"))

    def _nearby(self, criterion: Criterion, rank: int, alternative: tuple[str, ...]) -> Iterator[Match]:
        """Where all cues of an alternative stand in one block, whatever sentences they stand in."""
        content = self._reading.content
        standing: list[dict[int, list[Span]]] = []
        for cue in alternative:
            found: dict[int, list[Span]] = {}
            for at in sorted(self._standing(cue)):
                if span := self._left(cue, at):
                    found.setdefault(content.sentences[at].block, []).append(span)
            if not found:
                return
            standing.append(found)
        for block in sorted(set.intersection(*map(set, standing))):
            spans: list[tuple[str, Span]] = []
            for cue, each in zip(alternative, standing, strict=True):
                apart = (span for span in each[block] if all(span[1] <= of[0] or of[1] <= span[0] for _, of in spans))
                if span := next(apart, None):
                    spans.append((cue, span))
            if len(spans) == len(alternative):
                yield _match(criterion, rank, block, tuple(spans))

    def together(self) -> set[int]:
        """Blocks in which all cues of every required criterion stand, or in which and the next of the same section."""
        blocks: set[int] = set()
        for look in (self._standing, self._left_standing):  # the ignored words are looked for only if it matters
            blocks = set.intersection(*(self._met(criterion, look) for criterion in self._rule.requires))
            if not blocks:
                break
        return blocks

    def _met(self, criterion: Criterion, look: Callable[[str], Iterable[int]]) -> set[int]:
        widened = cache(lambda cue: self._widened(look(cue)))
        return set().union(*(_shared(alternative, widened) for alternative in criterion.alternatives))

    def _widened(self, sentences: Iterable[int]) -> set[int]:
        content = self._reading.content
        found = {content.sentences[at].block for at in sentences}
        return found | {at - 1 for at in found if at and content.blocks[at].section == content.blocks[at - 1].section}

    def _standing(self, cue: str) -> dict[int, list[Span]]:
        """The hits of a cue by sentence, those left out that are about something else."""
        if cue == OWN_SECTION:
            return self._own_standing
        if cue not in self._hits:
            self._hits[cue] = {
                at: spans for at, spans in self._reading.by_sentence(cue).items() if at not in self._aside
            }
        return self._hits[cue]

    @cached_property
    def _aside(self) -> set[int]:
        """Sentences that are about something else."""
        hits = self._reading.by_sentence
        return set().union(*(_shared(way, hits) for way in self._rule.aside))

    @cached_property
    def _own_standing(self) -> dict[int, list[Span]]:
        """The sentences under the rule's own heading, but for those that a known bad sign speaks against."""
        sentences = self._reading.content.sentences
        bad = {
            self._reading.content.sentence_at(start) for cue, (start, _) in self.ignored if cue in self._rule.messages
        }
        return {at: [(sentences[at].start, sentences[at].start)] for at in self._own - bad}

    def _left_standing(self, cue: str) -> list[int]:
        return [at for at in self._standing(cue) if self._left(cue, at)]

    def _left(self, cue: str, sentence: int, floor: int = 0) -> Span | None:
        """The first hit of a cue in a sentence, from a position on, that no ignored words overlap."""
        starts, ends = self._ignored_ends
        for start, end in self._standing(cue)[sentence]:
            before = bisect_left(starts, end)  # ignored words that start before this hit ends
            if start >= floor and (not before or ends[before - 1] <= start):
                return start, end
        return None
