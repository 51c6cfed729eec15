"""The command line as a person meets it: arguments in, text and exit code out.

Run as a process of its own where that matters.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
from tests.github_server.server import GitHubServer
from tests.github_server.world import Pull, Repository, World
from tests.texts import EMPTY, GOOD, METRIC_OPEN

from whylint import cli
from whylint.cli import check, live
from whylint.patterns import BadCue
from whylint.records import FIELDS

CONFIG = ".github/whylint.yml"
ROOT = Path(__file__).resolve().parent.parent
INSTALLED = str(Path(cli.__file__).parents[2])  # the source, or in `make wheel` what the wheel brought
SCHEMA = json.loads((ROOT / "schema" / "report.schema.json").read_text("utf-8"))


@dataclass
class Ran:
    code: int
    out: str
    err: str

    def report(self) -> dict[str, object]:
        (found,) = self.reports()
        return found

    def reports(self) -> list[dict[str, object]]:
        found = [json.loads(line) for line in self.out.splitlines()]
        for each in found:
            jsonschema.validate(each, SCHEMA)
        return found


Whylint = Callable[..., Ran]
WANTED = "write one object with title and body"


@pytest.fixture
def whylint(tmp_path: Path) -> Whylint:
    """``whylint ARGUMENTS`` in a folder without a git repository, a token or a terminal."""

    def run(*arguments: str, given: str = "", folder: Path = tmp_path, **environ: str) -> Ran:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GH_", "INPUT_"))}
        done = subprocess.run(
            [sys.executable, "-m", "whylint", *arguments],
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            cwd=folder,
            env={**clean, "PYTHONPATH": INSTALLED, "COLUMNS": "80", **environ},
            check=False,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err
        return ran

    return run


def verdicts(report: dict[str, object]) -> dict[str, str]:
    return {each["rule"]: each["verdict"] for each in report["findings"]}  # type: ignore[index,attr-defined,union-attr]


def test_a_good_description(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text(GOOD, "utf-8")
    ran = whylint("check", "d.md")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "d.md: success"
    assert '"Bakers who take orders by phone lose the' in ran.out


def test_a_description_that_falls_short_says_what_is_unmet_and_how_to_write_it(whylint: Whylint) -> None:
    ran = whylint("check", "-", given=METRIC_OPEN)
    assert ran.code == 1
    assert ran.out.startswith("standard input: failure\n2 of 3 questions answered. Still open: success metric.")
    assert "For example:" in ran.out
    assert "\x1b" not in ran.out


def test_standard_input_is_the_default(whylint: Whylint) -> None:
    assert whylint("check", given=GOOD).code == 0


def test_json_has_the_published_shape(whylint: Whylint) -> None:
    ran = whylint("check", "-", "--format", "json", given=METRIC_OPEN)
    report = ran.report()
    assert ran.code == 1
    assert verdicts(report) == {"user-problem": "met", "success-metric": "missing", "feedback-plan": "met"}
    problem = report["findings"][0]  # type: ignore[index]
    assert (problem["line"], problem["column"]) == (3, 1)
    assert {each["criterion"] for each in problem["evidence"]} == {"who", "pain"}
    metric = report["findings"][1]  # type: ignore[index]
    assert (metric["line"], metric["column"], metric["unmet"]) == (7, 1, ["measure", "target"])


def test_several_files_are_told_apart(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    (tmp_path / "b.md").write_text(EMPTY, "utf-8")
    ran = whylint("check", "a.md", "b.md", "--format", "json")
    assert ran.code == 1
    assert [each["source"] for each in ran.reports()] == ["a.md", "b.md"]
    shown = whylint("check", "a.md", "b.md").out
    assert "a.md: success" in shown
    assert "b.md: failure" in shown


def test_the_title_counts_as_no_answer(whylint: Whylint) -> None:
    body = "## User problem\n\nKeep the phone orders when tablets lock\n"
    title = "Keep phone orders when the tablets lock"
    report = whylint("check", "-", "--format", "json", "--title", title, given=body).report()
    assert verdicts(report)["user-problem"] == "missing"
    assert "title" in report["findings"][0]["message"]  # type: ignore[index]


def test_explain_shows_where_each_word_stands(whylint: Whylint) -> None:
    body = "<!-- who? -->\n" + GOOD
    out = whylint("check", "-", "--explain", given=body).out
    assert '"<!-- who? -->" (1:1): comment' in out
    assert 'pain: met by "Bakers who take orders by phone lose' in out
    assert '(4:1), under "User problem"' in " ".join(out.split())
    unmet = whylint("check", "-", "--explain", given=METRIC_OPEN).out
    assert "measure: not met." in unmet


def test_json_lines_give_a_report_a_line(whylint: Whylint, tmp_path: Path) -> None:
    lines = [
        {"title": "a", "body": GOOD, "number": 7, "labels": ["x"], "unknown": {"is": "ignored"}},
        {"title": "b", "body": None, "author": "dependabot[bot]"},
        {"title": "c", "body": EMPTY, "draft": True},
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    ran = whylint("check", "d.jsonl")
    assert ran.code == 0
    assert [(each["source"], each["conclusion"]) for each in ran.reports()] == [
        ("d.jsonl:1", "success"),
        ("d.jsonl:2", "skipped"),
        ("d.jsonl:3", "success"),
    ]


PAST = [
    {"number": 12, "title": "Warn early", "body": METRIC_OPEN, "author": {"login": "ada", "is_bot": False},
     "labels": [{"name": "x"}], "isDraft": False, "files": [{"path": "a.py"}]},
    {"number": 13, "title": "Update vitest", "body": "", "author": {"login": "app/renovate", "is_bot": True}},
    {"number": 14, "title": "::error::x ##[error]\u202e " + "long " * 40, "body": GOOD},
    {"title": "no number", "body": EMPTY, "isDraft": True},
]  # fmt: skip


def test_your_own_past_is_a_line_for_each_and_a_table(whylint: Whylint) -> None:
    ran = whylint("check", "-", given=json.dumps(PAST))
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "#12 failure  2 of 3: success metric is open  Warn early",
        "#13 skipped  dependency update (author renovate[bot]).  Update vitest",
        "#14 success  3 of 3  ::error::x ## [error] long long long long long long long…",
        (
            "standard input:4 success  0 of 3: user problem, success metric, feedback plan are open (this is a draft)"
            "  no number"
        ),
        "",
        "4 pull requests: 2 success, 1 failure, 1 skipped",
        "",
        "                met  unsure  weak  missing  waived  skipped",
        "User problem      2       0     0        1       0        1",
        "Success metric    1       0     0        2       0        1",
        "Feedback plan     2       0     0        1       0        1",
    ]


def test_a_tally_can_be_asked_of_json_lines_and_an_empty_past_has_none(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, PAST[:2])), "utf-8")
    told = whylint("check", "d.jsonl", "--format", "tally").out
    assert "\n2 pull requests: 1 failure, 1 skipped\n" in told
    assert "  met  unsure" in told
    (tmp_path / "own.yml").write_text("messages: {verdict.met: Answered}\n", "utf-8")
    own = whylint("check", "d.jsonl", "--format", "tally", "--config", "own.yml")
    assert "  answered  unsure" in own.out
    for name, text in {"none.json": " []\n", "none.jsonl": "\n"}.items():
        (tmp_path / name).write_text(text, "utf-8")
        nothing = whylint("check", name)
        assert (nothing.code, nothing.out, nothing.err) == (0, "", f"whylint: {name} holds no pull requests\n")


def test_what_gh_prints_is_accepted(whylint: Whylint) -> None:
    printed = [
        {"number": 12, "title": "a", "body": GOOD, "author": {"login": "ada", "is_bot": False},
         "labels": [{"name": "x"}], "isDraft": False, "files": [{"path": "a.py"}],
         "baseRefName": "main", "state": "MERGED"},
        {"number": 13, "title": "b", "body": "", "author": {"login": "app/renovate", "is_bot": True}},
    ]  # fmt: skip
    ran = whylint("check", "-", "--format", "json", given=json.dumps(printed, indent=2))
    assert [(each["source"], each["conclusion"]) for each in ran.reports()] == [
        ("standard input:#12", "success"),
        ("standard input:#13", "skipped"),
    ]


def test_the_lines_of_all_files_are_those_of_the_whole(whylint: Whylint) -> None:
    """As `gh pr view --json files` prints them: eleven lines are no tiny change any more."""
    files = [{"path": "a.py", "additions": 6, "deletions": 2}, {"path": "b.py", "additions": 2, "deletions": 0}]
    printed = {"title": "Keep drafts", "body": "", "files": files}
    assert whylint("check", "-", given=json.dumps(printed)).code == 0
    assert whylint("check", "-", given=json.dumps({**printed, "additions": 9, "deletions": 2})).code == 1
    files[1]["deletions"] = 1
    assert whylint("check", "-", given=json.dumps(printed)).code == 1
    del files[0]["additions"]
    assert whylint("check", "-", given=json.dumps(printed)).code == 1
    printed["files"] = [{"path": f"{number}.py", "additions": 0, "deletions": 0} for number in range(100)]
    assert whylint("check", "-", given=json.dumps(printed)).code == 1, "of more files GitHub's lists do not tell"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"title": 3}', "d.jsonl:2:1: title is text"),
        ('{"labels": "x"}', "d.jsonl:2:1: labels is a list"),
        ('{"files": [3]}', "d.jsonl:2:1: files is a list of words, or of objects with path"),
        ('{"additions": true}', "d.jsonl:2:1: additions is a whole number"),
        ("[1]", "d.jsonl:2:1: a pull request is an object with title and body"),
        ('{"title": "x"', f"d.jsonl:2:14: this is not JSON: expecting ',' delimiter; {WANTED}"),
        ("[" * 200_000, f"d.jsonl:2:1: this is not JSON that can be read; {WANTED}"),
        ('{"number": ' + "9" * 5000 + "}", f"d.jsonl:2:1: this is not JSON that can be read; {WANTED}"),
    ],
)
def test_a_record_that_is_none_is_named_by_its_place(whylint: Whylint, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "d.jsonl").write_text('{"title": "fine", "body": ""}\n' + line + "\n", "utf-8")
    ran = whylint("check", "d.jsonl")
    assert (ran.code, ran.err) == (2, f"whylint: {says}\n")


def test_an_object_that_is_cut_off_is_no_description(whylint: Whylint) -> None:
    ran = whylint("check", "-", given='{"title": "x", "body": "Customers')
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("whylint: standard input:1:24: this is not JSON: unterminated string")
    for markdown in ("{ braces } are Markdown", '{"a": 1} is what it printed'):
        assert whylint("check", "-", given=markdown).code == 1


def test_the_annotations_of_a_workflow_run(whylint: Whylint) -> None:
    ran = whylint("check", "-", "--format", "github", given=EMPTY)
    lines = ran.out.splitlines()
    assert [line.split(" ")[0] for line in lines[:3]] == ["::error"] * 3
    assert lines[3].startswith("0 of 3 questions answered.")


def test_markdown_is_the_job_summary(whylint: Whylint) -> None:
    out = whylint("check", "-", "--format", "markdown", given=METRIC_OPEN).out
    assert "| Question |" in out
    assert "Success metric" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere.md"], "nowhere.md cannot be read: no such file or directory"),
        (["check", "."], ". is a folder; name a file in it"),
        (["check", "latin.md"], "latin.md:2:4: this is not UTF-8 text; save the file as UTF-8"),
        (["check", "https://github.com/o/r/issues/1"], "is not the address of a pull request"),
        (["check", "https://github.com/o/r/pull/²"], "is not the address of a pull request"),
        (["check", "https://github.com/o/r/pull/0"], "is not the address of a pull request"),
        (["check", "https://github.com/o/r/pull/" + "9" * 5000], "is not the address of a pull request"),
        (["check", "https://["], "https://[ is not the address of a pull request"),
        (["check", "https://github.com/o/r/pull/1"], "set GITHUB_TOKEN"),
        (["check", "-", "--format", "yaml"], "'yaml' is not one of"),
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
        (["nothing"], "No such command 'nothing'"),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(
    whylint: Whylint, tmp_path: Path, arguments: list[str], says: str
) -> None:
    (tmp_path / "latin.md").write_bytes(b"one\ncaf\xe9\n")
    ran = whylint(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""


def test_the_documented_command_asks_gh_for_the_branch_by_which_a_revert_is_told(whylint: Whylint) -> None:
    revert = {"title": 'Revert "Keep carts"', "body": "It broke.", "headRefName": "revert-812-carts", "number": 3}
    told = {name: revert[name] for name in ("number", *FIELDS.split(",")) if name in revert}
    assert whylint("check", "-", given=json.dumps([told])).out.startswith("#3 skipped")
    for page in ("README.md", "docs/getting-started.md", "docs/recipes.md"):
        asked = [line for line in (ROOT / page).read_text("utf-8").splitlines() if line.startswith("gh pr list")]
        assert all(f"--json number,{FIELDS} |" in line for line in asked)
        assert asked


def test_help_is_a_word_as_well(whylint: Whylint) -> None:
    assert whylint("help").out == whylint("--help").out
    ran = whylint("help", "check")
    assert (ran.code, ran.out) == (0, whylint("check", "--help").out)


def test_the_config_and_the_template_at_the_git_root_are_used(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    rules = "rules:\n  feedback-plan: off\n  user-problem: warning\n"
    (tmp_path / ".github" / "whylint.yml").write_text(rules, "utf-8")
    template = "## User problem\n\nTell which people cannot do what today, and how it hurts them 3 times a day.\n"
    (tmp_path / ".github" / "pull_request_template.md").write_text(template, "utf-8")
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    report = whylint("check", "-", "--format", "json", given=template, folder=inside).report()
    assert verdicts(report) == {"user-problem": "missing", "success-metric": "missing"}
    (tmp_path / ".github" / "whylint.yml").write_text("rulez: {}\n", "utf-8")
    broken = whylint("check", "-", given=GOOD, folder=inside)
    assert broken.code == 2
    assert "../../.github/whylint.yml:1:1" in broken.err
    assert "rules" in broken.err


def test_a_config_can_be_named(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("fail-on: never\n", "utf-8")
    assert whylint("check", "-", "--config", "mine.yml", given=EMPTY).code == 0
    missing = whylint("check", "-", "--config", "other.yml", given=EMPTY)
    assert (missing.code, missing.err) == (2, "whylint: other.yml cannot be read: no such file or directory\n")


def test_a_live_pull_request_is_read_and_left_as_it_is(whylint: Whylint) -> None:
    with GitHubServer() as github:
        pull = Pull(7, title="t", body=METRIC_OPEN)
        branches = {"main": {".github/whylint.yml": "rules:\n  feedback-plan: off\n"}, "topic": {}}
        github.world = World(repositories={"o/r": Repository(pulls={7: pull}, branches=branches)})
        urls = {"GITHUB_API_URL": github.url, "GITHUB_GRAPHQL_URL": github.graphql_url, "GITHUB_TOKEN": "any"}
        ran = whylint("check", "https://github.com/o/r/pull/7", "--format", "json", **urls)
        assert (ran.code, verdicts(ran.report())) == (1, {"user-problem": "met", "success-metric": "missing"})
        assert (pull.comments, [kind for kind, _ in github.requests()]) == ([], ["read"])
        gone = whylint("check", "https://github.com/o/r/pull/8", **urls)
        assert gone.code == 3
        assert "#8" in gone.err


def test_a_live_pull_request_with_a_misnamed_config_and_a_scheme_in_capitals(whylint: Whylint) -> None:
    with GitHubServer() as github:
        branches = {"main": {".github/Whylint.yaml": "rules: {}\n"}}
        github.world = World(repositories={"o/r": Repository(pulls={7: Pull(7, body=GOOD)}, branches=branches)})
        ran = whylint("check", "HTTPS://WWW.GitHub.com/o/r/pull/7/files", GITHUB_API_URL=github.url, GITHUB_TOKEN="any")
    assert ran.code == 0
    assert ran.err == ("whylint: .github/Whylint.yaml is not read: the config is looked for as .github/whylint.yml.\n")


def test_a_config_that_is_named_sees_all_files_of_a_live_pull_request(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("skip: {paths: [src/last.py]}\n", "utf-8")
    with GitHubServer() as github:
        pull = Pull(7, body=METRIC_OPEN, files=[*(f"src/{number}.py" for number in range(120)), "src/last.py"])
        github.world = World(repositories={"o/r": Repository(pulls={7: pull})})
        urls = {"GITHUB_API_URL": github.url, "GITHUB_GRAPHQL_URL": github.graphql_url, "GITHUB_TOKEN": "any"}
        ran = whylint("check", "https://github.com/o/r/pull/7", "--config", "mine.yml", "--format", "json", **urls)
    assert (ran.code, ran.report()["conclusion"]) == (0, "skipped")


STANDS_IN = "{url}"
SERVER = {"GITHUB_SERVER_URL": "https://git.corp.test"}


@pytest.mark.parametrize(
    ("address", "environ"),
    [
        ("https://evil.test/o/r/pull/7", {}),
        ("https://evil.test/o/r/pull/7", {"GITHUB_API_URL": STANDS_IN}),
        ("https://evil.test/o/r/pull/7", {"GITHUB_API_URL": STANDS_IN, **SERVER}),
        ("https://github.com@evil.test/o/r/pull/7", {"GITHUB_API_URL": STANDS_IN}),
        ("https://evilghe.com/o/r/pull/7", {}),
        ("https://evil.test\\.ghe.com/o/r/pull/7", {}),
        ("https://api.github.com.evil.test/o/r/pull/7", {}),
        ("http://github.com/o/r/pull/7", {}),
        ("http://github.com/o/r/pull/7", {"GITHUB_API_URL": STANDS_IN}),
        ("http://git.corp.test/o/r/pull/7", SERVER),
        ("http://git.corp.test/o/r/pull/7", {"GITHUB_API_URL": "https://git.corp.test/api/v3"}),
    ],
)
def test_the_token_goes_to_no_host_that_nobody_named(whylint: Whylint, address: str, environ: dict[str, str]) -> None:
    with GitHubServer() as github:
        github.world = World(repositories={"o/r": Repository(pulls={7: Pull(7, body=GOOD)})})
        given = {name: value.format(url=github.url) for name, value in environ.items()}
        ran = whylint("check", address, GITHUB_TOKEN="any", **given)
        assert (ran.code, ran.out, github.log) == (2, "", [])
    assert ran.err.startswith("whylint: the token is not sent to ")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("scheme", "host", "environ", "api"),
    [
        ("https", "github.com", {}, "https://api.github.com"),
        ("https", "www.github.com", {}, "https://api.github.com"),
        ("https", "corp.ghe.com", {}, "https://api.corp.ghe.com"),
        ("https", "git.corp.test", SERVER, "https://git.corp.test/api/v3"),
        ("https", "git.corp.test", {"GITHUB_API_URL": "https://git.corp.test/api/v3"}, "https://git.corp.test/api/v3"),
        ("http", "git.corp.test", {"GITHUB_API_URL": "http://git.corp.test/api/v3"}, "http://git.corp.test/api/v3"),
        ("https", "git.corp.test", {**SERVER, "GITHUB_API_URL": "http://127.0.0.1:1"}, "http://127.0.0.1:1"),
        ("https", "github.com", {"GITHUB_API_URL": "http://127.0.0.1:1"}, "http://127.0.0.1:1"),
        # never another host's pull request of the same name
        ("https", "github.com", {**SERVER, "GITHUB_API_URL": "http://127.0.0.1:1"}, "https://api.github.com"),
        ("https", "github.com", {"GITHUB_API_URL": "https://git.corp.test/api/v3"}, "https://api.github.com"),
        ("https", "github.com", {"GITHUB_API_URL": "https://api.corp.ghe.com"}, "https://api.github.com"),
        ("https", "other.ghe.com", {"GITHUB_API_URL": "https://api.corp.ghe.com"}, "https://api.other.ghe.com"),
    ],
)
def test_each_host_is_asked_for_its_own(
    monkeypatch: pytest.MonkeyPatch, scheme: str, host: str, environ: dict[str, str], api: str
) -> None:
    for name in ("GITHUB_SERVER_URL", "GITHUB_API_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert live.api_url(scheme, host) == api


def test_an_api_that_is_no_address(whylint: Whylint) -> None:
    ran = whylint("check", "https://github.com/o/r/pull/7", GITHUB_API_URL="https://[", GITHUB_TOKEN="any")
    assert ran.code == 2
    assert "GITHUB_API_URL is not a web address: https://api.github.com" in ran.err


@pytest.mark.parametrize("body", ["[ ] do it", "[](badge.svg)", "[x]: y", "{% include a %}", '{"a": 1}', "{", "[]()"])
def test_markdown_that_starts_with_a_bracket_is_markdown(whylint: Whylint, body: str) -> None:
    ran = whylint("check", "-", given=body + "\n")
    assert (ran.code, ran.err) == (1, "")


def test_one_object_is_one_pull_request(whylint: Whylint) -> None:
    record = {"title": "Bump a", "body": GOOD, "author": {"login": "app/renovate", "is_bot": True}}
    assert whylint("check", "-", "--format", "json", given=json.dumps(record)).report()["conclusion"] == "skipped"
    assert whylint("check", "-", given=json.dumps({"body": GOOD})).out.startswith("standard input: success")
    wrong = whylint("check", "-", given='{"title": 3}')
    assert (wrong.code, wrong.err) == (2, "whylint: standard input:1:1: title is text\n")


def test_a_hundred_files_may_not_be_all(whylint: Whylint) -> None:
    record = {"title": "docs: all", "body": EMPTY, "files": [{"path": "a.md"}] * 99}
    assert whylint("check", "-", given=json.dumps(record)).code == 0
    record["files"] = [{"path": "a.md"}] * 100
    assert whylint("check", "-", given=json.dumps(record)).code == 1


def test_a_record_of_lone_surrogates_is_judged_under_every_condition(whylint: Whylint, tmp_path: Path) -> None:
    conditions = "[{paths: ['a*']}, {labels: [x]}, {titles: [x]}, {authors: [b]}, {bases: [c]}, {title-types: [d]}]"
    (tmp_path / "mine.yml").write_text(f"skip: {conditions}\n", "utf-8")
    odd = "\ud800"
    record = {"title": odd, "body": odd, "files": [{"path": odd}], "labels": [{"name": odd}], "author": {"login": odd}}
    for each in (record, record | {"author": odd}):
        given = json.dumps(each | {"baseRefName": odd, "headRefName": odd})
        ran = whylint("check", "-", "--config", "mine.yml", given=given)
        assert (ran.code, ran.err) == (1, "")


def test_a_misnamed_config_is_told(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "whylint.yaml").write_text("fail-on: never\n", "utf-8")
    ran = whylint("check", "-", given=EMPTY)
    said = "whylint: .github/whylint.yaml is not read: the config is looked for as .github/whylint.yml.\n"
    assert (ran.code, ran.err) == (1, said)
    (tmp_path / "mine.yml").write_text("fail-on: never\n", "utf-8")
    assert whylint("check", "-", "--config", "mine.yml", given=EMPTY).err == ""


@pytest.mark.parametrize("arguments", [["check", "-"], ["check", "-", "--config", CONFIG], ["config", "--check"]])
@pytest.mark.parametrize("at", [CONFIG, ".github"])
def test_a_config_that_is_a_link_is_refused_as_the_action_does(
    whylint: Whylint, tmp_path: Path, arguments: list[str], at: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "whylint.yml").write_text("fail-on: never\n", "utf-8")
    (tmp_path / at).parent.mkdir(exist_ok=True)
    (tmp_path / at).symlink_to(tmp_path / "elsewhere" / ("whylint.yml" if at == CONFIG else ""))
    ran = whylint(*arguments, given=EMPTY)
    said = f"whylint: {CONFIG} cannot be used: {at} is a symbolic link, and the action follows none\n"
    assert (ran.code, ran.err) == (2, said)
    assert whylint("check", "-", "--config", "elsewhere/whylint.yml", given=EMPTY).code == 0


def test_a_link_that_leads_nowhere_is_no_absent_config(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / CONFIG).symlink_to(tmp_path / "gone.yml")
    assert whylint("check", "-", given=EMPTY).code == 2


def test_a_file_that_a_config_extends_is_no_link(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / CONFIG).write_text("extends: ./more.yml\n", "utf-8")
    (tmp_path / "real.yml").write_text("fail-on: never\n", "utf-8")
    (tmp_path / "more.yml").symlink_to("real.yml")
    ran = whylint("check", "-", given=EMPTY)
    assert ran.code == 2
    assert "`./more.yml` cannot be used, it is a symbolic link: name the file itself" in ran.err


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that nobody can read")
def test_a_template_that_cannot_be_read_is_left_out(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pull_request_template.md").symlink_to("/proc/self/mem")
    ran = whylint("check", "-", given=GOOD)
    assert ran.code == 0
    assert ran.err == "whylint: pull_request_template.md cannot be read, and is left out: input/output error\n"


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text(GOOD, "utf-8")
    (tmp_path / "gone").mkdir()
    script = 'rmdir ../gone && exec "$0" -P -m whylint check "$1"'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable, str(tmp_path / "d.md")],
        capture_output=True,
        cwd=tmp_path / "gone",
        env={**os.environ, "PYTHONPATH": INSTALLED},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_stream_that_knows_few_letters(whylint: Whylint, tmp_path: Path) -> None:
    (tmp_path / "ł.md").write_text(GOOD, "utf-8")
    ran = whylint("check", "ł.md", PYTHONIOENCODING="latin-1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("\\u0142.md: success")
    assert "\\u2192.md cannot be read" in whylint("check", "→.md", PYTHONIOENCODING="latin-1").err


def test_a_fault_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> None:
        raise BadCue("stranger", "x")

    monkeypatch.setattr(check, "lint", broken)
    monkeypatch.setattr(sys, "argv", ["whylint", "check", str(ROOT / "README.md")])
    assert cli.main() == 3
    shown = capsys.readouterr()
    assert re.fullmatch(r"whylint: internal fault \(BadCue at check\.py:\d+\); please report it\n", shown.err)


def test_hostile_text_reaches_no_terminal(whylint: Whylint) -> None:
    body = "## Success metric\n\n\x1b[31mred\x1b]0;title\x07 \u202e evil \x00 ##[error]x\n::error::y\n"
    for style in ("terminal", "tally", "markdown", "github", "json"):
        out = whylint("check", "-", "--format", style, "--explain", given=body).out
        assert not set(out) & set("\x1b\x07\x00\u202e")
        assert "##[" not in out
        assert not any(line.lstrip().startswith("::error::") for line in out.splitlines())


def test_a_lone_surrogate_and_other_bytes_do_no_harm(whylint: Whylint) -> None:
    assert whylint("check", "-", given="a\udcff").code == 2
    assert whylint("check", "-", given="\ufeff" + GOOD).code == 0


def test_version_and_help(whylint: Whylint) -> None:
    assert re.fullmatch(r"whylint \d+\.\d+\.\d+(\.dev\d+)?\n", whylint("--version").out)
    shown = whylint("check", "--help").out
    assert "Exit codes: 0 all is well, 1 a description falls short" in shown


def test_talking_to_github_loads_no_cryptography_and_keeps_it_from_nobody(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from whylint.github_api.retry import SystemClock\n"
        "from whylint.github_api.transport import Transport\n"
        "url = 'https://api.github.com'\n"
        "Transport('t', api_url=url, graphql_url=url + '/graphql', clock=SystemClock(), timeout=1).close()\n"
        "print('github' in sys.modules, 'cryptography' in sys.modules)\n"
        "import cryptography"
    )
    environ = {**os.environ, "PYTHONPATH": INSTALLED}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path, env=environ, check=True)
    assert done.stdout.decode() == "True False\n"


def test_a_check_loads_neither_pygithub_nor_pydantic(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['whylint', 'check', 'd.md']\n"
        "from whylint.__main__ import main\n"
        "main()\n"
        "print([name for name in ('github', 'pydantic', 'requests', 'jwt', 'rich') if name in sys.modules])"
    )
    (tmp_path / "d.md").write_text(GOOD, "utf-8")
    environ = {**os.environ, "PYTHONPATH": INSTALLED}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path, env=environ, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"
