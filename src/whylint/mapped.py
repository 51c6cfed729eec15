"""Cleaned text that knows where each of its characters came from.

Cleaning changes lengths, leaves things out and puts signs in, so every cleaned string travels with a map back to the
source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from whylint.text import LINK, clean, clean_character, letters_of


class Mapped(NamedTuple):
    """Cleaned text with its way back, piece by piece.

    The piece that starts at ``starts[i]`` comes from the source at ``source[i]``: letter by letter where ``shown[i]``
    is None; else as a whole, and ``shown[i]`` is what it looks like to the author.
    """

    text: str
    starts: tuple[int, ...]
    source: tuple[int, ...]
    shown: tuple[str | None, ...]
    end: int

    def offset(self, position: int) -> int:
        """The source offset of a position in the cleaned text."""
        if position >= len(self.text):
            return self.end
        at = bisect_right(self.starts, position) - 1
        return self.source[at] + (position - self.starts[at] if self.shown[at] is None else 0)

    def slice(self, start: int, end: int) -> Mapped:
        """The part from ``start`` to ``end``."""
        if (start, end) == (0, len(self.text)):
            return self
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        starts = (0, *(each - start for each in self.starts[first + 1 : last + 1]))
        source = (self.offset(start), *self.source[first + 1 : last + 1])
        finish = self.offset(end - 1) + 1 if end > start else self.offset(start)
        return Mapped(self.text[start:end], starts, source, self.shown[first : last + 1], finish)

    def quote(self, source: str, start: int, end: int) -> str:
        """The author's own words for the text from ``start`` to ``end``, white space folded."""
        words = []
        at = bisect_right(self.starts, start) - 1
        while at < len(self.starts) and self.starts[at] < end:
            first = max(start, self.starts[at])
            last = min(end, self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text))
            shown = self.shown[at]
            if shown is None:
                begin = self.source[at] + first - self.starts[at]
                shown = source[begin : begin + last - first]
            words.append(shown)
            at += 1
        return " ".join("".join(words).split())

    def stripped(self) -> Mapped:
        """The same without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self.slice(start, max(start, end))


class Builder:
    """Gathers cleaned text piece by piece, keeping the map to the source."""

    __slots__ = ("_address_to", "_end", "_length", "_pieces", "_shown", "_source", "_starts")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._source: list[int] = []
        self._shown: list[str | None] = []
        self._length = 0
        self._end = 0
        self._address_to = -1

    def __len__(self) -> int:
        return self._length

    def add(self, source: str, offset: int) -> None:
        """Add source text that stands at ``offset``, cleaned."""
        if source.isascii() and source.isprintable():
            self._append(source, offset, None)
        else:
            cleaned = clean(source)
            if len(cleaned) == len(source) and all(len(clean_character(each)) == 1 for each in source):
                self._append(cleaned, offset, None)
            else:
                for index, each in letters_of(source):
                    letters = clean(each)
                    self._append(letters, offset + index, None if len(letters) == len(each) == 1 else each)
        self._end = max(self._end, offset + len(source))

    def add_words(self, source: str, offset: int) -> None:
        """Add text with each bare address as one :data:`LINK`; an address may go on in the next piece of text."""
        position = _address_end(source, 0) if self._address_to == offset else 0
        while (found := source.find("://", position)) >= 0:
            scheme = found
            while scheme > position and source[scheme - 1].isalpha():
                scheme -= 1
            stop = _address_end(source, found + 3)
            self.add(source[position:scheme], offset + position)
            self.add_sign(LINK, offset + scheme, offset + stop)
            position = stop
        self.add(source[position:], offset + position)
        whole = position == len(source) and (position > 0 or self._address_to == offset)
        self._address_to = offset + position if whole else -1

    def add_sign(self, text: str, start: int, end: int) -> None:
        """Add text that stands for a source range as a whole, such as :data:`LINK` for an address."""
        self._append(text, start, "" if LINK in text else text)
        self._end = max(self._end, end)

    def add_mapped(self, other: Mapped) -> None:
        """Add what another builder gathered."""
        self._pieces.append(other.text)
        self._starts.extend(self._length + each for each in other.starts)
        self._source.extend(other.source)
        self._shown.extend(other.shown)
        self._length += len(other.text)
        self._end = max(self._end, other.end)

    def _append(self, text: str, offset: int, shown: str | None) -> None:
        if text:
            self._pieces.append(text)
            self._starts.append(self._length)
            self._source.append(offset)
            self._shown.append(shown)
            self._length += len(text)

    def ends_with(self, sign: str) -> bool:
        """Whether the last piece ends in a sign."""
        return bool(self._pieces) and self._pieces[-1].endswith(sign)

    def mapped(self) -> Mapped:
        """What was gathered, with its map."""
        starts, source = tuple(self._starts) or (0,), tuple(self._source) or (self._end,)
        return Mapped("".join(self._pieces), starts, source, tuple(self._shown) or (None,), self._end)


class Run:
    """A block while it is being read: its text, where its lines start, and what of it is bold."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.builder = Builder()
        self.lines = [0]
        self.bold: list[tuple[int, int]] = []

    def end_line(self, sign: str, start: int, end: int) -> None:
        """A line ends, by some source that a sign stands for."""
        self.builder.add_sign(sign, start, end)
        self.lines.append(len(self.builder))

    def add_lines(self, text: str, start: int, hides: Callable[[str], bool]) -> None:
        """Add a stretch of the source, which begins at ``start``, line by line, without those of code that are hidden.

        In code each is a sentence of its own, in HTML its end is white space.
        """
        is_code = self.form == "code"
        for line in text.splitlines(keepends=True):
            if not (is_code and hides(line)):
                self.builder.add(line.rstrip("\n"), start)
            start += len(line)
            if line.endswith("\n"):
                self.end_line("\n" if is_code else " ", start - 1, start)


def _address_end(text: str, start: int) -> int:
    """Where an address ends: at white space or a closing mark; trailing punctuation is not part of it."""
    end = start
    while end < len(text) and not text[end].isspace() and text[end] not in "<>\"'`|":
        end += 1
    while end > start and text[end - 1] in ".,;:!?)]}":
        end -= 1
    return end


class Offsets:
    """Byte offsets of the parser as code point offsets, cheaply for rising offsets."""

    def __init__(self, source: str) -> None:
        self._bytes = None if source.isascii() else source.encode()
        self._byte = self._point = 0

    def __call__(self, byte: int) -> int:
        """The code point offset of a byte offset."""
        if self._bytes is None:
            return byte
        if byte >= self._byte:
            self._point += len(self._bytes[self._byte : byte].decode("utf-8", "ignore"))
        else:
            self._point -= len(self._bytes[byte : self._byte].decode("utf-8", "ignore"))
        self._byte = byte
        return self._point
