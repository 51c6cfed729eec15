"""A linear scanner for the HTML that Markdown lets through: comments, tags, and the text between them.

``html.parser`` needs 41 s for 64 KB of ``<a ``; here nothing is looked at more than a few times. What is a tag, a value
and a comment is what HTML5 says: who sees the end of a value elsewhere than browsers do shows what they hide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

CDATA = "![cdata["
_SPACE = " \t\n\f"
_AS_LETTERS = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
"""GitHub shows these tags as letters (GFM's tag filter), and what would be their attributes as text."""


class Piece(NamedTuple):
    """A stretch of HTML: ``kind`` is ``comment``, ``tag`` or ``text``.

    ``closed`` is False for a comment that never ends, and for a tag of which nobody can say what it takes out of view:
    a quoted value that does not end, a comment that ends sooner for some readers than for others.
    """

    kind: str
    start: int
    end: int
    closed: bool = True
    name: str = ""
    closing: bool = False


def scan(source: str, *, inside: str = "") -> Iterator[Piece]:
    """The pieces of some HTML, in order and without holes. ``inside``: a ``comment`` or a ``tag`` was left open before.

    A tag that nothing ends reaches to the end: browsers take what follows for its attributes, and show none of it.
    """
    position = 0
    if inside:
        first = _comment(source, 0, 0) if inside == "comment" else Piece("tag", 0, *_end_of_tag(source, 0))
        yield first
        position = first.end
    text_from = position
    while (position := source.find("<", position)) >= 0:
        is_comment = source.startswith("<!--", position)
        found = _comment(source, position, position + 4) if is_comment else _tag(source, position)
        if found is None:
            position += 1
            continue
        if position > text_from:
            yield Piece("text", text_from, position)
        yield found
        position = text_from = found.end
    if text_from < len(source):
        yield Piece("text", text_from, len(source))


def _comment(source: str, start: int, inner: int) -> Piece:
    """The comment at a ``<!--``, of which the words begin at ``inner``.

    Older readers know neither ``<!-->`` as a whole one nor ``--!>`` as an end. Where it makes a difference to more than
    a few words which of them is right, nothing of what follows is sure to be shown.
    """
    close = source.find("-->", inner)
    if close < 0 and start < inner:
        close = source.find("-->", start + 2)
    end = close + 3 if close >= 0 else len(source)
    is_short = start < inner and source.startswith((">", "->"), inner)
    sooner = inner if is_short else source.find("--!>", inner, end)
    if sooner >= 0 and (close < 0 or source.find("<", sooner, end) >= 0):
        return Piece("tag", start, len(source), closed=False)
    return Piece("comment", start, end, closed=close >= 0)


def _tag(source: str, start: int) -> Piece | None:
    """The tag at a ``<``, or None if it is only a character."""
    closing = source.startswith("/", start + 1)
    name_from = start + 1 + closing
    first = source[name_from : name_from + 1]
    if first.isascii() and first.isalpha():
        name_end = _until(source, name_from, _SPACE + "/>\v")
        if source[name_from:name_end].lower() in _AS_LETTERS:
            if source[name_end : name_end + 1] != "/" or source.startswith("/>", name_end):
                return None
            if not closing:  # `<style/x>` gets past the filter, and what ends it does not
                return Piece("tag", start, len(source), closed=False)
        name_end = _until(source, name_end, _SPACE + "/>")
        name = source[name_from:name_end].lower()
        end, closed = _end_of_tag(source, name_end)
        return Piece("tag", start, end, closed, name, closing)
    if not closing and first not in ("!", "?"):
        return None
    end = source.find(">", name_from) + 1 or len(source)  # browsers make a comment of it
    if source[name_from : name_from + len(CDATA)].lower() != CDATA:
        return Piece("tag", start, end)
    before = source.find("<", end)
    ends_here = source.find("]]>", end - 3, before if before >= 0 else len(source)) >= 0  # in a drawing
    return Piece("tag", start, end, ends_here, CDATA)


def _end_of_tag(source: str, position: int) -> tuple[int, bool]:
    """Where a tag ends that has attributes from a position on, and whether each quoted value ends.

    A quote opens a value only right behind the first ``=`` of an attribute; anywhere else it is a letter.
    """
    while (position := _over(source, position, _SPACE + "/")) < len(source):
        if source[position] == ">":
            return position + 1, True
        position = _over(source, _until(source, position + 1, _SPACE + "/>="), _SPACE)
        if not source.startswith("=", position):
            continue
        position = _over(source, position + 1, _SPACE)
        if source.startswith(('"', "'"), position):
            position = source.find(source[position], position + 1) + 1
            if not position:
                return len(source), False
        else:
            position = _until(source, position, _SPACE + ">")
    return len(source), True


def _until(source: str, position: int, signs: str) -> int:
    """The next place at which one of some signs stands."""
    while position < len(source) and source[position] not in signs:
        position += 1
    return position


def _over(source: str, position: int, signs: str) -> int:
    """The next place at which none of some signs stands."""
    while position < len(source) and source[position] in signs:
        position += 1
    return position
