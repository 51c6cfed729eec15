"""What a language brings along, and by what it is recognised. Plain values; files are read by ``packs``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from whylint.frozen import frozen

if TYPE_CHECKING:
    from whylint.model import Cue, Rule

ENGLISH = "en"
UNKNOWN = ""
"""The code of whatever is written in letters of no language that is known here."""


@frozen
class Stops:
    """Full stops that end no sentence though a capital letter or a digit follows, in whatever language.

    ``shortened`` are words cut short ("ca."), ``pairs`` the first half of those in two parts ("z." of "z. B."), both in
    lower case. ``months`` are names before which a number has a full stop ("12. Mai"). All are cleaned.
    """

    shortened: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()


@frozen
class Scale:
    """How far a block without words leans towards an answer to a rule.

    ``cues`` are what a verdict by cues adds, ``network`` what each unit of the network's answer adds. From ``met`` on
    the sum is met, from ``unsure`` on, by the cues' verdict, unsure; what cues are unsure about is not where words and
    the network (in hundredths) are both ``against`` it.
    """

    base: int
    cues: Mapping[str, int] = field(default_factory=dict)
    network: int = 0
    met: int = 0
    unsure: Mapping[str, int] = field(default_factory=dict)
    against: Mapping[str, int] = field(default_factory=dict)


@frozen
class Learnt:
    """What was learnt from labelled descriptions about the words of a language, in hundredths.

    ``terms``: of each word or pair of words how rare it is, then its weight for each of the rules in ``scales``; one
    after the other in a string, since most are never read.
    """

    scales: Mapping[str, Scale] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


@frozen
class RuleWords:
    """What a language says about one rule.

    ``headings`` and ``ways`` (by the name of a list of the rule, then by criterion) are added to those in English; the
    rest takes their place. ``title``, ``question`` and ``example`` are texts, ``messages`` are by key.
    """

    headings: tuple[str, ...] = ()
    ways: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    title: str = ""
    question: str = ""
    messages: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


@frozen
class Language:
    """A language that is read: its cues, its words for each shipped rule, and the messages of the comment in it.

    ``reviewed`` says that a native speaker has been over it. ``same_letters`` has letters by code point, each with the
    one that its cues and headings are written in.
    """

    code: str
    reviewed: bool
    cues: Mapping[str, Cue]
    rules: Mapping[str, RuleWords]
    messages: Mapping[str, str]
    same_letters: Mapping[int, str] = field(default_factory=dict)


@frozen
class Sign:
    """By what a language is recognised: its small words, or letters that only it has.

    ``letters`` are ranges of characters (``ぁ-ヿ``), one after the other. A text with letters of its own may borrow
    those of another language. ``read`` is False for one that is known by sight only.
    """

    code: str
    name: str
    words: frozenset[str] = frozenset()
    letters: str = ""
    borrows: str = ""
    read: bool = True


@frozen
class English:
    """The messages and the rules by id as they are shipped."""

    messages: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)


def _none(code: str) -> Language:
    raise KeyError(code)


Asked = Callable[[Iterable[str]], Mapping[str, float]]
"""Says of the lines of a description how far it leans towards an answer, by rule."""


def nothing_asked() -> Asked:
    """What reads where there is no network: it says nothing about any rule."""
    return lambda _lines: {}


@frozen
class Languages:
    """All languages that are known. One is loaded when it is met, and with it what is shipped in English.

    ``joints`` are the words and signs of all of them that join two headings in one. ``learnt`` loads what is known
    about the words of English, ``network`` what says by rule how far lines of English lean as a whole.
    """

    signs: tuple[Sign, ...] = ()
    joints: frozenset[str] = frozenset()
    stops: Stops = Stops()
    load: Callable[[str], Language] = field(compare=False, default=_none)
    shipped: Callable[[], English] = field(compare=False, default=English)
    learnt: Callable[[], Learnt] = field(compare=False, default=Learnt)
    network: Callable[[], Asked] = field(compare=False, default=nothing_asked)

    @cached_property
    def in_english(self) -> English:
        """What is shipped in English: texts that differ from it were written by somebody else."""
        return self.shipped()

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The codes of those that are read beside English."""
        return tuple(sign.code for sign in self.signs if sign.read and sign.code != ENGLISH)

    def name(self, code: str) -> str:
        """What a language is called by those who speak it."""
        return next((sign.name for sign in self.signs if sign.code == code), code)
