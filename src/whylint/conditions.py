"""Whether a condition of a config holds for a pull request, and how to say it. What is not known does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from whylint.match import pattern
from whylint.model import Condition, Kind, PullRequest
from whylint.text import clean, fill


def any_holds(conditions: Iterable[Condition], pull_request: PullRequest, kind: Kind) -> Condition | None:
    """The first of some conditions that holds."""
    return next((each for each in conditions if holds(each, pull_request, kind)), None)


def holds(condition: Condition, pull_request: PullRequest, kind: Kind) -> bool:
    """Whether all that a condition asks is so."""
    pull, files = pull_request, pull_request.files
    lines = None if pull.additions is None else pull.additions + (pull.deletions or 0)
    asked = condition.given()
    answers = {
        "labels": lambda: any(_fits(condition.labels, each) for each in pull.labels),
        "authors": lambda: bool(pull.author) and _fits(condition.authors, pull.author),
        "bots": lambda: bool(pull.author) and pull.by_bot is condition.bots,
        "associations": lambda: pull.association in condition.associations,
        "bases": lambda: bool(pull.base) and any(covers(each, pull.base) for each in condition.bases),
        "title_types": lambda: title_type(pull.title) in [each.casefold() for each in condition.title_types],
        "titles": lambda: any(pattern(each).search(clean(pull.title).strip()) for each in condition.titles),
        "paths": lambda: any(covers(glob, path) for glob in condition.paths for path in files),
        "only_paths": lambda: bool(files) and pull.files_complete and all(_within(condition, each) for each in files),
        "at_least_lines": lambda: lines is not None and lines >= (condition.at_least_lines or 0),
        "at_most_lines": lambda: lines is not None and lines <= (condition.at_most_lines or 0),
        "drafts": lambda: pull.draft is condition.drafts,
        "kinds": lambda: kind.name in condition.kinds,
    }
    return bool(asked) and all(answers[name]() for name in asked)


def told(conditions: Iterable[Condition], messages: Mapping[str, str]) -> str:
    """Conditions in words, by the messages ``condition.NAME``: "label docs", "changed path docs/** or *.md"."""
    return "; ".join(", ".join(_each_told(each, messages)) for each in conditions)


def _each_told(condition: Condition, messages: Mapping[str, str]) -> Iterable[str]:
    for name, value in condition.given().items():
        key = f"condition.{name.replace('_', '-')}"
        if isinstance(value, bool):
            key, value = f"{key}.{str(value).lower()}", ""
        shown = " or ".join(value) if isinstance(value, tuple) else str(value)
        yield fill(messages.get(key, f"{name} {{value}}"), value=shown)


def title_type(title: str) -> str:
    """The type that a title opens with: ``feat`` in ``feat(cart)!: keep it``; empty if there is none."""
    head, colon, _ = clean(title).partition(":")
    word = head.partition("(")[0].strip().rstrip("!").casefold()
    return word if colon and word.replace("-", "").isalnum() else ""


def covers(glob: str, path: str) -> bool:
    """Whether a glob covers a path: ``*`` stays within a folder, ``**`` does not. Case counts."""
    return pattern("(?-i)" + _source(glob, "[^/]*")).fullmatch(path) is not None


def _within(condition: Condition, path: str) -> bool:
    return any(covers(glob, path) for glob in condition.only_paths)


def _fits(globs: tuple[str, ...], name: str) -> bool:
    """Whether one of some globs covers a name: ``*`` is anything, case does not count."""
    return any(pattern(_source(each, "(?s:.*)")).fullmatch(name) for each in globs)


_QUOTED = frozenset("\\.+*?()|[]{}^$")


@cache
def _source(glob: str, star: str) -> str:
    """A glob as a pattern of RE2."""
    found, index = [], 0
    while index < len(glob):
        if glob.startswith("**/", index):
            found.append("(?s:.*/)?")
            index += 3
        elif glob.startswith("**", index):
            found.append("(?s:.*)")
            index += 2
        else:
            letter = glob[index]
            found.append(star if letter == "*" else "[^/]" if letter == "?" else _quoted(letter))
            index += 1
    return "".join(found)


def _quoted(letter: str) -> str:
    return "\\" + letter if letter in _QUOTED else letter
