"""A repository's config: YAML in, a RuleSet out, or every problem with its file, line and column.

``strict_yaml`` reads, ``schema`` says what may stand there, ``vetting`` what it has to fit to, ``sentences`` put into
words what is wrong. Here files are laid over each other: what they extend first, themselves last. pydantic is imported
only when a config is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from whylint import packs
from whylint.extends import DEPTH, FILES, BadReference, Fetch, Fetched, Reference, parse
from whylint.layers import BEFORE, as_heading, extended, is_phrase, laid_over, taught
from whylint.model import Change, Condition, Criterion, Cue, Layer, Rule, RuleSet, Severity
from whylint.problems import ConfigError, Problem, quoted
from whylint.sentences import Sentence, check
from whylint.strict_yaml import Document, Trail, is_whole, read
from whylint.vetting import OWN_WORDS, Budget, vet

if TYPE_CHECKING:
    from pydantic import BaseModel, TypeAdapter

__all__ = ["ConfigError", "Problem", "check", "load"]

_SETTINGS = ("comment", "fail_on", "drafts", "waivers", "override_label", "since", "tiny", "language", "skip")


def load(
    text: str | bytes,
    name: str,
    base: RuleSet | Callable[[], RuleSet],
    *,
    library: packs.Library | None = None,
    fetch: Fetch | None = None,
    within: Reference | None = None,
) -> RuleSet:
    """The rule set that a config makes; ``name`` is the file's, for errors and as the origin.

    ``base`` is what holds where the config does not say what it ``extends``; a function that gives it is only called
    there. ``fetch`` reads files that it names; ``within`` is where it lies itself, if that is another repository. Rules
    that are off for every pull request are gone. Raises ConfigError, and nothing else, for any input.
    """
    document = read(text, name)
    library = library or packs.library()
    below = library.bare() if _leaves_base(document.data) else base() if callable(base) else base
    if document.data is None and not document.problems:
        return replace(below, origin=name)
    loaded = _Stack(library, fetch or _no_fetch, within).laid(document, below)
    if not loaded.layers:
        loaded = replace(loaded, rules=tuple(each for each in loaded.rules if each.severity is not Severity.OFF))
    if not loaded.rules and not any(layer.changes for layer in loaded.layers):
        place = document.keys.get(("rules",)) or document.keys.get(("extends",), (1, 1))
        if (document.data or {}).get("rules"):
            raise document.refusal(place, "every rule is off, nothing would be asked", "leave one on")
        raise document.refusal(place, "there are no rules, nothing would be asked", "name a pack or a rule")
    return replace(loaded, origin=name)


def _no_fetch(reference: Reference) -> Fetched:
    return Fetched(str(reference), None, ("it cannot be read here", "name a shipped pack"))


@dataclass
class _Stack:
    """Files that extend each other, from the one that was asked for down to the one being read."""

    library: packs.Library
    fetch: Fetch
    within: Reference | None = None
    trail: list[Reference] = field(default_factory=list)
    files: int = 0
    budget: Budget = field(default_factory=Budget)

    def laid(self, document: Document, below: RuleSet, when: tuple[Condition, ...] = ()) -> RuleSet:
        """What a document makes of what lies below it: what it extends, then what it says itself."""
        from whylint.schema import Config  # noqa: PLC0415 (costs 50 ms, so only where there is a config)

        data = document.data if isinstance(document.data, dict) else {}
        ruleset = below
        if not (_leaves_base(data) or below.rules or below.layers):  # what says nothing stands on what everybody does
            ruleset = _laid(ruleset, replace(self.library.pack("product"), when=when))
        for path, entry in _entries(data.get("extends")):
            ruleset = self._extended(document, path, entry, ruleset, when)
        vet(document, ruleset, self.library, self.known_rules(ruleset), self.budget)
        written = _plain(check(document, Config))
        return self._own(document, written, ruleset, when)

    def known_rules(self, ruleset: RuleSet) -> list[str]:
        """The ids of rules that a config can change, those in force first."""
        laid = [change.base.id for layer in ruleset.layers for change in layer.changes]
        return list(dict.fromkeys([*(rule.id for rule in ruleset.rules), *laid, *self.library.names("catalog")]))

    def _extended(
        self, document: Document, path: Trail, entry: Any, ruleset: RuleSet, when: tuple[Condition, ...]
    ) -> RuleSet:
        """One entry of ``extends`` laid on. What is wrong with it is noted."""
        text, conditions = (entry.get("pack"), entry.get("when")) if isinstance(entry, dict) else (entry, None)
        path = (*path, "pack") if isinstance(entry, dict) else path
        if not isinstance(text, str) or not text or not is_whole(text):
            return ruleset  # the schema says what is wrong
        place = document.places[path]
        if text == BEFORE:  # what lies below anyway
            if path not in (("extends",), ("extends", 0)):
                hint = "write it first, and without `when`"
                document.note(path, place, "`...` stands for what the file would stand on without `extends`", hint)
            return ruleset
        try:
            reference = parse(text, self.library.names("packs"), self.trail[-1] if self.trail else self.within)
        except BadReference as error:
            document.note(path, place, *error.sentence)
            return ruleset
        if conditions is not None:
            if when:
                hint = "name it in the config itself, with the `when` that it needs"
                document.note(path, place, "a pack under `when` cannot put another under a `when` of its own", hint)
                return ruleset
            when = _checked_conditions(conditions)
        if reference.pack:
            return _laid(ruleset, replace(self.library.pack(reference.pack), when=when))
        if problem := self._refused(reference):
            document.note(path, place, *problem)
            return ruleset
        return self._file(document, path, reference, ruleset, when)

    def _refused(self, reference: Reference) -> Sentence | None:
        if reference in self.trail:
            way = " → ".join(str(each) for each in [*self.trail[self.trail.index(reference) :], reference])
            return f"{quoted(reference)} extends itself ({way[:200]})", "remove one of these entries"
        if len(self.trail) >= DEPTH:
            return f"{quoted(reference)} is more than {DEPTH} files away", "extend it from nearer"
        self.files += 1
        return (f"more than {FILES} files are named", "put them into fewer") if self.files > FILES else None

    def _file(
        self, document: Document, path: Trail, reference: Reference, ruleset: RuleSet, when: tuple[Condition, ...]
    ) -> RuleSet:
        fetched = self.fetch(reference)
        if fetched.text is None:
            what, hint = fetched.problem
            document.note(path, document.places[path], f"{quoted(reference)} cannot be used, {what}", hint)
            return ruleset
        self.trail.append(reference)
        try:
            inner = read(fetched.text, fetched.name)
            if when and (
                idle := [key for key in inner.data or () if key not in ("version", "extends", "rules", "cues")]
            ):
                message = f"{quoted(idle[0])} in {quoted(reference)} cannot depend on a pull request"
                document.note(path, document.places[path], message, "name it without `when`, or take that out of it")
                return ruleset
            return self.laid(inner, ruleset, when) if inner.data is not None or inner.problems else ruleset
        except ConfigError as error:
            document.problems.extend(error.problems)
            document.spoiled.add(path)
            return ruleset
        finally:
            self.trail.pop()

    def _own(
        self, document: Document, written: Mapping[str, Any], ruleset: RuleSet, when: tuple[Condition, ...]
    ) -> RuleSet:
        """What a document says itself, laid over what it extends."""
        rules = written.get("rules", {})
        changes = tuple(Change(self._base(rule_id, given, ruleset), _fields(given)) for rule_id, given in rules.items())
        ruleset = _laid(ruleset, Layer(document.file, changes, when), _origins(document, written))
        given = {name: written[name] for name in _SETTINGS if name in written}
        if "skip" in given:
            given["skip"] = (*ruleset.skip, *map(_condition, given["skip"]))
        if given.get("override_label", "").casefold() == "off":
            given["override_label"] = ""
        if "exempt" in written:
            before = tuple(each.name for each in ruleset.kinds if not each.asks)
            exempt = extended(tuple(written["exempt"]), before)
            given["kinds"] = tuple(replace(each, asks=each.name not in exempt) for each in ruleset.kinds)
        if "messages" in written:
            given["messages"] = {**ruleset.messages, **written["messages"]}
        return replace(ruleset, **given, cues=cues_of(written, ruleset.cues, self.library))

    def _base(self, rule_id: str, given: Mapping[str, Any], ruleset: RuleSet) -> Rule:
        """The rule of the catalog that bears the id, or a new one; one that is asked at times only stays off else."""
        laid = [(one.when, each.base) for one in ruleset.layers for each in one.changes if each.base.id == rule_id]
        at_times = laid and all(when for when, _ in laid) and all(rule.id != rule_id for rule in ruleset.rules)
        if at_times and "severity" not in given and "question" not in given:
            return replace(laid[0][1], severity=Severity.OFF)
        if rule_id in self.library.names("catalog"):
            return self.library.rule(rule_id)
        title, question = given.get("title") or rule_id.replace("-", " ").capitalize(), given.get("question", "")
        # in small letters: it is found, and a comment asks for the title
        asked = "" if is_phrase(question) else as_heading(question).lower()
        return Rule(rule_id, title, question, Severity.ERROR, tuple(filter(None, (as_heading(title), asked))), ())


def _leaves_base(data: Any) -> bool:
    """Whether a file says itself what it stands on: by an ``extends`` that does not begin with ``...``."""
    named = data.get("extends") if isinstance(data, dict) else None
    return named is not None and (named[:1] if isinstance(named, list) else [named]) != [BEFORE]


def _entries(named: Any) -> list[tuple[Trail, Any]]:
    if isinstance(named, list):
        return [(("extends", index), entry) for index, entry in enumerate(named)]
    return [] if named is None else [(("extends",), named)]


def _plain(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(exclude_unset=True, exclude={"version", "extends"})


def _laid(ruleset: RuleSet, layer: Layer, origins: Mapping[str, str] | None = None) -> RuleSet:
    new = packs.origins_of(layer) if origins is None else origins
    # what depends on a pull request is not where the value for all of them comes from
    found = {**new, **ruleset.origins} if layer.when else {**ruleset.origins, **new}
    if layer.when or ruleset.layers:
        return replace(ruleset, layers=(*ruleset.layers, layer), origins=found)
    return replace(ruleset, rules=laid_over(ruleset.rules, layer), origins=found)


def _checked_conditions(given: Any) -> tuple[Condition, ...]:
    """The conditions of an entry of ``extends``; none where they are wrong, which the schema says later."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return tuple(_condition(each.model_dump(exclude_unset=True)) for each in _conditions().validate_python(given))
    except ValidationError:
        return ()


