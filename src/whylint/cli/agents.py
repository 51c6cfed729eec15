"""``whylint agents``: instructions for coding agents."""

from __future__ import annotations

import click

from whylint.cli.around import config_option, exit_codes, rules_here
from whylint.render.agents import agents as rendered
from whylint.spoken import worded


@click.command(short_help="Print a section for AGENTS.md.", epilog=exit_codes())
@config_option
def agents(config_file: str | None) -> None:
    """Print a section for AGENTS.md: what a description has to answer here, and how to check it.

    \b
    whylint agents >> AGENTS.md
    """
    ruleset = rules_here(config_file)
    click.echo(rendered(worded(ruleset)), nl=False)
