"""The workflows that the documentation shows, run by act as they stand there, on a description that answers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from scripts import audit, release
from tests.container.test_action import EVENT, HALF_DONE, ROOT
from tests.container.test_own_workflows import PERSON, act, sh
from tests.github_server import GitHubServer, Pull, Repository, World

pytestmark = pytest.mark.container

ACTION = "OWNER/whylint@v1"
REUSED = "OWNER/.github"
OPEN = "user-problem,success-metric,feedback-plan"


@dataclass(frozen=True, slots=True)
class Shown:
    """A workflow of a page, and what it says of itself."""

    name: str
    text: str

    def events(self) -> list[str]:
        """By what it is started; GitHub reads `on` as a word, YAML as a truth."""
        parsed = yaml.safe_load(self.text)
        return list(parsed.get("on", parsed.get(True)))


def shown() -> Iterator[Shown]:
    for page in ("README.md", "docs/pipeline.md", "docs/recipes.md"):
        for number, text in enumerate(audit.shown_workflows((ROOT / page).read_text("utf-8")), 1):
            yield Shown(f"{Path(page).stem}-{number}", text)


SHOWN = list(shown())
# By its first event each; the README's, of which most others are variations, by all of them.
RUNS = [
    (each, event)
    for each in SHOWN
    for event in (each.events() if each.name.startswith("README") else each.events()[:1])
    if event != "workflow_call"
]


@pytest.fixture(scope="module")
def action(image: str, tmp_path_factory) -> Path:
    """The action as a release has it: it names an image, which is built once."""
    folder = tmp_path_factory.mktemp("action")
    text, count = release.BUILT.subn(rf"\g<1>docker://{image}:latest", (ROOT / "action.yml").read_text("utf-8"))
    assert count == 1
    (folder / "action.yml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a commit, beside which the reusable workflow lies."""
    folder, reused = tmp_path / "shop", tmp_path / "reused" / ".github" / "workflows"
    folder.mkdir()
    reused.mkdir(parents=True)
    [callable_] = [each for each in SHOWN if "workflow_call" in each.events()]
    (reused / "whylint.yml").write_text(callable_.text, "utf-8")
    sh("git", "init", "--quiet", "--initial-branch", "main", cwd=folder)
    sh("git", *PERSON, "commit", "--quiet", "--allow-empty", "--message", "Start", cwd=folder)
    sh("git", "remote", "add", "origin", "https://github.com/acme/shop.git", cwd=folder)
    return folder


@pytest.mark.parametrize(("each", "event"), RUNS, ids=[f"{each.name} {event}" for each, event in RUNS])
def test_a_shown_workflow_does_what_it_is_shown_for(
    engine, action: Path, repository: Path, each: Shown, event: str
) -> None:
    (repository / ".github" / "workflows").mkdir(parents=True)
    (repository / ".github" / "workflows" / "whylint.yml").write_text(each.text, "utf-8")
    configs = {f".github/whylint-{team}.yml": "version: 1\n" for team in ("shop", "depot")}
    pull = Pull(7, title="Export orders", body=HALF_DONE)
    world = World(repositories={"acme/shop": Repository(pulls={7: pull}, branches={"main": configs, "topic": configs})})
    with GitHubServer(world) as server:
        code, log = act(
            engine, repository, EVENT, event,
            f"--local-repository={ACTION}={action}",
            f"--local-repository={REUSED}@main={repository.parent / 'reused'}",
            "--platform=self-hosted=-self-hosted", "--platform=linux=-self-hosted",
            f"--env=GITHUB_API_URL={server.url}", f"--env=GITHUB_GRAPHQL_URL={server.graphql_url}",
        )  # fmt: skip
    judged = event != "merge_group"
    assert ("Complete job" in log, code) == (True, int(judged and "fail-on: never" not in each.text)), log[-4000:]
    comments = 0 if not judged or "comment: never" in each.text else 2 if "comment-key" in each.text else 1
    assert len(pull.comments) == comments, log[-4000:]
    assert (f"Open questions - {OPEN}" in log) == ("fail-on: never" in each.text)


def test_all_of_them_are_run() -> None:
    assert len(RUNS) >= 9
    assert {event for _, event in RUNS} == {"pull_request", "pull_request_target", "merge_group"}
