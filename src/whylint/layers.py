"""Rules laid over each other: packs, an organization's config, a repository's. Later wins, field by field of a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from whylint.conditions import any_holds
from whylint.model import Change, Criterion, Cue, Examples, Kind, Layer, PullRequest, Rule, RuleSet, Severity

BEFORE = "..."
"""In a list, what the list held before."""


def in_force(ruleset: RuleSet, pull_request: PullRequest, kind: Kind) -> tuple[Rule, ...]:
    """The rules that a pull request is judged by: layers that depend on it are laid on, rules that are off are gone."""
    holding = (each for each in ruleset.layers if not each.when or any_holds(each.when, pull_request, kind))
    return with_layers(ruleset.rules, holding)


def with_layers(rules: tuple[Rule, ...], layers: Iterable[Layer]) -> tuple[Rule, ...]:
    """Rules with some layers on top, one after the other, without those that are off in the end."""
    return tuple(rule for rule in reduce(laid_over, layers, rules) if rule.severity is not Severity.OFF)


def at_times(layers: Sequence[Layer], always: Collection[str]) -> Iterator[Layer]:
    """The layers that depend on a pull request, with what those behind them say of every one.

    Rules that are ``always`` asked say that themselves; here it only wins.
    """
    for at, layer in enumerate(layers):
        behind = [change for other in layers[at:] if not other.when for change in other.changes]
        laid = [(each, [one.fields for one in behind if one.base.id == each.base.id]) for each in layer.changes]
        left = [Change(each.base, _left(each, later, each.base.id in always)) for each, later in laid]
        if layer.when and (changes := tuple(each for each in left if each.fields)):
            yield replace(layer, changes=changes)


def _left(change: Change, behind: Sequence[Mapping[str, object]], is_always: bool) -> Mapping[str, object]:
    later = {name: value for fields in behind for name, value in fields.items()}
    if later.get("severity") is Severity.OFF:
        return {}
    if not is_always:
        return {**change.fields, **later}
    # lists, criteria and texts may stand on what was there
    taken = {name for name, value in later.items() if not isinstance(value, tuple | Mapping)}
    return {name: value for name, value in change.fields.items() if name not in taken}


def laid_over(rules: Iterable[Rule], layer: Layer) -> tuple[Rule, ...]:
    """Rules with a layer on top: those that it names are changed in place, new ones come last."""
    found = {rule.id: rule for rule in rules}
    for change in layer.changes:
        found[change.base.id] = changed(found.get(change.base.id, change.base), change)
    return tuple(found.values())


def changed(rule: Rule, change: Change) -> Rule:
    """One rule with what a layer says about it."""
    given = {name: _value(name, value, getattr(rule, name)) for name, value in change.fields.items()}
    found = replace(rule, **given)
    if "requires" in given:  # what was learnt is what answers the question as we ask it
        found = replace(found, leans=False, decides=True)
    heading = as_heading(found.title)
    if "title" in given and heading not in found.headings:  # a comment asks for it, so it has to be found
        found = replace(found, headings=(heading, *found.headings))
    return found


def is_phrase(heading: str) -> bool:
    """Whether a heading is a phrase as cues have them, and no plain words."""
    return " ... " in heading or any(sign in heading for sign in "(*|")


def as_heading(text: str) -> str:
    """A heading as people write it, in the language of phrases: there a question mark makes a letter optional."""
    return text if is_phrase(text) else text.replace("?", "").strip() or text


def extended(value: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """A list with what it held before in the place of ``...``, each entry once."""
    return tuple(dict.fromkeys(each for entry in value for each in (before if entry == BEFORE else (entry,))))


def taught(given: Mapping[str, Any], before: Cue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and the patterns of a cue that is written anew; ``...`` in one keeps the other, if that is left out."""
    lists = ("words", "patterns")
    kept = (BEFORE,) if any(BEFORE in given.get(each, ()) for each in lists) else ()
    words, patterns = (tuple(given.get(each, kept)) for each in lists)
    return extended(words, before.words), extended(patterns, before.patterns)


def _value(name: str, value: Any, before: Any) -> Any:
    if name in ("headings", "ignore", "waiver"):
        return extended(value, before)
    if name in ("requires", "loosely", "strengthens"):
        known: Mapping[str, Criterion] = {each.name: each for each in before}
        return tuple(_criterion(each, known.get(each.name)) for each in value)
    if name == "aside":
        ways = Criterion(name, value), Criterion(name, before)
        return _criterion(*ways).alternatives
    if name == "messages":  # one by one: who rewrites a sentence does not want to write the others
        kept = {key: text for key, text in before.items() if key != "waive" or "hint" not in value}  # it follows a hint
        return {**kept, **value}
    return _examples(value, before) if name == "examples" else value


def _criterion(criterion: Criterion, before: Criterion | None) -> Criterion:
    ways: list[tuple[str, ...]] = []
    for way in criterion.alternatives:
        ways += (before.alternatives if before else ()) if way == (BEFORE,) else (way,)
    kept = before.nearby if before and (BEFORE,) in criterion.alternatives else ()
    return Criterion(criterion.name, tuple(dict.fromkeys(ways)), tuple(dict.fromkeys((*kept, *criterion.nearby))))


def _examples(value: Mapping[str, Any], before: Examples) -> Examples:
    met, weak, missing = (
        extended(value[name], getattr(before, name)) if name in value else getattr(before, name)
        for name in ("met", "weak", "missing")
    )
    return Examples(value.get("show", before.show), met, weak, missing)
