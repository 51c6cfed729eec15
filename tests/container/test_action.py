"""The action in a user's workflow, run by act: three runs on one pull request, as its author goes on.

The workflow checks out first only because act takes the action's files from there; whylint itself needs no checkout.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.github_server import GitHubServer, Pull, Repository, World

from whylint import packs
from whylint.render.comment import marker

pytestmark = pytest.mark.container

ROOT = Path(__file__).resolve().parents[2]
# All that the action is made of: what .dockerignore lets through, and what tells how to build it.
ACTION_FILES = (
    "action.yml", "Dockerfile", ".dockerignore", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE",
    "requirements", "src", "rules", "schema", "scripts/finish_image.py",
)  # fmt: skip
WORKFLOW = """\
name: whylint
on: pull_request
permissions: {contents: read, pull-requests: write}
jobs:
  why:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: whylint
        uses: ./
      - if: always()
        env:
          STEP: ${{ toJSON(steps.whylint) }}
        run: printf '%s' "$STEP" >"$RESULT"
"""
EVENT = {
    "action": "edited",
    "number": 7,
    "pull_request": {
        "number": 7,
        "body": "stale: the live one counts",
        "base": {"ref": "main"},
        "head": {"ref": "topic"},
    },
    "repository": {"full_name": "acme/shop", "name": "shop", "owner": {"login": "acme"}},
}
HALF_DONE = "## User problem\n\nTODO\n"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the workflow: what the next step saw, what GitHub was asked, and what is left on the pull request."""

    code: int
    log: str
    outcome: str
    outputs: dict[str, str]
    asked: list[str]
    comments: list[tuple[str, str, str]]


def copy_action(target: Path) -> None:
    """Copies what the action is made of into ``target``."""
    for name in ACTION_FILES:
        source, copy = ROOT / name, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)


def mended() -> str:
    """A description that answers every rule with the example that our own comment shows."""
    rules = packs.shipped().rules
    return "\n\n".join(f"## {rule.title}\n\n{rule.examples.show['feature']}" for rule in rules)


def find_act() -> str:
    beside = Path(sys.executable).with_name("act")
    found = str(beside) if beside.exists() else shutil.which("act")
    if not found:
        pytest.skip("NO ACT: its package has a binary for Linux on x86-64 only; the action was not run in a workflow")
    return found


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """A git repository with the action's files and a workflow that uses them."""
    folder = tmp_path_factory.mktemp("repository")
    copy_action(folder)
    (folder / ".github" / "workflows").mkdir(parents=True)
    (folder / ".github" / "workflows" / "whylint.yml").write_text(WORKFLOW)
    env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        [*person, "commit", "--quiet", "--message", "The action"],
        ["remote", "add", "origin", "https://github.com/acme/shop.git"],
    ):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
    return folder


@pytest.fixture(scope="module")
def workflow(engine, repository, tmp_path_factory):
    """Runs the workflow against a server and tells what came of it."""
    act, folder = find_act(), tmp_path_factory.mktemp("act")
    (folder / "event.json").write_text(json.dumps(EVENT))
    cache, result = folder / "cache", folder / "result.json"
    env = dict(engine.env) | {"XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(folder / "config")}

    fixed = "pull_request --workflows .github/workflows/whylint.yml --platform ubuntu-latest=-self-hosted --pull=false"

    def run(server: GitHubServer) -> Run:
        before = len(server.log)
        result.unlink(missing_ok=True)
        command = [act, *fixed.split(), "--eventpath", folder / "event.json", "--secret", "GITHUB_TOKEN=any"]
        # without the volume, the files behind GITHUB_OUTPUT and its like do not exist inside the container
        command += ["--container-options", f"--network host -v {cache}/act:{cache}/act"]
        command += ["--env", f"GITHUB_API_URL={server.url}", "--env", f"GITHUB_GRAPHQL_URL={server.graphql_url}"]
        command += ["--env", f"RESULT={result}"]
        log = folder / "log"
        with log.open("w") as file:
            done = subprocess.run(command, cwd=repository, env=env, stdout=file, stderr=file, check=False, timeout=900)
        assert result.exists(), log.read_text()[-4000:]
        step = json.loads(result.read_text())
        asked = [kind for kind, _ in server.requests()[before:]]
        pull = server.world.repositories["acme/shop"].pulls[7]
        comments = [(each.id, each.body, each.hidden) for each in pull.comments]
        return Run(done.returncode, log.read_text(), step["outcome"], step["outputs"], asked, comments)

    yield run
    engine("image", "rm", "--force", "act-dockeraction", check=False)


@pytest.fixture(scope="module")
def runs(workflow) -> list[Run]:
    """A first run that fails, one after the description was mended, one with nothing changed."""
    pull = Pull(7, title="Export orders", body=HALF_DONE)
    with GitHubServer(World(repositories={"acme/shop": Repository(pulls={7: pull})})) as server:
        first = workflow(server)
        pull.body = mended()
        return [first, workflow(server), workflow(server)]


def test_first_the_check_is_red_and_there_is_a_comment(runs):
    first = runs[0]
    assert (first.code, first.outcome) == (1, "failure"), first.log
    assert first.asked == ["read", "write"]
    [(_, body, hidden)] = first.comments
    assert body.startswith(marker("default"))
    assert hidden == ""
    assert all(rule.title in body for rule in packs.shipped().rules)


def test_a_later_step_reads_the_outputs(runs):
    outputs = runs[0].outputs
    assert outputs["conclusion"] == "failure"
    assert outputs["missing"] == "user-problem,success-metric,feedback-plan"
    assert outputs["comment-url"].startswith("http")
    report = json.loads(outputs["report"])
    assert {finding["rule"]: finding["verdict"] for finding in report["findings"]} == dict.fromkeys(
        outputs["missing"].split(","), "missing"
    )


def test_then_it_is_green_and_the_same_comment_says_so(runs):
    first, second, _ = runs
    assert (second.code, second.outcome) == (0, "success"), second.log
    assert second.asked == ["read", "write"]
    assert [each[0] for each in second.comments] == [each[0] for each in first.comments]
    assert second.comments[0][1].startswith(marker("default"))
    assert len(second.comments[0][1]) < len(first.comments[0][1])
    assert second.outputs["conclusion"] == "success"
    assert second.outputs["missing"] == ""


def test_a_third_run_writes_nothing(runs):
    _, second, third = runs
    assert (third.code, third.outcome) == (0, "success"), third.log
    assert third.asked == ["read"]
    assert third.comments == second.comments
