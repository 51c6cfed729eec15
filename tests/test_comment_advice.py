"""Whoever types what a comment suggests has answered: in every situation, with the words that it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.situations import ALL, Situation

from whylint.engine import lint
from whylint.model import Finding, PullRequest, Report, Verdict
from whylint.render import words
from whylint.render.comment import block

OPEN = [each for each in ALL.values() if each.report.open]
REASON = "because it is a tool that only two of us ever open"


def judged_again(situation: Situation, body: str) -> dict[str, Verdict]:
    report: Report = lint(replace(PullRequest(**situation.known), body=body), situation.ruleset)
    return {finding.rule.id: finding.verdict for finding in report.findings}


def example(finding: Finding, situation: Situation) -> str:
    return words.example(finding, situation.report)


@pytest.mark.parametrize("situation", OPEN, ids=lambda each: each.name)
@pytest.mark.parametrize("at_the_end", [True, False])
def test_the_block_filled_in(situation: Situation, at_the_end: bool) -> None:
    pasted = block(situation.report, situation.ruleset.messages, folded=False)
    lines = pasted.splitlines()[1:-1]
    asked = [finding for finding in situation.report.open if not finding.heading]
    filled: list[str] = []
    for line in lines:
        filled.append(line)
        filled += [example(each, situation) for each in asked if f"<!-- {each.rule.messages['hint']} -->" == line]
    assert len(filled) == len(lines) + len(asked)
    body, added = situation.parts["description"], "\n".join(filled)
    verdicts = judged_again(situation, f"{body}\n\n{added}" if at_the_end else f"{added}\n\n{body}")
    assert {verdicts[each.rule.id] for each in asked} <= {Verdict.MET}


@pytest.mark.parametrize("situation", OPEN, ids=lambda each: each.name)
def test_an_example_in_the_place_of_what_was_quoted(situation: Situation) -> None:
    body = situation.parts["description"]
    quoted = [finding for finding in situation.report.open if finding.found and finding.found in body]
    for finding in quoted:
        body = body.replace(finding.found, example(finding, situation))
    verdicts = judged_again(situation, body)
    assert {verdicts[finding.rule.id] for finding in quoted} <= {Verdict.MET}


@pytest.mark.parametrize("situation", OPEN, ids=lambda each: each.name)
def test_the_phrase_for_what_does_not_apply(situation: Situation) -> None:
    for finding in situation.report.open:
        phrase = words.waive([finding], situation.ruleset.messages, lambda text: f"`{text}`").split("`")[1]
        body = f"{situation.parts['description']}\n\n{phrase.replace('because ...', REASON)}"
        assert judged_again(situation, body)[finding.rule.id] is Verdict.WAIVED
        unfinished = judged_again(situation, f"{situation.parts['description']}\n\n{phrase}")
        assert unfinished[finding.rule.id] not in (Verdict.WAIVED, Verdict.MET)
