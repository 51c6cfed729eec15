"""What reading our own rules came to, kept so that it is not worked out again at every start.

It is to the rules what bytecode is to modules. A wheel carries it beside the rules (``hatch_build.py`` puts it there),
a checkout keeps it in ``.cache``. It is taken only while the checksum of all that it was made from is the same: rules
that were edited are read, wherever they lie.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whylint.index import Marked, Marks
from whylint.languages import ENGLISH
from whylint.model import Cue

INSIDE = "kept"
"""The folder in ``rules/`` of a wheel."""
_TO_COPY = ("start/config", "start/workflow")
"""Files that are written somewhere else as they stand."""

_MARKED_BY = [
    Path(__file__).with_name(f"{module}.py")
    for module in ("heads", "index", "marking", "marks", "needs", "phrase", "text")
]
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
        half.unlink(missing_ok=True)


def read_cues(folder: Path, language: str) -> Mapping[str, Cue]:
    """The cues of one language, with what is known of their marks. Raises OSError where there are none.

    Those of other languages than English may refer to English ones.
    """
    data = read(folder, f"cues/{language}")["cues"]
    cues = MappingProxyType({each: _cue(each, said) for each, said in data.items()})

    def found() -> Marks:
        sources = _marks_from(folder, language)
        return Marks(**recall(folder, f"marks/{language}", sources, lambda: _worked_out(cues, folder, language)))

    return Marked(cues, found)


def keep_all(folder: Path, place: Path) -> None:
    """Read all rules of a folder, and keep what that comes to, for a wheel."""
    for path in sorted(folder.rglob("*.yml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name in _TO_COPY:
            continue
        source = _source(folder, name)
        keep(place, name, source, _parsed(source))
        if name.startswith("cues/"):
            cues = read_cues(folder, path.stem)
            keep(place, f"marks/{path.stem}", _marks_from(folder, path.stem), _worked_out(cues, folder, path.stem))


def read(folder: Path, name: str) -> Any:
    """What a YAML file of ours says, named by its path in the folder, without its ending. Raises OSError."""
    source = _source(folder, name)
    return recall(folder, name, source, lambda: _parsed(source))


def _parsed(source: bytes) -> Any:
    import yaml  # noqa: PLC0415 - only where nothing was kept

    # libyaml reads our packs seven times faster; it can be crashed by hostile depth, hence: shipped files only.
    return yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def _worked_out(cues: Mapping[str, Cue], folder: Path, language: str) -> dict[str, Any]:
    from whylint.marking import marking  # noqa: PLC0415 - only where nothing was kept

    return marking(cues, {} if language == ENGLISH else read_cues(folder, ENGLISH)).as_data()


def _marks_from(folder: Path, language: str) -> bytes:
    """All that the marks of a language's cues depend on."""
    sources = [_source(folder, f"cues/{each}") for each in dict.fromkeys((language, ENGLISH))]
    return b"".join([*sources, *(path.read_bytes() for path in _MARKED_BY if path.is_file())])


def _source(folder: Path, name: str) -> bytes:
    return (folder / f"{name}.yml").read_bytes()


def _cue(name: str, data: Mapping[str, Any]) -> Cue:
    words, patterns = tuple(data.get("words", ())), tuple(data.get("patterns", ()))
    return Cue(name, words, patterns, case_sensitive=data.get("case-sensitive", False))
