"""Pull requests as data: the lines of a ``.jsonl`` file, and what ``gh pr list --json`` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from whylint.model import PullRequest
from whylint.text import whole

FIELDS = "title,body,author,labels,isDraft,baseRefName,headRefName,createdAt,files"
"""What to ask ``gh`` for, so that all that it knows of conditions and of kinds of change can be told."""
_NAMES = {
    "draft": ("draft", "isDraft"),
    "base": ("base", "baseRefName"),
    "head": ("head", "headRefName"),
    "association": ("association", "authorAssociation"),
    "created_at": ("created_at", "createdAt"),
}
_BOT = "[bot]"
_MOST_FILES = 100  # of which GitHub's lists tell; with so many there may be more


class BadRecord(ValueError):
    """A record that is not what it should be; the text starts with ``file:line:column``."""


def is_array(text: str) -> bool:
    """Whether text is a JSON array of objects, as ``gh`` prints it, and not Markdown that starts with a bracket."""
    start = text.lstrip()
    return start.rstrip() == "[]" or (start.startswith("[") and start[1:].lstrip().startswith("{"))


def read_object(text: str, name: str) -> PullRequest | None:
    """The pull request in one JSON object with title or body, as ``gh pr view --json`` prints it; None for other text.

    Raises :class:`BadRecord`.
    """
    if not text.lstrip().startswith("{"):
        return None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):  # Markdown may start with a brace
        is_one = text.lstrip()[1:].lstrip().startswith('"') and ('"title":' in text or '"body":' in text)
        return _loads(text, name, 1) if is_one else None
    return pull_request_from(record, f"{name}:1:1") if {"title", "body"} & record.keys() else None


def read_array(text: str, name: str) -> Iterator[tuple[str, PullRequest]]:
    """Each pull request of a JSON array with its name, ``NAME:#NUMBER`` where it has a number.

    Raises :class:`BadRecord`.
    """
    records = _loads(text, name, 1)
    for index, record in enumerate(records, 1):
        pull_request = pull_request_from(record, f"{name}:1:1: item {index}")
        yield f"{name}:#{pull_request.number}" if pull_request.number else f"{name}:{index}", pull_request


def read_lines(text: str, name: str) -> Iterator[tuple[str, PullRequest]]:
    """Each pull request of JSON lines with its name, ``NAME:LINE``; empty lines are passed over.

    Raises :class:`BadRecord`.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{name}:{number}", pull_request_from(_loads(line, name, number), f"{name}:{number}:1")


def _loads(text: str, name: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"{name}:{line + error.lineno - 1}:{error.colno}"
        raise BadRecord(f"{at}: this is not JSON: {error.msg.lower()}; write one object with title and body") from None
    except (ValueError, RecursionError):
        raise BadRecord(
            f"{name}:{line}:1: this is not JSON that can be read; write one object with title and body"
        ) from None


def pull_request_from(record: Any, place: str) -> PullRequest:
    """A pull request from a record in our field names or in those of ``gh``; unknown fields are ignored.

    ``place`` opens the message of the :class:`BadRecord` that is raised for a value of the wrong type.
    """
    if not isinstance(record, Mapping):
        raise BadRecord(f"{place}: a pull request is an object with title and body")
    read = _Fields(record, place)
    files = read.names("files", "path")
    pull_request = PullRequest(
        title=read.text("title"),
        body=read.text("body"),
        number=read.number("number"),
        author=_author(record.get("author"), place),
        association=read.text("association"),
        labels=read.names("labels", "name"),
        draft=read.flag("draft"),
        state=read.text("state").lower() or "open",
        base=read.text("base"),
        head=read.text("head"),
        files=files,
        files_complete=len(files) != _MOST_FILES,
        additions=read.lines("additions"),
        deletions=read.lines("deletions"),
        created_at=read.text("created_at"),
    )
    if "body" not in record:
        raise BadRecord(f"{place}: there is no body: ask gh for it, as in --json {FIELDS}")
    return pull_request


def _author(value: Any, place: str) -> str:
    if isinstance(value, Mapping):
        login = whole(str(value.get("login") or "")).removeprefix("app/")
        return login + _BOT if value.get("is_bot") and not login.endswith(_BOT) else login
    if value is None or isinstance(value, str):
        return whole(value or "")
    raise BadRecord(f"{place}: author is a login, or an object with login")


class _Fields:
    """The fields of one record under any of their names."""

    def __init__(self, record: Mapping[str, Any], place: str) -> None:
        self._record = record
        self._place = place

    def _value(self, name: str, wanted: type | tuple[type, ...], says: str) -> Any:
        for each in _NAMES.get(name, (name,)):
            value = self._record.get(each)
            if value is not None:
                if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is int):
                    raise BadRecord(f"{self._place}: {each} is {says}")
                return value
        return None

    def text(self, name: str) -> str:
        return whole(self._value(name, str, "text") or "")

    def number(self, name: str) -> int | None:
        value: int | None = self._value(name, int, "a whole number")
        return value

    def lines(self, name: str) -> int | None:
        """A number of lines; where the whole has none, that of all files together."""
        found = self.number(name)
        files = [] if found is not None else self._value("files", list, "a list") or []
        files = files if len(files) < _MOST_FILES else []  # there may be more
        counts = [each.get(name) for each in files if isinstance(each, Mapping)]
        told = [each for each in counts if type(each) is int]
        return sum(told) if told and len(told) == len(files) else found

    def flag(self, name: str) -> bool:
        return bool(self._value(name, bool, "true or false"))

    def names(self, name: str, key: str) -> tuple[str, ...]:
        """A list of words, or of objects that have the word under ``key``."""
        values = self._value(name, list, "a list") or []
        words = [each.get(key) if isinstance(each, Mapping) else each for each in values]
        if not all(isinstance(each, str) for each in words):
            raise BadRecord(f"{self._place}: {name} is a list of words, or of objects with {key}")
        return tuple(whole(str(each)) for each in words)
