"""Where trust ends: what a run believes of the event, the checkout, the environment and the author, and what not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.github_server.server import GitHubServer
from tests.job import TOKEN, Job
from tests.runner_oracle import commands, pairs
from tests.texts import EMPTY, GOOD, METRIC, METRIC_OPEN, PLAN, PROBLEM

from whylint.action import OUTPUTS
from whylint.engine import lint
from whylint.model import PullRequest, Verdict
from whylint.packs import shipped

ROOT = Path(__file__).resolve().parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
LAX = {".github/whylint.yml": "fail-on: never\ncomment: never\n"}
STRICT = {".github/whylint.yml": "rules:\n  feedback-plan: error\n"}


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    with GitHubServer() as github:
        yield Job(tmp_path, github)


@pytest.mark.parametrize("base", ["main", "release"])
def test_no_config_but_that_of_the_live_base_branch_counts(
    job: Job, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax_everywhere = {"main": LAX, "release": LAX, "topic": LAX}
    job.github.world.repositories["o/r"].branches = {**lax_everywhere, base: STRICT}
    job.pull.base, job.pull.body = base, METRIC_OPEN
    for name, text in LAX.items():
        (job.folder / ".github").mkdir()
        (job.folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(job.folder)
    monkeypatch.setenv("HOME", str(job.folder))
    other = {"GITHUB_SHA": "0" * 40, "GITHUB_REF": "refs/pull/1/merge", "GITHUB_BASE_REF": "topic"}
    ran = job.run(environ={**other, "GITHUB_WORKSPACE": str(job.folder), "GITHUB_HEAD_REF": "main"})
    assert (ran.code, len(job.pull.comments)) == (1, 1)


@pytest.mark.parametrize(
    ("login", "kind", "actor", "asked"),
    [
        ("dependabot", "Bot", "ada", False),
        ("dependabot", "User", "dependabot[bot]", True),
        ("dependabot-bot", "User", "dependabot[bot]", True),
        ("ada", "User", "dependabot[bot]", True),
    ],
)
def test_a_bot_is_a_bot_by_its_account_and_not_by_name_or_actor(
    job: Job, login: str, kind: str, actor: str, *, asked: bool
) -> None:
    job.pull.body, job.pull.author = EMPTY, {"type": kind, "login": login}
    ran = job.run(environ={"GITHUB_ACTOR": actor, "GITHUB_TRIGGERING_ACTOR": actor})
    assert ran.outputs["conclusion"] == ("failure" if asked else "skipped")


def test_the_text_of_a_pull_request_comes_by_no_input_and_no_expression() -> None:
    assert not {"title", "body", "description"} & set(ACTION["inputs"])
    text = (ROOT / "action.yml").read_text("utf-8")
    assert [part.split("}}")[0].strip() for part in text.split("${{")[1:]] == ["github.token"]


@pytest.mark.parametrize("char", ["\U0001f600", "\0", "\ud800", "\u202e", "[", "> ", "漢"])
def test_the_largest_body_is_judged(job: Job, char: str) -> None:
    job.pull.body = (char * 65_536)[:65_536]
    assert len(job.pull.body.encode("utf-8", "replace")) <= 262_144
    ran = job.run()
    assert set(ran.verdicts().values()) <= {"missing", "unsure"}
    assert ran.code == (0 if char == "漢" else 1)  # never red in a language that is not read
    assert len(job.pull.comments[0].body.encode()) <= 60_000
    assert len(ran.summary.encode()) <= 900 * 1024


MATCHED = "a.py: line 1, col 1, Error - x (y)", "src/a.ts(1,2): error TS1: x", "##[error]x", "::error file=a::x"


def test_no_line_of_the_log_is_a_strangers(job: Job) -> None:
    """Problem matchers of earlier steps read every line that is no command."""
    job.pull.title = MATCHED[0]
    job.pull.body = "## Success metric\n\n" + "\n\n".join(MATCHED)
    job.pull.labels, job.pull.head = list(MATCHED), MATCHED[1]
    ran = job.run()
    plain = [line for line in ran.log.splitlines() if not commands(line)]
    assert [line.partition(" ")[0] for line in plain] == ["Comment:", "0"]
    assert not any(each in line for each in MATCHED for line in plain)


def test_no_line_of_the_log_is_that_of_an_edited_config(job: Job) -> None:
    named = "src/x.c:1:1: error: a stranger's"
    job.github.world.repositories["o/r"].branches["topic"] = {".github/whylint.yml": f'rules: {{"{named}": error}}\n'}
    job.pull.head, job.pull.files = "topic", [".github/whylint.yml"]
    ran = job.run()
    assert ran.code == 2
    assert named in ran.log
    assert not any(named in line for line in ran.log.splitlines() if not commands(line))


def test_nothing_is_given_to_later_steps_but_the_outputs(job: Job) -> None:
    """The job's files for environment and path hold a sentinel, which every run of these tests compares."""
    job.pull.body = "## Success metric\n\nLD_PRELOAD=/tmp/x\n\nreport<<EOF\nEOF\nconclusion=success\n"
    ran = job.run()
    assert {file.name: file.read_text("utf-8") for file in job.folder.glob("[ep][na][vt]*")} == {
        "env": "sentinel",
        "path": "sentinel",
    }
    assert tuple(ran.outputs) == OUTPUTS
    assert ran.outputs["conclusion"] == "failure"


