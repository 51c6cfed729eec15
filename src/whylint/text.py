"""Cleaning text for comparison, and taking it apart into sentences and words.

Cleaned text is what cues are looked for in: NFKC, Latin accents removed, straight quotes, plain dashes, no invisible
characters. Case is kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from whylint.languages import Stops

LINK = "\ufffc"
"""Stands for an address in cleaned text (object replacement character)."""

REPLACEMENT = "\ufffd"

_SPECIAL = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\u301c": "~",  # what a Japanese keyboard has for it
    # letters that no decomposition takes apart
    **dict(zip("øØłŁđĐßæÆœŒı", "o O l L d D ss ae AE oe OE i".split(), strict=True)),
    # letters that look like nothing at all
    **dict.fromkeys("\u3164\uffa0\u115f\u1160\u2800", " "),
    LINK: " ",
    "\t": " ",
    "\n": " ",
}


_MOST_LETTERS = 6
"""A sign of more is a sentence (U+FDFA is eighteen) and stays one: 64 KB of them would be a text six times as long."""
_JOINING = frozenset("\u3099\u309a\uff9e\uff9f")
"""Marks that make another letter of the kana before them. Half-width ones stand apart, as do those of file names."""


def is_unspaced(character: str) -> bool:
    """Whether it is a letter of a script that sets no spaces: kana or Han. Korean sets them."""
    return "\u3041" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def _clean_character(character: str) -> str:
    if (special := _SPECIAL.get(character)) is not None:
        return special
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Cs") or "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    composed = unicodedata.normalize("NFKC", character)
    if composed != character and len(composed) <= _MOST_LETTERS:
        return "".join(_clean_character(each) if each not in (character, " ") else each for each in composed)
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


class Table(dict[int, str]):
    """A table for ``str.translate`` that is filled as characters are met."""

    def __init__(self, made: Callable[[str], str]) -> None:
        self._made = made

    def __missing__(self, code: int) -> str:
        self[code] = made = self._made(chr(code))
        return made


_CLEANING = Table(_clean_character)
_SPACED = Table(lambda each: each if each.isalnum() else "" if each == "'" else " ")
_UNSPACED = Table(lambda each: each if is_unspaced(each) else " ")
_ELSE = Table(lambda each: " " if is_unspaced(each) else each)


def clean_character(character: str) -> str:
    """What one source character becomes: usually one character, sometimes none or several."""
    return _CLEANING[ord(character)]


def clean(source: str) -> str:
    """The cleaned form of a text, for comparing; positions are lost (see :class:`Builder` for keeping them)."""
    cleaned = source.translate(_CLEANING)
    return cleaned if _JOINING.isdisjoint(cleaned) else unicodedata.normalize("NFC", cleaned)


def letters_of(source: str) -> Iterator[tuple[int, str]]:
    """The letters of a source with their places, each with the marks that it is written with."""
    start = 0
    for at in range(1, len(source) + 1):
        if source[at : at + 1] not in _JOINING:
            yield start, source[start:at]
            start = at


def words(cleaned: str) -> list[str]:
    """The words of cleaned text in lower case: runs of letters and digits, apostrophes dropped."""
    return cleaned.translate(_SPACED).casefold().split()


def size(cleaned: str) -> int:
    """How many words cleaned text has, where two letters of a script that sets no spaces count as one."""
    if cleaned.isascii():
        return len(words(cleaned))
    spaced, runs = _apart(cleaned)
    return len(words(spaced)) + (sum(map(len, runs)) + 1) // 2


def pieces(cleaned: str) -> set[str]:
    """What a text is made of, for comparing: words, and pairs of letters where no spaces are set."""
    if cleaned.isascii():
        return set(words(cleaned))
    spaced, runs = _apart(cleaned)
    return {*words(spaced), *(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))}


def _apart(cleaned: str) -> tuple[str, list[str]]:
    """The part of a text in scripts that set spaces, and the runs of letters in those that do not."""
    return cleaned.translate(_ELSE), cleaned.translate(_UNSPACED).split()


def key(cleaned: str) -> str:
    """Cleaned text reduced to its words, joined by single spaces.

    Two headings or lines are the same if their keys are equal.
    """
    return " ".join(words(cleaned))


def whole(text: str) -> str:
    """Text without the lone surrogates that JSON can smuggle in, and that RE2 and files do not take."""
    return text.encode("utf-8", "replace").decode()


def normalize_newlines(body: str | None) -> str:
    """The source that positions refer to: ``\\n`` line ends, no NUL, no lone surrogates; None becomes empty."""
    if not body:
        return ""
    source = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", REPLACEMENT)
    try:
        source.encode()
    except UnicodeEncodeError:
        # by way of UTF-16 each becomes one sign, and no offset behind it moves
        source = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return source


def clip(text: str, limit: int) -> str:
    """``text`` with at most ``limit`` characters, cut between words where there is a space near the end."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ", max(0, limit - 25))
    return (cut[:space] if space > 0 else cut).rstrip() + "…"


def fill(message: str, **values: str) -> str:
    """Replace each ``{name}`` of a message literally, once: nothing in a value is ever read as a placeholder."""
    parts = message.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(values[name] + rest if brace and name in values else "{" + part)
    return "".join(filled)


_CLOSERS = "\"')]}`*_\u300d\u300f"
_CORNERS = "\u300d\u300f"
NO_STOPS = Stops()


def sentence_starts(text: str, stops: Stops = NO_STOPS) -> Iterator[int]:
    """Where the sentences of one block of cleaned text start, the first at 0; ``stops`` end none.

    A full stop ends a sentence when white space follows and the next letter is not lower case ("e.g. this" goes on), or
    a letter of a script that sets no spaces. One inside of corner brackets ends none if the words go on behind them.
    """
    yield 0
    position = 0
    for position in _ends(text):
        rest = position
        while rest < len(text) and text[rest] in _CLOSERS:
            rest += 1
        goes_on = text[rest : rest + 1]
        if text[rest - 1] in _CORNERS and is_unspaced(goes_on):
            continue
        if text[position - 1] not in "\u3002\n" and goes_on != " " and not is_unspaced(goes_on):
            continue
        while rest < len(text) and text[rest] == " ":
            rest += 1
        if rest < len(text) and not (text[position - 1] == "." and _goes_on(text, position, rest, stops)):
            yield rest


def _goes_on(text: str, stop: int, rest: int, stops: Stops) -> bool:
    """Whether the full stop before a position ends no sentence: "z. B. Kunden", "am 12. Mai", "2027. 1. 15."."""
    if text[rest].islower():
        return True
    before = text[max(0, stop - 12) : stop].split(" ")
    last, month = before[-1].lower(), text[rest : rest + 10]
    if last in stops.pairs:
        return text[rest + 1 : rest + 2] == "."
    if before[-2:-1] and before[-2].lower() in stops.pairs:
        return True
    if last[:-1].isdigit():
        number, dot, _ = month.partition(".")
        if dot and number.isdigit() and len(number) <= 2:  # "2027. 1. 15."
            return True
        return len(last) <= 3 and month.split(" ")[0].rstrip(".,:;)") in stops.months
    return last.strip("(") in stops.shortened


def _ends(text: str) -> Iterator[int]:
    """Positions right after each mark that may end a sentence, in order."""
    found = []
    for mark in ".!?\u3002\n":
        position = text.find(mark)
        while position >= 0:
            found.append(position + 1)
            position = text.find(mark, position + 1)
    yield from sorted(found)
