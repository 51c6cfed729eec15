"""What there is in a repository that bears on how whylint is set up there. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from whylint.cli.around import template_files
from whylint.entry import DEFAULT_CONFIG
from whylint.frozen import frozen
from whylint.languages import ENGLISH
from whylint.markdown import parse
from whylint.packs import shipped, start_data
from whylint.problems import ConfigError
from whylint.strict_yaml import read
from whylint.tongue import spoken

_LARGEST = 64 << 10
_MOST_LABELS = 6
_LABEL_FILES = (".github/labels.yml", ".github/labels.yaml", ".github/labels.json", ".github/settings.yml")


@frozen
class Folders:
    """Folders for whose changes a pack is made; ``condition`` is the key of a config that says how."""

    condition: str
    names: tuple[str, ...]


@frozen
class Survey:
    """What was found: paths from the root, empty where there is no such file.

    ``packs`` has packs to propose with the folders that suggest them, ``labels`` those of changes of which a team may
    want nothing asked, ``foreign`` files that are written in a language that is not read.
    """

    workflow: str = ""
    config: str = ""
    packs: Mapping[str, Folders] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    labels_file: str = ""
    foreign: tuple[str, ...] = ()


def survey(root: Path) -> Survey:
    """Look around in a repository. What cannot be read is passed over."""
    wanted = start_data("suggestions.yml")
    labels_file, labels = _labels(root, wanted["labels"])
    return Survey(
        workflow=_workflow(root),
        config=DEFAULT_CONFIG if (root / DEFAULT_CONFIG).exists() else "",
        packs=_packs(root, wanted["packs"]),
        labels=labels,
        labels_file=labels_file,
        foreign=tuple(_foreign(root)),
    )


def _text(path: Path) -> str:
    """What a file holds; empty if it cannot be read or is no text."""
    try:
        return path.read_bytes()[:_LARGEST].decode("utf-8", "replace") if path.is_file() else ""
    except OSError:
        return ""


def _workflow(root: Path) -> str:
    """The workflow that runs whylint already."""
    folder = root / ".github" / "workflows"
    for path in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
        code = [line.partition("#")[0] for line in _text(path).splitlines()]
        if path.name == "whylint.yml" or any("/whylint@" in each or "/whylint.yml@" in each for each in code):
            return str(path.relative_to(root))
    return ""


def _packs(root: Path, wanted: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Folders]:
    found = {
        pack: Folders(condition, tuple(name for name in names if (root / name).is_dir()))
        for pack, folders in wanted.items()
        for condition, names in folders.items()
    }
    return {pack: folders for pack, folders in found.items() if folders.names}


def _labels(root: Path, wanted: list[str]) -> tuple[str, tuple[str, ...]]:
    """The file that says which labels are in use, and those of them that may mean that nothing is to be asked."""
    for name in _LABEL_FILES:
        used = [each for each in _names(_text(root / name), name) if any(word in each.lower() for word in wanted)]
        if used:
            return name, tuple(dict.fromkeys(used))[:_MOST_LABELS]
    return "", ()


def _names(text: str, file: str) -> Iterator[str]:
    """The names of labels in one of the usual shapes: a list of ``name``, or such a list under ``labels``."""
    try:
        data: Any = read(text, file).data
    except ConfigError:
        return
    listed = data.get("labels") if isinstance(data, dict) else data
    for each in listed if isinstance(listed, list) else ():
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name.strip():
            yield name.strip()


def _foreign(root: Path) -> Iterator[str]:
    signs = shipped().languages.signs
    readme = sorted(path for path in root.glob("*") if path.name.lower() in ("readme.md", "readme", "readme.txt"))
    for path in [*readme, *template_files(root)]:
        found = spoken((block.text for block in parse(_text(path)).blocks), signs)
        if found.main not in (ENGLISH, *found.met):
            yield str(path.relative_to(root))
