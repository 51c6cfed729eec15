"""Words of strangers on their way out: into Markdown, into a terminal, into the log of a workflow run.

Everything here is linear in its input, and none of it needs to be undone by a reader.
"""

from __future__ import annotations

from itertools import pairwise
from unicodedata import category

from whylint.text import clip

# Nothing to see, and not of category Cf: fillers, joiners and variation selectors (Unicode's default ignorables).
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {
    chr(code) for codes in (range(0x180B, 0x1810), range(0xFE00, 0xFE0F), range(0xE0100, 0xE01F0)) for code in codes
}
# These shape Persian, Indic and emoji text, so they may stay, but only behind a letter or a picture: between the
# signs of a workflow command they would hide it from us and not from the runner, whose comparison skips them.
_JOINERS = frozenset("\u200c\u200d\ufe0f")
_MARKS_IN_A_ROW = 3
_TYPOGRAPHIC = "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u00ab\u00bb"
_WIDE = "\uff0c\uff0e\uff1b\uff1a\uff1f\uff01\uff08\uff09\u3001\u3002\u30fb\u300a\u300b\u300c\u300d\u300e\u300f"
"""The same signs as they stand between letters that set no spaces: nothing acts on them."""
_PLAIN = frozenset(",.;:'\"()?!-/%+\u2192\u20ac\u00a3" + _TYPOGRAPHIC + _WIDE)
_AROUND = ",.;:'\"()?!" + _TYPOGRAPHIC + _WIDE
_HEX = frozenset("0123456789abcdefABCDEF")
_SHORTEST_COMMIT = 7
_LEGACY_COMMAND = "##["
_MOST_TICKS = 78
"""GitHub's parser knows no code span between more than 80 backticks, and what stands there would be live."""


def line(text: str, limit: int = 0) -> str:
    """``text`` as one clean line: white space folded, control and direction characters dropped, stacked marks thinned.

    A ``limit`` above 0 shortens it to that many characters. The line holds no command in the runner's legacy form.
    """
    if limit:
        text = text[: limit * 8]  # what is dropped or folded is seldom more than that, and the body may be 64 KB
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    text = _broken(" ".join(text.split()))
    return clip(text, limit) if limit else text


def _visible(text: str) -> str:
    kept: list[str] = []
    last, marks = "Zs", 0
    for char in text:
        kind = category(char)
        if char in _JOINERS:
            if last[0] in "LM" or last in ("So", "Sk"):
                kept.append(char)
        elif kind[0] == "Z" or char in "\t\n\v\f\r\x85":
            kept.append(" ")
            last, marks = "Zs", 0
        elif kind not in ("Cc", "Cf", "Cs") and char not in _FILLERS:
            marks = marks + 1 if kind in ("Mn", "Me") else 0
            if marks <= _MARKS_IN_A_ROW:
                kept.append(char)
                last = kind
    return "".join(kept)


def code(text: str, limit: int = 120) -> str:
    """``text`` as one Markdown code span, in which mentions, references, addresses and tags are mere letters.

    Empty for a text without anything visible. Inside a table, put the whole cell through ``cell``.
    """
    text = line(text, limit)
    if not text:
        return ""
    text = text.replace("`" * _MOST_TICKS, "`" * _MOST_TICKS + " ")
    fence = "`" * (longest_run(text, "`") + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def longest_run(text: str, char: str) -> int:
    """The length of the longest uninterrupted run of ``char``."""
    longest = run = 0
    for each in text:
        run = run + 1 if each == char else 0
        longest = max(longest, run)
    return longest


def prose(text: str, limit: int = 600) -> str:
    """``text`` as running Markdown in which nothing is live: words that Markdown or GitHub would act on become code.

    Code spans that the text has already stay code spans.
    """
    parts = line(text, limit).split("`")
    if len(parts) % 2 == 0:
        parts = [" ".join("".join(parts).split())]
    words = []
    for number, part in enumerate(parts):
        if number % 2:
            words.append(code(part, limit) or " ")  # else what stands on both sides of an empty one would be one word
        else:
            words.append(" ".join(word if _is_plain(word) else _coded(word) for word in part.split(" ")))
    return "".join(words)


def _coded(word: str) -> str:
    """``word`` in a code span, with the punctuation around it outside."""
    start = len(word) - len(word.lstrip(_AROUND))
    start -= word[max(start - 1, 0)] == "."  # of a hidden file
    end = len(word.rstrip(_AROUND))
    if start >= end:
        return code(word)
    return word[:start] + code(word[start:end], len(word)) + word[end:]


def _is_plain(word: str) -> bool:
    """Whether GitHub shows ``word`` as it is: no sign of Markdown, no reference, address, emoji code or commit."""
    if not all(char.isalnum() or char in _PLAIN or category(char) in ("Mn", "Mc", "So") for char in word):
        return word == "->"
    core = word.strip(_AROUND)
    if ":" in core or (word.startswith(":") and word != ":") or word.count(":") > 1 or "www" in core.lower():
        return False
    parts = "".join(char if char.isalnum() else " " for char in core).split()
    if any(len(part) >= _SHORTEST_COMMIT and set(part) <= _HEX for part in parts):
        return False
    # GH-12, and the keys of trackers, which a repository may link
    return not any(one.isalpha() and two.isdigit() and f"{one}-{two}" in core for one, two in pairwise(parts))


def cell(markdown: str) -> str:
    """Finished Markdown as a table cell: on one line, and no ``|`` in it ends the cell, inside a code span or not."""
    text = " ".join(markdown.split())
    while "\\|" in text:  # a backslash in front of our own would take the escape away
        text = text.replace("\\|", "\\ |")
    return text.replace("|", "\\|")


def log(text: str) -> str:
    """``text``, line by line, such that GitHub's runner finds no command in it, on either stream.

    Neither ``::name::`` at the start of a line nor ``##[name]`` anywhere in it survives. Control characters go,
    every line end becomes a line feed, indentation stays.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_log_line(each) for each in lines)


def _log_line(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    text = _broken(text)
    bare = _ascii(text)
    return text.replace(":", ": ", 1) if bare.lstrip().startswith("::") else text


def _broken(text: str) -> str:
    """``text`` with a space in each ``##[``, whatever stands between the three signs.

    The runner compares by culture, and ICU skips hundreds of marks, of which no list is complete. So every sign that is
    not ASCII counts as skipped.
    """
    if _LEGACY_COMMAND not in _ascii(text):
        return text
    parts = text.split("[")
    return "[".join([*(f"{part} " if _ascii(part).endswith("##") else part for part in parts[:-1]), parts[-1]])


def _ascii(text: str) -> str:
    return text if text.isascii() else text.encode("ascii", "ignore").decode()
