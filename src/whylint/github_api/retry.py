"""When a request is tried again, and how long is waited before.

PyGithub's own policy is switched off: it repeats a POST whose answer was lost, which makes second comments, and may
sleep for an hour. Here a request is tried three times at most, and a whole run sleeps ninety seconds at most: a longer
wait gives up at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from whylint.github_api.errors import ApiError

TRIES = 3
BUDGET = 90.0

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Clock(Protocol):
    """The time, as something that tests can replace."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Transient(Exception):
    """A request that may do better later.

    ``wait`` is what the server asked for, in seconds. ``limited`` means that it was turned away by a rate limit and
    surely not carried out; after any other fault nobody knows whether it was.
    """

    def __init__(self, message: str, *, status: int = 0, wait: float | None = None, limited: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait
        self.limited = limited

    def pause(self, tried: int) -> float:
        """Seconds to wait after the ``tried``-th failure."""
        if self.wait is not None:
            return self.wait
        return 60.0 * tried if self.limited else float(tried * tried)


def asked_wait(headers: Mapping[str, object], now: float) -> float | None:
    """The seconds that the headers of an answer ask for: ``retry-after`` first, then the reset of a used-up limit."""
    after = str(headers.get("retry-after", ""))
    if after.isascii() and after.isdigit():
        return float(after[:9])
    reset = str(headers.get("x-ratelimit-reset", ""))
    if str(headers.get("x-ratelimit-remaining", "")) == "0" and reset.isascii() and reset.isdigit():
        return max(float(reset[:12]) - now, 0.0) + 1.0
    return None


class Retry:
    """The patience of one run: all its requests share the ninety seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._slept = 0.0

    def run(self, attempt: Callable[[], _T], settled: Callable[[], _T | None] | None = None) -> _T:
        """Call ``attempt`` until it succeeds.

        ``settled`` is for what must not be done twice: it is asked after a failure of which nobody knows whether the
        request was carried out, and gives the result if it was. Raises ``ApiError`` when patience is at its end.
        """
        tried = 0
        while True:
            tried += 1
            try:
                return attempt()
            except Transient as caught:
                fault = caught
            pause = fault.pause(tried)
            last = tried == TRIES or self._slept + pause > BUDGET
            if not last:
                _log.info("%s; trying again in %.0f s", fault, pause)
                self._slept += pause
                self._clock.sleep(pause)
            if settled is not None and not (last and fault.limited) and (found := settled()) is not None:
                return found
            if last:
                asked = f", which asks to wait for {pause:.0f} s" if fault.wait is not None or fault.limited else ""
                tries = "once" if tried == 1 else f"{tried} times"
                raise ApiError(f"{fault}{asked} (tried {tries})", status=fault.status, limited=fault.limited)
