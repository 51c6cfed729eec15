"""The shapes of the files under ``rules/``. A wheel carries only files that have been held against these."""

# ruff: noqa: RUF012 (pydantic copies defaults)

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel, StringConstraints

from whylint.model import Severity
from whylint.schema import One, Shape


def _pattern(source: str) -> str:
    """A pattern without RE2's ASCII-only classes, which would fail on every other script without a word."""
    for escape in (f"\\{letter}" for letter in "bBwWdDsS"):
        if escape in source.replace("\\\\", ""):
            raise ValueError(
                f"{{name}}: `{escape}` knows only ASCII: write a class such as `[0-9]`, `[a-z]` or a plain space"
            )
    return source


def _alternative(text: str) -> str:
    for name in text.split(" + "):
        if not re.fullmatch(_NAME, name):
            hint = "write `one + two`, in lower-case letters, digits and hyphens"
            raise ValueError(f"{{value}} names no cues: {hint}")
    return text


_NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
Name = Annotated[str, Field(pattern=f"^{_NAME}$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = list[Text]
# Whether RE2 takes it is not known here: a cue's may hold `{cue}`, and is compiled together with the others.
Patterns = list[Annotated[Text, AfterValidator(_pattern)]]
Alternative = Annotated[str, AfterValidator(_alternative)]
Criteria = dict[Name, Annotated[list[Alternative], Field(min_length=1)]]


class ExamplesData(Shape):
    """Answers that a rule was written with; the tests judge every one of them."""

    show: dict[Name, Text] = {}
    met: Texts = []
    weak: Texts = []
    missing: Texts = []


class RuleFile(Shape):
    """`rules/catalog/RULE.yml`."""

    title: Text
    question: Text
    headings: Annotated[Texts, Field(min_length=1)]
    ignore: list[Name] = []
    aside: list[Alternative] = []
    quotes: bool = False
    under_others: bool = True
    waiver: list[Name] = []
    requires: Annotated[Criteria, Field(min_length=1)]
    loosely: Criteria = {}
    strengthens: Criteria = {}
    messages: dict[Name, Text]
    examples: ExamplesData


class PackFile(Shape):
    """`rules/packs/PACK.yml`."""

    version: One
    rules: Annotated[dict[Name, Annotated[Severity, Field(strict=False)]], Field(min_length=1)]


class CueData(Shape):
    """A named group of phrases and patterns."""

    words: Texts = []
    patterns: Patterns = []
    case_sensitive: bool = False


class CuesFile(Shape):
    """`rules/cues/LANGUAGE.yml`."""

    language: Name
    cues: Annotated[dict[Name, CueData], Field(min_length=1)]


class KindData(Shape):
    """A kind of change, and the signs by which it is known."""

    label: Text
    asks: bool = True
    bare: bool = False
    authors: Texts = []
    titles: Patterns = []
    branches: Patterns = []
    labels: Patterns = []
    paths: Texts = []
    within: Texts = []


class KindsFile(Shape):
    """`rules/kinds.yml`: the first kind that fits counts."""

    kinds: Annotated[dict[Name, KindData], Field(min_length=1)]


class NoiseFile(Shape):
    """`rules/noise.yml`: what machines add to descriptions."""

    headings: Texts = []
    labels: Texts = []
    lines: Patterns = []
    comments: Patterns = []


class MessagesFile(RootModel[dict[Annotated[str, Field(pattern=f"^{_NAME}(\\.{_NAME})*$", max_length=60)], Text]]):
    """`rules/messages/LANGUAGE.yml`: all words that a renderer shows, under names joined by dots."""
