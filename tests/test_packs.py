"""The shipped rules hold together, and packs become what the engine reads."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.config import shapes

from whylint import config, match, packs, patterns
from whylint.index import Marked
from whylint.kept import read_cues
from whylint.model import OWN_SECTION, Criterion, Cue, Kind, Noise, Rule, Severity
from whylint.strict_yaml import read
from whylint.text import clean, key

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "rules"
SMALL = Path(__file__).resolve().parent / "config" / "pack"
KINDS_OF_CHANGE = ("feature", "fix", "performance", "infrastructure", "refactoring")
# What the engine looks for by name (the comments in rules/cues/en.yml say what they mean).
FIXED_CUES = {"placeholder", "concrete", "link", "not-applicable", "reason", "reason-before", "no-reason", "filler"}
FIXED_CUES |= {"prompt", "question", "quantity"}
FIXED_MESSAGES = {"missing", "why", "hint"}
SHAPES = {
    "catalog": shapes.RuleFile,
    "packs": shapes.PackFile,
    "cues": shapes.CuesFile,
    "messages": shapes.MessagesFile,
    "kinds.yml": shapes.KindsFile,
    "noise.yml": shapes.NoiseFile,
    "languages.yml": shapes.LanguagesFile,
    "own-words.yml": shapes.OwnWordsFile,
}


def files(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Every YAML file in a folder of the shape of rules/, with the model that describes it."""
    for path in sorted(folder.rglob("*.yml")):
        within = path.relative_to(folder)
        if within.parts[0] in ("start", "leaning"):  # test_commands.py and test_leaning.py look at them
            continue
        yield path, SHAPES[within.parts[0]]


def strictly(path: Path) -> Any:
    return read(path.read_bytes(), path.name, max_bytes=512 * 1024)


SHIPPED = list(files(RULES))
PACKS = [path for path, shape in SHIPPED if shape is shapes.PackFile]
LANGUAGES = sorted(path.stem for path in (RULES / "cues").glob("*.yml"))
shipped_files = pytest.mark.parametrize(
    ("path", "shape"), [*SHIPPED, *files(SMALL)], ids=lambda value: getattr(value, "stem", None)
)
rules = pytest.mark.parametrize(
    "rule",
    [packs.read_rule(RULES, path.stem, Severity.ERROR) for path, shape in SHIPPED if shape is shapes.RuleFile],
    ids=lambda rule: rule.id,
)
languages = pytest.mark.parametrize("language", LANGUAGES)


def test_nothing_that_should_be_there_is_absent():
    names = {str(path.relative_to(RULES)) for path, _ in SHIPPED}
    packed = {f"packs/{name}.yml" for name in ("product", "bugfix", "experiment", "outcome", "platform", "open-source")}
    assert names >= packed
    assert names >= {"kinds.yml", "noise.yml", "cues/en.yml", "messages/en.yml"}


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.stem)
def test_every_pack_names_rules_of_the_catalog(pack: Path):
    assert packs.shipped(pack.stem).rules


@shipped_files
def test_every_file_has_its_shape(path: Path, shape: Any):
    config.check(strictly(path), shape)


@languages
def test_every_cue_says_something(language: str):
    assert [name for name, cue in read_cues(RULES, language).items() if not cue.words + cue.patterns] == []


@shipped_files
def test_a_strict_reader_and_a_fast_one_agree(path: Path, shape: Any):
    """No word of ours may turn into a date, an octal number or, as ``no`` does, a boolean."""
    assert strictly(path).data == yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def test_the_product_pack_asks_its_three_questions():
    assert [(rule.id, rule.severity) for rule in packs.shipped().rules] == [
        ("user-problem", Severity.ERROR),
        ("success-metric", Severity.ERROR),
        ("feedback-plan", Severity.ERROR),
    ]


@rules
def test_every_cue_that_a_rule_names_exists(rule: Rule):
    criteria = (*rule.requires, *rule.loosely, *rule.strengthens)
    ways = [way for each in criteria for way in (*each.alternatives, *each.nearby)]
    named = {cue for way in (*ways, *rule.aside, *rule.near) for cue in way}
    assert {*named, *rule.ignore, *rule.waiver, *rule.in_code} - {OWN_SECTION, *packs.shipped().cues} == set()


@rules
def test_every_required_criterion_has_its_message_and_no_message_is_idle(rule: Rule):
    required = {criterion.name for criterion in rule.requires}
    assert set(rule.messages) >= {*FIXED_MESSAGES, *required}
    assert set(rule.messages) - {*FIXED_MESSAGES, "waive"} - required - set(rule.ignore) == set()


