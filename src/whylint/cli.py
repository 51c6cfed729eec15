"""The laptop's entry: ``whylint check``. Loads PyGithub only for an address, pydantic only where there is a config."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import click

from whylint import __version__
from whylint.engine import lint
from whylint.model import Conclusion, PullRequest, Report, RuleSet
from whylint.packs import shipped
from whylint.records import BadRecord, is_array, read_array, read_lines
from whylint.render import safe

if TYPE_CHECKING:
    from whylint.github_api import Snapshot

CONFIG = ".github/whylint.yml"
FALLS_SHORT, USAGE, FAULT = 1, 2, 3
FORMATS = ("terminal", "tally", "json", "markdown", "github")
_TEMPLATE_FOLDERS = (".github", ".", "docs")
_TEMPLATE = "pull_request_template"
_WIDEST = 100
_LARGEST = 64 << 10


@dataclass(frozen=True, slots=True)
class Input:
    """One pull request to judge, and by what; ``style`` is how its report is printed if nobody asks for a format."""

    source: str
    pull_request: PullRequest
    ruleset: RuleSet
    style: str = "terminal"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="whylint", message="%(prog)s %(version)s")
def cli() -> None:
    """A linter for the why of a pull request.

    It reads a description and says whether it states a user problem, a success metric and a feedback plan.
    """


@cli.command(
    epilog="Exit codes: 0 all is well, 1 a description falls short, 2 usage or configuration, 3 GitHub or a fault."
)
@click.argument("sources", metavar="[FILE|-|URL]...", nargs=-1)
@click.option("--title", default="", help="The pull request's title, for descriptions that come as a file.")
@click.option(
    "--config", "config_file", metavar="FILE", help=f"Rules to judge by, instead of {CONFIG} at the git root."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    help="How to print; tally: a line each and a table; github: annotations of a workflow run.  "
    "[default: terminal; tally for gh's arrays; json for .jsonl]",
)
@click.option(
    "--explain", is_flag=True, help="Say for each rule where it looked, what counted, and what would make it pass."
)
def check(sources: tuple[str, ...], title: str, config_file: str | None, style: str | None, *, explain: bool) -> None:
    """Judge descriptions: Markdown files, standard input (-), JSON lines, or live pull requests.

    \b
    whylint check description.md --title "Keep drafts on phones"
    gh pr view --json title,body --jq .body | whylint check -
    whylint check https://github.com/OWNER/REPO/pull/7     (needs GITHUB_TOKEN)
    """
    if not sources and sys.stdin.isatty():
        _stop(USAGE, "give a file, an address, or - for standard input: whylint check description.md")
    conclusions: list[Conclusion] = []
    tallied: list[Report] = []
    for each in _inputs(sources or ("-",), title, config_file):
        report = lint(each.pull_request, each.ruleset)
        how = style or each.style
        if conclusions and how in ("terminal", "markdown"):
            click.echo()
        name = each.source if each.style != "terminal" or len(sources) > 1 else None
        click.echo(_rendered(report, each, how, name, explain=explain))
        conclusions.append(report.conclusion)
        tallied += [report] if how == "tally" else []
    if tallied:
        from whylint.render import tally  # noqa: PLC0415

        click.echo(f"\n{tally.table(tallied, shipped())}")
    sys.exit(FALLS_SHORT if Conclusion.FAILURE in conclusions else 0)


def main() -> int:
    """Run the command line; returns the exit code. Every fault is one line on standard error, never a traceback."""
    try:
        cli.main(standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort:
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULT
    return 0


def _stop(code: int, sentence: str) -> NoReturn:
    click.echo(f"whylint: {safe.log(sentence)}", err=True)
    sys.exit(code)


# -- what is judged, by which rules ------------------------------------------------------------------------------------


def _inputs(sources: Sequence[str], title: str, config_file: str | None) -> Iterator[Input]:
    local: RuleSet | None = None
    for source in sources:
        if source.startswith(("https://", "http://")):
            yield _live(source, config_file)
            continue
        local = local or _local_rules(config_file)
        text = _read(source)
        name = "standard input" if source == "-" else source
        try:
            if source.endswith(".jsonl"):
                yield from (Input(place, each, local, "json") for place, each in read_lines(text, name))
            elif is_array(text):
                yield from (Input(place, each, local, "tally") for place, each in read_array(text, name))
            else:
                yield Input(name, PullRequest(title=title, body=text), local)
        except BadRecord as error:
            _stop(USAGE, str(error))


def _read(source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except IsADirectoryError:
        _stop(USAGE, f"{source} is a folder; name a file in it")
    except OSError as error:
        _stop(USAGE, f"{source} cannot be read: {(error.strerror or 'unknown reason').lower()}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        _stop(USAGE, f"{source}:{line}:{column}: this is not UTF-8 text; save the file as UTF-8")


def _local_rules(config_file: str | None) -> RuleSet:
    """The rules for local files: the given config or the one at the git root, and the templates there."""
    root = _git_root(Path.cwd())
    path = Path(config_file) if config_file else root / CONFIG if root else None
    ruleset = shipped()
    if path and (config_file or path.is_file()):
        ruleset = _with_config(ruleset, _read(str(path)), os.path.relpath(path))
    return replace(ruleset, templates=tuple(_templates(root))) if root else ruleset


def _with_config(ruleset: RuleSet, text: str, name: str) -> RuleSet:
    from whylint.config import ConfigError, load  # noqa: PLC0415 - brings pydantic, which only a config needs

    try:
        return load(text, name, ruleset)
    except ConfigError as error:
        click.echo(safe.log(error.show()), err=True)
        sys.exit(USAGE)


def _git_root(folder: Path) -> Path | None:
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _templates(root: Path) -> Iterator[str]:
    """The repository's own templates, under any of the names that GitHub knows."""
    for folder in _TEMPLATE_FOLDERS:
        for path in sorted((root / folder).glob("*")) if (root / folder).is_dir() else ():
            if path.stem.lower() == _TEMPLATE:
                for file in sorted(path.glob("*")) if path.is_dir() else (path,):
                    if (
                        file.suffix.lower() in (".md", ".txt", "")
                        and file.is_file()
                        and file.stat().st_size <= _LARGEST
                    ):
                        yield file.read_text("utf-8", errors="replace")


