"""The container's entry: inputs and event -> snapshot -> report -> comment, summary, annotations, outputs, exit code.

Reads ``INPUT_*`` and ``GITHUB_*`` from the environment and the event's file for the pull request's number only; all
else that it judges is read live. Exit codes: 0 success or skipped, 1 the description falls short, 2 configuration or
usage, 3 GitHub or an internal fault.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from whylint import alarm, entry
from whylint.config import ConfigError
from whylint.engine import lint
from whylint.entry import DEFAULT_CONFIG, FALLS_SHORT, FAULT, HIGHEST_NUMBER, OK, USAGE, UsageError
from whylint.frozen import frozen
from whylint.github_api import ApiError, CannotComment, Clock, GitHub, Snapshot, Unusable, graphql_url, plan
from whylint.model import CommentMode, Conclusion, DraftMode, FailOn, Report, RuleSet, Severity
from whylint.render import json as as_json
from whylint.render import markdown, safe, words
from whylint.render.annotations import annotations as annotate
from whylint.render.annotations import command
from whylint.render.comment import comment, marker
from whylint.rulebook import Rulebook, rules_for
from whylint.spoken import worded

INPUTS = ("github-token", "config", "comment", "fail-on", "comment-key")
OUTPUTS = ("conclusion", "missing", "report", "comment-url")
EVENTS = ("pull_request", "pull_request_target", "merge_group")
DEFAULT_KEY = "default"
_LONGEST_KEY = 40
_ANNOTATIONS = 10  # GitHub drops what a step says beyond

Choice = TypeVar("Choice", bound=StrEnum)


@frozen
class Inputs:
    """The action's inputs; None where the config's word holds. ``rules_url`` is the page of the action itself."""

    token: str
    config: str
    comment: CommentMode | None
    fail_on: FailOn | None
    key: str
    rules_url: str


@frozen
class Outcome:
    """What a run came to.

    ``url`` is the address of the comment that says it. ``trouble`` is the notice that tells why there is none though
    there should be; ``failed`` where that is a fault, and not something that the token or a lock forbids. ``edited`` is
    what is wrong with the config that the pull request edits.
    """

    report: Report
    ruleset: RuleSet
    url: str = ""
    outdated: bool = False
    trouble: str = ""
    failed: bool = False
    edited: ConfigError | None = None


def main() -> int:
    """Run the action in this process's environment; returns the exit code."""
    return run(os.environ, _into_the_log)


