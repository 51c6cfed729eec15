"""A repository's config: YAML in, a RuleSet out, or every problem with its file, line and column.

``strict_yaml`` reads, ``schema`` says what may stand there, and here its complaints become sentences that say what
would be right. pydantic is imported only when a config is read, and none of its wording reaches a person.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from whylint.model import Rule, RuleSet, Severity
from whylint.problems import MAX_ECHO, MAX_PROBLEMS, ConfigError, Problem, quoted, visible
from whylint.strict_yaml import Document, Place, Trail, read

if TYPE_CHECKING:
    from pydantic import BaseModel

    from whylint.schema import Config

    Model = TypeVar("Model", bound=BaseModel)

Complaint = Mapping[str, Any]
Sentence = tuple[str, str]

__all__ = ["ConfigError", "Problem", "check", "load"]


def load(text: str | bytes, name: str, base: RuleSet) -> RuleSet:
    """The rule set that a config makes of ``base``; ``name`` is the file's, for errors and as the origin.

    Rules that the config switches off are gone from it. Raises ConfigError, and nothing else, for any input.
    """
    document = read(text, name)
    if document.data is None and not document.problems:
        return replace(base, origin=name)
    from whylint.schema import Config  # noqa: PLC0415 (costs 50 ms, so only where there is a config)

    settings = check(document, Config, [rule.id for rule in base.rules])
    rules = tuple(_merged(base.rules, settings))
    if not rules:
        place = document.keys.get(("rules",), (1, 1))
        raise ConfigError([document.problem(place, "every rule is off, nothing would be asked", "leave one on")])
    return replace(
        base,
        rules=rules,
        comment=settings.comment or base.comment,
        fail_on=settings.fail_on or base.fail_on,
        drafts=settings.drafts or base.drafts,
        origin=name,
    )


def _merged(rules: Iterable[Rule], settings: Config) -> Iterator[Rule]:
    for rule in rules:
        entry = settings.rules.get(rule.id)
        severity = entry if isinstance(entry, Severity) else (entry and entry.severity) or rule.severity
        if severity is not Severity.OFF:
            yield replace(rule, severity=severity)


def check(document: Document, model: type[Model], rules: Iterable[str] | None = None) -> Model:
    """A document as a model of ``schema``; ``rules`` are the ids that may stand under `rules`, None where any may.

    Raises ConfigError with all that is wrong, what was noted while reading included.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    checked: Model | None = None
    complaints: list[Complaint] = []
    try:
        checked = model.model_validate(_without_empty_rules(document.data))
    except ValidationError as error:
        complaints += error.errors(include_url=False, include_input=False)
    judge = _Judge(document, model, None if rules is None else tuple(rules))
    found = sorted(judge.relevant(complaints), key=judge.place)
    if checked is None or found or document.problems:
        # A hostile file can hold thousands of mistakes; only those that are shown are put into words.
        shown = [judge.problem(complaint) for complaint in found[:MAX_PROBLEMS]]
        raise ConfigError([*document.problems, *shown], more=len(found) - len(shown))
    return checked


def _without_empty_rules(data: Any) -> Any:
    """``rules:`` above nothing but comments is what is left when somebody tries things out: no rule is changed."""
    return {**data, "rules": {}} if isinstance(data, dict) and data.get("rules", "") is None else data


_MAX_OWN = 200
_NOTHING = object()
_AT_KEY = ("extra_forbidden", "unknown_rule", "no_value")
_TYPES = {
    "bool_type": ("true or false", "write true or false"),
    "int_type": ("a whole number", "write digits only"),
    "string_type": ("text", "put it in quotes"),
    "list_type": ("a list", "write `[one, two]`, or one entry a line, each after `- `"),
    "dict_type": ("a mapping", "write `key: value` lines below it, indented"),
    "model_type": ("a mapping", "write `key: value` lines"),
}


