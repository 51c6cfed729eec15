"""What a config says under `when`, `unless`, `skip` and `exempt`: kinds that exist, conditions that can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import contains
from typing import Any

from whylint.layers import extended
from whylint.model import Kind
from whylint.plain import Found, mapping, strings, value_at
from whylint.problems import quoted
from whylint.sentences import Sentence, suggestion
from whylint.strict_yaml import Document, Trail

_WHERE_NOT = "say under `skip` where nothing is asked"
Condition = tuple[Trail, Mapping[str, Any]]
_PATHS = ("paths", "only-paths")
# The keys, where in a text the sign stands for which it fits nothing, why, and what would be right.
_UNFIT: tuple[tuple[Sequence[str], Callable[[str, str], bool], str, str, str], ...] = (
    ((*_PATHS, "bases"), str.startswith, "!", "a `!` takes nothing away", "list what is meant; rules know `unless`"),
    (_PATHS, lambda text, sign: text.startswith(("/", sign)), "./", "paths start at the root", "begin with a name"),
    (_PATHS, str.endswith, "/", "folders are not listed, files are", "add `**`"),
    (_PATHS, contains, "\\", "folders are told apart by `/`", "write `/`"),
    (_PATHS, lambda text, sign: sign in text.partition("{")[2], ",", "a brace stands for itself", "write each"),
    (("authors",), str.startswith, "@", "a login has no `@`", "leave it out"),
    (("authors",), str.startswith, "app/", "the login of an app ends in `[bot]`", "write it as GitHub shows it"),
    (("authors",), lambda text, sign: sign in text.removeprefix("app/"), "/", "teams are not known", "name logins"),
    (("bases",), contains, "^", "globs are no patterns", "write it like `release/*`"),
    (("bases",), str.startswith, "refs/", "a branch is named without `refs/heads/`", "leave that out"),
    (("title-types",), contains, ":", "a type is a word", "write it without the colon"),
    (("title-types",), contains, "(", "a type is a word", "write it without the scope"),
)


def conditions_of(data: Any) -> Iterator[Condition]:
    """Every condition of a config, with its path."""
    places: list[Trail] = [("skip",)]
    places += [("rules", rule, key) for rule in mapping(data, "rules") for key in ("when", "unless")]
    extends = data.get("extends")
    places += [("extends", at, "when") for at in range(len(extends))] if isinstance(extends, list) else []
    places += [("extends", "when")] if isinstance(extends, dict) else []
    for path in places:
        found = value_at(data, path)
        if isinstance(found, dict):
            yield path, found
        elif isinstance(found, list):
            yield from (((*path, at), each) for at, each in enumerate(found) if isinstance(each, dict))


def texts_in(conditions: Sequence[Condition], key: str) -> Found:
    """The texts under one key of some conditions."""
    for path, given in conditions:
        yield from (((*path, *inner), text) for inner, text in strings(given, (key,)))


def vet_conditions(document: Document, conditions: Sequence[Condition], kinds: Sequence[Kind]) -> None:
    """Note kinds of change that do not exist, conditions that can never hold, and rules that can never be asked."""
    names = [*(kind.name for kind in kinds), "feature"]
    named = [*strings(document.data, ("exempt",)), *texts_in(conditions, "kinds")]
    shown = [("rules", rule, "examples", "show") for rule in mapping(document.data, "rules")]
    named += [((*path, kind), kind) for path in shown for kind in mapping(document.data, *path)]
    for path, name in named:
        place = document.keys.get(path) or document.places[path]
        if name == "feature" and path[0] == "exempt":
            document.note(path, place, "of a `feature` something is always asked", _WHERE_NOT)
        elif name not in (*names, "..."):
            hint = suggestion(name, names, "the kind is", "the kinds are")
            document.note(path, place, f"there is no kind of change {quoted(name)}", hint)
    for keys, stands, sign, why, hint in _UNFIT:
        for path, text in (each for key in keys for each in texts_in(conditions, key)):
            if stands(text, sign):
                document.note(path, document.places[path], f"{quoted(text)} fits nothing, {why}", hint)
    exempt = tuple(kind.name for kind in kinds if not kind.asks)
    if isinstance(document.data.get("exempt"), list):
        exempt = extended(tuple(text for _, text in strings(document.data, ("exempt",))), exempt)
    soft = [kind.name for kind in kinds if kind.bare or kind.agree]  # of which something is asked where signs are few
    _idle(document, conditions, {name: name not in soft for name in exempt})


def _idle(document: Document, conditions: Sequence[Condition], exempt: Mapping[str, bool]) -> None:
    """``exempt`` has the kinds of change of which nothing is asked, and whether that is so whatever they look like."""
    for path, given in conditions:
        place = document.keys.get(path) or document.places[path]
        least, most = given.get("at-least-lines"), given.get("at-most-lines")
        if not given:
            document.note(path, place, "this condition is empty", "write what has to be true, like `labels: [spike]`")
        elif isinstance(least, int) and isinstance(most, int) and least > most:
            message = f"no change has at least {least} and at most {most} lines"
            document.note(path, place, message, "make the second number the larger one")
        elif "when" in path and (why := _never(document, path, given, conditions, exempt)):
            document.note(path, place, f"this can never apply, {why[0]}", why[1])


def _never(
    document: Document,
    path: Trail,
    given: Mapping[str, Any],
    conditions: Sequence[Condition],
    exempt: Mapping[str, bool],
) -> Sentence | None:
    """Why what stands under a condition is never asked, and what would be right."""
    kinds = given.get("kinds")
    if isinstance(kinds, list) and kinds and all(exempt.get(str(each)) for each in kinds):
        rest = ", ".join(each for each in exempt if each not in kinds)
        return f"nothing is asked of {quoted(kinds[0])}", f"take it out of those: `exempt: [{rest}]`"
    if given.get("drafts") is True and document.data.get("drafts") == "skip":
        return "`drafts: skip` asks nothing of drafts", "remove one of the two"
    for other, each in conditions:
        if other[0] == "skip" and _implies(given, each):
            return "`skip` asks nothing there", "remove one of the two"
        if other[:2] == path[:2] and "unless" in other and _implies(given, each):
            return "`unless` takes it away again", "remove one of the two"
    return None


def _implies(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the second condition holds wherever the first one does, as far as that can be seen."""
    return bool(other) and all(key in one and _within(one[key], value) for key, value in other.items())


def _within(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return all(each in other for each in one)
    return type(one) is type(other) and one == other
