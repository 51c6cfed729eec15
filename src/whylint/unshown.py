"""What a reader does not see as it is written: drawn as a picture, turned round."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

_DRAWN = frozenset("math geojson topojson stl".split())
_DIAGRAM, _REMARK = "mermaid", "%%"
_TURNED = "\u202d", "\u202e"


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
