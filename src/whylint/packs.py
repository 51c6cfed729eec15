"""Our own rules, read from ``rules/`` into the frozen words of ``model``.

This stands on the way of every start, so it is plain: the files are ours, the tests validate them, and nothing is
checked again here. Text written by others never comes this way; it goes through ``config``.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whylint.frozen import frozen
from whylint.kept import read, read_cues
from whylint.languages import ENGLISH, Asked, English, Language, Languages, Learnt, RuleWords, Scale, Sign, Stops
from whylint.layers import laid_over
from whylint.model import Change, Criterion, Examples, Kind, Layer, Noise, Rule, RuleSet, Severity
from whylint.text import clean


def rules_folder() -> Path:
    """The folder with the shipped rules: inside the package where whylint is installed, else beside ``src``.

    Raises FileNotFoundError for an installation without its rules.
    """
    here = Path(__file__).resolve()
    for folder in (here.parent / "rules", here.parents[2] / "rules"):
        if (folder / "kinds.yml").is_file():
            return folder
    raise FileNotFoundError(f"the rules that belong to whylint are missing beside {here.parent}: install it again")


DEFAULT_PACK = "product"


@functools.cache
def shipped(pack: str = DEFAULT_PACK) -> RuleSet:
    """The rule set of a shipped pack, whose name is of our own choosing; an unknown one raises FileNotFoundError."""
    return read_folder(rules_folder(), pack)


def read_folder(folder: Path, pack: str = DEFAULT_PACK) -> RuleSet:
    """The rule set in a folder of the shape of ``rules/``: a pack, rules of the catalog, cues, messages, kinds, noise.

    Raises OSError, yaml.YAMLError, KeyError or ValueError where a file is missing or not of that shape.
    """
    library = Library(folder)
    layer, bare = library.pack(pack), library.bare()
    return replace(bare, rules=laid_over((), layer), origins=origins_of(layer))


def origins_of(layer: Layer) -> dict[str, str]:
    """Where the values of a layer come from, by key."""
    return {f"rules.{change.base.id}.{name}": layer.origin for change in layer.changes for name in change.fields}


@frozen
class Library:
    """What lies in a folder of the shape of ``rules/`` to choose from; a file is read when it is asked for.

    Raises OSError, yaml.YAMLError, KeyError or ValueError where a file is missing or not of that shape.
    """

    folder: Path

    def names(self, shelf: str) -> list[str]:
        """The names on one shelf: ``packs``, ``catalog`` or ``cues`` (of which the files are languages)."""
        return sorted(path.stem for path in (self.folder / shelf).glob("*.yml"))

    def rule(self, rule_id: str) -> Rule:
        """A rule of the catalog, as an error."""
        return read_rule(self.folder, rule_id, Severity.ERROR)

    def pack(self, name: str) -> Layer:
        """A pack: rules of the catalog with their severities."""
        asked = read(self.folder, f"packs/{name}")["rules"]
        changes = (Change(self.rule(rule_id), {"severity": Severity(each)}) for rule_id, each in asked.items())
        return Layer(f"pack {name}", tuple(changes))

    def bare(self) -> RuleSet:
        """All that a rule set needs but rules."""
        kinds = read(self.folder, "kinds")["kinds"]
        noise = read(self.folder, "noise")
        return RuleSet(
            rules=(),
            cues=read_cues(self.folder, ENGLISH),
            messages=self.messages,
            kinds=tuple(_kind(name, data) for name, data in kinds.items()),
            noise=Noise(**_lists(noise, "headings", "labels", "lines", "comments")),
            languages=self.languages,
        )

    @property
    def messages(self) -> Mapping[str, str]:
        """The words of the comment and of the terminal, in English."""
        return MappingProxyType(read(self.folder, f"messages/{ENGLISH}"))

    def learnt(self) -> Learnt:
        """What was learnt about the words of English."""
        data = read(self.folder, f"leaning/{ENGLISH}")
        return Learnt({rule: Scale(**each) for rule, each in data["scales"].items()}, data["terms"])

    def network(self) -> Asked:
        """What was taught to read English as a whole. It takes longer to load than all else: only when it is asked."""
        # One thread: several would wait for each other, and for other processes, longer than they compute.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        import numpy as np  # noqa: PLC0415

        from whylint.network import Network  # noqa: PLC0415

        # Mapped, not read: most pieces of words do not occur in one description.
        taught = np.load(self.folder / "network" / f"{ENGLISH}.npy", mmap_mode="r").view(np.ndarray)
        return Network({name: taught[name] for name in taught.dtype.names}).leaning

    @property
    def languages(self) -> Languages:
        """All languages that are known."""
        signs = read(self.folder, "languages").items()
        return Languages(
            tuple(_sign(code, data) for code, data in signs),
            frozenset(clean(each) for _, data in signs for each in data.get("joints", ())),
            _stops(signs),
            load=functools.cache(self.language),
            learnt=functools.cache(self.learnt),
            network=functools.cache(self.network),
            shipped=lambda: English(self.messages, {each: self.rule(each) for each in self.names("catalog")}),
        )

    def language(self, code: str) -> Language:
        """A language that is read beside English: its cues, and its words for rules and messages."""
        data = read(self.folder, f"cues/{code}")
        return Language(
            code,
            reviewed=data["reviewed"],
            cues=read_cues(self.folder, code),
            rules={each: _rule_words(said) for each, said in data["rules"].items()},
            messages=MappingProxyType(read(self.folder, f"messages/{code}")),
            same_letters={ord(pair[0]): pair[1] for pair in data.get("same-letters", "").split()},
        )

    def own_words(self) -> Mapping[str, tuple[str, str]]:
        """By the key of a config (``personas``): the cue that its words join, and the phrase that each becomes."""
        return {key: (data["cue"], data["phrase"]) for key, data in read(self.folder, "own-words").items()}


@functools.cache
def library() -> Library:
    """What is shipped."""
    return Library(rules_folder())


@functools.cache
def read_rule(folder: Path, rule_id: str, severity: Severity) -> Rule:
    """One rule of the catalog in a folder of the shape of ``rules/``. Raises OSError where it has no such rule."""
    return rule_from(rule_id, read(folder, f"catalog/{rule_id}"), severity)


@functools.cache
def catalog() -> Mapping[str, Rule]:
    """Every shipped rule by its id, whether a pack has it or not; the severity is that of the first pack that does."""
    found: dict[str, Severity] = {}
    for asked in packs().values():
        found |= {each: severity for each, severity in asked.items() if each not in found}
    ordered = dict.fromkeys([*found, *library().names("catalog")])
    severities = {each: found.get(each, Severity.ERROR) for each in ordered}
    return MappingProxyType({each: read_rule(rules_folder(), each, severities[each]) for each in ordered})


@functools.cache
def packs() -> Mapping[str, Mapping[str, Severity]]:
    """Every shipped pack by its name, with the severities of its rules; the default one first."""
    paths = sorted((rules_folder() / "packs").glob("*.yml"), key=lambda path: (path.stem != DEFAULT_PACK, path.stem))
    return MappingProxyType(
        {
            path.stem: {
                rule: Severity(each) for rule, each in read(rules_folder(), f"packs/{path.stem}")["rules"].items()
            }
            for path in paths
        }
    )


def start_file(name: str) -> str:
    """The text of a file that `whylint init` writes."""
    return (rules_folder() / "start" / name).read_text("utf-8")


def start_data(name: str) -> Any:
    """What a file says that `whylint init` goes by."""
    return read(rules_folder(), f"start/{name.removesuffix('.yml')}")


def rule_from(rule_id: str, data: Mapping[str, Any], severity: Severity = Severity.ERROR) -> Rule:
    """One rule from plain data. Raises KeyError without a title or a question."""
    return Rule(
        id=rule_id,
        title=data["title"],
        question=data["question"],
        severity=severity,
        requires=_criteria(data.get("requires", {}), data.get("answers", ())),
        loosely=_criteria(data.get("loosely", {})),
        strengthens=_criteria(data.get("strengthens", {})),
        aside=Criterion.of("aside", data.get("aside", ())).alternatives,
        near=Criterion.of("near", data.get("near", ())).alternatives,
        quotes=data.get("quotes", False),
        under_others=data.get("under-others", True),
        not_under=tuple(data.get("not-under", ())),
        messages=_texts(data.get("messages", {})),
        examples=_examples(data.get("examples", {})),
        leans=data.get("leans", False),
        headings=tuple(data.get("headings", ())),
        ignore=tuple(data.get("ignore", ())),
        waiver=tuple(data.get("waiver", ())),
        in_code=tuple(data.get("in-code", ())),
    )


def _examples(data: Mapping[str, Any]) -> Examples:
    answers = _lists(data, "met", "weak", "missing").items()
    return Examples(_texts(data.get("show", {})), **{key: tuple(map(str.strip, texts)) for key, texts in answers})


def _sign(code: str, data: Mapping[str, Any]) -> Sign:
    words, letters, borrows = (data.get(each, "") for each in ("words", "letters", "borrows"))
    return Sign(code, data["name"], frozenset(words.split()), letters, borrows, read=data.get("read", True))


def _stops(signs: Iterable[tuple[str, Mapping[str, Any]]]) -> Stops:
    shortened = [clean(each.lower()) for _, data in signs for each in data.get("shortened", ())]
    months = (clean(each) for _, data in signs for each in data.get("months", ()))
    halves = (each.partition(" ")[0] for each in shortened if " " in each)
    return Stops(frozenset(each for each in shortened if " " not in each), frozenset(halves), frozenset(months))


def _rule_words(data: Mapping[str, Any]) -> RuleWords:
    said = {name: data[name].strip() for name in ("title", "question", "example")}
    lists = {name: value for name, value in data.items() if name not in (*said, "headings", "messages")}
    ways = {name: value if isinstance(value, dict) else {"": value} for name, value in lists.items()}
    return RuleWords(tuple(data["headings"]), ways, messages=_texts(data["messages"]), **said)


def _kind(name: str, data: Mapping[str, Any]) -> Kind:
    lists = _lists(data, "authors", "titles", "branches", "bodies", "labels", "paths", "within")
    asks, bare, agree = data.get("asks", True), data.get("bare", False), data.get("agree", False)
    return Kind(name, asks=asks, bare=bare, agree=agree, **lists)


def _lists(data: Mapping[str, Any], *keys: str) -> dict[str, tuple[str, ...]]:
    return {key: tuple(data.get(key, ())) for key in keys}


def _texts(data: Mapping[str, str]) -> Mapping[str, str]:
    """Texts without the line end that a YAML block leaves behind."""
    return MappingProxyType({name: text.strip() for name, text in data.items()})


def _criteria(data: Mapping[str, list[str]], answers: Iterable[str] = ()) -> tuple[Criterion, ...]:
    """``{pain: [pain, need + purpose, felt & told]}`` as criteria; what ``answers`` the whole question meets each."""
    return tuple(Criterion.of(name, (*answers, *ways)) for name, ways in data.items())
