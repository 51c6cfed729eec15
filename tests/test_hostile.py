"""Descriptions that are written to be slow: 64 KB each, within fifty times the budget."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.limits import within

from whylint.engine import lint
from whylint.model import PullRequest
from whylint.packs import shipped

ROOT = Path(__file__).resolve().parents[1]
SIZE = 65_536
BUDGET = 0.3  # seconds
UNITS: dict[str, str] = yaml.safe_load((ROOT / "benchmarks" / "hostile.yml").read_bytes())
WORDS = UNITS["prose"]
SHAPES = {
    **{name: unit * (SIZE // len(unit)) for name, unit in UNITS.items()},
    "code": "```\n" + WORDS * 600 + "\n```",
    "footnotes of footnotes": "".join(f"[^{number}]: [^{number + 1}]\n" for number in range(4500)),
    "footnotes that are shown": "".join(f"a[^{number}]\n\n[^{number}]: b\n\n" for number in range(3000)),
    "nested pictures": "![" * 9000 + "a" + "](x)" * 9000,
    "links that a blank line keeps open": "](" * 16_000 + " \n" * 16_000,
    "tags shown as letters, behind a vertical tab": "<textarea\v",
    "links whose title has no end": "](a( (" * 5_000 + "\\)" * 16_000,
    "reference": "[a]: /x\n" + "[a]" * 20_000,
    "long header": "| a | " + "x " * 8000 + "| c |\n|-|-|-|\n" + "|1|2|3|\n" * 6000,
    "many tables": "a|b\n-|-\nx|y|z\n\n" * 4300,
    "wide table": "|" + "a|" * 8192 + "\n|" + "-|" * 8192 + "\n" + "a\n" * 16_384,
    "filled-up table": "|" + "abcdefgh abcdefgh|" * 50 + "\n|" + "-|" * 50 + "\n" + "1|2|3\n" * 9000,
    "answers": "## Success metric\n\n" + "tests pass\n\n" * 5000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_worst_input_is_judged_in_time(shape: str) -> None:
    ruleset = shipped()
    with within(BUDGET):
        report = lint(PullRequest(title="Keep orders", body=SHAPES[shape]), ruleset)
    assert [finding.rule.id for finding in report.findings] == [rule.id for rule in ruleset.rules]
