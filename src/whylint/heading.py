"""Whether a heading, as somebody spelled it, is one of those that a rule looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import dropwhile, groupby

from whylint.patterns import phrases
from whylint.phrase import as_key
from whylint.text import clean, is_unspaced, key

_LONG = 8
_END = 4
_SIGNS = frozenset("(*?|")


@lru_cache(maxsize=4096)
def answers(heading_key: str, title: str, headings: tuple[str, ...], joints: frozenset[str]) -> bool:
    """Whether a heading asks what a rule asks.

    Equal as a whole, in one of the parts that ``joints`` set apart, or but for one slip of the pen. ``headings`` are
    plain words, or phrases as cues have them ("who ... (ask|tell)*").

    ``heading_key`` is the heading's words in lower case; numbering, emoji and punctuation are no words.
    """
    wanted = _keys(headings)
    parts = _parts(title, joints)
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
    is_known = not plain or answers(key(clean(title)), clean(title), headings, frozenset())
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
def _parts(title: str, joints: frozenset[str]) -> tuple[str, ...]:
    """A heading without numbering and bracketed remarks, then what stands between its joints."""
    return tuple(part for part in dict.fromkeys(_each_part(clean(title), joints)) if part)


def _each_part(title: str, joints: frozenset[str]) -> Iterator[str]:
    plain = _without_brackets(title)
    for part in (plain, *_split(plain, joints)):
        words = key(part).split()
        yield from _unnumbered(words)
        for joined, between in groupby(words, joints.__contains__):
            if not joined:
                yield from _unnumbered(between)


def _unnumbered(words: Iterable[str]) -> Iterator[str]:
    """Words without numbers in front, then also without a letter: "b" counts ("b) Metric"), or is a word as "a" is."""
    bare = list(dropwhile(str.isdigit, words))
    yield " ".join(bare)
    if bare and len(bare[0]) == 1:
        yield " ".join(bare[1:])


def _without_brackets(title: str) -> str:
    out, depth = [], 0
    for each in title:
        depth += each in "(["
        if not depth:
            out.append(each)
        depth -= each in ")]" and depth > 0
    return "".join(out) if "".join(out).strip() else title


def _split(title: str, joints: frozenset[str]) -> list[str]:
    """What stands between signs that join, and between words that do so without a space."""
    for joint in ("&", "+", "|", ":", ";", " - ", ", ", *filter(_joins_anywhere, joints)):
        title = title.replace(joint, "/")
    parts = title.split("/")
    return parts if len(parts) > 1 else []


def _joins_anywhere(joint: str) -> bool:
    return not joint.isalpha() or is_unspaced(joint[0])


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