def _live(address: str, config_file: str | None) -> Input:
    """A pull request read from GitHub, with the rules at its base branch."""
    from whylint import github_api  # noqa: PLC0415 - PyGithub takes 0.2 s to load

    parts = urlsplit(address)
    path = parts.path.strip("/").split("/")
    if len(path) < 4 or path[2] != "pull" or not path[3].isdigit():
        _stop(USAGE, f"{address} is not the address of a pull request: https://github.com/OWNER/REPO/pull/NUMBER")
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or ""
    if not token:
        _stop(USAGE, "a live pull request is read with a token: set GITHUB_TOKEN (gh auth token prints one)")
    api = "https://api.github.com" if parts.hostname == "github.com" else f"{parts.scheme}://{parts.netloc}/api/v3"
    api = os.environ.get("GITHUB_API_URL") or api
    graphql = os.environ.get("GITHUB_GRAPHQL_URL") or api.removesuffix("/v3") + "/graphql"
    try:
        with github_api.GitHub(token, api_url=api, graphql_url=graphql) as github:
            snapshot = github.read(f"{path[0]}/{path[1]}", int(path[3]), config_path=CONFIG, marker="")
    except github_api.ApiError as error:
        _stop(FAULT, str(error))
    return Input(address, snapshot.pull_request, _live_rules(snapshot, config_file))


def _live_rules(snapshot: Snapshot, config_file: str | None) -> RuleSet:
    ruleset = shipped()
    if config_file:
        ruleset = _with_config(ruleset, _read(config_file), config_file)
    elif snapshot.config and snapshot.config.text is not None:
        ruleset = _with_config(ruleset, snapshot.config.text, snapshot.config.path)
    elif snapshot.config:
        _stop(USAGE, f"{snapshot.config.path} on {snapshot.base} cannot be used: {snapshot.config.problem}")
    return replace(ruleset, templates=snapshot.templates)


# -- what is printed ---------------------------------------------------------------------------------------------------


def _rendered(report: Report, given: Input, style: str, name: str | None, *, explain: bool) -> str:
    ruleset = given.ruleset
    if style == "json":
        from whylint.render import json as as_json  # noqa: PLC0415

        return as_json.dumps(report, name)
    if style == "tally":
        from whylint.render import tally  # noqa: PLC0415

        name = f"#{given.pull_request.number}" if given.pull_request.number else given.source
        return tally.line(report, ruleset, source=name, title=given.pull_request.title)
    if style == "markdown":
        from whylint.render import markdown  # noqa: PLC0415

        return markdown.summary(report, ruleset).rstrip("\n")
    if style == "github":
        from whylint.render import annotations, words  # noqa: PLC0415

        return "\n".join(
            [*annotations.annotations(report, ruleset), safe.log(words.headline(report, ruleset.messages))]
        )
    from whylint.render import terminal  # noqa: PLC0415

    width = min(_WIDEST, shutil.get_terminal_size().columns)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return terminal.terminal(report, ruleset, source=given.source, explain=explain, color=color, width=width).rstrip(
        "\n"
    )
