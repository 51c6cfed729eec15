"""The shape of a config, which is that of a pack as well. ``schema/config.schema.json`` is made from it.

This is a boundary: nothing that judges imports it. Defaults are told to editors only: what is not written stays as the
layers below have it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from whylint.model import CommentMode, DraftMode, FailOn, LookIn, Severity, WaiverMode
from whylint.schema_parts import (
    Alternative,
    AnySeverity,
    Conditions,
    Count,
    Date,
    Name,
    NameOrDots,
    One,
    Pattern,
    Shape,
    Some,
    Text,
    TextOrOff,
    Together,
    key,
    listed,
    mapped,
    may_be_empty,
)

Names = list[NameOrDots]
Alternatives = Annotated[Some[Alternative], listed(Alternative, Some[Alternative])]
Criteria = dict[Name, Alternatives]
Shown = Annotated[dict[Name, Text], mapped("feature", Text, dict[Name, Text])]


class ExamplesData(Shape):
    """Answers that a rule is written with; `whylint rules --test` judges every one of them."""

    show: Shown = key(
        {}, "The answer that a comment shows: one text, or one for each kind of change.", "Nothing is lost."
    )
    met: list[Text] = key([], "Answers that the rule has to accept.", ["Deleted rows can be restored for 30 days."])
    weak: list[Text] = key([], "Answers that say something, and too little.", ["We will be careful."])
    missing: list[Text] = key([], "Answers that say nothing.", ["TBD"])


class RuleSettings(Shape):
    """What is said about a rule. What is left out stays as it was; `...` in a list stands for what it held before."""

    severity: AnySeverity = key(Severity.ERROR, "How much an open finding weighs; `off` asks nothing.", "warning")
    title: Text = key("", "The heading that an author is asked to write.", "Data loss")
    question: Text = key(
        "", "The question in one sentence. A rule of your own needs it.", "What may be lost, and how do we get it back?"
    )
    headings: Some[Text] = key(
        [],
        "Where the answer is looked for first. `...` keeps the headings there are; `(a|b)` and `*` are as in cues.",
        ["...", "How will we know?"],
    )
    requires: Annotated[Criteria, Field(min_length=1)] = key(
        {},
        "All of these have to be there; each is a list of cues, of which one is enough; `a + b`: both in one sentence.",
        {"loss": ["data-loss", "backup + window"]},
    )
    loosely: Criteria = key(
        {},
        "What counts like `requires` where nothing speaks against it, and under no other rule's heading.",
        {"loss": ["losing"]},
    )
    strengthens: Criteria = key({}, "What makes a good answer better. Never asked for.", {"source": ["tool"]})
    ignore: Names = key(
        [],
        "Cues whose words are taken out before looking. One that has a message is a bad sign.",
        ["...", "output-only"],
    )
    aside: list[Together] = key(
        [], "A sentence with one of these in it is about something else, and not looked at.", ["...", "told-before"]
    )
    quotes: bool = key(False, "Whether what is quoted counts like the author's own words.", True)
    under_others: bool = key(True, "Whether an answer counts that stands under another rule's heading.", False)
    waiver: Names = key([], "Cues that say, anywhere, that the question does not apply.", ["...", "no-metric"])
    messages: Annotated[dict[Name, Text], Field(min_length=1)] = key(
        {},
        "`missing`, `why`, `hint`, `waive`, `minimum-words`, one for each criterion and bad sign. Those left out stay.",
        {"missing": "Nothing here says what may be lost."},
    )
    minimum_words: Annotated[int, Field(ge=0, le=500)] = key(
        0, "The fewest words of an answer; under the heading fewer are weak.", 10
    )
    look_in: LookIn = key(LookIn.BODY, "Where the answer stands: description, title, or either.", "title", strict=False)
    examples: ExamplesData = key(ExamplesData(), "Answers that the rule is written with.", {"missing": ["TBD"]})
    when: Conditions = key([], "Asked only where this holds.", {"paths": ["experiments/**"]})
    unless: Conditions = key([], "Not asked where this holds.", {"kinds": ["fix"]})


# `user-problem: warning` is short for `user-problem: {severity: warning}`.
RuleEntry = Annotated[RuleSettings, mapped("severity", Severity, RuleSettings)]


class CueData(Shape):
    """A named group of phrases and patterns."""

    words: list[Text] = key(
        [],
        "Phrases: `*` is any ending, a space is also a hyphen, `(a|b)` chooses, `x?` is optional, `{cue}` adds a cue.",
        ["drop (table|column)", "delet*"],
    )
    patterns: list[Pattern] = key(
        [], "RE2, where a phrase will not do. No `\\b`, `\\w`, `\\d`, `\\s`.", ["[A-Z]{2,5}-[0-9]+"]
    )
    case_sensitive: bool = key(False, "Whether capitals matter.", True)


class Extended(Shape):
    """A pack that is in force only for some pull requests."""

    pack: Text = key(..., "A built-in pack, `./path` in this repository, or `owner/repo[/path]@ref`.", "experiment")
    when: Conditions = key([], "The pull requests for which it is in force.", {"paths": ["experiments/**"]})


Extends = Annotated[
    list[Annotated[Extended, mapped("pack", str, Extended)]], listed(str | Extended, list[str | Extended])
]


class Config(Shape):
    """`.github/whylint.yml`: everything is settable, nothing has to be set."""

    version: One = key(1, "The version of this file's format.", 1)
    extends: Extends = key(
        ["product"],
        "What to start from, later ones win: built-in packs, `./path` in this repository, `owner/repo[/path]@ref`, or "
        "`pack` and `when` for one that holds at times. "
        "Left out, or for a first `...`, it is the organization's config, or `product` where there is none.",
        "product",
        ["...", "open-source"],
    )
    rules: Annotated[dict[Name, RuleEntry], may_be_empty] = key(
        {},
        "By the id of a rule: its severity, or a mapping of what is to be changed. A new id with a `question` is "
        "a rule of your own.",
        {"feedback-plan": "warning"},
    )
    cues: Annotated[dict[Name, CueData], may_be_empty] = key(
        {},
        "Words and patterns that rules name. `...` in a list of a built-in cue stands for what it has.",
        {"data-loss": {"words": ["delet*", "drop (table|column)"]}},
    )
    messages: Annotated[dict[str, Text], may_be_empty] = key(
        {}, "Lines of rules/messages in your own words, by their keys.", {"verdict.weak": "Not yet"}
    )
    personas: Some[Text] = key([], "Your own words for people, in the singular.", ["landlord", "tenant"])
    metrics: Some[Text] = key([], "Your own names for what is measured, in the singular.", ["no-show rate"])
    channels: Some[Text] = key([], "Where people answer you.", ["#rent-beta", "help line"])
    tools: Some[Text] = key([], "Where you read numbers.", ["OpsBoard"])
    skip: Conditions = key([], "Nothing is asked where this holds; the report says so.", {"only-paths": ["docs/**"]})
    exempt: Names = key(["..."], "Kinds of change of which nothing is asked.", ["...", "infrastructure"])
    comment: CommentMode = key(
        CommentMode.ON_FINDINGS,
        "When a pull request gets a comment; `on-findings`: from the first open question on. The action's input wins.",
        "never",
        strict=False,
    )
    fail_on: FailOn = key(
        FailOn.ERROR, "The lightest severity that turns the check red. The action's input wins.", "never", strict=False
    )
    drafts: DraftMode = key(
        DraftMode.QUIET, "What a draft gets: the job summary, a comment as well, or nothing.", "skip", strict=False
    )
    since: Date = key("", "Pull requests opened before this day are reported, and never red.", "2026-03-01")
    tiny: Count = key(10, "A change of at most so many lines is never red; 0 switches that off.", 0)
    language: Text = key(
        "auto", "What descriptions are written in, and the comment; `auto`: each in the language that it is in.", "de"
    )
    waivers: WaiverMode = key(
        WaiverMode.WITH_REASON,
        'Whether "does not apply" is an answer; `always`: a bare "N/A" will do.',
        "always",
        strict=False,
    )
    override_label: TextOrOff = key(
        "whylint-override", "A label by which nothing is red; the report says who set it. `off`: none.", "off"
    )
