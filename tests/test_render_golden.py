"""What people read, compared letter by letter with tests/golden/.

To accept new words: ``WHYLINT_UPDATE_GOLDEN=1 pytest tests/test_render_golden.py``, then look at ``git diff``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reports import RULES, SITUATIONS

from whylint.render.annotations import annotations
from whylint.render.comment import comment
from whylint.render.json import dumps
from whylint.render.markdown import summary
from whylint.render.terminal import terminal

GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("WHYLINT_UPDATE_GOLDEN"))
EVERYWHERE = ("first-failing-run", "all-answered", "all-missing", "unsure-and-waived", "skipped", "hostile", "draft")


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with a file, or write the file if that is asked for."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if UPDATE:
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is not there: see the top of this file"
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name != "long"])
def test_comment(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.comment.md", comment(SITUATIONS[name], RULES, key="default"))


@pytest.mark.parametrize("name", EVERYWHERE)
def test_summary(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.summary.md", summary(SITUATIONS[name], RULES))


@pytest.mark.parametrize("name", EVERYWHERE)
@pytest.mark.parametrize("explain", [False, True])
def test_terminal(name: str, explain: bool, golden: Callable[[str, str], None]) -> None:
    text = terminal(SITUATIONS[name], RULES, source=f"examples/{name}.md", explain=explain)
    assert all(len(line) <= 80 for line in text.splitlines() if " " in line.strip())
    golden(f"{name}.{'explain' if explain else 'terminal'}.txt", text + "\n")


@pytest.mark.parametrize("name", EVERYWHERE)
def test_annotations(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.annotations.txt", "".join(f"{line}\n" for line in annotations(SITUATIONS[name], RULES)))


@pytest.mark.parametrize("name", EVERYWHERE)
def test_json(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.json", dumps(SITUATIONS[name], f"examples/{name}.md") + "\n")


def test_no_golden_is_left_over() -> None:
    expected = {f"{name}.comment.md" for name in SITUATIONS if name != "long"}
    for kind in ("summary.md", "terminal.txt", "explain.txt", "annotations.txt", "json"):
        expected |= {f"{name}.{kind}" for name in EVERYWHERE}
    assert {path.name for path in GOLDEN.iterdir()} == expected
