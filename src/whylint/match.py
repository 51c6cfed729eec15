"""Cues: compiling their phrases and patterns, and finding them in cleaned text.

A cue's ``words`` are phrases in a small language that a person can read (see CONTRIBUTING.md): ``*`` is any ending, a
space is white space or a hyphen, ``(a|b)`` chooses, ``x?`` is optional, ``{cue}`` inserts another cue, `` ... `` spans
a few words inside a sentence. ``patterns`` are RE2. RE2 knows word edges of ASCII only; cleaned text has no accents on
Latin letters, so ``\\b`` is right there, and this module checks the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

import re2

from whylint.model import Cue
from whylint.text import clean

MAX_PATTERN = 500
_MAX_MEMORY = 8 << 20
_GAP = r"""[ ](?:(?:[^.;:!?\n]|[.:][0-9])*?[ ('"`/-])?"""
_LONGEST = 100  # characters; a counted gap in the pattern itself would make RE2's programs a hundred times larger
_SPACE = r"[ -]+"
_ENDING = "[a-z0-9']*"  # accents are gone, so this serves all of Latin script
_ENDING_ELSEWHERE = r"[\pL\pN']*"
_QUOTED = frozenset(r".+^$[]\&~#<>=!:,;@%/\"")


class BadCue(ValueError):
    """A cue that cannot be compiled; the text says why, and ``cue`` which."""

    def __init__(self, cue: str, why: str) -> None:
        super().__init__(f"{cue}: {why}")
        self.cue = cue
        self.why = why


def _options(*, case_sensitive: bool = False, longest: bool = False) -> re2.Options:
    options = re2.Options()
    options.log_errors = False  # else RE2 prints the pattern on standard error
    options.max_mem = _MAX_MEMORY
    options.case_sensitive = case_sensitive
    options.longest_match = longest
    options.never_capture = True
    return options


_SEARCH = _options()


@cache
def pattern(source: str) -> re2._Regexp:
    """A pattern for titles, branches and the like: RE2, searched, case ignored. Raises :class:`BadCue`."""
    try:
        return re2.compile(source, _SEARCH)
    except re2.error as error:
        raise BadCue(source[:60], _reason(error)) from None


@lru_cache(maxsize=64)
def phrases(sources: tuple[str, ...]) -> re2._Regexp:
    """Phrases as one pattern, to be held against a whole text in lower case. They take in no cue.

    Raises :class:`BadCue`.
    """

    def none(name: str) -> str:
        raise BadCue(name, "a phrase outside of the cues takes in no cue")

    return pattern("|".join(_phrase(each, none) for each in sources))


def _reason(error: Exception) -> str:
    """RE2's words; they come as bytes."""
    first = error.args[0] if error.args else ""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)


class Searched:
    """Cleaned text as RE2 takes it: encoded once, however many cues are looked for in it."""

    __slots__ = ("cased", "data", "found", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, list[tuple[int, int]]] = {}
        small = text.lower()
        if len(small) != len(text):  # a letter that becomes two keeps its case
            small = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
        self.data = small.encode()
        self.cased = text.encode()

    def find(self, regexp: re2._Regexp, *, cased: bool) -> Iterator[tuple[int, int]]:
        """All matches that cut no word in two and are not longer than a gap may be, as (start, end)."""
        data = self.cased if cased else self.data
        for start, end in self._characters(data, self._bytes(regexp, data)):
            if start < end and not _cuts(self.text, start) and not _cuts(self.text, end):
                yield start, end

    @staticmethod
    def _bytes(regexp: re2._Regexp, data: bytes) -> Iterator[tuple[int, int]]:
        """Matches as byte offsets. After one that is too long or cuts a word, the search goes on inside of it."""
        position: int | None = 0
        while position is not None:
            matches, position = regexp.finditer(data, position), None
            for match in matches:
                start, end = match.span()
                if end - start > _LONGEST:
                    position = max(start + 1, end - _LONGEST)
                    break
                if _cuts_ascii(data, start) or _cuts_ascii(data, end):
                    position = _word_end(data, start)
                    break
                yield start, end

    def _characters(self, data: bytes, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Rising byte offsets as character offsets."""
        if len(data) == len(self.text):
            yield from spans
            return
        before = count = 0
        for start, end in spans:
            count += len(data[before:start].decode("utf-8", "ignore"))
            before = start
            yield count, count + len(data[start:end].decode("utf-8", "ignore"))


class Lexicon:
    """The cues of a rule set, each compiled when it is first looked for."""

    def __init__(self, cues: Mapping[str, Cue]) -> None:
        self._cues = cues
        self._compiled: dict[str, tuple[re2._Regexp, ...]] = {}
        self._sources: dict[tuple[str, bool], tuple[str, str]] = {}
        self._taken_in: dict[str, list[str]] = {}

    def find(self, name: str, text: Searched) -> list[tuple[int, int]]:
        """Where a cue stands in cleaned text: (start, end), sorted, not overlapping. Raises :class:`BadCue`."""
        if name not in text.found:
            compiled, cased = self.compiled(name), self._cues[name].case_sensitive
            spans = [span for regexp in compiled for span in text.find(regexp, cased=cased)]
            text.found[name] = []  # a cue that comes back to itself finds nothing more
            for other in self._members(name):
                spans += self.find(other, text)
            text.found[name] = _disjoint(spans)
        return text.found[name]

    def _members(self, name: str) -> list[str]:
        """The cues that a cue takes in whole, as words of their own.

        They are looked for once, and not compiled again.
        """
        if name not in self._taken_in:
            self._taken_in[name] = [word[1:-1] for word in self._cues[name].words if _is_reference(word)]
        return self._taken_in[name]

    def matches_whole(self, name: str, text: str) -> bool:
        """Whether a cue is all that a text says."""
        wanted = text if self._cues[name].case_sensitive else text.lower()
        whole = any(regexp.fullmatch(wanted) for regexp in self.compiled(name))
        return whole or any(self.matches_whole(other, text) for other in self._members(name))

    def compiled(self, name: str) -> tuple[re2._Regexp, ...]:
        """The patterns of a cue: one for all its words, one for all its own patterns. Raises :class:`BadCue`."""
        if name not in self._compiled:
            words, patterns = self._source(name, (), whole=False)
            cased = self._cues[name].case_sensitive
            try:
                self._compiled[name] = tuple(
                    re2.compile(source, _options(case_sensitive=cased or _is_small(source), longest=longest))
                    for source, longest in ((words, False), (patterns, True))
                    if source
                )
            except re2.error as error:
                raise BadCue(name, _reason(error)) from None
        return self._compiled[name]

    def _source(self, name: str, path: tuple[str, ...], *, whole: bool = True) -> tuple[str, str]:
        """A cue's words and its patterns, each as one pattern with references resolved.

        Its members only if ``whole``.
        """
        if name in path:
            raise BadCue(path[0], f"refers to itself through {{{name}}}")
        if name not in self._cues:
            raise BadCue(path[0] if path else name, f"there is no cue {{{name}}}")
        known = (name, whole)
        if known not in self._sources:
            cue = self._cues[name]
            phrases = [phrase for phrase in cue.words if whole or not _is_reference(phrase)]

            def reference(other: str) -> str:
                return "(?:" + "|".join(filter(None, self._source(other, (*path, name)))) + ")"

            self._sources[known] = (
                "|".join(_phrase(each if cue.case_sensitive else each.lower(), reference) for each in phrases),
                "|".join(_expand(clean_pattern(source), reference) for source in cue.patterns),
            )
        return self._sources[known]


Reference = Callable[[str], str]


def _is_reference(phrase: str) -> bool:
    """Whether a phrase is nothing but another cue."""
    return phrase.startswith("{") and phrase.endswith("}") and phrase[1:-1].replace("-", "").isalnum()


def _is_small(source: str) -> bool:
    """Whether a pattern may be held against text in lower case as it is.

    RE2 compiles it in two thirds of the time then.
    """
    return not any(each.isupper() for each in source.replace(r"\pL", "").replace(r"\pN", ""))


def clean_pattern(source: str) -> str:
    """A pattern as cleaned text needs it: without accents. Escapes such as ``\\x{FFFC}`` are ASCII and stay."""
    return source if source.isascii() else "\n".join(map(clean, source.split("\n")))


def _expand(source: str, reference: Reference) -> str:
    parts = source.split("{")
    expanded = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        escaped = expanded[-1].endswith(("\\x", "\\p", "\\P"))
        if brace and name[:1].isalpha() and not escaped:
            expanded.append(reference(name) + rest)
        else:
            expanded.append("{" + part)
    return "".join(expanded)


def _phrase(phrase: str, reference: Reference) -> str:
    """One phrase as a pattern, with word edges where it starts or ends in a letter or digit."""
    source = clean(phrase).strip()
    out: list[str] = []
    index = 0
    while index < len(source):
        if source.startswith(" ... ", index):
            out.append(_GAP)
            index += 5
        elif source[index] == "{" and source[index + 1 : index + 2].isalpha() and "}" in source[index:]:
            end = source.index("}", index)
            out.append(reference(source[index + 1 : end]))
            index = end + 1
        elif source[index] == "*":
            out.append(_ENDING if source[index - 1 : index].isascii() else _ENDING_ELSEWHERE)
            index += 1
        else:
            out.append(_atom(source[index]))
            index += 1
    edge_before = r"\b" if source[:1].isascii() and (source[:1].isalnum() or source[:1] == "(") else ""
    last = source[-1:]
    edge_after = r"\b" if last.isascii() and (last.isalnum() or last in ")?") else ""
    return f"{edge_before}(?:{''.join(out)}){edge_after}"


def _atom(character: str) -> str:
    if character == " ":
        return _SPACE
    if character == "(":
        return "(?:"
    if character in _QUOTED:
        return "\\" + character
    return character


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _has_edges(character: str) -> bool:
    """Whether words of this character's script are set apart by spaces.

    Not so in Chinese, Japanese, Thai and their like.
    """
    return _is_word(character) and (character.isascii() or character.lower() != character.upper())


_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def _cuts_ascii(data: bytes, position: int) -> bool:
    return 0 < position < len(data) and data[position - 1] in _WORD and data[position] in _WORD


def _word_end(data: bytes, start: int) -> int:
    """Where the word at a position ends, at least one byte on."""
    end = start + 1
    while end < len(data) and data[end] in _WORD:
        end += 1
    return end


def _cuts(text: str, position: int) -> bool:
    """Whether a word goes on across a position."""
    return 0 < position < len(text) and _has_edges(text[position - 1]) and _has_edges(text[position])


def _disjoint(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, and of overlapping spans the longer one that starts first."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not result or start >= result[-1][1]:
            result.append((start, end))
    return result
