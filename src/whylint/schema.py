"""The shapes of everything that is written in YAML, as pydantic models: a repository's config, and our own packs.

This is a boundary: nothing that judges imports it. A config is validated when there is one; the shipped packs are
validated by the tests, never at run time. Keys are written with hyphens, values are taken strictly, and
unknown keys are refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    StringConstraints,
    Tag,
    model_validator,
)

from whylint.model import CommentMode, DraftMode, FailOn, Severity

_NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*"


class Shape(BaseModel):
    """What all shapes share."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        validate_default=False,
    )


def _ours(source: str) -> str:
    """A pattern without RE2's ASCII-only classes, which would fail on every other script without a word."""
    for escape in ("\\b", "\\B", "\\w", "\\W", "\\d", "\\D", "\\s", "\\S"):
        if escape in source.replace("\\\\", ""):
            raise ValueError(f"`{escape}` knows only ASCII: write a class such as `[0-9]`, `[a-z]` or a plain space")
    return source


# A key of the messages: names joined by dots.
MessageKey = Annotated[str, StringConstraints(pattern=f"^{_NAME}(\\.{_NAME})*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=f"^{_NAME}$", max_length=60)]
Alternative = Annotated[str, StringConstraints(pattern=f"^{_NAME}( \\+ {_NAME})*$")]
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
# Whether RE2 takes it is not known here: a cue's may hold `{cue}`, and is compiled together with the others.
Pattern = Annotated[Text, AfterValidator(_ours)]

# To Python, True and 1.0 are 1.
One = Annotated[Literal[1], BeforeValidator(lambda value: value if type(value) is int else str(value))]
# Enumerations are taken by value: YAML has no instances of ours.
SeverityWord = Annotated[Severity, Field(strict=False)]


# --- .github/whylint.yml --------------------------------------------------------------------------------------------


class RuleSettings(Shape):
    """What a repository says about one rule."""

    severity: Annotated[
        SeverityWord | None, Field(description="How much an open finding weighs; `off` asks nothing.")
    ] = None


def _form(value: Any) -> str:
    return "\0mapping" if isinstance(value, (dict, RuleSettings)) else "\0word"


# The tags show up in the places of pydantic's errors, where `config` takes them out again; no key can hold NUL.
RuleEntry = Annotated[
    Annotated[SeverityWord, Tag("\0word")] | Annotated[RuleSettings, Tag("\0mapping")],
    Discriminator(_form),
]


class Config(Shape):
    """`.github/whylint.yml`: everything is settable, nothing has to be set."""

    version: Annotated[One, Field(description="The version of this file's format.")] = 1
    extends: Annotated[Literal["product"], Field(description="The pack of rules to start from.")] = "product"
    rules: Annotated[
        dict[str, RuleEntry],
        Field(description="By the id of a rule: its severity, or a mapping with `severity`.", default_factory=dict),
    ]
    comment: Annotated[CommentMode | None, Field(strict=False, description="When the pull request gets a comment.")] = (
        None
    )
    fail_on: Annotated[
        FailOn | None, Field(strict=False, description="The lightest severity that turns the check red.")
    ] = None
    drafts: Annotated[
        DraftMode | None,
        Field(strict=False, description="What a draft gets: the job summary, a comment as well, or nothing."),
    ] = None


# --- rules/ ---------------------------------------------------------------------------------------------------------


class ExamplesData(Shape):
    """Answers that a rule was written with; the tests judge every one of them."""

    show: dict[Name, Text] = Field(default_factory=dict)
    met: list[Text] = Field(default_factory=list)
    weak: list[Text] = Field(default_factory=list)
    missing: list[Text] = Field(default_factory=list)


class RuleData(Shape):
    """A rule, as it stands in a pack."""

    title: Text
    question: Text
    severity: SeverityWord
    headings: Annotated[list[Text], Field(min_length=1)]
    ignore: list[Name] = Field(default_factory=list)
    waiver: list[Name] = Field(default_factory=list)
    requires: Annotated[dict[Name, Annotated[list[Alternative], Field(min_length=1)]], Field(min_length=1)]
    strengthens: dict[Name, Annotated[list[Alternative], Field(min_length=1)]] = Field(default_factory=dict)
    messages: dict[Name, Text]
    examples: ExamplesData


class PackFile(Shape):
    """`rules/PACK.yml`."""

    version: One
    rules: Annotated[dict[Name, RuleData], Field(min_length=1)]


class CueData(Shape):
    """A named group of phrases and patterns."""

    words: list[Text] = Field(default_factory=list)
    patterns: list[Pattern] = Field(default_factory=list)
    case_sensitive: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> CueData:
        if not self.words and not self.patterns:
            raise ValueError("a cue needs `words` or `patterns`")
        return self


class CuesFile(Shape):
    """`rules/cues/LANGUAGE.yml`."""

    language: Name
    cues: Annotated[dict[Name, CueData], Field(min_length=1)]


class KindData(Shape):
    """A kind of change, and the signs by which it is known."""

    label: Text
    asks: bool = True
    bare: bool = False
    authors: list[Text] = Field(default_factory=list)
    titles: list[Pattern] = Field(default_factory=list)
    branches: list[Pattern] = Field(default_factory=list)
    labels: list[Pattern] = Field(default_factory=list)
    paths: list[Text] = Field(default_factory=list)


class KindsFile(Shape):
    """`rules/kinds.yml`: the first kind that fits counts."""

    kinds: Annotated[dict[Name, KindData], Field(min_length=1)]


class NoiseFile(Shape):
    """`rules/noise.yml`: what machines add to descriptions."""

    headings: list[Text] = Field(default_factory=list)
    labels: list[Text] = Field(default_factory=list)
    lines: list[Pattern] = Field(default_factory=list)
    comments: list[Pattern] = Field(default_factory=list)


class MessagesFile(RootModel[dict[MessageKey, Text]]):
    """`rules/messages/LANGUAGE.yml`: all words that a renderer shows."""
