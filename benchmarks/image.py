"""What the image costs over its base, in whichever engine is here: its size, and the time to its first line."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator

import jobs
from figures import NOT_HERE, ROOT, Cost, Figure
from processes import ENTRY, FALLS_SHORT, LAUNCHER, beside, in_seconds, least, told
from worst import of_64_kb

TIMES = 5
PYTHON = "/opt/whylint/bin/python"
SEEN_AS = "/github/job"
SIZE = "the image over its base"
START = "the image's action, from the container's start to its first line"
REPOSITORY = "/repository"
WORST = f"import sys; sys.path.insert(0, '{REPOSITORY}/benchmarks'); import worst; worst.main()"
INSIDE = "the image's action, inside of the container"


def figures(image: str | None, javascript: Cost | None) -> Iterator[Figure]:
    """The image's rows; without one they say that nothing was measured."""
    if not image:
        yield from (Figure(what, NOT_HERE) for what in (SIZE, START, INSIDE))
        return
    engine, base = _engine(), _base()
    whole, below = (_size(engine, name) for name in (image, base))
    yield Figure(SIZE, f"{whole - below:.0f} MB, {whole / below:.2f} times the base of {below:.0f} MB")
    bare, starts, inside = [], [], []
    with jobs.ours(SEEN_AS) as job:
        given = ["--network", "host", "--volume", f"{job.folder}:{SEEN_AS}"]
        for name, value in job.environ.items():
            given += ["--env", f"{name}={value}"] if name != "PATH" else []
        measured = [*given, "--entrypoint", PYTHON, image, "-I", "-S", "-c", LAUNCHER, PYTHON, *ENTRY]
        for _ in range(TIMES):  # in turns: what else the machine does meets all
            bare.append(_run(engine, [base, "python", "-I", "-c", "print(1)"])[0])
            starts.append(_run(engine, [*given, image], FALLS_SHORT)[0])
            job.check([engine, "run", image])
            inside.append(told(_run(engine, measured)[1], [image, *ENTRY], FALLS_SHORT))
            job.check([engine, "run", image])
    start, first = min(bare), min(starts)
    print(f"\nfirst line in a container: {start * 1000:.0f} ms (base), {first * 1000:.0f} ms (whylint)")
    yield Figure(
        START, f"{first:.2f} s, {first / start:.1f} times the base's Python that prints a line ({start:.2f} s)"
    )
    ours = least(inside)
    yield from beside(INSIDE, in_seconds(ours), ours, javascript)
    judging = ["--volume", f"{ROOT}:{REPOSITORY}:ro", "--entrypoint", PYTHON, image, "-I", "-B", "-c", WORST]
    yield from of_64_kb(json.loads(_run(engine, judging)[1]), "in the image: ")


def _engine() -> str:
    for command in ("docker", "podman"):
        if shutil.which(command) and not subprocess.run([command, "info"], capture_output=True, check=False).returncode:
            return command
    raise SystemExit("An image needs docker or podman, and neither answers here.")


def _base() -> str:
    """What the Dockerfile's last stage starts from."""
    stages = [
        line.split() for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if line.startswith("FROM ")
    ]
    return stages[-1][1]


def _size(engine: str, image: str) -> float:
    """Megabytes, as the engine counts them."""
    command = [engine, "image", "inspect", "--format", "{{.Size}}", image]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return int(done.stdout) / 1e6


def _run(engine: str, arguments: list[str], code: int = 0) -> tuple[float, str]:
    """Seconds until a new container says its first line, and that line; it is then seen to its end, and removed."""
    name = f"whylint-{uuid.uuid4().hex[:12]}"
    command = [engine, "run", "--name", name, *arguments]
    try:
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
            said = child.stdout.readline() if child.stdout else ""
            took = time.perf_counter() - start
            child.communicate()
        if not said or child.returncode != code:
            raise RuntimeError(f"{' '.join(command)} said {said!r} and ended with {child.returncode} instead of {code}")
        return took, said
    finally:
        subprocess.run([engine, "rm", "--force", name], capture_output=True, check=False)
