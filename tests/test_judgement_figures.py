"""The measuring itself: what is counted, the bound, and that docs/judgement.* say what is measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripts import judgement
from scripts.judgement import OURS, Case, Judged, is_over, outcome
from tests.reports import METRIC, PROBLEM, met, missing, skipped, unsure, waived, weak
from tests.texts import GOOD

from whylint.model import Finding, PullRequest, Verdict
from whylint.packs import shipped

ROOT = Path(__file__).resolve().parent.parent
STALE = "docs/judgement.* are out of date: make judgement ARGS=--write"


@pytest.mark.parametrize(
    ("hits", "of", "bound"),
    [
        (0, 25, 0.1129),
        (0, 100, 0.0295),
        (5, 100, 0.1023),
        (1, 25, 0.1761),
        (10, 10, 1.0),
        (0, 1, 0.95),
        (0, 0, 1.0),
        (50, 2000, 0.0315),
    ],
)
def test_the_upper_bound(hits: int, of: int, bound: float) -> None:
    assert judgement.upper_bound(hits, of) == pytest.approx(bound, abs=5e-5)


@pytest.mark.parametrize(
    ("expected", "label"),
    [
        ("met", "yes"),
        ("missing", "no"),
        (["weak", "missing"], "no"),
        (["met", "unsure"], "borderline"),
        (["missing", "unsure"], "borderline"),
        ("waived", "borderline"),
        ("unsure", "borderline"),
    ],
)
def test_a_fixture_s_label_follows_from_what_it_expects(expected: str | list[str], label: str) -> None:
    assert judgement.label_of(expected) == label


def test_every_verdict_beside_every_label() -> None:
    said = {label: [outcome(label, verdict) for verdict in Verdict] for label in ("yes", "no", "borderline")}
    assert list(Verdict) == ["met", "unsure", "weak", "missing", "waived", "skipped"]
    assert said == {
        "yes": ["agreed", "unsure of yes", "blocked-good", "blocked-good", "waived", "skipped"],
        "no": ["passed-bad", "unsure of no", "agreed", "agreed", "waived", "skipped"],
        "borderline": ["borderline"] * 5 + ["skipped"],
    }


def judged(label: str, finding: Finding, part: str = judgement.TUNED, name: str = "a") -> Judged:
    case = Case(part, name, PullRequest(), {finding.rule.id: label})
    return Judged(case, finding, label, outcome(label, finding.verdict))


SOME = [
    judged("yes", met()),
    judged("yes", unsure(PROBLEM, "x"), name="unsure-yes"),
    judged("yes", weak(PROBLEM, "x", "who"), name="weak"),
    judged("yes", missing(PROBLEM), name="missing"),
    judged("yes", skipped(PROBLEM, "a bot")),
    judged("no", met(), name="passed"),
    judged("no", missing(PROBLEM)),
    judged("no", waived(PROBLEM, "nobody sees it")),
    judged("borderline", missing(PROBLEM)),
    judged("no", unsure(METRIC, "x"), name="unsure-no"),
    judged("no", met(METRIC), judgement.HELD_BACK, name="held"),
]


def test_what_is_counted_and_of_how_many() -> None:
    found = judgement.figures(SOME)
    assert list(found) == ["tuned", "held back"]
    assert found["tuned"][PROBLEM.id] == {
        "yes": 4,
        "no": 3,
        "blocked-good": 2,
        "passed-bad": 1,
        "unsure of yes": 1,
        "unsure of no": 0,
        "borderline": 1,
        "waived": 1,
        "skipped": 1,
    }
    assert found["held back"][METRIC.id]["passed-bad"] == 1


def test_disagreements_come_worst_first() -> None:
    names = [each.case.name for each in judgement.disagreements(SOME)]
    assert names == ["missing", "weak", "passed", "held", "unsure-yes", "unsure-no"]


def test_a_figure_is_shown_with_its_share_bound_and_change() -> None:
    found = judgement.figures(SOME)["tuned"][PROBLEM.id]
    assert judgement.cell(found, "blocked-good", judgement.TUNED) == "2 of 4 (50.0 %, ≤ 90.2 %)"
    assert judgement.cell(found, "blocked-good", OURS) == "2 of 4"
    assert judgement.cell({**found, "no": 0}, "passed-bad", judgement.TUNED) == "none there"
    assert judgement.is_over(found, "blocked-good")
    assert not judgement.is_over(found, "unsure of no")
    assert judgement.change(found, {**found, "blocked-good": 5}, "blocked-good") == " -3"
    assert judgement.change(found, found, "blocked-good") == judgement.change(found, None, "blocked-good") == ""


def test_the_page_keeps_its_words_and_never_loses_its_table() -> None:
    text = f"before\n{judgement.BEGIN}\nold\n{judgement.END}\nafter\n"
    fresh = judgement.page(text, judgement.figures(SOME))
    assert fresh.startswith("before\n")
    assert fresh.endswith("\nafter\n")
    assert "old" not in fresh
    assert "| `user-problem` | tuned | **2 of 4 (50.0 %, ≤ 90.2 %)** |" in fresh
    with pytest.raises(ValueError, match="markers"):
        judgement.page("nothing", {})


# -- what is committed -------------------------------------------------------------------------------------------------


def committed() -> dict[str, judgement.ByRule]:
    found: dict[str, judgement.ByRule] = json.loads(judgement.FIGURES.read_text("utf-8"))
    return found


def test_the_page_shows_the_committed_figures() -> None:
    text = judgement.PAGE.read_text("utf-8")
    assert judgement.page(text, committed()) == text, STALE
    assert set(committed()) == set(judgement.PARTS)


@pytest.mark.slow
@pytest.mark.parametrize("language", judgement.LANGUAGES)
def test_the_committed_figures_of_each_language_are_those_of_today_and_hold_the_bar(language: str) -> None:
    found = judgement.figures(judgement.judge(judgement.cases_in(language), shipped()))[language]
    over = [(rule, measure) for rule, each in found.items() for measure in judgement.MEASURES if is_over(each, measure)]
    assert over == []
    assert found == committed()[language], STALE


def test_what_is_out_of_date_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = judgement.figures(SOME)
    judgement.check(found, {**found, "unseen": {}})
    assert capsys.readouterr().out == "docs/judgement.* are true of: tuned, held back\n"
    with pytest.raises(SystemExit) as told:
        judgement.check(found, {"tuned": found["tuned"]})
    assert str(told.value) == "docs/judgement.* are out of date (held back): make judgement ARGS=--write"


def test_rows_are_held_back_by_their_index(tmp_path: Path) -> None:
    row = {"title": "t", "body": "b", "language": "de", "labels": {"user-problem": "no"}, "evidence": {}}
    rows = [{**row, "id": str(index), "author_kind": kind} for index, kind in enumerate(("human", "bot", "AI agent"))]
    (tmp_path / "descriptions.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "templates.jsonl").write_text(json.dumps({"repo": "r", "path": "p", "text": "## Why"}), "utf-8")
    cases = list(judgement.corpus_cases(tmp_path, ["user-problem"]))
    assert [each.part for each in cases] == ["tuned", "held back", "tuned", "unfilled templates"]
    assert [each.pull_request.by_bot for each in cases] == [False, True, False, False]
    assert cases[-1].labels == {"user-problem": "no"}


def test_the_script_shows_disagreements_of_the_part_that_is_asked_for_and_says_loudly_what_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"title": "t", "author_kind": "human", "language": "en", "evidence": {"user-problem": "nobody"}}
    good = {**row, "body": GOOD, "labels": {"user-problem": "no"}}
    rows = [{**good, "id": "shown"}, {**good, "id": "hidden"}]
    (tmp_path / "descriptions.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "templates.jsonl").write_text("", "utf-8")
    for cases in ("own_cases", "unseen_cases"):
        monkeypatch.setattr(judgement, cases, lambda *_: ())  # to judge a thousand of them takes a while
    judgement.main(["--corpus", str(tmp_path)])
    out = capsys.readouterr().out
    judgement.main(["--corpus", str(tmp_path), "--held-back"])
    held = capsys.readouterr().out
    assert "passed-bad: user-problem is met, label no, tuned (en): shown" in out
    assert '"lose" 3:' in out
    assert "hidden" not in out
    assert "held back (en): hidden" in held
    assert "tuned (en): shown" not in held
    judgement.main(["--corpus", str(tmp_path / "nowhere")])
    assert "THE CORPUS IS NOT THERE" in capsys.readouterr().err
