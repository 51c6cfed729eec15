"""schema/config.schema.json: made from the models, complete, and held against files by another validator."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from whylint import idle
from whylint.model import OWN_SECTION
from whylint.packs import shipped

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "schema" / "config.schema.json"
SCHEMA: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
CONFIGS = ROOT / "tests" / "config"
# What only whylint knows: names of rules and cues, RE2, conditions that cannot hold, the reading of YAML itself.
BEYOND = {
    "03-unknown-rule",
    "10-alias-and-anchor",
    "11-merge-key",
    "21-every-rule-off",
    "32-own-rule-without-a-question",
    "33-unknown-cue",
    "35-pattern-that-re2-refuses",
    "36-ascii-only-classes",
    "37-phrase-with-an-open-bracket",
    "38-cue-that-inserts-itself",
    "40-rule-that-never-applies",
    "48-date-that-is-none",
    "52-no-rules",
    "55-too-large",
    "56-heading-that-is-no-phrase",
    "57-day-that-is-none",
    "58-criterion-of-nothing",
    "59-messages-of-a-rule",
    "60-what-it-stands-on-anyway",
    "64-conditions-that-fit-nothing",
    "65-own-section-elsewhere",
    "66-settings-without-effect",
    "68-apps-and-refs",
    "69-patterns-that-count-too-much",
    "74-cue-named-own-section",
    "77-messages-of-what-is-replaced",
    "80-patterns-whose-parts-multiply",
}


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("config_schema", ROOT / "scripts" / "config_schema.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_what_the_models_make():
    assert PATH.read_text("utf-8") == generator().text(), "run make schema"


def keys(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that may be written, with what is said of it."""
    for name, given in part.get("properties", {}).items():
        yield f"{path}{name}", given


def test_every_key_is_described_and_has_an_example():
    parts = {"": SCHEMA, **{f"{name}.": part for name, part in SCHEMA["$defs"].items()}}
    found = [pair for path, part in parts.items() for pair in keys(part, path)]
    assert len(found) > 50
    assert [name for name, given in found if len(given.get("description", "")) < 12] == []
    assert [name for name, given in found if not given.get("examples")] == []


def refused(*paths: Path) -> set[str]:
    """Which of some files check-jsonschema refuses."""
    run = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--schemafile", str(PATH), "-o", "json", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    said = json.loads(run.stdout)
    wrong = [*said.get("errors", []), *said.get("parse_errors", [])]
    return {Path(each["filename"]).stem for each in wrong}


def test_good_files_are_good(tmp_path: Path):
    good = sorted((CONFIGS / "good").glob("*.yml"))
    for path in (CONFIGS / "effects").glob("*.yml"):
        inner = tmp_path / path.name
        inner.write_text(yaml.safe_load(path.read_text("utf-8"))["config"], "utf-8")
        good.append(inner)
    assert refused(*good) == set()


def test_bad_files_are_bad():
    broken = sorted((CONFIGS / "broken").glob("*.yml"))
    assert {path.stem for path in broken} - refused(*broken) == BEYOND


def test_files_are_named_as_the_loader_takes_them(tmp_path: Path):
    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_text("extends: [product, .github/strict.yml, ./strict.yml, acme/rules@v1]\n", "utf-8")
    bad.write_text("extends: strict.yml\n", "utf-8")
    assert refused(good, bad) == {"bad"}


def test_what_editors_offer_exists():
    assert [name for name in generator().CUES if name not in shipped().cues] == [OWN_SECTION]
    assert list(SCHEMA["properties"]["messages"]["properties"]) == list(shipped().messages)
    settings = SCHEMA["$defs"]["RuleSettings"]["properties"]
    assert set(settings["messages"]["properties"]) == set(idle.PLACES)
    metric = SCHEMA["properties"]["rules"]["properties"]["success-metric"]["anyOf"][0]["allOf"][1]["properties"]
    assert list(metric["requires"]["properties"]) == ["measure", "target"]


def test_an_editor_shows_the_default_of_a_key():
    told = {name: given["description"] for name, given in SCHEMA["properties"].items()}
    assert told["comment"].endswith(" Default: `on-findings`.")
    assert told["tiny"].endswith(" Default: `10`.")
    severity = SCHEMA["$defs"]["RuleSettings"]["properties"]["severity"]["description"]
    assert severity.endswith(" A rule of your own has `error`.")


@pytest.mark.parametrize("path", [*ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.yml")], ids=lambda path: path.name)
def test_the_line_for_editors_names_this_file(path: Path):
    lines = [line for line in path.read_text("utf-8").splitlines() if "yaml-language-server" in line]
    assert all(line.endswith("/schema/config.schema.json") for line in lines)
