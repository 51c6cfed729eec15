"""A repository's config: YAML in, a RuleSet out, or every problem with its file, line and column.

``strict_yaml`` reads, ``schema`` says what may stand there, and here its complaints become sentences that say what
would be right. pydantic is imported only when a config is read, and none of its wording reaches a person.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from whylint.model import RuleSet, Severity
from whylint.problems import MAX_ECHO, ConfigError, Problem, quoted
from whylint.strict_yaml import Document, Trail, read

if TYPE_CHECKING:
    from pydantic import BaseModel

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

    _note_misplaced(document, [rule.id for rule in base.rules], _known_keys(Config, ()))
    written = check(document, Config).model_dump(exclude_unset=True, exclude={"version", "extends"})
    changes = written.pop("rules", {})
    rules = [replace(rule, **changes.get(rule.id, {})) for rule in base.rules]
    asked = tuple(rule for rule in rules if rule.severity is not Severity.OFF)
    if not asked:
        place = document.keys.get(("rules",), (1, 1))
        raise document.refusal(place, "every rule is off, nothing would be asked", "leave one on")
    return replace(base, rules=asked, origin=name, **written)


def check(document: Document, model: type[Model]) -> Model:
    """A document as a model of ``schema``. Raises ConfigError with all that is wrong, what was noted in it included."""
    from pydantic import ValidationError  # noqa: PLC0415

    complaints: Iterable[Complaint] = ()
    try:
        checked = model.model_validate(document.data)
        if not document.problems:
            return checked
    except ValidationError as error:
        complaints = error.errors(include_url=False)
    raise ConfigError([*document.problems, *_problems(document, model, complaints)])


def _note_misplaced(document: Document, rules: Sequence[str], keys: Sequence[str]) -> None:
    """Note what is no rule under `rules`, and rules that stand elsewhere."""
    for path, place in document.keys.items():
        key = str(path[-1])
        if len(path) == 1 and key in rules:
            document.note(path, place, f"unknown key {quoted(key)}", "rules stand under `rules:`, indented")
        elif path[:-1] == ("rules",) and key in keys:
            hint = "move it out of `rules`, to the start of a line"
            document.note(path, place, f"{quoted(key)} is not a rule", hint)
        elif path[:-1] == ("rules",) and key not in rules:
            hint = _suggestion(key, rules, "the rule is", "the rules are")
            document.note(path, place, f"there is no rule {quoted(key)}", hint)


def _problems(document: Document, model: type[BaseModel], complaints: Iterable[Complaint]) -> Iterator[Problem]:
    """What pydantic complains of, in our words, without what follows from something that has been noted already."""
    for complaint in complaints:
        path = loc = complaint["loc"]
        while path not in document.places:
            path = path[:-1]
        if any(path[:length] in document.spoiled for length in range(len(path) + 1)):
            continue
        # pydantic's path may go on with the name of what is missing, or with `[key]` where a key is at fault.
        at_key = complaint["type"] in ("extra_forbidden", "missing") or (path != loc and loc[-1] == "[key]")
        place = (document.keys.get(path) if at_key else None) or document.places[path]
        yield document.problem(place, *_sentence(complaint, path, model))


# By pydantic's name for it: what is wrong, what would be right.
_SENTENCES = {
    "bool_type": ("{value} is not a boolean here", "write true or false"),
    "string_type": ("{name} has to be text, not {value}", "put it in quotes"),
    "list_type": ("{name} has to be a list, not {value}", "write `[one, two]`, or one entry a line, each after `- `"),
    "dict_type": ("{name} has to be a mapping, not {value}", "write `key: value` lines below it, indented"),
    "model_type": ("{name} has to be a mapping, not {value}", "write `key: value` lines"),
    "string_too_short": ("{name} is empty", "write something, or remove it"),
    "too_short": ("{name} is empty", "write at least one entry"),
    "string_pattern_mismatch": ("{value} is no name", "use lower-case letters, digits and hyphens"),
    "other": ("{name} cannot be {value}", "see the documentation of this key"),
}


def _sentence(complaint: Complaint, path: Trail, model: type[BaseModel]) -> Sentence:
    value, name = complaint["input"], _name(path)
    match complaint["type"]:
        case "extra_forbidden":
            hint = _suggestion(str(path[-1]), _known_keys(model, path[:-1]), "the known one is", "known are")
            return f"unknown key {name}", hint
        case "missing":
            return f"{quoted(complaint['loc'][-1])} is missing" + (f" in {name}" if path else ""), "add it"
        case _ if value is None:
            return f"{name} has no value", "write one, or remove it"
        case "enum" | "literal_error":
            return _wrong_word(name, value, complaint["ctx"]["expected"])
        case "value_error":  # raised by a validator of ours, as `message: hint`
            message, _, hint = str(complaint["ctx"]["error"]).rpartition(": ")
        case kind:
            message, hint = _SENTENCES.get(kind, _SENTENCES["other"])
    return message.replace("{name}", name).replace("{value}", _shown(value)), hint


def _wrong_word(name: str, value: Any, expected: str) -> Sentence:
    allowed = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if value is False and "off" in allowed:
        return f"{name} cannot be `false`", "write `off` to switch the rule off"
    if value in allowed:
        return f"{name} cannot be text", f"write `{value}` without quotes"
    if allowed == ["1"] and type(value) is int:
        return f"version {quoted(value)} is not known", "this whylint reads version `1`"
    word = value if isinstance(value, str) else ""
    return f"{name} cannot be {_shown(value)}", _suggestion(word, allowed, "write", "write", "or")


def _name(path: Trail) -> str:
    if not path:
        return "this file"
    return f"entry {path[-1] + 1} of {_name(path[:-1])}" if isinstance(path[-1], int) else quoted(path[-1])


def _shown(value: Any) -> str:
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else quoted(value)


def _suggestion(word: str, known: Sequence[str], one: str, several: str, joint: str = "and") -> str:
    """``did you mean ...?`` where one is near, and all that there are."""
    *others, last = map(quoted, known)
    everything = f"{several} {', '.join(others)} {joint} {last}" if others else f"{one} {last}"
    near = difflib.get_close_matches(word.lower()[:MAX_ECHO], known, n=1)
    if not near:
        return everything
    guess = f"did you mean {quoted(near[0])}?"
    return f"{guess} {everything[0].upper()}{everything[1:]}" if others else guess


def _known_keys(shape: Any, path: Trail) -> list[str]:
    """The keys that may stand in the mapping at a path, read off the models."""
    for part in path:
        fields = {field.alias: field.annotation for field in getattr(shape, "model_fields", {}).values()}
        shape = fields.get(str(part)) or typing.get_args(shape)[-1]
        if typing.get_origin(shape) is typing.Annotated:
            shape = typing.get_args(shape)[0]
    return [field.alias for field in shape.model_fields.values()]
