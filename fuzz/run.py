"""Coverage-guided fuzzing with atheris: ``make fuzz``, or ``make fuzz ARGS="--seconds 600 config"``.

Every target runs in a process of its own, one after the other. What is found is written to ``.cache/fuzz`` together
with what was learnt, so that the next run goes on from there; so is the slowest input of each target.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOUND = ROOT / ".cache" / "fuzz"
NAMES = ("description", "config", "comment", "output")
LONGEST = 65_536
# The parser that comments are held against (cmarkgfm) keeps some 50 KB of every page that it has read.
MOST_MEMORY = {"comment": 8192}
SEEDS = {"config": ["tests/config/good", "tests/config/broken"], "description": ["examples"]}


def main() -> int:
    """Run the targets that are asked for; returns 1 if one of them found something."""
    parser = argparse.ArgumentParser(description="Fuzz whylint.")
    parser.add_argument("--seconds", type=int, default=10, help="for each target (10)")
    parser.add_argument("--runs", type=int, default=-1, help="at most so many for each target, always the same ones")
    parser.add_argument("--longest", type=int, default=4096, help="bytes of the longest input (4096)")
    parser.add_argument("--inside", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*", choices=[[], *NAMES], metavar="TARGET", help="all, if none is named")
    given = parser.parse_args()
    if given.inside:
        fuzz(given.inside, given.seconds, given.longest, given.runs)
    try:
        import atheris  # noqa: F401, PLC0415
    except ImportError:
        print("SKIPPED: FUZZING NEEDS atheris, which has no wheel for this Python on this machine.", file=sys.stderr)
        return 0
    code = 0
    for name in given.targets or NAMES:
        print(f"--- {name}", flush=True)
        command = [sys.executable, __file__, "--inside", name]
        command += ["--seconds", str(given.seconds), "--longest", str(given.longest), "--runs", str(given.runs)]
        code |= subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return code


def fuzz(name: str, seconds: int, longest: int, runs: int) -> None:
    """Fuzz one target; never returns. With a number of ``runs`` nothing is learnt for the next time."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import atheris  # noqa: PLC0415

    quiet = contextlib.redirect_stderr(io.StringIO())  # a line for each module
    with quiet, atheris.instrument_imports(include=["whylint", "yaml"]):
        from fuzz.targets import TARGETS  # noqa: PLC0415
    target, slowest = TARGETS[name], 0.0

    def one(data: bytes) -> None:
        nonlocal slowest
        start = time.process_time()
        target(data)
        took = time.process_time() - start
        if took > slowest * 1.2 and took > 0.02:
            slowest = took
            (FOUND / f"{name}-slowest").write_bytes(data)
            print(f"slowest so far: {took:.3f} s for {len(data)} bytes", flush=True)

    learnt = FOUND / name if runs < 0 else Path(tempfile.mkdtemp())
    learnt.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(parents=True, exist_ok=True)
    options = {
        "max_total_time": seconds,
        "max_len": min(longest, LONGEST),
        "timeout": 30,
        "rss_limit_mb": MOST_MEMORY.get(name, 2048),
        "artifact_prefix": f"{FOUND}{os.sep}{name}-",
        "dict": HERE / "words.dict",
        "runs": runs,
        "seed": 0 if runs < 0 else 1,
        "print_final_stats": 1,
        "verbosity": 0,
    }
    arguments = [f"-{key}={value}" for key, value in options.items()]
    seeds = [HERE / "corpus" / name, *(ROOT / folder for folder in SEEDS.get(name, ()))]
    atheris.Setup([sys.argv[0], *arguments, str(learnt), *map(str, seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
