"""The words of whylint as plain frozen values.

Nothing here opens a file, a socket or an environment variable. Every other module is written in terms of these words
and of those of ``settings``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum

from whylint.frozen import frozen
from whylint.languages import Languages
from whylint.settings import CommentMode, Condition, DraftMode, FailOn, LookIn, Severity, WaiverMode

# With all that is defined here.
__all__ = ["CommentMode", "Condition", "DraftMode", "FailOn", "LookIn", "Severity", "WaiverMode"]


class Verdict(StrEnum):
    """What was decided about one rule. Only ``weak`` and ``missing`` can fail a check."""

    MET = "met"
    UNSURE = "unsure"
    WEAK = "weak"
    MISSING = "missing"
    WAIVED = "waived"
    SKIPPED = "skipped"

    @property
    def is_open(self) -> bool:
        """Whether the author is asked to write something."""
        return self in (Verdict.WEAK, Verdict.MISSING)


class Conclusion(StrEnum):
    """The outcome of a run: what the check shows."""

    SUCCESS = "success"
    FAILURE = "failure"
    SKIPPED = "skipped"


@frozen
class PullRequest:
    """Plain facts about a pull request; what is not known keeps its default.

    ``author`` is a login; the login of a bot ends in ``[bot]``. ``additions`` and ``deletions`` are lines, None if
    unknown. ``files_complete`` is False where more paths were changed than ``files`` has. ``labelled_by`` pairs a
    label with the login of who set it, as far as known. ``created_at`` is ISO 8601.
    """

    title: str = ""
    body: str = ""
    number: int | None = None
    author: str = ""
    association: str = ""
    labels: tuple[str, ...] = ()
    labelled_by: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    state: str = "open"
    base: str = ""
    head: str = ""
    files: tuple[str, ...] = ()
    files_complete: bool = True
    additions: int | None = None
    deletions: int | None = None
    created_at: str = ""

    @property
    def by_bot(self) -> bool:
        """Whether a bot account opened it."""
        return self.author.endswith("[bot]")

    @property
    def changed_lines(self) -> int | None:
        """How many lines are changed, None if that is unknown."""
        return None if self.additions is None or self.deletions is None else self.additions + self.deletions


@frozen
class Cue:
    """A named group of words and patterns of one language, as it stands in ``rules/cues``."""

    name: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    case_sensitive: bool = False


OWN_SECTION = "own-section"
"""Stands among the cues of an alternative for: under the rule's own heading, where fewer words tell what is meant."""


@frozen
class Criterion:
    """One thing that an answer must or may contain.

    ``alternatives`` is a flat list; each is a tuple of cue names that have to be found in one sentence, or
    ``OWN_SECTION``. The cues of one in ``nearby`` have to be found in one block.
    """

    name: str
    alternatives: tuple[tuple[str, ...], ...]
    nearby: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, name: str, ways: Iterable[str]) -> Criterion:
        """A criterion as it is written: ``a + b`` for cues in one sentence, ``a & b`` for cues in one block."""
        ways = tuple(ways)
        together = tuple(tuple(way.split(" + ")) for way in ways if " & " not in way)
        return cls(name, together, tuple(tuple(way.split(" & ")) for way in ways if " & " in way))


@frozen
class Examples:
    """Answers that a rule was written with. ``show`` has one good answer per kind of change, for comments."""

    show: Mapping[str, str] = field(default_factory=dict)
    met: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@frozen
