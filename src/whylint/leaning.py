"""How a text leans: whether it is told in words that answers to a question are told in.

Cues find what somebody thought of. Words and pairs of words are weighed beside them, by weights that were learnt from
labelled descriptions (``make leaning``), and what the cues say weighs as one more word: so an answer in words that
nobody thought of is heard, and what only looks like an answer is doubted. The model is linear, over tf-idf (Manning,
Raghavan, Schuetze: Introduction to Information Retrieval, 2008, chapters 6 and 14).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from itertools import chain, pairwise
from math import log, sqrt

from whylint.frozen import frozen
from whylint.index import words_of
from whylint.languages import Learnt, Scale
from whylint.model import Verdict

_DIGITS = "0123456789"


Weighed = list[tuple[float, Sequence[int]]]
"""The terms of a text of which something was learnt: how much of the text each is, and what was learnt."""


@frozen
class Leaning:
    """How far blocks of a description, with all of it, lean towards an answer to a rule, in hundredths.

    ``towards`` has the author's own, ``beside`` code and quotes. ``network`` says what the network thinks of all of it;
    it is asked only when a verdict hangs on it. Where the author says little (``brief``), neither has enough to read to
    refuse an answer that cues found.
    """

    scale: Scale | None = None
    towards: Mapping[int, float] = field(default_factory=dict)
    beside: Mapping[int, float] = field(default_factory=dict)
    network: Callable[[], float] = field(compare=False, default=float)
    brief: bool = False

    def verdict(self, by_cues: Verdict, block: int | None = None) -> Verdict:
        """What the cues' verdict, words (of a block, or of the clearest) and the network say.

        It is that of the cues where nothing was learnt, or where the author has no block that was weighed.
        """
        if not self.scale or (block is None and not self.towards):
            return by_cues
        weighed = self.beside if block in self.beside else self.towards
        words = max(self.towards.values()) if block is None else weighed[block]
        asked = self.network() if self.scale.network else 0.0
        told = words + self.scale.cues[by_cues] + self.scale.network * asked
        if told >= self.scale.met:
            return Verdict.MET
        against = words < self.scale.against["words"] and 100 * asked < self.scale.against["network"]
        if by_cues is Verdict.MET and self.brief:
            return Verdict.UNSURE
        refused = against if by_cues is Verdict.UNSURE else told < self.scale.unsure[by_cues]
        return Verdict.MISSING if refused else Verdict.UNSURE

    @property
    def blocks(self) -> Iterator[int]:
        """The blocks that were weighed: the author's own, then the others; of each the one that leans most first."""
        for weighed in (self.towards, self.beside):
            yield from sorted(weighed, key=lambda block: (-weighed[block], block))


def weigh(learnt: Learnt, sentences: Iterable[str]) -> Weighed:
    """The known terms of some sentences, as a vector of length 1."""
    counted = Counter(chain.from_iterable(map(terms, sentences)))
    known = ((times, _numbers(learnt.terms[term])) for term, times in counted.items() if term in learnt.terms)
    found = [((1 + log(times)) * numbers[0], numbers) for times, numbers in known]
    length = sqrt(sum(weight * weight for weight, _ in found))
    return [(weight / length, numbers) for weight, numbers in found]


def leaning(learnt: Learnt, rule_id: str, weighed: Weighed) -> float:
    """How far a text leans towards an answer to a rule, in hundredths.

    Raises ValueError for a rule of which nothing was learnt.
    """
    place = 1 + list(learnt.scales).index(rule_id)
    return learnt.scales[rule_id].base + sum(weight * numbers[place] for weight, numbers in weighed)


def terms(sentence: str) -> Iterator[str]:
    """The words of a sentence and its pairs of words, in lower case, each number as 0."""
    words = [each if each.isalpha() else _plain(each) for each in words_of(sentence.lower())]
    yield from words
    yield from map(" ".join, pairwise(words))


@cache
def _numbers(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split()))


def _plain(word: str) -> str:
    """A word with 0 for its digits: that it is an amount matters, not how much."""
    bare = word.strip(_DIGITS)
    return word if bare == word else f"0{bare}"
