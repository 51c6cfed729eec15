"""What is in force, as YAML with the origin of each value behind it: a config that would say the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from whylint.conditions import told
from whylint.model import Condition, Criterion, Cue, Examples, Layer, Rule, RuleSet, Severity
from whylint.render import safe
from whylint.render.words import say, ways
from whylint.spoken import messages_in

_SETTINGS = ("comment", "fail_on", "drafts", "waivers", "override_label", "since", "tiny", "language", "skip", "exempt")
_LISTS = ("headings", "ignore", "waiver")
_NO_KEYS = ("id", "near", "not_under", "in_code", "leans", "decides")  # of a rule: a config cannot set them
_COLUMN = 44
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./ ")
_WORDS = frozenset("true false null yes no on off y n ~".split()) - {"off"}
_EMPTY = Rule("", "", "", Severity.OFF, (), ())


def settings(
    ruleset: RuleSet,
    shipped: RuleSet,
    catalog: Mapping[str, Rule],
    own_words: Mapping[str, str],
    *,
    everything: bool = False,
) -> str:
    """The settings without a last line end. ``everything`` shows what the catalog says of each rule, too.

    ``shipped`` has the cues that are not shown, and ``catalog`` the rules: in their lists, ``...`` stands for what they
    have. ``own_words`` names the cue that each key for a team's own words adds to.
    """
    messages, origins = messages_in(ruleset, ruleset.language), ruleset.origins
    default = say(messages, "config.default")
    lines = [f"# {say(messages, 'config.title')}", "version: 1"]
    lines.append(_line(0, "extends", [], say(messages, "config.extends")))
    for name in _SETTINGS:
        key, value = name.replace("_", "-"), _setting(ruleset, name)
        lines += [_line(0, key, value, origins.get(key, default))] if value not in ("", ()) else []
    if said := {key: text for key, text in ruleset.messages.items() if text != shipped.messages.get(key)}:
        lines.append(_line(0, "messages", said, origins.get("messages", default)))
    lines.append("rules:")
    for rule in ruleset.rules:
        before = None if everything else catalog.get(rule.id)
        unsaid = say(messages, "config.catalog" if rule.id in catalog else "config.default")
        lines += [f"  {rule.id}:", *_rule(rule, ruleset.origins, before, unsaid, everything=everything)]
    lines += _cues(ruleset, shipped, own_words)
    for layer in ruleset.layers:
        lines += _conditional(layer, messages)
    return safe.log("\n".join(line.rstrip() for line in lines))


def _setting(ruleset: RuleSet, name: str) -> object:
    if name == "exempt":
        return [kind.name for kind in ruleset.kinds if not kind.asks]
    value = getattr(ruleset, name)
    return "off" if name == "override_label" and not value else value


def _rule(
    rule: Rule, origins: Mapping[str, str], before: Rule | None, unsaid: str, *, everything: bool
) -> Iterator[str]:
    """Its settings: those that somebody made, and the severity; ``unsaid`` is the origin of all else."""
    for name in (each.name for each in fields(rule) if each.name not in _NO_KEYS):
        origin, value = origins.get(f"rules.{rule.id}.{name}", ""), _shown(rule, name, before)
        if origin or name == "severity" or (everything and value != getattr(_EMPTY, name)):
            was = getattr(before, name) if before and name in _LISTS else ()
            shown = _shortened(value, was) if value or name not in ("loosely", "strengthens") else {}
            yield _line(4, name.replace("_", "-"), shown, origin or unsaid)


def _shown(rule: Rule, name: str, before: Rule | None) -> Any:
    """A setting of a rule, without what is said of criteria and bad signs that it has no more, or as ``before``."""
    criteria = {each.name for each in rule.requires}
    if name == "loosely":
        return tuple(each for each in rule.loosely if each.name in criteria)
    if name == "messages":
        shown = {"missing", "why", "hint", "waive", "minimum-words", *criteria, *rule.ignore}
        was = dict(before.messages) if before else {}  # said again, it would be said in English everywhere
        if rule.messages.get("hint") != was.get("hint"):
            was.pop("waive", None)  # it goes with a hint
        return {key: text for key, text in rule.messages.items() if key in shown and text != was.get(key)}
    if name == "examples" and before:
        names = [each.name for each in fields(Examples)]
        pairs = {each: (getattr(rule.examples, each), getattr(before.examples, each)) for each in names}
        return {key: _shortened(now, was) if key != "show" else now for key, (now, was) in pairs.items() if now != was}
    return getattr(rule, name)


def _cues(ruleset: RuleSet, shipped: RuleSet, own_words: Mapping[str, str]) -> list[str]:
    """Cues that are not as they are shipped; what a team added to one stands behind ``...``."""
    lines: list[str] = []
    for name, cue in ruleset.cues.items():
        before = shipped.cues.get(name, Cue(name))
        if cue != before:
            lines.append(f"  {name}:")
            origin = _origin(name, ruleset, own_words)
            for key in ("words", "patterns"):
                now, was = getattr(cue, key), getattr(before, key)
                lines += [_line(4, key, _shortened(now, was), origin)] if now else []
            if cue.case_sensitive != before.case_sensitive:
                lines.append(_line(4, "case-sensitive", cue.case_sensitive, origin))
    return ["cues:", *lines] if lines else []


def _shortened(now: tuple[str, ...], was: tuple[str, ...]) -> tuple[str, ...]:
    """A list in which ``...`` stands for what it held before."""
    return ("...", *now[len(was) :]) if was and now[: len(was)] == was else now


def _origin(cue: str, ruleset: RuleSet, own_words: Mapping[str, str]) -> str:
    """Where a cue got its words: from a config's `cues`, or from one of the keys for a team's own words."""
    origins = ruleset.origins
    keys = [f"cues.{cue}", *(key for key, name in own_words.items() if name == cue)]
    return ", ".join(origins[key] for key in keys if key in origins) or ruleset.origin


def _conditional(layer: Layer, messages: Mapping[str, str]) -> list[str]:
    """What is in force only for some pull requests, as remarks: it depends on them."""
    where = say(messages, "config.where", origin=layer.origin, when=told(layer.when, messages))
    lines = [f"# {safe.line(where)}"]
    for change in layer.changes:
        given = {name.replace("_", "-"): value for name, value in change.fields.items()}
        lines.append(f"#   {change.base.id}: {_flow(given)}")
    return lines


def _line(indent: int, key: str, value: object, origin: str) -> str:
    said = f"{' ' * indent}{key}: {_flow(value)}"
    return f"{said.ljust(_COLUMN)}  # {safe.line(origin)}"


def _flow(value: object) -> str:
    """A value in YAML on one line."""
    if isinstance(value, Condition):
        return _flow(value.given())
    if isinstance(value, Examples):
        kept = {each.name: getattr(value, each.name) for each in fields(value)}
        return _flow({name: given for name, given in kept.items() if given})
    if isinstance(value, Mapping):
        pairs = (f"{_flow(str(key).replace('_', '-'))}: {_flow(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        return _scalar(value)
    entries = list(value) if isinstance(value, Iterable) else []
    if entries and isinstance(entries[0], Criterion):
        return _flow({each.name: [joint.join(way) for joint, way in ways(each)] for each in entries})
    if entries and isinstance(entries[0], tuple):
        entries = [" + ".join(each) for each in entries]
    return f"[{', '.join(map(_flow, entries))}]"


def _scalar(text: str) -> str:
    """Text in YAML: as it is where nothing could take it for anything else, in quotes otherwise."""
    plain = text == "..." or (
        set(text) <= _PLAIN and text[:1].isalpha() and text == text.strip() and text.lower() not in _WORDS
    )
    return text if plain else json.dumps(safe.line(text), ensure_ascii=False)
