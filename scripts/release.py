"""The steps of a release that are ours: .github/workflows/release.yml calls them, RELEASING.md tells when.

    scripts/release.py check release-1.2.0                  whether source and CHANGELOG.md are at it; prints its notes
    scripts/release.py base                                 the digest that docker finds for Dockerfile's base, into it
    scripts/release.py outputs release-1.2.0 Acme/whylint   the image's name and version, as outputs of a step
    scripts/release.py publish release-1.2.0 IMAGE@DIGEST   a commit that pulls the image, its tags, the release's page

Works in the current directory. Exit code 2, and one line for each thing that is wrong.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

TAG = re.compile(r"release-(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
IMAGE = re.compile(r"ghcr\.io/[a-z0-9][a-z0-9._/-]*@sha256:[0-9a-f]{64}")
BUILT = re.compile(r"^(  image: )\S+$", re.MULTILINE)
BASE = re.compile(r"^(FROM )([a-z0-9][a-z0-9./_-]*:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]{64})?(?= AS |$)", re.MULTILINE)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
RELEASED = re.compile(r"v[0-9]+\.[0-9]+\.[0-9]+")
VERSIONED = "src/whylint/__init__.py"
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
    """The notes of a release. Raises Refused where the source says another version, or CHANGELOG.md nothing of it."""
    wanted = version(tag)
    wrong = []
    says = "".join(re.findall(r'^__version__ = "([^"]*)"', read(VERSIONED), re.MULTILINE))
    if says != wanted:
        wrong.append(f"{VERSIONED} says {says or 'no version'}, not {wanted}")
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


def base() -> str:
    """Let Dockerfile name its base by the digest that a registry has for it; docker asks. Returns the base.

    The digest is that of the index, so it holds for all architectures. Raises Refused where there is none.
    """
    text = read("Dockerfile")
    names = {found[2] for found in BASE.finditer(text)}
    if len(names) != 1:
        raise Refused(f"Dockerfile names {len(names)} bases, not one: {', '.join(sorted(names))}")
    (name,) = names
    digest = run("docker", "buildx", "imagetools", "inspect", name, "--format", "{{.Manifest.Digest}}")
    if not DIGEST.fullmatch(digest):
        raise Refused(f"docker gave no digest of {name}: {digest[:100]}")
    Path("Dockerfile").write_text(BASE.sub(rf"\g<1>\g<2>@{digest}", text), "utf-8")
    return f"{name}@{digest}"


def unpinned() -> bool:
    """Whether a stage of Dockerfile stands on whatever its base is on the day that it is built."""
    return Path("Dockerfile").is_file() and any(not found[3] for found in BASE.finditer(read("Dockerfile")))


def pin(image: str) -> None:
    """Let action.yml pull an image. Raises Refused for one without a digest, or where action.yml names none."""
    if not IMAGE.fullmatch(image):
        raise Refused(f'"{image}" is no image by digest: write ghcr.io/owner/whylint@sha256:..., all in lower case')
    pinned, count = BUILT.subn(rf"\g<1>docker://{image}", read("action.yml"))
    if count != 1:
        raise Refused(f'action.yml has {count} lines "  image: ...", not one')
    Path("action.yml").write_text(pinned, "utf-8")


def outputs(tag: str, repository: str) -> str:
    """What the job that builds the image hands on, in the form of GITHUB_OUTPUT."""
    return f"image=ghcr.io/{repository.lower()}\nversion={version(tag)}"


def commit(tag: str, image: str) -> list[str]:
    """The tags made, the version's first: of a commit on top of ``tag``, on no branch, that pulls ``image``.

    A second run for the same image makes nothing again. Raises Refused where the version pulls another one.
    """
    released = f"v{version(tag)}"
    major = released.partition(".")[0]
    if git("tag", "--list", released):
        if f"docker://{image}\n" not in git("show", f"{released}:action.yml") + "\n":
            raise Refused(f"{released} is there already, and a release is never made twice: take the next version")
    else:
        git("checkout", "--quiet", "--detach", tag)
        pin(image)
        message = f"Release {released}: pull the image instead of building it"
        git(*ROBOT, "commit", "--quiet", "--message", message, "action.yml")
        git("tag", released)
    there = filter(RELEASED.fullmatch, git("tag", "--list", f"{major}.*").split())
    if released != max(there, key=parts):
        return [released]  # a late fix of an older version: the major stays with the newest
    git("tag", "--force", major, released)
    return [released, major]


def parts(tag: str) -> list[int]:
    """``[1, 2, 0]`` of ``v1.2.0``."""
    return [int(part) for part in tag.removeprefix("v").split(".")]


def publish(tag: str, image: str) -> None:
    """Commit, push the tags, all or none, and write the release's page, unless it is there."""
    noted = check(tag)
    tags = commit(tag, image)
    run("gh", "auth", "setup-git")
    git("push", "--quiet", "--atomic", "origin", *(f"+refs/tags/{each}" for each in tags[1:]), f"refs/tags/{tags[0]}")
    if f'"{tags[0]}"' not in run("gh", "release", "list", "--limit", "1000", "--json", "tagName"):
        run("gh", "release", "create", tags[0], "--verify-tag", "--title", tags[0], "--notes", noted)


def git(*arguments: str) -> str:
    """What git prints. Raises Refused with its words if it fails."""
    return run("git", *arguments)


def run(*command: str) -> str:
    """What a command prints. Raises Refused with its words if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"{' '.join(command)}: {done.stderr.strip()}")
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
                if unpinned():
                    said = "the base has no digest: run scripts/release.py base, see RELEASING.md"
                    print(f"::warning file=Dockerfile::{said}", file=sys.stderr)
            case ["base"]:
                print(base())
            case ["outputs", tag, repository]:
                print(outputs(tag, repository))
            case ["publish", tag, image]:
                publish(tag, image)
            case _:
                print((__doc__ or "").partition("\n\n")[2].partition("\n\n")[0], file=sys.stderr)
                return 2
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
