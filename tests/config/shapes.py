"""The shapes of the files under ``rules/``. A wheel carries only files that have been held against these."""

# ruff: noqa: RUF012 (pydantic copies defaults)

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from whylint.model import Severity
from whylint.schema_parts import NAME, Alternative, Name, One, Pattern, Shape, Text

Texts = list[Text]
Patterns = list[Pattern]
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
    near: list[Alternative] = []
    quotes: bool = False
    under_others: bool = True
    not_under: Texts = []
    waiver: list[Name] = []
    minimum_words: int = 0
    in_code: list[Name] = []
    leans: bool = False
    answers: list[Alternative] = []
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


class RuleWordsData(Shape):
    """What a language other than English says about a rule: how it asks, and what answers it besides."""

    title: Text
    question: Text
    headings: Texts
    messages: dict[Name, Text]
    example: Text
    ignore: list[Name] = []
    aside: list[Alternative] = []
    near: list[Alternative] = []
    waiver: list[Name] = []
    requires: Criteria = {}
    loosely: Criteria = {}
    strengthens: Criteria = {}


class CuesFile(Shape):
    """`rules/cues/LANGUAGE.yml`."""

    language: Name
    reviewed: bool = True
    same_letters: Text = ""
    cues: Annotated[dict[Name, CueData], Field(min_length=1)]
    rules: dict[Name, RuleWordsData] = {}


class SignData(Shape):
    """By what a language is recognised."""

    name: Text
    words: Text = ""
    letters: Text = ""
    borrows: Name = ""
    shortened: Texts = []
    joints: Texts = []
    months: Texts = []
    read: bool = True


class LanguagesFile(RootModel[dict[Name, SignData]]):
    """`rules/languages.yml`."""


class KindData(Shape):
    """A kind of change, and the signs by which it is known."""

    asks: bool = True
    bare: bool = False
    agree: bool = False
    authors: Texts = []
    titles: Patterns = []
    branches: Patterns = []
    bodies: Patterns = []
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


class MessagesFile(RootModel[dict[Annotated[str, Field(pattern=f"^{NAME}(\\.{NAME})*$", max_length=60)], Text]]):
    """`rules/messages/LANGUAGE.yml`: all words that a renderer shows, under names joined by dots."""


class OwnWords(Shape):
    """How a team's own words of one sort join a cue."""

    cue: Name
    phrase: Text


class OwnWordsFile(Shape):
    """`rules/own-words.yml`: by the key of a config."""

    personas: OwnWords
    metrics: OwnWords
    channels: OwnWords
    tools: OwnWords
