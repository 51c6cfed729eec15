"""What a config has to fit to: rules and cues that exist, patterns that RE2 takes. `when` and `idle` see to the rest.

It looks at the plain data of the file, whatever shape that has, so that all that is wrong is told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from whylint.idle import OF_PATTERNS, vet_messages, vet_rules, vet_words
from whylint.layers import is_phrase, taught
from whylint.match import Lexicon
from whylint.model import OWN_SECTION, Cue, RuleSet
from whylint.packs import Library
from whylint.patterns import BadCue, pattern, phrases
from whylint.phrase import as_key
from whylint.plain import Found, in_braces, mapping, strings, value_at
from whylint.problems import quoted
from whylint.sentences import Sentence, known_keys, shown, suggestion
from whylint.strict_yaml import Document, Trail
from whylint.weight import weight
from whylint.when import conditions_of, texts_in, vet_conditions

Joined = Mapping[str, tuple[str, str]]
OWN_WORDS = ("personas", "metrics", "channels", "tools")
_HEAVIEST, _MOST_COMPILED = 100_000, 500_000
"""The weight of one phrase, and of all in a config and its files, with what they insert."""
_DEEPEST = 20
_SMALLER = "insert or count less, or write the words out"


def vet(document: Document, ruleset: RuleSet, library: Library, rules: Sequence[str], budget: Budget) -> None:
    """Note in a document all that does not fit. It is laid over ``ruleset``, and may name ``rules`` by their ids.

    ``budget`` is what may be compiled for it and for all files beside it.
    """
    from whylint.schema import Config, RuleSettings  # noqa: PLC0415 (costs 50 ms, so only where there is a config)

    data = document.data
    if not isinstance(data, dict):
        return
    _misplaced(document, rules, known_keys(Config, ()), known_keys(RuleSettings, ()))
    own = {name: _cue(name, given, ruleset.cues.get(name, Cue(name))) for name, given in mapping(data, "cues").items()}
    cues = {**ruleset.cues, **own}
    joined = library.own_words() if any(key in data for key in OWN_WORDS) else {}
    for key, (name, _) in joined.items():
        if name in cues:
            words = tuple(text for _, text in strings(data, (key,)))
            cues[name] = replace(cues[name], words=cues[name].words + words)
    _unknown_cues(document, cues)
    _idle_cues(document)
    vet_words(document, {key: name for key, (name, _) in joined.items()})
    _refused_phrases(document, own, cues, joined, budget)
    conditions = list(conditions_of(data))
    _refused_headings(document, texts_in(conditions, "titles"), budget)
    vet_conditions(document, conditions, ruleset.kinds)
    vet_rules(document, ruleset, library)
    vet_messages(document, ruleset.messages, [*rules, *mapping(data, "rules")])
    _unknown_language(document, ["auto", "en", *ruleset.languages.read])


def _unknown_language(document: Document, known: list[str]) -> None:
    language = document.data.get("language", "auto")
    if language and language not in known:
        near = str(language).lower().partition("-")[0]  # of `en-US`
        hint = suggestion(near, known, "", "write", "or")
        document.note(("language",), document.places["language",], f"`language` cannot be {shown(language)}", hint)


# -- rules -------------------------------------------------------------------------------------------------------------


def _misplaced(document: Document, rules: Sequence[str], keys: Sequence[str], inner: Sequence[str]) -> None:
    """Note what is no rule under `rules`, and rules that stand elsewhere. Keys of a rule are ``inner``."""
    for path, place in document.keys.items():
        key = str(path[-1])
        if len(path) == 1 and key in rules:
            document.note(path, place, f"unknown key {quoted(key)}", "rules stand under `rules:`, indented")
        elif path[:-1] != ("rules",) or key in rules:
            continue
        elif key in keys or (key in inner and "question" not in mapping(document.data, "rules", key)):
            hints = "move it out of `rules`, to the start of a line", "indent it below the rule that it is for"
            hint = ", or ".join(hint for hint, known in zip(hints, (keys, inner), strict=True) if key in known)
            document.note(path, place, f"{quoted(key)} is not a rule", hint)
        elif "question" not in mapping(document.data, "rules", key):
            hint = suggestion(key, rules, "the rule is", "the rules are")
            if isinstance(value_at(document.data, path), dict):
                lacks = "a rule of your own needs a `question`"
                hint = f"{hint} {lacks.capitalize()}" if hint.endswith("?") else lacks
            document.note(path, place, f"there is no rule {quoted(key)}", hint)


# -- cues --------------------------------------------------------------------------------------------------------------


def _cue(name: str, given: Any, before: Cue) -> Cue:
    written = [key for key in ("words", "patterns") if key in mapping(given)]
    lists = {key: [text for _, text in strings(given, (key,))] for key in written}
    return Cue(name, *taught(lists, before), mapping(given).get("case-sensitive") is True)


def _unknown_cues(document: Document, cues: Mapping[str, Cue]) -> None:
    """Note cues that rules or other cues name, and that do not exist."""
    named: list[tuple[Trail, str]] = []
    for rule in mapping(document.data, "rules"):
        for key in ("requires", "loosely", "strengthens"):
            for criterion in mapping(document.data, "rules", rule, key):
                alternatives = strings(document.data, ("rules", rule, key, criterion))
                named += [(path, cue) for path, text in alternatives for cue in _cues_in(text) if cue != OWN_SECTION]
        asides = strings(document.data, ("rules", rule, "aside"))
        named += [(path, cue) for path, text in asides for cue in text.split(" + ")]
        for key in ("ignore", "waiver"):
            named += strings(document.data, ("rules", rule, key))
    for name in mapping(document.data, "cues"):
        for key in ("words", "patterns"):
            for path, text in strings(document.data, ("cues", name, key)):
                named += [(path, each) for each in _references(text)]
    for path, cue in named:
        if cue == OWN_SECTION:
            message = f"{quoted(cue)} is no cue, it stands for the rule's heading in `requires`"
            document.note(path, document.places[path], message, "name a cue")
        elif cue not in (*cues, "...") and cue.replace("-", "").isalnum():
            hint = suggestion(cue, list(cues), "the cue is", "the cues are") if document.is_read_on else ""
            hint = hint if hint.startswith("did") else "write its words under `cues`, or name a shipped one"
            document.note(path, document.places[path], f"there is no cue {quoted(cue)}", hint)


def _idle_cues(document: Document) -> None:
    """Note cues that look for nothing, and patterns among words, where their signs stand for themselves."""
    for name, given in mapping(document.data, "cues").items():
        if name == OWN_SECTION:
            message = f"{quoted(name)} stands for the rule's heading, no cue can bear that name"
            document.note(("cues", name), document.keys["cues", name], message, "name it otherwise")
        elif isinstance(given, dict) and all(given[key] == [] for key in given if key != "case-sensitive"):
            document.note(("cues", name), document.keys["cues", name], f"{quoted(name)} seeks nothing", "write words")
        for path, text in strings(document.data, ("cues", name, "words")):
            if any(sign in text for sign in OF_PATTERNS):
                why = f"{quoted(text)} is a pattern, in `words` its signs stand for themselves"
                document.note(path, document.places[path], why, "write it under `patterns`")


def _cues_in(alternative: str) -> list[str]:
    return alternative.replace(" & ", " + ").split(" + ")


def _references(text: str) -> list[str]:
    """The cues that a phrase or pattern inserts: ``{quantity}``."""
    return [
        part for part in in_braces(text) if part[:1].isalpha() and part.replace("-", "").isalnum() and part.islower()
    ]


def _refused_phrases(
    document: Document, own: Mapping[str, Cue], cues: Mapping[str, Cue], joined: Joined, budget: Budget
) -> None:
    """Note phrases and patterns that cannot be compiled, and cues that come back to themselves.

    ``joined`` has, for each key of a team's own words, the cue that they join and the phrase that they are put into.
    """
    texts = [
        (path, text, Cue(name, **{key: (text,)}, case_sensitive=cue.case_sensitive))
        for name, cue in own.items()
        for key in ("words", "patterns")
        for path, text in strings(document.data, ("cues", name, key))
        if text != "..."
    ]
    for key, (_, phrase) in joined.items():
        found = strings(document.data, (key,))
        texts += [(path, text, Cue(key, (phrase.replace("{word}", text),))) for path, text in found]
    weights = _Weights(cues)
    for path, text, cue in texts:
        if not budget.allows(weights.of(cue)):
            document.note(
                path, document.places[path], f"{quoted(text)} is too large with all that it inserts", _SMALLER
            )
        elif path not in document.spoiled:
            _try(document, path, text, cue, cues)
    swollen = [name for name in cues if weights.of(cues[name]) > 2 * _HEAVIEST] if texts else []
    if swollen and budget.left >= 0:
        place = document.places[texts[0][0]]
        document.note(texts[0][0], place, f"with these words the cue {quoted(swollen[0])} becomes too large", _SMALLER)
    more = {(key,): name for key, (name, _) in joined.items() if key in document.data}
    for path, name in ({("cues", name): name for name in own} | more).items():
        if not any(each[: len(path)] == path for each in document.spoiled) and _returns(name, cues):
            place = document.keys.get(path, (1, 1))
            document.note(path, place, f"{quoted(path[-1])} refers to itself", "write its words out")


def _refused_headings(document: Document, titles: Found, budget: Budget) -> None:
    """Note headings of rules, and patterns over the pull request's title, that cannot be compiled."""
    headings = (("rules", rule, "headings") for rule in mapping(document.data, "rules"))
    for path, text in [*(each for where in headings for each in strings(document.data, where)), *titles]:
        if not budget.allows(weight(text)):
            document.note(path, document.places[path], f"{quoted(text)} is too large, or all of them are", _SMALLER)
            continue
        try:
            if "titles" in path:
                pattern.__wrapped__(text)  # not kept: what is only looked at should take no room
            elif is_phrase(text):
                phrases.__wrapped__((as_key(text.lower()),))
        except BadCue as error:
            document.note(path, document.places[path], *_refusal(text, error.why))


