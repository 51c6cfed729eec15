"""Works out what the units of a set of cues need. A wheel carries the result; this is for cues that are new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from whylint.index import SETS, Marked, Marks, Unit, units
from whylint.model import Cue
from whylint.needs import NOTHING_KNOWN, Needs, Part, needs, part
from whylint.phrase import is_small, tidy, translate_inside

_NONE: Mapping[str, Cue] = MappingProxyType({})

Again = Callable[[str], list[int]]
Lists = tuple[dict[str, list[int]], list[int], list[int], list[int]]


def marking(cues: Mapping[str, Cue], beside: Mapping[str, Cue] = _NONE) -> Marks:
    """Work out what the units of some cues need; what they refer to and lack is among those ``beside``."""
    reading = _Reading(cues, _Reading(beside))
    all_units = units(cues)
    count = len(all_units)
    bits: dict[str, list[int]] = {}
    free, roaming, crossing = list[int](), list[int](), list[int]()
    for number, unit in enumerate(all_units):
        _mark(reading.needs(unit), number, count, (bits, free, roaming, crossing))
    known = {mark: _written(each) for mark, each in bits.items()}
    return Marks(count, known, _written(free), _written(roaming), _written(crossing))


def _mark(found: Needs, number: int, count: int, lists: Lists) -> None:
    """Write down what one unit needs."""
    bits, free, roaming, crossing = lists
    sets = [*found.sets[:SETS], *[frozenset[str]()] * (SETS - len(found.sets))]
    for place, each in enumerate([*sets, found.first or (), found.leading, found.second]):
        for mark in each:
            bits.setdefault(mark, []).append(place * count + number)
    free += [place * count + number for place in range(len(found.sets), SETS)]
    roaming += [number] if found.first is None else []
    crossing += [number] if found.crosses else []


def moved(base: Marked, cues: Mapping[str, Cue]) -> Marks:
    """The same for cues that differ from others in a few, whose marks are known: only what has changed is read."""
    changed = {name for name in {*base, *cues} if base.get(name) != cues.get(name)}
    while further := {name for name, cue in cues.items() if name not in changed and _names(cue, changed)}:
        changed |= further
    marks, known = base.marks, {(unit.cue, unit.source): number for number, unit in enumerate(units(base))}
    kept: dict[int, int] = {}
    reading, all_units = _Reading(cues), units(cues)
    count = len(all_units)
    added, free, roaming, crossing = dict[str, list[int]](), list[int](), list[int](), list[int]()
    for number, unit in enumerate(all_units):
        if unit.cue not in changed:
            kept[known[unit.cue, unit.source]] = number
            continue
        _mark(reading.needs(unit), number, count, (added, free, roaming, crossing))

    def again(written: str) -> list[int]:
        places = (divmod(int(each), marks.count) for each in written.split())
        return [place * count + kept[number] for place, number in places if number in kept]

    lists = [*again(marks.free), *free], [*again(marks.roaming), *roaming], [*again(marks.crossing), *crossing]
    return Marks(count, _Moved(marks.bits, again, added), *map(_written, lists))


def grown(base: Mapping[str, Cue], cues: Mapping[str, Cue]) -> Mapping[str, Cue]:
    """Cues that differ from others in a few. Where the marks of those are known, not all is worked out anew."""
    return Marked(cues, lambda: moved(base, cues)) if isinstance(base, Marked) else cues


def _names(cue: Cue, others: set[str]) -> bool:
    return any(f"{{{name}}}" in source for source in cue.words + cue.patterns for name in others)


class _Moved(Mapping[str, str]):
    """Bits of marks under new numbers, worked out for those that are asked for."""

    def __init__(self, bits: Mapping[str, str], again: Again, added: Mapping[str, list[int]]) -> None:
        self._bits, self._again, self._added = bits, again, added

    def __getitem__(self, mark: str) -> str:
        return _written([*self._again(self._bits.get(mark, "")), *self._added.get(mark, ())])

    def __contains__(self, mark: object) -> bool:
        return mark in self._bits or mark in self._added

    def __iter__(self) -> Iterator[str]:
        return iter({**self._bits, **self._added})

    def __len__(self) -> int:
        return len({*self._bits, *self._added})


class _Reading:
    """Reads units, each cue that is referred to once; one that is not among the cues is ``beside``."""

    def __init__(self, cues: Mapping[str, Cue], beside: _Reading | None = None) -> None:
        self.cues = cues
        self.beside = beside
        self.parts: dict[str, Part] = {}

    def needs(self, unit: Unit) -> Needs:
        cased = self.cues[unit.cue].case_sensitive
        source = _plain(unit.source, is_phrase=unit.is_phrase, cased=cased)
        if not (cased or source.isascii() or is_small(source)):
            return Needs()  # RE2 takes more letters for the same than lower case does
        return needs(source, self.part)

    def part(self, name: str) -> Part:
        if self.beside and name not in self.cues:
            return self.beside.part(name)
        if name not in self.parts:
            self.parts[name] = NOTHING_KNOWN  # while it is read: a cue that comes back to itself
            cue = self.cues.get(name, Cue(name))
            sources = [_plain(each, is_phrase=True, cased=cue.case_sensitive) for each in cue.words]
            sources += [_plain(each, is_phrase=False, cased=cue.case_sensitive) for each in cue.patterns]
            self.parts[name] = part(sources, self.part) if sources else NOTHING_KNOWN
        return self.parts[name]


def _plain(source: str, *, is_phrase: bool, cased: bool) -> str:
    """A unit as a pattern whose references are left as they are."""
    source = tidy(source if cased or not is_phrase else source.lower(), is_phrase=is_phrase)
    return translate_inside(source, "{{{}}}".format) if is_phrase else source


def _written(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))
