"""The process as a whole: streams that are closed or full, and a job that is cancelled."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.github_server.server import Fault, GitHubServer
from tests.job import Job
from tests.texts import EMPTY, GOOD, METRIC_OPEN

import whylint

SOURCE = str(Path(whylint.__file__).resolve().parents[1])
STARTS = f'exec "{sys.executable}" -m whylint'


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    with GitHubServer() as github:
        yield Job(tmp_path, github)


def process(line: str, environ: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    """A shell that becomes whylint."""
    given = {"PYTHONPATH": SOURCE, "PATH": "/usr/bin:/bin", **environ}
    return subprocess.Popen(
        ["bash", "-c", f"{STARTS} {line}"],
        env=given,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("streams", [">&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", ">/dev/full 2>&1", "> >(true)"])
@pytest.mark.parametrize(("body", "code"), [(METRIC_OPEN, 1), (GOOD, 0)])
def test_a_log_that_nobody_can_read_takes_no_verdict_with_it(job: Job, streams: str, body: str, code: int) -> None:
    job.pull.body = body
    given, files = job.prepare()
    ran = process(f"action {streams}", given, job.folder)
    assert ran.communicate(timeout=60) == ("", "")
    assert ran.returncode == code
    assert "conclusion<<" in files["output"].read_text("utf-8")
    assert files["summary.md"].read_text("utf-8").startswith("### ")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_job_that_is_cancelled_ends_with_one_line(job: Job, sign: signal.Signals) -> None:
    asked = threading.Event()
    job.github.before = lambda _: asked.set()
    job.github.fail(Fault("silence", times=9))
    given, files = job.prepare()
    ran = process("action", given, job.folder)
    assert asked.wait(60)
    ran.send_signal(sign)
    assert ran.communicate(timeout=60) == ("", "whylint: the run was cancelled\n")
    assert ran.returncode == 3
    assert files["output"].read_text("utf-8") == ""
    assert job.requests() == ["read"]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("check a.md >&-", 1, ""),
        ("check a.md <&- >&- 2>&-", 1, ""),
        ("check a.md >/dev/full", 3, "whylint: what is printed cannot be written: the disk is full\n"),
        ("check a.md >/dev/full 2>&1", 3, ""),
        ("check nowhere.md 2>/dev/full", 3, ""),
        ("check - <&-", 2, "whylint: nothing came in on standard input; an empty description would be an empty line\n"),
    ],
)
def test_streams_of_the_command_line(tmp_path: Path, line: str, code: int, told: str) -> None:
    (tmp_path / "a.md").write_text(EMPTY, "utf-8")
    ran = process(line, {}, tmp_path)
    assert ran.communicate(timeout=60) == ("", told)
    assert ran.returncode == code
