"""Cues that a config changes are found as if all marks had been worked out anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from whylint import config, packs
from whylint.index import Marked
from whylint.marking import marking

PACK = Path(__file__).resolve().parent / "config" / "pack"
CHANGES = {
    "a new cue": "cues: {mine: {words: [a b, '{number} c*'], patterns: ['x[0-9]+']}}",
    "more words": "cues: {person: {words: [..., writer]}}",
    "fewer words": "cues: {person: {words: [team]}, number: {patterns: ['[0-9]+x']}}",
    "other letters": "cues: {machine-only: {words: [noop], case-sensitive: false}}",
    "own words": "personas: [landlord]\ntools: [OpsBoard]",
}


@pytest.mark.parametrize("name", CHANGES)
def test_only_what_has_changed_is_read_anew(name: str) -> None:
    changed = config.load(CHANGES[name], "x.yml", packs.read_folder(PACK), library=packs.Library(PACK)).cues
    assert isinstance(changed, Marked)
    found, anew = changed.marks, marking(changed)
    assert (found.count, ordered(found.roaming), ordered(found.crossing), ordered(found.free)) == (
        anew.count,
        ordered(anew.roaming),
        ordered(anew.crossing),
        ordered(anew.free),
    )
    assert {mark: ordered(found.bits[mark]) for mark in found.bits if found.bits[mark]} == {
        mark: ordered(anew.bits[mark]) for mark in anew.bits
    }


def ordered(bits: str) -> list[int]:
    return sorted(map(int, bits.split()))
