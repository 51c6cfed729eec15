"""A container engine for these tests: Docker if it answers, else the workshop's stand-in, else a loud skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = ROOT.parent / "shared" / "container" / "up"
IMAGE = "whylint-container-tests"


@dataclass(frozen=True, slots=True)
class Engine:
    """A command line that speaks Docker's, and the variables under which it finds its engine."""

    command: str
    env: Mapping[str, str]

    def __call__(self, *args: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs one command, say ``engine("run", "--rm", image)``; output of both streams is in ``stdout``."""
        done = subprocess.run(
            [self.command, *map(str, args)],
            env=dict(self.env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=900,
        )  # fmt: skip
        if check and done.returncode:
            pytest.fail(f"{self.command} {args[0]} ended with {done.returncode}:\n{done.stdout[-4000:]}")
        return done

    def run(self, *args: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a container to its end and removes it. (With ``run --rm``, podman's socket forgets the exit code.)"""
        name = f"whylint-{uuid.uuid4().hex[:12]}"
        try:
            return self("run", "--name", name, *args, check=check)
        finally:
            self("rm", "--force", name, check=False)


def answers(command: str, env: Mapping[str, str]) -> bool:
    """Whether a command line is there and its engine answers."""
    if not shutil.which(command):
        return False
    return (
        subprocess.run([command, "info"], env=dict(env), capture_output=True, check=False, timeout=60).returncode == 0
    )


def stand_in() -> dict[str, str]:
    """The environment that the stand-in asks for, after it came up; raises CalledProcessError if it does not."""
    printed = subprocess.run(
        ["bash", "-c", 'eval "$("$0")" && env -0', str(STAND_IN)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=900,
    )
    return dict(line.split("=", 1) for line in printed.stdout.split("\0") if "=" in line)


def find_engine() -> Engine | None:
    """Docker, or the stand-in by whichever client is there."""
    env = dict(os.environ)
    if answers("docker", env):
        return Engine("docker", env)
    if STAND_IN.exists():
        env = stand_in()
        for command in ("docker", "podman"):
            if answers(command, env):
                return Engine(command, env)
    return None


@pytest.fixture(scope="session")
def engine() -> Engine:
    found = find_engine()
    if found is None:
        pytest.skip("NO CONTAINER ENGINE: neither Docker nor ../shared/container/up answers; the image was not tested")
    return found


@pytest.fixture(scope="session")
def image(engine: Engine) -> Iterator[str]:
    """The image, built from the tree as it is."""
    engine("build", "--tag", IMAGE, ROOT)
    yield IMAGE
    engine("image", "rm", "--force", IMAGE, check=False)


@pytest.fixture(scope="session")
def python(engine: Engine, image: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the image's own Python as the entry does, with other arguments; nothing can be written in there."""

    def run(*args: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        entry = ("--entrypoint", "/opt/whylint/bin/python")
        return engine.run("--read-only", "--network", "none", *entry, image, "-I", *args, check=check)

    return run
