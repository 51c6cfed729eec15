"""What is wrong with a file that a person wrote: the place, what is wrong, and what would be right.

Everything quoted from the file is cut short and stripped of control characters here. Whoever prints a problem into the
log of a workflow still passes it through ``render.safe``: a file may hold words that the runner takes for commands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from whylint.frozen import frozen

MAX_PROBLEMS = 20
MAX_ECHO = 60
_SHOWN_WIDTH = _MOST = 100
_LONG_HINT = 120


def visible(text: str) -> str:
    """Text of a stranger on one line: control characters, direction marks and the like become U+FFFD."""
    shown = (" " if character.isspace() else character for character in text)
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in shown)


def clipped(text: str) -> str:
    """A stranger's text on one line, at most 100 characters of it."""
    shown = visible(text[: _MOST + 1])
    return f"{shown[: _MOST - 1]}…" if len(shown) > _MOST else shown


def quoted(value: object) -> str:
    """A stranger's value between backticks, at most 60 characters of it."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    shown = visible(text[: MAX_ECHO + 1]).replace("`", "'")
    return f"`{shown[: MAX_ECHO - 1]}…`" if len(shown) > MAX_ECHO else f"`{shown}`"


@frozen
class Problem:
    """One thing that is wrong with a file: where (line and column start at 1), what, and what would be right.

    ``link`` is the web address of the line, if it has one.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    source_line: str = ""
    link: str = ""

    def __str__(self) -> str:
        """``file:line:column: what is wrong: what would be right``, on one line."""
        joint = ", " if self.hint.startswith("did you mean") else ": "
        return f"{visible(self.file)}:{self.line}:{self.column}: {self.message}{joint if self.hint else ''}{self.hint}"

    def show(self) -> str:
        """The same, with the source line and a caret under the place."""
        if not self.source_line.strip():
            return str(self)
        start = max(0, self.column - 1 - _SHOWN_WIDTH // 2) if len(self.source_line) > _SHOWN_WIDTH else 0
        shown = visible(self.source_line[start : start + _SHOWN_WIDTH]).rstrip()
        before = shown[: self.column - 1 - start].ljust(self.column - 1 - start)
        padding = "".join("  " if unicodedata.east_asian_width(character) in "WF" else " " for character in before)
        number = str(self.line)
        return f"{self}\n  {number} | {shown}\n  {' ' * len(number)} | {padding}^"


def _said_once(problems: list[Problem]) -> Iterator[Problem]:
    """Problems without a long hint that an earlier one has given."""
    told: set[str] = set()
    for problem in problems:
        yield replace(problem, hint="") if problem.hint in told else problem
        told |= {problem.hint} if len(problem.hint) > _LONG_HINT else set()


class ConfigError(Exception):
    """A configuration that cannot be used.

    ``problems`` has the first twenty, sorted by file and place; ``more`` says how many there are beyond them.
    """

    def __init__(self, problems: list[Problem]) -> None:
        files = list(dict.fromkeys(problem.file for problem in problems))
        ordered = sorted(problems, key=lambda problem: (files.index(problem.file), problem.line, problem.column))
        self.problems: tuple[Problem, ...] = tuple(_said_once(ordered[:MAX_PROBLEMS]))
        self.more = len(ordered) - len(self.problems)
        super().__init__(str(self))

    def linked(self, address: Callable[[Problem], str]) -> ConfigError:
        """The same, with the web address of each line."""
        error = ConfigError([replace(problem, link=address(problem)) for problem in self.problems])
        error.more = self.more
        return error

    def __str__(self) -> str:
        """All problems, one a line."""
        return "\n".join([*map(str, self.problems), *self._rest()])

    def show(self) -> str:
        """All problems, each with its source line and a caret."""
        return "\n".join([*map(Problem.show, self.problems), *self._rest()])

    def _rest(self) -> list[str]:
        return [f"and {self.more:,} more"] if self.more else []
