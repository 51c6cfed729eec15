"""What of a config would be without effect: messages that nothing shows, criteria and words that nothing can meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from whylint.layers import BEFORE, laid_over
from whylint.model import Rule, RuleSet
from whylint.packs import Library
from whylint.plain import in_braces, mapping, strings
from whylint.problems import quoted
from whylint.sentences import suggestion
from whylint.strict_yaml import Document, Trail

_FOR_ONE_RULE = ("help.waive", "help.phrase")
_CRITERIA = ("requires", "loosely", "strengthens")
PLACES = {"missing": (), "why": (), "hint": (), "waive": (), "minimum-words": ("words", "found")}
"""Messages that every rule may have, and what is filled in there."""
OF_PATTERNS = "[0-9", "[a-z", "[A-Z"
_ANYTHING = frozenset("*?.\u2026()| ")


def vet_words(document: Document, cues: Mapping[str, str]) -> None:
    """Note entries of a team's own words that would fit everything, or nothing; ``cues`` has the one of each key."""
    for key, cue in cues.items():
        for path, text in strings(document.data, (key,)):
            problem = None
            if text == BEFORE:
                problem = "`...` is not needed here", "remove it, your words join those there are"
            elif set(text) <= _ANYTHING and text.strip():
                problem = f"{quoted(text)} would fit everything", "write words"
            elif "://" in text:
                problem = f"{quoted(text)} fits nothing, addresses are no words", "write its name"
            elif any(sign in text for sign in OF_PATTERNS):
                hint = f"write it under `cues`, behind `...` in `patterns` of {quoted(cue)}"
                problem = f"{quoted(text)} is a pattern, here its signs stand for themselves", hint
            if problem:
                document.note(path, document.places[path], *problem)


def vet_messages(document: Document, known: Mapping[str, str], rules: Sequence[str]) -> None:
    """Note messages that are never shown, and what stands in braces and is never filled in."""
    for key in map(str, mapping(document.data, "messages")):
        path: Trail = ("messages", key)
        stem, _, rule = key.rpartition(".")
        original = known.get(key) or (known.get(stem) if rule in rules and stem in _FOR_ONE_RULE else None)
        if original is None:
            hint = suggestion(key, list(known), "the key is", "the keys are") if document.is_read_on else ""
            document.note(path, document.keys[path], f"there is no message {quoted(key)}", hint)
            continue
        for _, text in strings(document.data, path):
            _unfilled(document, path, in_braces(text), in_braces(original))


def _unfilled(document: Document, path: Trail, named: Sequence[str], filled: Sequence[str]) -> None:
    """Note the first of some places in braces that a message does not have."""
    if idle := [each for each in named if each not in filled]:
        shown = ", ".join(quoted(f"{{{each}}}") for each in filled)
        hint = f"this message has {shown}" if shown else "this message has no such places"
        document.note(path, document.places[path], f"{quoted(f'{{{idle[0]}}}')} is not filled in here", hint)


def vet_rules(document: Document, ruleset: RuleSet, library: Library) -> None:
    """Note criteria of rules that cannot be met, and messages of theirs that are never shown."""
    states = [*accumulate(ruleset.layers, laid_over, initial=ruleset.rules)]
    for rule in map(str, mapping(document.data, "rules")):
        if ("rules", rule) in document.spoiled:
            continue
        before = [each for state in states for each in state if each.id == rule]
        if all(each.id != rule for each in states[0]) and rule in library.names("catalog"):
            before.append(library.rule(rule))
        _empty_criteria(document, rule, before)
        _idle_messages(document, rule, before)


def _empty_criteria(document: Document, rule: str, before: Sequence[Rule]) -> None:
    for key in _CRITERIA:
        known = [criterion.name for each in before for criterion in getattr(each, key.replace("-", "_"))]
        for name in map(str, mapping(document.data, "rules", rule, key)):
            ways = list(strings(document.data, ("rules", rule, key, name)))
            if ways and all(text == BEFORE for _, text in ways) and name not in known:
                hint = "name its cues"
                if known and document.is_read_on:
                    hint = suggestion(name, known, "the criterion is", "the criteria are")
                message = f"`...` stands for what {quoted(name)} held before, and there is no such criterion"
                document.note(ways[0][0], document.places[ways[0][0]], message, hint)
    given = mapping(document.data, "rules", rule)
    required = list(mapping(given, "requires")) or [one.name for each in before for one in each.requires]
    for name in mapping(given, "loosely") if required else ():
        path: Trail = ("rules", rule, "loosely", name)
        if name not in required:
            message = f"`loosely` says what counts like {quoted(name)}, and `requires` has no such criterion"
            document.note(path, document.keys[path], message, "name one that it has")


def _idle_messages(document: Document, rule: str, before: Sequence[Rule]) -> None:
    given = mapping(document.data, "rules", rule)
    signs = [*mapping(given, "requires"), *(text for _, text in strings(given, ("ignore",)))]
    for each in before:
        signs += () if mapping(given, "requires") else [criterion.name for criterion in each.requires]
        signs += each.ignore if BEFORE in signs or not isinstance(given.get("ignore"), list) else ()
    known = list(dict.fromkeys([*PLACES, *(str(sign) for sign in signs if sign != BEFORE)]))
    for key in map(str, mapping(given, "messages")):
        path: Trail = ("rules", rule, "messages", key)
        if key not in known:
            hint = suggestion(key, known, "the key is", "the keys are") if document.is_read_on else ""
            document.note(path, document.keys[path], f"{quoted(rule)} has no criterion or bad sign {quoted(key)}", hint)
            continue
        for _, text in strings(document.data, path):
            named = [each for each in in_braces(text) if each.replace("-", "").isalpha()]
            _unfilled(document, path, named, PLACES.get(key, ("found",)))
