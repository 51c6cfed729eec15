"""Our own workflows, run by act as they are written: all of a release, and whylint on a pull request of ours.

What only GitHub can do (actions of others, a registry, signatures) is left to stand-ins.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.container.test_action import EVENT, HALF_DONE, ROOT, copy_action, find_act
from tests.github_server import GitHubServer, Pull, Repository, World

from whylint import __version__
from whylint.render.comment import marker

pytestmark = pytest.mark.container

DIGEST = "sha256:" + "0f" * 32
IMAGE = f"ghcr.io/acme/whylint@{DIGEST}"
STAND_IN = f"""\
name: stand-in
description: An action of others that does nothing here
outputs: {{digest: {{description: what an image is pushed as, value: "{DIGEST}"}}}}
runs: {{using: composite, steps: [{{shell: bash, run: "true"}}]}}
"""
CHECKOUT = """\
name: checkout
description: What of actions/checkout our workflow asks for
inputs: {{ref: {{description: what is checked out, required: true}}}}
runs:
  using: composite
  steps:
    - shell: bash
      run: git clone --quiet {origin} . && git checkout --quiet "$REF"
      env: {{REF: "${{{{ inputs.ref }}}}"}}
"""
PERSON = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
COMMAND = """\
#!/bin/sh
echo "$(basename "$0") $*" >> {log}
"""


def sh(*command: str | Path, cwd: Path) -> str:
    env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """What our workflows touch, as version 1.2.0, tagged, with a bare repository in the place of github.com."""
    folder = tmp_path / "whylint"
    folder.mkdir()
    copy_action(folder)
    shutil.copytree(ROOT / ".github" / "workflows", folder / ".github" / "workflows")
    shutil.copy(ROOT / "scripts" / "release.py", folder / "scripts")
    source = folder / "src" / "whylint" / "__init__.py"
    source.write_text(source.read_text("utf-8").replace(__version__, "1.2.0"), "utf-8")
    (folder / "CHANGELOG.md").write_text("# Changes\n\n## 1.2.0\n\n- Kinder.\n", "utf-8")
    sh("git", "init", "--quiet", "--bare", "--initial-branch", "main", tmp_path / "origin", cwd=tmp_path)
    for command in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("remote", "add", "origin", "https://github.com/Acme/whylint.git"),
        ("remote", "set-url", "--push", "origin", tmp_path / "origin"),
        ("add", "--all"),
        (*PERSON, "commit", "--quiet", "--message", "All of it"),
        ("tag", "release-1.2.0"),
        ("push", "--quiet", "origin", "main", "release-1.2.0"),
    ):
        sh("git", *command, cwd=folder)
    return folder


def act(engine, folder: Path, event: dict, *arguments: str | Path, path: str = os.environ["PATH"]) -> tuple[int, str]:
    """How a run of act ended, and its log."""
    work = folder.parent
    (work / "event.json").write_text(json.dumps(event))
    cache = work / "cache"
    env = dict(engine.env) | {"XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(work / "config"), "PATH": path}
    command = [find_act(), *arguments, "--eventpath", work / "event.json", "--secret", "GITHUB_TOKEN=any"]
    command += ["--platform", "ubuntu-latest=-self-hosted", "--pull=false"]
    command += ["--container-options", f"--network host -v {cache}/act:{cache}/act"]
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def stand_in(folder: Path, action: str, *names: str) -> list[str]:
    """What tells act to take ``action``, kept in ``folder``, for the actions of those names."""
    folder.mkdir()
    (folder / "action.yml").write_text(action, "utf-8")
    return [f"--local-repository={name}={folder}" for name in names]


def used(workflow: Path) -> list[str]:
    """The actions that a workflow names by their commit."""
    return sorted(set(re.findall(r"uses: (\S+@[0-9a-f]{40})", workflow.read_text("utf-8"))))


def test_a_release_from_its_tag_to_its_page(engine, repository: Path, tmp_path: Path) -> None:
    workflow = repository / ".github" / "workflows" / "release.yml"
    commands, log = tmp_path / "bin", tmp_path / "log"
    commands.mkdir()
    for name in ("make", "docker", "gh"):
        (commands / name).write_text(COMMAND.format(log=log), "utf-8")
        (commands / name).chmod(0o755)
    for name in ("python", "python3"):
        (commands / name).symlink_to(sys.executable)
    others = [name for name in used(workflow) if not name.startswith("actions/checkout@")]  # act has its own for that
    assert len(others) > 8
    stood_in = stand_in(tmp_path / "others", STAND_IN, *others)
    event = {"ref": "refs/tags/release-1.2.0", "repository": {"full_name": "Acme/whylint", "name": "whylint"}}

    code, shown = act(
        engine, repository, event, "push", "--workflows", workflow, *stood_in, path=f"{commands}:{os.environ['PATH']}"
    )

    assert code == 0, shown[-4000:]
    asked = log.read_text("utf-8").splitlines()
    assert asked == [
        "make lint",
        "make wheel",
        f"docker run --rm --entrypoint /opt/whylint/bin/python {IMAGE} -I -m whylint --version",
        f'docker buildx imagetools inspect {IMAGE} --format {{{{ json (index .SBOM "linux/amd64").SPDX }}}}',
        "gh auth setup-git",
        "gh release list --limit 1000 --json tagName",
        "gh release create v1.2.0 --verify-tag --title v1.2.0 --notes - Kinder.",
    ]
    origin = tmp_path / "origin"
    assert sh("git", "rev-parse", "v1", cwd=origin) == sh("git", "rev-parse", "v1.2.0", cwd=origin)
    assert sh("git", "diff", "--name-only", "main", "v1", cwd=origin) == "action.yml"
    assert f"image: docker://{IMAGE}" in sh("git", "show", "v1:action.yml", cwd=origin)


def test_our_own_pull_requests_are_judged_by_what_was_merged_before(engine, repository: Path, tmp_path: Path) -> None:
    workflow = repository / ".github" / "workflows" / "whylint.yml"
    base = sh("git", "rev-parse", "main", cwd=repository)
    sh("git", "rm", "--quiet", "Dockerfile", "action.yml", cwd=repository)  # a pull request that breaks the action
    sh("git", *PERSON, "commit", "--quiet", "--message", "Break it", cwd=repository)
    sh("git", "push", "--quiet", "origin", "HEAD:main", cwd=repository)
    event = EVENT | {"pull_request": EVENT["pull_request"] | {"base": {"ref": "main", "sha": base}}}
    checkout = stand_in(tmp_path / "checkout", CHECKOUT.format(origin=tmp_path / "origin"), *used(workflow))
    pull = Pull(7, title="Export orders", body=HALF_DONE)
    with GitHubServer(World(repositories={"Acme/whylint": Repository(pulls={7: pull})})) as server:
        urls = ("--env", f"GITHUB_API_URL={server.url}", "--env", f"GITHUB_GRAPHQL_URL={server.graphql_url}")
        given = ("--workflows", workflow, *checkout, *urls)
        try:
            code, shown = act(engine, repository, event, "pull_request_target", *given)
            queued = act(engine, repository, {"merge_group": {"base_sha": base}}, "merge_group", *given)
        finally:
            engine("image", "rm", "--force", "act-dockeraction", check=False)
    assert code == 1, shown[-4000:]
    assert [comment.body.startswith(marker("default")) for comment in pull.comments] == [True], shown[-4000:]
    assert queued[0] == 0, queued[1][-4000:]
