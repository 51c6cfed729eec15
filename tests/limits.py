"""A limit on the time that something computes: growth that is not linear shows, a slow or busy machine does not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

BUDGETS = 50
"""How many times its budget a test may take. It is there to tell minutes from moments, not to measure."""


@contextmanager
def within(budget: float) -> Iterator[None]:
    """Raise TimeoutError in what stands inside once it has used fifty times ``budget`` seconds of CPU.

    The clock on the wall would count what other processes do, too.
    """
    limit = BUDGETS * budget

    def ring(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"took longer than {limit:g} s of CPU, its budget is {budget:g} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
