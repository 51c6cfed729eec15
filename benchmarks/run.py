"""What whylint costs, as ratios from one run on one machine: `make benchmark`.

Processes are measured whole (wall clock, CPU, peak memory), best of several; judging is measured in CPU time, against
parsing the same text with the Markdown parser alone. Beside what has a budget stands the budget. `ARGS=--write` writes
the figures into docs/performance.md; `ARGS="--javascript PATH"` measures an action of JavaScript beside ours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
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
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: make benchmark ARGS=--write -->\n", "<!-- end of figures -->\n"
CHECK, MULTIPLE, HOSTILE_64, ACTION_TIME, ACTION_MEMORY = 0.2, 30, 0.3, 1.5, 0.65
"""The budgets: seconds of a check; times the parsing; seconds of 64 KB; times the time and memory of another action."""
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


@dataclass(frozen=True)
class Figure:
    """What was measured, what it may be, and whether it is."""

    what: str
    measured: str
    budget: str = "none"
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What a row of the table says."""
        return self.what, self.measured, self.budget, {True: "yes", False: "**no**", None: ""}[self.met]


def processes(javascript: str | None) -> Iterator[tuple[str, Cost]]:
    """The processes that are compared, the bare interpreter first."""
    python = [sys.executable, "-I"]
    check = [*python, "-m", "whylint", "check", "examples/good.md"]
    yield "python -I -c pass", process([*python, "-c", "pass"])
    if node := shutil.which("node"):
        yield "node -e 0", process([node, "-e", "0"])
    yield "import github", process([*python, "-c", "import github"])
    yield "import of our libraries", process([*python, "-c", "import github, pydantic, yaml, re2, pyromark"])
    yield "whylint --version", process([*python, "-m", "whylint", "--version"])
    yield "whylint check", process(check)
    yield "whylint check --format json", process([*check, "--format", "json"])
    yield "whylint action (1 read, 1 write)", _action([*python, "-m", "whylint", "action"], ["read", "write"])
    if javascript and node:
        yield "the action of JavaScript", _action([node, javascript])


def _action(command: list[str], asks: list[str] | None = None) -> Cost:
    """An action against the loopback GitHub of the tests: of ours, one read and one write each time."""
    sys.path.insert(0, str(ROOT))
    from tests.github_server.server import GitHubServer  # noqa: PLC0415 - the tests are no package of ours
    from tests.github_server.world import Pull, Repository, World  # noqa: PLC0415

    pull = Pull(1, body=(ROOT / "examples" / "half-filled.md").read_text("utf-8"))
    world = World(repositories={"o/r": Repository(pulls={1: pull})})
    with GitHubServer(world) as github, tempfile.TemporaryDirectory() as folder:
        event = Path(folder) / "event.json"
        event.write_text(json.dumps({"pull_request": {"number": 1, "title": "fix: all of it"}}), "utf-8")
        given = {
            "PATH": os.environ["PATH"],
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_API_URL": github.url,
            "GITHUB_GRAPHQL_URL": github.graphql_url,
            "GITHUB_TOKEN": "any",
            "INPUT_GITHUB-TOKEN": "any",
        }

        def once() -> Cost:
            pull.comments.clear()
            return process(command, given, times=1)

        costs = [once() for _ in range(7)]
        if asks and [kind for kind, _ in github.requests()] != asks * len(costs):
            raise RuntimeError(f"a run cost other requests than one read and one write: {github.requests()}")
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), min(c.memory for c in costs))


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
    for _ in pyromark.events_with_range(body, options=OPTIONS):
        pass


def of_processes(javascript: str | None) -> Iterator[Figure]:
    """What whole runs cost."""
    costs = dict(processes(javascript))
    bare = costs["python -I -c pass"]
    print("process                              wall   ratio     CPU   memory   ratio")
    for name, cost in costs.items():
        print(
            f"{name:34} {cost.wall * 1000:5.0f} ms  {cost.wall / bare.wall:5.1f}  {cost.cpu * 1000:4.0f} ms"
            f"  {cost.memory:4.0f} MB  {cost.memory / bare.memory:5.1f}"
        )
    check, action = costs["whylint check"], costs["whylint action (1 read, 1 write)"]
    times = f"{check.cpu / bare.cpu:.0f} times `python -I -c pass`"
    yield Figure(
        "`whylint check` of one file, from start to end",
        f"{check.cpu:.2f} s of CPU ({check.wall:.2f} s on the clock), {times}",
        f"{CHECK} s",
        check.cpu <= CHECK,  # it waits for nothing: the clock adds what else the machine does
    )
    yield Figure("its memory at the peak", f"{check.memory:.0f} MB")
    other = costs.get("the action of JavaScript")
    measured = (
        f"{action.wall:.2f} s ({action.cpu:.2f} s of CPU), {action.wall / bare.wall:.0f} times `python -I -c pass`"
    )
    budget = f"{ACTION_TIME} times an action of JavaScript"
    if other:
        measured += f", {action.cpu / other.cpu:.1f} times that of JavaScript"
    yield Figure(
        "the action, one read and one write",
        measured,
        budget if other else f"{budget}, not measured here",
        action.cpu <= ACTION_TIME * other.cpu if other else None,
    )
    yield Figure(
        "its memory at the peak",
        f"{action.memory:.0f} MB",
        f"{ACTION_MEMORY} times that of JavaScript{'' if other else ', not measured here'}",
        action.memory <= ACTION_MEMORY * other.memory if other else None,
    )