def _into_the_log(text: str) -> None:
    """Write into the log. One that is full, or that nobody reads any more, takes no verdict with it."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        entry.into_nothing(sys.stdout)


def run(
    environ: Mapping[str, str],
    write: Callable[[str], object],
    clock: Clock | None = None,
    *,
    patience: float = 10,
    limit: float = alarm.LIMIT,
) -> int:
    """Run the action in ``environ``, writing the log with ``write``.

    ``patience`` is for each wait for GitHub and ``limit`` for the whole run, both in seconds. Nothing is raised: every
    fault is an exit code and one line.
    """
    channel = _Channel(environ, write)
    try:
        return _run(environ, channel, clock, patience, limit)
    except (UsageError, Unusable) as error:
        return channel.fail(USAGE, str(error))
    except ConfigError as error:
        return channel.config_error(error)
    except (ApiError, alarm.OutOfTime) as error:
        return channel.fail(FAULT, str(error))
    except Exception as error:  # noqa: BLE001 - a traceback would show a stranger's text, and perhaps the token
        return channel.fail(FAULT, f"{entry.internal_fault(error)} with this run's description")


def _run(environ: Mapping[str, str], channel: _Channel, clock: Clock | None, patience: float, limit: float) -> int:
    event = environ.get("GITHUB_EVENT_NAME", "")
    if event == "merge_group":
        return channel.nothing_to_do(
            "The merge queue is not asked again: the description was judged on the pull request."
        )
    if event not in EVENTS:
        known = ", ".join(EVENTS[:-1])
        raise UsageError(
            f'the event "{event}" is not one of {known} or {EVENTS[-1]}: use one of them in the workflow\'s "on:"'
        )
    inputs = _inputs(environ)
    repository = _repository(environ)
    number = _number(environ)
    api_url = environ.get("GITHUB_API_URL") or "https://api.github.com"
    graphql = environ.get("GITHUB_GRAPHQL_URL") or graphql_url(api_url)
    github = GitHub(inputs.token, api_url=api_url, graphql_url=graphql, clock=clock, timeout=patience)
    with alarm.within(limit), github:
        outcome = _judge(github, inputs, repository, number)
        if outcome.outdated:  # edited while we judged it: once more, and then it is what it is
            outcome = _judge(github, inputs, repository, number)
    channel.report(outcome)
    if outcome.edited:
        return channel.config_error(outcome.edited, strange=True)
    if outcome.failed:
        return FAULT
    return FALLS_SHORT if outcome.report.conclusion is Conclusion.FAILURE else OK


def _judge(github: GitHub, inputs: Inputs, repository: str, number: int) -> Outcome:
    """Read, judge, and write the comment if there is anything to write."""
    snapshot = github.read(repository, number, config_path=inputs.config, marker=marker(inputs.key))
    rules = rules_for(snapshot, inputs.config, github)
    ruleset = _ruleset(inputs, rules)
    report = replace(lint(rules.pull_request, ruleset), notices=rules.notices)
    ruleset = worded(ruleset, report.language)
    if rules.edited:  # what is wrong with it is in annotations and summary: no stranger's words in a plain line
        report = replace(report, fault=ruleset.messages["status.edited"])
    body = _comment_body(report, ruleset, snapshot, inputs)
    try:
        written = github.write(snapshot, plan(snapshot, body, all_answered=not report.open))
    except (ApiError, alarm.OutOfTime) as error:
        failed = not isinstance(error, CannotComment)
        trouble = f"The comment could not be written: {error}" if failed else str(error)
        report = replace(report, notices=(*report.notices, trouble))
        return Outcome(report, ruleset, trouble=trouble, failed=failed, edited=rules.edited)
    return Outcome(report, ruleset, written.url, outdated=written.outdated, edited=rules.edited)


def _comment_body(report: Report, ruleset: RuleSet, snapshot: Snapshot, inputs: Inputs) -> str | None:
    """The comment's text; None where nothing is to be written.

    A pull request that was fine at first sight gets none.
    """
    if ruleset.comment is CommentMode.NEVER:
        return None
    body = comment(report, ruleset, key=inputs.key, rules_url=inputs.rules_url)
    if snapshot.comments or ruleset.comment is CommentMode.ALWAYS:
        return body
    if snapshot.pull_request.draft and ruleset.drafts is not DraftMode.COMMENT:
        return None
    speaks = any(finding.declared.weight >= Severity.WARNING.weight for finding in report.open)
    return body if speaks else None


# -- what the run is asked ---------------------------------------------------------------------------------------------


def _inputs(environ: Mapping[str, str]) -> Inputs:
    def given(name: str) -> str:
        return environ.get(f"INPUT_{name.upper()}", "").strip()

    token = given("github-token")
    if not token:
        raise UsageError(
            "the input github-token is empty: leave it out, so that it is ${{ github.token }}, or give a token"
        )
    key = given("comment-key") or DEFAULT_KEY
    if len(key) > _LONGEST_KEY or not all(each.isascii() and (each.isalnum() or each in "._-") for each in key):
        raise UsageError(
            f"the input comment-key takes at most {_LONGEST_KEY} letters, digits, dots, dashes and underscores"
        )
    return Inputs(
        token,
        given("config").removeprefix("./") or DEFAULT_CONFIG,
        _choice("comment", given("comment"), CommentMode),
        _choice("fail-on", given("fail-on"), FailOn),
        key,
        _rules_url(environ),
    )


def _rules_url(environ: Mapping[str, str]) -> str:
    """The page that says what is asked, of the action named in ``uses``; empty for ``uses: ./``."""
    action = environ.get("GITHUB_ACTION_REPOSITORY", "")
    server = environ.get("GITHUB_SERVER_URL") or "https://github.com"
    return f"{server}/{action}/blob/HEAD/docs/rules.md" if action else ""


def _choice(name: str, value: str, choices: type[Choice]) -> Choice | None:
    if not value:
        return None
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(choices)
        raise UsageError(f'the input {name} is "{safe.line(value, 60)}": it takes one of {known}') from None


def _repository(environ: Mapping[str, str]) -> str:
    name = environ.get("GITHUB_REPOSITORY", "")
    owner, _, repository = name.partition("/")
    if not owner or not repository or "/" in repository:
        raise UsageError(f'GITHUB_REPOSITORY is "{safe.line(name, 60)}": it has to be OWNER/REPOSITORY')
    return name


def _number(environ: Mapping[str, str]) -> int:
    """The pull request's number from the event's file: the only thing that is taken from it."""
    file = environ.get("GITHUB_EVENT_PATH", "")
    try:
        event = json.loads(Path(file).read_text("utf-8-sig") if file else "")
        number = event["pull_request"]["number"]
    except OSError as error:
        raise UsageError(f"the event's file (GITHUB_EVENT_PATH) cannot be read: {entry.why(error)}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(
            "the event's file (GITHUB_EVENT_PATH) names no pull request: run this on pull request events"
        ) from None
    if type(number) is not int or not 0 < number <= HIGHEST_NUMBER:
        raise UsageError("the event's pull request has no number: it has to be a whole number from 1")
    return number


def _ruleset(inputs: Inputs, rules: Rulebook) -> RuleSet:
    """The rules in force: what the repository's configs say, then the action's inputs."""
    ruleset = rules.ruleset
    return replace(ruleset, comment=inputs.comment or ruleset.comment, fail_on=inputs.fail_on or ruleset.fail_on)


# -- what the run says -------------------------------------------------------------------------------------------------


class _Channel:
    """The ways out of a run: the log, the job summary, the outputs.

    Every line is made safe for the runner's parsers.
    """

    def __init__(self, environ: Mapping[str, str], write: Callable[[str], object]) -> None:
        self._environ = environ
        self._write = write

    def say(self, text: str) -> None:
        self._write(safe.log(text) + "\n")

    def _command(self, line: str) -> None:
        """A workflow command of ours, already escaped by the annotations' room."""
        self._write(line + "\n")

    def report(self, outcome: Outcome) -> None:
        report, ruleset = outcome.report, outcome.ruleset
        lines = annotate(report, ruleset)
        for line in lines[:1] if outcome.url else lines:  # where there is a comment, one pointer is enough
            self._command(line)
        loud = "error" if outcome.failed else "warning"
        for notice in report.notices:
            self._command(command(loud if notice == outcome.trouble else "notice", "whylint", notice))
        self._append("GITHUB_STEP_SUMMARY", markdown.summary(report, ruleset, rules_url=_rules_url(self._environ)))
        self._outputs(report, outcome.url)
        if outcome.url:
            self.say(f"Comment: {outcome.url}")
        self.say(words.headline(report, ruleset.messages))

    def nothing_to_do(self, sentence: str) -> int:
        self._command(command("notice", "whylint", sentence))
        self._outputs(Report(Conclusion.SKIPPED, ()), "")
        return OK

    def config_error(self, error: ConfigError, *, strange: bool = False) -> int:
        """Tell what is wrong with a config; of a ``strange`` one, which a stranger wrote, no line goes into the log.

        A problem matcher of an earlier step would read it.
        """
        shown = error.show()
        for each in error.problems[:_ANNOTATIONS]:
            place = () if "@" in each.file else (each.file, each.line, each.column)
            self._command(command("error", "whylint config", str(each), *place))
        if not strange:
            self.say(shown)
        fence = "`" * max(3, safe.longest_run(shown, "`") + 1)
        links = [f"- {safe.code(f'{each.file}:{each.line}')}: {each.link}" for each in error.problems if each.link]
        parts = ["### whylint: the config has errors", f"{fence}text\n{shown}\n{fence}", "\n".join(links)]
        self._append("GITHUB_STEP_SUMMARY", "\n\n".join(filter(None, parts)) + "\n")
        return USAGE

    def fail(self, code: int, sentence: str) -> int:
        self._command(command("error", "whylint", sentence))
        self._append("GITHUB_STEP_SUMMARY", f"### whylint could not judge\n\n{safe.prose(sentence)}\n")
        return code

    def _outputs(self, report: Report, url: str) -> None:
        values = {
            "conclusion": report.conclusion.value,
            "missing": ",".join(finding.rule.id for finding in report.open),
            "report": as_json.dumps(report),
            "comment-url": url,
        }
        self._append("GITHUB_OUTPUT", "".join(_output(name, values[name]) for name in OUTPUTS))

    def _append(self, name: str, text: str) -> None:
        """Write into the runner's file of that name. A file that cannot be written is a warning: the verdict stays."""
        try:
            if path := self._environ.get(name):
                with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
                    file.write(text)
        except OSError as error:
            self._command(command("warning", "whylint", f"{name} cannot be written: {entry.why(error)}"))


def _output(name: str, value: str) -> str:
    """One output in the runner's file format, under a delimiter that nobody can guess."""
    delimiter = f"whylint-{secrets.token_hex(16)}"
    return f"{name}<<{delimiter}\n{value}\n{delimiter}\n"
