"""A pull-request template from the rules in force, and where a template and the rules have drifted apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whylint.description import Section
from whylint.frozen import frozen
from whylint.heading import answers, to_write
from whylint.markdown import parse
from whylint.model import LookIn, Rule, RuleSet, WaiverMode
from whylint.passage import asked_under
from whylint.render import safe
from whylint.render.words import hint, say

_LONGEST_HINT = 300


@frozen
class Drift:
    """What a template lacks: rules without a heading in it; and what it asks for nothing: heading, line, rule."""

    lacks: tuple[Rule, ...]
    idle: tuple[tuple[str, int, Rule], ...]


def template(ruleset: RuleSet) -> str:
    """The text of a template: a heading for each rule, with its hint in a comment that is no answer."""
    never = ruleset.waivers is WaiverMode.NEVER
    opening = _comment(say(ruleset.messages, "template.opening" if never else "template.opening-waive"))
    own = [parse(text) for text in ruleset.templates]
    sections = (
        section(rule, ruleset, heading=asked_under(rule, own, ruleset.languages.joints).strip("#* "))
        for rule in headed(ruleset)
    )
    return "\n\n".join([opening, *sections]) + "\n"


def headed(ruleset: RuleSet) -> list[Rule]:
    """The rules that a template has a heading for: asked of every pull request, and not of its title alone."""
    return [rule for rule in ruleset.rules if not rule.when and rule.look_in is not LookIn.TITLE]


def section(rule: Rule, ruleset: RuleSet, level: int = 2, heading: str = "") -> str:
    """A rule's part of a template, without a last line end; ``heading`` instead of the rule's own."""
    title = safe.line(heading or to_write(rule.title, rule.headings))
    return f"{'#' * level} {title}\n\n{_comment(hint(rule, ruleset))}"


def _comment(text: str) -> str:
    """A text as an HTML comment, which nothing in it can end."""
    return f"<!-- {safe.line(text, _LONGEST_HINT).replace('--', '-').replace('>', '')} -->"


def drift(text: str, ruleset: RuleSet, known: Mapping[str, Rule]) -> Drift:
    """How a template differs from the rules in force; ``known`` are all rules there are, to name idle headings."""
    description = parse(text)
    sections, joints = description.sections[1:], ruleset.languages.joints
    lacks = tuple(rule for rule in headed(ruleset) if not any(_asks(each, rule, joints) for each in sections))
    in_force = {rule.id for rule in ruleset.rules}
    idle = []
    for each in sections:
        if any(_asks(each, rule, joints) for rule in ruleset.rules):
            continue
        found = next((rule for rule in known.values() if rule.id not in in_force and _asks(each, rule, joints)), None)
        if found:
            idle.append((each.title, description.place(each.start, each.start).line, found))
    return Drift(lacks, tuple(idle))


def _asks(heading: Section, rule: Rule, joints: frozenset[str]) -> bool:
    return answers(heading.key, heading.title, rule.headings, joints)


def extended(text: str, ruleset: RuleSet) -> str:
    """A template with headings for the rules that it lacks: before a checklist that ends it, else at its end."""
    description = parse(text)
    level = _level(description.sections[1:], ruleset)
    added = "\n\n".join(section(rule, ruleset, level) for rule in drift(text, ruleset, {}).lacks)
    source = description.source
    last = source.rfind("\n", 0, description.sections[-1].start) + 1
    at = last if len(description.sections) > 1 and _is_checklist(source[last:]) else len(source)
    before, after = source[:at].rstrip(), source[at:].rstrip()
    whole = "\n\n".join(part for part in (before, added, after) if part) + "\n"
    return whole.replace("\n", "\r\n") if "\r\n" in text else whole


def _level(sections: Sequence[Section], ruleset: RuleSet) -> int:
    """The level of the first heading that asks what a rule asks, else of the first one, else 2."""
    headings = [each for each in sections if each.how == "heading"]
    asking = [each for each in headings if any(_asks(each, rule, ruleset.languages.joints) for rule in ruleset.rules)]
    return next((each.level for each in (*asking, *headings)), 2)


def _is_checklist(section_text: str) -> bool:
    """Whether what stands below a heading is nothing but boxes."""
    lines = [line.strip() for line in section_text.split("\n")[1:] if line.strip()]
    return bool(lines) and all(line.startswith(("- [", "* [", "+ [", "<!--")) for line in lines)
