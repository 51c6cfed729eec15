"""What a reader does not see as it is written: struck out by tags, drawn as a picture, turned round."""

from __future__ import annotations

from typing import Any

from whylint.html import Piece

BY_TAG = frozenset("del rp s strike".split())
"""Struck through, or (rp) shown only by old browsers."""
_DRAWN = frozenset("mermaid math geojson topojson stl".split())
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


def is_drawn(kind: Any) -> bool:
    """Whether a code block of a kind, as the parser has it, is shown as a picture of what it says."""
    language = kind.get("Fenced", "") if isinstance(kind, dict) else ""
    return not _DRAWN.isdisjoint(language.lower().split()[:1])


def is_turned(source: str, start: int, end: int) -> bool:
    """Whether a sign in the lines of a stretch lets it be shown in another order of letters than it is written in."""
    line = source.rfind("\n", 0, start) + 1
    return any(source.find(each, line, end) >= 0 for each in _TURNED)
