"""``whylint check``: judge descriptions. Loads PyGithub only for an address, pydantic only where there is a config."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from whylint.cli.around import FILE, config_option, is_colored, local_rules, read_text, stop, warn, width
from whylint.engine import lint
from whylint.entry import FALLS_SHORT, OK, USAGE
from whylint.frozen import frozen
from whylint.model import Conclusion, PullRequest, Report, RuleSet
from whylint.records import BadRecord, is_array, read_array, read_lines, read_object
from whylint.render import safe
from whylint.spoken import worded

_MARKDOWN = (".md", ".markdown", ".txt")
"""A description may be JSON as well; what is in a file of such a name is never taken for a record."""
FORMATS = ("terminal", "tally", "json", "markdown", "github")


@frozen
class Input:
    """One pull request to judge, and by what; ``style`` is how its report is printed if nobody asks for a format.

    ``file`` is set where the description lies in a file as it is, so that its lines are the file's.
    """

    source: str
    pull_request: PullRequest
    ruleset: RuleSet
    style: str = "terminal"
    file: str = ""


@click.command(
    short_help="Judge descriptions, or live pull requests.",
    epilog="Exit codes: 0 all is well, 1 a description falls short, 2 usage or configuration, 3 GitHub or a fault.",
)
@click.argument("sources", metavar="[FILE|-|URL]...", nargs=-1, type=FILE)
@click.option("--title", default="", help="The pull request's title, for descriptions that come as a file.")
@config_option
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    help="How to print; tally: a line each and a table; github: a workflow run's annotations, at the file's lines.  "
    "[default: terminal; tally for gh's arrays; json for .jsonl]",
)
@click.option(
    "--explain", is_flag=True, help="Say for each rule where it looked, what counted, and what would make it pass."
)
def check(sources: tuple[str, ...], title: str, config_file: str | None, style: str | None, *, explain: bool) -> None:
    """Judge descriptions: Markdown files, standard input (-), JSON lines, or live pull requests.

    \b
    whylint check description.md --title "Keep drafts on phones"
    gh pr view 7 --json title,body,author,labels,isDraft,baseRefName,headRefName,createdAt,files | whylint check -
    whylint check https://github.com/OWNER/REPO/pull/7     (needs GITHUB_TOKEN)
    """
    if not sources and sys.stdin.isatty():
        stop(USAGE, "give a file, an address, or - for standard input: whylint check description.md")
    if sources.count("-") > 1:
        stop(USAGE, "standard input can be read once: give - once")
    conclusions: list[Conclusion] = []
    tallied: list[tuple[Report, RuleSet]] = []
    for each in _inputs(sources or ("-",), title, config_file):
        report = lint(each.pull_request, each.ruleset)
        ruleset = worded(each.ruleset, report.language)
        how = style or each.style
        if explain and how != "terminal":
            stop(USAGE, f"--explain is for reports in a terminal, not for {how}: add --format terminal")
        if conclusions and how in ("terminal", "markdown"):
            click.echo()
        name = each.source if each.style != "terminal" or len(sources) > 1 else None
        click.echo(_rendered(report, replace(each, ruleset=ruleset), how, name, explain=explain))
        conclusions.append(report.conclusion)
        tallied += [(report, each.ruleset)] if how == "tally" else []
    if tallied:
        from whylint.render import tally  # noqa: PLC0415

        (_, first), reports = tallied[0], [report for report, _ in tallied]
        click.echo(f"\n{tally.table(reports, worded(first))}")
    sys.exit(FALLS_SHORT if Conclusion.FAILURE in conclusions else OK)


# -- what is judged, by which rules ------------------------------------------------------------------------------------


def _inputs(sources: Sequence[str], title: str, config_file: str | None) -> Iterator[Input]:
    local: RuleSet | None = None
    for source in sources:
        if source.lower().startswith(("https://", "http://")):
            from whylint.cli.live import live  # noqa: PLC0415 - all else is there without a network

            yield Input(source, *live(source, config_file))
            continue
        local = local or local_rules(config_file)
        text = read_text(source)
        name = "standard input" if source == "-" else source
        try:
            if source.lower().endswith(_MARKDOWN):
                yield Input(name, PullRequest(title=title, body=text), local, file=source)
            elif source.endswith(".jsonl") or is_array(text):
                read, style = (read_lines, "json") if source.endswith(".jsonl") else (read_array, "tally")
                empty = True
                for place, each in read(text, name):
                    empty = False
                    yield Input(place, each, local, style)
                if empty:
                    warn(f"{name} holds no pull requests")
            elif found := read_object(text, name):
                yield Input(name, replace(found, title=title or found.title), local)
            else:
                yield Input(name, PullRequest(title=title, body=text), local, file="" if source == "-" else source)
        except BadRecord as error:
            stop(USAGE, str(error))


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

        head = f"{safe.code(name)}\n\n" if name else ""
        return head + markdown.summary(report, ruleset).rstrip("\n")
    if style == "github":
        from whylint.render import annotations, words  # noqa: PLC0415

        headline = words.headline(report, ruleset.messages)
        told = safe.log(f"{name}: {headline}" if name else headline)
        return "\n".join([*annotations.annotations(report, ruleset, file=given.file), told])
    from whylint.render import terminal  # noqa: PLC0415

    shown = terminal.terminal(report, ruleset, source=given.source, explain=explain, color=is_colored(), width=width())
    return shown.rstrip("\n")
