"""Whoever types what a comment suggests has answered: in every situation, with the words that it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.situations import ALL, Situation

from whylint.engine import lint
from whylint.model import Finding, LookIn, PullRequest, Report, Verdict, WaiverMode
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
    pasted = block(situation.report, situation.ruleset, folded=False)
    lines = pasted.splitlines()[1:-1]
    asked = [each for each in situation.report.open if each.asked_under and not each.heading]
    asked = [each for each in asked if example(each, situation)]
    filled: list[str] = []
    for line in lines:
        filled.append(line)
        filled += [
            example(each, situation) for each in asked if f"<!-- {words.hint(each.rule, situation.ruleset)} -->" == line
        ]
    assert len(filled) == len(lines) + len(asked)
    body, added = situation.parts["description"], "\n".join(filled)
    verdicts = judged_again(situation, f"{body}\n\n{added}" if at_the_end else f"{added}\n\n{body}")
    assert {verdicts[each.rule.id] for each in asked} <= {Verdict.MET}


@pytest.mark.parametrize("situation", OPEN, ids=lambda each: each.name)
def test_an_example_in_the_place_of_what_was_quoted(situation: Situation) -> None:
    body = situation.parts["description"]
    quoted = [finding for finding in situation.report.open if finding.found and finding.found in body]
    for finding in quoted:
        before, _, after = body.partition(finding.found)
        body = f"{before}{example(finding, situation)}\n" + after.partition("\n")[2]
    verdicts = judged_again(situation, body)
    assert {verdicts[finding.rule.id] for finding in quoted} <= {Verdict.MET}


@pytest.mark.parametrize("situation", OPEN, ids=lambda each: each.name)
def test_the_phrase_for_what_does_not_apply(situation: Situation) -> None:
    body, offered = situation.parts["description"], situation.ruleset.waivers is not WaiverMode.NEVER
    for finding in situation.report.open:
        one = replace(situation.report, findings=(finding,))
        told = words.waive(one, situation.ruleset, lambda text: f"`{text}`")
        assert bool(told) is (offered and finding.rule.look_in is not LookIn.TITLE)
        if told:
            phrase = told.split("`")[1]
            finished = judged_again(situation, f"{body}\n\n{phrase.replace('because ...', REASON)}")
            assert finished[finding.rule.id] is (Verdict.WAIVED if finding.rule.requires else Verdict.MET)
            if finding.rule.requires:
                unfinished = judged_again(situation, f"{body}\n\n{phrase}")
                assert unfinished[finding.rule.id] not in (Verdict.WAIVED, Verdict.MET)
