"""The page on security names tests that exist, and leaves no threat out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PAGE = (HERE.parent / "docs" / "security-model.md").read_text("utf-8")
SHOULD = {11, 17, 29, 33, 56}
ROWS = {
    int(cells[0].split()[0]): cells
    for cells in ([cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines())
    if cells[0].split()[1:] in (["M"], ["S"])
}
TESTS = {
    f"{path.name}::{node.name}"
    for path in HERE.rglob("test_*.py")
    if "node_modules" not in path.parts
    for node in ast.parse(path.read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef)
}


def test_every_threat_has_its_row() -> None:
    assert list(ROWS) == list(range(1, 57))
    assert {number for number, cells in ROWS.items() if cells[0].endswith("S")} == SHOULD
    assert {len(cells) for cells in ROWS.values()} == {4}


@pytest.mark.parametrize("number", ROWS)
def test_every_row_names_tests_that_exist(number: int) -> None:
    named = {part for part in ROWS[number][3].split("`") if part.strip()}
    assert named
    assert named <= TESTS
