"""The laptop's entry: ``whylint COMMAND``. A command is imported when it is called, and so are its libraries."""

from __future__ import annotations

import difflib
import errno
import importlib
import sys

import click

from whylint import __version__
from whylint.cli.around import warn
from whylint.entry import FAULT, OK, USAGE, internal_fault
from whylint.render import safe

COMMANDS = ("check", "init", "config", "rules", "explain", "template", "agents")
"""In the order of the help. Each is a module of this package that holds a command of the same name."""


class _Commands(click.Group):
    """A group that knows its commands by name and loads one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which somebody meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(f"whylint.cli.{cmd_name}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; for one that there is not, the error says which is near."""
        if args and args[0] not in COMMANDS and (near := difflib.get_close_matches(args[0], COMMANDS, n=1)):
            ctx.fail(f"No such command '{safe.line(args[0], 60)}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    epilog="""\b
Exit codes:
  0  all is well
  1  a description, or an example or template of yours, falls short
  2  usage or configuration
  3  GitHub, or a fault of ours

\b
Completion, from the start-up file of your shell:
  bash  eval "$(_WHYLINT_COMPLETE=bash_source whylint)"
  zsh   eval "$(_WHYLINT_COMPLETE=zsh_source whylint)"
  fish  _WHYLINT_COMPLETE=fish_source whylint | source

Set NO_COLOR for plain text in a terminal.
""",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="whylint", message="%(prog)s %(version)s")
def cli() -> None:
    """A linter for the why of a pull request.

    It reads a description and says whether it states a user problem, a success metric and a feedback plan.

    \b
    whylint check description.md --title "Keep drafts on phones"
    whylint explain success-metric
    """


def main() -> int:
    """Run the command line; returns the exit code. Every fault is one line on standard error, never a traceback."""
    asked = [*sys.argv[2:], "--help"] if sys.argv[1:2] == ["help"] else None
    try:
        cli.main(asked, prog_name="whylint", standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort:
        return USAGE
    except BrokenPipeError:  # nobody reads what is printed, so nobody is told
        return FAULT
    except Exception as error:  # noqa: BLE001 - a traceback would help nobody, and show a stranger's text
        is_full = getattr(error, "errno", 0) == errno.ENOSPC
        warn("what is printed cannot be written: the disk is full" if is_full else internal_fault(error))
        return FAULT
    return OK
