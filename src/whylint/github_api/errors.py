"""What can go wrong with GitHub, in sentences that can be shown to people."""

from __future__ import annotations

MOST = 200
_HARMLESS = frozenset(" .,;'()/_-`:")


class ApiError(Exception):
    """GitHub could not be reached, or gave an answer of no use.

    ``status`` is the HTTP status, 0 if there was none; ``limited`` tells whether a rate limit was the reason.
    """

    def __init__(self, message: str, *, status: int = 0, limited: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.limited = limited


class Unusable(ApiError):
    """The token or an address that we were given cannot be used; nothing was sent."""


class NotFound(ApiError):
    """There is no such pull request, or the token may not see it."""


class CannotComment(ApiError):
    """The comment cannot be written: the token lacks the permission, or the conversation is locked."""


def clean(text: object, most: int = MOST) -> str:
    """A server's words as one harmless line of at most ``most`` characters.

    Letters and digits of ASCII and plain punctuation stay; all else, above all what could start a workflow command,
    becomes ``?``: of what the runner passes over between two colons no list is complete (see ``render.safe``).
    """
    words = " ".join(str(text)[: 4 * most].split())
    kept = "".join(c if (c.isascii() and c.isalnum()) or c in _HARMLESS else "?" for c in words)
    while "::" in kept:
        kept = kept.replace("::", ":")
    return kept if len(kept) <= most else kept[: most - 1] + "…"
