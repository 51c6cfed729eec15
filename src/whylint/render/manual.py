"""A rule's manual page: what it asks, what counts, what does not, how to change it. For a terminal and for the docs.

``parts`` says what is on the page, once; the two renderers only lay it out.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from whylint.frozen import frozen
from whylint.heading import to_write
from whylint.model import Criterion, LookIn, Rule, RuleSet, Verdict, WaiverMode
from whylint.render import safe, words
from whylint.render.terminal import cells, wrap
from whylint.render.words import say

_HEADINGS = 6
_WAYS = 3
_EXAMPLES = 4
_WIDEST_LABEL = 18


@frozen
class Part:
    """A part of the page: items with a label each (or none), and lines that are shown as they are."""

    title: str
    items: tuple[tuple[str, str], ...] = ()
    code: str = ""


def parts(rule: Rule, ruleset: RuleSet, *, config: str, whole: bool = False) -> list[Part]:
    """What is on a rule's page below its question. ``whole``: all examples, and no cues."""
    messages = ruleset.messages
    found = [
        _part(ruleset, "manual.where", [("", _where(rule, ruleset))]),
        _part(ruleset, "manual.counts", _counts(rule, ruleset, whole=whole)),
        _part(ruleset, "manual.not", _not(rule, ruleset, whole=whole)),
        _part(ruleset, "manual.examples", _examples(rule, ruleset, whole=whole)),
        _part(ruleset, "manual.waive", _waive(rule, ruleset)),
        Part(say(messages, "manual.change", config=config), code=_change(rule, ruleset)),
    ]
    return [each for each in found if each.items or each.code]


def _part(ruleset: RuleSet, key: str, items: list[tuple[str, str]]) -> Part:
    return Part(say(ruleset.messages, key), tuple(items))


def _waive(rule: Rule, ruleset: RuleSet) -> list[tuple[str, str]]:
    if ruleset.waivers is WaiverMode.NEVER or rule.look_in is LookIn.TITLE:
        return []
    return [("", words.waive_rule(rule, ruleset.messages, lambda text: f'"{text}"'))]


def _where(rule: Rule, ruleset: RuleSet) -> str:
    messages = ruleset.messages
    if rule.look_in is LookIn.TITLE:
        return say(messages, "manual.where-title")
    headings = list(dict.fromkeys([to_write(rule.title, rule.headings).lower(), *map(str.lower, rule.headings)]))
    shown = headings[:_HEADINGS]
    said = ", ".join(words.quoted(each, messages) for each in shown)
    if len(headings) > len(shown):
        said = say(messages, "list.and", items=said, last=say(messages, "more", count=len(headings) - len(shown)))
    in_body = "manual.where-first" if rule.requires else "manual.where-only"
    return say(messages, in_body if rule.look_in is LookIn.BODY else "manual.where-both", headings=said)


def _counts(rule: Rule, ruleset: RuleSet, *, whole: bool) -> list[tuple[str, str]]:
    messages = ruleset.messages
    items = [("", words.hint(rule, ruleset))] if rule.messages.get("hint") else []
    if not rule.requires:
        items.append(("", say(messages, "manual.any")))
    if rule.minimum_words:
        items.append(("", say(messages, "manual.words", words=rule.minimum_words)))
    for criterion in rule.requires:
        advice = words.quoted(rule.messages.get(criterion.name, ""), messages, 300)
        if whole and advice:
            items.append((criterion.name, say(messages, "manual.without", advice=advice)))
            continue
        key = "manual.needed-else" if advice else "manual.needed"
        items.append((criterion.name, say(messages, key, ways=_ways(criterion, ruleset), advice=advice)))
    if whole and rule.strengthens:
        names = ", ".join(each.name for each in rule.strengthens)
        return [*items, ("", say(messages, "manual.better-with", criteria=names))]
    for criterion in rule.strengthens:
        items.append((criterion.name, say(messages, "manual.better", ways=_ways(criterion, ruleset))))
    return items


def _ways(criterion: Criterion, ruleset: RuleSet) -> str:
    return words.some_ways(criterion, ruleset, _WAYS)


def _not(rule: Rule, ruleset: RuleSet, *, whole: bool) -> list[tuple[str, str]]:
    signs = [(cue, rule.messages[cue]) for cue in rule.ignore if cue in rule.messages]
    said = [(name, text.replace('"{found}"', say(ruleset.messages, "manual.found"))) for name, text in signs]
    if rule.aside and not whole:
        said.append(("", say(ruleset.messages, "manual.aside", ways=_ways(Criterion("aside", rule.aside), ruleset))))
    never = "manual.never" if rule.requires else "manual.never-any"
    return said if rule.look_in is LookIn.TITLE else [*said, ("", say(ruleset.messages, never))]


