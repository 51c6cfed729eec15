"""What a config can choose: severities, modes and conditions, as plain frozen values."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum

from whylint.frozen import frozen


class Severity(StrEnum):
    """How much an open finding weighs, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    OFF = "off"

    @property
    def weight(self) -> int:
        """3 for an error down to 0 for a rule that is switched off."""
        return 3 - list(Severity).index(self)


class CommentMode(StrEnum):
    """When the pull request gets a comment."""

    ON_FINDINGS = "on-findings"
    ALWAYS = "always"
    NEVER = "never"


class FailOn(StrEnum):
    """The lightest severity that turns the check red."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class DraftMode(StrEnum):
    """What a draft gets: only the job summary, a comment as well, or nothing at all."""

    QUIET = "quiet"
    COMMENT = "comment"
    SKIP = "skip"


class WaiverMode(StrEnum):
    """Whether "does not apply" is an answer: never, with a reason, or always."""

    NEVER = "never"
    WITH_REASON = "with-reason"
    ALWAYS = "always"


class LookIn(StrEnum):
    """Where a rule looks for its answer."""

    BODY = "body"
    TITLE = "title"
    BOTH = "both"


@frozen
class Condition:
    """What has to be true of a pull request: all that is given, and of each list one entry.

    ``paths`` wants one changed file that a glob covers, ``only_paths`` all of them. ``titles`` are patterns; labels,
    authors, bases and paths are globs. Lines are added and deleted ones together.
    """

    labels: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    bots: bool | None = None
    associations: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    title_types: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    only_paths: tuple[str, ...] = ()
    at_least_lines: int | None = None
    at_most_lines: int | None = None
    drafts: bool | None = None
    kinds: tuple[str, ...] = ()

    def given(self) -> dict[str, object]:
        """What is asked, by the name of the field."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in values if value is not None and value != ()}
