"""What the fuzzer tries to break: each target takes any bytes, and raises where a promise is broken.

``tests/test_fuzz_corpus.py`` runs every target on every file of ``corpus/``, so what was found once stays mended.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.hostile import COMMENT, SUMMARY, assert_nothing_live, judged, page, structure
from tests.reports import RULES
from tests.runner_oracle import commands, pairs

from whylint.action import _output
from whylint.config import ConfigError, load
from whylint.engine import lint
from whylint.extends import Fetched, Reference
from whylint.github_api.errors import clean
from whylint.model import PullRequest, RuleSet
from whylint.packs import shipped
from whylint.render import safe
from whylint.render.annotations import annotations, command
from whylint.render.comment import comment as render_comment
from whylint.render.comment import marker
from whylint.render.json import dumps
from whylint.render.markdown import summary
from whylint.render.terminal import terminal

SAMPLE = PullRequest(title="Keep orders", body="## User problem\n\nBakers lose orders.\n\n## Metric\n\nTBD\n")


def words(data: bytes) -> str:
    """Any text: what is not UTF-8 becomes a lone surrogate."""
    return data.decode("utf-8", "surrogateescape")


def description(data: bytes) -> None:
    """The first line is the title, all else the body: read, judged and shown in every way."""
    title, _, body = words(data).partition("\n")
    check(PullRequest(title=title, body=body, additions=900), shipped())


def config(data: bytes) -> None:
    """A config is a rule set that can be judged by, or problems with a place, and nothing else.

    Whatever file it extends is the same one again, without its first line.
    """

    def fetch(reference: Reference) -> Fetched:
        return Fetched(str(reference), data.partition(b"\n")[2].decode("utf-8", "replace"))

    try:
        ruleset = load(data, ".github/whylint.yml", shipped(), fetch=fetch)
    except ConfigError as error:
        lines = len(data) + 1
        assert error.problems
        for problem in error.problems:
            assert 1 <= problem.line <= lines
            assert problem.column >= 1
            assert len(str(problem).splitlines()) == 1
        assert len(error.show()) < 20_000
        assert commands(safe.log(error.show())) == []
    else:
        check(SAMPLE, ruleset)


def comment(data: bytes) -> None:
    """A stranger's words, wherever they can stand in a comment, change nothing but themselves."""
    text = words(data)
    found = judged(text)
    body = render_comment(found, RULES, key="k")
    assert body.startswith(marker("k") + "\n")
    assert len(body.encode()) <= 60_000
    assert_nothing_live(body)
    if safe.line(text, 120):
        assert structure(page(body)) == COMMENT
        if len(data) % 4 == 0:  # a page takes its time
            assert structure(page(summary(found, RULES))) == SUMMARY


def output(data: bytes) -> None:
    """The log, a workflow command and an output file say to the runner what was meant, and nothing else."""
    text = words(data)
    assert commands(safe.log(text)) == []
    title, _, message = text.partition("\n")
    (found,) = commands(command("error", title, message))
    assert found.name == "error"
    assert set(found.properties) <= {"title"}
    written = text.encode("utf-8", "replace").decode()
    assert pairs(_output("report", written) + _output("last", "")) == [("report", written), ("last", "")]
    assert "::" not in (said := clean(text))
    assert commands(said) == []


def check(pull_request: PullRequest, ruleset: RuleSet) -> None:
    """Judge, and hold every outlet to what it promises."""
    report = lint(pull_request, ruleset)
    assert len({finding.rule.id for finding in report.findings}) == len(report.findings)
    source = pull_request.body.replace("\r\n", "\n").replace("\r", "\n")
    for finding in report.findings:
        for place in (each.place for each in (*finding.evidence, *finding.strengths, *finding.bad_signs)):
            assert 0 <= place.start <= place.end <= len(source)
            assert place.line == source.count("\n", 0, place.start) + 1
            assert place.column == place.start - source.rfind("\n", 0, place.start)
    assert json.loads(dumps(report))["conclusion"] == report.conclusion
    assert len(render_comment(report, ruleset, key="k").encode()) <= 60_000
    assert len(summary(report, ruleset).encode()) <= 900 * 1024
    for line in annotations(report, ruleset):
        (found,) = commands(line)
        assert found.name in ("error", "warning", "notice")
    for explain in (False, True):
        assert commands(terminal(report, ruleset, source="a.md", explain=explain)) == []


TARGETS: dict[str, Callable[[bytes], None]] = {
    "description": description,
    "config": config,
    "comment": comment,
    "output": output,
}
