"""Finding cues in cleaned text.

A cue's ``words`` are phrases (see ``phrase``), its ``patterns`` are RE2. Each is compiled when a text first calls for
it (see ``index``), and looked for only where it does. RE2 knows word edges of ASCII only; cleaned text has no
accents on Latin letters, so ``\\b`` is right there, and ``searched`` checks the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, partial

from whylint.index import Index, Marked, Unit, members, units
from whylint.model import Cue
from whylint.narrow import Narrow
from whylint.patterns import NEVER, NOTHING, BadCue, found_in, matcher
from whylint.phrase import expand, is_reference, tidy, translate
from whylint.search import AT, Matcher, Span, Starts, matches
from whylint.searched import Searched

_LONG = 16_000
"""A text of so many characters holds about everything."""
_PLACE = 250
"""To match at one place takes as long as to search so many bytes."""
_COUNTED = r"\{[0-9]*,[0-9]{2,}\}"


class Lexicon:
    """The cues of a rule set. Their phrases and patterns are compiled when they are first looked for.

    What they refer to, and is no cue of theirs, is one of ``beside``.
    """

    def __init__(self, cues: Mapping[str, Cue], beside: Lexicon | None = None) -> None:
        self._cues = cues
        self._beside = beside
        self._sources: dict[str, str | None] = {}
        self._taken_in: dict[str, list[str]] = {}
        self._units = units(cues)
        self._compiled: list[Matcher | None] = [None] * len(self._units)
        self._met: set[int] = set()
        names = {name: number for number, name in enumerate(cues)}
        self._lists = [2 * names[unit.cue] + (not unit.is_phrase) for unit in self._units]
        self._numbers = names

    @cached_property
    def _index(self) -> Index:
        if isinstance(self._cues, Marked):
            return Index(self._cues.marks)
        from whylint.marking import marking  # noqa: PLC0415 - of cues that we ship it is known

        return Index(marking(self._cues, self._beside._cues if self._beside else {}))  # noqa: SLF001

    def __contains__(self, name: str) -> bool:
        return name in self._cues

    @property
    def ready(self) -> int:
        """How many of its phrases and patterns have been compiled."""
        return len(self._met)

    def find(self, name: str, text: Searched) -> list[Span]:
        """Where a cue stands in cleaned text: (start, end), sorted, not overlapping. Raises :class:`BadCue`."""
        if self._beside and name not in self._cues:
            return self._beside.find(name, text)
        found = text.found[self]
        if name not in found:
            members, number, starts = self._members(name), 2 * self._numbers[name], self._starts(text)
            spans = list(self._spans(name, text)) if number in starts or number + 1 in starts else []
            found[name] = []  # a cue that comes back to itself finds nothing more
            for other in members:
                spans += self.find(other, text)
            if spans:
                found[name] = disjoint(spans)
        return found[name]

    def _spans(self, name: str, text: Searched) -> Iterator[Span]:
        """The hits of a cue's own phrases and patterns that cut no word in two."""
        number, found = 2 * self._numbers[name], self._starts(text)
        for longest in (False, True):
            if starts := found.get(number + longest):
                data = text.cased if self._cues[name].case_sensitive else text.data
                yield from text.uncut(matches(data, starts, partial(self._unit, text=text), longest=longest))

    def _starts(self, text: Searched) -> dict[int, Starts]:
        """Where the units of each list may match in a text."""
        if self not in text.starts:
            index, found, size = self._index, text.begin(self), len(text.data)
            wanted = self._units_of(text.only) if text.only else -1
            spots: defaultdict[int, list[int]] = defaultdict(list)  # words where the same units may start
            stretches, pieces, near = text.words
            met, anywhere = [index.met(words) for words in pieces], 0
            for stretch in stretches:
                starting, at, inside = index.starting(stretch.words), 0, 0
                line = (index.possible(met[number] for number in stretch.pieces) | index.crossing) & wanted
                for number in stretch.pieces:
                    here = index.possible(met[number : near[number]]) & line
                    inside |= here
                    fixed = here & ~index.roaming
                    for word in range(at, at := at + len(pieces[number])):
                        if units := starting[word] & fixed:
                            spots[units].append(stretch.places[word] << AT)
                for unit in members(inside & index.roaming & ~index.crossing):
                    found[self._lists[unit]].roaming.append((stretch.start, unit, stretch.end))
                anywhere |= inside
            everywhere = set(members(anywhere & index.roaming & index.crossing))
            for unit, where in _by_unit(spots).items():
                if size > _LONG and sum(map(len, where)) * _PLACE > size and self._is_tame(unit):
                    everywhere.add(unit)  # to search all of the text takes less
                else:
                    found[self._lists[unit]].spots.append((unit << 1 | (unit in index.crosses), where))
            for unit in everywhere:
                found[self._lists[unit]].roaming.append((0, unit, size))
        return text.starts[self]

    def _is_tame(self, number: int) -> bool:
        """Whether a text can be searched for a unit fast: it counts no letters, of which RE2 would follow each."""
        unit = self._units[number]
        return not found_in(_COUNTED)(self._source(unit, (unit.cue,), None) or "")

    def _units_of(self, names: tuple[str, ...]) -> int:
        """The units of some cues and of what they take in whole, as bits."""
        bits, seen, open_names = 0, set[str](), list(names)
        while open_names:
            name = open_names.pop()
            if name in seen:
                continue
            seen.add(name)
            lexicon = self if name in self._cues or not self._beside else self._beside
            open_names += lexicon._members(name)  # noqa: SLF001 - one of its own kind
            if lexicon is self:
                own = self._own(name)
                bits |= (1 << own.stop) - (1 << own.start)
        return bits

    def _members(self, name: str) -> list[str]:
        """The cues that a cue takes in whole, as words of their own.

        They are looked for once, and not compiled again.
        """
        if name not in self._taken_in:
            if name not in self._cues:
                raise BadCue(name, f"there is no cue {{{name}}}")
            self._taken_in[name] = [word[1:-1] for word in self._cues[name].words if is_reference(word)]
        return self._taken_in[name]

    def matches_whole(self, name: str, text: Searched) -> bool:
        """Whether a cue is all that a text says."""
        if self._beside and name not in self._cues:
            return self._beside.matches_whole(name, text)
        members = self._members(name)
        data = (text.whole if self._cues[name].case_sensitive else text.whole.lower()).encode()
        here = self._index.possible([self._index.met(text.all_words)])
        own = (unit for unit in self._own(name) if here >> unit & 1)
        whole = any(self._unit(unit, text).whole(data, 0, len(data))[0][0] == 0 for unit in own)
        return whole or any(self.matches_whole(other, text) for other in members)

    def compile(self, name: str) -> None:
        """Compile all of a cue now. Raises :class:`BadCue`."""
        members = self._members(name)
        for unit in self._own(name):
            self._compile(unit)
        for other in members:
            if other not in self._cues and self._beside:
                self._beside.compile(other)
            else:
                self._members(other)

    def _own(self, name: str) -> range:
        """The units of a cue."""
        number = 2 * self._numbers[name]
        return range(bisect_left(self._lists, number), bisect_left(self._lists, number + 2))

    def _unit(self, number: int, text: Searched) -> Matcher:
        """A unit, compiled.

        The first text that calls for it gets what can match there, which takes half the time; further texts get all.
        """
        fitted = text.fitted[self]
        if found := self._compiled[number] or fitted.get(number):
            return found
        if number in self._met or len(text.text) > _LONG:
            return self._compile(number)
        narrow = text.narrow[self._cues[self._units[number].cue].case_sensitive]
        fitted[number] = self._compile(number, narrow)
        return fitted[number]

    def _compile(self, number: int, narrow: Narrow | None = None) -> Matcher:
        unit = self._units[number]
        self._met.add(number)
        source = self._source(unit, (unit.cue,), narrow)
        if source is None:
            return NEVER
        try:
            found = matcher(source, cased=self._cues[unit.cue].case_sensitive, longest=not unit.is_phrase)
        except ValueError as error:
            raise BadCue(unit.cue, str(error)) from None
        if not narrow:
            self._compiled[number] = found
        return found

    def _source(self, unit: Unit, path: tuple[str, ...], narrow: Narrow | None) -> str | None:
        """One phrase or pattern as RE2 takes it; None if it cannot match in a text."""

        def reference(other: str) -> str:
            return self._all(other, path, narrow) or NOTHING

        is_lower = unit.is_phrase and not self._cues[unit.cue].case_sensitive
        source = tidy(unit.source.lower() if is_lower else unit.source, is_phrase=unit.is_phrase)
        left: str | None = source
        if narrow:
            left = narrow(source, lambda other: bool(self._all(other, path, narrow)), is_phrase=unit.is_phrase)
        if left is None:
            return None
        return translate(source, reference, left) if unit.is_phrase else expand(left, reference)

    def _all(self, name: str, path: tuple[str, ...], narrow: Narrow | None) -> str | None:
        """All of a cue, as a part of another; None if nothing of it can match in a text."""
        asking = path[0] if path else name
        if name in path:
            raise BadCue(asking, f"refers to itself through {{{name}}}")
        if name not in self._cues and self._beside:
            return self._beside._all(name, (), narrow)  # noqa: SLF001 - one of its own kind
        if name not in self._cues:
            raise BadCue(asking, f"there is no cue {{{name}}}")
        known = narrow.cues.setdefault(self, {}) if narrow else self._sources
        if name not in known:
            cue, path = self._cues[name], (*path, name)
            each = [Unit(name, words, is_phrase=True) for words in cue.words]
            each += [Unit(name, pattern, is_phrase=False) for pattern in cue.patterns]
            left = [source for unit in each if (source := self._source(unit, path, narrow)) is not None]
            known[name] = f"(?:{'|'.join(left)})" if left else None
        return known[name]


def _by_unit(spots: Mapping[int, list[int]]) -> Mapping[int, list[list[int]]]:
    """Where each unit may start, given where those may that are the bits of a number."""
    found: defaultdict[int, list[list[int]]] = defaultdict(list)
    for several, where in spots.items():
        for unit in members(several):
            found[unit].append(where)
    return found


def disjoint(spans: list[Span]) -> list[Span]:
    """Sorted, and of overlapping spans the longer one that starts first."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span[0] == result[-1][0]:
            result[-1] = span
        elif not result or span[0] >= result[-1][1]:
            result.append(span)
    return result
