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


def scan(source: str, start: int, end: int, *, in_comment: bool = False) -> Iterator[Piece]:
    """The pieces of ``source[start:end]``, in order and without holes.

    ``in_comment``: a comment was left open before.
    """
    position = start
    if in_comment:
        close = source.find("-->", start, end)
        position = end if close < 0 else close + 3
        yield Piece("comment", start, position, closed=close >= 0)
    last_mark = source.rfind(">", start, end)
    text_from = position
    while position < end:
        position = source.find("<", position, end)
        if position < 0:
            break
        piece = _markup(source, position, end) if position < last_mark or source.startswith("<!--", position) else None
        if piece is None:
            position += 1
            continue
        if position > text_from:
            yield Piece("text", text_from, position)
        yield piece
        position = text_from = piece.end
    if text_from < end:
        yield Piece("text", text_from, end)


def _markup(source: str, start: int, end: int) -> Piece | None:
    """The comment or tag at a ``<``, or None if it is only a character."""
    if source.startswith("<!--", start):
        close = source.find("-->", start + 4, end)
        if close < 0:
            close = source.find(
                "-->", start + 2, end
            )  # `<!-->` is a whole comment, or the start of one for older readers
        return Piece("comment", start, close + 3 if close >= 0 else end, closed=close >= 0)
    closing = source.startswith("/", start + 1)
    name_from = start + 1 + closing
    name_end = name_from
    while name_end < end and source[name_end].isascii() and source[name_end].isalnum():
        name_end += 1
    name = source[name_from:name_end].lower()
    known = name[:1].isalpha() or source.startswith(("!", "?"), start + 1)
    close = source.find(">", name_end, end) if known else -1
    return Piece("tag", start, close + 1, name, closing) if close >= 0 else None