@rules
def test_criteria_have_names_of_their_own(rule: Rule):
    names = [criterion.name for criterion in (*rule.requires, *rule.strengthens)]
    assert len(names) == len(set(names))
    assert set(names) & (FIXED_MESSAGES | set(rule.ignore)) == set(), "one message key would have two meanings"


@rules
def test_a_rule_shows_an_example_for_every_kind_of_change(rule: Rule):
    assert set(rule.examples.show) == set(KINDS_OF_CHANGE)
    assert len(rule.examples.met) >= 12
    assert len(rule.examples.weak) >= 12
    assert rule.examples.missing


@rules
def test_headings_are_written_as_they_are_compared(rule: Rule):
    assert [heading for heading in rule.headings if heading != heading.lower().strip()] == []
    assert len(set(rule.headings)) == len(rule.headings)
    assert rule.title.lower() in rule.headings


def test_no_heading_belongs_to_two_rules_unless_both_are_answered_there():
    owners: dict[str, set[str]] = {}
    for path in (RULES / "catalog").glob("*.yml"):
        for heading in packs.read_rule(RULES, path.stem, Severity.ERROR).headings:
            owners.setdefault(key(clean(heading)), set()).add(path.stem)
    shared = {heading: rules for heading, rules in owners.items() if len(rules) > 1}
    listed = strictly(Path(__file__).with_name("shared_headings.yml")).data
    assert shared == {heading: set(each["rules"]) for each in listed for heading in each["headings"]}


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.stem)
def test_a_pack_says_at_its_top_for_whom_it_is(pack: Path):
    assert pack.read_text("utf-8").startswith("# ")


def test_the_engine_finds_the_cues_that_it_knows_by_name():
    assert FIXED_CUES - set(packs.shipped().cues) == set()


@languages
def test_every_cue_compiles_with_all_that_it_refers_to(language: str):
    english = match.Lexicon(packs.shipped().cues)
    lexicon = english if language == "en" else match.Lexicon(read_cues(RULES, language), english)
    refused = []
    for name in read_cues(RULES, language):
        try:
            lexicon.compile(name)
        except patterns.BadCue as error:
            refused.append(str(error))
    assert refused == []


def test_every_pattern_beside_the_cues_compiles():
    ruleset = packs.shipped()
    sources = [*ruleset.noise.lines, *ruleset.noise.comments]
    for kind in ruleset.kinds:
        sources += [*kind.titles, *kind.branches, *kind.bodies, *kind.labels]
    assert all(patterns.pattern(source) for source in sources)


def test_kinds_are_those_that_examples_are_written_for():
    kinds = {kind.name: kind for kind in packs.shipped().kinds}
    assert set(kinds) >= set(KINDS_OF_CHANGE) - {"feature"}
    assert "feature" not in kinds, "it is what is left when no sign is seen"
    assert [name for name, kind in kinds.items() if kind.bare and kind.asks] == []
    unreachable = [
        name
        for name, kind in kinds.items()
        if not (kind.authors or kind.titles or kind.branches or kind.labels or kind.paths)
    ]
    assert unreachable == []


def placeholders(text: str) -> set[str]:
    """The names between braces."""
    return {part.partition("}")[0] for part in text.split("{")[1:] if "}" in part}


@rules
def test_the_messages_of_a_rule_quote_nothing_but_what_was_found(rule: Rule):
    assert {name for text in rule.messages.values() for name in placeholders(text)} <= {"found"}


