"""``python -m whylint``: the container's entry and the laptop's, each loading only what it needs."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from pathlib import Path

from whylint.entry import FAULT, into_nothing

MANY = 100_000
"""New objects before garbage is looked for: a short run makes little, and looking takes a tenth of its time."""


def main() -> int:
    """Run ``whylint action`` or the command line; returns the exit code."""
    gc.set_threshold(MANY)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed: nothing comes from there, and nobody reads it
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal of another age shows what it can
    try:
        code = _run()
    except KeyboardInterrupt:
        print("whylint: the run was cancelled", file=sys.stderr)
        code = FAULT
    except OSError:  # what went wrong could not be told either
        code = FAULT
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # Python would try once more, say so, and end with a code of its own
            into_nothing(stream)
    gc.freeze()  # else all that is left is looked through on the way out
    return code


def _run() -> int:
    if sys.argv[1:2] == ["action"]:
        # a cancelled job is asked to end, and what runs first in a container hears only what it listens for
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from whylint.action import main as run_action  # noqa: PLC0415 - the command line's libraries cost start-up time

        return run_action()
    from whylint.cli import main as run_cli  # noqa: PLC0415

    return run_cli()


if __name__ == "__main__":
    sys.exit(main())
