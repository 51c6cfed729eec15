"""A text in which cues are looked for: what is the same for all cues is worked out here, once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from whylint.index import words_of
from whylint.narrow import Narrow
from whylint.search import LONGEST, Matcher, Span, Starts

_PIECE = LONGEST // 2
"""A piece of a line has at least so many letters, but for the last one."""
_MOST_STRETCHES = 64
_SIGHT = 10 * LONGEST
"""So many letters without an end of a sentence or line are taken apart: RE2 looks all along them for what ends a match,
from each place where one may start, though it could be no longer than ``LONGEST``. A word that alone is as
long is taken apart after ``_RUN`` letters."""
_RUN = 2 * LONGEST
_ENDS = ". ", "? ", "! ", ": ", "; ", "\n"


class Stretch(NamedTuple):
    """Some lines of a text: their words, the byte where each starts, their pieces and their bytes from and to."""

    words: list[str]
    places: list[int]
    pieces: range
    start: int
    end: int


class Words(NamedTuple):
    """The words of a text: line by line (where there are very many, some lines at a time), and in small pieces.

    ``near`` says of each piece up to which one a match goes at most that starts in it.
    """

    stretches: list[Stretch]
    pieces: list[list[str]]
    near: list[int]


class Searched:
    """Cleaned text as RE2 takes it: encoded once, however many cues of however many lexicons are looked for in it.

    ``whole`` is the text as it was given. If only some cues will be looked for, ``only`` names them: all else in the
    text is passed over. What lexicons found, where their units may start and what they compiled for this text alone is
    kept with it, by lexicon.
    """

    def __init__(self, text: str, only: tuple[str, ...] = ()) -> None:
        self.whole = text
        text = self.text = _ended(text) if len(text) > _SIGHT else text
        self.only = only
        self.found: defaultdict[object, dict[str, list[Span]]] = defaultdict(dict)
        self.starts: dict[object, defaultdict[int, Starts]] = {}
        self.small = _small(text)
        self.data = self.small.encode()
        self.cased = text.encode()
        self.narrow = Narrow(self.small, cased=False), Narrow(text, cased=True)
        self.fitted: defaultdict[object, dict[int, Matcher]] = defaultdict(dict)

    def begin(self, lexicon: object) -> defaultdict[int, Starts]:
        """Room for where the units of each list of a lexicon may start."""
        self.starts[lexicon] = defaultdict(Starts)
        return self.starts[lexicon]

    @cached_property
    def all_words(self) -> list[str]:
        """Its words, one after the other."""
        return words_of(_small(self.whole))

    @cached_property
    def words(self) -> Words:
        """Its words, by where they stand."""
        return _words(self.small)

    @cached_property
    def _inside(self) -> list[int]:
        """The bytes that go on with a letter."""
        return [] if self.data.isascii() else [at for at, byte in enumerate(self.data) if byte & 0xC0 == 0x80]

    def uncut(self, spans: Iterator[Span]) -> Iterator[Span]:
        """Spans of bytes as spans of characters, those left out that cut a word in two.

        Where all around is ASCII, that was seen to.
        """
        data, text, inside = self.data, self.text, self._inside
        if not inside:
            yield from spans
            return
        for first, last in spans:
            start, end = first - bisect_left(inside, first), last - bisect_left(inside, last)
            if (data[max(first - 1, 0) : first + 1] + data[last - 1 : last + 1]).isascii() or not (
                _cuts(text, start) or _cuts(text, end)
            ):
                yield start, end


def _ended(text: str) -> str:
    """The text with ends of lines in place of some spaces or letters, where it goes on for long without any end."""
    pieces, start = list[str](), 0
    while len(text) - start > _SIGHT:
        sight = start + _SIGHT
        end = 1 + max(text.rfind(end, start, sight) for end in _ENDS)
        cut = 0 if end else 1 + text.rfind(" ", start, sight)
        if not end and not cut and text[start + _RUN - 1].isascii():  # one word without end, such as "1.1.1.1."
            cut = start + _RUN
        pieces += (text[start : cut - 1], "\n") if cut else (text[start : end or sight],)
        start = cut or end or sight
    return "".join(pieces) + text[start:]


def _small(text: str) -> str:
    """The text in lower case. A letter whose small form takes more or less room keeps its case: offsets stay true."""
    if text.isascii() or all(map(_keeps_size, set(text))):
        return text.lower()
    return "".join(each.lower() if _keeps_size(each) else each for each in text)


def _keeps_size(character: str) -> bool:
    small = character.lower()
    return len(small) == 1 and len(small.encode()) == len(character.encode())


def _words(text: str) -> Words:
    stretches, pieces, edges = list[Stretch](), list[list[str]](), list[int]()
    begin = start = 0
    for line in _stretches(text):
        words, places, at, first = words_of(line), list[int](), 0, 0
        before, edge = len(pieces), _PIECE
        edges.append(begin)
        for number, word in enumerate(words):
            at = line.find(word, at)
            places.append(at)
            if at >= edge:
                pieces.append(words[first:number])
                edges.append(begin + at)
                first, edge = number, at + _PIECE
            at += len(word)
        pieces.append(words[first:])
        end = start + (len(line) if line.isascii() else len(line.encode()))
        stretches.append(Stretch(words, _in_bytes(line, places, start), range(before, len(pieces)), start, end))
        begin, start = begin + len(line) + 1, end + 1
    near = [bisect_left(edges, edge + LONGEST) for edge in [*edges[1:], begin]]
    return Words(stretches, pieces, near)


def _stretches(text: str) -> Iterator[str]:
    """The lines of a text; where there are very many, some at a time."""
    lines = text.split("\n")
    least = len(text) // _MOST_STRETCHES if len(lines) > _MOST_STRETCHES else 0
    at = 0
    while at < len(lines):
        stop, size = at + 1, len(lines[at])
        while size < least and stop < len(lines):
            size += len(lines[stop]) + 1
            stop += 1
        yield "\n".join(lines[at:stop])
        at = stop


def _in_bytes(line: str, places: list[int], start: int) -> list[int]:
    """Rising places in a line that starts at a byte, in bytes."""
    if line.isascii():
        return [start + at for at in places]
    before, found = 0, list[int]()
    for at in places:
        start += len(line[before:at].encode())
        before = at
        found.append(start)
    return found


def _cuts(text: str, position: int) -> bool:
    """Whether a word goes on across a position."""
    return 0 < position < len(text) and _has_edges(text[position - 1]) and _has_edges(text[position])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _has_edges(character: str) -> bool:
    """Whether words of this character's script are set apart by spaces.

    Not so in Chinese, Japanese, Thai and their like.
    """
    return _is_word(character) and (character.isascii() or character.lower() != character.upper())