def test_every_placeholder_of_a_message_is_filled_somewhere():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src" / "whylint").rglob("*.py")]
    filled = {node.arg for tree in trees for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    messages = packs.shipped().messages
    assert {key: placeholders(text) - filled for key, text in messages.items() if placeholders(text) - filled} == {}


def test_a_small_pack_becomes_plain_values():
    ruleset = packs.read_folder(SMALL)
    rule = ruleset.rules[0]
    assert rule.requires == (
        Criterion("who", (("person",),)),
        Criterion("pain", (("pain",), ("wish", "person"))),
    )
    assert rule.loosely == (Criterion("pain", (("wish",),)),)
    assert rule.strengthens == (Criterion("size", (("number",),)),)
    assert (rule.id, rule.title, rule.severity) == ("user-problem", "User problem", Severity.ERROR)
    assert (rule.headings, rule.ignore, rule.waiver) == (("user problem", "why"), ("wish",), ("machine-only",))
    assert rule.near == (("person",),)
    assert (rule.aside, rule.quotes, rule.under_others) == ((("number", "person"),), True, False)
    assert rule.not_under == ("rollout",)
    assert rule.leans is True
    assert dict(rule.examples.show) == {"feature": "Readers lose their place."}, "without the line end of the block"
    assert (rule.examples.met, rule.examples.weak, rule.examples.missing) == (
        ("Readers lose their place.",),
        (),
        ("TBD",),
    )
    assert ruleset.cues["machine-only"] == Cue("machine-only", words=("NOOP",), case_sensitive=True)
    assert ruleset.cues["number"] == Cue("number", patterns=("[0-9]+",))
    assert ruleset.kinds == (
        Kind("revert", asks=False, bare=True, titles=("^revert ",)),
        Kind(
            "documentation",
            asks=False,
            authors=("docs[bot]",),
            branches=("^docs/",),
            labels=("docs",),
            paths=("docs/**",),
        ),
    )
    assert ruleset.noise == Noise(("summary by a bot",), ("signed-off-by",), ("generated with",), ("^bot",))
    assert dict(ruleset.messages) == {"status.next": "{count} to go."}


def test_what_is_shared_cannot_be_changed():
    ruleset = packs.shipped()
    assert packs.shipped() is ruleset
    for shared in (ruleset.cues, ruleset.messages, ruleset.rules[0].messages, ruleset.rules[0].examples.show):
        with pytest.raises(TypeError):
            shared["new"] = "value"  # type: ignore[index]


def test_a_rule_takes_what_it_needs_and_no_more():
    rule = packs.rule_from("data-loss", {"title": "Data loss", "question": "What may be lost?"})
    assert (rule.title, rule.severity, rule.requires) == ("Data loss", Severity.ERROR, ())


def test_an_installed_whylint_reads_the_rules_inside_its_package(tmp_path: Path):
    package = tmp_path / "whylint"
    shutil.copytree(Path(packs.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__", "rules"))
    shutil.copytree(SMALL, package / "rules")
    script = "from whylint import packs; print(packs.rules_folder(), len(packs.shipped().cues))"
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == f"{package / 'rules'} 5\n"


def test_an_unknown_pack_or_language_is_not_read_from_elsewhere():
    with pytest.raises(FileNotFoundError):
        packs.read_folder(SMALL, pack="nothing")
    with pytest.raises(FileNotFoundError):
        packs.read_folder(SMALL).languages.load("xx")


@pytest.mark.parametrize("path", sorted(packs.rules_folder().rglob("*.yml")), ids=lambda path: path.name)
def test_every_reader_of_yaml_agrees_on_what_we_ship(path: Path):
    text = path.read_text("utf-8")
    assert yaml.load(text, Loader=yaml.CSafeLoader) == yaml.load(text, Loader=yaml.SafeLoader)


@pytest.mark.slow
def test_a_wheel_carries_what_reading_its_rules_comes_to(tmp_path: Path):
    """It is built and unpacked; a check by it reads no YAML and works no marks out."""
    without = "import runpy, sys; sys.modules.update(dict.fromkeys(['re2', 'pyromark', 'pydantic', 'github', 'click']))"
    hatchling = [sys.executable, "-c", f"{without}; runpy.run_module('hatchling', run_name='__main__')"]
    build = [*hatchling, "build", "--target", "wheel", "--directory", str(tmp_path)]  # a build has no library of ours
    subprocess.run(build, cwd=RULES.parent, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()
    shutil.unpack_archive(wheel, tmp_path / "unpacked", "zip")
    (described,) = (tmp_path / "unpacked").glob("*.dist-info/METADATA")
    for language in sorted(path.stem for path in (RULES / "cues").glob("*.yml")):
        carried = json.loads((tmp_path / "unpacked/whylint/rules/kept/marks" / f"{language}.json").read_bytes())
        cues = read_cues(packs.rules_folder(), language)
        assert isinstance(cues, Marked)
        assert cues.marks.as_data() == carried["data"], f"{language}: what a checkout keeps would come out otherwise"
    links = [part.partition(")")[0] for part in described.read_text("utf-8").split("](")[1:]]
    assert {link[:4] for link in links if not link.startswith("#")} == {"http"}, "PyPI has no files beside the README"
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "whylint", "check", "--format", "json", "-"],
        input="## Problem\n\nSupport cannot see why an order failed.\n",
        env={"PYTHONPATH": str(tmp_path / "unpacked")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stderr[-2000:]
    loaded = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert loaded >= {"whylint.kept", "whylint.index"}
    assert loaded & {"yaml", "whylint.marking", "whylint.needs"} == set()
    assert packs.rules_folder() in {RULES, Path(packs.__file__).parent / "rules"}  # the latter in `make wheel`