class Budget:
    """How much of a config may be compiled, in letters."""

    def __init__(self) -> None:
        self.left = _MOST_COMPILED

    def allows(self, letters: int) -> bool:
        """Take some of it; whether that was not too much, in itself or with all before it."""
        self.left -= letters
        return letters <= _HEAVIEST and self.left >= 0


class _Weights:
    """What cues weigh with all that they insert; that may double with each step."""

    def __init__(self, cues: Mapping[str, Cue]) -> None:
        self._cues = cues
        self._known: dict[str, int] = {}

    def of(self, cue: Cue, depth: int = 0) -> int:
        """The weight of a cue, at most what all may weigh."""
        if depth > _DEEPEST:
            return _MOST_COMPILED
        inserted = partial(self._inserted, depth=depth + 1)
        return min(_MOST_COMPILED, sum(weight(text, inserted) for text in cue.words + cue.patterns))

    def _inserted(self, name: str, depth: int) -> int:
        if name in self._cues and name not in self._known:
            self._known[name] = 0  # of a cue that comes back to itself, which is told elsewhere
            self._known[name] = self.of(self._cues[name], depth)
        return self._known.get(name, len(name))


def _try(document: Document, path: Trail, text: str, cue: Cue, cues: Mapping[str, Cue]) -> None:
    name = f"{cue.name} tried"  # so that a reference to the cue itself is one to another
    try:
        Lexicon({**_inserted(cue, cues), name: replace(cue, name=name)}).compile(name)
    except BadCue as error:
        if "refers to itself" not in error.why:
            document.note(path, document.places[path], *_refusal(text, error.why))


