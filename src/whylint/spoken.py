"""The rule set as it is in the languages of a description: more headings, more ways to answer, and the words to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from whylint.content import Content, spelled
from whylint.description import Description
from whylint.frozen import frozen
from whylint.languages import ENGLISH, UNKNOWN, Language, Languages, RuleWords, Sign
from whylint.layers import as_heading
from whylint.model import Criterion, Examples, Rule, RuleSet
from whylint.text import clean, is_unspaced
from whylint.tongue import spoken

AUTO = "auto"
_AS_SHIPPED = (ENGLISH, AUTO, UNKNOWN)
"""Codes of no language into which anything is put."""
_EXAMPLE = "feature"
_FEW = 3
"""A description of fewer sentences may hold no word that tells its language."""
_NAMES = ("ignore", "waiver")
"""Lists of a rule that name cues, one at a time."""


@frozen
class Heard:
    """What a description is read in: its ``main`` language by code, and those ``met`` in it beside English.

    ``unread`` is whether the main one is none that is read here; ``answer_in`` is the code of the one for the report.
    ``has_words`` is whether some sentence is in the main one, and not its headings alone.
    """

    main: str
    met: tuple[Language, ...]
    unread: bool
    answer_in: str
    has_words: bool

    @property
    def unreviewed(self) -> bool:
        """Whether it is worded in a language that no native speaker has been over yet."""
        return self.has_words and any(each.code == self.main and not each.reviewed for each in self.met)


def heard(content: Content, templates: Iterable[Description], ruleset: RuleSet, title: str = "") -> Heard:
    """The languages of a description, by its own words and headings; ``language`` of the rule set fixes them.

    A title counts by its script, since names are much the same in all of Latin script; there it only has a language
    looked for, where little else is said. A description without words is answered in the language of the repository's
    templates, else of its headings.
    """
    fixed, known = ruleset.language, ruleset.languages
    own = [content.text[each.start : each.end] for each in content.sentences]
    strange = "".join(each for each in clean(title) if is_unspaced(each)) if own else ""
    found = spoken([*own, *_headings(content.description), strange], known.signs)
    said = [content.text[each.start : each.end] for each in content.sentences if _is_said(content, each.block)]
    if said and len(said) < len(own):  # a quote or a log in another language is not what the author speaks
        found = replace(found, main=spoken([*said, *_headings(content.description), strange], known.signs).main)
    has_words = found.main == ENGLISH or spoken([*said, strange], known.signs).main == found.main
    if fixed != AUTO:
        fixed_on = () if fixed == ENGLISH else (known.load(fixed),)
        return Heard(found.main, fixed_on, found.main not in (ENGLISH, fixed), fixed, has_words)
    met = tuple(map(known.load, _with_title(found.met, own, title, known.signs)))
    unread = found.main not in (ENGLISH, *found.met)
    answer_in = ENGLISH if unread else found.main
    if not own:
        told = spoken((text for each in templates for text in (*_headings(each), *_texts(each))), known.signs)
        answer_in = told.main if told.main in told.met else answer_in
    return Heard(found.main, met, unread, answer_in, has_words)


def _is_said(content: Content, at: int) -> bool:
    block = content.blocks[at]
    return not block.quoted and block.form != "code"


def _with_title(met: tuple[str, ...], own: list[str], title: str, signs: tuple[Sign, ...]) -> tuple[str, ...]:
    if met or len(own) >= _FEW:
        return met
    return spoken(["".join(" " if is_unspaced(each) else each for each in clean(title))], signs).met


def in_one_spelling(content: Content, met: tuple[Language, ...], signs: tuple[Sign, ...]) -> Content:
    """The content with each letter of a language that is met as cues have it.

    Not so where a language is met as well that borrows these letters: to that one, others are not the same.
    """
    codes = {each.code for each in met}
    lent = {sign.borrows for sign in signs if sign.code in codes}
    for language in met:
        if language.code not in lent:
            content = spelled(content, language.same_letters)
    return content


def _headings(description: Description) -> list[str]:
    return [section.title for section in description.sections if section.key]


def _texts(description: Description) -> list[str]:
    return [block.text for block in description.blocks]


def as_written(ruleset: RuleSet, description: Description) -> RuleSet:
    """The rule set in the languages of a text, such as a template, whose headings then count."""
    known = ruleset.languages
    found = spoken((*_headings(description), *_texts(description)), known.signs)
    main = found.main if ruleset.language == AUTO and found.main in found.met else ruleset.language
    rules = rules_in(ruleset.rules, known, main, map(known.load, found.met))
    return replace(ruleset, messages=messages_in(ruleset, main), rules=rules)


def worded(ruleset: RuleSet, code: str = "") -> RuleSet:
    """The rule set with titles, questions, examples and messages in one language. What a config says is kept.

    Without a ``code``, it is the language that the config names.
    """
    code = code or ruleset.language
    rules = rules_in(ruleset.rules, ruleset.languages, code)
    return replace(ruleset, messages=messages_in(ruleset, code), rules=rules)


def messages_in(ruleset: RuleSet, code: str) -> Mapping[str, str]:
    """The messages of a rule set in one language. What a config says is kept."""
    if code in _AS_SHIPPED:
        return ruleset.messages
    languages = ruleset.languages
    return _in_place(ruleset.messages, languages.in_english.messages, languages.load(code).messages)


def rules_in(
    rules: tuple[Rule, ...], languages: Languages, asking: str, answering: Iterable[Language] = ()
) -> tuple[Rule, ...]:
    """Rules as they are asked in one language, by its code, and answered in those of a description."""
    met = tuple(answering)
    if asking in _AS_SHIPPED and not met:
        return rules
    shipped = languages.in_english.rules
    rules = tuple(answered_in(rule, shipped.get(rule.id), met) for rule in rules)
    if asking in _AS_SHIPPED:
        return rules
    return tuple(asked_in(rule, shipped.get(rule.id), languages.load(asking)) for rule in rules)


def asked_in(rule: Rule, shipped: Rule | None, language: Language) -> Rule:
    """One rule with its texts in a language, where they are still those that are shipped in English."""
    words = language.rules.get(rule.id)
    if not words or not shipped:
        return rule
    given: dict[str, Any] = {"messages": _in_place(rule.messages, shipped.messages, words.messages)}
    for name in ("title", "question"):
        if getattr(rule, name) == getattr(shipped, name):
            given[name] = getattr(words, name)
    if "title" in given and set(shipped.headings) <= set(rule.headings):
        given["headings"] = tuple(dict.fromkeys((*rule.headings, words.title)))  # to be written, it has to be read
    if rule.examples == shipped.examples:
        given["examples"] = Examples({_EXAMPLE: words.example}, (words.example,))
    return replace(rule, **given)


def answered_in(rule: Rule, shipped: Rule | None, languages: Iterable[Language]) -> Rule:
    """One rule that is answered in further languages, too: where it still has all that is shipped in English."""
    for language in languages:
        words = language.rules.get(rule.id)
        if words and shipped:
            rule = _answered_in(rule, shipped, words)
    return rule


def _answered_in(rule: Rule, shipped: Rule, words: RuleWords) -> Rule:
    given: dict[str, Any] = {}
    if set(shipped.headings) <= set(rule.headings):
        asked = (words.title.lower(), as_heading(words.question).lower())  # in small letters, as no config spells them
        given["headings"] = tuple(dict.fromkeys((*rule.headings, *asked, *words.headings)))
    for name, ways in words.ways.items():
        given[name] = _widened(getattr(rule, name), getattr(shipped, name), ways, plain=name in _NAMES)
    return replace(rule, **given)


def _widened(value: Any, shipped: Any, ways: Mapping[str, tuple[str, ...]], *, plain: bool) -> Any:
    """A list of a rule with a language's ways: criteria by their names, alternatives, or plain names of cues."""
    if "" not in ways:
        before = {each.name: each for each in shipped}
        return tuple(_more(each, before.get(each.name), ways.get(each.name, ())) for each in value)
    if not set(shipped) <= set(value):
        return value
    more = ways[""] if plain else Criterion.of("", ways[""]).alternatives
    return tuple(dict.fromkeys((*value, *more)))


def _more(criterion: Criterion, shipped: Criterion | None, ways: tuple[str, ...]) -> Criterion:
    if not shipped or not ways or not set(shipped.alternatives) <= set(criterion.alternatives):
        return criterion
    more = Criterion.of(criterion.name, ways)
    return Criterion(
        criterion.name,
        tuple(dict.fromkeys((*criterion.alternatives, *more.alternatives))),
        tuple(dict.fromkeys((*criterion.nearby, *more.nearby))),
    )


def _in_place(now: Mapping[str, str], shipped: Mapping[str, str], words: Mapping[str, str]) -> Mapping[str, str]:
    """Texts in a language for those that are still as shipped; the others stay as somebody wrote them."""
    return {key: words.get(key, text) if text == shipped.get(key) else text for key, text in now.items()}
