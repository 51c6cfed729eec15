"""What kind of change a pull request is, and whether anything is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whylint.frozen import frozen
from whylint.globs import covers
from whylint.model import Kind, PullRequest
from whylint.patterns import pattern
from whylint.text import clean, fill

DEFAULT = Kind("feature")


@frozen
class Sort:
    """The kind that a change is taken for, and its signs: the name of a message ``sign.NAME``, and a value.

    ``sure`` is False where only one of the things says so that whoever opens a pull request is free to write.
    """

    kind: Kind
    signs: tuple[tuple[str, str], ...]
    sure: bool = True

    @property
    def exempt(self) -> bool:
        """Whether nothing need be asked."""
        return self.sure and not self.kind.asks


def classify(pull_request: PullRequest, kinds: Iterable[Kind], text: str = "") -> Sort:
    """The first kind of which one sign is there; else a feature. ``text`` is what a reader sees of the description.

    Explicit beats inferred: for each kind author, label, title, branch and paths are asked in this order. Where a title
    or a branch would exempt a change ("docs: ..."), the changed paths, if they are known, must agree: all of them. Of a
    kind that no path shows, title, branch and description have to agree, two of them.
    """
    claim: Sort | None = None
    for kind in kinds:
        found = _sort(pull_request, kind, text)
        if found and not found.sure:
            claim = claim or found  # the changed paths may still show another kind of which nothing is asked
        elif found and (found.exempt or not claim):
            return found
    return claim or Sort(DEFAULT, (("none", ""),))


def named(kind: str, messages: Mapping[str, str]) -> str:
    """What a kind of change is called in words."""
    return messages.get(f"kind.{kind}", kind)


def signs_of(sort: Sort, messages: Mapping[str, str]) -> str:
    """By which signs the kind was chosen, in words."""
    told = [fill(messages.get(f"sign.{name}", name), value=value) for name, value in sort.signs]
    joined = messages.get("list.and", "{items} and {last}")
    return fill(joined, items=told[0], last=told[1]) if len(told) > 1 else told[0]


def may_be_decided(pull_request: PullRequest, kinds: Iterable[Kind]) -> bool:
    """Whether changed paths that are not known yet may decide the kind: all that are known fit one."""
    files = pull_request.files
    allowed = (kind.paths + kind.within for kind in kinds)
    return bool(files) and any(globs and all(covers(globs, path) for path in files) for globs in allowed)


def _sort(pull_request: PullRequest, kind: Kind, text: str) -> Sort | None:
    author = pull_request.author.casefold()
    if author and author in (each.casefold() for each in kind.authors):
        return Sort(kind, (("author", pull_request.author),))
    for label in pull_request.labels:
        if _matches(kind.labels, label):
            return Sort(kind, (("label", label),))
    allowed = kind.paths + kind.within
    untold = not pull_request.files and pull_request.files_complete  # as on a laptop
    if kind.asks or not allowed or untold or _covers(allowed, pull_request):
        signs = [("title", "")] if _matches(kind.titles, pull_request.title) else []
        if pull_request.head and _matches(kind.branches, pull_request.head):
            signs.append(("branch", pull_request.head))
        if signs and kind.agree and without(kind.bodies, text) != text:
            signs.append(("description", ""))
        if signs:
            shown = signs[:2] if kind.agree else signs[:1]
            return Sort(kind, tuple(shown), sure=len(signs) > 1 or not kind.agree)
    return Sort(kind, (("paths", ""),)) if _covers(kind.paths, pull_request) else None


def without(patterns: tuple[str, ...], text: str) -> str:
    """A text without what some patterns find in it."""
    return pattern("|".join(patterns)).sub(" ", text) if patterns else text


def _matches(patterns: tuple[str, ...], text: str) -> bool:
    return bool(patterns) and pattern("|".join(patterns)).search(clean(text).strip()) is not None


def _covers(globs: tuple[str, ...], pull_request: PullRequest) -> bool:
    """Whether all changed paths are known and covered by the globs."""
    files = pull_request.files
    return bool(globs and files) and pull_request.files_complete and all(covers(globs, path) for path in files)
