"""What judging costs, in CPU time: against parsing the same text, against a whole run, as texts grow, at its worst."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator

import pyromark
import yaml
from figures import HOSTILE_64, MULTIPLE, NOT_HERE, ROOT, SHARE, Cost, Figure
from processes import PYTHON, TIMES

from whylint.engine import lint
from whylint.markdown import OPTIONS
from whylint.model import PullRequest
from whylint.packs import shipped

SIZES = (1, 4, 16, 64)
HOSTILE = {
    "<!--": "<!--",
    "<a ": "<a ",
    "[": "[",
    "![[](": "![[](",
    "> quotes": "> ",
    "backticks": "`a``b",
    "emphasis": "*a **b _c ",
    "table cells": "| a | b\n|---|---\n" + "| x " * 40 + "\n",
    "checkboxes": "- [ ] a\n",
    "labels": "Problem: users can't wait 5 days\n",
    "digits": "1234567890",
    "spaces": " ",
    "one word": "a",
    "full stops": "a. ",
    "one quote": '"a ',
    "combining": "e\u0301",
    "full width": "\uff15\uff05 ",
    "nested lists": "- a\n  - b\n    - c\n",
}
FIRST = """
import sys, time
from whylint.engine import lint
from whylint.model import PullRequest
from whylint.packs import shipped
start = time.process_time()
lint(PullRequest(body=sys.argv[1]), shipped())
print(time.process_time() - start)
"""


def figures(action: Cost | None) -> Iterator[Figure]:
    """All of it; ``action`` is what a whole run of the action costs."""
    bodies = _texts()
    prose = "\n\n".join(bodies)
    yield _against_parsing(bodies)
    yield from _against_a_run(_cut(prose, 1), action)
    took = _growth(prose)
    yield Figure(
        f"judging {', '.join(map(str, SIZES[:-1]))} and {SIZES[-1]} KB of prose, as multiples of the first",
        ", ".join(f"{each / took[0]:.0f}" for each in took),
        "linear",
        took[-1] / took[0] <= 1.5 * SIZES[-1],
    )
    yield Figure("64 KB of prose", f"{took[-1]:.2f} s", f"{HOSTILE_64} s", took[-1] <= HOSTILE_64)
    yield _hostile(took[-1])


def _seconds(work: Callable[[], object], at_least: float = 0.2) -> float:
    """Seconds of CPU for one call of ``work``: the best of a few rounds that last long enough to be measured."""
    work()
    best, spent = float("inf"), 0.0
    while spent < at_least:
        start = time.process_time()
        work()
        took = time.process_time() - start
        best, spent = min(best, took), spent + took
    return best


def _judging(body: str, at_least: float = 0.2) -> float:
    ruleset = shipped()
    return _seconds(lambda: lint(PullRequest(body=body), ruleset), at_least)


def _parse(body: str) -> None:
    """The Markdown parser alone, all events with their ranges."""
    for _ in pyromark.events_with_range(body, options=OPTIONS):
        pass


def _texts() -> list[str]:
    """Every fourth of our own labelled descriptions."""
    bodies = []
    for file in sorted((ROOT / "tests" / "judgement").glob("*.yml")):
        data = yaml.load(file.read_bytes(), yaml.CSafeLoader)
        bodies += [case["body"] or "" for case in (data["cases"] if isinstance(data, dict) else data)]
    return bodies[::4]


def _cut(text: str, kilobytes: int) -> str:
    """So many kilobytes of ``text``, said again and again."""
    size = kilobytes * 1024
    return (text * (1 + size // len(text)))[:size]


def _against_parsing(bodies: list[str]) -> Figure:
    ruleset = shipped()
    mean = sum(map(len, bodies)) / len(bodies)
    parsing = _seconds(lambda: list(map(_parse, bodies)))
    judging = _seconds(lambda: [lint(PullRequest(body=body), ruleset) for body in bodies])
    print(f"\njudging {len(bodies)} descriptions ({mean:.0f} characters each): {len(bodies) / judging:,.0f} a second")
    return Figure(
        f"each further description of {mean / 1000:.1f} KB, as a multiple of parsing it",
        f"{judging / len(bodies) * 1000:.1f} ms, {judging / parsing:.0f}",
        f"{MULTIPLE}",
        judging / parsing <= MULTIPLE,
    )


def _against_a_run(body: str, action: Cost | None) -> Iterator[Figure]:
    """What judging adds to a run; a process's first text, which is the action's only one, costs more."""
    command = [*PYTHON, "-c", FIRST, body]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT) for _ in range(TIMES)]
    first = min(float(run.stdout) for run in runs)
    further = _judging(body)
    yield Figure(
        "each further description of 1 KB, as a share of a whole run of the action",
        f"{further * 1000:.1f} ms, {further / action.cpu:.1%} of its CPU" if action else f"{further * 1000:.1f} ms",
        f"{SHARE:.0%}{'' if action else f', {NOT_HERE}'}",
        further <= SHARE * action.cpu if action else None,
    )
    yield Figure(
        "the first of 1 KB that a process judges: rules loaded, phrases compiled",
        f"{first * 1000:.0f} ms, {first / action.cpu:.0%} of its CPU" if action else f"{first * 1000:.0f} ms",
        "within the action's",
    )


def _growth(prose: str) -> list[float]:
    """Seconds of judging texts of several sizes."""
    took: list[float] = []
    print("growth         judging   of 1 KB   parsing   multiple")
    for kilobytes in SIZES:
        body = _cut(prose, kilobytes)
        judged, parsed = _judging(body), _seconds(lambda b=body: _parse(b))  # type: ignore[misc]
        took.append(judged)
        print(
            f"{kilobytes:3} KB      {judged * 1000:8.2f} ms  {judged / took[0]:6.1f}"
            f"  {parsed * 1000:7.2f} ms  {judged / parsed:6.1f}"
        )
    return took


def _hostile(prose: float) -> Figure:
    """The worst of the hostile kinds."""
    worst, which, within = 0.0, "", 0
    print("\nhostile input of 64 KB      judging   multiple of 64 KB of prose")
    for name, unit in HOSTILE.items():
        took = _judging(_cut(unit, 64), at_least=0.05)
        print(f"{name:24} {took * 1000:9.1f} ms  {took / prose:6.1f}")
        worst, which = max((worst, which), (took, name))
        within += took <= HOSTILE_64
    return Figure(
        f"the worst 64 KB of {len(HOSTILE)} kinds of hostile input",
        f"{worst:.2f} s ({which}); {within} within the budget",
        f"{HOSTILE_64} s",
        worst <= HOSTILE_64,
    )
