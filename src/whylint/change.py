"""What kind of change a pull request is, and whether anything is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from whylint.match import pattern
from whylint.model import Kind, PullRequest
from whylint.text import clean

DEFAULT = Kind("feature", "feature")


def classify(pull_request: PullRequest, kinds: Iterable[Kind]) -> tuple[Kind, str]:
    """The first kind of which one sign is there, with that sign in words; else a feature.

    Explicit beats inferred: for each kind author, label, title, branch and paths are asked in this order. Where a title
    or a branch would exempt a change ("docs: ..."), the changed paths, if they are known, must agree: all of them.
    """
    for kind in kinds:
        if sign := _sign(pull_request, kind):
            return kind, sign
    return DEFAULT, "no sign of another kind"


def may_be_decided(pull_request: PullRequest, kinds: Iterable[Kind]) -> bool:
    """Whether changed paths that are not known yet may decide the kind: all that are known fit one."""
    files = pull_request.files
    allowed = (kind.paths + kind.within for kind in kinds)
    return bool(files) and any(globs and all(_covered(path, globs) for path in files) for globs in allowed)


def _sign(pull_request: PullRequest, kind: Kind) -> str:
    author = pull_request.author.casefold()
    if author and author in (each.casefold() for each in kind.authors):
        return f"author {pull_request.author}"
    for label in pull_request.labels:
        if _matches(kind.labels, label):
            return f"label {label}"
    allowed = kind.paths + kind.within
    if kind.asks or not (allowed and pull_request.files) or _covers(allowed, pull_request):
        if _matches(kind.titles, pull_request.title):
            return "title"
        if pull_request.head and _matches(kind.branches, pull_request.head):
            return f"branch {pull_request.head}"
    return "changed paths" if _covers(kind.paths, pull_request) else ""


def _matches(patterns: tuple[str, ...], text: str) -> bool:
    return bool(patterns) and pattern("|".join(patterns)).search(clean(text).strip()) is not None


def _covers(globs: tuple[str, ...], pull_request: PullRequest) -> bool:
    """Whether all changed paths are known and covered by the globs."""
    files = pull_request.files
    return bool(globs and files) and pull_request.files_complete and all(_covered(path, globs) for path in files)


def _covered(path: str, globs: tuple[str, ...]) -> bool:
    """Whether one of the globs covers a path; ``**/`` also matches no folder at all."""
    return any(fnmatchcase(path, each) or (each.startswith("**/") and fnmatchcase(path, each[3:])) for each in globs)
