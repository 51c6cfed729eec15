"""``whylint template``: a pull-request template from the rules in force, and whether one still fits them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from whylint.cli.around import FILE, config_option, exit_codes, git_root, read_text, rules_here, stop, template_files
from whylint.cli.files import Draft, put, root_or_stop
from whylint.entry import FALLS_SHORT, OK, USAGE
from whylint.markdown import parse
from whylint.model import RuleSet
from whylint.packs import catalog
from whylint.render import safe
from whylint.render import template as render
from whylint.render.words import quoted, say
from whylint.spoken import as_written, worded

NEW = ".github/pull_request_template.md"


@click.command(
    short_help="Write a pull-request template from the rules.",
    epilog=exit_codes("0 all is well, 1 a template lacks a question of the rules (--check)"),
)
@click.argument("file", required=False, type=FILE)
@click.option("--check", "checks", is_flag=True, help="Say whether FILE, or the template here, fits.")
@click.option("--write", is_flag=True, help=f"Write it to {NEW}, or add what the template here lacks.")
@click.option("--yes", is_flag=True, help="With --write: do not ask.")
@config_option
def template(file: str | None, config_file: str | None, *, checks: bool, write: bool, yes: bool) -> None:
    """Print a pull-request template from the rules in force.

    \b
    whylint template
    whylint template --write
    whylint template --check .github/pull_request_template.md
    """
    if file and not checks:
        stop(USAGE, "a file is only read, with --check: whylint template --check FILE")
    if (checks and write) or (yes and not write):
        stop(USAGE, "--check goes without --write, and --yes with it: whylint template --write --yes")
    ruleset = rules_here(config_file)
    if checks:
        sys.exit(_check(file, ruleset))
    if not write:
        click.echo(render.template(worded(ruleset)), nl=False)
        return
    root = root_or_stop()
    draft, told = draft_for(root, ruleset), worded(ruleset)
    if draft is None:
        click.echo(say(told.messages, "template.fits", file=_found(root)[0]))
    else:
        put(root, [draft], told, yes=yes, dry_run=False)


def draft_for(root: Path, ruleset: RuleSet) -> Draft | None:
    """The template that a repository should have: a new one, or its own with what it lacks; None if it fits."""
    found = _found(root)
    if not found:
        return Draft(NEW, render.template(worded(ruleset)))
    texts = {path: read_text(str(root / path)) for path in found}
    asked = {path: as_written(ruleset, parse(text)) for path, text in texts.items()}
    if any(not render.drift(text, asked[path], {}).lacks for path, text in texts.items()):
        return None
    path, text = next(iter(texts.items()))
    return Draft(path, render.extended(text, asked[path]), text)


def _found(root: Path) -> list[str]:
    """The paths of the templates in a repository, from its root."""
    found = (path for path in template_files(root) if path.is_file() and path.suffix.lower() in (".md", ".txt", ""))
    return [str(path.relative_to(root)) for path in found]


def _check(file: str | None, ruleset: RuleSet) -> int:
    messages = worded(ruleset).messages
    root = git_root()
    files = [file] if file else [os.path.relpath(root / path) for path in _found(root)] if root else []
    if not files:
        stop(USAGE, say(messages, "template.none"))
    code = OK
    for name in files:
        text = read_text(name)
        found = render.drift(text, as_written(ruleset, parse(text)), catalog())
        shown = safe.line("standard input" if name == "-" else name)
        for rule in found.lacks:
            code = FALLS_SHORT
            click.echo(
                say(messages, "template.lacks", file=shown, rule=rule.id) + f"\n\n{render.section(rule, ruleset)}\n"
            )
        for heading, line, rule in found.idle:
            quote = quoted(heading, messages, 80)
            click.echo(say(messages, "template.idle", file=shown, line=line, quote=quote, rule=rule.id))
        if not found.lacks:
            click.echo(say(messages, "template.fits", file=shown))
    return code
