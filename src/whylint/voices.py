"""Cues of several languages, looked for as if they were one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from whylint.match import Lexicon, disjoint
from whylint.search import Span
from whylint.searched import Searched


class Finder(Protocol):
    """Whatever finds cues: a lexicon, or several."""

    def find(self, name: str, text: Searched) -> list[Span]:
        """Where a cue stands in cleaned text: (start, end), sorted, not overlapping."""

    def matches_whole(self, name: str, text: Searched) -> bool:
        """Whether a cue is all that a text says."""


class Voices:
    """English cues, and beside each those of the same name in further languages."""

    def __init__(self, english: Lexicon, others: Sequence[Lexicon]) -> None:
        self._english = english
        self._others = others

    def find(self, name: str, text: Searched) -> list[Span]:
        """Where a cue stands in cleaned text: (start, end), sorted, not overlapping. Raises BadCue."""
        found = [lexicon.find(name, text) for lexicon in self._knowing(name)]
        return found[0] if len(found) == 1 else disjoint([span for spans in found for span in spans])

    def matches_whole(self, name: str, text: Searched) -> bool:
        """Whether a cue is all that a text says."""
        return any(lexicon.matches_whole(name, text) for lexicon in self._knowing(name))

    def _knowing(self, name: str) -> list[Lexicon]:
        """The lexicons that have a cue; the English one if none does, so that it can say so."""
        return [each for each in (self._english, *self._others) if name in each] or [self._english]
