"""The shapes of everything that is written in YAML, as pydantic models: a repository's config, and our own packs.

This is a boundary: nothing that judges imports it. A config is validated when there is one; the shipped packs are
validated by the tests, never at run time. Keys are written with hyphens, values are taken strictly, and unknown keys
are refused. What a default says is for editors: ``config`` leaves all that is not written as the pack has it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
)

from whylint.model import CommentMode, DraftMode, FailOn, Severity


class Shape(BaseModel):
    """What all shapes share."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


# --- .github/whylint.yml --------------------------------------------------------------------------------------------


# Enumerations are taken by value: YAML has no instances of ours.
_BY_VALUE = Field(strict=False)
# To Python, True and 1.0 are 1: they are taken for the words that they are written with.
One = Annotated[
    Literal[1], BeforeValidator(lambda value: str(value).lower() if isinstance(value, bool | float) else value)
]


class RuleSettings(Shape):
    """What a repository says about one rule."""

    severity: Annotated[Severity, _BY_VALUE] = Field(
        Severity.ERROR, description="How much an open finding weighs; `off` asks nothing."
    )


RuleEntry = Annotated[
    RuleSettings, BeforeValidator(lambda value: value if isinstance(value, dict) else {"severity": value})
]


class Config(Shape):
    """`.github/whylint.yml`: everything is settable, nothing has to be set."""

    version: One = Field(1, description="The version of this file's format.")
    extends: Literal["product"] = Field("product", description="The pack of rules to start from.")
    rules: Annotated[
        dict[str, RuleEntry],
        # `rules:` above nothing but comments is what is left when somebody tries things out.
        BeforeValidator(lambda value: {} if value is None else value),
    ] = Field({}, description="By the id of a rule: its severity, or a mapping with `severity`.")
    comment: Annotated[CommentMode, _BY_VALUE] = Field(
        CommentMode.ON_FINDINGS, description="When the pull request gets a comment."
    )
    fail_on: Annotated[FailOn, _BY_VALUE] = Field(
        FailOn.ERROR, description="The lightest severity that turns the check red."
    )
    drafts: Annotated[DraftMode, _BY_VALUE] = Field(
        DraftMode.QUIET, description="What a draft gets: the job summary, a comment as well, or nothing."
    )


# --- rules/ ---------------------------------------------------------------------------------------------------------


def _pattern(source: str) -> str:
    """A pattern without RE2's ASCII-only classes, which would fail on every other script without a word."""
    for escape in (f"\\{letter}" for letter in "bBwWdDsS"):
        if escape in source.replace("\\\\", ""):
            raise ValueError(f"`{escape}` knows only ASCII: write a class such as `[0-9]`, `[a-z]` or a plain space")
    return source


_NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
Name = Annotated[str, Field(pattern=f"^{_NAME}$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = list[Text]
# Whether RE2 takes it is not known here: a cue's may hold `{cue}`, and is compiled together with the others.
Patterns = list[Annotated[Text, AfterValidator(_pattern)]]
Alternative = Annotated[str, Field(pattern=f"^{_NAME}( \\+ {_NAME})*$")]
Criteria = dict[Name, Annotated[list[Alternative], Field(min_length=1)]]


class ExamplesData(Shape):
    """Answers that a rule was written with; the tests judge every one of them."""

    show: dict[Name, Text] = {}
    met: Texts = []
    weak: Texts = []
    missing: Texts = []


class RuleData(Shape):
    """A rule, as it stands in a pack."""

    title: Text
    question: Text
    severity: Annotated[Severity, _BY_VALUE]
    headings: Annotated[Texts, Field(min_length=1)]
    ignore: list[Name] = []
    waiver: list[Name] = []
    requires: Annotated[Criteria, Field(min_length=1)]
    strengthens: Criteria = {}
    messages: dict[Name, Text]
    examples: ExamplesData


class PackFile(Shape):
    """`rules/PACK.yml`."""

    version: One
    rules: Annotated[dict[Name, RuleData], Field(min_length=1)]


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
