"""Instructions for coding agents, from the same rules: a section for AGENTS.md."""

from __future__ import annotations

from whylint.conditions import told
from whylint.heading import to_write
from whylint.model import LookIn, Rule, RuleSet, WaiverMode
from whylint.render import safe
from whylint.render.words import hint, say, waiver


def agents(ruleset: RuleSet) -> str:
    """A brief section of Markdown that says what a description has to answer and how to check it."""
    messages = ruleset.messages
    lines = [f"## {say(messages, 'agents.title')}", "", say(messages, "agents.opening"), ""]
    for rule in ruleset.rules:
        lines += _question(rule, ruleset)
    lines += ["", say(messages, "agents.facts")]
    if ruleset.rules and ruleset.waivers is not WaiverMode.NEVER:
        lines[-1] += " " + say(messages, "agents.waive", phrase=safe.code(waiver(ruleset.rules[0], messages)))
    return "\n".join([*lines, "", say(messages, "agents.check")]) + "\n"


def _question(rule: Rule, ruleset: RuleSet) -> list[str]:
    messages = ruleset.messages
    title = safe.prose(to_write(rule.title, rule.headings), 80)
    remarks = [say(messages, f"severity.{rule.severity}")]
    remarks += [say(messages, "agents.title-only")] if rule.look_in is LookIn.TITLE else []
    remarks += [say(messages, "skip.when", when=safe.prose(told(rule.when, messages)))] if rule.when else []
    lines = [f"- **{title}** ({'; '.join(remarks)}): {safe.prose(hint(rule, ruleset))}"]
    good, bad = next(iter(rule.examples.show.values()), "") or next(iter(rule.examples.met), ""), rule.examples.weak
    if good:
        lines.append(f"  {say(messages, 'agents.good', text=safe.prose(good))}")
    if bad:
        lines.append(f"  {say(messages, 'agents.bad', text=safe.prose(bad[0]))}")
    return lines
