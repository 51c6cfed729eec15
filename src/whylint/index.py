"""Which phrases of all cues a line of text calls for, by the words in it.

Every phrase and pattern of every cue is a *unit* with a number, and has up to three sets of marks that it needs (see
``needs``). A word of a text is looked up once: it brings a large number whose bits say which sets it meets. Joined
over a line's words, they say which units may be found there. What it costs grows with the words of the text, not with
the number of cues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from whylint.frozen import frozen
from whylint.marks import GRAM, LONGEST, NUMBER, WORD, kind_of
from whylint.model import Cue
from whylint.phrase import is_reference
from whylint.text import Table

SETS = 3
"""So many sets of marks are kept of each unit."""
_MOST_WORDS = 50_000


class Unit(NamedTuple):
    """One phrase or pattern of a cue."""

    cue: str
    source: str
    is_phrase: bool


def units(cues: Mapping[str, Cue]) -> list[Unit]:
    """All phrases and patterns, in the order of their numbers. What only names another cue is none."""
    return [
        Unit(name, source, is_phrase)
        for name, cue in cues.items()
        for is_phrase, sources in ((True, cue.words), (False, cue.patterns))
        for source in sources
        if not (is_phrase and is_reference(source))
    ]


@frozen
class Marks:
    """What all units of a set of cues need, ready to be looked up.

    Numbers are written one after the other: most are never read. ``bits`` are numbers of bits by mark: bit
    ``place * count + unit`` stands for one set of a unit, and at the places behind the last, for its ``first``,
    ``leading`` and ``second``. ``free`` are those of sets that need nothing. ``roaming`` are units of which nobody
    knows where they start, ``crossing`` those that may go on over the end of a line.
    """

    count: int
    bits: Mapping[str, str]
    free: str
    roaming: str
    crossing: str

    def as_data(self) -> dict[str, Any]:
        """The same as plain data, from which it can be made again."""
        return {
            "count": self.count,
            "bits": self.bits,
            "free": self.free,
            "roaming": self.roaming,
            "crossing": self.crossing,
        }


class Marked(Mapping[str, Cue]):
    """Cues whose marks may be known without working them out."""

    def __init__(self, cues: Mapping[str, Cue], found: Callable[[], Marks]) -> None:
        self._cues = cues
        self._found = found

    def __getitem__(self, name: str) -> Cue:
        return self._cues[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cues)

    def __len__(self) -> int:
        return len(self._cues)

    @cached_property
    def marks(self) -> Marks:
        """What its units need."""
        return self._found()


class Index:
    """The marks of some cues, and the words that were looked up in them. Units are bits of a number here."""

    def __init__(self, found: Marks) -> None:
        self.count = found.count
        self.roaming = _number(found.roaming)
        self.crossing = _number(found.crossing)
        self.crosses = frozenset(members(self.crossing))
        self._every = (1 << found.count) - 1
        self._bits = found.bits
        self._free = _number(found.free)
        self._known: dict[str, tuple[int, int, int, int]] = {}

    def met(self, words: Iterable[str]) -> int:
        """The sets that these words meet, and those that need nothing."""
        known, met = self._known, self._free
        for word in words:
            met |= (known.get(word) or self._looked_up(word))[0]
        return met

    def possible(self, together: Iterable[int]) -> int:
        """The units that may be found where all of some words stand together, by the sets that they meet."""
        met = 0
        for each in together:
            met |= each
        return self._every & met & met >> self.count & met >> 2 * self.count

    def starting(self, words: list[str]) -> list[int]:
        """For each word of a line, the units that may start there."""
        known = self._known
        found: list[int] = []
        following = self._every  # whatever comes next
        for word in reversed(words):
            _, first, leading, second = known.get(word) or self._looked_up(word)
            found.append(first | leading & following)
            if word != "-":
                following = second
        found.reverse()
        return found

    def _looked_up(self, word: str) -> tuple[int, int, int, int]:
        bits = self._bits
        met = 0
        for mark in _marks_of(word):
            if mark in bits:
                met |= _number(bits[mark])
        behind = [met >> place * self.count & self._every for place in range(SETS, SETS + 3)]
        found = met & (1 << SETS * self.count) - 1, behind[0], behind[1], behind[2]
        if len(word) <= LONGEST:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            self._known[word] = found
        return found


@lru_cache(_MOST_WORDS)
def _number(bits: str) -> int:
    """The number with these bits, given as they are written."""
    numbers = list(map(int, bits.split()))
    octets = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def members(number: int) -> Iterator[int]:
    """The bits of a number, rising."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


_APART = Table(lambda each: each if kind_of(each) else f" {each} ")
"""Sets signs apart from words."""


def words_of(line: str) -> list[str]:
    """The words and signs of a line in lower case, one after the other; each is of one kind of letters."""
    words = line.translate(_APART).split()
    if line.isascii():
        return words
    return [part for word in words for part in ((word,) if word.isascii() else _runs(word))]


@lru_cache(4096)
def _runs(word: str) -> tuple[str, ...]:
    return tuple("".join(run) for _, run in groupby(word, kind_of))


def _marks_of(word: str) -> Iterator[str]:
    """All marks that a word or sign could be meant by."""
    kind = kind_of(word[0])
    yield word
    if kind == "c":
        yield from word
        yield from (word[at : at + GRAM] for at in range(len(word) - 1))
    elif kind:
        size = min(len(word), LONGEST)
        yield from (f"{word[:length]}*" for length in range(1, size + 1))
        yield from (f"*{word[-length:]}" for length in range(1, size + 1))
        if kind == "a":
            yield WORD
        if not word.isalpha() and any("0" <= each <= "9" for each in word):
            yield NUMBER