def _inserted(cue: Cue, cues: Mapping[str, Cue]) -> dict[str, Cue]:
    """The cues that a cue inserts, and that those insert."""
    found: dict[str, Cue] = {}
    open_ends = [cue]
    while open_ends:
        each = open_ends.pop()
        for name in (name for text in each.words + each.patterns for name in _references(text)):
            if name in cues and name not in found:
                found[name] = cues[name]
                open_ends.append(cues[name])
    return found


def _returns(name: str, cues: Mapping[str, Cue]) -> bool:
    """Whether a cue comes back to itself by what it inserts."""
    return name in cues and name in _inserted(cues[name], cues)


# By RE2's words for what it refuses: ours, and what would be right.
_REFUSALS = {
    "missing ]": ("a `[` is not closed", "close it, or write `\\[` for the sign itself"),
    "missing )": ("a bracket is not closed", "close it, or leave it out"),
    "unexpected )": ("a bracket is closed that is not open", "open it, or leave it out"),
    "no argument for repetition operator": ("nothing stands there to be repeated", "put something before the sign"),
    "bad repetition operator": ("two signs of repetition follow each other", "write one"),
    "invalid repetition size": ("it counts too far", "count to less"),
    "invalid perl operator": ("RE2 has no look-around", "list what may stand there instead"),
    "invalid escape sequence": ("a backslash stands before the wrong sign", "leave it out"),
    "takes in no cue": ("it inserts a cue", "a heading cannot do that, write the words out"),
    "pattern too large": ("it is too large", "count to less, or split it"),
}


def _refusal(source: str, why: str) -> Sentence:
    """What is said of a phrase or pattern that RE2 refuses."""
    plain, hint = next((own for said, own in _REFUSALS.items() if said in why), ("RE2 refuses it", "see its syntax"))
    return f"{quoted(source)} cannot be looked for, {plain}", hint
