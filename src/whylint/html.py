"""A linear scanner for the HTML that Markdown lets through: comments, tags, and the text between them.

``html.parser`` needs 41 s for 64 KB of ``<a ``; here every search for a closing mark that fails is done once only.
"""

from __future__ import annotations

from collections.abc import Iterator

from whylint.frozen import frozen


@frozen
class Piece:
    """A stretch of HTML: ``kind`` is ``comment``, ``tag`` or ``text``.

    ``closed`` is False for a comment that never ends.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    closing: bool = False
    closed: bool = True


@frozen
class Block:
    """Where a stretch of HTML ends, and where the last ``>`` stands in it: behind that no tag can end."""

    end: int
    last_mark: int

    @classmethod
    def of(cls, source: str, start: int, end: int) -> Block:
        """The block between two offsets."""
        return cls(end, source.rfind(">", start, end))


def scan(source: str, start: int, end: int, block: Block, *, in_comment: bool = False) -> Iterator[Piece]:
    """The pieces of ``source[start:end]``, in order and without holes; a tag may reach further, to the block's end.

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
        piece = _comment(source, position, end) if is_comment else None
        if position < block.last_mark and not is_comment:
            piece = _tag(source, position, block.end)
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
    if source.startswith(("!", "?"), start + 1):
        return Piece("tag", start, source.find(">", name_end, limit) + 1)
    return Piece("tag", start, _end_of_tag(source, name_end, limit), name, closing) if name[:1].isalpha() else None


def _end_of_tag(source: str, position: int, limit: int) -> int:
    """Where a tag ends: at the first ``>`` that stands in no quoted value. Without one, nothing more is seen."""
    close = source.find(">", position, limit)
    while close >= 0:
        equals = source.find("=", position, close)
        if equals < 0:
            return close + 1
        position = equals + 1
        while position < limit and source[position].isspace():
            position += 1
        if source[position] in "\"'":
            ended = source.find(source[position], position + 1, limit)
            if ended < 0:
                break
            position = ended + 1
        close = source.find(">", position, limit) if position > close else close
    return limit
