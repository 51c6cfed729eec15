"""What whylint costs, as ratios from one run on one machine: `make benchmark`.

Processes are measured whole (wall clock, CPU, peak memory), best of several; judging is measured in CPU time. Beside
what has a budget stands the budget. `ARGS=--write` writes the figures into docs/performance.md. What is not here has to
be given: `--javascript PATH`, the bundle of an action to compare with, and `--image NAME`, a built image of ours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import subprocess
from pathlib import Path

import image
import judging
import processes
from figures import ROOT, Figure

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: make benchmark ARGS=--write -->\n", "<!-- end of figures -->\n"


def machine() -> str:
    """What this was measured on, and when."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    chip = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    versions = f"Python {platform.python_version()}"
    if node := shutil.which("node"):
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        versions += f", Node {said.strip().removeprefix('v')}"
    cores, load = os.cpu_count(), os.getloadavg()[0]
    when = dt.datetime.now(dt.UTC).date()
    return (
        f"Measured on {when} on {cores} cores of an {chip}, {versions}, while {load:.1f}"
        f" processes were running (more than {cores} slow each other down)."
    )


def write(told: str, figures: list[Figure]) -> None:
    """Put the table where it is shown."""
    rows = [("what", "measured", "budget", "met"), ("---",) * 4, *(figure.cells for figure in figures)]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows).replace("| --- ", "|---").replace("--- |", "---|")
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{told}\n\n{table}{END}{rest.partition(END)[2]}", "utf-8")


def main() -> None:
    """Print all tables, and write the last one where it is shown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judging", action="store_true", help="only what needs no processes")
    parser.add_argument("--javascript", metavar="PATH", help="an action of JavaScript to compare with")
    parser.add_argument("--image", metavar="NAME", help="a built image of whylint (needs docker or podman)")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.relative_to(ROOT)}")
    chosen = parser.parse_args()
    told = machine()
    figures: list[Figure] = []
    costs = None
    if not chosen.judging:
        costs = processes.processes(chosen.javascript)
        figures += processes.figures(costs)
        figures += image.figures(chosen.image, costs.javascript)
    figures += judging.figures(costs.action if costs else None)
    print(f"\n{told}\n")
    for figure in figures:
        what, measured, budget, met = figure.cells
        print(f"{what}: {measured}; budget {budget}{met and ', met: '}{met.strip('*')}")
    if chosen.write:
        write(told, figures)


if __name__ == "__main__":
    main()
