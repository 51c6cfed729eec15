"""pydantic's complaints about a document, as sentences that say what is wrong and what would be right.

None of pydantic's own wording reaches a person.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from whylint.problems import MAX_ECHO, ConfigError, Problem, quoted
from whylint.strict_yaml import Document, Trail

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

Complaint = Mapping[str, Any]
Sentence = tuple[str, str]
_FEW, _MANY = 10, 40
"""Of up to so many names all are told; of more only what is near, and of very many nothing where none is."""


def check(document: Document, model: type[Model]) -> Model:
    """A document as a model of ``schema``. Raises ConfigError with all that is wrong, what was noted in it included."""
    from pydantic import ValidationError  # noqa: PLC0415 (costs 50 ms, so only where there is something to check)

    complaints: Iterable[Complaint] = ()
    try:
        checked = model.model_validate(document.data)
        if not document.problems:
            return checked
    except ValidationError as error:
        complaints = error.errors(include_url=False)
    raise ConfigError([*document.problems, *_problems(document, model, complaints)])


def _problems(document: Document, model: type[BaseModel], complaints: Iterable[Complaint]) -> Iterator[Problem]:
    """What pydantic complains of, in our words, without what follows from something that has been noted already."""
    for complaint in complaints:
        loc, path = complaint["loc"], _path(complaint["loc"], document)
        if any(path[:length] in document.spoiled for length in range(len(path) + 1)):
            continue
        # pydantic's path may go on with the name of what is missing, or with `[key]` where a key is at fault.
        at_key = complaint["type"] in ("extra_forbidden", "missing") or (path != loc and loc[-1] == "[key]")
        place = (document.keys.get(path) if at_key else None) or document.places[path]
        yield document.problem(place, *_sentence(complaint, path, model))


def _path(loc: Trail, document: Document) -> Trail:
    """A path of pydantic as the document has it: without the steps that short forms were spared."""
    path: Trail = ()
    for step in loc:
        path = (*path, step) if (*path, step) in document.places else path
    return path


# By pydantic's name for it: what is wrong, what would be right.
_SENTENCES = {
    "bool_type": ("{value} is not a boolean here", "write true or false"),
    "string_type": ("{name} has to be text, not {value}", "put it in quotes"),
    "no_text": ("{name} has to be text, not {value}", "write text alone"),
    "list_type": ("{name} has to be a list, not {value}", "write `[one, two]`, or one entry a line, each after `- `"),
    "dict_type": ("{name} has to be a mapping, not {value}", "write `key: value` lines below it, indented"),
    "model_type": ("{name} has to be a mapping, not {value}", "write `key: value` lines"),
    "string_too_long": ("{name} is too long", "write at most 60 letters"),
    "string_too_short": ("{name} is empty", "write something, or remove it"),
    "too_short": ("{name} is empty", "write at least one entry"),
    "int_type": ("{name} has to be a number, not {value}", "write digits alone, like `10`, without quotes"),
    "int_from_float": ("{name} has to be a whole number, not {value}", "write digits, without a point"),
    "greater_than_equal": ("{name} cannot be {value}", "write 0 or more"),
    "less_than_equal": ("{name} cannot be {value}", "write a smaller number"),
    "string_pattern_mismatch": ("{value} is no name", "use lower-case letters, digits and hyphens"),
    "other": ("{name} cannot be {value}", "see the documentation of this key"),
}


def _sentence(complaint: Complaint, path: Trail, model: type[BaseModel]) -> Sentence:
    value, name = complaint["input"], name_of(path)
    match complaint["type"]:
        case "extra_forbidden":
            hint = suggestion(str(path[-1]), known_keys(model, path[:-1]), "the known one is", "known are")
            return f"unknown key {name}", hint
        case "missing":
            return f"{quoted(complaint['loc'][-1])} is missing" + (f" in {name}" if path else ""), "add it"
        case _ if value is None:
            return f"{name} has no value", "write one, or remove it"
        case "enum" | "literal_error":
            return _wrong_word(name, value, complaint["ctx"]["expected"])
        case "value_error":  # raised by a validator of ours, as `message: hint`
            message, _, hint = str(complaint["ctx"]["error"]).rpartition(": ")
        case "string_type" if isinstance(value, dict | list):
            message, hint = _SENTENCES["no_text"]
        case "int_type" if isinstance(value, float):
            message, hint = _SENTENCES["int_from_float"]
        case kind:
            message, hint = _SENTENCES.get(kind, _SENTENCES["other"])
    return message.replace("{name}", name).replace("{value}", shown(value)), hint


def _wrong_word(name: str, value: Any, expected: str) -> Sentence:
    allowed = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if "off" in allowed and (value is False or str(value).lower() in ("no", "false", "none", "never", "disabled")):
        return f"{name} cannot be {shown(value)}", "write `off` to switch the rule off"
    if value in allowed:
        return f"{name} cannot be text", f"write `{value}` without quotes"
    if allowed == ["1"] and type(value) is int:
        return f"version {quoted(value)} is not known", "this whylint reads version `1`"
    word = value if isinstance(value, str) else ""
    return f"{name} cannot be {shown(value)}", suggestion(word, allowed, "write", "write", "or")


def name_of(path: Trail) -> str:
    """What stands at a path, by name."""
    if not path:
        return "this file"
    return f"entry {path[-1] + 1} of {name_of(path[:-1])}" if isinstance(path[-1], int) else quoted(path[-1])


def shown(value: Any) -> str:
    """A value of a file in a sentence."""
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else quoted(value)


def suggestion(word: str, known: Sequence[str], one: str, several: str, joint: str = "and") -> str:
    """``did you mean ...?`` where one is near, and all that there are, unless they are many."""
    near = difflib.get_close_matches(word.lower()[:MAX_ECHO], known, n=1)
    guess = f"did you mean {quoted(near[0])}?" if near else ""
    if (guess and len(known) > _FEW) or len(known) > _MANY:
        return guess or f"there are {len(known)} of them, and none is like it"
    *others, last = map(quoted, known)
    everything = f"{several} {', '.join(others)} {joint} {last}" if others else f"{one} {last}"
    if not guess:
        return everything
    return f"{guess} {everything[0].upper()}{everything[1:]}" if others else guess


def known_keys(shape: Any, path: Trail) -> list[str]:
    """The keys that may stand in the mapping at a path, read off the models; none where any may."""
    for step in path:
        shape = _inside(_plain(shape), step)
    shape = _plain(shape)
    shape = _plain(typing.get_args(shape)[0]) if typing.get_origin(shape) is list else shape
    return [field.alias for field in getattr(shape, "model_fields", {}).values()]


def _inside(shape: Any, step: str | int) -> Any:
    """What may stand under a key or at an index; a mapping that is short for a list of one is looked into."""
    if typing.get_origin(shape) is list:
        entry = typing.get_args(shape)[0]
        return entry if isinstance(step, int) else _inside(_plain(entry), step)
    if typing.get_origin(shape) is dict:
        return typing.get_args(shape)[1]
    fields = getattr(shape, "model_fields", {}).values()
    return next((field.annotation for field in fields if field.alias == step), None)


def _plain(shape: Any) -> Any:
    while typing.get_origin(shape) is typing.Annotated:
        shape = typing.get_args(shape)[0]
    return shape
