"""scripts/release.py: what a release checks, and the commit and the tags that it makes, in a repository of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from scripts import release

ROOT = Path(__file__).resolve().parents[1]
IMAGE = "ghcr.io/acme/whylint@sha256:" + "0f" * 32
NOTES = (
    "# Changes\n\n## Unreleased\n\n- Later.\n\n## 1.2.0, 2026-03-01\n\n- Quicker.\n- Kinder.\n\n## 1.1.9\n\n- Old.\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own files, with version 1.2.0, in a git repository where release-1.2.0 is tagged."""
    version = release.tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    (tmp_path / "src" / "whylint").mkdir(parents=True)
    for name in ("pyproject.toml", "Dockerfile", "src/whylint/__init__.py"):
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8").replace(f'"{version}"', '"1.2.0"'), "utf-8")
    shutil.copy(ROOT / "action.yml", tmp_path)
    (tmp_path / "CHANGELOG.md").write_text(NOTES, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for command in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("add", "."),
        (*release.ROBOT, "commit", "--quiet", "--message", "All of it"),
        ("tag", "release-1.2.0"),
    ):
        release.git(*command)
    return tmp_path


def test_what_agrees_is_released_with_its_notes(project: Path) -> None:
    assert release.check("release-1.2.0") == "- Quicker.\n- Kinder."


def test_everything_that_disagrees_is_told_at_once(project: Path) -> None:
    with pytest.raises(release.Refused) as refused:
        release.check("release-2.0.0")
    assert str(refused.value).splitlines() == [
        "pyproject.toml says 1.2.0, not 2.0.0",
        "Dockerfile says 1.2.0, not 2.0.0",
        "src/whylint/__init__.py says 1.2.0, not 2.0.0",
        'CHANGELOG.md has no "## 2.0.0" with lines under it',
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
    with pytest.raises(release.Refused, match=r"v1\.2\.0 is there already"):
        release.commit("release-1.2.0", IMAGE)


def test_as_a_command_it_says_what_is_wrong(project: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        script = [sys.executable, str(ROOT / "scripts" / "release.py"), *arguments]
        return subprocess.run(script, capture_output=True, text=True, check=False)

    (project / "Dockerfile").unlink()
    assert (run("check", "release-1.2.0").returncode, run("check", "release-1.2.0").stderr) == (
        2,
        "there is no Dockerfile here\n",
    )
    assert run().returncode == 2
    assert "scripts/release.py check release-1.2.0" in run().stderr
    ran = run("commit", "release-1.2.0", IMAGE)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "v1.2.0\nv1\n", "")
