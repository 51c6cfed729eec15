"""A workflow's job around an action: variables, the runner's files, and a GitHub on loopback that counts what is asked.

Ours asks the GitHub of the tests, by GraphQL. An action of JavaScript asks by REST, which that one does not speak: what
such a one needs is answered here. Neither answer costs the action anything but its own work.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from figures import ROOT

sys.path.insert(0, str(ROOT))  # the tests are no package of ours
from tests.github_server.server import GitHubServer
from tests.github_server.world import Pull, Repository, World

TITLE = "fix: all of it"
SHA = "a" * 40
ANSWERS: dict[str, tuple[str, int, dict[str, Any]]] = {
    "GET /repos/o/r/pulls/1": ("read", 200, {"number": 1, "title": TITLE, "labels": [], "head": {"sha": SHA}}),
    f"POST /repos/o/r/statuses/{SHA}": ("write", 201, {"id": 1}),
}
"""By REST: the kind of a request, and its answer."""


@dataclass(frozen=True)
class Job:
    """What an action is given, where its files lie, and what it asked for in its last run."""

    environ: dict[str, str]
    folder: Path
    asked: Callable[[], list[str]]

    def check(self, command: list[str]) -> None:
        """Fail loudly if the last run did anything but one read and one write: its figures would mean nothing."""
        if (asked := self.asked()) != ["read", "write"]:
            raise RuntimeError(f"{' '.join(command)} should ask for one read and one write, and asked for {asked}")


@contextmanager
def ours(seen_as: str = "") -> Iterator[Job]:
    """A job for whylint's action, whose files it sees under the folder ``seen_as``, where that is another."""
    pull = Pull(1, body=(ROOT / "examples" / "half-filled.md").read_text("utf-8"))
    with GitHubServer(World(repositories={"o/r": Repository(pulls={1: pull})})) as github, _files() as folder:

        def asked() -> list[str]:
            kinds = [kind for kind, _ in github.requests()]
            github.log.clear()
            pull.comments.clear()
            return kinds

        given = {"GITHUB_API_URL": github.url, "GITHUB_GRAPHQL_URL": github.graphql_url, "INPUT_GITHUB-TOKEN": "any"}
        yield Job(_variables(seen_as or str(folder)) | given, folder, asked)


@contextmanager
def javascript() -> Iterator[Job]:
    """A job for an action like action-semantic-pull-request: it reads the title, and ``wip`` has it write a status."""
    log: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Rest,), {"log": log}))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"

    def asked() -> list[str]:
        kinds = log.copy()
        log.clear()
        return kinds

    try:
        with _files() as folder:
            given = {"GITHUB_API_URL": url, "GITHUB_TOKEN": "any", "INPUT_GITHUBBASEURL": url, "INPUT_WIP": "true"}
            yield Job(_variables(str(folder)) | given, folder, asked)
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _files() -> Iterator[Path]:
    """The runner's files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = {"user": {"login": "o"}, "repo": {"name": "r"}}
        event = {"action": "edited", "pull_request": {"number": 1, "title": TITLE, "base": base}}
        (folder / "event.json").write_text(json.dumps(event), "utf-8")
        for file in ("output", "summary.md"):
            (folder / file).touch()
        yield folder


def _variables(folder: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": f"{folder}/event.json",
        "GITHUB_OUTPUT": f"{folder}/output",
        "GITHUB_STEP_SUMMARY": f"{folder}/summary.md",
        "GITHUB_REPOSITORY": "o/r",
    }


class _Rest(BaseHTTPRequestHandler):
    log: list[str]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = f"{self.command} {self.path}"
        kind, status, answer = ANSWERS.get(asked, (asked, 404, {"message": "Not Found"}))
        self.log.append(kind)
        sent = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def do_POST(self) -> None:
        self.do_GET()
