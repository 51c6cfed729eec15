"""Instructions for coding agents, from the same rules: a section for AGENTS.md."""

from __future__ import annotations

from whylint.heading import spelled
from whylint.model import Rule, RuleSet
from whylint.render import safe
from whylint.render.words import say, waiver


def agents(ruleset: RuleSet) -> str:
    """A brief section of Markdown that says what a description has to answer and how to check it."""
    messages = ruleset.messages
    lines = [f"## {say(messages, 'agents.title')}", "", say(messages, "agents.opening"), ""]
    for rule in ruleset.rules:
        lines += _question(rule, ruleset)
    if ruleset.rules:
        lines += ["", say(messages, "agents.waive", phrase=safe.code(waiver(ruleset.rules[0], messages)))]
    return "\n".join([*lines, "", say(messages, "agents.check")]) + "\n"


def _question(rule: Rule, ruleset: RuleSet) -> list[str]:
    messages = ruleset.messages
    title = safe.prose(spelled(rule.title, rule.headings), 80)
    severity = say(messages, f"severity.{rule.severity}")
    asked = rule.messages.get("hint") or rule.question
    lines = [f"- **{title}** ({severity}): {safe.prose(asked)}"]
    good, bad = next(iter(rule.examples.show.values()), "") or next(iter(rule.examples.met), ""), rule.examples.weak
    if good:
        lines.append(f"  {say(messages, 'agents.good', text=safe.prose(good))}")
    if bad:
        lines.append(f"  {say(messages, 'agents.bad', text=safe.prose(bad[0]))}")
    return lines
