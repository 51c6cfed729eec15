"""What whylint costs, as ratios from one run on one machine: `make benchmark`.

Processes are measured whole (wall clock, CPU, peak memory), best of several; judging is measured in CPU time, against
parsing the same text with the Markdown parser alone. Beside what has a budget stands the budget.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyromark
import yaml

from whylint.engine import lint
from whylint.markdown import OPTIONS
from whylint.model import PullRequest
from whylint.packs import shipped

ROOT = Path(__file__).resolve().parent.parent
PARSER = OPTIONS
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


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and of CPU, and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def process(arguments: list[str], environ: dict[str, str] | None = None, times: int = 7) -> Cost:
    """The least that a whole process took, of several runs."""
    costs = []
    for _ in range(times):
        start = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):  # 1: a description falls short, which is what some of them are for
            raise RuntimeError(f"{' '.join(arguments)} ended with {child.returncode}")
        costs.append(Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), min(c.memory for c in costs))


def processes() -> Iterator[tuple[str, Cost]]:
    """The processes that are compared, the bare interpreter first."""
    python = [sys.executable, "-I"]
    yield "python -I -c pass", process([*python, "-c", "pass"])
    yield "import github", process([*python, "-c", "import github"])
    yield "import of our libraries", process([*python, "-c", "import github, pydantic, yaml, re2, pyromark"])
    yield "whylint --version", process([*python, "-m", "whylint", "--version"])
    yield "whylint check", process([*python, "-m", "whylint", "check", "examples/half-filled.md"])
    check = [*python, "-m", "whylint", "check", "examples/half-filled.md"]
    yield "whylint check --format json", process([*check, "--format", "json"])
    yield from _action(python)


def _action(python: list[str]) -> Iterator[tuple[str, Cost]]:
    """The container's entry against the loopback GitHub of the tests: one read and one write each time."""
    sys.path.insert(0, str(ROOT))
    from tests.github_server.server import GitHubServer  # noqa: PLC0415 - the tests are no package of ours
    from tests.github_server.world import Pull, Repository, World  # noqa: PLC0415

    pull = Pull(1, body=(ROOT / "examples" / "half-filled.md").read_text("utf-8"))
    world = World(repositories={"o/r": Repository(pulls={1: pull})})
    with GitHubServer(world) as github, tempfile.TemporaryDirectory() as folder:
        event = Path(folder) / "event.json"
        event.write_text(json.dumps({"pull_request": {"number": 1}}), "utf-8")
        given = {
            "PATH": os.environ["PATH"],
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_API_URL": github.url,
            "GITHUB_GRAPHQL_URL": github.graphql_url,
            "INPUT_GITHUB-TOKEN": "any",
        }

        def once() -> Cost:
            pull.comments.clear()
            return process([*python, "-m", "whylint", "action"], given, times=1)

        costs = [once() for _ in range(7)]
        if [kind for kind, _ in github.requests()] != ["read", "write"] * len(costs):
            raise RuntimeError(f"a run cost other requests than one read and one write: {github.requests()}")
        yield (
            "whylint action (1 read, 1 write)",
            Cost(min(c.wall for c in costs), min(c.cpu for c in costs), min(c.memory for c in costs)),
        )


def seconds(work: Callable[[], object], at_least: float = 0.2) -> float:
    """Seconds of CPU for one call of ``work``: the best of a few rounds that last long enough to be measured."""
    work()
    best, spent = float("inf"), 0.0
    while spent < at_least:
        start = time.process_time()
        work()
        took = time.process_time() - start
        best, spent = min(best, took), spent + took
    return best


def texts() -> list[str]:
    """Every fourth of our own labelled descriptions."""
    bodies = []
    for file in sorted((ROOT / "tests" / "judgement").glob("*.yml")):
        data = yaml.load(file.read_bytes(), yaml.CSafeLoader)
        bodies += [case["body"] or "" for case in (data["cases"] if isinstance(data, dict) else data)]
    return bodies[::4]


def parse(body: str) -> None:
    """The Markdown parser alone, all events with their ranges."""
    for _ in pyromark.events_with_range(body, options=PARSER):
        pass


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judging", action="store_true", help="only what needs no processes")
    chosen = parser.parse_args()
    ruleset = shipped()
    if not chosen.judging:
        print("process                              wall   ratio     CPU   memory   ratio")
        first: Cost | None = None
        for name, cost in processes():
            first = first or cost
            print(
                f"{name:34} {cost.wall * 1000:5.0f} ms  {cost.wall / first.wall:5.1f}  {cost.cpu * 1000:4.0f} ms"
                f"  {cost.memory:4.0f} MB  {cost.memory / first.memory:5.1f}"
            )
        print()
    bodies = texts()
    size = sum(len(body) for body in bodies)

    def judge(body: str) -> None:
        lint(PullRequest(body=body), ruleset)

    parsing = seconds(lambda: [parse(body) for body in bodies])
    judging = seconds(lambda: [judge(body) for body in bodies])
    mean = size / len(bodies)
    print(f"judging {len(bodies)} descriptions ({mean:.0f} characters each): {len(bodies) / judging:,.0f} a second")
    print(f"judging as a multiple of parsing: {judging / parsing:.1f}\n")
    prose = "\n\n".join(bodies)
    base = None
    print("growth         judging   of 1 KB   parsing   multiple")
    for kilobytes in (1, 4, 16, 64):
        body = (prose * (1 + kilobytes * 1024 // len(prose)))[: kilobytes * 1024]
        judged, parsed = seconds(lambda b=body: judge(b)), seconds(lambda b=body: parse(b))  # type: ignore[misc]
        base = base or judged
        print(
            f"{kilobytes:3} KB      {judged * 1000:8.2f} ms  {judged / base:6.1f}"
            f"  {parsed * 1000:7.2f} ms  {judged / parsed:6.1f}"
        )
    print("\nhostile input of 64 KB      judging   multiple of 64 KB of prose")
    for name, unit in HOSTILE.items():
        body = (unit * (65536 // len(unit) + 1))[:65536]
        took = seconds(lambda b=body: judge(b), at_least=0.05)  # type: ignore[misc]
        print(f"{name:24} {took * 1000:9.1f} ms  {took / judged:6.1f}")


if __name__ == "__main__":
    main()
