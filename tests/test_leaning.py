"""What is told in words of answers is no absence: how words are weighed, and what that may and may not change."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from whylint.config import load
from whylint.engine import lint
from whylint.languages import Asked, Learnt, Scale
from whylint.leaning import leaning, terms, weigh
from whylint.model import PullRequest, Report, RuleSet, Verdict
from whylint.packs import rules_folder, shipped
from whylint.render.terminal import terminal

ROOT = Path(__file__).resolve().parents[1]
TRAINING = sorted((ROOT / "training").glob("*.jsonl"))
UNSEEN = sorted((ROOT / "tests" / "unseen").glob("*.jsonl"))
RULE = "success-metric"
# Nothing but "happy campers" and "glad" speaks for an answer here, and nothing but "sad" against it.
SCALE = Scale(
    base=-100,
    cues={"met": 600, "unsure": 300, "weak": 0, "missing": 0},
    met=300,
    unsure={"met": -2400, "weak": 295, "missing": 50},
    against={"words": -500, "network": -400},
)
TERMS = {"happy": "100 0", "campers": "100 0", "happy campers": "200 300", "glad": "100 900", "sad": "100 -900"}
LEARNT = Learnt({RULE: SCALE}, TERMS)
HEARD = "At the lake there will be happy campers by the dozen when this is out."


def judged(body: str, ruleset: RuleSet | None = None, learnt: Learnt = LEARNT, network: Asked | None = None) -> Report:
    ruleset = ruleset or shipped()
    languages = replace(ruleset.languages, learnt=lambda: learnt, network=lambda: network or pytest.fail("asked"))
    return lint(PullRequest(title="Add a jetty", body=body), replace(ruleset, languages=languages))


def metric(report: Report) -> Any:
    return next(each for each in report.findings if each.rule.id == RULE)


def test_words_and_pairs_of_a_sentence() -> None:
    assert list(terms("The p95 fell by 12.5 % (from 300ms).")) == [
        *"the 0p fell by 0 . 0 % ( from 0ms ) .".split(),
        *("the 0p", "0p fell", "fell by", "by 0", "0 .", ". 0", "0 %", "% (", "( from", "from 0ms", "0ms )", ") ."),
    ]


def test_how_far_a_text_leans() -> None:
    # "happy" stands twice, "campers" and the pair once: tf-idf 1 + ln 2, 1, 2; only the pair weighs anything.
    length = math.sqrt((100 * (1 + math.log(2))) ** 2 + 100**2 + 200**2)
    found = leaning(LEARNT, RULE, weigh(LEARNT, ["Happy campers are happy.", "So they say"]))
    assert found == pytest.approx(-100 + 200 * 300 / length)
    assert leaning(LEARNT, RULE, weigh(LEARNT, ["Nothing known"])) == -100
    with pytest.raises(ValueError, match="feedback-plan"):
        leaning(LEARNT, "feedback-plan", weigh(LEARNT, ["Happy campers"]))


def test_what_is_told_in_words_of_answers_is_unsure_and_quoted() -> None:
    body = f"The jetty is built from larch.\n\n{HEARD}\n\nBoards are 4 m long."
    assert metric(judged(body, learnt=Learnt())).verdict is Verdict.MISSING
    found = metric(judged(body))
    assert (found.verdict, found.found, found.place.line) == (Verdict.UNSURE, HEARD, 3)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        pytest.param("There will be happy campers.", Verdict.MISSING, id="too short to be unsure about"),
        pytest.param(f"> {HEARD}", Verdict.MISSING, id="quoted"),
        pytest.param(f"<!-- {HEARD} -->", Verdict.MISSING, id="a comment"),
        pytest.param(f"- [ ] {HEARD}", Verdict.MISSING, id="an unticked box"),
        pytest.param(
            f"## Success metric\nTBD\n\n## Notes\n{HEARD}", Verdict.MISSING, id="a placeholder under its heading"
        ),
        pytest.param(f"## Success metric\nAll tests pass. {HEARD}", Verdict.WEAK, id="a bad sign beside it"),
        pytest.param(
            "Por eso los campistas no saben adonde ir con las tiendas: happy campers.", Verdict.MISSING, id="Spanish"
        ),
    ],
)
def test_what_does_not_become_unsure(body: str, verdict: Verdict) -> None:
    assert metric(judged(body)).verdict is verdict


def test_a_paragraph_counts_together_with_all_that_is_said() -> None:
    body = f"The jetty is built from larch.\n\n{HEARD}"
    assert metric(judged(body)).verdict is Verdict.UNSURE
    against = replace(LEARNT, terms={**LEARNT.terms, "larch": "100 -600"})
    assert metric(judged(body, learnt=against)).verdict is Verdict.MISSING
    assert metric(judged(HEARD, learnt=against)).verdict is Verdict.UNSURE


def test_a_rule_that_a_team_asks_its_own_way_is_judged_by_that_alone() -> None:
    own = load("rules: {success-metric: {requires: {measure: [measurable]}}}", "w.yml", shipped())
    assert metric(judged(HEARD, own)).verdict is Verdict.MISSING
    headed = load("rules: {success-metric: {severity: warning, headings: [..., How many]}}", "w.yml", shipped())
    assert metric(judged(HEARD, headed)).verdict is Verdict.UNSURE


PADDING = " ".join(["A word."] * 10)
MEASURED = "Share of tents that are pitched before noon: 22% today, 40% by June."
"""What the cues call met."""
HALF = "The share of tents pitched before noon at the lake, which is 22% today, matters to us."
"""What the cues are unsure about."""


@pytest.mark.parametrize(
    ("body", "by_cues", "verdict"),
    [
        pytest.param(MEASURED, Verdict.MET, Verdict.MET, id="met, and nothing speaks against it"),
        pytest.param(f"{MEASURED} How sad.", Verdict.MET, Verdict.UNSURE, id="met, and doubted"),
        pytest.param(
            f"## Success metric\n{MEASURED} How sad.", Verdict.MET, Verdict.MET, id="met under its own heading"
        ),
        pytest.param(HALF, Verdict.UNSURE, Verdict.UNSURE, id="unsure, and nothing speaks for it"),
        pytest.param(f"{HALF} Happy campers.", Verdict.UNSURE, Verdict.MET, id="unsure, and settled"),
        pytest.param(f"{HALF} How sad.", Verdict.UNSURE, Verdict.UNSURE, id="unsure, and words do not refuse it"),
        pytest.param(
            f"## Success metric\n{HALF} Happy campers.", Verdict.UNSURE, Verdict.MET, id="settled under its own heading"
        ),
        pytest.param(
            f"## Success metric\nTBD\n\n## Notes\n{HALF} Happy campers.",
            Verdict.MISSING,
            Verdict.MISSING,
            id="words do not excuse a placeholder",
        ),
        pytest.param(
            f"## Success metric\n- [ ] {HALF}\n\n## Notes\n{HEARD}",
            Verdict.UNSURE,
            Verdict.UNSURE,
            id="words do not tick a box",
        ),
        pytest.param(f"{HEARD} How glad.", Verdict.MISSING, Verdict.MET, id="clear by words alone"),
    ],
)
def test_cues_and_words_come_to_a_verdict(body: str, by_cues: Verdict, verdict: Verdict) -> None:
    assert metric(judged(body, learnt=Learnt())).verdict is by_cues
    found = metric(judged(body))
    assert found.verdict is verdict
    assert found.found
    assert bool(found.message) is (verdict is not Verdict.MET)


ASKING = replace(LEARNT, scales={RULE: replace(SCALE, network=100)})
"""The same, and each unit of the network's answer counts 100."""


