"""The plain way to find cues: all phrases of a cue as one pattern, looked for in all of the text.

It was the only way once. It is slow, and it is what the quick way has to agree with, span by span.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import re2

from whylint.model import Cue
from whylint.patterns import options
from whylint.phrase import expand, is_reference, tidy, translate
from whylint.search import LONGEST, _letters, _word_end
from whylint.search import _cuts as _cuts_ascii
from whylint.searched import Searched, _cuts

Span = tuple[int, int]


class PlainLexicon:
    """As ``match.Lexicon``; cues that refer to themselves are not for it."""

    def __init__(self, cues: Mapping[str, Cue], beside: PlainLexicon | None = None) -> None:
        self.cues = cues
        self.beside = beside
        self.compiled: dict[str, list[re2._Regexp]] = {}

    def find(self, name: str, text: Searched) -> list[Span]:
        if self.beside and name not in self.cues:
            return self.beside.find(name, text)
        cue = self.cues[name]
        data = text.cased if cue.case_sensitive else text.data
        spans = [
            (start, end)
            for regexp in self.patterns(name)
            for start, end in self.characters(data, self.matches(regexp, data))
            if start < end and not _cuts(text.text, start) and not _cuts(text.text, end)
        ]
        for word in filter(is_reference, cue.words):
            spans += self.find(word[1:-1], text)
        kept: list[Span] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept

    def matches_whole(self, name: str, text: str) -> bool:
        wanted = text if self.cues[name].case_sensitive else text.lower()
        others = [word[1:-1] for word in self.cues[name].words if is_reference(word)]
        whole = any(regexp.fullmatch(wanted) for regexp in self.patterns(name))
        return whole or any(self.matches_whole(other, text) for other in others)

    def patterns(self, name: str) -> list[re2._Regexp]:
        if name not in self.compiled:
            cue = self.cues[name]
            words = [each for each in cue.words if not is_reference(each)]
            sources = (
                ("|".join(self.sources(name, words, ())), False),
                ("|".join(self.sources(name, (), cue.patterns)), True),
            )
            self.compiled[name] = [
                re2.compile(source, options(case_sensitive=cue.case_sensitive, longest=longest))
                for source, longest in sources
                if source
            ]
        return self.compiled[name]

    def sources(self, name: str, words: tuple[str, ...] | list[str], patterns: tuple[str, ...]) -> list[str]:
        cased = self.cues[name].case_sensitive
        tidied = [tidy(each if cased else each.lower(), is_phrase=True) for each in words]
        found = [translate(each, self.reference) for each in tidied]
        return found + [expand(tidy(each, is_phrase=False), self.reference) for each in patterns]

    def reference(self, name: str) -> str:
        if self.beside and name not in self.cues:
            return self.beside.reference(name)
        cue = self.cues[name]
        return "(?:" + "|".join(self.sources(name, cue.words, cue.patterns)) + ")"

    @staticmethod
    def characters(data: bytes, spans: Iterator[Span]) -> Iterator[Span]:
        """Offsets in bytes as offsets in characters."""
        before = count = 0
        for start, end in spans:
            count += len(data[before:start].decode("utf-8", "ignore"))
            before = start
            yield count, count + len(data[start:end].decode("utf-8", "ignore"))

    @staticmethod
    def shorter(regexp: re2._Regexp, data: bytes, start: int, end: int) -> int:
        """The end of the longest match from a start that cuts no word; the end that it has if all do."""
        stop = end
        while _cuts_ascii(data, stop):
            while (
                stop > start
                and chr(data[stop - 1]).isascii()
                and (chr(data[stop - 1]).isalnum() or data[stop - 1] == 95)
            ):
                stop -= 1
            match = regexp.match(data, start, stop) if stop > start else None
            if not match or match.end() <= start:
                return end
            stop = match.end()
        return stop

    @staticmethod
    def matches(regexp: re2._Regexp, data: bytes) -> Iterator[Span]:
        position: int | None = 0
        while position is not None:
            matches, position = regexp.finditer(data, position), None
            for match in matches:
                start, end = match.span()
                cut = regexp.options.longest_match and _cuts_ascii(data, end)
                end = PlainLexicon.shorter(regexp, data, start, end) if cut else end
                if _letters(data, start, end) > LONGEST:
                    position = max(start + 1, end - LONGEST)
                    break
                if _cuts_ascii(data, start) or _cuts_ascii(data, end):
                    only_behind = regexp.options.longest_match and not _cuts_ascii(data, start)
                    position = start + 1 if only_behind else _word_end(data, start)
                    break
                yield start, end
                if cut:
                    position = end
                    break
