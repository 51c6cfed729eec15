"""What a config does: files in tests/config/effects hold a config, pull requests, and what is to come of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from whylint import config, packs
from whylint.engine import lint
from whylint.extends import Fetched, Reference
from whylint.model import PullRequest, RuleSet
from whylint.render.words import headline

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


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('cues:\n  number: {words: [..., "{quantity}x"]}\n  quantity: {words: [..., foo]}', "2:3: `number` refers to"),
        ('personas: ["{people}"]', "1:1: `personas` refers to itself"),
        ('rules:\n  user-problem: {aside: [..., "pain & quantity"]}', "2:31: `pain & quantity` looks beyond one"),
        ("exempt: [..., feature]", "1:15: of a `feature` something is always asked"),
    ],
    ids=["circle-through-shipped-words", "own-words-that-insert-their-cue", "aside-of-a-paragraph", "exempt-feature"],
)
def test_what_could_not_work_is_refused(text: str, says: str):
    with pytest.raises(config.ConfigError) as caught:
        loaded(text)
    assert str(caught.value.problems[0]).startswith(f".github/whylint.yml:{says}")


def test_a_pull_request_for_which_no_rule_is_in_force_is_told_so():
    rules = loaded("extends: {pack: product, when: {labels: [later]}}")
    report = lint(PullRequest(title="Keep drafts"), rules)
    assert report.conclusion == "skipped"
    said = headline(report, rules.messages)
    assert said == "Nothing is asked here: no rule of the config is in force for this pull request."


def test_a_message_may_be_of_a_criterion_that_only_some_pull_requests_are_asked_for():
    files = {"strict.yml": "rules: {user-problem: {requires: {size: [number]}, ignore: [..., hearsay]}}"}
    text = (
        "extends: [product, {pack: ./strict.yml, when: {labels: [big]}}]\n"
        "rules: {user-problem: {messages: {size: How many?, pain: What hurts?, hearsay: Who says so?}}}"
    )

    def fetch(reference: Reference) -> Fetched:
        return Fetched(str(reference), files[reference.path])

    rules = config.load(text, ".github/whylint.yml", packs.shipped(), fetch=fetch)
    body = "## User problem\n\nLandlords cannot see who paid."
    assert lint(PullRequest(body=body, labels=("big",)), rules).findings[0].message == "How many?"
    assert lint(PullRequest(body=body), rules).findings[0].verdict == "met"


def test_several_reasons_why_nothing_is_asked_are_one_sentence():
    rules = loaded(
        "rules: {user-problem: {unless: {labels: [a]}}, success-metric: off, feedback-plan: {when: {labels: [b]}}}"
    )
    said = headline(lint(PullRequest(title="Keep drafts", labels=("a",)), rules), rules.messages)
    assert said == (
        "Nothing is asked here: exempt by the config (label a); the question is for other pull requests (label b)."
    )


OWN = "extends: []\nrules: {screenshots: {title: %s, question: How does it look?%s}}"


@pytest.mark.parametrize("shown", ["![put yours here](https://guide.example/1.png)", "https://guide.example/screens"])
def test_what_the_template_shows_is_no_answer(shown: str):
    template = f"## Screenshots\n\n{shown}\n"
    rules = replace(loaded(OWN % ("Screenshots", "")), templates=(template,))
    found = [lint(PullRequest(body=body), rules).conclusion for body in (template, template.replace("guide", "ours"))]
    assert found == ["failure", "success"]


@pytest.mark.parametrize("title", ["rollback", "e2e tests", "Rollback (if any)"])
def test_a_comment_asks_for_the_title_and_the_question_is_found(title: str):
    rules = loaded(OWN % (title, ""))
    (asked,) = lint(PullRequest(body="Nothing."), rules).findings
    assert asked.asked_under == f"## {title}"
    assert lint(PullRequest(body="## How does it look?\n\nLike before, only in green."), rules).conclusion == "success"


@pytest.mark.parametrize("heading", ["“?(why|how)", "-? (how|why)", "#? (how|plan)"])
def test_a_heading_may_begin_with_a_sign_that_is_optional(heading: str):
    rules = loaded(OWN % ("Screenshots", f", headings: ['{heading}']"))
    assert lint(PullRequest(body="## How\n\nLike before, only in green."), rules).conclusion == "success"