class _Judge:
    """Turns complaints (pydantic's, and a few of our own in the same form) into problems of a document."""

    def __init__(self, document: Document, model: type[BaseModel], rules: tuple[str, ...] | None) -> None:
        self._document = document
        self._model = model
        self._rules = rules
        data = document.data if isinstance(document.data, dict) else {}
        given = data.get("rules")
        self._strangers = [key for key in given if key not in rules] if rules and isinstance(given, dict) else []
        self._empty = {path for path in document.places if path not in ((), ("rules",)) and self._at(path) is None}

    def relevant(self, complaints: Iterable[Complaint]) -> list[Complaint]:
        """Without what merely follows from something that has been said already, and with our own."""
        strangers = {("rules", key) for key in self._strangers}
        said = self._document.spoiled | self._empty | strangers
        kept = [one for one in complaints if not any(path in said for path in _prefixes(self._path(one)))]
        unspoiled = self._empty - self._document.spoiled - strangers
        kept += [{"type": "no_value", "loc": path} for path in unspoiled]
        kept += [{"type": "unknown_rule", "loc": path} for path in strangers - self._document.spoiled]
        return kept

    def place(self, complaint: Complaint) -> Place:
        """Where a complaint belongs: at the key if that is at fault or lacks something below it, else at the value."""
        path = self._path(complaint)
        at_key = complaint["type"] in _AT_KEY or self._about_a_key(complaint)
        while path not in self._document.places and path:
            path, at_key = path[:-1], True
        places, keys = self._document.places, self._document.keys
        return (keys.get(path) if at_key else None) or places.get(path) or (1, 1)

    def problem(self, complaint: Complaint) -> Problem:
        """The sentence for a complaint, at its place."""
        say = self._sentences.get(complaint["type"], _Judge._other)
        return self._document.problem(self.place(complaint), *say(self, self._path(complaint), complaint))

    def _path(self, complaint: Complaint) -> Trail:
        """The path in the data that a complaint speaks of, without the marks that pydantic adds for unions and keys."""
        path = tuple(part for part in complaint["loc"] if not str(part).startswith("\0"))
        return path[:-1] if self._about_a_key(complaint) else path

    def _about_a_key(self, complaint: Complaint) -> bool:
        loc = complaint["loc"]
        return loc[-1:] == ("[key]",) and loc not in self._document.places

    def _at(self, path: Trail) -> Any:
        value = self._document.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return _NOTHING
        return value

    def _unknown_key(self, path: Trail, _: Complaint) -> Sentence:
        known = _keys(self._model, path[:-1])
        key = str(path[-1])
        if self._rules and key in self._rules and len(path) == 1:
            return f"unknown key {quoted(key)}", "rules stand under `rules:`, indented"
        return f"unknown key {quoted(key)}", _suggestion(key, known, "the known one is", "known are")

    def _unknown_rule(self, path: Trail, _: Complaint) -> Sentence:
        key = str(path[-1])
        if key in _keys(self._model, ()):
            return f"{quoted(key)} is not a rule", "move it out of `rules`, to the start of a line"
        return f"there is no rule {quoted(key)}", _suggestion(key, self._rules or (), "the rule is", "the rules are")

    def _no_value(self, path: Trail, _: Complaint) -> Sentence:
        return f"{_name(path)} has no value", "write one, or remove it"

    def _wrong_word(self, path: Trail, complaint: Complaint) -> Sentence:
        allowed = complaint["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        value = self._at(path)
        if path == ("version",) and type(value) is int:
            return f"version {_shown(value)} is not known", f"this whylint reads version {_listed(allowed, 'and')}"
        if value is False and "off" in allowed:
            return f"{_name(path)} cannot be `false`", "write `off` to switch the rule off"
        word = value if isinstance(value, str) else ""
        if word in allowed:
            return f"{_name(path)} cannot be text", f"write `{word}` without quotes"
        return f"{_name(path)} cannot be {_shown(value)}", _suggestion(word, allowed, "write", "write", "or")

    def _wrong_type(self, path: Trail, complaint: Complaint) -> Sentence:
        wanted, hint = _TYPES[complaint["type"]]
        value = self._at(path)
        if complaint["type"] == "bool_type" and isinstance(value, str):
            return f"{quoted(value)} is not a boolean here", hint
        if complaint["type"] == "string_type" and isinstance(value, (dict, list)):
            hint = "write it as one text"
        return f"{_name(path)} has to be {wanted}, not {_shown(value)}", hint

    def _missing(self, path: Trail, _: Complaint) -> Sentence:
        return f"{quoted(path[-1])} is missing" + (f" in {_name(path[:-1])}" if len(path) > 1 else ""), "add it"

    def _bad_text(self, path: Trail, complaint: Complaint) -> Sentence:
        value = path[-1] if self._about_a_key(complaint) else self._at(path)
        if not str(value).strip():
            return f"{_name(path)} is empty", "write something, or remove it"
        if "+" in str(value):
            return f"{_shown(value)} names no cues", "write `one + two`, in lower-case letters, digits and hyphens"
        return f"{_shown(value)} is no name", "use lower-case letters, digits and hyphens"

    def _empty_list(self, path: Trail, _: Complaint) -> Sentence:
        return f"{_name(path)} is empty", "write at least one entry"

    def _own(self, path: Trail, complaint: Complaint) -> Sentence:
        what, _, hint = visible(str(complaint["ctx"]["error"]))[:_MAX_OWN].partition(": ")
        return f"{_name(path)}: {what}", hint

    def _other(self, path: Trail, _: Complaint) -> Sentence:
        return f"{_name(path)} cannot be {_shown(self._at(path))}", "see the documentation of this key"

    _sentences: ClassVar[dict[str, Callable[[_Judge, Trail, Complaint], Sentence]]] = {
        "extra_forbidden": _unknown_key,
        "unknown_rule": _unknown_rule,
        "no_value": _no_value,
        "enum": _wrong_word,
        "literal_error": _wrong_word,
        "missing": _missing,
        "string_pattern_mismatch": _bad_text,
        "string_too_short": _bad_text,
        "too_short": _empty_list,
        "value_error": _own,
        **dict.fromkeys(_TYPES, _wrong_type),
    }


def _prefixes(path: Trail) -> Iterator[Trail]:
    return (path[:length] for length in range(len(path) + 1))


def _name(path: Trail) -> str:
    if not path:
        return "this file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_name(path[:-1])}"
    return quoted(path[-1])


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else quoted(value)


def _listed(words: Sequence[str], joint: str) -> str:
    marked = [quoted(word) for word in words]
    return f" {joint} ".join([*([", ".join(marked[:-1])] if marked[:-1] else []), *marked[-1:]])


def _suggestion(word: str, known: Sequence[str], one: str, several: str, joint: str = "and") -> str:
    """``did you mean ...?`` where one is near, and all that there are."""
    everything = f"{one if len(known) == 1 else several} {_listed(known, joint)}"
    near = difflib.get_close_matches(word.lower(), known, n=1) if len(word) <= MAX_ECHO else []
    if not near:
        return everything
    guess = f"did you mean {quoted(near[0])}?"
    return guess if len(known) == 1 else f"{guess} {everything[0].upper()}{everything[1:]}"


def _keys(model: Any, path: Trail) -> list[str]:
    """The keys that may stand at a path, read off the models."""
    shapes = [model]
    for part in path:
        shapes = [inner for shape in shapes for inner in _inside(shape, part)]
    return [field.alias or name for shape in shapes for name, field in getattr(shape, "model_fields", {}).items()]


def _inside(shape: Any, part: str | int) -> Iterator[Any]:
    if typing.get_origin(shape) in (dict, list):
        yield from _alternatives(typing.get_args(shape)[-1])
    for name, field in getattr(shape, "model_fields", {}).items():
        if part == (field.alias or name):
            yield from _alternatives(field.annotation)


def _alternatives(annotation: Any) -> Iterator[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _alternatives(typing.get_args(annotation)[0])
    elif origin in (typing.Union, UnionType):
        for choice in typing.get_args(annotation):
            yield from _alternatives(choice)
    else:
        yield annotation
