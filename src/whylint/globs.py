"""Globs over paths and names, by RE2: what a stranger calls a file or a branch takes no time."""

from __future__ import annotations

from functools import cache

from whylint.patterns import pattern

_QUOTED = frozenset("\\.+*?()|[]{}^$")


def covers(globs: tuple[str, ...], path: str) -> bool:
    """Whether one of some globs covers a path: ``*`` stays within a folder, ``**`` does not. Case counts."""
    return bool(globs) and pattern("(?-i)" + _any_of(globs, "[^/]*")).fullmatch(path) is not None


def fits(globs: tuple[str, ...], name: str) -> bool:
    """Whether one of some globs covers a name: ``*`` is anything, case does not count."""
    return bool(globs) and pattern(_any_of(globs, "(?s:.*)")).fullmatch(name) is not None


@cache
def _any_of(globs: tuple[str, ...], star: str) -> str:
    return f"(?:{'|'.join(_source(each, star) for each in globs)})"


def _source(glob: str, star: str) -> str:
    """A glob as a pattern of RE2."""
    found, index = [], 0
    while index < len(glob):
        if glob.startswith("**/", index):
            found.append("(?s:.*/)?")
            index += 3
        elif glob.startswith("**", index):
            found.append("(?s:.*)")
            index += 2
        else:
            letter = glob[index]
            found.append(star if letter == "*" else "[^/]" if letter == "?" else _quoted(letter))
            index += 1
    return "".join(found)


def _quoted(letter: str) -> str:
    return "\\" + letter if letter in _QUOTED else letter
