"""Whether a condition of a config holds for a pull request, and how to say it. What is not known does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whylint.globs import covers, fits
from whylint.model import Condition, Kind, PullRequest
from whylint.patterns import pattern
from whylint.text import clean, fill


def any_holds(conditions: Iterable[Condition], pull_request: PullRequest, kind: Kind) -> Condition | None:
    """The first of some conditions that holds."""
    return next((each for each in conditions if holds(each, pull_request, kind)), None)


def holds(condition: Condition, pull_request: PullRequest, kind: Kind) -> bool:
    """Whether all that a condition asks is so."""
    pull, files, lines = pull_request, pull_request.files, pull_request.changed_lines
    asked = condition.given()
    answers = {
        "labels": lambda: any(fits(condition.labels, each) for each in pull.labels),
        "authors": lambda: bool(pull.author) and fits(condition.authors, pull.author),
        "bots": lambda: bool(pull.author) and pull.by_bot is condition.bots,
        "associations": lambda: pull.association in condition.associations,
        "bases": lambda: bool(pull.base) and covers(condition.bases, pull.base),
        "title_types": lambda: title_type(pull.title) in [each.casefold() for each in condition.title_types],
        "titles": lambda: any(pattern(each).search(clean(pull.title).strip()) for each in condition.titles),
        "paths": lambda: any(covers(condition.paths, each) for each in files),
        "only_paths": lambda: (
            pull.files_complete and bool(files) and all(covers(condition.only_paths, p) for p in files)
        ),
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
