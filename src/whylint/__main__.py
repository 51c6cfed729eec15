"""``python -m whylint``: the container's entry and the laptop's, each loading only what it needs."""

from __future__ import annotations

import gc
import io
import sys

MANY = 100_000
"""New objects before garbage is looked for: a short run makes little, and looking takes a tenth of its time."""


def main() -> int:
    """Run ``whylint action`` or the command line; returns the exit code."""
    gc.set_threshold(MANY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal of another age shows what it can
    code = _run()
    gc.freeze()  # else all that is left is looked through on the way out
    return code


def _run() -> int:
    if sys.argv[1:2] == ["action"]:
        from whylint.action import main as run_action  # noqa: PLC0415 - the command line's libraries cost start-up time

        return run_action()
    from whylint.cli import main as run_cli  # noqa: PLC0415

    return run_cli()


if __name__ == "__main__":
    sys.exit(main())
