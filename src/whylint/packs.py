"""Our own rules, read from ``rules/`` into the frozen words of ``model``.

This stands on the way of every start, so it is plain: the files are ours, the tests validate them with ``schema``, and
nothing is checked again here. Text written by others never comes this way; it goes through ``config``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from whylint.model import Criterion, Cue, Examples, Kind, Noise, Rule, RuleSet, Severity

# libyaml reads our packs seven times faster; it can be crashed by hostile depth, hence: shipped files only.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def rules_folder() -> Path:
    """The folder with the shipped rules: inside the package where whylint is installed, else beside ``src``.

    Raises FileNotFoundError for an installation without its rules.
    """
    here = Path(__file__).resolve()
    for folder in (here.parent / "rules", here.parents[2] / "rules"):
        if (folder / "kinds.yml").is_file():
            return folder
    raise FileNotFoundError(f"the rules that belong to whylint are missing beside {here.parent}: install it again")


@functools.cache
def shipped(pack: str = "product", language: str = "en") -> RuleSet:
    """The rule set of a shipped pack, with the cues and messages of one language.

    Both are names of our own choosing (the config admits no other); an unknown one raises FileNotFoundError.
    """
    return read_folder(rules_folder(), pack, language)


def read_folder(folder: Path, pack: str = "product", language: str = "en") -> RuleSet:
    """The rule set in a folder of the shape of ``rules/``: ``PACK.yml``, ``cues/``, ``messages/``, kinds and noise.

    Raises OSError, yaml.YAMLError, KeyError or ValueError where a file is missing or not of that shape.
    """
    kinds = _read(folder / "kinds.yml")["kinds"]
    cues = _read(folder / "cues" / f"{language}.yml")["cues"]
    return RuleSet(
        rules=tuple(rule_from(rule_id, data) for rule_id, data in _read(folder / f"{pack}.yml")["rules"].items()),
        cues=MappingProxyType({name: cue_from(name, data) for name, data in cues.items()}),
        messages=MappingProxyType(_read(folder / "messages" / f"{language}.yml")),
        kinds=tuple(kind_from(name, data) for name, data in kinds.items()),
        noise=noise_from(_read(folder / "noise.yml")),
    )


def rule_from(rule_id: str, data: Mapping[str, Any]) -> Rule:
    """One rule from plain data that has the shape of ``schema.RuleData`` (which is what checks it).

    Raises KeyError for a rule without a question and ValueError for an unknown severity, nothing finer.
    """
    return Rule(
        id=rule_id,
        title=data.get("title") or rule_id.replace("-", " ").capitalize(),
        question=data["question"],
        severity=Severity(data.get("severity", Severity.ERROR)),
        headings=_words(data, "headings"),
        requires=_criteria(data.get("requires") or {}),
        strengthens=_criteria(data.get("strengthens") or {}),
        ignore=_words(data, "ignore"),
        waiver=_words(data, "waiver"),
        messages=_texts(data.get("messages") or {}),
        examples=_examples(data.get("examples") or {}),
    )


def cue_from(name: str, data: Mapping[str, Any]) -> Cue:
    """One cue from plain data that has the shape of ``schema.CueData``."""
    return Cue(name, _words(data, "words"), _words(data, "patterns"), bool(data.get("case-sensitive", False)))


def kind_from(name: str, data: Mapping[str, Any]) -> Kind:
    """One kind of change from plain data that has the shape of ``schema.KindData``."""
    return Kind(
        name=name,
        label=data.get("label") or name.replace("-", " "),
        asks=bool(data.get("asks", True)),
        bare=bool(data.get("bare", False)),
        authors=_words(data, "authors"),
        titles=_words(data, "titles"),
        branches=_words(data, "branches"),
        labels=_words(data, "labels"),
        paths=_words(data, "paths"),
    )


def noise_from(data: Mapping[str, Any]) -> Noise:
    """What machines add to descriptions, from plain data that has the shape of ``schema.NoiseFile``."""
    return Noise(_words(data, "headings"), _words(data, "labels"), _words(data, "lines"), _words(data, "comments"))


def _read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506 (a safe loader, on a file of ours)


def _words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values: Iterable[str] = data.get(key) or ()
    return tuple(values)


def _texts(data: Mapping[str, str]) -> Mapping[str, str]:
    """Texts without the line end that a YAML block leaves behind."""
    return MappingProxyType({name: text.strip() for name, text in data.items()})


def _criteria(data: Mapping[str, Iterable[str]]) -> tuple[Criterion, ...]:
    """``{pain: [pain, need + purpose]}`` as criteria: ``+`` joins cues that have to be found in one sentence."""
    return tuple(
        Criterion(name, tuple(tuple(cue.strip() for cue in way.split("+")) for way in ways))
        for name, ways in data.items()
    )


def _examples(data: Mapping[str, Any]) -> Examples:
    lists = {name: tuple(text.strip() for text in data.get(name) or ()) for name in ("met", "weak", "missing")}
    return Examples(show=_texts(data.get("show") or {}), **lists)
