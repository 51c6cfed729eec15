"""What reading our own rules came to, kept so that it is not worked out again at every start.

It is to the rules what bytecode is to modules. A wheel carries it beside the rules (``hatch_build.py`` puts it there),
a checkout keeps it in ``.cache``. It is taken only while the checksum of all that it was made from is the same: rules
that were edited are read, wherever they lie.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

INSIDE = "kept"
"""The folder in ``rules/`` of a wheel."""

_CHECKOUT = Path(__file__).resolve().parents[2]


def recall(rules: Path, name: str, sources: bytes, make: Callable[[], Any]) -> Any:
    """What ``make`` gives: plain data, which JSON can hold. ``name`` is told apart from others in the same rules.

    ``sources`` is all that the result depends on. What cannot be kept is made each time.
    """
    checksum = zlib.crc32(sources)
    places = (rules / INSIDE, _CHECKOUT / ".cache" / "whylint") if rules == _CHECKOUT / "rules" else (rules / INSIDE,)
    for place in places:
        try:
            kept = json.loads((place / f"{name}.json").read_bytes())
            if kept["made from"] == checksum:
                return kept["data"]
        except (OSError, ValueError, LookupError, TypeError):
            continue
    data = make()
    if len(places) > 1:
        keep(places[-1], name, sources, data)
    return data


def keep(place: Path, name: str, sources: bytes, data: Any) -> None:
    """Keep data for :func:`recall`, or leave it where that cannot be done."""
    path = place / f"{name}.json"
    half = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(json.dumps({"made from": zlib.crc32(sources), "data": data}), "utf-8")
        half.replace(path)  # others may be reading it
    except OSError:
        return