HOSTILE_LINES = (
    "::error::a\n##[add-mask]b\n #\u0640#[error]c\r::set-output name=conclusion::success\n\u200b::stop-commands::x"
)


def test_neither_stream_of_the_process_holds_a_command_of_a_stranger(job: Job) -> None:
    config = 'cues: {a: {patterns: ["(?<=::error::)", "##[error]"]}}\n# ::error::x\n"##[group]": ::x\n'
    job.github.world.repositories["o/r"].branches["topic"] = {".github/whylint.yml": config}
    job.pull.title, job.pull.head, job.pull.files = HOSTILE_LINES, "topic", [".github/whylint.yml", HOSTILE_LINES]
    job.pull.body = f"## Success metric\n\n{HOSTILE_LINES}\n\n## Feedback plan\n\nTBD {HOSTILE_LINES}\n"
    job.pull.labels, job.pull.author = [HOSTILE_LINES], {"type": "User", "login": HOSTILE_LINES}
    given, files = job.prepare()
    python = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "whylint", "action"],
        capture_output=True,
        check=False,
        env=given | python,
        cwd=job.folder,
    )
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr == b""
    log = ran.stdout.decode()
    assert {command.name for command in commands(log)} == {"error"}
    assert TOKEN not in log + files["summary.md"].read_text("utf-8") + files["output"].read_text("utf-8")
    assert dict(pairs(files["output"].read_text("utf-8")))["conclusion"] == "failure"
    assert not any(each in log for each in ("\n::set-output", "::add-mask", "::stop-commands", "##["))