@pytest.mark.parametrize(
    ("body", "answer", "verdict"),
    [
        pytest.param(HEARD, 5, Verdict.MET, id="missing by cues, and met"),
        pytest.param(HEARD, -5, Verdict.MISSING, id="missing by cues, heard by words, and refused"),
        pytest.param(HALF, 5, Verdict.MET, id="unsure, and met"),
        pytest.param(HALF, 1.5, Verdict.UNSURE, id="unsure, and no more is known"),
        pytest.param(HALF, -9, Verdict.UNSURE, id="unsure, and the network alone does not refuse it"),
        pytest.param(f"{HALF} How sad.", -3.9, Verdict.UNSURE, id="unsure, and the network is not sure"),
        pytest.param(f"{HALF} How sad.", -4.1, Verdict.MISSING, id="unsure, and both words and network are against it"),
        pytest.param(f"## Metric\n{HALF} How sad.", -9, Verdict.UNSURE, id="unsure under its own heading"),
        pytest.param(MEASURED, 5, Verdict.MET, id="met"),
        pytest.param(MEASURED, -9, Verdict.UNSURE, id="met by cues, and doubted"),
        pytest.param(f"{MEASURED} {PADDING}", -29, Verdict.MISSING, id="met by cues, and surely none"),
        pytest.param(MEASURED, -29, Verdict.UNSURE, id="met by cues, and too brief to be surely none"),
    ],
)
def test_the_network_is_asked(body: str, answer: float, verdict: Verdict) -> None:
    asked: list[list[str]] = []

    def network(blocks: Iterable[str]) -> dict[str, float]:
        asked.append(list(blocks))
        return {RULE: answer}

    assert metric(judged(f"The jetty is built.\n\n{body}", learnt=ASKING, network=network)).verdict is verdict
    told = body.replace("## Metric", "# Metric").splitlines()
    assert asked == [["# Add a jetty", "The jetty is built.", *told]]


