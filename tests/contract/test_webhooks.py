"""GitHub's own examples of webhook payloads, each run through the action as the event of a workflow."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.github_server.server import GitHubServer
from tests.github_server.world import Pull, Repository, World
from tests.job import Job
from tests.texts import METRIC_OPEN

from whylint.action import EVENTS

pytestmark = pytest.mark.contract
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def examples() -> dict[str, list[dict[str, Any]]]:
    """Payloads by event, from the npm package @octokit/webhooks-examples."""
    places = [os.environ.get("WHYLINT_NODE_MODULES"), HERE / "node_modules", "node_modules"]
    files = [Path(p) / "@octokit/webhooks-examples/api.github.com/index.json" for p in places if p]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        pytest.skip(f"THE WEBHOOKS ARE NOT TESTED: no @octokit/webhooks-examples; run npm ci --prefix {HERE}")
    return {each["name"]: each["examples"] for each in json.loads(file.read_text("utf-8"))}


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    with GitHubServer() as github:
        yield Job(tmp_path, github)


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
def test_every_pull_request_event_is_judged_live(
    job: Job, examples: dict[str, list[dict[str, Any]]], event: str
) -> None:
    payloads = examples["pull_request"]
    assert len(payloads) > 20
    for payload in payloads:
        name, number = payload["repository"]["full_name"], payload["pull_request"]["number"]
        job.pull = Pull(number, body=METRIC_OPEN)
        job.github.world = World(repositories={name: Repository(pulls={number: job.pull})})
        ran = job.run(event, {"GITHUB_REPOSITORY": name}, payload=payload)
        assert (ran.code, ran.outputs["missing"]) == (1, "success-metric"), payload["action"]
        assert job.requests() == ["read", "write"]
        assert len(job.pull.comments) == 1


def test_every_merge_queue_event_succeeds_without_a_request(
    job: Job, examples: dict[str, list[dict[str, Any]]]
) -> None:
    for payload in examples["merge_group"]:
        ran = job.run("merge_group", payload=payload)
        assert (ran.code, ran.outputs["conclusion"], job.requests()) == (0, "skipped", [])


def test_every_other_event_is_told_which_are_known(job: Job, examples: dict[str, list[dict[str, Any]]]) -> None:
    others = sorted(set(examples) - set(EVENTS))
    assert len(others) > 40
    for event in others:
        for payload in examples[event]:
            ran = job.run(event, payload=payload)
            assert (ran.code, job.requests()) == (2, []), event
            assert len(ran.log.splitlines()) == 1, event
            assert f'the event "{event}" is not one of' in ran.log.replace("%22", '"'), event
