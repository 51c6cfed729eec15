"""Cues looked for in one description: each once, over the whole text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from whylint.content import Content
from whylint.match import Lexicon, Searched
from whylint.model import Criterion, Evidence, Rule

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """One alternative of a criterion, found in one sentence: the spans of its cues in the searched text."""

    criterion: str
    block: int
    spans: tuple[tuple[str, Span], ...]

    @property
    def start(self) -> int:
        """Where its first word starts."""
        return min(span[0] for _, span in self.spans)


class Reading:
    """A description's content together with where the cues of a rule set stand in it."""

    def __init__(self, content: Content, lexicon: Lexicon) -> None:
        self.content = content
        self.lexicon = lexicon
        self.searched = Searched(content.text)
        self._hits: dict[str, list[Span]] = {}

    def hits(self, cue: str) -> list[Span]:
        """Where a cue stands, prompts left out."""
        if cue not in self._hits:
            spans = self.lexicon.find(cue, self.searched)
            if self.prompts:
                spans = [span for span in spans if self.content.sentence_at(span[0]) not in self.prompts]
            self._hits[cue] = spans
        return self._hits[cue]

    @cached_property
    def prompts(self) -> frozenset[int]:
        """Sentences that ask for an answer instead of giving one: cue ``prompt`` at their start, or ``question`` and a mark."""
        content, found = self.content, set()
        prompts = {start for start, _ in self.lexicon.find("prompt", self.searched)}
        questions = (
            {start for start, _ in self.lexicon.find("question", self.searched)} if "?" in content.text else set()
        )
        for index, sentence in enumerate(content.sentences if prompts or questions else ()):
            text = content.text[sentence.start : sentence.end]
            first = sentence.start + len(text) - len(text.lstrip(" *_(>-["))
            if first in prompts or (first in questions and text.rstrip(" *_)]").endswith("?")):
                found.add(index)
        return frozenset(found)

    def ignored(self, rule: Rule) -> list[tuple[str, Span]]:
        """The words that a rule takes out before looking, sorted, with the cue that found them."""
        return sorted(((cue, span) for cue in rule.ignore for span in self.hits(cue)), key=lambda each: each[1])

    def matches(self, criterion: Criterion, ignored: list[tuple[str, Span]]) -> list[Match]:
        """Where a criterion is met, in the order of the text."""
        found: list[Match] = []
        for alternative in criterion.alternatives:
            found.extend(self._matches(criterion.name, alternative, ignored))
        return sorted(found, key=lambda match: match.start)

    def _matches(self, name: str, alternative: tuple[str, ...], ignored: list[tuple[str, Span]]) -> list[Match]:
        first, *others = alternative
        by_sentence: dict[int, list[tuple[str, Span]]] = {}
        for span in self._left(first, ignored):
            by_sentence.setdefault(self.content.sentence_at(span[0]), [(first, span)])
        for cue in others:
            here: dict[int, Span] = {}
            for span in self._left(cue, ignored):
                here.setdefault(self.content.sentence_at(span[0]), span)
            by_sentence = {at: [*spans, (cue, here[at])] for at, spans in by_sentence.items() if at in here}
        sentences = self.content.sentences
        return [Match(name, sentences[at].block, tuple(spans)) for at, spans in by_sentence.items()]

    def _left(self, cue: str, ignored: list[tuple[str, Span]]) -> list[Span]:
        """The hits of a cue that no ignored words overlap."""
        hits = self.hits(cue)
        if not ignored:
            return hits
        ends = _running_ends(ignored)
        starts = [span[0] for _, span in ignored]
        left = []
        for start, end in hits:
            before = bisect_left(starts, end)  # ignored words that start before this hit ends
            if not before or ends[before - 1] <= start:
                left.append((start, end))
        return left

    def evidence(self, match: Match) -> tuple[Evidence, ...]:
        """The author's words behind a match, one for each cue."""
        return tuple(Evidence(match.criterion, cue, self.content.place(*span)) for cue, span in match.spans)


def _running_ends(ignored: list[tuple[str, Span]]) -> list[int]:
    """For each ignored span, the furthest end of it and all before it."""
    ends: list[int] = []
    for _, (_, end) in ignored:
        ends.append(max(end, ends[-1]) if ends else end)
    return ends
