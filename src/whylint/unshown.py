"""What a reader does not see as it is written: struck out by tags, drawn as a picture, turned round."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Any

from whylint.html import Piece

BY_TAG = frozenset("del rp s strike".split())
"""Struck through, or (rp) shown only by old browsers."""
_DRAWN = frozenset("math geojson topojson stl".split())
_DIAGRAM, _REMARK = "mermaid", "%%"
_TURNED = "\u202d", "\u202e"


class Struck:
    """The tags that are open and take text out of view, each up to its closing tag, as browsers do."""

    def __init__(self) -> None:
        self._within, self._around = Counter[str](), Counter[str]()

    def __bool__(self) -> bool:
        return any(self._within.values()) or any(self._around.values())

    def tag(self, piece: Piece, *, inline: bool) -> None:
        """Open or close one. Within a paragraph it ends with that at the latest."""
        if not piece.closing:
            (self._within if inline else self._around)[piece.name] += 1
        elif opened := next((each for each in (self._within, self._around) if each[piece.name]), None):
            opened[piece.name] -= 1

    def end_block(self) -> None:
        """A block has ended."""
        self._within.clear()


class Code:
    """A code block of a kind, as the parser has it: whether all of it is drawn, and which of its lines are not seen."""

    def __init__(self, kind: Any = None) -> None:
        language = kind.get("Fenced", "") if isinstance(kind, dict) else ""
        names = language.lower().split()[:1]
        self.is_drawn = not _DRAWN.isdisjoint(names)
        self._is_diagram = _DIAGRAM in names

    def hides(self, line: str) -> bool:
        """Whether a line is a remark in a diagram, whose other words are seen."""
        return self._is_diagram and line.lstrip().startswith(_REMARK)


class Turned:
    """Where a text may be shown in another order of letters than it is written: from a sign to the end of its line."""

    def __init__(self, source: str) -> None:
        self._starts, self._ends = list[int](), list[int]()
        at = 0
        for line in () if source.isascii() else source.split("\n"):
            if found := [place for each in _TURNED if (place := line.find(each)) >= 0]:
                self._starts.append(at + min(found))
                self._ends.append(at + len(line))
            at += len(line) + 1

    def reaches(self, start: int, end: int) -> bool:
        """Whether it reaches into a stretch of the text."""
        last = bisect_left(self._starts, end) - 1
        return last >= 0 and self._ends[last] > start
