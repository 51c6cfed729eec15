"""How a pattern begins: the first word or sign that it matches, and the one behind it.

A *head* is the beginning of a text that a pattern matches, up to the end of its second word.
"""

from __future__ import annotations

from collections.abc import Iterable

from whylint.marks import ANY, DIGIT, EDGE, LETTER, NUMBER, SIGN, WORD, Marks, kind_of, marks_of

KEPT = "\5"
"""Stands for a first word that is kept elsewhere."""
_UNKNOWN = ""


def is_words(text: str) -> bool:
    """Whether a text is letters of one kind and nothing else."""
    kinds = {_head_kind(each) for each in text}
    return len(kinds) == 1 and kinds <= {"a", "u"}


def _head_kind(character: str) -> str:
    return "a" if character == LETTER else kind_of(character)


def _cut_head(head: str) -> tuple[str, str]:
    """The first word or sign of a beginning, and the rest."""
    head = head.lstrip(EDGE)
    kind = _head_kind(head[:1]) if head else ""
    end = 1
    while kind and end < len(head) and _head_kind(head[end]) == kind:
        end += 1
    return head[:end], head[end:]


def is_whole(head: str) -> bool:
    """Whether two words or signs of a beginning have ended, or no more can be told."""
    if head[:1] == KEPT:
        head = f"x{head[1:]}"
    first, rest = _cut_head(head.lstrip(" " + EDGE))
    rest = rest.lstrip(EDGE)
    if first in (ANY, DIGIT, SIGN, "\n") or rest[:1] in (ANY, DIGIT, SIGN, "\n"):
        return True
    second, rest = _cut_head(rest.lstrip(" " + EDGE))
    return bool(second and (rest or not _head_kind(second[0])))


def beginning(branches: Iterable[frozenset[str] | set[str]]) -> tuple[Marks | None, Marks, Marks]:
    """What a pattern starts with, of all beginnings of each of its alternatives: first, leading, second."""
    first: set[str] = set()
    leading: set[str] = set()
    second: set[str] = set()
    for heads in branches:
        kept = {_mark_of_first(each[1:], " ") for each in heads if each[:1] == KEPT and each[1:2] != " "}
        after = {_second(each[1:]) for each in heads if each[:1] == KEPT and each[1:2] == " "}
        if _UNKNOWN in after:
            first |= kept
        else:
            leading |= kept
            second |= after
        for head in heads:
            if head[:1] != KEPT:
                word, rest = _cut_head(head)
                mark, following = _mark_of_first(word, rest[:1]), _second(rest)
                if following == _UNKNOWN:
                    first.add(mark)
                else:
                    leading.add(mark)
                    second.add(following)
    known = not {_UNKNOWN, WORD} & (first | leading)  # to try at every word would be slower than to search
    return frozenset(first) if known else None, frozenset(leading), frozenset(second)


def _mark_of_first(word: str, after: str) -> str:
    """The mark of a first word, given what stands behind it; ``_UNKNOWN`` where it has none."""
    if word == DIGIT:
        return NUMBER
    if not word or word in (ANY, SIGN, " ", "\n") or _head_kind(word[0]) == "c":
        return _UNKNOWN
    if not _head_kind(word[0]):
        return word
    if word.strip(LETTER) == "":
        return WORD
    start, letter, _ = word.partition(LETTER)
    if start and not letter:
        return next(marks_of(f" {word}{after}"))
    return (
        next(marks_of(f" {start}{ANY}")) if start else next(marks_of(f"{ANY}{word.rpartition(LETTER)[2]}{after}"), WORD)
    )


def _second(rest: str) -> str:
    """The mark of what comes behind a first word; ``_UNKNOWN`` where that cannot be told."""
    rest = rest.lstrip(EDGE)
    if rest[:1] in (DIGIT, LETTER):
        return _UNKNOWN
    spaced = rest.lstrip(" " + EDGE)
    word, after = _cut_head(spaced)
    if not word or word in (ANY, SIGN, "-", "\n") or (spaced == rest and _head_kind(word[0])):
        return _UNKNOWN
    if word == DIGIT:
        return NUMBER
    if not after and _head_kind(word[0]):
        after = ANY
    if _head_kind(word[0]) == "c":
        return next(marks_of(word))
    return _mark_of_first(word, after)
