"""A linear scanner for the HTML that Markdown lets through: comments, tags, and the text between them.

``html.parser`` needs 41 s for 64 KB of ``<a ``; here every search for a closing mark that fails is done once only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of HTML: ``kind`` is ``comment``, ``tag`` or ``text``.

    ``closed`` is False for a comment that never ends, and for a tag in which a quoted value does not.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    closing: bool = False
    closed: bool = True


def scan(source: str, start: int, end: int, block_end: int, *, in_comment: bool = False) -> Iterator[Piece]:
    """The pieces of ``source[start:end]``, in order and without holes; a tag may reach further, to the block's end.

    A tag that nothing ends reaches as far: browsers take what follows for its attributes, and show none of it.
    ``in_comment``: a comment was left open before.
    """
    position = start
    if in_comment:
        close = source.find("-->", start, end)
        position = end if close < 0 else close + 3
        yield Piece("comment", start, position, closed=close >= 0)
    text_from = position
    while position < end:
        position = source.find("<", position, end)
        if position < 0:
            break
        is_comment = source.startswith("<!--", position)
        piece = _comment(source, position, end) if is_comment else _tag(source, position, block_end)
        if piece is None:
            position += 1
            continue
        if position > text_from:
            yield Piece("text", text_from, position)
        yield piece
        position = text_from = piece.end
    if text_from < end:
        yield Piece("text", text_from, end)


def _comment(source: str, start: int, end: int) -> Piece:
    """The comment at a ``<!--``; ``<!-->`` is a whole one, or the start of one for older readers."""
    close = source.find("-->", start + 4, end)
    if close < 0:
        close = source.find("-->", start + 2, end)
    return Piece("comment", start, close + 3 if close >= 0 else end, closed=close >= 0)


def _tag(source: str, start: int, limit: int) -> Piece | None:
    """The tag at a ``<``, or None if it is only a character."""
    closing = source.startswith("/", start + 1)
    name_from = start + 1 + closing
    name_end = name_from
    while name_end < limit and source[name_end].isascii() and source[name_end].isalnum():
        name_end += 1
    name = source[name_from:name_end].lower()
    if name[:1].isalpha():
        end, closed = _end_of_tag(source, name_end, limit)
        return Piece("tag", start, end, name, closing, closed)
    if closing or source.startswith(("!", "?"), start + 1):  # browsers make a comment of it
        return Piece("tag", start, source.find(">", name_end, limit) + 1 or limit)
    return None


def _end_of_tag(source: str, position: int, limit: int) -> tuple[int, bool]:
    """Where a tag ends: at the first ``>`` that stands in no quoted value; and whether each of these ends.

    Without such a ``>``, nothing more is seen.
    """
    close = source.find(">", position, limit)
    while (equals := source.find("=", position, close if close >= 0 else limit)) >= 0:
        position = equals + 1
        while position < limit and source[position].isspace():
            position += 1
        if position < limit and source[position] in "\"'":
            ended = source.find(source[position], position + 1, limit)
            if ended < 0:
                return limit, False
            position = ended + 1
        close = source.find(">", position, limit) if position > close >= 0 else close
    return (close + 1 if close >= 0 else limit), True
