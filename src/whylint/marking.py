"""Works out what the units of a set of cues need. A wheel carries the result; this is for cues that are new."""

from __future__ import annotations

from collections.abc import Mapping

from whylint.index import SETS, Marks, Unit, units
from whylint.model import Cue
from whylint.needs import NOTHING_KNOWN, Needs, Part, needs, part
from whylint.phrase import expand, is_small, translate_inside
from whylint.text import clean


def marking(cues: Mapping[str, Cue]) -> Marks:
    """Work out what the units of some cues need."""
    reading = _Reading(cues)
    all_units = units(cues)
    count = len(all_units)
    bits: dict[str, list[int]] = {}
    free, roaming, crossing = [], [], []
    for number, unit in enumerate(all_units):
        found = reading.needs(unit)
        sets = [*found.sets[:SETS], *[frozenset[str]()] * (SETS - len(found.sets))]
        for place, each in enumerate([*sets, found.first or (), found.leading, found.second]):
            for mark in each:
                bits.setdefault(mark, []).append(place * count + number)
        free += [place * count + number for place in range(len(found.sets), SETS)]
        roaming += [number] if found.first is None else []
        crossing += [number] if found.crosses else []
    known = {mark: _written(each) for mark, each in bits.items()}
    return Marks(count, known, _written(free), _written(roaming), _written(crossing))


class _Reading:
    """Reads units, each cue that is referred to once."""

    def __init__(self, cues: Mapping[str, Cue]) -> None:
        self.cues = cues
        self.parts: dict[str, Part] = {}

    def needs(self, unit: Unit) -> Needs:
        cased = self.cues[unit.cue].case_sensitive
        source = _plain(unit.source, is_phrase=unit.is_phrase, cased=cased)
        if not (cased or source.isascii() or is_small(source)):
            return Needs()  # RE2 takes more letters for the same than lower case does
        return needs(source, self.part)

    def part(self, name: str) -> Part:
        if name not in self.parts:
            self.parts[name] = NOTHING_KNOWN  # while it is read: a cue that comes back to itself
            cue = self.cues.get(name, Cue(name))
            sources = [_plain(each, is_phrase=True, cased=cue.case_sensitive) for each in cue.words]
            sources += [_plain(each, is_phrase=False, cased=cue.case_sensitive) for each in cue.patterns]
            self.parts[name] = part(sources, self.part) if sources else NOTHING_KNOWN
        return self.parts[name]


def _plain(source: str, *, is_phrase: bool, cased: bool) -> str:
    """A unit as a pattern whose references are left as they are."""
    if not is_phrase:
        return expand(source, "{{{}}}".format)
    return translate_inside(clean(source if cased else source.lower()).strip(), "{{{}}}".format)


def _written(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))
