"""Rows of a table as text: "label: cell, cell", in wide tables with the columns' names."""

from __future__ import annotations

from collections.abc import Sequence

from whylint.mapped import Builder, Mapped

PAIR = 2
"""In a table of so many columns the first says what the second is about."""
_LONGEST_HEADER = 24
_MOST_HEADERS = 2000


class Rows:
    """Puts the cells of rows together. ``header`` is the head of the table that is being read."""

    def __init__(self) -> None:
        self.header: Sequence[Mapped] = ()
        self._headers_left = _MOST_HEADERS  # of a description: what is written once must not be read a thousand times

    def join(self, cells: Sequence[Mapped]) -> tuple[Mapped, tuple[int, ...]]:
        """The text of a row, and where each of its cells starts in it; empty cells are left out."""
        builder, starts = Builder(), [0]
        filled = [(column, cell) for column, cell in enumerate(cells) if cell.text]
        for number, (column, cell) in enumerate(filled):
            if number:
                builder.add_sign(": " if number == 1 else ", ", cell.offset(0), cell.offset(0))
                starts.append(len(builder))
                self._add_header(builder, column, cell.offset(0))
            builder.add_mapped(cell)
        return builder.mapped(), tuple(starts)

    def _add_header(self, builder: Builder, column: int, offset: int) -> None:
        """In a table of two columns the header says nothing that the row's label does not."""
        told = self.header[column].text if len(self.header) > PAIR and column < len(self.header) else ""
        if 0 < len(told) <= _LONGEST_HEADER and self._headers_left:
            self._headers_left -= 1
            builder.add_sign(told + " ", offset, offset)
