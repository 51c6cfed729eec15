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
from whylint.entry import (
    DEFAULT_CONFIG,
    FALLS_SHORT,
    FAULT,
    HIGHEST_NUMBER,
    OK,
    USAGE,
    internal_fault,
    misnamed,
    not_read,
    why,
)
from whylint.model import Conclusion, PullRequest, Report, RuleSet
from whylint.packs import shipped
from whylint.records import BadRecord, is_array, read_array, read_lines, read_object
from whylint.render import safe

if TYPE_CHECKING:
    from whylint.github_api import Snapshot

_PUBLIC = "github.com"
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
    "--config", "config_file", metavar="FILE", help=f"Rules to judge by, instead of {DEFAULT_CONFIG} at the git root."
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
    gh pr view 7 --json title,body,author,labels,files | whylint check -
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
    sys.exit(FALLS_SHORT if Conclusion.FAILURE in conclusions else OK)


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
    except Exception as error:  # noqa: BLE001 - a traceback would help nobody, and show a stranger's text
        _warn(internal_fault(error))
        return FAULT
    return OK


def _warn(sentence: str) -> None:
    click.echo(f"whylint: {safe.log(sentence)}", err=True)


def _stop(code: int, sentence: str) -> NoReturn:
    _warn(sentence)
    sys.exit(code)


# -- what is judged, by which rules ------------------------------------------------------------------------------------


