"""The way of a new user: `whylint init` in an empty repository, a rule of the team's own, and a red check for it.

The workflow that init wrote runs as it is; only the action that it names is taken from this tree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.container.test_action import copy_action, find_act
from tests.github_server import GitHubServer, Pull, Repository, World

from whylint import packs
from whylint.render.comment import marker

pytestmark = pytest.mark.container

ACTION = "acme/whylint@v1"
OWN_RULE = """
rules:
  data-loss:
    question: What may be lost, and how do we get it back?
    requires:
      loss: [losing]
      rescue: [getting-back]
    examples:
      show: The old carts are deleted; until June they can be restored from the backup of the night before.
      met: ["Nothing is lost but drafts, and the backup has those."]
      weak: [Rows are deleted.]
cues:
  losing: {words: [lose*, lost, delet*]}
  getting-back: {words: [restor*, "(a|the) backup"]}
"""


def whylint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "whylint", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for command in (
        ["init", "--quiet"],
        ["-c", "user.name=Ada", "-c", "user.email=a@example.org", "commit", "--quiet", "--allow-empty", "-m", "Start"],
        ["remote", "add", "origin", "https://github.com/acme/shop.git"],
    ):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
    return folder


def run_workflow(folder: Path, engine, server: GitHubServer, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What act does with the workflow for a pull request from a fork."""
    action = tmp_path / "action"
    if not action.exists():
        copy_action(action)
    event = {
        "action": "opened",
        "number": 7,
        "pull_request": {"number": 7, "base": {"ref": "main"}, "head": {"ref": "topic"}},
        "repository": {"full_name": "acme/shop", "name": "shop", "owner": {"login": "acme"}},
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    cache = tmp_path / "cache"
    env = dict(engine.env) | {"XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    fixed = "pull_request_target --platform ubuntu-latest=-self-hosted --pull=false --secret GITHUB_TOKEN=any"
    command = [find_act(), *fixed.split(), "--eventpath", tmp_path / "event.json"]
    command += ["--local-repository", f"{ACTION}={action}"]
    command += ["--container-options", f"--network host -v {cache}/act:{cache}/act"]
    command += ["--env", f"GITHUB_API_URL={server.url}", "--env", f"GITHUB_GRAPHQL_URL={server.graphql_url}"]
    return subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def test_from_an_empty_repository_to_a_rule_of_ones_own(engine, repository: Path, tmp_path: Path) -> None:
    # set up
    assert whylint(repository, "init", "--yes", "--action", ACTION).returncode == 0
    config = repository / ".github" / "whylint.yml"
    with config.open("a", encoding="utf-8") as file:
        file.write(OWN_RULE)
    assert whylint(repository, "config", "--check").stdout == ".github/whylint.yml can be used: 4 rules.\n"
    tested = whylint(repository, "rules", "--test")
    assert (tested.returncode, tested.stdout.splitlines()[-1]) == (
        0,
        "data-loss: 3 examples, all judged as the rule says",
    )
    assert whylint(repository, "template", "--check").returncode == 1
    assert whylint(repository, "template", "--write", "--yes").returncode == 0
    template = (repository / ".github" / "pull_request_template.md").read_text("utf-8")
    assert "## Data loss" in template

    # a pull request that answers all but the new question
    answers = "\n\n".join(f"## {each.title}\n\n{each.examples.show['feature']}" for each in packs.shipped().rules)
    pull = Pull(7, title="Drop old carts", body=f"{answers}\n\n## Data loss\n\nRows are deleted.\n")
    merged = {str(path.relative_to(repository)): path.read_text("utf-8") for path in repository.glob(".github/**/*.*")}
    branches = {"main": merged, "topic": merged}
    try:
        with GitHubServer(World(repositories={"acme/shop": Repository(pulls={7: pull}, branches=branches)})) as server:
            red = run_workflow(repository, engine, server, tmp_path)
            assert red.returncode == 1, red.stdout[-4000:]
            assert "3 of 4 questions answered. Still open: data loss." in red.stdout, red.stdout[-4000:]
            [comment] = pull.comments
            assert comment.body.startswith(marker("default"))
            assert "The old carts are deleted; until June" in comment.body
            pull.body = pull.body.replace("Rows are deleted.", "Carts are deleted; the backup of the night has them.")
            green = run_workflow(repository, engine, server, tmp_path)
            assert green.returncode == 0, green.stdout[-4000:]
            assert pull.comments[0].hidden
    finally:
        engine("image", "rm", "--force", "act-acme-whylint-v1-dockeraction", check=False)
