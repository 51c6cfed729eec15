"""What a config does: files in tests/config/effects hold a config, pull requests, and what is to come of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from whylint import config, packs
from whylint.engine import lint
from whylint.model import PullRequest, RuleSet

EFFECTS = sorted((Path(__file__).resolve().parent / "config" / "effects").glob("*.yml"))
CASES = [
    pytest.param(data["config"], case, id=f"{path.stem}-{number}")
    for path in EFFECTS
    for data in [yaml.safe_load(path.read_text("utf-8"))]
    for number, case in enumerate(data["cases"], 1)
]


def loaded(text: str) -> RuleSet:
    return config.load(text, ".github/whylint.yml", packs.shipped())


def pull(case: dict[str, Any]) -> PullRequest:
    facts = {key: value for key, value in case.items() if key in PullRequest.__dataclass_fields__}
    for key, value in facts.items():
        if isinstance(value, list):
            facts[key] = tuple(tuple(each) if isinstance(each, list) else each for each in value)
    return PullRequest(**facts)


@pytest.mark.parametrize(("text", "case"), CASES)
def test_a_config_does_this(text: str, case: dict[str, Any]):
    report = lint(pull(case), loaded(text))
    if "expect" in case:
        assert {each.rule.id: f"{each.verdict} {each.severity}" for each in report.findings} == case["expect"]
    if "conclusion" in case:
        assert report.conclusion == case["conclusion"]
    for field in ("message", "reason", "capped"):
        if field in case:
            assert case[field] in {getattr(each, field).replace("{found}", each.found) for each in report.findings}