class Rule:
    """A question that a description should answer, with all that is needed to judge and to explain the answer.

    ``title`` is the heading that an author is asked to write; ``headings`` are those under which an answer is looked
    for first. ``ignore`` names cues whose words are taken out before looking; one that has a message of its own is a
    known bad sign. A sentence with one of the alternatives of ``aside`` in it is about something else, and not looked
    at. What is ``loosely`` said counts like ``requires`` where no bad sign stands, and under no other rule's heading.
    One of the alternatives of ``near``, if there are any, and not just any criterion, makes an answer unsure.
    ``waiver`` names cues that say, anywhere in the description, that this question does not apply. With ``quotes``,
    what is quoted counts like the author's own words; without ``under_others``, nothing meets it that stands under a
    heading of another rule, and under those in ``not_under`` never. ``in_code`` names cues that count in a code block,
    too. With ``leans``, the words that it is told in are weighed beside what cues find; with ``decides``, ``requires``
    is a team's own, and what meets none of it is no answer. A rule without ``requires`` takes any answer under its
    headings. It is asked where one of ``when`` holds (always if there is none)
    and none of ``unless`` does.
    """

    id: str
    title: str
    question: str
    severity: Severity
    headings: tuple[str, ...]
    requires: tuple[Criterion, ...]
    loosely: tuple[Criterion, ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    strengthens: tuple[Criterion, ...] = ()
    ignore: tuple[str, ...] = ()
    aside: tuple[tuple[str, ...], ...] = ()
    waiver: tuple[str, ...] = ()
    quotes: bool = False
    under_others: bool = True
    not_under: tuple[str, ...] = ()
    in_code: tuple[str, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    examples: Examples = field(default_factory=Examples)
    leans: bool = False
    decides: bool = False
    minimum_words: int = 0
    look_in: LookIn = LookIn.BODY
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


@frozen
class Change:
    """What one layer of rules says about one rule: fields that take the place of those that it has.

    ``...`` in a list stands for what the list held before. ``base`` is the rule to start from where none is in force.
    """

    base: Rule
    fields: Mapping[str, object]


@frozen
class Layer:
    """A pack or a config as it is laid over what came before it; under ``when``, only for pull requests that fit."""

    origin: str
    changes: tuple[Change, ...]
    when: tuple[Condition, ...] = ()


@frozen
class Kind:
    """What sort of change a pull request is, and the signs of it: ``rules/kinds.yml`` says what each means."""

    name: str
    asks: bool = True
    bare: bool = False
    agree: bool = False
    authors: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@frozen
class Noise:
    """Text that machines add to descriptions: folded headings, label names, patterns of lines, openings of comments."""

    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@frozen
class RuleSet:
    """Everything that a run is judged by: what is left after packs and the repository's config are merged.

    ``rules`` are those in force for every pull request; ``layers`` is empty unless a pack depends on the pull request,
    and then has all that lies above ``rules``. ``since`` is an ISO date: older pull requests are never red. ``tiny`` is
    the number of changed lines up to which nothing is red. ``origins`` says by key ("comment", "rules.ID.severity")
    where a value comes from. ``language`` is a code, or ``auto`` for those of the description.
    """

    rules: tuple[Rule, ...]
    cues: Mapping[str, Cue]
    messages: Mapping[str, str]
    kinds: tuple[Kind, ...] = ()
    noise: Noise = field(default_factory=Noise)
    templates: tuple[str, ...] = ()
    comment: CommentMode = CommentMode.ON_FINDINGS
    fail_on: FailOn = FailOn.ERROR
    drafts: DraftMode = DraftMode.QUIET
    waivers: WaiverMode = WaiverMode.WITH_REASON
    override_label: str = "whylint-override"
    since: str = ""
    tiny: int = 10
    language: str = "auto"
    languages: Languages = field(default_factory=Languages)
    skip: tuple[Condition, ...] = ()
    layers: tuple[Layer, ...] = ()
    origin: str = "built-in rules"
    origins: Mapping[str, str] = field(default_factory=dict)


@frozen
class Place:
    """A stretch of the author's text: the words as they were written, and where they start.

    ``line`` and ``column`` start at 1; columns count code points. ``start`` and ``end`` are code point offsets in the
    body after its line ends became ``\\n``.
    """

    text: str
    line: int
    column: int
    start: int
    end: int


@frozen
class Evidence:
    """The author's own words in which a criterion (or a bad sign) was found, and the cue that found them."""

    criterion: str
    cue: str
    place: Place


@frozen
class Removed:
    """A stretch of the description that is no content, and why."""

    reason: str
    place: Place


@frozen
class Look:
    """Where a rule looked: ``where`` says it in words (a heading, a label, the whole description)."""

    where: str
    place: Place


@frozen
class Finding:
    """The verdict on one rule, with what it rests on.

    ``severity`` is the one in force; ``declared`` is what the rule set says, and differs where ``capped`` gives a
    reason. ``place`` is None for an absence. ``reason`` says why something is skipped, or the author's reason for a
    waiver. ``message`` is the rule set's own sentence, in which ``{found}`` stands for ``found``, a short quote of the
    author's words, and ``{heading}`` for ``heading``, under which the description asks this rule's question itself
    (empty if it does not). ``asked_under`` is the line to write above an answer, as the repository spells it
    (empty where it is no part of the description). ``disputed`` is whether the words that something is
    told in say another thing than the cues.
    """

    rule: Rule
    verdict: Verdict
    severity: Severity
    declared: Severity
    message: str = ""
    unmet: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    strengths: tuple[Evidence, ...] = ()
    bad_signs: tuple[Evidence, ...] = ()
    looked: tuple[Look, ...] = ()
    place: Place | None = None
    found: str = ""
    reason: str = ""
    capped: str = ""
    heading: str = ""
    asked_under: str = ""
    disputed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the author is asked to write something."""
        return self.verdict.is_open


@frozen
class Report:
    """All findings of one run, in the order of the rules, with its conclusion.

    ``kind`` and ``kind_reason`` say what sort of change it was taken for, and by which sign. ``notices`` are facts
    about the run itself (a misspelt config name, a read-only token), ``fault`` what makes it red whatever was found, in
    plain sentences. ``language`` is the code of the one that it is written in.
    """

    conclusion: Conclusion
    findings: tuple[Finding, ...]
    kind: str = "feature"
    kind_reason: str = ""
    removed: tuple[Removed, ...] = ()
    notices: tuple[str, ...] = ()
    fault: str = ""
    language: str = "en"

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that ask the author for something, heaviest first."""
        found = [finding for finding in self.findings if finding.is_open]
        return tuple(sorted(found, key=lambda finding: -finding.severity.weight))

    @property
    def answered(self) -> tuple[Finding, ...]:
        """Findings that need nothing: met, waived or unsure."""
        quiet = (Verdict.MET, Verdict.WAIVED, Verdict.UNSURE)
        return tuple(finding for finding in self.findings if finding.verdict in quiet)