def _examples(rule: Rule, ruleset: RuleSet, *, whole: bool) -> list[tuple[str, str]]:
    given = rule.examples
    met = list(dict.fromkeys([*given.show.values(), *given.met]))
    shown: list[tuple[str, str]] = []
    for verdict, texts in ((Verdict.MET, met), (Verdict.WEAK, given.weak), (Verdict.MISSING, given.missing)):
        kept = texts if whole else texts[:_EXAMPLES]
        label = say(ruleset.messages, f"verdict.{verdict}").lower()
        shown += [(label, words.quoted(text, ruleset.messages, 600)) for text in kept]
    return shown


def _change(rule: Rule, ruleset: RuleSet) -> str:
    lighter = say(ruleset.messages, "manual.severities")
    change = f"rules:\n  {rule.id}:\n    severity: warning    # {lighter}\n"
    if rule.look_in is LookIn.TITLE:
        return change
    return f"{change}    headings: [..., {say(ruleset.messages, 'manual.heading')}]\n"


def terminal(rule: Rule, ruleset: RuleSet, *, origin: str, config: str, width: int = 80, color: bool = False) -> str:
    """The page as text without a last line end; ``origin`` says where the rule comes from, empty if it is idle."""
    messages = ruleset.messages
    bold = "\x1b[1m{}\x1b[0m" if color else "{}"
    severity = say(messages, f"severity.{rule.severity}")
    standing = say(messages, "manual.origin" if origin else "manual.idle", severity=severity, origin=safe.line(origin))
    title = bold.format(safe.line(rule.title))
    lines = [*wrap(f"{rule.id}: {title} ({standing})", width), ""]
    lines += wrap(safe.line(rule.question), width, 2)
    lines += wrap(safe.line(rule.messages.get("why", "")), width, 2)
    for part in parts(rule, ruleset, config=config):
        lines += ["", bold.format(part.title)]
        column = 4 + max((cells(label) for label, _ in part.items if cells(label) <= _WIDEST_LABEL), default=0)
        last = ""
        for label, text in part.items:
            lines += _item(label, safe.line(text), column, width, shown=label != last)
            last = label
        lines += [f"    {line}" for line in part.code.splitlines()]
    return safe.log("\n".join(lines)) if not color else "\n".join(lines)


def _item(label: str, text: str, column: int, width: int, *, shown: bool) -> list[str]:
    """A label (blank if it stands above already), and the text beside it in a column of its own."""
    lines = wrap(text, width, column if label else 2)
    if not shown or not label:
        return lines
    if cells(label) > _WIDEST_LABEL:
        return [f"  {label}", *lines]
    return [f"  {label}{lines[0][2 + cells(label) :]}", *lines[1:]] if lines else [f"  {label}"]


def markdown(rule: Rule, ruleset: RuleSet, *, packs: str, config: str) -> str:
    """The page as a section of a document, for a rule of our own; ``packs`` names those that have it."""
    asked_by = say(ruleset.messages, "manual.packs" if packs else "manual.packs-none", packs=packs)
    lines = [f"## {rule.id}", "", f"**{rule.question}** {rule.messages.get('why', '')}".rstrip(), "", asked_by]
    for at, part in enumerate(parts(rule, ruleset, config=config, whole=True)):
        lines += ["", f"### {part.title}"]
        for label, items in groupby(part.items, key=itemgetter(0)):
            lines += ["", *_group(label, [safe.prose(text, 4000) for _, text in items])]
        if at == 0:
            summary = say(ruleset.messages, "manual.headings", count=len(rule.headings))
            lines += ["", f"<details><summary>{summary}</summary>", "", ", ".join(rule.headings), "", "</details>"]
        lines += ["", "```yaml", *part.code.splitlines(), "```"] if part.code else []
    return "\n".join(lines) + "\n"


def _group(label: str, texts: list[str]) -> list[str]:
    """What stands under one label: a paragraph without a label, a line with one, a list for several texts."""
    if not label:
        return texts
    if len(texts) == 1:
        return [f"**{label}**: {texts[0]}"]
    return [f"**{label}**", "", *(f"- {text}" for text in texts)]
