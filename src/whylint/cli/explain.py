"""``whylint explain RULE``: the manual page of a rule."""

from __future__ import annotations

import difflib
from dataclasses import replace

import click

from whylint.cli.around import at_most, config_option, exit_codes, is_colored, origin, rules_here, stop, width
from whylint.entry import DEFAULT_CONFIG, USAGE
from whylint.packs import catalog
from whylint.render import manual, safe
from whylint.render.words import say
from whylint.spoken import worded


def _completed(_context: click.Context, _argument: click.Parameter, start: str) -> list[str]:
    """The rules that a shell may complete what was typed to."""
    return [rule_id for rule_id in catalog() if rule_id.startswith(start)]


@click.command(short_help="Show the manual page of a rule.", epilog=exit_codes())
@click.argument("rule_id", metavar="RULE", shell_complete=_completed)
@config_option
def explain(rule_id: str, config_file: str | None) -> None:
    """Show what a rule asks: where it looks, what counts, what does not, and how to change it.

    \b
    whylint explain success-metric
    """
    ruleset = rules_here(config_file)
    known = {**catalog(), **{rule.id: rule for rule in at_most(ruleset)}}
    if rule_id not in known:
        near = difflib.get_close_matches(rule_id.lower()[:60], known, n=1)
        key, known_ids = "manual.unknown-guess" if near else "manual.unknown", ", ".join(known)
        wrong = safe.line(rule_id, 60)
        stop(USAGE, say(worded(ruleset).messages, key, rule=wrong, guess="".join(near), known=known_ids))
    in_force = any(rule.id == rule_id for rule in at_most(ruleset))
    told = worded(replace(ruleset, rules=(known[rule_id],)))  # a comment in that language names it
    page = manual.terminal(
        told.rules[0],
        told,
        origin=origin(ruleset, rule_id) if in_force else "",
        config=DEFAULT_CONFIG,
        width=width(),
        color=is_colored(),
    )
    click.echo(page)
