"""Phrases and patterns without what some text cannot hold, so that RE2 has little to compile.

A phrase may choose among hundreds of words of which a description holds two. A choice is left out if letters that it
needs stand nowhere in the text: what is found there stays the same, and most of what would be compiled goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

Alive = Callable[[str], bool]
"""Whether another cue can match, given its name."""

_HIDDEN = str.maketrans("()| ", "\1\2\3\4")
_SHOWN = str.maketrans("\1\2\3\4", "()| ")
_OPTIONAL = ("?", "*", "{0", "{,")


class Narrow:
    """What of phrases and patterns can match in one text, which is as they are held against it.

    ``cased``: as they are written. Else a letter stands for its capital, too.
    """

    def __init__(self, text: str, *, cased: bool) -> None:
        self._text = text
        self._cased = cased
        self._held: dict[str, bool] = {}
        self.cues: dict[object, dict[str, str | None]] = {}
        """What is left of cues that others take in, by where they come from."""

    def __call__(self, source: str, alive: Alive, *, is_phrase: bool) -> str | None:
        """A source without what cannot match; None if nothing can. What is not read here stays as it is."""
        plain = source.replace("(?:", "(")
        if "(?" in plain or "\\[" in plain or "\\]" in plain:
            return source
        source = _hidden(plain)
        optional = "?" if is_phrase else _OPTIONAL  # in a phrase, * is an ending
        outer: list[tuple[list[str], list[str]]] = []
        choices, parts = list[str](), list[str]()
        dead, skipped, gone = False, 0, False
        for piece in source.replace("(", "\0(\0").replace(")", "\0)\0").replace("|", "\0|\0").split("\0"):
            if skipped or (dead and piece == "("):
                skipped += (piece == "(") - (piece == ")")
            elif piece == "(":
                outer.append((choices, parts))
                choices, parts = [], []
            elif piece in ("|", ")"):
                choices += [] if dead else ["".join(parts)]
                parts, dead = [], False
                if piece == ")":
                    if not outer:
                        return source.translate(_SHOWN)
                    left, (choices, parts) = choices, outer.pop()
                    gone = not left
                    parts.append(f"({'|'.join(left)})")
            elif not dead:
                dead = (gone and not piece.startswith(optional)) or not self._holds(piece, alive)
                parts.append(piece)
                gone = False
        choices += [] if dead else ["".join(parts)]
        if outer:
            return source.translate(_SHOWN)
        return "|".join(choices).translate(_SHOWN) if choices else None

    def _holds(self, plain: str, alive: Alive) -> bool:
        """Whether the text holds all letters that a part without groups needs."""
        held = self._held.get(plain)
        if held is None:
            held = not any(map(self._lacks, plain.split(" ")))
            if held and "{" in plain:
                held = all(map(alive, _named(plain)))
            self._held[plain] = held
        return held

    def _lacks(self, word: str) -> bool:
        """Whether the text lacks the letters of a word; False for all that is no plain word."""
        needed = word.rstrip("?*")
        word = word if needed == word else needed[:-1]
        if not word.isalpha() or word in self._text:
            return False
        small = word.lower()
        return self._cased or (small not in self._text and (word.isascii() or small == word.upper()))


def _named(plain: str) -> Iterator[str]:
    """The other cues that have to match where a part does."""
    before, rest = "", plain
    while "{" in rest:
        more, _, rest = rest.partition("{")
        before += more
        name, _, rest = rest.partition("}")
        if name[:1].isalpha() and not before.endswith(("\\x", "\\p", "\\P")) and not rest.startswith(_OPTIONAL):
            yield name


def _hidden(source: str) -> str:
    """A source in which the signs of groups, and spaces, stand for no group and no space in brackets or escaped."""
    if "\\" in source:
        for sign in "()| ":
            source = source.replace(f"\\{sign}", f"\\{sign.translate(_HIDDEN)}")
    first, *brackets = source.split("[")
    out = [first]
    for each in brackets:
        start = 2 if each.startswith("^") else 1  # there, a closing one means itself
        body, end, rest = each[start:].partition("]")
        out.append(f"[{each[:start]}{body}".translate(_HIDDEN) + end + rest)
    return "".join(out)