@cache
def _conditions() -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415

    from whylint.schema_parts import Conditions  # noqa: PLC0415

    return TypeAdapter(Conditions)


def _condition(given: Mapping[str, Any]) -> Condition:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Condition(**values)


def _fields(given: Mapping[str, Any]) -> dict[str, object]:
    """What is written about a rule, as values of the model."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if name in ("when", "unless"):
            found[name] = tuple(map(_condition, value))
        elif name == "aside":
            found[name] = tuple(tuple(way.split(" + ")) for way in value)
        elif name == "headings":
            found[name] = tuple(map(as_heading, value))
        elif name in ("requires", "loosely", "strengthens"):
            found[name] = tuple(Criterion.of(each, ways) for each, ways in value.items())
        else:
            found[name] = tuple(value) if isinstance(value, list) else value
    return found


def cues_of(written: Mapping[str, Any], cues: Mapping[str, Cue], library: packs.Library) -> Mapping[str, Cue]:
    """Cues with a config's own, and with a team's own words in those that they belong to."""
    found = dict(cues)
    for name, given in written.get("cues", {}).items():
        before = found.get(name, Cue(name))
        words, patterns = taught(given, before)
        found[name] = Cue(name, words, patterns, given.get("case_sensitive", before.case_sensitive))
    own = library.own_words() if any(key in written for key in OWN_WORDS) else {}
    for key, (cue, phrase) in own.items():
        more = tuple(phrase.replace("{word}", each) for each in written.get(key, ()))
        found[cue] = replace(found[cue], words=extended((BEFORE, *more), found[cue].words))
    if found == dict(cues):
        return cues
    from whylint.marking import grown  # noqa: PLC0415 (only where cues are new)

    return grown(cues, found)


def _origins(document: Document, written: Mapping[str, Any]) -> dict[str, str]:
    """Where each value comes from: the file and the line, by key."""

    def line(*path: str) -> str:
        place = document.keys.get(path) or document.keys.get(path[:-1], (1, 1))
        return f"{document.file}:{place[0]}"

    found = {name.replace("_", "-"): line(name.replace("_", "-")) for name in written if name != "rules"}
    found |= {f"cues.{name}": line("cues", name) for name in written.get("cues", {})}
    for rule_id, given in written.get("rules", {}).items():
        found |= {f"rules.{rule_id}.{name}": line("rules", rule_id, name.replace("_", "-")) for name in given}
    return found
