"""Marks: by what a text shows that it may hold a phrase.

A mark is a word (``queue``), the beginning or the ending of one (``fail*``, ``*ers``), a sign, any digit, any word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

Marks = frozenset[str]

NUMBER = "9*"
"""The mark of any digit."""
WORD = "**"
"""The mark of any word in ASCII letters or digits."""
GRAM = 2
"""Of a script that sets no spaces, marks are so many characters, or one."""
LONGEST = 40
"""Beginnings and endings of words are told apart by so many letters."""
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
"""What words of ASCII are made of, in lower case."""

# What stands in the texts that a pattern matches, beside letters: anything at all, a digit, RE2's \\b, some signs, some
# letters or digits of ASCII.
ANY, DIGIT, EDGE, SIGN, LETTER = "\0", "\1", "\2", "\3", "\4"

_NO_MARKS = frozenset((ANY, EDGE, SIGN, LETTER, " ", "-", "\n"))
_CLOSING = frozenset(" \n" + EDGE)
_RARITY = (100, 50, 40, 20, 8, 5, 2)
"""How many texts of a hundred have some word of so many letters, roughly."""


def rarest_of(texts: Iterable[str]) -> list[Marks]:
    """One set with the rarest mark of each text; none if some text has no mark."""
    found: set[str] = set()
    for text in texts:
        marks = list(marks_of(text))
        if not marks:
            return []
        found.add(min(marks, key=_rarity))
    return [frozenset(found)]


def marks_of(text: str) -> Iterator[str]:
    """The marks that a text must hold if it matches."""
    at = 0
    while at < len(text):
        kind = kind_of(text[at])
        end = at + 1
        while kind and end < len(text) and kind_of(text[end]) == kind:
            end += 1
        run = text[at:end]
        before, after = text[at - 1 : at], text[end : end + 1]
        # RE2's \b knows ASCII only: it is no edge to letters of other scripts
        inside = (ANY, DIGIT, LETTER) if kind == "a" else (ANY, DIGIT, LETTER, EDGE)
        left, right = before in inside, after in inside
        if kind == "c":
            yield run[:GRAM]
        elif kind and not (left and right):
            yield f"*{run[-LONGEST:]}" if left else f"{run[:LONGEST]}*" if right else run
        elif run == DIGIT:
            yield NUMBER
        elif not kind and run not in _NO_MARKS:
            yield run
        at = end


@lru_cache(maxsize=10_000)
def kind_of(character: str) -> str:
    """``a`` for letters and digits of ASCII, ``u`` for letters of other scripts that have two cases.

    ``c`` for those of scripts that set no spaces, nothing for all else.
    """
    if character in LETTERS:
        return "a"
    if character.isascii() or not character.isalnum():
        return ""
    return "u" if character.lower() != character.upper() else "c"


def lower(character: str) -> str:
    """A character in lower case, if that is one character."""
    return character.lower() if len(character.lower()) == 1 else character


def is_closing(text: str) -> bool:
    """Whether a word before or behind this ends there."""
    return bool(text) and all(each in _CLOSING or not (each in (ANY, DIGIT, LETTER) or kind_of(each)) for each in text)


def _rarity(mark: str) -> int:
    """About how many texts of a hundred have a mark."""
    word = mark.strip("*")
    if mark == NUMBER:
        return 70
    if not kind_of(word[:1]):
        return 40
    return _RARITY[min(len(word), len(_RARITY) - 1)] * (1 if word == mark else 2)


def cost(marks: Marks) -> int:
    """About how many texts have some mark of a set: the lower, the rarer."""
    return sum(map(_rarity, marks))
