"""What the shipped rules say of descriptions.

Our own labelled ones, the rules' own examples, and the corpus where it is there.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.judgement import FIGURES, OURS, Judged, by_rules, figures, judge, own_cases

from whylint.engine import lint
from whylint.model import Conclusion, PullRequest, Rule, Verdict
from whylint.packs import rules_folder, shipped

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent.parent / "shared" / "corpus"
RULESET = shipped()
CATALOG = by_rules(sorted(path.stem for path in (rules_folder() / "catalog").glob("*.yml")))
CASES = list(own_cases())


@cache
def judged(number: int) -> list[Judged]:
    return judge([CASES[number]], RULESET)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number].name)
def test_our_own_descriptions_are_judged_as_labelled(number: int) -> None:
    verdicts = {each.finding.rule.id: each.finding.verdict.value for each in judged(number)}
    for rule, expected in CASES[number].expected.items():
        allowed = [expected] if isinstance(expected, str) else expected
        assert verdicts[rule] in allowed, f"{rule}: {CASES[number].reasons[rule]}"


def test_the_committed_figures_of_our_own_descriptions_are_those_of_today() -> None:
    found = figures([each for number in range(len(CASES)) for each in judged(number)])
    assert found[OURS] == json.loads(FIGURES.read_text("utf-8"))[OURS], "make judgement ARGS=--write"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (kind, title)
        for kind, titles in yaml.safe_load(HERE.joinpath("kinds.yml").read_text("utf-8")).items()
        for title in titles
    ],
)
def test_a_title_tells_the_kind_of_change(kind: str, title: str) -> None:
    assert lint(PullRequest(title=title, body="A sentence."), RULESET).kind == kind


def examples() -> Iterator[Any]:
    for rule in CATALOG.rules:
        shown = [(text, {"met"}) for text in rule.examples.show.values()]
        told = [(text, {"met"}) for text in rule.examples.met]
        weak = [(text, {"weak", "missing"}) for text in rule.examples.weak]
        missing = [(text, {"missing"}) for text in rule.examples.missing]
        for number, (text, allowed) in enumerate([*shown, *told, *weak, *missing]):
            yield pytest.param(rule, text, allowed, id=f"{rule.id}-{number}")


@pytest.mark.parametrize(("rule", "text", "allowed"), list(examples()))
def test_every_example_is_judged_as_it_says(rule: Rule, text: str, allowed: set[str]) -> None:
    report = lint(PullRequest(body=f"## {rule.title}\n\n{text}\n"), CATALOG)
    (finding,) = (each for each in report.findings if each.rule.id == rule.id)
    assert finding.verdict.value in allowed


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_what_a_comment_offers_to_paste_is_no_answer(rule: Rule) -> None:
    body = f"## {rule.title}\n<!-- {rule.messages['hint']} -->\n"
    (finding,) = (each for each in lint(PullRequest(body=body), CATALOG).findings if each.rule.id == rule.id)
    assert finding.verdict is Verdict.MISSING


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("good", ["met", "met", "met"]),
        ("half-filled", ["met", "weak", "missing"]),
        ("prose", ["met", "met", "met"]),
        ("template", ["missing", "missing", "missing"]),
    ],
)
def test_the_first_descriptions_that_a_newcomer_sees(name: str, verdicts: list[str]) -> None:
    body = (HERE.parent / "examples" / f"{name}.md").read_text("utf-8")
    assert [finding.verdict.value for finding in lint(PullRequest(body=body), RULESET).findings] == verdicts


ANSWERED = yaml.safe_load(Path(__file__).with_name("answered.yml").read_text("utf-8"))
FORMS = {
    "heading": "## {title}\n\n{text}\n",
    "underlined": "{title}\n---\n{text}\n",
    "emoji and colon": "### :rocket: 3. {title}:\n{text}\n",
    "bold line": "**{title}**\n\n{text}\n",
    "bold label": "**{title}:** {text}\n",
    "label": "{title}: {text}\n",
    "list": "- **{title}**: {text}\n",
    "table": "| Question | Answer |\n|---|---|\n| {title} | {text} |\n",
    "details": "<details><summary>{title}</summary>\n\n{text}\n\n</details>\n",
    "question": "{question}\n{text}\n",
    "prose": "{text}\n",
    "wrong place": "## Notes\n\nThis touches the order form.\n\n{text}\n",
    "windows": "## {title}\r\n\r\n{text}\r\n",
    "quoted prompt": "## {title}\n\n> {text}\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_a_good_answer_counts_in_any_form(rule: Rule, form: str) -> None:
    body = FORMS[form].format(title=rule.title, question=rule.question, text=ANSWERED[rule.id])
    (finding,) = (each for each in lint(PullRequest(body=body), CATALOG).findings if each.rule.id == rule.id)
    assert finding.verdict is Verdict.MET
    for evidence in finding.evidence:
        line = body.replace("\r\n", "\n").split("\n")[evidence.place.line - 1]
        assert line[evidence.place.column - 1 :].startswith(evidence.place.text.split()[0])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_it(body: str) -> None:
    assert len(lint(PullRequest(title=body[:40], body=body), CATALOG).findings) == len(CATALOG.rules)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(ANSWERED)), st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad"), st.integers(0, 60))
def test_an_invisible_character_changes_no_verdict(rule: str, invisible: str, position: int) -> None:
    body = ANSWERED[rule]
    tricked = body[:position] + invisible + body[position:]
    assert verdicts(tricked) == verdicts(body)
    assert verdicts("TBD"[: position % 4] + invisible + "TBD"[position % 4 :]) == verdicts("TBD")


@cache
def verdicts(body: str) -> list[str]:
    return [finding.verdict.value for finding in lint(PullRequest(body=body), CATALOG).findings]


def corpus(name: str) -> list[dict[str, Any]]:
    file = CORPUS / name
    if not file.is_file():
        warnings.warn(f"SKIPPED: {name} is not there, so nothing is said about real descriptions", stacklevel=2)
        pytest.skip(f"{name} is not there")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.filterwarnings("default:SKIPPED")
def test_no_unfilled_template_is_an_answer() -> None:
    for row in corpus("templates.jsonl"):
        for templates in ((), (row["text"],)):
            report = lint(PullRequest(body=row["text"]), replace(CATALOG, templates=templates))
            met = [finding.rule.id for finding in report.findings if finding.verdict is Verdict.MET]
            assert met == [], row["repo"]


@pytest.mark.parametrize(
    "title",
    [
        "style: rewrite billing",
        "Apply black theme to the shop",
        "Merge branch of the river feature",
        "Merge staging and production dashboards",
        "Sync development settings between devices",
        "chore: 3.5 million rows move to the new table",
        "chore: release the lock on shutdown",
        "Release 3 seats held by expired carts",
        "Prepare release pipeline for ARM",
        "Version packages differently",
    ],
)
def test_a_title_that_only_sounds_like_an_exempt_kind_is_asked(title: str) -> None:
    assert lint(PullRequest(title=title, body="Does it."), RULESET).conclusion is not Conclusion.SKIPPED


@pytest.mark.parametrize(
    "title",
    [
        "chore(release): 1.2.3",
        "chore(release): publish v4.0.0-rc.1 [skip ci]",
        "chore(main): release 4.12.0",
        "chore(main): release ui 1.2.0",
        "Release v2",
        "Release 1.2: Amber",
        "prepare release 1.10",
        "1.0.0rc1",
        "Version Packages (beta)",
    ],
)
def test_the_titles_of_exempt_kinds(title: str) -> None:
    assert lint(PullRequest(title=title), RULESET).conclusion is Conclusion.SKIPPED


@pytest.mark.parametrize(
    ("title", "head", "body"),
    [
        ("Merge remote-tracking branch 'origin/main' into topic", "sync/upstream", ""),
        ("Merge pull request #12 from o/topic", "develop", ""),
        ("Run ruff format", "format-all", ""),
        ("chore: apply black to all files", "", "No functional changes."),
        ("New Crowdin updates", "l10n_main", ""),
        (
            "Translations update from Hosted Weblate",
            "",
            "Translations update from [Hosted Weblate](https://weblate.org).",
        ),
        ("Back out payments", "", "Reverts pull request #7."),
        ("[8.x] Prices (backport #12)", "", "# Backport\n\nThis will backport the following commits from `main`"),
    ],
)
def test_exempt_kinds_that_need_a_second_sign(title: str, head: str, body: str) -> None:
    assert lint(PullRequest(title=title, head=head, body=body), RULESET).conclusion is Conclusion.SKIPPED
    assert lint(PullRequest(title=title), RULESET).conclusion is not Conclusion.SKIPPED


def test_where_not_all_changed_paths_are_known_none_of_them_exempts() -> None:
    pull_request = PullRequest(title="docs: explain", files=("docs/a.md",) * 100)
    assert lint(pull_request, RULESET).conclusion is Conclusion.SKIPPED
    assert lint(replace(pull_request, files_complete=False), RULESET).kind == "feature"
