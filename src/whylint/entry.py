"""What both entries share: exit codes, where the config lies, how wrong use and a fault of ours are told."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

OK, FALLS_SHORT, USAGE, FAULT = 0, 1, 2, 3

DEFAULT_CONFIG = ".github/whylint.yml"

ACTION = "OWNER/whylint@v1"
"""What a workflow uses."""

HIGHEST_NUMBER = 2**31 - 1
"""Of a pull request: GitHub's numbers are no larger."""

_PACKAGE = str(Path(__file__).resolve().parent)


class UsageError(Exception):
    """What was asked for cannot work; the text says what would be right."""


def internal_fault(error: BaseException) -> str:
    """A fault of ours in one sentence: its type and our innermost line, and nothing that a stranger wrote."""
    place, trace = "", error.__traceback__
    while trace:
        if (file := Path(trace.tb_frame.f_code.co_filename)).is_relative_to(_PACKAGE):
            place = f" at {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"internal fault ({type(error).__name__}{place}); please report it"


def why(error: OSError) -> str:
    """The system's reason."""
    return (error.strerror or "unknown reason").lower()


def into_nothing(stream: TextIO) -> None:
    """Let what a stream still holds, and all that comes, go nowhere: it is full, or nobody reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def misnamed(wanted: str, names: Iterable[str]) -> str:
    """The path among ``names`` of ``wanted``'s folder that was meant to be it; empty if none.

    It differs only in case or has ``.yaml`` for ``.yml``.
    """
    folder, _, name = wanted.rpartition("/")
    alike = [each for each in names if each != name and _folded(each) == _folded(name)]
    return f"{folder}/{alike[0]}" if alike else ""


def _folded(name: str) -> str:
    lower = name.lower()
    return lower.removesuffix(".yaml") + ".yml" if lower.endswith(".yaml") else lower


def not_read(found: str, wanted: str) -> str:
    """What is said about a misnamed config."""
    return f"{found} is not read: the config is looked for as {wanted}."
