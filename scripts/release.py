"""The steps of a release that are ours: .github/workflows/release.yml calls them, RELEASING.md tells when.

    scripts/release.py check release-1.2.0                 whether all files agree on that version; prints its notes
    scripts/release.py pin IMAGE@sha256:DIGEST             action.yml pulls that image instead of building one
    scripts/release.py commit release-1.2.0 IMAGE@DIGEST   pins, commits beside the branch, tags v1.2.0 and moves v1

Works in the current directory. Exit code 2, and one line for each thing that is wrong.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

TAG = re.compile(r"release-(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
IMAGE = re.compile(r"ghcr\.io/[a-z0-9][a-z0-9._/-]*@sha256:[0-9a-f]{64}")
BUILT = re.compile(r"^(  image: )\S+$", re.MULTILINE)
LABEL = re.compile(r'org\.opencontainers\.image\.version="([^"]*)"')
ROBOT = (
    "-c",
    "user.name=github-actions[bot]",
    "-c",
    "user.email=41898282+github-actions[bot]@users.noreply.github.com",
)


class Refused(Exception):
    """What is wrong, one line each."""


def version(tag: str) -> str:
    """``1.2.0`` of ``release-1.2.0``. Raises Refused for anything else."""
    if not TAG.fullmatch(tag):
        raise Refused(f'"{tag}" is no release tag: write release-1.2.0')
    return tag.removeprefix("release-")


def check(tag: str) -> str:
    """The notes of a release. Raises Refused where a file says another version, or CHANGELOG.md nothing about it."""
    wanted = version(tag)
    found = {
        "pyproject.toml": tomllib.loads(read("pyproject.toml"))["project"]["version"],
        "Dockerfile": "".join(LABEL.findall(read("Dockerfile"))),
        "src/whylint/__init__.py": "".join(
            re.findall(r'^__version__ = "([^"]*)"', read("src/whylint/__init__.py"), re.MULTILINE)
        ),
    }
    wrong = [f"{name} says {says or 'no version'}, not {wanted}" for name, says in found.items() if says != wanted]
    noted = notes(wanted)
    if not noted:
        wrong.append(f'CHANGELOG.md has no "## {wanted}" with lines under it')
    if wrong:
        raise Refused("\n".join(wrong))
    return noted


def notes(wanted: str) -> str:
    """What CHANGELOG.md says under the heading of a version; empty if nothing."""
    for part in read("CHANGELOG.md").split("\n## ")[1:]:
        heading, _, text = part.partition("\n")
        if re.split(r"[,\s]", heading)[0] == wanted:
            return text.strip()
    return ""


def pin(image: str) -> None:
    """Let action.yml pull an image. Raises Refused for one without a digest, or where action.yml names none."""
    if not IMAGE.fullmatch(image):
        raise Refused(f'"{image}" is no image by digest: write ghcr.io/owner/whylint@sha256:..., all in lower case')
    pinned, count = BUILT.subn(rf"\g<1>docker://{image}", read("action.yml"))
    if count != 1:
        raise Refused(f'action.yml has {count} lines "  image: ...", not one')
    Path("action.yml").write_text(pinned, "utf-8")


def commit(tag: str, image: str) -> list[str]:
    """The tags made, the version's first: of a commit on top of ``tag``, on no branch, that pulls ``image``.

    Raises Refused where the version's tag is there already: a release is never made twice.
    """
    released = f"v{version(tag)}"
    major = released.partition(".")[0]
    if git("tag", "--list", released):
        raise Refused(f"{released} is there already, and a release is never made twice: take the next version")
    git("checkout", "--quiet", "--detach", tag)
    pin(image)
    git(
        *ROBOT,
        "commit",
        "--quiet",
        "--message",
        f"Release {released}: pull the image instead of building it",
        "action.yml",
    )
    git("tag", released)
    git("tag", "--force", major)
    return [released, major]


def git(*arguments: str) -> str:
    """What git prints. Raises Refused with its words if it fails."""
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


def read(name: str) -> str:
    """A file's text. Raises Refused if it is not there."""
    try:
        return Path(name).read_text("utf-8")
    except FileNotFoundError:
        raise Refused(f"there is no {name} here") from None


def main(arguments: list[str]) -> int:
    """Run one step."""
    try:
        match arguments:
            case ["check", tag]:
                print(check(tag))
            case ["pin", image]:
                pin(image)
            case ["commit", tag, image]:
                print("\n".join(commit(tag, image)))
            case _:
                print((__doc__ or "").partition("\n\n")[2].partition("\n\n")[0], file=sys.stderr)
                return 2
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
