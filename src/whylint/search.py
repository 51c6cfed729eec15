"""Matches of several phrases or patterns in one text, as if they were alternatives of one pattern.

Each is matched by itself, where it may start. Of those that start at the same place the first of the list is taken, or
the longest one, as RE2 would. After a match that is too long or cuts a word, the search goes on inside of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

LONGEST = 100
"""Letters; a counted gap in the pattern itself would make RE2's programs a hundred times larger."""

Span = tuple[int, int]
Place = tuple[int, int, int]
"""Where a unit may start, its number, and where the search for it ends; in bytes."""
AT = 20
"""A byte of the text and a unit that may start there are one number, which sorts quickly: the byte is above so many
bits, the lowest of which says that the unit may go on over the end of a line."""

_Call = Callable[[bytes, int, int], list[Span]]
_Found = tuple[int, int, int]
"""A match: where it starts, what decides between several there, where it ends."""


class Matcher(NamedTuple):
    """A compiled unit: match at the first of two places, search between them, match all between them.

    Each gives a list with one span, which is (-1, -1) if there is no match.
    """

    here: _Call
    anywhere: _Call
    whole: _Call


class Starts:
    """Where units of one list may match in a text.

    ``spots`` are units that may start at some words and nowhere else, and lists of these, as the two parts of a number
    (see ``AT``). ``roaming`` ones may start anywhere behind a place.
    """

    __slots__ = ("roaming", "spots")

    def __init__(self) -> None:
        self.spots: list[tuple[int, list[list[int]]]] = []
        self.roaming: list[Place] = []

    def fixed(self) -> list[int]:
        """The places of units that start at words, rising."""
        return sorted([unit | at for unit, where in self.spots for places in where for at in places])


def matches(data: bytes, starts: Starts, unit: Callable[[int], Matcher], *, longest: bool) -> Iterator[Span]:
    """All matches in some data, rising, none over another. ``unit`` gives the matcher of a number."""
    fixed = _Fixed(data, starts.fixed(), unit, longest=longest)
    roaming = _roaming(data, starts.roaming, unit, longest=longest)
    found = _Merged(fixed, roaming) if roaming else fixed
    position = 0
    while match := found.next(position):
        start, _, end = match
        if end - start > LONGEST and _letters(data, start, end) > LONGEST:
            position = max(start + 1, end - LONGEST)
        elif _cuts(data, start) or _cuts(data, end):
            position = _word_end(data, start)
        else:
            if start < end:
                yield start, end
            position = max(end, start + 1)


class _Fixed:
    """Matches at the places where they would start."""

    def __init__(self, data: bytes, places: list[int], unit: Callable[[int], Matcher], *, longest: bool) -> None:
        self._data = data
        self._places = places
        self._unit = unit
        self._calls: dict[int, _Call] = {}
        self._longest = longest
        self._at = 0
        self._line_end = -1

    def next(self, position: int) -> _Found | None:
        """The first match that starts at a position or behind it. Positions only rise."""
        data, places, calls, longest = self._data, self._places, self._calls, self._longest
        first, best, which, line_end = -1, -1, 0, self._line_end
        for at in range(bisect_left(places, position << AT, self._at), len(places)):
            place = places[at]
            if best >= 0 and (not longest or place >> AT != first):
                self._at = at
                break
            start = place >> AT
            if start > line_end:
                line_end = data.find(b"\n", start)
                line_end = line_end if line_end >= 0 else len(data)
            unit = place & _UNIT
            here = calls.get(unit)
            if here is None:
                here = calls[unit] = self._unit(unit >> 1).here
            end = here(data, start, len(data) if unit & 1 else line_end)[0][1]
            if longest and _cuts(data, end):
                end = _shortened(data, start, end, here)
            if end > best:
                first, best, which = start, end, unit >> 1
        else:
            self._at = len(places)
        self._line_end = line_end
        return (first, -best if longest else which, best) if best >= 0 else None


class _Roaming:
    """Matches of one unit in some stretches of a text."""

    def __init__(self, number: int, data: bytes, matcher: Matcher, *, longest: bool) -> None:
        self._number = number
        self._data = data
        self._search = matcher.anywhere
        self._here = matcher.here
        self._longest = longest
        self._stretches: list[Span] = []

    def add(self, start: int, end: int) -> None:
        """Look in one more stretch, behind the others."""
        if self._stretches and self._stretches[-1][1] + 1 == start:
            start = self._stretches.pop()[0]
        self._stretches.append((start, end))

    def next(self, position: int) -> _Found | None:
        """The first match that starts at a position or behind it. Positions only rise."""
        while self._stretches:
            first, last = self._stretches[0]
            if position <= last:
                data = self._data
                start, end = self._search(data, max(position, first), last)[0]
                if start >= 0 and self._longest and _cuts(data, end):
                    end = _shortened(data, start, end, self._here)
                    if end < 0:
                        position = _word_end(data, start)
                        continue
                if start >= 0:
                    return start, -end if self._longest else self._number, end
            del self._stretches[0]
        return None


def _roaming(data: bytes, places: list[Place], unit: Callable[[int], Matcher], *, longest: bool) -> list[_Roaming]:
    """The units of some stretches, each once."""
    found: dict[int, _Roaming] = {}
    for start, number, end in places:
        if number not in found:
            found[number] = _Roaming(number, data, unit(number), longest=longest)
        found[number].add(start, end)
    return list(found.values())


class _Merged:
    """Matches of fixed and roaming units, the next one first."""

    def __init__(self, fixed: _Fixed, roaming: list[_Roaming]) -> None:
        self._sources: list[_Fixed | _Roaming] = [fixed, *roaming]
        self._waiting = [(*found, at) for at, source in enumerate(self._sources) if (found := source.next(0))]
        heapify(self._waiting)

    def next(self, position: int) -> _Found | None:
        """The first match that starts at a position or behind it. Positions only rise."""
        waiting = self._waiting
        while waiting:
            start, which, end, at = waiting[0]
            if start >= position:
                return start, which, end
            if found := self._sources[at].next(position):
                heapreplace(waiting, (*found, at))
            else:
                heappop(waiting)
        return None


_UNIT = (1 << AT) - 1
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def _cuts(data: bytes, position: int) -> bool:
    """Whether a word of ASCII goes on across a position."""
    return 0 < position < len(data) and data[position - 1] in _WORD and data[position] in _WORD


def _shortened(data: bytes, start: int, end: int, here: _Call) -> int:
    """The end of the longest match from a start that cuts no word, given that of one which does; -1 if all do."""
    while end > start and _cuts(data, end):
        while end > start and data[end - 1] in _WORD:
            end -= 1
        end = here(data, start, end)[0][1]
    return end if end > start else -1


def _letters(data: bytes, start: int, end: int) -> int:
    """How many letters some bytes are: each but the first of a letter in UTF-8 starts with the bits 10."""
    return sum(byte & 0xC0 != 0x80 for byte in data[start:end])


def _word_end(data: bytes, start: int) -> int:
    """Where the word at a position ends, at least one byte on."""
    end = start + 1
    while end < len(data) and data[end] in _WORD:
        end += 1
    return end
