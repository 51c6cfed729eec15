"""Sections that contain each other, while a description is read, and the list items that hold some of them."""

from __future__ import annotations

from whylint.description import Section
from whylint.text import key


class Nesting:
    """The sections that were met, which of them are open, and the list items around.

    A section is named by its place in ``sections``; the first one is the whole description. ``items`` has of each item
    how many sections were open before it, and whether it is a box that is not ticked.
    """

    def __init__(self) -> None:
        self.sections = [Section("", "", "whole description", 0, -1, 0)]
        self._open = [0]
        self.items: list[tuple[int, bool]] = []

    @property
    def current(self) -> int:
        """The innermost section that is open."""
        return self._open[-1]

    def enter(self, title: str, how: str, level: int, start: int, written: str) -> int:
        """Open a section at a byte of the source, and close those of its level and deeper."""
        self.leave(level)
        self.sections.append(Section(title, key(title), how, level, self.current, start, written))
        self._open.append(len(self.sections) - 1)
        return self.current

    def leave(self, level: int) -> None:
        """Close the sections of this level and deeper, but none that was open before the list item that we are in."""
        floor = max(1, self.items[-1][0]) if self.items else 1
        while len(self._open) > floor and self.sections[self.current].level >= level:
            self._open.pop()

    @property
    def is_unticked(self) -> bool:
        """Whether the innermost item is a box that nobody has ticked."""
        return bool(self.items) and self.items[-1][1]

    def start_item(self) -> None:
        """A list item begins."""
        self.items.append((len(self._open), False))

    def end_item(self) -> None:
        """It ends, with the sections that were opened in it."""
        depth, _ = self.items.pop()
        del self._open[max(1, depth) :]

    def tick(self, *, ticked: bool) -> None:
        """The item turns out to be a box."""
        if self.items:
            self.items[-1] = (self.items[-1][0], not ticked)
