"""scripts/release.py: what a release checks, and the commit, tags and page that it makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from scripts import release

from whylint import __version__

ROOT = Path(__file__).resolve().parents[1]
IMAGE = "ghcr.io/acme/whylint@sha256:" + "0f" * 32
NOTES = (
    "# Changes\n\n## Unreleased\n\n- Later.\n\n## 1.2.0, 2026-03-01\n\n- Quicker.\n- Kinder.\n\n## 1.1.9\n\n- Old.\n"
)
GH = """#!/bin/sh
case "$1 $2" in
  "release list") sed 's/ .*/"/; s/^/"/' {file} ;;
  "release create") shift 2; printf '%s\\n' "$*" | head -n 1 >> {file} ;;
  "auth setup-git") ;;
  *) exit 1 ;;
esac
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own files, with version 1.2.0, tagged release-1.2.0, in a git repository that has an origin."""
    folder = tmp_path / "project"
    source = folder / release.VERSIONED
    source.parent.mkdir(parents=True)
    source.write_text((ROOT / release.VERSIONED).read_text("utf-8").replace(__version__, "1.2.0"), "utf-8")
    shutil.copy(ROOT / "action.yml", folder)
    (folder / "CHANGELOG.md").write_text(NOTES, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for command in (
        ("init", "--quiet", "--bare", "--initial-branch", "main", str(tmp_path / "origin")),
        ("init", "--quiet", "--initial-branch", "main"),
        ("add", "."),
        (*release.ROBOT, "commit", "--quiet", "--message", "All of it"),
        ("tag", "release-1.2.0"),
        ("remote", "add", "origin", str(tmp_path / "origin")),
    ):
        release.git(*command)
    return folder


@pytest.fixture
def pages(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which a stand-in for gh keeps what it was asked to create, one a line."""
    file, folder = project.parent / "pages", project.parent / "bin"
    file.touch()
    folder.mkdir()
    (folder / "gh").write_text(GH.format(file=file), "utf-8")
    (folder / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return file


def test_what_agrees_is_released_with_its_notes(project: Path) -> None:
    assert release.check("release-1.2.0") == "- Quicker.\n- Kinder."


def test_everything_that_disagrees_is_told_at_once(project: Path) -> None:
    with pytest.raises(release.Refused) as refused:
        release.check("release-2.0.0")
    assert str(refused.value).splitlines() == [
        "src/whylint/__init__.py says 1.2.0, not 2.0.0",
        'CHANGELOG.md has no "## 2.0.0" with lines under it',
    ]


def test_the_registry_gets_names_that_it_takes() -> None:
    assert release.outputs("release-1.2.0", "Acme/Whylint").splitlines() == [
        "image=ghcr.io/acme/whylint",
        "version=1.2.0",
    ]


@pytest.mark.parametrize("tag", ["v1.2.0", "release-1.2", "release-01.2.0", "release-1.2.0-rc1", "release-1.2.0\n", ""])
def test_only_release_tags_are_taken(tag: str) -> None:
    with pytest.raises(release.Refused, match="is no release tag"):
        release.version(tag)


def test_the_action_pulls_the_image_and_is_otherwise_the_same(project: Path) -> None:
    before = (project / "action.yml").read_text("utf-8").splitlines()
    release.pin(IMAGE)
    after = (project / "action.yml").read_text("utf-8")
    assert yaml.safe_load(after)["runs"] == {"using": "docker", "image": f"docker://{IMAGE}"}
    assert [line for line in after.splitlines() if line not in before] == [f"  image: docker://{IMAGE}"]
    assert len(after.splitlines()) == len(before)


@pytest.mark.parametrize(
    "image",
    ["ghcr.io/acme/whylint:v1", IMAGE[:-1], IMAGE.upper(), IMAGE.replace("ghcr.io", "evil.example"), f"{IMAGE}\nx"],
)
def test_an_image_has_a_digest(project: Path, image: str) -> None:
    before = (project / "action.yml").read_text("utf-8")
    with pytest.raises(release.Refused, match="no image by digest"):
        release.pin(image)
    assert (project / "action.yml").read_text("utf-8") == before


def test_the_release_is_a_commit_of_its_own_and_the_major_tag_moves_along(project: Path) -> None:
    release.git("tag", "v1")
    main = release.git("rev-parse", "main")
    assert release.commit("release-1.2.0", IMAGE) == ["v1.2.0", "v1"]
    assert release.git("rev-parse", "main") == main
    assert release.git("rev-parse", "v1.2.0^") == main
    assert release.git("rev-parse", "v1") == release.git("rev-parse", "v1.2.0")
    assert release.git("diff", "--name-only", "main", "v1.2.0") == "action.yml"
    assert f"docker://{IMAGE}" in release.git("show", "v1:action.yml")


def test_a_release_is_never_made_twice(project: Path) -> None:
    release.commit("release-1.2.0", IMAGE)
    made = release.git("rev-parse", "v1.2.0")
    assert release.commit("release-1.2.0", IMAGE) == ["v1.2.0", "v1"]
    assert release.git("rev-parse", "v1.2.0") == made
    with pytest.raises(release.Refused, match=r"v1\.2\.0 is there already"):
        release.commit("release-1.2.0", IMAGE.replace("0f", "f0"))


def test_a_late_fix_of_an_older_version_leaves_the_major_tag_alone(project: Path) -> None:
    for tag in ("v1.10.0", "v1", "v1.3-notes"):
        release.git("tag", tag)
    assert release.commit("release-1.2.0", IMAGE) == ["v1.2.0"]
    assert release.git("rev-parse", "v1") == release.git("rev-parse", "v1.10.0")


def test_what_is_published_is_pushed_with_its_page_and_a_second_run_adds_nothing(project: Path, pages: Path) -> None:
    release.git("push", "--quiet", "origin", "main:refs/heads/main", "main:refs/tags/v1")
    for _ in range(2):
        release.publish("release-1.2.0", IMAGE)
        pushed = release.git("ls-remote", "origin").splitlines()
        assert {line.split()[1]: line.split()[0] for line in pushed} == {
            "HEAD": release.git("rev-parse", "main"),
            "refs/heads/main": release.git("rev-parse", "main"),
            "refs/tags/v1": release.git("rev-parse", "v1.2.0"),
            "refs/tags/v1.2.0": release.git("rev-parse", "v1.2.0"),
        }
        assert pages.read_text("utf-8") == "v1.2.0 --verify-tag --title v1.2.0 --notes - Quicker.\n"


def test_where_the_push_is_refused_there_is_no_page(project: Path, pages: Path) -> None:
    release.git("push", "--quiet", "origin", "main:refs/tags/v1.2.0")  # another's: only v1 may move
    with pytest.raises(release.Refused, match="git push"):
        release.publish("release-1.2.0", IMAGE)
    assert "refs/tags/v1\n" not in release.git("ls-remote", "origin") + "\n"
    assert pages.read_text("utf-8") == ""


DOCKER = """#!/bin/sh
[ "$*" = "buildx imagetools inspect python:3.13-slim-trixie --format {{{{.Manifest.Digest}}}}" ] || exit 1
printf '%s\\n' '{said}'
"""


def test_the_base_is_pinned_in_every_stage_and_renewed(
    project: Path, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ROOT / "Dockerfile", project)
    plain = release.BASE.sub(r"\g<1>\g<2>", release.read("Dockerfile"))
    (project / "Dockerfile").write_text(plain, "utf-8")
    assert release.main(["check", "release-1.2.0"]) == 0
    assert capsys.readouterr().err.startswith("::warning file=Dockerfile::the base has no digest: run scripts/")
    docker = pages.parent / "bin" / "docker"
    for digest in ("sha256:" + "0f" * 32, "sha256:" + "f0" * 32):
        docker.write_text(DOCKER.format(said=digest), "utf-8")
        docker.chmod(0o755)
        assert release.main(["base"]) == 0
        assert capsys.readouterr().out == f"python:3.13-slim-trixie@{digest}\n"
        pinned = release.read("Dockerfile")
        assert pinned.replace(f"@{digest}", "") == plain
        assert [line for line in pinned.splitlines() if line.startswith("FROM ")] == [
            f"FROM python:3.13-slim-trixie@{digest} AS build",
            f"FROM python:3.13-slim-trixie@{digest}",
        ]
        assert (release.main(["check", "release-1.2.0"]), capsys.readouterr().err) == (0, "")


@pytest.mark.parametrize("said", ["", "sha256:12", "::error::no", "sha256:" + "0f" * 32 + " x"])
def test_what_is_no_digest_pins_nothing(project: Path, pages: Path, said: str) -> None:
    shutil.copy(ROOT / "Dockerfile", project)
    docker = pages.parent / "bin" / "docker"
    docker.write_text(DOCKER.format(said=said), "utf-8")
    docker.chmod(0o755)
    with pytest.raises(release.Refused, match="docker gave no digest"):
        release.base()
    (project / "Dockerfile").write_text("FROM a:1 AS b\nFROM c:2\n", "utf-8")
    with pytest.raises(release.Refused, match="names 2 bases, not one: a:1, c:2"):
        release.base()
    assert release.read("Dockerfile") == "FROM a:1 AS b\nFROM c:2\n"


def test_as_a_command_it_says_what_is_wrong(project: Path, pages: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        script = [sys.executable, str(ROOT / "scripts" / "release.py"), *arguments]
        done = subprocess.run(script, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    assert run("check", "release-1.2.0") == (0, "- Quicker.\n- Kinder.\n", "")
    assert run("outputs", "release-1.2.0", "a/B") == (0, "image=ghcr.io/a/b\nversion=1.2.0\n", "")
    assert run("publish", "release-1.2.0", IMAGE) == (0, "", "")
    assert run("check", "release-1.2.1")[0] == 2
    (project / release.VERSIONED).unlink()
    assert run("check", "release-1.2.0") == (2, "", "there is no src/whylint/__init__.py here\n")
    code, _, shown = run()
    assert (code, "scripts/release.py check release-1.2.0" in shown) == (2, True)
