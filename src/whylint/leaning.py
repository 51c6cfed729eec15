"""How a text leans: whether it is told in words that answers to a question are told in.

Cues find what somebody thought of. Of what they do not find, words and pairs of words are weighed, by weights that
were learnt from labelled descriptions (``make leaning``). No answer is met by that: it only keeps one from being called
missing because it is told in words that nobody thought of. The model is linear, over tf-idf (Manning, Raghavan,
Schuetze: Introduction to Information Retrieval, 2008, chapters 6 and 14).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from math import log, sqrt

from whylint.index import words_of
from whylint.languages import Learnt

_DIGITS = "0123456789"


Weighed = list[tuple[float, Sequence[int]]]
"""The terms of a text of which something was learnt: how much of the text each is, and what was learnt."""


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
