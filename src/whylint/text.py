"""Cleaning text for comparison, without losing where each character came from.

Cleaned text is what cues are looked for in: NFKC, Latin accents removed, straight quotes, plain dashes, no invisible
characters. Case is kept. Cleaning changes lengths, so every cleaned string travels with a map back to the source.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

LINK = "\ufffc"
"""Stands for an address in cleaned text (object replacement character)."""

REPLACEMENT = "\ufffd"

_SPECIAL = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    # letters that no decomposition takes apart
    **dict(zip("øØłŁđĐßæÆœŒı", "o O l L d D ss ae AE oe OE i".split(), strict=True)),
    # letters that look like nothing at all
    **dict.fromkeys("\u3164\uffa0\u115f\u1160\u2800", " "),
    LINK: " ",
    "\t": " ",
    "\n": " ",
}


def _clean_character(character: str) -> str:
    """What one source character becomes: usually one character, sometimes none or several."""
    if (special := _SPECIAL.get(character)) is not None:
        return special
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Cs") or "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    composed = unicodedata.normalize("NFKC", character)
    if composed != character:
        return "".join(_clean_character(each) if each not in (character, " ") else each for each in composed)
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


class _Cleaning(dict[int, str]):
    """A translation table that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = cleaned = _clean_character(chr(code))
        return cleaned


_CLEANING = _Cleaning({code: chr(code) for code in range(0x20, 0x7F)})


def clean(source: str) -> str:
    """The cleaned form of a text, for comparing; positions are lost (see :class:`Builder` for keeping them)."""
    return source.translate(_CLEANING)


def words(cleaned: str) -> list[str]:
    """The words of cleaned text in lower case: runs of letters and digits, apostrophes dropped."""
    spaced = "".join(each if each.isalnum() else "" if each == "'" else " " for each in cleaned)
    return spaced.casefold().split()


def key(cleaned: str) -> str:
    """Cleaned text reduced to its words, joined by single spaces.

    Two headings or lines are the same if their keys are equal.
    """
    return " ".join(words(cleaned))


def normalize_newlines(body: str | None) -> str:
    """The source that positions refer to: ``\\n`` line ends, no NUL, no lone surrogates; None becomes empty."""
    if not body:
        return ""
    source = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", REPLACEMENT)
    try:
        source.encode()
    except UnicodeEncodeError:
        source = source.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return source


def fill(message: str, **values: str) -> str:
    """Replace each ``{name}`` of a message literally, once: nothing in a value is ever read as a placeholder."""
    parts = message.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(values[name] + rest if brace and name in values else "{" + part)
    return "".join(filled)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Cleaned text with its way back.

    ``source[i]`` is the source offset of the text from ``starts[i]`` on, one to one.
    """

    text: str
    starts: tuple[int, ...]
    source: tuple[int, ...]
    end: int

    def offset(self, position: int) -> int:
        """The source offset of a position in the cleaned text."""
        if position >= len(self.text):
            return self.end
        at = bisect_right(self.starts, position) - 1
        following = self.source[at + 1] if at + 1 < len(self.source) else self.end
        return min(self.source[at] + position - self.starts[at], max(following, self.source[at]))

    def slice(self, start: int, end: int) -> Mapped:
        """The part from ``start`` to ``end``."""
        if (start, end) == (0, len(self.text)):
            return self
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        starts = (0, *(each - start for each in self.starts[first + 1 : last + 1]))
        source = (self.offset(start), *self.source[first + 1 : last + 1])
        return Mapped(
            self.text[start:end], starts, source, self.offset(end - 1) + 1 if end > start else self.offset(start)
        )

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of the source, as (start, end), that the text from ``start`` to ``end`` was made of."""
        at = bisect_right(self.starts, start) - 1
        before = -1
        while at < len(self.starts) and self.starts[at] < end:
            first = max(start, self.starts[at])
            last = min(end, self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text))
            begin = self.source[at] + first - self.starts[at]
            if self.text[first:last] != LINK:
                yield begin + (begin == before), begin + last - first  # several letters may stand for one in the source
            before = begin
            at += 1

    def stripped(self) -> Mapped:
        """The same without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self.slice(start, max(start, end))


class Builder:
    """Gathers cleaned text piece by piece, keeping the map to the source."""

    __slots__ = ("_address_to", "_end", "_length", "_pieces", "_source", "_starts")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._source: list[int] = []
        self._length = 0
        self._end = 0
        self._address_to = -1

    def __len__(self) -> int:
        return self._length

    def add(self, source: str, offset: int) -> None:
        """Add source text that stands at ``offset``, cleaned."""
        if source.isascii() and source.isprintable():
            self._append(source, offset)
        else:
            cleaned = source.translate(_CLEANING)
            if len(cleaned) == len(source) and all(len(_CLEANING[ord(each)]) == 1 for each in source):
                self._append(cleaned, offset)
            else:
                for index, each in enumerate(source):
                    for letter in _CLEANING[ord(each)]:
                        self._append(letter, offset + index)
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
        """Add text that stands for the whole source range, such as :data:`LINK` for an address."""
        for each in text:
            self._append(each, start)
        self._end = max(self._end, end)

    def _append(self, text: str, offset: int) -> None:
        if text:
            self._pieces.append(text)
            self._starts.append(self._length)
            self._source.append(offset)
            self._length += len(text)

    def text(self) -> str:
        """What was gathered so far."""
        return "".join(self._pieces)

    def mapped(self) -> Mapped:
        """What was gathered, with its map."""
        return Mapped(self.text(), tuple(self._starts) or (0,), tuple(self._source) or (self._end,), self._end)


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


_CLOSERS = "\"')]}`*_"


def sentence_starts(text: str) -> Iterator[int]:
    """Where the sentences of one block of cleaned text start, the first at 0.

    A full stop ends a sentence when white space follows and the next letter is not lower case ("e.g. this" goes on).
    """
    yield 0
    position = 0
    for position in _ends(text):
        rest = position
        while rest < len(text) and text[rest] in _CLOSERS:
            rest += 1
        if text[position - 1] not in "\u3002\n" and (rest >= len(text) or text[rest] != " "):
            continue
        while rest < len(text) and text[rest] == " ":
            rest += 1
        if rest < len(text) and not (text[position - 1] == "." and text[rest].islower()):
            yield rest


def _ends(text: str) -> Iterator[int]:
    """Positions right after each mark that may end a sentence, in order."""
    found = []
    for mark in ".!?\u3002\n":
        position = text.find(mark)
        while position >= 0:
            found.append(position + 1)
            position = text.find(mark, position + 1)
    yield from sorted(found)
