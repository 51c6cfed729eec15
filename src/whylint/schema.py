"""The shape of a repository's config, as pydantic models.

This is a boundary: nothing that judges imports it. Keys are written with hyphens, values are taken strictly, unknown
keys are refused. Defaults are told to editors only: what is not written stays as the pack has it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from whylint.model import CommentMode, DraftMode, FailOn, Severity


class Shape(BaseModel):
    """What all shapes share."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


# To Python, True and 1.0 are 1: they are taken for the words that they are written with.
One = Annotated[
    Literal[1], BeforeValidator(lambda value: str(value).lower() if isinstance(value, bool | float) else value)
]


class RuleSettings(Shape):
    """What a repository says about one rule."""

    # Enumerations are not taken strictly, which is: by value, for YAML has no instances of ours.
    severity: Severity = Field(
        Severity.ERROR, strict=False, description="How much an open finding weighs; `off` asks nothing."
    )


# `user-problem: warning` is short for `user-problem: {severity: warning}`.
RuleEntry = Annotated[
    RuleSettings,
    BeforeValidator(
        lambda value: value if isinstance(value, dict) else {"severity": value},
        json_schema_input_type=Severity | RuleSettings,
    ),
]
# `rules:` above nothing but comments is what is left when somebody tries things out.
RuleEntries = Annotated[dict[str, RuleEntry], BeforeValidator(lambda value: {} if value is None else value)]


class Config(Shape):
    """`.github/whylint.yml`: everything is settable, nothing has to be set."""

    version: One = Field(1, description="The version of this file's format.")
    extends: Literal["product"] = Field("product", description="The pack of rules to start from.")
    rules: RuleEntries = Field({}, description="By the id of a rule: its severity, or a mapping with `severity`.")
    comment: CommentMode = Field(
        CommentMode.ON_FINDINGS, strict=False, description="When the pull request gets a comment."
    )
    fail_on: FailOn = Field(FailOn.ERROR, strict=False, description="The lightest severity that turns the check red.")
    drafts: DraftMode = Field(
        DraftMode.QUIET, strict=False, description="What a draft gets: the job summary, a comment as well, or nothing."
    )
