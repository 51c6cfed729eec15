"""GitHub's bad days: every fault at every moment of a run, once and for good, against the real server.

``docs/faults.md`` is what comes out, cell by cell; WHYLINT_UPDATE_GOLDEN=1 writes it anew.
"""

from __future__ import annotations

import gc
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.github_server.server import Fault, GitHubServer
from tests.job import Job, Ran
from tests.texts import EMPTY, METRIC_OPEN

from whylint.github_api.retry import BUDGET, TRIES
from whylint.render.comment import marker

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "faults.md"
PRIMARY = "API rate limit exceeded for installation."
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
USED_UP = {"X-RateLimit-Remaining": "0"}
HTML = {"body": "<html><b>Unicorn</b></html>", "headers": {"Content-Type": "text/html"}}


def status(number: int, message: str = "", **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"status": number, "body": f'{{"message": "{message}"}}', "headers": named}


def error(kind: str, message: str, *, beside_data: bool = False) -> dict[str, Any]:
    path = {"path": "of the moment"} if beside_data else {}
    return {"how": "errors", "errors": [{"type": kind, "message": message, **path}]}


FAULTS: dict[str, dict[str, Any]] = {
    "301 to another host": status(301, Location="http://evil.test/graphql"),
    "401": status(401, "Bad credentials"),
    "403 not accessible": status(403, "Resource not accessible by integration"),
    "403 in HTML": {**HTML, "status": 403},
    "403 limit, back in 50 s": status(403, PRIMARY, **USED_UP, **{"X-RateLimit-Reset": "1800000050"}),
    "403 limit, back in 1 h": status(403, PRIMARY, **USED_UP, **{"X-RateLimit-Reset": "1800003600"}),
    "403 secondary limit": status(403, SECONDARY),
    "403 Retry-After 3": status(403, SECONDARY, Retry_After="3"),
    "403 Retry-After 3600": status(403, SECONDARY, Retry_After="3600"),
    "404": status(404, "Not Found"),
    "409": status(409, "Conflict"),
    "422": status(422, "Validation Failed\\n::error::x ##[error]y"),
    "429": status(429),
    "429 Retry-After 3": status(429, Retry_After="3"),
    "429 Retry-After 3600": status(429, Retry_After="3600"),
    "500": status(500, "Server Error"),
    "502 in HTML": {**HTML, "status": 502},
    "503 Retry-After 3600": status(503, "Unavailable", Retry_After="3600"),
    "200 in HTML": {**HTML, "status": 200},
    "200, empty": {"status": 200, "body": ""},
    "200, nested": {"status": 200, "body": "[" * 100_000},
    "200, no gzip": {"status": 200, "headers": {"Content-Encoding": "gzip"}},
    "cut-off JSON": {"how": "cut"},
    "cut-off answer": {"how": "short"},
    "no HTTP": {"how": "garbage"},
    "reset": {"how": "reset"},
    "silence": {"how": "silence"},
    "answer without end": {"how": "drip"},
    "went wrong": error("", "Something went wrong while executing your query."),
    "rate limited": error("RATE_LIMITED", PRIMARY),
    "forbidden beside data": error("FORBIDDEN", "Resource not accessible by integration", beside_data=True),
    "not found beside data": error("NOT_FOUND", "Could not resolve to a node", beside_data=True),
    "odd error beside data": error("INTERNAL", "No\\n::error::x", beside_data=True),
    "half of the data": {"how": "null", "errors": [{"path": "of the moment"}]},
}
FORBIDS = {"403 not accessible", "403 in HTML", "forbidden beside data"}


@dataclass(frozen=True)
class Moment:
    """When: the request that goes wrong, what an error beside its data is about, and what came before."""

    request: str
    path: tuple[str, ...]
    stored: bool = False
    others: int = 0
    exists: bool = False
    first: str = ""

    @property
    def writes(self) -> bool:
        return self.request not in ("Read", "More")


MOMENTS = {
    "the read": Moment("Read", ("repository", "pullRequest")),
    "a further page": Moment("More", ("node", "comments"), others=201),
    "a new comment": Moment("Add", ("add",)),
    "its answer": Moment("Add", ("add",), stored=True),
    "the look after it was lost": Moment("Look", ("node",), first="Add"),
    "an edit": Moment("Amend", ("edit",), exists=True),
}


@dataclass(frozen=True)
class Cell:
    """What came of one run."""

    ran: Ran
    asked: list[str]
    ours: list[str]
    others: int

    @property
    def tries(self) -> int:
        return max(self.asked.count(name) for name in self.asked)

    def __str__(self) -> str:
        waited = f", {sum(self.ran.slept):.0f} s" if self.ran.slept else ""
        return f"{self.ran.code} ({self.tries}×{waited})"


