"""A description as it was read: blocks of cleaned text, the sections they stand in, and what is no text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from whylint.frozen import frozen
from whylint.mapped import Mapped
from whylint.model import Place

_LONGEST_TEXT = 400

UNTICKED = "unticked box"
"""Why a block is dropped that is a promise at most."""


@frozen
class Section:
    """A heading of any form. ``key`` is its words in lower case; ``parent`` is an index, -1 for the outermost.

    ``title`` is cleaned, ``written`` is how the author spelled it.
    """

    title: str
    key: str
    how: str
    level: int
    parent: int
    start: int
    written: str = ""


@frozen
class Block:
    """A run of text: a paragraph, a list item, a table row, a labelled line.

    ``answer`` is where the text after a label starts; ``lines`` where source lines start. ``dropped`` says why it is no
    content.
    """

    mapped: Mapped
    section: int
    answer: int = 0
    lines: tuple[int, ...] = (0,)
    form: str = "text"
    quoted: bool = False
    dropped: str = ""

    @property
    def speaks(self) -> bool:
        """Whether it is the author's own text, which may answer a question."""
        return not self.quoted and not self.dropped

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.mapped.text


@frozen
class Gap:
    """A stretch of the source that is no text: a comment, code, an image."""

    reason: str
    start: int
    end: int


@frozen
class Description:
    """A parsed body. ``source`` has ``\\n`` line ends; all offsets are code points in it. Section 0 is the whole."""

    source: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    gaps: tuple[Gap, ...]
    line_starts: tuple[int, ...] = (0,)

    def place(self, start: int, end: int) -> Place:
        """The source between two offsets, on one line of at most some hundred letters, with line and column."""
        line = bisect_right(self.line_starts, start)
        column = start - self.line_starts[line - 1] + 1
        text = " ".join(self.source[start : min(end, start + _LONGEST_TEXT)].split())
        return Place(text, line, column, start, end)


def line_starts(source: str) -> tuple[int, ...]:
    """The offset at which each line of a source starts."""
    lengths = (len(line) + 1 for line in source.split("\n")[:-1])
    return tuple(accumulate(lengths, initial=0))
