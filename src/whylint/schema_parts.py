"""What the shapes of configs are made of: names, patterns, short forms, conditions. Keys are written with hyphens."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from whylint.model import Severity


class Shape(BaseModel):
    """What all shapes share: values are taken strictly, unknown keys are refused."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


def key(default: Any, description: str, *examples: Any, **more: Any) -> Any:
    """A key of a shape, with what an editor shows on it."""
    return Field(default, description=description, examples=list(examples) or None, **more)


def pattern(source: str) -> str:
    """A pattern without RE2's ASCII-only classes, which would fail on every other script without a word."""
    for escape in (f"\\{letter}" for letter in "bBwWdDsS"):
        if escape in source.replace("\\\\", ""):
            raise ValueError(
                f"{{name}}: `{escape}` knows only ASCII: write a class such as `[0-9]`, `[a-z]` or a plain space"
            )
    return source


def _alternative(text: str) -> str:
    if text != "..." and not all(_is_name(each) for each in text.split(" & " if " & " in text else " + ")):
        raise ValueError("{value} names no cues: write `one + two` with spaces, in lower-case letters, digits, hyphens")
    return text


def _together(text: str) -> str:
    if " & " in text:
        raise ValueError("{value} looks beyond one sentence: write `one + two`")
    return text


def _is_name(text: str) -> bool:
    plain = text.replace("-", "")
    good = plain.isascii() and plain.isalnum() and plain == plain.lower()
    return good and text[0].isalpha() and text[-1] != "-" and "--" not in text


def _date(value: Any) -> Any:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except (TypeError, ValueError):  # a year alone is a number
        pass
    raise ValueError("{value} is no date: write year, month and day, like `2026-03-01`")


def _or_off(value: Any) -> Any:
    if value is False:
        raise ValueError("{name} cannot be {value}: write `off` for none")
    return value


NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
Name = Annotated[str, Field(pattern=f"^{NAME}$", max_length=60)]
NameOrDots = Annotated[str, Field(pattern=f"^({NAME}|[.]{{3}})$", max_length=60)]
NOT_BLANK = {"pattern": "[^ ]"}
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Field(json_schema_extra=NOT_BLANK)]
Value = TypeVar("Value")
Some = Annotated[list[Value], Field(min_length=1)]
# Whether RE2 takes it is not known here: a cue's may hold `{cue}`, and is compiled together with the others.
Pattern = Annotated[Text, AfterValidator(pattern)]
_ONE_OR_MORE = f"^([.]{{3}}|{NAME}(( [+] {NAME})*%s))$"
Alternative = Annotated[
    Text, AfterValidator(_alternative), Field(json_schema_extra={"pattern": _ONE_OR_MORE % f"|( & {NAME})*"})
]
Together = Annotated[
    Text,
    AfterValidator(_alternative),
    AfterValidator(_together),
    Field(json_schema_extra={"pattern": _ONE_OR_MORE % ""}),
]
TextOrOff = Annotated[Text, BeforeValidator(_or_off)]
Date = Annotated[Text, BeforeValidator(_date), Field(json_schema_extra={"pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9]$"})]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
# To Python, True and 1.0 are 1: they are taken for the words that they are written with.
One = Annotated[
    Literal[1], BeforeValidator(lambda value: str(value).lower() if isinstance(value, bool | float) else value)
]
# Enumerations are not taken strictly, which is: by value, for YAML has no instances of ours.
AnySeverity = Annotated[Severity, Field(strict=False)]


def listed(short: Any, whole: Any) -> BeforeValidator:
    """Takes one entry for a list of one."""
    return BeforeValidator(
        lambda value: value if isinstance(value, list) or value is None else [value],
        json_schema_input_type=short | whole,
    )


def mapped(name: str, short: Any, whole: Any) -> BeforeValidator:
    """Takes a plain value for a mapping in which it stands under ``name``."""
    return BeforeValidator(
        lambda value: value if isinstance(value, dict) or value is None else {name: value},
        json_schema_input_type=short | whole,
    )


def _mapping(value: Any) -> Any:
    return {} if value is None else value


# `rules:` above nothing but comments is what is left when somebody tries things out.
may_be_empty = BeforeValidator(_mapping)


class ConditionData(Shape):
    """What has to be true of a pull request: all that is written here; of a list, one entry is enough."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    labels: Some[Text] = key([], "A label that it bears. `*` is anything; case does not matter.", ["experiment"])
    authors: Some[Text] = key(
        [], "The login of who opened it. `*` is anything; a bot's login ends in `[bot]`.", ["release-please[bot]"]
    )
    bots: bool = key(None, "Whether a bot opened it.", True)
    associations: Some[
        Literal[
            "OWNER",
            "MEMBER",
            "COLLABORATOR",
            "CONTRIBUTOR",
            "FIRST_TIME_CONTRIBUTOR",
            "FIRST_TIMER",
            "MANNEQUIN",
            "NONE",
        ]
    ] = key([], "What the author is to the repository, in GitHub's words.", ["FIRST_TIME_CONTRIBUTOR", "NONE"])
    bases: Some[Text] = key(
        [], "The branch that it goes to. `*` stays within a `/`, `**` does not.", ["main", "release/*"]
    )
    title_types: Some[Text] = key([], "What its title opens with: `feat` in `feat(cart): keep it`.", ["feat", "fix"])
    titles: Some[Pattern] = key([], "A pattern (RE2) that its title holds; case does not matter.", ["^spike[: ]"])
    paths: Some[Text] = key(
        [],
        "Globs, of which one covers one of its changed files. `*` stays within a folder, `**` does not.",
        ["experiments/**"],
    )
    only_paths: Some[Text] = key([], "Globs that cover all of its changed files.", ["docs/**", "**/*.md"])
    at_least_lines: Count = key(None, "The fewest lines, added and deleted ones together.", 50)
    at_most_lines: Count = key(None, "The most lines, added and deleted ones together.", 20)
    drafts: bool = key(None, "Whether it is a draft.", False)
    kinds: Some[Name] = key([], "The kind of change that it is taken for.", ["fix", "refactoring"])


Conditions = Annotated[Some[ConditionData], listed(ConditionData, Some[ConditionData])]