def cell(fault: str, moment: str, stays: bool, *, folder: Path) -> Cell:
    """One run with one fault at one moment."""
    folder.mkdir()
    when = MOMENTS[moment]
    given = {**FAULTS[fault], "on": when.request, "stored": when.stored, "times": 99 if stays else 1}
    if "errors" in given:
        about = list(when.path)
        given["errors"] = [{**each, "path": about} if "path" in each else each for each in given["errors"]]
    with GitHubServer() as server:
        job = Job(folder, server)
        job.limits = {"patience": 2} if fault == "silence" else {"limit": 60}
        server.dripping = lambda: os.kill(os.getpid(), signal.SIGALRM)  # as if the minute were over
        if when.exists:
            job.pull.body = EMPTY
            job.run()
        for number in range(when.others):
            server.world.comment(job.pull, f"comment {number}", {"type": "User", "login": "bea"})
        job.pull.body = METRIC_OPEN
        if when.first:
            server.fail(Fault(on=when.first, stored=True))
        server.fail(Fault(**given))
        ran = job.run()
        ours = [each.body for each in job.pull.comments if each.body.startswith(marker("default"))]
        return Cell(ran, [name for _, name in server.requests()], ours, len(job.pull.comments) - len(ours))


Key = tuple[str, str, bool]
Matrix = dict[Key, Cell]


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    folder = tmp_path_factory.mktemp("matrix")

    def of(key: Key) -> Cell:
        return cell(*key, folder=folder / "-".join(map(str, key)).replace(" ", "-"))

    def all_of(keys: list[Key]) -> Matrix:
        # by an alarm, so in the main thread; or by the depth of recursion, in which nothing left over can be tidied up
        limited = [key for key in keys if key[0] in ("answer without end", "200, nested")]
        rest = [key for key in keys if key not in limited]
        rest.sort(key=lambda key: key[0] != "silence")  # it waits, so let the others go on meanwhile
        with ThreadPoolExecutor(8) as pool:
            found = dict(zip(rest, pool.map(of, rest), strict=True))
        gc.collect()
        return found | {key: of(key) for key in limited}

    once = all_of([(fault, moment, False) for fault in FAULTS for moment in MOMENTS])
    # what was not tried again is the same whether the fault stays or not
    found = once | all_of([(*key[:2], True) for key, each in once.items() if each.tries > 1])
    print(*table(found), sep="\n")
    return found


def table(matrix: Matrix) -> list[str]:
    lines = [f"| fault | {' | '.join(MOMENTS)} |", "|---" * (len(MOMENTS) + 1) + "|"]
    for fault in FAULTS:
        for stays in (False, True):
            cells = [matrix.get((fault, moment, stays)) for moment in MOMENTS]
            if any(cells):
                shown = " | ".join(str(each or "") for each in cells)
                lines.append(f"| {'... and it stays' if stays else fault} | {shown} |")
    doubled = sum(len(each.ours) > 1 for each in matrix.values())
    lost = sum(not each.ran.outputs for (_, moment, _), each in matrix.items() if MOMENTS[moment].writes)
    told = f"{doubled} with a second comment, {lost} whose verdict was lost with the comment."
    return [*lines, "", f"{len(matrix)} runs: {told}"]


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_and_nothing_is_said_twice(matrix: Matrix, fault: str) -> None:
    for where, each in matrix.items():
        if where[0] == fault:
            ran, when = each.ran, MOMENTS[where[1]]
            assert len(each.ours) <= 1, where
            assert each.others == when.others, where
            assert all(each.asked.count(name) <= TRIES for name in each.asked), where
            assert sum(ran.slept) <= BUDGET, where
            assert "Traceback" not in ran.log, where
            assert "internal fault" not in ran.log, where
            told = [line for line in ran.log.splitlines() if "title=whylint::" in line]
            if ran.code == 3:
                assert len(told) == 1, (where, told)
                assert told[0].startswith("::error "), where
            elif ran.outputs["comment-url"]:
                assert told == [], where
                assert "2 of 3 questions answered" in each.ours[0], where
            else:
                assert fault in FORBIDS, where
                assert len(told) == 1, where
                assert "pull-requests: write" in told[0], where
            assert ran.code in (1, 3), where
            if ran.code == 1 or when.writes:
                assert (ran.outputs["conclusion"], ran.outputs["missing"]) == ("failure", "success-metric"), where
            else:
                assert ran.outputs == {}, where
                assert ran.summary.startswith("### whylint could not judge\n\n"), where


def test_the_table_in_the_documentation_is_what_happens(matrix: Matrix) -> None:
    text = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else "# GitHub's bad days\n<!-- table -->\n"
    head = text[: text.index("<!-- table -->")]
    shown = "\n".join([f"{head}<!-- table -->", *table(matrix), ""])
    if os.environ.get("WHYLINT_UPDATE_GOLDEN"):
        DOCUMENT.write_text(shown, "utf-8")
    assert text == shown
