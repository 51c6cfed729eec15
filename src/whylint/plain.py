"""Plain data of a file, looked at whatever shape it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whylint.strict_yaml import Trail, is_whole

Found = Iterator[tuple[Trail, str]]


def value_at(data: Any, path: Trail) -> Any:
    """What stands at a path; None where there is no such path."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def mapping(data: Any, *path: str) -> Mapping[str, Any]:
    """The mapping at a path; an empty one where there is none."""
    found = value_at(data, path)
    return found if isinstance(found, dict) else {}


def strings(data: Any, path: Trail) -> Found:
    """The text at a path, or the texts of the list there, each with its own path."""
    found = value_at(data, path)
    for inner, value in (
        [((*path, at), each) for at, each in enumerate(found)] if isinstance(found, list) else [(path, found)]
    ):
        if isinstance(value, str) and is_whole(value):
            yield inner, value


def in_braces(text: str) -> list[str]:
    """What stands between braces: ``{found}``."""
    return [part.partition("}")[0] for part in text.split("{")[1:] if "}" in part]
