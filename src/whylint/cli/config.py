"""``whylint config``: the settings in force and where each comes from, or only whether a config can be used."""

from __future__ import annotations

import sys

import click

from whylint.cli.around import (
    FILE,
    at_most,
    config_option,
    exit_codes,
    git_root,
    load_config,
    own_config,
    read_config,
    rules_here,
    stop,
)
from whylint.entry import DEFAULT_CONFIG, OK, USAGE
from whylint.packs import catalog, library, shipped
from whylint.problems import ConfigError
from whylint.render import safe
from whylint.render.settings import settings
from whylint.render.words import say, say_count
from whylint.spoken import worded


@click.command(
    short_help="Show the settings in force, or check a config.",
    epilog=exit_codes("0 all is well"),
)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FILE)
@click.option("--check", "checks", is_flag=True, help="Only say whether each FILE, or the config here, can be used.")
@click.option("--all", "everything", is_flag=True, help="Show what the catalog says of each rule, too.")
@config_option
def config(files: tuple[str, ...], config_file: str | None, *, checks: bool, everything: bool) -> None:
    """Show the settings in force here, each with its origin: file and line, pack, or default.

    \b
    whylint config
    whylint config --check .github/whylint.yml
    """
    if files and not checks:
        stop(USAGE, "files are only read, with --check: whylint config --check FILE")
    if checks and everything:
        stop(USAGE, "--check only says whether a config can be used: leave out --all")
    if checks:
        sys.exit(_check([*files, *([config_file] if config_file else [])]))
    own_words = {key: cue for key, (cue, _) in library().own_words().items()}
    click.echo(settings(rules_here(config_file), shipped(), catalog(), own_words, everything=everything))


def _check(files: list[str]) -> int:
    """Say of every file whether it can be used."""
    if not files and (own := own_config(git_root())):
        files = [own]
    if not files:
        rules_here(None)  # says so where one is there under another name
        click.echo(say(shipped().messages, "config.none", file=DEFAULT_CONFIG))
        return OK
    code = OK
    for name in files:
        try:
            ruleset = load_config(shipped(), read_config(name), name)
        except ConfigError as error:
            click.echo(safe.log(error.show()), err=True)
            code = USAGE
        else:
            messages = worded(ruleset).messages
            click.echo(say_count(messages, "config.fine", len(at_most(ruleset)), file=safe.line(name)))
    return code
