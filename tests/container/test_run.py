"""A container as GitHub's runner starts it, in a working directory that belongs to a stranger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.github_server import GitHubServer, Pull, Repository, World

pytestmark = pytest.mark.container

CANARY = "print('CANARY ' + __file__)\n"
STRANGERS = (
    "whylint/__init__.py",
    "whylint/__main__.py",
    "github/__init__.py",
    "yaml.py",
    "json.py",
    "re2.py",
    "requests.py",
    "sitecustomize.py",
    "usercustomize.py",
    "startup.py",
    ".local/lib/python3.13/site-packages/usercustomize.py",
    ".local/lib/python3.13/site-packages/yaml.py",
)
HOSTILE = {
    "HOME": "/github/workspace",
    "PATH": "/nonsense",
    "PYTHONHOME": "/github/workspace",
    "PYTHONPATH": "/github/workspace",
    "PYTHONSTARTUP": "/github/workspace/startup.py",
    "PYTHONUSERBASE": "/github/workspace",
    "PYTHONINSPECT": "1",
    "PYTHONBREAKPOINT": "whylint.main",
}


@dataclass(frozen=True, slots=True)
class Started:
    """What is known of a container that ended."""

    code: int
    log: str
    changed: list[str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout with modules that would betray themselves if they were imported."""
    folder = tmp_path / "workspace"
    for name in STRANGERS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CANARY)
    return folder


@pytest.fixture
def server():
    pull = Pull(7, title="Add export", body="Adds a button.")
    with GitHubServer(World(repositories={"acme/shop": Repository(pulls={7: pull})})) as server:
        yield server


@pytest.fixture
def start(engine, image, server, workspace, tmp_path):
    """Runs the image like the runner does; returns how it ended and which files it left in the container."""
    (tmp_path / "files").mkdir()
    (tmp_path / "event.json").write_text('{"action": "opened", "pull_request": {"number": 7}}')
    env = HOSTILE | {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": server.url,
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": "/github/workflow/event.json",
        "GITHUB_GRAPHQL_URL": server.graphql_url,
        "GITHUB_OUTPUT": "/github/files/output",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_STEP_SUMMARY": "/github/files/summary",
        "GITHUB_WORKSPACE": "/github/workspace",
        "INPUT_GITHUB-TOKEN": "any",
        "INPUT_CONFIG": ".github/whylint.yml",
    }

    def run() -> Started:
        name = f"whylint-run-{server.port}"
        options = ["--name", name, "--network", "host", "--workdir", "/github/workspace"]
        for source, target in ((workspace, "workspace"), (tmp_path / "files", "files")):
            options += ["--volume", f"{source}:/github/{target}"]
        options += ["--volume", f"{tmp_path / 'event.json'}:/github/workflow/event.json:ro"]
        for key, value in env.items():
            options += ["--env", f"{key}={value}"]
        try:
            done = engine("run", *options, image, check=False)
            return Started(done.returncode, done.stdout, engine("diff", name).stdout.split())
        finally:
            engine("rm", "--force", name, check=False)

    return run


def test_the_strangers_would_be_heard(engine, image, workspace):
    """Without -I the canaries sing: else the next test would prove nothing."""
    options = ["--volume", f"{workspace}:/github/workspace", "--workdir", "/github/workspace", "--env", "PYTHONPATH=."]
    options += ["--entrypoint", "/opt/whylint/bin/python"]
    done = engine.run(*options, image, "-c", "import yaml", check=False)
    assert "CANARY" in done.stdout


def test_nothing_of_the_surroundings_gets_in(start, server, tmp_path):
    ended = start()
    assert "CANARY" not in ended.log
    assert ended.code == 1, ended.log
    assert [kind for kind, _ in server.requests()] == ["read", "write"]
    assert len(server.world.repositories["acme/shop"].pulls[7].comments) == 1
    assert "user-problem" in (tmp_path / "files" / "output").read_text()
    assert "User problem" in (tmp_path / "files" / "summary").read_text()
    assert "Traceback" not in ended.log


def test_a_run_compiles_nothing(start):
    """All that a whole run imports was compiled in the image, so none of it is written now."""
    assert [path for path in start().changed if path.endswith(".pyc")] == []


def test_the_outputs_are_the_declared_ones(start, tmp_path):
    start()
    lines = iter((tmp_path / "files" / "output").read_text().splitlines())
    outputs = {}
    for line in lines:
        name, _, delimiter = line.partition("<<")
        outputs[name] = "\n".join(iter(lambda end=delimiter: next(lines), delimiter))
    assert list(outputs) == ["conclusion", "missing", "report", "comment-url"]
    assert outputs["conclusion"] == "failure"
    assert json.loads(outputs["report"])["conclusion"] == "failure"