FEW = "Happy campers, by June."
DULL = "The jetty is built of larch, and it floats on four barrels."


@pytest.mark.parametrize(
    ("body", "answer", "verdict"),
    [
        pytest.param(FEW, 9, Verdict.UNSURE, id="few words, and surely an answer"),
        pytest.param(FEW, 0.06, Verdict.UNSURE, id="few words, and nearly an answer"),
        pytest.param(FEW, 0, Verdict.MISSING, id="few words, and perhaps an answer"),
        pytest.param(f"## Success metric\nAll tests pass.\n\n## Notes\n{HEARD}", 9, Verdict.UNSURE, id="a bad sign"),
        pytest.param(f"## Success metric\nAll tests pass.\n\n## Notes\n{HEARD}", 0, Verdict.WEAK, id="and perhaps"),
        pytest.param(f"## Success metric\nAll tests pass.\n\n## Notes\n{HEARD}", 0.06, Verdict.WEAK, id="and nearly"),
        pytest.param(f"All tests pass. {HEARD}", 0.06, Verdict.UNSURE, id="a bad sign, and nearly an answer"),
        pytest.param(f"All tests pass. {HEARD}", 0, Verdict.MISSING, id="a bad sign, and perhaps an answer"),
        pytest.param(f"## Success metric\nTBD\n\n## Notes\n{HEARD}", 9, Verdict.MISSING, id="a placeholder"),
        pytest.param(f"## Success metric\nTBD\n\n## Notes\n{HEARD}", 0, Verdict.MISSING, id="and perhaps an answer"),
        pytest.param(f"## Feedback plan\n{FEW}", 9, Verdict.MISSING, id="it answers another question"),
        pytest.param(f"> {HEARD}", 9, Verdict.UNSURE, id="a quote"),
        pytest.param(f"Ok.\n\n```\n{HEARD}\n```", 9, Verdict.UNSURE, id="code"),
        pytest.param(f"Ok.\n\n```\n{HEARD}\n```", -9, Verdict.MISSING, id="code that is no answer"),
        pytest.param(f"{DULL}\n\n```\n{HEARD}\n```", 2, Verdict.MISSING, id="code beside enough words"),
        pytest.param(f"Ok.\n\n- [ ] {HEARD}", 9, Verdict.MISSING, id="an unticked box"),
        pytest.param(
            "> How will there be happy campers at the lake in the end?\n\nOk.", 9, Verdict.MISSING, id="a quoted prompt"
        ),
        pytest.param(
            f"{FEW}\n\nSome of the happy campers said that it floats on barrels.",
            -0.5,
            Verdict.UNSURE,
            id="the next one",
        ),
    ],
)
def test_what_words_and_the_network_may_say_against_the_cues(body: str, answer: float, verdict: Verdict) -> None:
    assert metric(judged(body, learnt=ASKING, network=lambda _: {RULE: answer})).verdict is verdict


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        pytest.param(f"## Success metric\n{MEASURED} How sad.", Verdict.MET, id="met under its own heading"),
        pytest.param("TBD", Verdict.MISSING, id="a placeholder"),
        pytest.param(f"{HALF}\n\n{'A word. ' * 2_001}", Verdict.UNSURE, id="a very long text"),
        pytest.param(
            "Por eso los campistas no saben adonde ir con las tiendas: happy campers.", Verdict.MISSING, id="Spanish"
        ),
    ],
)
def test_the_network_is_not_asked_about(body: str, verdict: Verdict) -> None:
    assert metric(judged(body, learnt=ASKING)).verdict is verdict