def _inputs(sources: Sequence[str], title: str, config_file: str | None) -> Iterator[Input]:
    local: RuleSet | None = None
    for source in sources:
        if source.lower().startswith(("https://", "http://")):
            yield _live(source, config_file)
            continue
        local = local or _local_rules(config_file)
        text = _read(source)
        name = "standard input" if source == "-" else source
        try:
            if source.endswith(".jsonl") or is_array(text):
                read, style = (read_lines, "json") if source.endswith(".jsonl") else (read_array, "tally")
                empty = True
                for place, each in read(text, name):
                    empty = False
                    yield Input(place, each, local, style)
                if empty:
                    _warn(f"{name} holds no pull requests")
            elif found := read_object(text, name):
                yield Input(name, replace(found, title=title or found.title), local)
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
        _stop(USAGE, f"{source} cannot be read: {why(error)}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        _stop(USAGE, f"{source}:{line}:{column}: this is not UTF-8 text; save the file as UTF-8")


def _local_rules(config_file: str | None) -> RuleSet:
    """The rules for local files: the given config or the one at the git root, and the templates there."""
    root = _git_root()
    ruleset = shipped()
    if config_file:
        ruleset = _with_config(ruleset, _read(config_file), config_file)
    elif root:
        path = root / DEFAULT_CONFIG
        if path.is_file():
            ruleset = _with_config(ruleset, _read(str(path)), os.path.relpath(path))
        elif other := misnamed(DEFAULT_CONFIG, sorted(each.name for each in path.parent.glob("*"))):
            _warn(not_read(other, DEFAULT_CONFIG))
    return replace(ruleset, templates=tuple(_templates(root))) if root else ruleset


def _with_config(ruleset: RuleSet, text: str, name: str) -> RuleSet:
    from whylint.config import ConfigError, load  # noqa: PLC0415 - brings pydantic, which only a config needs

    try:
        return load(text, name, ruleset)
    except ConfigError as error:
        click.echo(safe.log(error.show()), err=True)
        sys.exit(USAGE)


def _git_root() -> Path | None:
    try:
        folder = Path.cwd()
    except OSError:  # it has been deleted
        return None
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _templates(root: Path) -> Iterator[str]:
    """The texts of the repository's own templates. One that cannot be read is told, and left out."""
    for file in _template_files(root):
        try:
            if file.suffix.lower() in (".md", ".txt", "") and file.is_file() and file.stat().st_size <= _LARGEST:
                yield file.read_text("utf-8", errors="replace")
        except OSError as error:
            _warn(f"{os.path.relpath(file)} cannot be read, and is left out: {why(error)}")


def _template_files(root: Path) -> Iterator[Path]:
    """What has one of the names that GitHub knows, or stands in a folder that has."""
    for folder in _TEMPLATE_FOLDERS:
        for path in sorted((root / folder).glob("*")) if (root / folder).is_dir() else ():
            if path.stem.lower() == _TEMPLATE:
                yield from sorted(path.glob("*")) if path.is_dir() else (path,)


def _live(address: str, config_file: str | None) -> Input:
    """A pull request read from GitHub, with the rules at its base branch."""
    from whylint import github_api  # noqa: PLC0415 - PyGithub takes 0.2 s to load

    scheme, host, path = _split(address)
    number = _number(path)
    if not number:
        said = safe.clip(address, 200)
        _stop(USAGE, f"{said} is not the address of a pull request: https://github.com/OWNER/REPO/pull/NUMBER")
    api = api_url(scheme, host)
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or ""
    if not token:
        _stop(USAGE, "a live pull request is read with a token: set GITHUB_TOKEN (gh auth token prints one)")
    given = os.environ.get("GITHUB_GRAPHQL_URL") if api == os.environ.get("GITHUB_API_URL") else ""
    try:
        with github_api.GitHub(token, api_url=api, graphql_url=given or github_api.graphql_url(api)) as github:
            snapshot = github.read(f"{path[0]}/{path[1]}", number, config_path=DEFAULT_CONFIG, marker="")
    except github_api.Unusable as error:
        _stop(USAGE, str(error))
    except github_api.ApiError as error:
        _stop(FAULT, str(error))
    return Input(address, snapshot.pull_request, _live_rules(snapshot, config_file))


def _split(address: str) -> tuple[str, str, list[str]]:
    """Scheme, host and the steps of the path of an address; empty where it is none."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.path.strip("/").split("/")
    except ValueError:
        return "", "", [""]


def _number(path: list[str]) -> int:
    """The number in ``OWNER/REPO/pull/NUMBER``; 0 if there is none."""
    digits = path[3] if len(path) > 3 and path[2] == "pull" else ""
    plain = digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST_NUMBER))
    return int(digits) if plain and int(digits) <= HIGHEST_NUMBER else 0


def api_url(scheme: str, host: str) -> str:
    """The API that knows the pull requests of a host. It sees the token, so a host that nobody named is refused."""
    host = _PUBLIC if host == f"www.{_PUBLIC}" else host
    server, api = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_API_URL", "")
    api_scheme, api_host, api_path = _split(api)
    # whose API that is: api.HOST and HOST/api/v3 tell it themselves, what is neither stands in for github.com
    told = api_host.removeprefix("api.") if api_host.startswith("api.") or api_path[0] == "api" else _PUBLIC
    home, tenant = _split(server)[1] or told, host.removesuffix(".ghe.com")
    found = ""
    if api and host in (home, api_host):
        found = api
    elif host == _PUBLIC or (tenant != host and tenant.isascii() and tenant.replace("-", "").isalnum()):
        found = f"https://api.{host}"
    elif server and host == home:
        found = f"https://{urlsplit(server).netloc}/api/v3"
    if not found or (scheme != "https" and (api_scheme, api_host) != ("http", host)):
        known = f"{_PUBLIC}, *.ghe.com and the host of GITHUB_SERVER_URL or GITHUB_API_URL"
        _stop(USAGE, f"the token is not sent to {scheme}://{safe.clip(host, 100)}: only by https, and only to {known}")
    return found


def _live_rules(snapshot: Snapshot, config_file: str | None) -> RuleSet:
    ruleset = shipped()
    if config_file:
        ruleset = _with_config(ruleset, _read(config_file), config_file)
    elif snapshot.config and snapshot.config.text is not None:
        ruleset = _with_config(ruleset, snapshot.config.text, snapshot.config.path)
    elif snapshot.misnamed_config and not snapshot.config:
        _warn(not_read(snapshot.misnamed_config, DEFAULT_CONFIG))
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
