"""Labelled lines inside a paragraph: ``**Label:** text``, ``**Label.** text``, a bold line, a question on its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category

from whylint.mapped import Mapped
from whylint.text import LINK, is_unspaced, size

_MOST_WORDS = 9
_MOST_QUESTION_WORDS = 18
_SQUARES = "\u25a0\u25a1\u25bc\u25bd\u25c6\u25c7"
"""A line that opens with one of these is a heading where people write Chinese or Japanese."""
_MOST_BEHIND_A_SQUARE = 6
_MARKS = " *_>-" + _SQUARES
_PICTURES = ("So", "Sk", "Mn", "Cf")
"""The categories of what an emoji is made of."""
_OPENING, _CLOSING = "\u3010", "\u3011"
"""Brackets around a heading there."""


class Part(NamedTuple):
    """A stretch of a paragraph: text without a label, or a label and its answer, which starts at ``answer``."""

    start: int
    end: int
    answer: int
    title: str = ""
    bold: bool = False
    alone: bool = False


def split_labels(mapped: Mapped, lines: tuple[int, ...], bold: tuple[tuple[int, int], ...]) -> Iterator[Part]:
    """Split a paragraph at its labelled lines.

    ``lines`` and ``bold`` are positions in the text; parts come in order.
    """
    text = mapped.text
    ends = (*lines[1:], len(text))
    start, label = 0, Part(0, 0, 0)
    for line_start, line_end in zip(lines, ends, strict=True):
        found = _label(text, line_start, line_end, bold)
        if found is None or (line_start > start and not _may_start(text, line_start, found)):
            continue
        if line_start > start or label.title:
            yield Part(start, line_start, label.answer if label.title else start, label.title, label.bold, label.alone)
        start, label = line_start, found
    yield Part(start, len(text), label.answer if label.title else start, label.title, label.bold, label.alone)


def _may_start(text: str, start: int, label: Part) -> bool:
    """Whether a label starts here: a plain one in small letters may be the middle of wrapped prose."""
    first = text[start : start + 1]
    return label.bold or not first.islower()


def _label(text: str, start: int, end: int, bold: tuple[tuple[int, int], ...]) -> Part | None:
    line = text[start:end]
    first = bisect_left(bold, (start, start))
    if first < len(bold):
        bold_start, bold_end = bold[first]
        if bold_start < bold_end <= end and not _unmarked(text[start:bold_start]):
            return _bold_label(text, bold_start, bold_end, end)
    stripped = line.strip(_MARKS)
    if stripped.endswith("?") and _is_short(stripped, _MOST_QUESTION_WORDS):
        return Part(start, end, end, stripped.strip("()*_ "), alone=True)
    if found := _set_off(line, start, end):
        return found
    colon = line.find(":")
    title = _unmarked(line[:colon]) if colon > 0 else ""
    if not title or not _is_label(title):
        return None
    if title[-1].isascii() and line[colon + 1 : colon + 2] not in ("", " ", LINK):  # full-width, it takes no space
        return None
    alone = not line[colon + 1 :].strip(_MARKS)
    return Part(start, end, start + colon + 1, title, alone=alone)


def _unmarked(text: str) -> str:
    """A label without the marks around it, and without the emoji in front."""
    text = text.strip(_MARKS)
    at = 0
    while at < len(text) and (text[at] in _MARKS or category(text[at]) in _PICTURES):
        at += 1
    return text[at:]


def _set_off(line: str, start: int, end: int) -> Part | None:
    """A label in black lenticular brackets, or a short line behind a square."""
    title, closed, rest = line.lstrip(_MARKS).partition(_CLOSING)
    if closed and title.startswith(_OPENING) and _is_short(title, _MOST_WORDS):
        return Part(start, end, start + line.index(_CLOSING) + 1, title[1:].strip(), alone=not rest.strip(_MARKS + ":"))
    title = line.strip(_MARKS)
    is_square = line.lstrip().startswith(tuple(_SQUARES)) and _is_short(title, _MOST_BEHIND_A_SQUARE)
    if is_square and is_unspaced(title[-1]):
        return Part(start, end, end, title, alone=True)
    return None


def _bold_label(text: str, start: int, bold_end: int, end: int) -> Part | None:
    """A line that begins in bold.

    A label if the bold words end in a colon or are followed by one, if they are few and end in a full stop, or are all.
    """
    title = text[start:bold_end].strip()
    rest = text[bold_end:end].strip()
    alone = not rest.strip(_MARKS + ":")
    runs_in = title.endswith(".") and _is_short(title, _MOST_WORDS)  # "**What to watch.** The queue ..."
    if not (alone or runs_in or title.endswith((":", "?")) or rest.startswith((":", "- "))) or not _is_short(
        title, _MOST_QUESTION_WORDS
    ):
        return None
    answer = bold_end
    while answer < end and text[answer] in " :-":
        answer += 1
    return Part(start, end, answer, title.rstrip(": ." if runs_in else ": "), bold=True, alone=alone)


def _is_short(text: str, most: int) -> bool:
    return 0 < (len(text.split()) if text.isascii() else size(text)) <= most


def _is_label(title: str) -> bool:
    """Whether what stands before a colon reads as a label, not as the start of a sentence."""
    return (
        _is_short(title, _MOST_WORDS)
        and title[0].isalpha()
        and not any(each in title for each in '.\u3002;!`"=<>{}[]|' + LINK)
    )