def workflow() -> dict[str, Any]:
    """The first workflow that the README shows."""
    block = (ROOT / "README.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    found: dict[str, Any] = yaml.load(block, Loader=yaml.BaseLoader)  # "on" stays a word
    return found


def test_the_readmes_workflow_is_the_safe_one() -> None:
    found = workflow()
    assert set(found["on"]) == {"pull_request_target", "merge_group"}
    assert {"opened", "edited", "reopened", "synchronize", "ready_for_review"} <= set(
        found["on"]["pull_request_target"]["types"]
    )
    assert found["concurrency"]["cancel-in-progress"] == "true"
    assert found["permissions"] == {}
    (job,) = found["jobs"].values()
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert job["timeout-minutes"] == "5"
    assert "if" not in job
    assert [set(step) for step in job["steps"]] == [{"uses"}]


ANSWERS = {"user-problem": PROBLEM, "success-metric": METRIC, "feedback-plan": PLAN}
HIDDEN = {
    "in a comment": "<!--\n{}\n-->",
    "in a comment that never ends": "<!--\n{}\n",
    "in a fence": "```\n{}\n```",
    "in a fence that never ends": "~~~\n{}\n",
    "under 25 quotes": "> " * 25 + "{}",
    "under 5,000 quotes": "> " * 5000 + "{}",
    "struck out": "~~{}~~",
    "struck out by a tag": "<del>{}</del> <s>{}</s>",
    "in a footnote that nothing refers to": "Text.\n\n[^1]: {}\n",
    "in footnotes that only refer to each other": "Text. `[^1]` <!-- [^1] -->\n\n[^1]: {} [^2]\n[^2]: {} [^1]\n",
    "in the second paragraph of a footnote": "- x\n\n[^1]: y\n\n    {}\n",
    "in brackets that browsers hide": "<ruby>x<rp>{}</rp></ruby>",
    "in a comment that may be over": "<!--> {} -->",
    "in a tag that hides it": '<a title="{}">x</a>',
    "in a value with a sign that ends no tag": 'See <a title="a > {}">x</a>.',
    "in a value of a block": "<div title='a > {}'>\n\nText.\n\n</div>",
    "in a value over some lines": '<div\nalt=x title = "a >\n{}\n">\n\nText.\n\n</div>',
    "in a value that never ends": '<div title="a >\n{}\n',
    "in a declaration": "<!X\n{}\n>",
    "in a declaration that never ends": "Text.\n\n<!X {}\n\nText.",
    "in a tag that never ends": "Text.\n\n<p {}\n\nText.",
    "in a tag within a block that never ends": "<div><i\n{}\n\nText.",
    "in an instruction that never ends": "<? {}\n\nText.",
    "in a closing tag without a name": "<div>\n</ {}>\n</div>",
    "in a value that goes on behind its block": '<p title="\n\n{}\n\n">Text.</p>',
    "struck out by a tag around paragraphs": "<del>\n\n{}\n\n</del>",
    "struck out by the outer of two tags": "<del><del>x</del> {}</del>",
    "struck out by a tag that another does not close": "<del>x</s> {}</del>",
    "struck out by a tag that goes on behind its paragraph": "<s>Text.\n\n{}\n",
    "struck out by a tag that is closed within a paragraph only": "<del>\n\nText. </del> Text.\n\n{}\n",
    "struck out by a tag that one of a longer name does not close": "<del>Text.</del-x> {}</del>",
    "struck out behind a closing tag in a picture": "<del>![</del>](x.png) {}",
    "turned round by a tag": '<bdo dir="rtl">{}</bdo>',
    "behind a value without quotes that has one in it": '<div b=c="> <!-- "> {} -->',
    "behind a tag that is shown as letters": '<script title="<!--"> {} -->',
    "behind a tag of raw text that is not shown as letters": "<div><style/x>\n{}\n",
    "in a value behind a comment that may be over": '<!--> <div title="--> {}">',
    "in a value behind a comment with an odd end": '<!--x--!> <div title="--> {}">',
    "in a value that a quote leaves open": "> <div\n> a='\n\n{}\n",
    "behind a declaration that is none": "Text. <!X<del>{}</del>",
    "in code by a tag within a paragraph, like a fence": "Text.<pre>{}</pre>",
    "in a footnote behind which a comment never ends": "Text.[^1]\n\n[^1]: {}\n\n<!-- x",
    "in a link's title within a box": '- [x] [a]: b "{}"',
    "in a footnote within a box": "- [x] [^a]: {}\n",
    "in a footnote that stands in two boxes": "- [x] [^a]: x\n[^a]: {}\n",
    "in the title of a link with an odd bracket": '[x](y( "{}")',
    "in a second cell of a table of one column": "Text.\n|-|\n|x|{}|\n",
    "in a cell too many of a table amid a paragraph": "Text.\na|b\n-|-\n|x|y|{}|\n",
    "in a comment that code begins in HTML": "- x\n<a>\n`<!-- y` {} `-->`\n",
    "behind a comment that begins in HTML": "- x\n<a>\ny <!-- x\n\n{}\n",
    "behind a comment that begins in HTML below a footnote": "[^a]: x\n</b>\ny <!-- z\n\n{}\n",
    "in a picture behind what is no space to GitHub": "<b>\v\n![{}](x.png)\n",
    "in a picture in what looks like a declaration": "<!x >![{}](x.png)",
    "in a picture behind raw text that another tag ends": "<script></style>\n![{}](x.png)\n",
    "in code by a tag, like a fence": "<pre>\n{}\n</pre>",
    "in quotes by a tag": "<blockquote>\n\n{}\n\n</blockquote>",
    "in a picture made of code": "```geojson\n{}\n```",
    "in a remark of a diagram": "```mermaid\ngraph TD\n  a-->b\n%% {}\n```",
    "in the second of two footnotes with one name": "Text.[^a]\n\n[^a]: See.\n[^a]: {}\n",
    "turned round, so told like quotes": "\u202e{}",
    "in a picture": "![{}](x.png)",
    "in a link's target": '[x](https://a.example "{}")',
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_a_reader_does_not_see_as_the_authors_text_is_no_answer(how: str) -> None:
    for rule, text in ANSWERS.items():
        if ("quotes" in how and rule == "user-problem") or ("fence" in how and rule == "success-metric"):
            continue  # a problem may be told by those who have it, and a measurement may be a tool's output
        report = lint(PullRequest(title="Keep orders", body=HIDDEN[how].replace("{}", text)), shipped())
        (verdict,) = [finding.verdict for finding in report.findings if finding.rule.id == rule]
        assert verdict not in (Verdict.MET, Verdict.WAIVED), rule


SHOWN = {
    "in a footnote": "Text.[^a]\n\n[^A]: {}\n",
    "in a footnote of a footnote": "Text.[^1]\n\n[^1]: See.[^2]\n[^2]: {}\n",
    "behind a tag that stays open": "<del>Text.\n\n{}\n",
    "behind a tag that stays open in an item": "- <del>\n\n  Text.\n\n{}\n",
    "behind a tag that stays open in a cell": "| <s>a | b |\n|-|-|\n\n{}\n",
    "behind a tag whose name begins like one that strikes out": "<del-x>{}\n",
    "behind a tag in a picture": "![<del>](x.png) {}\n",
    "before a closing tag of no heading": "{}</h2>\n",
    "behind a tag of a heading that ends sooner": "## Text </h2>\n\n{}\n",
    "behind a box with a link": "- [x] [a](b)\n\n{}\n",
    "behind a line break on a line of its own": "- x\n<br>\n<!-- y\nz -->\n{}\n",
    "below a table with a wrong head": "Text.\na|b|c\n-|-\n|x|y|{}|\n",
    "behind a call": "`x](f(a, 'b'))` {}\n",
    "behind a tag that is closed": "<del>Text.</del> {}\n",
    "behind an empty comment": "<!----> {}\n",
    "behind a comment of one sign": "Text <!--> {}\n",
    "behind a value without quotes": "<div title=a>{}</div>\n",
    "behind a value with a sign": "<div title='>' id=\">\" class>{}</div>\n",
    "behind a sign that opens no tag": "<div>\n1 < 2. {}\n</div>\n",
    "in ruby": "<ruby>x<rp>(</rp><rt>y</rt><rp>)</rp></ruby> {}\n",
}


@pytest.mark.parametrize("how", SHOWN)
def test_what_a_reader_sees_is_an_answer(how: str) -> None:
    for rule, text in ANSWERS.items():
        report = lint(PullRequest(title="Keep orders", body=SHOWN[how].replace("{}", text)), shipped())
        assert [finding.verdict for finding in report.findings if finding.rule.id == rule] == [Verdict.MET]


BLANK = [
    "\u200b",
    "\u3164",
    "\u2800",
    "\u115f",
    "\uffa0",
    "\xad",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "\U000e0041",
    "\0",
    "\x1b",
]


@pytest.mark.parametrize("char", BLANK, ids=ascii)
def test_what_looks_blank_is_blank(char: str) -> None:
    body = "\n\n".join(f"## {rule}\n\n{char * 60}" for rule in ("User problem", "Success metric", "Feedback plan"))
    report = lint(PullRequest(title="Keep orders", body=body), shipped())
    assert {finding.verdict for finding in report.findings} == {Verdict.MISSING}


def test_good_is_good() -> None:
    report = lint(PullRequest(title="Keep orders", body=GOOD), shipped())
    assert {finding.verdict for finding in report.findings} == {Verdict.MET}
