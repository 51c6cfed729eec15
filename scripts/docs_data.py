"""The pages that are made from their source: docs/cli.md from the commands, docs/rules.md from the rules.

`make docs-data` writes them; without --write this says which are out of date (exit code 1).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from whylint.cli import COMMANDS, cli
from whylint.entry import DEFAULT_CONFIG
from whylint.packs import catalog, packs, shipped
from whylint.render import manual

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 80
MADE = "<!-- Made by `make docs-data`: edit the source that the page names, not this file. -->\n"

CLI_HEAD = """\
# The command line

What each command says about itself (`src/whylint/cli/`). `whylint check` is what most people need; the others help
whoever owns the rules.

| exit code | |
|---|---|
| 0 | all is well |
| 1 | a description falls short; an example, or a template, does not fit the rules |
| 2 | usage or configuration: one message says what is wrong and what would be right |
| 3 | GitHub, or a fault of ours |

Words for a terminal are coloured only there, and never with `NO_COLOR` set or `TERM=dumb`.
"""

RULES_HEAD = """\
# The rules

Every rule that whylint ships (`rules/catalog/`), in the words of `whylint explain RULE`. A pack (`rules/packs/`)
or your config says which are in force, and how severe each is. Every example here is judged by the tests.
"""


def cli_page() -> str:
    """docs/cli.md."""
    pages = [_help("whylint", cli)]
    context = click.Context(cli, info_name="whylint")
    for name in COMMANDS:
        if command := cli.get_command(context, name):
            pages.append(_help(f"whylint {name}", command))
    return "\n".join([MADE + CLI_HEAD, *pages])


def _help(name: str, command: click.Command) -> str:
    settings = {"help_option_names": ["-h", "--help"], "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, **settings)  # type: ignore[arg-type]
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"


def rules_page() -> str:
    """docs/rules.md."""
    ruleset = shipped()
    names = list(packs())
    table = [f"| rule | question | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
    pages = []
    for rule_id, rule in catalog().items():
        severities = [packs()[name].get(rule_id, "") for name in names]
        table.append(f"| [`{rule_id}`](#{rule_id}) | {rule.question} | {' | '.join(severities)} |")
        asking = ", ".join(f"{name} ({asked[rule_id]})" for name, asked in packs().items() if rule_id in asked)
        pages.append(manual.markdown(rule, ruleset, packs=asking, config=f"`{DEFAULT_CONFIG}`"))
    return "\n".join([MADE + RULES_HEAD, *table, "", *pages])


PAGES: dict[str, Callable[[], str]] = {"docs/cli.md": cli_page, "docs/rules.md": rules_page}


def main() -> int:
    """Write the pages, or say which are out of date."""
    stale = [name for name, page in PAGES.items() if not (ROOT / name).exists() or (ROOT / name).read_text() != page()]
    for name in stale if "--write" in sys.argv[1:] else ():
        (ROOT / name).write_text(PAGES[name](), "utf-8")
        print(f"written: {name}")
    if stale and "--write" not in sys.argv[1:]:
        print(f"out of date: {', '.join(stale)}; make docs-data writes them", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
