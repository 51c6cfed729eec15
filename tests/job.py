"""A workflow's job around the action: the runner's files, an environment, and a GitHub on loopback."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.github_server.run import FakeClock
from tests.github_server.server import GitHubServer
from tests.github_server.world import Pull, Repository, World
from tests.runner_oracle import commands, pairs
from tests.texts import GOOD

from whylint.action import run

TOKEN = "sentinel-token-that-must-never-be-seen"
SAID = {"error", "warning", "notice"}


@dataclass
class Ran:
    """What a run left behind."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.outputs["report"])
        return found

    def verdicts(self) -> dict[str, str]:
        return {finding["rule"]: finding["verdict"] for finding in self.report["findings"]}


class Job:
    """A workflow's job.

    Every run looks for the token, and for commands that are not ours, in all that it leaves behind.
    """

    def __init__(self, folder: Path, github: GitHubServer) -> None:
        self.folder = folder
        self.github = github
        self.pull = Pull(1, title="Keep phone orders when the tablet locks", body=GOOD)
        self.more: dict[str, str] = {}
        self.limits: dict[str, float] = {}
        github.world = World(repositories={"o/r": Repository(pulls={1: self.pull})})

    def run(
        self,
        event: str = "pull_request_target",
        environ: dict[str, str] | None = None,
        number: object = 1,
        payload: dict[str, Any] | None = None,
        **inputs: str,
    ) -> Ran:
        given, files = self.prepare(event, number, payload)
        given |= {f"INPUT_{name.upper().replace('_', '-')}": value for name, value in inputs.items()} | (environ or {})
        self.github.log.clear()
        log: list[str] = []
        clock = FakeClock()
        code = run(given, log.append, clock, **self.limits)
        summary, output = files["summary.md"].read_text("utf-8"), files["output"].read_text("utf-8")
        ran = Ran(code, "".join(log), summary, dict(pairs(output)), clock.slept)
        seen = [ran.log, ran.summary, output, *(comment.body for comment in self.pull.comments)]
        assert not any(TOKEN in each for each in seen)
        assert {command.name for command in commands(ran.log)} <= SAID
        assert files["env"].read_text("utf-8") == files["path"].read_text("utf-8") == "sentinel"
        return ran

    def prepare(
        self, event: str = "pull_request_target", number: object = 1, payload: dict[str, Any] | None = None
    ) -> tuple[dict[str, str], dict[str, Path]]:
        """The environment of a run, and the runner's files, new and empty."""
        files = {name: self.folder / name for name in ("event.json", "summary.md", "output", "env", "path")}
        for name, path in files.items():
            path.write_text("sentinel" if name in ("env", "path") else "", "utf-8")
        frozen = {"action": "edited", "pull_request": {"number": number, "body": "the event's frozen copy"}}
        files["event.json"].write_text(json.dumps(frozen if payload is None else payload), "utf-8")
        given = {
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(files["event.json"]),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_GRAPHQL_URL": self.github.graphql_url,
            "GITHUB_STEP_SUMMARY": str(files["summary.md"]),
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_ENV": str(files["env"]),
            "GITHUB_PATH": str(files["path"]),
            "INPUT_GITHUB-TOKEN": TOKEN,
            "INPUT_CONFIG": ".github/whylint.yml",
            **self.more,
        }
        return given, files

    def requests(self) -> list[str]:
        return [kind for kind, _ in self.github.requests()]
