"""Whether a heading, as somebody spelled it, is one of those that a rule looks for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from whylint.patterns import phrases
from whylint.phrase import as_key
from whylint.text import clean, key

_LONG = 8
_END = 4
_JOINTS = frozenset({"and", "und", "et", "y", "e", "plus", "or"})
_JOINTS_INSIDE = "\u00b7\ubc0f\u3001\u30fb\u4e0e\u8207\u548c\u53ca\u3068"
"""Letters and signs that join headings in scripts that set no spaces: of two words, each may be a heading."""
_SIGNS = frozenset("(*?|")


@lru_cache(maxsize=4096)
def answers(heading_key: str, title: str, headings: tuple[str, ...]) -> bool:
    """Whether a heading asks what a rule asks.

    Equal as a whole, in one of its joined parts, or but for one slip of the pen. ``headings`` are plain words, or
    phrases as cues have them ("who ... (ask|tell)*").

    ``heading_key`` is the heading's words in lower case; numbering, emoji and punctuation are no words.
    """
    wanted = _keys(headings)
    parts = [part for part in dict.fromkeys(_parts(title)) if part]
    if heading_key in wanted or any(part in wanted or _is_near(part, headings) for part in parts):
        return True
    forms = _forms(headings)
    return bool(forms) and any(map(phrases(forms), dict.fromkeys((heading_key, *parts))))


@lru_cache(maxsize=256)
def to_write(title: str, headings: tuple[str, ...]) -> str:
    """The heading to ask for: one that a repository's config spelled, else the title, else one that answers.

    Shipped headings are listed in lower case, so a capital letter tells where one comes from.
    """
    plain = [each for each in headings if not _is_phrase(each)]
    own = next((each for each in plain if each != each.lower()), "")
    is_known = not plain or answers(key(clean(title)), clean(title), headings)
    return own or (title if is_known else plain[0].capitalize())


def _is_phrase(heading: str) -> bool:
    return " ... " in heading or not _SIGNS.isdisjoint(heading)


@lru_cache(maxsize=64)
def _forms(headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(as_key(each) for each in headings if _is_phrase(each))


@lru_cache(maxsize=64)
def _keys(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key(clean(each)) for each in headings if not _is_phrase(each))


@lru_cache(maxsize=64)
def _by_end(headings: tuple[str, ...]) -> dict[tuple[int, str], list[str]]:
    """The longer headings by length and by their first and last letters, so that few have to be compared."""
    ends: dict[tuple[int, str], list[str]] = {}
    for each in _keys(headings):
        if len(each) >= _LONG:
            for end in (each[:_END], each[-_END:]):
                ends.setdefault((len(each), end), []).append(each)
    return ends


@lru_cache(maxsize=256)
def _parts(title: str) -> tuple[str, ...]:
    """A heading without numbering and bracketed remarks, then what stands between its joints."""
    return tuple(_each_part(clean(title)))


def _each_part(title: str) -> Iterable[str]:
    plain = _without_brackets(title)
    words = key(plain).split()
    while words and (words[0].isdigit() or (len(words[0]) == 1 and len(words) > 1 and words[0] not in "ya")):
        words = words[1:]
    yield " ".join(words)
    for part in _split(plain):
        yield key(part)
    at = [index for index, word in enumerate(words) if word in _JOINTS]
    for start, end in zip([0, *(index + 1 for index in at)], [*at, len(words)], strict=True):
        if at:
            yield " ".join(words[start:end])


def _without_brackets(title: str) -> str:
    out, depth = [], 0
    for each in title:
        depth += each in "(["
        if not depth:
            out.append(each)
        depth -= each in ")]" and depth > 0
    return "".join(out) if "".join(out).strip() else title


def _split(title: str) -> list[str]:
    for joint in "&+|:;":
        title = title.replace(joint, "/")
    title = title.replace(" - ", "/").replace(", ", "/")
    if not title.isascii():
        for joint in _JOINTS_INSIDE:
            title = title.replace(joint, "/")
    parts = title.split("/")
    return parts if len(parts) > 1 else []


def _is_near(part: str, headings: tuple[str, ...]) -> bool:
    ends = _by_end(headings)
    return len(part) >= _LONG and any(
        _one_slip(part, each)
        for length in (len(part) - 1, len(part), len(part) + 1)
        for end in (part[:_END], part[-_END:])
        for each in ends.get((length, end), ())
    )


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by at most one letter that is missing, added, changed or swapped with its neighbour."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest_one, rest_other = one[start:], other[start:]
    if len(one) == len(other):
        swapped = rest_one[:2] == rest_other[:2][::-1] and rest_one[2:] == rest_other[2:]
        return rest_one[1:] == rest_other[1:] or swapped
    return rest_one[1:] == rest_other or rest_one == rest_other[1:]
