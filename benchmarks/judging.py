"""What judging costs, in CPU time: against parsing the same text, against a whole run, as texts grow, at its worst."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pyromark
from figures import MULTIPLE, NOT_HERE, ROOT, SHARE, Cost, Figure
from processes import PYTHON, TIMES
from worst import at_their_worst, cut, judging_takes, of_64_kb, seconds, texts

from whylint.engine import lint
from whylint.markdown import OPTIONS
from whylint.model import PullRequest
from whylint.packs import shipped

SIZES = (1, 4, 16, 64)
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
    bodies = texts()
    prose = "\n\n".join(bodies)
    yield _against_parsing(bodies)
    yield from _against_a_run(cut(prose, 1), action)
    took = _growth(prose)
    yield Figure(
        f"judging {', '.join(map(str, SIZES[:-1]))} and {SIZES[-1]} KB of prose, as multiples of the first",
        ", ".join(f"{each / took[0]:.0f}" for each in took),
        "linear",
        took[-1] / took[0] <= 1.5 * SIZES[-1],
    )
    yield from of_64_kb(at_their_worst())


def _parse(body: str) -> None:
    """The Markdown parser alone, all events with their ranges."""
    for _ in pyromark.events_with_range(body, options=OPTIONS):
        pass


def _against_parsing(bodies: list[str]) -> Figure:
    ruleset = shipped()
    mean = sum(map(len, bodies)) / len(bodies)
    parsing = seconds(lambda: list(map(_parse, bodies)))
    judging = seconds(lambda: [lint(PullRequest(body=body), ruleset) for body in bodies])
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
    further = judging_takes(body)
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
        body = cut(prose, kilobytes)
        judged, parsed = judging_takes(body), seconds(lambda b=body: _parse(b))  # type: ignore[misc]
        took.append(judged)
        print(
            f"{kilobytes:3} KB      {judged * 1000:8.2f} ms  {judged / took[0]:6.1f}"
            f"  {parsed * 1000:7.2f} ms  {judged / parsed:6.1f}"
        )
    return took
