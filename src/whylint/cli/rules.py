"""``whylint rules``: the rules in force, those that could be, and what came of their examples."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace

import click

from whylint.cli.around import at_most, config_option, exit_codes, origin, rules_here, stop, width
from whylint.conditions import told
from whylint.entry import FALLS_SHORT, OK, USAGE
from whylint.examples import trials
from whylint.layers import laid_over
from whylint.model import Rule, RuleSet
from whylint.packs import catalog, packs
from whylint.render import rules as render
from whylint.render import safe
from whylint.render.terminal import wrap
from whylint.render.words import say, say_count
from whylint.spoken import worded


@click.command(
    short_help="List the rules in force, or test their examples.",
    epilog=exit_codes("0 all is well, 1 an example is judged otherwise than its rule says (--test)"),
)
@click.option("--all", "everything", is_flag=True, help="List every rule that whylint knows, and which packs have it.")
@click.option("--test", is_flag=True, help="Judge the examples of the rules in force, those of your own rules as well.")
@click.option("--verbose", is_flag=True, help="With --test: show the examples that are judged as they should, too.")
@config_option
def rules(config_file: str | None, *, everything: bool, test: bool, verbose: bool) -> None:
    """List the rules in force here.

    \b
    whylint rules
    whylint rules --all
    whylint rules --test --config .github/whylint.yml
    """
    if (everything and test) or (verbose and not test):
        stop(USAGE, "--all goes without --test, and --verbose with it: whylint rules --test --verbose")
    ruleset = rules_here(config_file)
    if test:
        sys.exit(_test(ruleset, every=verbose))
    ruleset = worded(ruleset)
    messages = ruleset.messages
    if everything:
        rows = _known(ruleset)
        click.echo(say_count(messages, "rules.known", len(rows)) + "\n")
        click.echo(render.listing(rows, ruleset, last="", width=width()))
        return
    rows = [_row(rule, ruleset, origin(ruleset, rule.id)) for rule in ruleset.rules]
    click.echo(say_count(messages, "rules.count", len(rows)) + "\n")
    click.echo(render.listing(rows, ruleset, last="rules.origin", width=width()))
    for layer in ruleset.layers:
        changed = {rule.id: rule for rule in _worded(laid_over(ruleset.rules, layer), ruleset)}
        rows = [_row(changed[each.base.id], ruleset, layer.origin) for each in layer.changes]
        where = say(messages, "rules.where", when=told(layer.when, messages), origin=layer.origin)
        click.echo("\n" + "\n".join(wrap(safe.line(where), width())) + "\n")
        click.echo(render.listing(rows, ruleset, last="rules.origin", width=width()))
    click.echo("\n" + "\n".join(wrap(say(messages, "rules.more"), width())))


def _worded(rules: Iterable[Rule], ruleset: RuleSet) -> tuple[Rule, ...]:
    """Rules in the language that is spoken here."""
    return worded(replace(ruleset, rules=tuple(rules))).rules


def _row(rule: Rule, ruleset: RuleSet, where: str) -> render.Row:
    messages = ruleset.messages
    notes = [say(messages, "skip.when", when=told(rule.when, messages))] if rule.when else []
    notes += [say(messages, "skip.unless", when=told(rule.unless, messages))] if rule.unless else []
    return render.Row(rule.id, say(messages, f"severity.{rule.severity}"), rule.question, where, "; ".join(notes))


def _known(ruleset: RuleSet) -> list[render.Row]:
    """The rules in force, then those of the catalog that are not."""
    messages = ruleset.messages
    in_force = {rule.id: rule for rule in ruleset.rules}
    rows = []
    for rule_id, rule in {**{each.id: each for each in _worded(catalog().values(), ruleset)}, **in_force}.items():
        severity = say(messages, f"severity.{rule.severity}" if rule_id in in_force else "rules.idle")
        names = ", ".join(name for name, asked in packs().items() if rule_id in asked) or say(messages, "rules.idle")
        rows.append(render.Row(rule_id, severity, rule.question, note=say(messages, "rules.packs", packs=names)))
    return rows


def _test(ruleset: RuleSet, *, every: bool) -> int:
    ruleset = replace(ruleset, rules=at_most(ruleset))
    found = list(trials(ruleset))
    for line in render.tried(found, worded(ruleset), every=every, width=width()):
        click.echo(line)
    return OK if all(each.fits for each in found) else FALLS_SHORT
