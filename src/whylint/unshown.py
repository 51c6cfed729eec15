"""What a reader does not see as it is written: struck out by tags, drawn as a picture, turned round."""

from __future__ import annotations

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
        self._open: list[tuple[str, bool]] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    def tag(self, piece: Piece, *, inline: bool) -> None:
        """Open or close one. Within a paragraph it ends with that at the latest."""
        if not piece.closing:
            self._open.append((piece.name, inline))
            return
        same = [at for at, (name, _) in enumerate(self._open) if name == piece.name]
        if same:
            del self._open[same[-1]]

    def end_block(self) -> None:
        """A block has ended."""
        if self._open:
            self._open = [each for each in self._open if not each[1]]


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


def may_turn(source: str) -> bool:
    """Whether anything in a text is turned."""
    return not source.isascii() and any(each in source for each in _TURNED)


def is_turned(source: str, start: int, end: int) -> bool:
    """Whether a sign in the lines of a stretch lets it be shown in another order of letters than it is written in."""
    line = source.rfind("\n", 0, start) + 1
    return any(source.find(each, line, end) >= 0 for each in _TURNED)
