"""What whole processes cost, from start to end: the best of several runs of each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import jobs
from figures import ACTION_MEMORY, ACTION_TIME, CHECK, NOT_HERE, ROOT, Cost, Figure

TIMES = 9
MEMORY = "its memory at the peak"
PYTHON = [sys.executable, "-I"]
ENTRY = ["-I", "-m", "whylint", "action"]
"""What Python is given to run the action, here as in the image."""
FALLS_SHORT = 1
"""How the action ends: what it judges lacks an answer, so that there is a comment to write."""
LAUNCHER = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""Starts a process from a small one: Linux counts the memory of whoever starts it as the child's own."""


@dataclass(frozen=True)
class Costs:
    """What the processes cost that budgets speak of."""

    bare: Cost
    check: Cost
    action: Cost
    javascript: Cost | None


def once(command: list[str], environ: dict[str, str] | None = None, code: int = 0) -> Cost:
    """What one run of a whole process took, which has to end with ``code``."""
    launcher = [*PYTHON, "-S", "-c", LAUNCHER, *command]
    done = subprocess.run(launcher, stdout=subprocess.PIPE, text=True, env=environ, cwd=ROOT, check=True)
    return told(done.stdout, command, code)


def told(by_launcher: str, command: list[str], code: int) -> Cost:
    """What the launcher printed of a process."""
    wall, cpu, memory, ended = map(float, by_launcher.split())
    if ended != code:
        raise RuntimeError(f"{' '.join(command)} ended with {ended:.0f} instead of {code}")
    return Cost(wall, cpu, memory / 1024)


def least(costs: list[Cost]) -> Cost:
    """The least of each."""
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), min(c.memory for c in costs))


def of_action(command: list[str], job: jobs.Job, code: int) -> Cost:
    """What an action costs that does one read and one write each time."""
    costs = []
    for _ in range(TIMES):
        costs.append(once(command, job.environ, code))
        job.check(command)
    return least(costs)


def processes(javascript: str | None) -> Costs:
    """Measure all, and print them."""
    check = [*PYTHON, "-m", "whylint", "check", "examples/good.md"]
    plain = {
        "python -I -c pass": [*PYTHON, "-c", "pass"],
        "import github": [*PYTHON, "-c", "import github"],
        "import of our libraries": [*PYTHON, "-c", "import github, pydantic, yaml, re2, pyromark"],
        "whylint --version": [*PYTHON, "-m", "whylint", "--version"],
        "whylint check": check,
        "whylint check --format json": [*check, "--format", "json"],
    }
    if node := shutil.which("node"):
        plain["node -e 0"] = [node, "-e", "0"]
    costs = {name: least([once(command) for _ in range(TIMES)]) for name, command in plain.items()}
    with jobs.ours() as job:
        costs["whylint action"] = of_action([sys.executable, *ENTRY], job, FALLS_SHORT)
    if javascript:
        if not node:
            raise SystemExit("An action of JavaScript needs node, and there is none here.")
        with jobs.javascript() as job:
            costs["the action of JavaScript"] = of_action([node, javascript], job, 0)
    bare = costs["python -I -c pass"]
    print("process (actions: 1 read, 1 write)     wall   ratio     CPU   memory   ratio")
    for name, cost in costs.items():
        print(
            f"{name:36} {cost.wall * 1000:5.0f} ms  {cost.wall / bare.wall:5.1f}  {cost.cpu * 1000:4.0f} ms"
            f"  {cost.memory:4.0f} MB  {cost.memory / bare.memory:5.1f}"
        )
    return Costs(bare, costs["whylint check"], costs["whylint action"], costs.get("the action of JavaScript"))


def figures(costs: Costs) -> Iterator[Figure]:
    """What of this has a budget."""
    check, action, other = costs.check, costs.action, costs.javascript
    yield Figure(
        "`whylint check` of one file, from start to end",
        f"{in_seconds(check)}, {check.cpu / costs.bare.cpu:.0f} times `python -I -c pass`",
        f"{CHECK} s",
        check.cpu <= CHECK,  # it waits for nothing: the clock adds what else the machine does
    )
    yield Figure(MEMORY, f"{check.memory:.0f} MB")
    measured = f"{in_seconds(action)}, {action.wall / costs.bare.wall:.0f} times `python -I -c pass`"
    yield from beside("the action, one read and one write", measured, action, other)


def beside(name: str, measured: str, action: Cost, other: Cost | None) -> Iterator[Figure]:
    """An action of ours beside one of JavaScript, where there is one."""
    times, memory_times = f"{ACTION_TIME} times an action of JavaScript", f"{ACTION_MEMORY} times that of JavaScript"
    if not other:
        yield Figure(name, measured, f"{times}, {NOT_HERE}")
        yield Figure(MEMORY, f"{action.memory:.0f} MB", f"{memory_times}, {NOT_HERE}")
        return
    wall, cpu, memory = action.wall / other.wall, action.cpu / other.cpu, action.memory / other.memory
    yield Figure(
        name,
        f"{measured}; {wall:.2f} times JavaScript's {other.wall:.2f} s ({cpu:.2f} times its CPU)",
        times,
        max(wall, cpu) <= ACTION_TIME,
    )
    yield Figure(
        MEMORY,
        f"{action.memory:.0f} MB, {memory:.2f} times JavaScript's {other.memory:.0f} MB",
        memory_times,
        memory <= ACTION_MEMORY,
    )


def in_seconds(cost: Cost) -> str:
    """Clock and CPU."""
    return f"{cost.wall:.2f} s ({cost.cpu:.2f} s of CPU)"
