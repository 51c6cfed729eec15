"""The report as data: a versioned shape of its own, described in ``schema/report.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from whylint.model import Evidence, Finding, Report
from whylint.text import fill

VERSION = 1
_MOST = 10  # words of each sort: a step's output has its limits, and ten show it


def as_dict(report: Report, source: str | None = None) -> dict[str, Any]:
    """The report as plain values. ``source`` names the input it belongs to, where there are several."""
    head: dict[str, Any] = {"version": VERSION}
    if source is not None:
        head["source"] = source
    return head | {
        "conclusion": str(report.conclusion),
        "language": report.language,
        "kind": report.kind,
        "kind_reason": report.kind_reason or None,
        "notices": list(report.notices),
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule.id,
        "verdict": str(finding.verdict),
        "severity": str(finding.severity),
        "line": place.line if place else None,
        "column": place.column if place else None,
        "unmet": list(finding.unmet),
        "evidence": _evidence(finding.evidence),
        "strengths": _evidence(finding.strengths),
        "bad_signs": _evidence(finding.bad_signs),
        "message": fill(finding.message, found=finding.found, heading=finding.heading),
        "reason": finding.reason or None,
        "capped": finding.capped or None,
    }


def _evidence(found: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [
        {"criterion": each.criterion, "text": each.place.text, "line": each.place.line, "column": each.place.column}
        for each in found[:_MOST]
    ]


def dumps(report: Report, source: str | None = None) -> str:
    """One line of ASCII. It may be printed in a workflow: no string in it can become a command of the runner."""
    text = json.dumps(as_dict(report, source), separators=(", ", ": "))
    return text.replace("##[", "#\\u0023[")
