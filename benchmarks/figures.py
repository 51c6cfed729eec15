"""What the benchmark's modules share: the budgets, what a process cost, and a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECK, HOSTILE_64 = 0.2, 0.3
"""Seconds: of a check; of 64 KB, the worst input included."""
ACTION_TIME, ACTION_MEMORY = 1.5, 0.65
"""Times an action of JavaScript."""
MULTIPLE, SHARE = 30, 0.05
"""Of judging: times the parsing, which was the plan; and of a whole run, for 1 KB."""
NOT_HERE = "not measured here"


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and of CPU, and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Figure:
    """What was measured, what it may be, and whether it is."""

    what: str
    measured: str
    budget: str = "none"
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What a row of the table says."""
        return self.what, self.measured, self.budget, {True: "yes", False: "**no**", None: ""}[self.met]
