"""Reports built by hand, for what a test has to say exactly; and all situations that the renderers are held to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml
from tests import situations

from whylint.model import (
    Conclusion,
    Criterion,
    Cue,
    Evidence,
    Examples,
    Finding,
    Kind,
    Look,
    Place,
    Removed,
    Report,
    Rule,
    RuleSet,
    Severity,
    Verdict,
)

ROOT = Path(__file__).parent.parent
MESSAGES: dict[str, str] = yaml.safe_load((ROOT / "rules/messages/en.yml").read_text(encoding="utf-8"))

PROBLEM = Rule(
    id="user-problem",
    title="User problem",
    question="Who has which problem?",
    severity=Severity.ERROR,
    headings=("user problem", "why"),
    requires=(Criterion("who", (("person",), ("team",))), Criterion("pain", (("pain",), ("need", "purpose")))),
    strengthens=(Criterion("impact", (("number",),)),),
    messages={
        "missing": "There is no sentence about the problem yet.",
        "who": "The text says what is wrong, not who notices it.",
        "pain": "The text names people, not what goes wrong for them.",
        "missing-feature": '"{found}" is a missing feature. What can people not do without it?',
        "why": "With the problem in view, a reviewer can judge whether this is the right change.",
        "hint": "Who is affected, and what goes wrong for them?",
    },
    examples=Examples(
        show={
            "feature": "Shop owners on phones lose a half-written product page when a call comes in.",
            "fix": "Customers in Brazil see prices in dollars at checkout since Tuesday (#4821).",
        }
    ),
)
METRIC = Rule(
    id="success-metric",
    title="Success metric",
    question="How will we know that it worked?",
    severity=Severity.ERROR,
    headings=("success metric",),
    requires=(
        Criterion("measure", (("measure",), ("counted-unit",))),
        Criterion("target", (("quantity", "direction"),)),
    ),
    strengthens=(Criterion("baseline", (("baseline",),)), Criterion("window", (("window",),))),
    ignore=("output-only",),
    messages={
        "missing": "There is no success metric yet.",
        "measure": "It names no measure, so it is hard to check later.",
        "target": "A measure is named, but not which way or how far it should move.",
        "output-only": '"{found}" shows that the change works; a metric shows that it helped.',
        "why": "A target written before release shows later whether the change helped.",
        "hint": "Which number or signal should move, from what to what, and by when?",
    },
    examples=Examples(
        show={
            "feature": "Share of new workspaces that invite a second person: 22% today, 30% by June (Amplitude).",
            "fix": "Sentry issue WEB-912 goes from 340 events a day to zero in the first 7 days.",
        }
    ),
)
PLAN = Rule(
    id="feedback-plan",
    title="Feedback plan",
    question="Who is asked, or what is watched, and when?",
    severity=Severity.ERROR,
    headings=("feedback plan",),
    requires=(Criterion("channel", (("ask",), ("watch",))), Criterion("when", (("moment",),))),
    messages={
        "missing": "There is no feedback plan yet.",
        "channel": "It does not yet say who is asked or what is watched.",
        "when": "The plan has no date or moment yet.",
        "why": 'A plan with a date turns "we will see" into an answer.',
        "hint": "Who will you ask, or what will you watch, and when?",
    },
    examples=Examples(
        show={
            "feature": "Behind `new-editor` for 10% of workspaces; we call three of them in week two.",
            "fix": "Reply on #4821 on release day, ask @sam to confirm within a week, reopen if not.",
        }
    ),
)
CUES = {
    "measure": Cue("measure", ("conversion", "error rate", "share of", "number of", "(tickets|calls)")),
    "counted-unit": Cue("counted-unit", ("tickets", "calls", "pages")),
    "quantity": Cue("quantity", patterns=("[0-9]+",)),
    "direction": Cue("direction", ("from", "below", "at least")),
    "ask": Cue("ask", ("ask", "call", "interview")),
    "watch": Cue("watch", ("watch", "monitor")),
    "moment": Cue("moment", ("after release", "next week")),
}
KINDS = (
    Kind("dependency-update", asks=False),
    Kind("fix"),
    Kind("refactoring"),
)
RULES = RuleSet(rules=(PROBLEM, METRIC, PLAN), cues=CUES, messages=MESSAGES, kinds=KINDS)

GOOD_PROBLEM = "Accountants have to start again from step 1 when a payroll run fails."


def place(text: str, line: int = 1, column: int = 1, start: int = 0) -> Place:
    return Place(text, line, column, start, start + len(text))


def seen(criterion: str, text: str, line: int, column: int, cue: str = "") -> Evidence:
    return Evidence(criterion, cue or criterion, place(text, line, column, line * 1000 + column))


def met(rule: Rule = PROBLEM, text: str = GOOD_PROBLEM, line: int = 3) -> Finding:
    first = rule.requires[0].name
    evidence = (seen(first, text.partition(" ")[0], line, 1, rule.requires[0].alternatives[0][0]),)
    if len(rule.requires) > 1:
        evidence += (seen(rule.requires[1].name, " ".join(text.split()[1:4]), line, 13, rule.requires[1].name),)
    where = place(text, line, 1)
    looked = (Look(rule.title, where),)
    severity = rule.severity
    return Finding(rule, Verdict.MET, severity, severity, evidence=evidence, looked=looked, place=where, found=text)


def missing(rule: Rule, message: str = "") -> Finding:
    unmet = tuple(each.name for each in rule.requires)
    return Finding(
        rule,
        Verdict.MISSING,
        rule.severity,
        rule.severity,
        message=message or rule.messages["missing"],
        unmet=unmet,
        asked_under=f"## {rule.title}",
    )


def weak(rule: Rule, found: str, told: str, line: int = 9, **more: object) -> Finding:
    """``told`` is the criterion or bad sign whose message is given."""
    where = place(found, line, 1)
    unmet = tuple(each.name for each in rule.requires)
    finding = Finding(
        rule,
        Verdict.WEAK,
        rule.severity,
        rule.severity,
        message=rule.messages[told],
        unmet=unmet,
        looked=(Look(rule.title, where),),
        place=where,
        found=found,
        bad_signs=(Evidence(told, told, where),) if told in rule.ignore else (),
        asked_under=f"## {rule.title}",
    )
    return replace(finding, **more)  # type: ignore[arg-type]


def unsure(rule: Rule, found: str, line: int = 9) -> Finding:
    finding = weak(rule, found, rule.requires[0].name, line)
    return replace(finding, verdict=Verdict.UNSURE, message=MESSAGES["judge.unsure"])


def waived(rule: Rule, reason: str, line: int = 9) -> Finding:
    return Finding(
        rule, Verdict.WAIVED, rule.severity, rule.severity, reason=reason, place=place(reason, line), found=reason
    )


def skipped(rule: Rule, reason: str) -> Finding:
    return Finding(rule, Verdict.SKIPPED, rule.severity, rule.severity, reason=reason)


def report(*findings: Finding, **more: object) -> Report:
    """A report that concludes as the findings do with ``fail-on: error``."""
    failed = any(each.is_open and each.severity is Severity.ERROR for each in findings)
    conclusion = Conclusion.FAILURE if failed else Conclusion.SUCCESS
    if all(each.verdict is Verdict.SKIPPED for each in findings):
        conclusion = Conclusion.SKIPPED
    return Report(conclusion, findings, **more)  # type: ignore[arg-type]


def many(count: int, title: str = "Question", hint: str = "One sentence is enough.") -> tuple[Finding, ...]:
    """As many open findings as asked for, each of a rule of its own."""
    return tuple(
        missing(
            replace(
                METRIC,
                id=f"rule-{number}",
                title=f"{title} {number}",
                messages={"missing": f"There is no answer to question {number} yet.", "hint": hint},
            )
        )
        for number in range(1, count + 1)
    )


WEAK_METRIC = weak(METRIC, "All tests pass", "output-only")
NO_PLAN = missing(PLAN)

HOSTILE = (
    "@octocat/all #1 GH-2 octo/repo#3 https://evil.example/a www.evil.example ![x](https://evil.example/p.png) "
    "<img src=x> | a | ``` ` `` <!-- --> </details> **b** ## h \\| \u202eevil\u202c \x1b[31m ##[error]x ::error::x"
)

# What is written in tests/golden/, judged by the shipped rules, and what no description of this length comes to.
SITUATIONS: dict[str, Report] = {name: situation.report for name, situation in situations.ALL.items()} | {
    "eleven-questions": report(*many(11)),
    "hostile-everywhere": report(
        met(PROBLEM, HOSTILE),
        weak(METRIC, HOSTILE, "output-only"),
        weak(PLAN, HOSTILE[::-1], "when"),
        kind_reason=f"branch {HOSTILE}",
        notices=(f"A file is called {HOSTILE}",),
        removed=(Removed("comment", place(HOSTILE, 2)),),
    ),
    "long": report(
        *(
            replace(each, rule=replace(each.rule, messages={**each.rule.messages, "missing": "word " * 400}))
            for each in many(400, "\u6f22" * 300, "\u5b57" * 900)
        ),
        met(PROBLEM, "one two three " * 900),
    ),
}