def test_it_is_told_where_words_decided() -> None:
    told = "Read as an answer by the words it is told in; no cue was found for: measure, target"
    by_words = terminal(judged(f"{HEARD} How glad."), shipped(), source="a.md", explain=True, width=200)
    by_cues = terminal(judged(MEASURED), shipped(), source="a.md", explain=True, width=200)
    assert (told in by_words, "Read as an answer" in by_cues) == (True, False)


@pytest.mark.parametrize(
    ("body", "answer", "against"),
    [
        pytest.param(HEARD, 0, [], id="cues find nothing"),
        pytest.param(f"{MEASURED} How sad.", -9, [], id="words doubt it"),
        pytest.param("Happy campers: all tests pass, by June they all do.", 9, ["tests pass"], id="a bad sign"),
        pytest.param(f"## Success metric\nAll tests pass.\n\n## Notes\n{HEARD}", 9, ["tests pass"], id="elsewhere"),
    ],
)
def test_it_is_told_why_words_and_cues_leave_it_open(body: str, answer: float, against: list[str]) -> None:
    report = judged(body, learnt=ASKING, network=lambda _: {RULE: answer})
    told = terminal(report, shipped(), source="a.md", explain=True, width=200).partition("Success metric")[2]
    assert metric(report).verdict is Verdict.UNSURE
    assert [each.place.text for each in metric(report).bad_signs] == against
    assert [sign for sign in against if f'Speaks against it: "{sign}"' not in told] == []
    assert "Unsure because the words it is told in and the cues do not say the same." in told


def test_it_is_told_why_words_refuse_what_cues_call_met() -> None:
    report = judged(f"{MEASURED} {PADDING}", learnt=ASKING, network=lambda _: {RULE: -29})
    told = terminal(report, shipped(), source="a.md", explain=True, width=200).partition("Success metric")[2]
    found = metric(report)
    assert (found.verdict, found.message, found.place) == (Verdict.MISSING, found.rule.messages["missing"], None)
    assert f'Looked at: "{MEASURED}' in told
    assert "Cues were found, but answers are not told in words like these." in told


def test_nothing_is_loaded_where_all_is_answered_under_its_heading() -> None:
    def refuse() -> Learnt:
        raise AssertionError("not needed")

    ruleset = shipped()
    languages = replace(ruleset.languages, learnt=refuse)
    body = (ROOT / "examples" / "good.md").read_text("utf-8")
    report = lint(PullRequest(title="x", body=body), replace(ruleset, languages=languages))
    assert [each.verdict for each in report.findings] == [Verdict.MET] * 3


def test_the_weights_were_learnt_from_what_is_there() -> None:
    said = yaml.safe_load((rules_folder() / "leaning" / "en.yml").read_bytes())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in TRAINING)).hexdigest()
    assert said["learnt-from"] == digest, "training/ has changed: run `make leaning`"
    assert list(said["scales"]) == [rule.id for rule in shipped().rules if rule.leans]
    assert {len(numbers.split()) for numbers in said["terms"].values()} == {1 + len(said["scales"])}


@pytest.mark.parametrize("path", [*TRAINING, *UNSEEN], ids=lambda path: path.stem)
def test_labelled_descriptions(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert rows
    for row in rows:
        assert path.stem.startswith("passages-") or row["title"].strip()
        assert row["body"].strip()
        assert set(row["labels"]) == {rule.id for rule in shipped().rules if rule.leans}
        assert set(row["labels"].values()) <= {"yes", "rather yes", "borderline", "rather no", "no", "waived"}


def test_nothing_is_learnt_from_what_is_there_to_measure_with() -> None:
    learnt_from, unseen = (
        {json.loads(line)["body"] for path in paths for line in path.read_text("utf-8").splitlines()}
        for paths in (TRAINING, UNSEEN)
    )
    assert unseen
    assert learnt_from & unseen == set()


def test_no_labelled_description_is_in_the_corpus() -> None:
    path = ROOT.parent / "shared" / "corpus" / "descriptions.jsonl"
    if not path.is_file():
        pytest.skip("SKIPPED: ../shared/corpus is not there")
    lines = path.read_text("utf-8").splitlines()
    told = (each for line in lines for each in json.loads(line)["body"].splitlines() if len(each) > 60)
    sentences = {each for each in told if "Generated with" not in each}  # what an agent signs with is nobody's sentence
    ours = (json.loads(line)["body"] for path in [*TRAINING, *UNSEEN] for line in path.read_text("utf-8").splitlines())
    assert not [each for body in ours for each in body.splitlines() if each in sentences]
