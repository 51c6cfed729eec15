"""Situations of a pull request, each a file in tests/golden/ that states what was written and what people then read.

A file has parts, each under a line ``=== NAME``: ``pull request`` (YAML: what it shows in ``about``, facts about the
pull request, ``config``, ``templates``, ``notices``, the comment's ``key``), ``description``, and then one part for
each rendering that it holds, by its name in ``RENDERINGS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from whylint.config import load
from whylint.engine import lint
from whylint.model import PullRequest, Report, RuleSet
from whylint.packs import shipped
from whylint.render import tally, words
from whylint.render.annotations import annotations
from whylint.render.comment import comment
from whylint.render.json import dumps
from whylint.render.markdown import summary
from whylint.render.terminal import terminal
from whylint.spoken import worded

FOLDER = Path(__file__).parent / "golden"
CONFIG = ".github/whylint.yml"
GIVEN = ("pull request", "description")


@dataclass(frozen=True)
class Situation:
    """One file, read."""

    name: str
    parts: dict[str, str]

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What is said about the pull request and the repository."""
        facts: dict[str, Any] = yaml.safe_load(self.parts["pull request"])
        return facts

    @cached_property
    def ruleset(self) -> RuleSet:
        """The shipped rules with the repository's config and templates over them."""
        config = self.facts.get("config")
        ruleset = load(config, CONFIG, shipped()) if config else shipped()
        return replace(ruleset, templates=tuple(self.facts.get("templates", ())))

    @cached_property
    def spoken(self) -> RuleSet:
        """The same in the language of the report, as it is rendered."""
        return worded(self.ruleset, self.report.language)

    @property
    def known(self) -> dict[str, Any]:
        """The fields of the pull request but for its body."""
        facts = {name: value for name, value in self.facts.items() if name in PullRequest.__dataclass_fields__}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}

    @cached_property
    def report(self) -> Report:
        """What whylint makes of it."""
        report = lint(PullRequest(body=self.parts["description"], **self.known), self.ruleset)
        return replace(report, notices=tuple(self.facts.get("notices", ())))

    def rendered(self, name: str) -> str:
        """One of its renderings, with a line end."""
        return RENDERINGS[name](self).rstrip("\n") + "\n"

    def renewed(self) -> str:
        """The file with the renderings that it holds as they are now."""
        now = {name: text if name in GIVEN else self.rendered(name) for name, text in self.parts.items()}
        return "".join(f"=== {name}\n{text}" for name, text in now.items())


RENDERINGS: Mapping[str, Callable[[Situation], str]] = {
    "headline": lambda each: words.headline(each.report, each.spoken.messages),
    "comment": lambda each: comment(each.report, each.spoken, key=each.facts.get("key", "default")),
    "summary": lambda each: summary(each.report, each.spoken),
    "terminal": lambda each: terminal(each.report, each.spoken, source=f"{each.name}.md"),
    "explain": lambda each: terminal(each.report, each.spoken, source=f"{each.name}.md", explain=True),
    "annotations": lambda each: "\n".join(annotations(each.report, each.spoken)),
    "json": lambda each: dumps(each.report, f"{each.name}.md"),
    "tally": lambda each: tally.line(each.report, each.spoken, source="#7", title=each.report.kind),
}


def read(path: Path) -> Situation:
    """Read one file."""
    parts: dict[str, str] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        if line.startswith("=== "):
            name = line.removeprefix("=== ")
            parts[name] = ""
        else:
            parts[name] += line + "\n"
    return Situation(path.stem, parts)


ALL = {path.stem: read(path) for path in sorted(FOLDER.glob("*.txt"))}
