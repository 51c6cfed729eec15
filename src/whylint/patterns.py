"""RE2: the one place that knows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial

import re2

from whylint.phrase import is_small, tidy, translate
from whylint.search import Matcher, Span

_MAX_MEMORY = 32 << 20
"""Bytes for a pattern at most. With a quarter of it RE2 forgets what it has worked out, and starts again, in 64 KB."""
NOTHING = r"[^\x00-\x{10FFFF}]"
"""A pattern that matches nowhere."""


class BadCue(ValueError):
    """A cue that cannot be compiled; the text says why, and ``cue`` which."""

    def __init__(self, cue: str, why: str) -> None:
        super().__init__(f"{cue}: {why}")
        self.cue = cue
        self.why = why


@cache
def options(*, case_sensitive: bool = False, longest: bool = False) -> re2.Options:
    """How RE2 takes a pattern."""
    given = re2.Options()
    given.log_errors = False  # else RE2 prints the pattern on standard error
    given.max_mem = _MAX_MEMORY
    given.case_sensitive = case_sensitive
    given.longest_match = longest
    given.never_capture = True
    return given


@cache
def pattern(source: str) -> re2._Regexp:
    """A pattern for titles, branches and the like: RE2, searched, case ignored. Raises :class:`BadCue`."""
    try:
        return re2.compile(source, options())
    except re2.error as error:
        raise BadCue(source[:60], _reason(error.args[0])) from None


@cache
def found_in(source: str) -> Callable[[str], bool]:
    """What says of a text whether a pattern is found in it. Raises :class:`BadCue`."""
    return _holds(pattern(source), re2._Anchor.UNANCHORED)  # noqa: SLF001


@lru_cache(maxsize=64)
def phrases(sources: tuple[str, ...]) -> Callable[[str], bool]:
    """What says of a whole text in lower case whether it is one of some phrases. They take in no cue.

    Raises :class:`BadCue`.
    """

    def none(name: str) -> str:
        raise BadCue(name, "a phrase outside of the cues takes in no cue")

    joined = "|".join(translate(tidy(each, is_phrase=True), none) for each in sources)
    return _holds(pattern(joined), re2._Anchor.ANCHOR_BOTH)  # noqa: SLF001


def _holds(regexp: re2._Regexp, anchor: re2._Anchor) -> Callable[[str], bool]:
    match = partial(regexp._regexp.Match, anchor)  # noqa: SLF001

    def holds(text: str) -> bool:
        data = text.encode()
        return bool(match(data, 0, len(data))[0][0] >= 0)

    return holds


def _reason(said: str | bytes) -> str:
    """RE2's words; they come as bytes."""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def matcher(source: str, *, cased: bool, longest: bool) -> Matcher:
    """A pattern for bytes, by RE2's own calls: the package around it keeps and makes objects, and takes twice as long.

    Raises ValueError.
    """
    given = options(case_sensitive=cased or is_small(source), longest=longest)
    regexp = re2._re2.RE2(source.encode(), given)  # noqa: SLF001
    if not regexp.ok():
        raise ValueError(_reason(regexp.error()))
    match, anchor = regexp.Match, re2._Anchor  # noqa: SLF001
    return Matcher(
        partial(match, anchor.ANCHOR_START), partial(match, anchor.UNANCHORED), partial(match, anchor.ANCHOR_BOTH)
    )


def _misses(_data: bytes, _start: int, _end: int) -> list[Span]:
    return [(-1, -1)]


NEVER = Matcher(_misses, _misses, _misses)
"""Matches nothing."""