def of_judging() -> Iterator[Figure]:
    """What judging costs, in CPU time."""
    ruleset, bodies = shipped(), texts()
    mean = sum(map(len, bodies)) / len(bodies)

    def judge(body: str) -> None:
        lint(PullRequest(body=body), ruleset)

    parsing = seconds(lambda: list(map(parse, bodies)))
    judging = seconds(lambda: list(map(judge, bodies)))
    print(f"\njudging {len(bodies)} descriptions ({mean:.0f} characters each): {len(bodies) / judging:,.0f} a second")
    yield Figure(
        f"each further description of {mean / 1000:.1f} KB, as a multiple of parsing it",
        f"{judging / len(bodies) * 1000:.1f} ms, {judging / parsing:.0f}",
        f"{MULTIPLE}",
        judging / parsing <= MULTIPLE,
    )
    prose = "\n\n".join(bodies)
    took: list[float] = []
    print("growth         judging   of 1 KB   parsing   multiple")
    sizes = (1, 4, 16, 64)
    for kilobytes in sizes:
        body = (prose * (1 + kilobytes * 1024 // len(prose)))[: kilobytes * 1024]
        judged, parsed = seconds(lambda b=body: judge(b)), seconds(lambda b=body: parse(b))  # type: ignore[misc]
        took.append(judged)
        print(
            f"{kilobytes:3} KB      {judged * 1000:8.2f} ms  {judged / took[0]:6.1f}"
            f"  {parsed * 1000:7.2f} ms  {judged / parsed:6.1f}"
        )
    yield Figure(
        "judging 1, 4, 16 and 64 KB of prose, as multiples of the first",
        ", ".join(f"{each / took[0]:.0f}" for each in took),
        "linear",
        took[-1] / took[0] <= 1.5 * sizes[-1],
    )
    yield Figure("64 KB of prose", f"{took[-1]:.2f} s", f"{HOSTILE_64} s", took[-1] <= HOSTILE_64)
    yield _hostile(judge, took[-1])


def _hostile(judge: Callable[[str], None], prose: float) -> Figure:
    """The worst of the hostile kinds."""
    worst, which, within = 0.0, "", 0
    print("\nhostile input of 64 KB      judging   multiple of 64 KB of prose")
    for name, unit in HOSTILE.items():
        body = (unit * (65536 // len(unit) + 1))[:65536]
        took = seconds(lambda b=body: judge(b), at_least=0.05)  # type: ignore[misc]
        print(f"{name:24} {took * 1000:9.1f} ms  {took / prose:6.1f}")
        worst, which = max((worst, which), (took, name))
        within += took <= HOSTILE_64
    return Figure(
        f"the worst 64 KB of {len(HOSTILE)} kinds of hostile input",
        f"{worst:.2f} s ({which}); {within} within the budget",
        f"{HOSTILE_64} s",
        worst <= HOSTILE_64,
    )


def machine() -> str:
    """What this was measured on, and when."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    chip = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    cores, load = os.cpu_count(), os.getloadavg()[0]
    when = dt.datetime.now(dt.UTC).date()
    return (
        f"Measured on {when} on {cores} cores of an {chip}, Python {platform.python_version()}, while {load:.1f}"
        f" processes were running (more than {cores} slow each other down)."
    )


def main() -> None:
    """Print all tables, and write the last one where it is shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judging", action="store_true", help="only what needs no processes")
    parser.add_argument("--javascript", metavar="PATH", help="an action of JavaScript to compare with")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.relative_to(ROOT)}")
    chosen = parser.parse_args()
    told = machine()
    figures = [] if chosen.judging else list(of_processes(chosen.javascript))
    figures += of_judging()
    print(f"\n{told}\n")
    for figure in figures:
        what, measured, budget, met = figure.cells
        print(f"{what}: {measured}; budget {budget}{met and ', met: '}{met.strip('*')}")
    if chosen.write:
        rows = [("what", "measured", "budget", "met"), ("---",) * 4, *(figure.cells for figure in figures)]
        table = "".join(f"| {' | '.join(row)} |\n" for row in rows).replace("| --- ", "|---").replace("--- |", "---|")
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}{told}\n\n{table}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
