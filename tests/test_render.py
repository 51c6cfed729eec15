"""What every comment, summary, annotation and JSON report keeps to, whatever the situation."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from tests.reports import (
    GOOD_PROBLEM,
    MESSAGES,
    METRIC,
    NO_PLAN,
    PLAN,
    PROBLEM,
    ROOT,
    RULES,
    SITUATIONS,
    WEAK_METRIC,
    many,
    met,
    missing,
    report,
)

from whylint.languages import English, Languages
from whylint.model import Conclusion, FailOn, Severity
from whylint.render import words
from whylint.render.annotations import annotations
from whylint.render.comment import comment
from whylint.render.json import as_dict, dumps
from whylint.render.markdown import summary
from whylint.render.terminal import terminal

SCHEMA = json.loads((ROOT / "schema/report.schema.json").read_text(encoding="utf-8"))
EVERY = pytest.mark.parametrize("name", SITUATIONS)


def visible(body: str) -> list[str]:
    """The lines of a comment that are in view: no marker, no fences, and of a collapsed part only its summary."""
    shown, folded = [], False
    for line in body.splitlines():
        if line == "<details>":
            folded = True
        if not folded or line.startswith("<summary>"):
            shown.append(line)
        if line == "</details>":
            folded = False
    hidden = ("<!-- whylint", "| :--", "```", "</details>")
    return [line for line in shown if line.strip() and not line.startswith(hidden)]


@EVERY
def test_at_most_twelve_lines_and_five_rows_are_in_view(name: str) -> None:
    body = comment(SITUATIONS[name], RULES, key="k")
    shown = visible(body)
    assert len(shown) <= 12
    assert len([line for line in shown if line.startswith("| ")]) <= 6  # five and the head


@EVERY
def test_the_comment_fits(name: str) -> None:
    body = comment(SITUATIONS[name], RULES, key="k")
    assert len(body.encode()) <= 60_000
    assert len(summary(SITUATIONS[name], RULES).encode()) <= 900 * 1024


def test_what_does_not_fit_is_counted() -> None:
    body = comment(SITUATIONS["long"], RULES, key="k")
    assert "... and 384 more" in body
    assert body.endswith("</details>\n")
    assert "395 more questions are open" in body
    assert len(body.encode()) > 20_000


@EVERY
def test_an_email_says_where_things_stand(name: str) -> None:
    """GitHub sends the Markdown as text; the marker is a comment and not shown."""
    found = SITUATIONS[name]
    first = comment(found, RULES, key="k").splitlines()[1]
    assert first.startswith("**")
    assert words.count(found, MESSAGES) in first[:200]
    if found.open:
        assert words.name(found.open[0], MESSAGES) in first[:200]


@EVERY
def test_tone(name: str) -> None:
    if name.startswith("hostile"):
        return
    for text in (
        comment(SITUATIONS[name], RULES, key="k"),
        terminal(SITUATIONS[name], RULES, source="a", explain=True),
    ):
        said = text.replace("<!--", "")
        assert "!" not in said
        assert " PR" not in said
        assert "{" not in said
        assert "None" not in said


@EVERY
def test_the_same_report_gives_the_same_body(name: str) -> None:
    assert comment(SITUATIONS[name], RULES, key="k") == comment(SITUATIONS[name], RULES, key="k")


@EVERY
def test_json_keeps_to_its_schema(name: str) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for source in (None, "examples/a.md"):
        text = dumps(SITUATIONS[name], source)
        assert text.isascii()
        assert "\n" not in text
        validator.validate(json.loads(text))
        assert json.loads(text) == as_dict(SITUATIONS[name], source)


def test_the_schema_is_strict_and_described() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, SCHEMA["$defs"]["finding"], SCHEMA["$defs"]["evidence"]]
    for each in objects:
        assert each["additionalProperties"] is False
        assert all(value.get("description") for value in each["properties"].values())
    validator = jsonschema.Draft202012Validator(SCHEMA)
    good = as_dict(SITUATIONS["first-failing-run"])
    broken = [good | {"version": 2}, good | {"more": 1}, good | {"conclusion": "ok"}]
    broken.append(good | {"findings": [good["findings"][0] | {"line": None}]})
    broken.append(good | {"findings": [good["findings"][0] | {"severity": "off"}]})
    assert [validator.is_valid(each) for each in [good, *broken]] == [True, *[False] * 5]


def test_json_of_a_weak_answer() -> None:
    data = as_dict(report(met(), WEAK_METRIC))
    assert list(data) == ["version", "conclusion", "language", "kind", "kind_reason", "notices", "findings"]
    assert data["findings"][1] == {
        "rule": "success-metric",
        "verdict": "weak",
        "severity": "error",
        "line": 9,
        "column": 1,
        "unmet": ["measure", "target"],
        "evidence": [],
        "strengths": [],
        "bad_signs": [{"criterion": "output-only", "text": "All tests pass", "line": 9, "column": 1}],
        "message": '"All tests pass" shows that the change works; a metric shows that it helped.',
        "reason": None,
        "capped": None,
    }


def test_many_annotations_are_counted() -> None:
    assert len(annotations(report(*many(10)), RULES)) == 10
    found = annotations(report(*many(11)), RULES)
    assert len(found) == 10
    assert found[-1] == "::notice title=whylint::2 more questions are open. The job summary has them all."
    assert annotations(report(met()), RULES) == []
    assert len(annotations(report(*many(3)), RULES, limit=1)) == 1


def test_annotations_weigh_what_the_findings_weigh() -> None:
    heavy = replace(NO_PLAN, severity=Severity.WARNING)
    light = replace(WEAK_METRIC, severity=Severity.NOTICE)
    found = annotations(report(light, heavy, missing(PROBLEM)), RULES)
    assert [line.split(" ")[0] for line in found] == ["::error", "::warning", "::notice"]


def test_a_green_check_has_no_red_annotation_and_a_red_one_has() -> None:
    green = annotations(replace(report(missing(PROBLEM)), conclusion=Conclusion.SUCCESS), RULES)
    assert [line.split(" ")[0] for line in green] == ["::warning"]
    heavy = replace(report(replace(NO_PLAN, severity=Severity.WARNING)), conclusion=Conclusion.FAILURE)
    red = annotations(heavy, replace(RULES, fail_on=FailOn.WARNING))
    assert [line.split(" ")[0] for line in red] == ["::error"]


def test_a_repositorys_own_words_are_shown_as_they_are() -> None:
    rule = replace(METRIC, messages={**METRIC.messages, "missing": "Read [our guide](https://wiki.example/m) | first."})
    body = comment(report(missing(rule)), RULES, key="k")
    assert "| **Missing.** Read [our guide](https://wiki.example/m) \\| first. |" in body


def test_a_reworded_message_is_used_everywhere() -> None:
    rules = replace(RULES, messages={**MESSAGES, "verdict.weak": "Not yet"})
    found = SITUATIONS["first-failing-run"]
    assert "**Not yet.**" in comment(found, rules, key="k")
    assert "**Not yet.**" in summary(found, rules)
    assert "not yet" in terminal(found, rules, source="a")
    assert "%3A not yet::" in annotations(found, rules)[0]


def test_quoted_words_that_look_like_placeholders_stay_words() -> None:
    finding = met(PROBLEM, "{title} {found} {messages.__class__} {0}")
    assert "(`{title} {found} {messages.__class__} {0}`)" in comment(report(finding, NO_PLAN), RULES, key="k")


def test_the_example_fits_the_kind_of_change() -> None:
    fix = comment(report(missing(PLAN), kind="fix"), RULES, key="k")
    other = comment(report(missing(PLAN), kind="refactoring"), RULES, key="k")
    assert "Reply on `#4821`" in fix
    assert "Examples (bug fix)" in fix
    assert "Behind `new-editor`" in other
    assert "Examples (refactoring)" in other


def test_a_page_about_the_rules_is_linked_where_there_is_one() -> None:
    shipped = replace(RULES, languages=Languages(shipped=lambda: English({}, {PLAN.id: PLAN})))
    for rules, anchor in ((shipped, "#feedback-plan"), (RULES, "")):  # a rule of a team's own is not on it
        body = comment(report(NO_PLAN), rules, key="k", rules_url="https://example.invalid/rules")
        assert f"[What is asked, and why](https://example.invalid/rules{anchor})" in body


def test_the_headline_is_one_plain_line() -> None:
    found = SITUATIONS["first-failing-run"]
    assert words.headline(found, MESSAGES) == "1 of 3 questions answered. Still open: success metric, feedback plan."
    assert words.headline(SITUATIONS["all-answered"], MESSAGES) == (
        "All 3 questions are answered: user problem, success metric, feedback plan."
    )
    assert words.headline(report(met()), MESSAGES) == "The question is answered: user problem."


def test_abbreviations_keep_their_capitals() -> None:
    rule = replace(METRIC, title="OKR link")
    assert "Still open: OKR link." in comment(report(missing(rule)), RULES, key="k")


def test_every_word_is_in_the_messages_and_none_is_idle() -> None:
    """A key that is used must exist, and one that exists must be used: by a renderer or by the engine."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/whylint").rglob("*.py"))
    built = "verdict. severity. conclusion. condition. judge. answered. explain. removed. kind. sign. help."
    for key in MESSAGES:
        stem = key.removesuffix(".one").removesuffix(".other")
        assert f'"{stem}"' in sources or f"'{stem}'" in sources or key.startswith(tuple(built.split())), key
    for verdict in ("met", "unsure", "weak", "missing", "waived", "skipped"):
        assert f"verdict.{verdict}" in MESSAGES
    assert not any("!" in text or " PR" in text for text in MESSAGES.values())


@EVERY
def test_no_key_is_shown_instead_of_words(name: str) -> None:
    found = SITUATIONS[name]
    if name == "long":
        found = report(*found.findings[:5])
    shown = comment(found, RULES, key="k") + summary(found, RULES) + terminal(found, RULES, source="a", explain=True)
    shown += "".join(annotations(found, RULES))
    stems = {key.split(".")[0] for key in MESSAGES if "." in key}
    for stem in stems:
        assert not any(
            f"{stem}.{rest}" in shown for rest in ("one", "other", "met", "item", "looked", "summary", "waive")
        )


def test_nothing_is_imported_that_costs_time() -> None:
    for path in Path(words.__file__).parent.glob("*.py"):
        imported = {
            line.split()[1] for line in path.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))
        }
        assert imported.isdisjoint({"rich", "textwrap", "os", "re", "yaml", "pydantic"})


def test_the_author_is_quoted() -> None:
    body = comment(report(met(), WEAK_METRIC), RULES, key="k")
    assert f"`{GOOD_PROBLEM[:57]}…`"[:40] in body
    assert "`All tests pass`" in body
