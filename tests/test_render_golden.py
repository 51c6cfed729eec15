"""What people read, compared letter by letter with the files in tests/golden/ (situations.py says what they hold).

To accept new words, or to fill in a new file: ``WHYLINT_UPDATE_GOLDEN=1 pytest tests/test_render_golden.py``, then look
at ``git diff``.
"""

from __future__ import annotations

import os
import re

import pytest
from tests import situations
from tests.situations import ALL, FOLDER, GIVEN, RENDERINGS, Situation

from whylint.render.terminal import cells

if os.environ.get("WHYLINT_UPDATE_GOLDEN"):
    for _each in ALL.values():
        (FOLDER / f"{_each.name}.txt").write_text(_each.renewed(), encoding="utf-8")
    ALL = {name: situations.read(FOLDER / f"{name}.txt") for name in ALL}

EVERY = pytest.mark.parametrize("situation", ALL.values(), ids=lambda each: each.name)


@EVERY
def test_what_people_read(situation: Situation) -> None:
    shown = [name for name in situation.parts if name not in GIVEN]
    assert shown
    for name in shown:
        assert situation.parts[name] == situation.rendered(name), name


@EVERY
def test_a_terminal_of_eighty_columns_is_enough(situation: Situation) -> None:
    for name in ("terminal", "explain"):
        lines = (line for line in situation.rendered(name).splitlines() if " " in line.strip() or not line.isascii())
        assert [line for line in lines if cells(line) > 80] == []


def test_every_picture_is_shown_and_is_there() -> None:
    docs = FOLDER.parent.parent / "docs"
    shown = set(re.findall(r"images/([a-z-]+[.]png)", (docs / "comment.md").read_text(encoding="utf-8")))
    taken = {path.name: path.stat().st_size for path in (docs / "images").glob("*.png")}
    assert shown == set(taken)
    assert max(taken.values()) < 120_000


def test_enough_situations_are_held() -> None:
    assert len(ALL) >= 40
    assert all(situation.facts["about"] for situation in ALL.values())
    assert {name for situation in ALL.values() for name in situation.parts} == {*GIVEN, *RENDERINGS}
    verdicts = {finding.verdict for situation in ALL.values() for finding in situation.report.findings}
    assert len(verdicts) == 6
