"""How much a phrase or pattern takes to compile, in letters: RE2 takes 3 microseconds for each."""

from __future__ import annotations

from collections.abc import Callable

_CLASS = 240
"""What a class of Unicode weighs, in letters."""
_HEAVIEST, _DEEPEST = 1_000_000, 100


def weight(text: str, inserted: Callable[[str], int] = lambda _: 0) -> int:
    """The weight of a phrase or pattern, at most about a million.

    ``inserted`` gives that of a cue by its name, where one may be inserted. Counts multiply: what stands in three of
    them is copied a thousand times.
    """
    outer: list[int] = []
    done, last, at = 0, 0, 0  # all before the last piece, which a count would copy; the piece itself
    while at < len(text):
        sign, end = text[at], at + 1
        inside = _in_braces(text, end) if sign == "{" else ""
        if copies := _copies(inside):
            last, end = min(_HEAVIEST, last * copies), end + len(inside) + 1
        elif inside[:1].isalpha():
            done, last, end = done + last, inserted(inside), end + len(inside) + 1
        elif sign == "(":
            if len(outer) == _DEEPEST:  # whoever follows brackets into brackets would go too deep
                return _HEAVIEST
            outer.append(done + last)
            done = last = 0
        elif sign == ")":
            done, last = (outer.pop() if outer else 0), done + last
        elif sign == "*" and not text[at - 1 : at].isascii():  # in a phrase any letters may follow
            last += 2 * _CLASS
        else:
            done += last
            last, end = _piece(text, at)
        at = end
    return min(_HEAVIEST, sum(outer) + done + last)


def _piece(text: str, at: int) -> tuple[int, int]:
    """The weight of what stands at a place, and where it ends."""
    sign, end = text[at], at + 1
    if sign == "\\":
        of_unicode = text[at + 1 : at + 2] in ("p", "P")
        end = _behind(text, "}", at + 2) if text[at + 2 : at + 3] == "{" else at + 2 + of_unicode
        return _CLASS if of_unicode else 1, end
    if sign == "[":
        end = _class_end(text, at)
        return end - at + _CLASS * text[at:end].lower().count("\\p"), end
    return 1, end


def _in_braces(text: str, start: int) -> str:
    """What stands in braces that open before a place; empty if they are never closed."""
    end = text.find("}", start)
    return text[start : max(start, end)]


def _copies(inside: str) -> int:
    """How many copies a count makes; 0 if it is none."""
    least, _, most = inside.partition(",")
    told = most or least
    return min(max(1, int(told)), 1001) if told.isascii() and told.isdigit() and len(told) <= len("1000") else 0


def _class_end(text: str, at: int) -> int:
    """Where a class in brackets ends: behind the first that is neither its first sign nor escaped, nor of a name."""
    at += 1 + (text[at + 1 : at + 2] == "^")
    at += text[at : at + 1] == "]"
    while at < len(text) and text[at] != "]":
        at = _behind(text, ":]", at) if text.startswith("[:", at) else at + 1 + (text[at] == "\\")
    return min(at + 1, len(text))


def _behind(text: str, sign: str, at: int) -> int:
    found = text.find(sign, at)
    return len(text) if found < 0 else found + len(sign)
