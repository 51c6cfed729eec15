"""A limit on the time that a run may take, whatever it waits for: a server that never ends its answer, a slow text."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 180.0
"""Seconds for a whole run: ninety at most are slept, the rest is for GitHub and for judging."""


class OutOfTime(BaseException):
    """The time is up. No ``Exception``, so that no library takes it for a fault of its own."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise ``OutOfTime`` in what stands inside once ``seconds`` have passed.

    Signals reach the main thread only, so elsewhere, and on systems without them, there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: object) -> None:
        raise OutOfTime(f"The run was stopped: it took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
