"""What is around a command: files, the git repository and its rules, and how it tells what is wrong."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from whylint.entry import DEFAULT_CONFIG, USAGE, misnamed, not_read, why
from whylint.layers import at_times, with_layers
from whylint.model import Rule, RuleSet
from whylint.packs import shipped
from whylint.problems import ConfigError
from whylint.render import safe

if TYPE_CHECKING:
    from whylint.extends import Fetched, Reference

_TEMPLATE_FOLDERS = (".github", ".", "docs")
_TEMPLATE = "pull_request_template"
_LARGEST = 64 << 10
_WIDEST = 100


def warn(sentence: str) -> None:
    """Say something on standard error, in one line that no log takes for a command."""
    click.echo(f"whylint: {safe.log(sentence)}", err=True)


def stop(code: int, sentence: str) -> NoReturn:
    """Say what is wrong on standard error and end with an exit code."""
    warn(sentence)
    sys.exit(code)


def exit_codes(meanings: str = "0 all is well") -> str:
    """The last line of a command's help."""
    return f"Exit codes: {meanings}, 2 usage or configuration, 3 a fault of ours."


# What a shell completes to names of files; whether one can be read is ours to say.
FILE = click.Path(readable=False)
config_option = click.option(
    "--config",
    "config_file",
    metavar="FILE",
    type=FILE,
    help=f"Rules to go by, instead of {DEFAULT_CONFIG} at the git root.",
)


def origin(ruleset: RuleSet, rule_id: str) -> str:
    """Where a rule in force, and its severity, come from."""
    origins = ruleset.origins
    return origins.get(f"rules.{rule_id}.severity") or origins.get(f"rules.{rule_id}.question") or ruleset.origin


def rules_here(config_file: str | None) -> RuleSet:
    """The rules for local files as ``asked`` has them: for commands that show what is asked."""
    return asked(local_rules(config_file))


def asked(ruleset: RuleSet) -> RuleSet:
    """A rule set with the rules that every pull request is asked; ``layers`` are those that depend on one."""
    rules = with_layers(ruleset.rules, (layer for layer in ruleset.layers if not layer.when))
    return replace(ruleset, rules=rules, layers=tuple(at_times(ruleset.layers, {rule.id for rule in rules})))


def at_most(ruleset: RuleSet) -> tuple[Rule, ...]:
    """All rules that some pull request is asked: those of ``asked``, then what layers add."""
    return with_layers(ruleset.rules, ruleset.layers)


def width() -> int:
    """How many columns a person wants to read."""
    return min(_WIDEST, shutil.get_terminal_size().columns)


def is_colored() -> bool:
    """Whether standard output is a terminal and nobody asked for plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def read_text(source: str) -> str:
    """The text of a file, or of standard input for ``-``. Ends the run where it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        if source == "-" and not data:
            stop(USAGE, "nothing came in on standard input; an empty description would be an empty line")
    except IsADirectoryError:
        stop(USAGE, f"{source} is a folder; name a file in it")
    except OSError as error:
        stop(USAGE, f"{source} cannot be read: {why(error)}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        stop(USAGE, f"{source}:{line}:{column}: this is not UTF-8 text; save the file as UTF-8")


def link_in(path: Path, root: Path) -> Path | None:
    """The first part of a path below a folder that is a symbolic link; GitHub follows none."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    places = (root.joinpath(*parts[:length]) for length in range(1, len(parts) + 1))
    return next((place for place in places if place.is_symlink()), None)


def read_config(name: str) -> str:
    """The text of a config. Ends the run for one that the action would not read: a link within the repository."""
    root = git_root()
    if root and (link := link_in(Path(os.path.abspath(name)), root)):  # noqa: PTH100 - resolve() would follow it
        stop(USAGE, f"{name} cannot be used: {link.relative_to(root)} is a symbolic link, and the action follows none")
    return read_text(name)


def own_config(root: Path | None) -> str:
    """The config at the git root, as one would name it here; empty if there is none.

    A folder or a link is there, too; it is refused when it is read.
    """
    path = root / DEFAULT_CONFIG if root else None
    there = path and (path.is_file() or path.is_symlink() or path.is_dir())
    return os.path.relpath(path) if path and there else ""


def local_rules(config_file: str | None) -> RuleSet:
    """The rules for local files: the given config or the one at the git root, and the templates there."""
    root = git_root()
    ruleset = shipped()
    if config_file:
        ruleset = with_config(ruleset, read_config(config_file), config_file)
    elif name := own_config(root):
        ruleset = with_config(ruleset, read_config(name), name)
    elif root and (
        other := misnamed(DEFAULT_CONFIG, sorted(each.name for each in (root / DEFAULT_CONFIG).parent.glob("*")))
    ):
        warn(not_read(other, DEFAULT_CONFIG))
    return replace(ruleset, templates=tuple(_templates(root))) if root else ruleset


def with_config(ruleset: RuleSet, text: str, name: str) -> RuleSet:
    """A rule set with the text of a config over it. Ends the run where the config cannot be used."""
    try:
        return load_config(ruleset, text, name)
    except ConfigError as error:
        click.echo(safe.log(error.show()), err=True)
        sys.exit(USAGE)


def load_config(ruleset: RuleSet, text: str, name: str) -> RuleSet:
    """The same, but raises ConfigError where the config cannot be used."""
    from whylint.config import load  # noqa: PLC0415 - brings pydantic, which only a config needs

    return load(text, name, ruleset, fetch=_fetched)


def _fetched(reference: Reference) -> Fetched:
    """A file that a config extends: of the repository around, or of another one, which takes a token."""
    if reference.repository:
        from whylint.cli.live import fetched  # noqa: PLC0415 - only where a config reaches that far

        return fetched(reference)
    from whylint.extends import Fetched  # noqa: PLC0415 - only a config extends files

    root = git_root() or Path()
    path = root / reference.path
    if link_in(path, root):
        return Fetched(reference.path, None, ("it is a symbolic link", "name the file itself"))
    try:
        if path.exists() and not (path.is_file() and path.stat().st_size <= _LARGEST):  # a pipe has no end
            problem = ("it is no plain file, or too large", "name a YAML file of at most 64 KiB")
            return Fetched(reference.path, None, problem)
        return Fetched(os.path.relpath(path), path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        return Fetched(reference.path, None, ("it is not UTF-8 text", "save the file as UTF-8"))
    except OSError as error:
        return Fetched(reference.path, None, (why(error), "paths start at the root of the repository"))


def git_root() -> Path | None:
    """The root of the git repository around the working directory; None if there is none."""
    try:
        folder = Path.cwd()
    except OSError:  # it has been deleted
        return None
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _templates(root: Path) -> Iterator[str]:
    """The texts of the repository's own templates. One that cannot be read is told, and left out."""
    for file in template_files(root):
        try:
            if file.suffix.lower() in (".md", ".txt", "") and file.is_file() and file.stat().st_size <= _LARGEST:
                yield file.read_text("utf-8", errors="replace")
        except OSError as error:
            warn(f"{os.path.relpath(file)} cannot be read, and is left out: {why(error)}")


def template_files(root: Path) -> Iterator[Path]:
    """What has one of the names that GitHub knows, or stands in a folder that has."""
    for folder in _TEMPLATE_FOLDERS:
        for path in sorted((root / folder).glob("*")) if (root / folder).is_dir() else ():
            if path.stem.lower() == _TEMPLATE:
                yield from sorted(path.glob("*")) if path.is_dir() else (path,)
