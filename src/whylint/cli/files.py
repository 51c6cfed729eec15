"""Writing files into a repository: shown first, asked, whole or not at all, and never through a link."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from whylint.cli.around import git_root, is_colored, link_in, stop
from whylint.entry import USAGE, why
from whylint.frozen import frozen
from whylint.model import RuleSet
from whylint.render import safe
from whylint.render.words import say


@frozen
class Draft:
    """A file as it should be: ``path`` from the repository's root, ``before`` what it holds now, if it is there."""

    path: str
    text: str
    before: str | None = None


def root_or_stop() -> Path:
    """The root of the git repository. Ends the run where there is none."""
    root = git_root()
    if root is None:
        stop(USAGE, "there is no git repository here: go into one, or make one with git init")
    return root


def put(root: Path, drafts: Sequence[Draft], ruleset: RuleSet, *, yes: bool, dry_run: bool) -> bool:
    """Show drafts, ask, and write them; returns whether they were written. Ends the run where that cannot be done."""
    messages = ruleset.messages
    for draft in drafts:
        _refuse_links(root, draft.path)
        head, *lines = safe.log(_shown(draft, ruleset)).split("\n")
        click.echo("\n".join([f"\x1b[1m{head}\x1b[0m" if is_colored() else head, *lines, ""]))
    if dry_run:
        click.echo(say(messages, "write.dry-run"))
        return False
    if not yes and not _agreed(_question(drafts, ruleset), messages["write.unasked"]):
        stop(USAGE, say(messages, "write.declined"))
    written: list[str] = []
    for draft in drafts:
        try:
            _write(root / draft.path, draft.text)
        except OSError as error:
            done = say(messages, "write.done", files=", ".join(written)) if written else say(messages, "write.none")
            stop(USAGE, f"{draft.path} cannot be written: {why(error)}. {done}")
        written.append(draft.path)
    click.echo(say(messages, "write.done", files=", ".join(written)))
    return True


def _shown(draft: Draft, ruleset: RuleSet) -> str:
    """A new file as a whole, of a changed one what is added."""
    if draft.before is None:
        head, lines = "write.new", [f"  {line}".rstrip() for line in draft.text.splitlines()]
    else:
        head = "write.changed"
        before, after = draft.before.splitlines(), draft.text.splitlines()
        changes = [*difflib.unified_diff(before, after, n=1, lineterm="")][2:]
        lines = [f"  {line}".rstrip() for line in changes if not line.startswith("@@")]
    return "\n".join([say(ruleset.messages, head, file=draft.path), *lines])


def _question(drafts: Sequence[Draft], ruleset: RuleSet) -> str:
    *others, last = (draft.path for draft in drafts)
    files = say(ruleset.messages, "list.and", items=", ".join(others), last=last) if others else last
    return say(ruleset.messages, "write.ask", files=files)


def _agreed(question: str, unasked: str) -> bool:
    try:
        return click.confirm(question, default=True)
    except click.Abort:  # the end of the input, or Control-C
        click.echo()
        stop(USAGE, unasked)


def _refuse_links(root: Path, path: str) -> None:
    """Ends the run where a part of the path is a symbolic link: it may lead anywhere."""
    if place := link_in(root / path, root):
        said = f"{place.relative_to(root)} is a symbolic link, and nothing is written through one"
        stop(USAGE, f"{said}; put a plain file or folder there, or write {path} by hand")


def _write(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it meanwhile sees the old one or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
