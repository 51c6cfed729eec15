"""Everything that the fuzzer starts from, and whatever it once broke: each file on each target, without the fuzzer."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.targets import TARGETS

CORPUS = Path(__file__).resolve().parents[1] / "fuzz" / "corpus"


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_tried_once_holds(target: str) -> None:
    files = sorted(CORPUS.rglob("*"))
    assert len(files) > 10
    for file in files:
        if file.is_file():
            TARGETS[target](file.read_bytes())


def test_every_target_has_seeds() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)
