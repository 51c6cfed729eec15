"""The container's entry, from its environment to its files, against a GitHub on loopback."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.github_server.server import Fault, GitHubServer
from tests.github_server.world import Token
from tests.job import Job
from tests.texts import EMPTY, GOOD, METRIC_OPEN

from whylint.action import EVENTS, INPUTS, OUTPUTS
from whylint.render.comment import marker

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    with GitHubServer() as github:
        yield Job(tmp_path, github)


def test_a_pull_request_that_is_fine_at_first_sight_gets_no_comment(job: Job) -> None:
    ran = job.run()
    assert ran.code == 0
    assert [ran.outputs[name] for name in ("conclusion", "missing", "comment-url")] == ["success", "", ""]
    assert set(ran.verdicts().values()) == {"met"}
    assert job.pull.comments == []
    assert job.requests() == ["read"]
    assert "All 3 questions are answered" in ran.summary


def test_the_life_of_a_comment(job: Job) -> None:
    job.pull.body = METRIC_OPEN
    first = job.run()
    assert (first.code, first.outputs["conclusion"], first.outputs["missing"]) == (1, "failure", "success-metric")
    (comment,) = job.pull.comments
    assert comment.body.startswith(marker("default"))
    assert first.outputs["comment-url"] == comment.url
    assert "2 of 3 questions answered" in comment.body
    assert job.requests() == ["read", "write"]

    again = job.run()
    assert (again.code, job.requests()) == (1, ["read"])

    job.pull.body = GOOD
    mended = job.run()
    assert (mended.code, job.requests()) == (0, ["read", "write"])
    assert job.pull.comments == [comment]
    assert comment.body.splitlines()[1:] == [
        "**All 3 questions are answered:** user problem, success metric, feedback plan."
    ]
    assert comment.hidden

    settled = job.run()
    assert (settled.code, job.requests(), settled.outputs["comment-url"]) == (0, ["read"], comment.url)

    job.pull.body = METRIC_OPEN
    broken = job.run()
    assert (broken.code, job.requests(), comment.hidden) == (1, ["read", "write"], "")
    assert "2 of 3 questions answered" in comment.body


@pytest.mark.parametrize("others", [0, 1, 150])
def test_a_run_costs_one_read_and_at_most_one_write(job: Job, others: int) -> None:
    for number in range(others):
        job.github.world.comment(job.pull, f"comment {number}", {"type": "User", "login": "bea"})
    job.pull.body = EMPTY
    assert (job.run().code, job.requests()) == (1, ["read", "write"])
    assert (job.run().code, job.requests()) == (1, ["read"])
    assert len(job.pull.comments) == others + 1


def test_what_counts_is_live_and_the_rules_are_those_of_the_base_branch(job: Job) -> None:
    off = "rules:\n  user-problem: off\n  success-metric: off\n"
    job.github.world.repositories["o/r"].branches = {
        "main": {".github/whylint.yml": "rules:\n  feedback-plan: off\n"},
        "topic": {".github/whylint.yml": off},
        "release": {".github/whylint.yml": "rules:\n  success-metric: warning\n"},
    }
    job.pull.body = METRIC_OPEN
    assert sorted(job.run().verdicts()) == ["success-metric", "user-problem"]
    job.pull.base = "release"
    ran = job.run()
    assert (ran.code, ran.outputs["missing"]) == (0, "success-metric")
    assert {finding["rule"]: finding["severity"] for finding in ran.report["findings"]}["success-metric"] == "warning"


def test_a_draft_is_never_red_and_stays_quiet(job: Job) -> None:
    job.pull.body, job.pull.draft = EMPTY, True
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"], job.pull.comments) == (0, "success", [])
    assert ran.outputs["missing"] == "user-problem,success-metric,feedback-plan"
    assert {finding["severity"] for finding in ran.report["findings"]} == {"notice"}


def test_a_draft_with_a_comment_where_the_config_says_so(job: Job) -> None:
    job.github.world.repositories["o/r"].branches["main"] = {".github/whylint.yml": "drafts: comment\n"}
    job.pull.body, job.pull.draft = EMPTY, True
    assert job.run().code == 0
    (comment,) = job.pull.comments
    assert "**0 of 3 questions answered.** The check stays green: this is a draft. Still open: user" in comment.body

    job.pull.draft = False
    assert job.run().code == 1
    assert "**0 of 3 questions answered.** Still open: user problem" in comment.body


def test_a_bot_is_asked_nothing_and_told_why(job: Job) -> None:
    job.pull.body, job.pull.author = EMPTY, {"type": "Bot", "login": "dependabot"}
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"], job.pull.comments) == (0, "skipped", [])
    assert all("dependabot[bot]" in finding["reason"] for finding in ran.report["findings"])


@pytest.mark.parametrize(
    ("inputs", "code", "comments"),
    [
        ({"comment": "never"}, 1, 0),
        ({"comment": "on-findings"}, 1, 1),
        ({"fail_on": "never"}, 0, 1),
        ({"fail_on": "never", "comment": "never"}, 0, 0),
        ({"comment": "", "fail_on": ""}, 1, 1),
    ],
)
def test_inputs_win_over_the_config(job: Job, inputs: dict[str, str], code: int, comments: int) -> None:
    job.pull.body = EMPTY
    ran = job.run(**inputs)
    assert (ran.code, len(job.pull.comments)) == (code, comments)


def test_an_empty_input_leaves_the_configs_word(job: Job) -> None:
    job.github.world.repositories["o/r"].branches["main"] = {".github/whylint.yml": "comment: never\nfail-on: never\n"}
    job.pull.body = EMPTY
    assert job.run(comment="", fail_on="").code == 0
    assert job.pull.comments == []
    assert job.run(fail_on="error", comment="always").code == 1
    assert len(job.pull.comments) == 1


def test_comment_always_also_when_all_is_well(job: Job) -> None:
    assert job.run(comment="always").code == 0
    assert len(job.pull.comments) == 1


def test_two_keys_two_comments(job: Job) -> None:
    job.pull.body = EMPTY
    job.run(comment_key="product")
    job.run(comment_key="platform")
    job.run(comment_key="product")
    assert [comment.body.splitlines()[0] for comment in job.pull.comments] == [marker("product"), marker("platform")]


def test_a_token_that_may_not_comment_changes_nothing_in_the_verdict(job: Job) -> None:
    job.github.world.tokens = {"*": Token(pull_requests="read")}
    job.pull.body = METRIC_OPEN
    ran = job.run()
    assert (ran.code, ran.outputs["missing"], ran.outputs["comment-url"]) == (1, "success-metric", "")
    assert "pull-requests: write" in ran.summary
    assert ran.log.count("pull-requests: write") == 1
    assert "::error title=Success metric" in ran.log


def test_a_locked_conversation_is_left_alone(job: Job) -> None:
    job.pull.body, job.pull.locked = METRIC_OPEN, True
    ran = job.run()
    assert (ran.code, job.pull.comments, job.requests()) == (1, [], ["read"])


def test_a_description_edited_during_the_run_is_judged_again(job: Job) -> None:
    job.pull.body = METRIC_OPEN

    def edit(token: str, point: str) -> None:
        if point == "add":
            job.pull.body = GOOD

    job.github.gate = edit
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"]) == (0, "success")
    (comment,) = job.pull.comments
    assert "All 3 questions are answered" in comment.body


def test_the_merge_queue_succeeds_with_a_notice(job: Job) -> None:
    ran = job.run("merge_group", payload={})
    assert (ran.code, ran.outputs["conclusion"], job.requests()) == (0, "skipped", [])
    assert ran.log.startswith("::notice title=whylint::The merge queue")


@pytest.mark.parametrize("event", ["push", "issue_comment", "workflow_dispatch", "schedule", ""])
def test_an_unknown_event_says_which_are_known(job: Job, event: str) -> None:
    ran = job.run(event)
    assert (ran.code, job.requests()) == (2, [])
    assert all(each in ran.log for each in EVENTS)
    assert len(ran.log.splitlines()) == 1


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
def test_both_events_of_a_pull_request_do_the_same(job: Job, event: str) -> None:
    job.pull.body = METRIC_OPEN
    assert job.run(event).outputs["missing"] == "success-metric"


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        ({"comment": "sometimes"}, 'the input comment is "sometimes": it takes one of on-findings, always, never'),
        ({"fail_on": "Error"}, 'the input fail-on is "Error": it takes one of error, warning, never'),
        ({"comment_key": "a b"}, "the input comment-key takes at most 40 letters, digits, dots"),
        ({"github_token": ""}, "the input github-token is empty"),
        ({"config": "other.yml"}, "there is no other.yml on main, which the input config names"),
    ],
)
def test_a_wrong_input_is_a_usage_error(job: Job, inputs: dict[str, str], says: str) -> None:
    ran = job.run(**inputs)
    assert ran.code == 2
    assert says in ran.log.replace("%3A", ":").replace("%2C", ",")
    assert len(ran.log.splitlines()) == 1


def test_a_broken_config_is_shown_with_its_place(job: Job) -> None:
    job.github.world.repositories["o/r"].branches["main"] = {".github/whylint.yml": "rules:\n  sucess-metric: off\n"}
    ran = job.run()
    assert (ran.code, job.pull.comments) == (2, [])
    assert ".github/whylint.yml:2:3" in ran.log
    assert "success-metric" in ran.summary


@pytest.mark.parametrize("file", [{"symlink": "x"}, {"binary": True}, {"tree": {}}])
def test_a_config_that_cannot_be_used_is_no_config_that_is_not_there(job: Job, file: dict[str, Any]) -> None:
    content: Any = {".github/whylint.yml/a": "x"} if "tree" in file else {".github/whylint.yml": file}
    job.github.world.repositories["o/r"].branches["main"] = content
    ran = job.run()
    assert ran.code == 2
    assert "cannot be used" in ran.log


def test_a_base_branch_that_is_gone_has_no_rules_that_anybody_knows(job: Job) -> None:
    job.pull.base = "gone"
    ran = job.run()
    assert (ran.code, job.pull.comments) == (2, [])
    assert ran.log == "::error title=whylint::.github/whylint.yml on gone cannot be used: the branch is not there\n"


def test_an_odd_answer_to_a_comment_takes_no_verdict_with_it(job: Job) -> None:
    job.pull.body = METRIC_OPEN
    job.github.fail(Fault(on="Add", stored=True, status=200, body='{"data": {"add": {"commentEdge": {"node": "x"}}}}'))
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"], len(job.pull.comments)) == (3, "failure", 1)
    assert ran.log.splitlines()[1] == (
        "::error title=whylint::The comment could not be written: "
        "GitHub's answer is not as it should be (AttributeError)"
    )
    assert (job.run().code, len(job.pull.comments)) == (1, 1)


def test_a_misnamed_config_is_a_notice(job: Job) -> None:
    job.github.world.repositories["o/r"].branches["main"] = {".github/whylint.yaml": "rules: {}\n"}
    ran = job.run()
    assert ran.code == 0
    assert "whylint.yaml" in ran.log
    assert ".github/whylint.yml" in ran.log


def test_the_repositorys_own_template_is_no_answer(job: Job) -> None:
    template = "## User problem\n\nSay which people cannot do what, and how it hurts them on 3 days a week.\n"
    job.github.world.repositories["o/r"].branches["main"] = {".github/pull_request_template.md": template}
    job.pull.body = template
    assert set(job.run().verdicts().values()) == {"missing"}


BROKEN: dict[str, Callable[[], Fault]] = {
    "bad gateway": lambda: Fault(status=502, times=9),
    "no json": lambda: Fault(status=200, body="<html>unicorn</html>", times=9),
    "cut off": lambda: Fault("cut", times=9),
    "reset": lambda: Fault("reset", times=9),
    "bad credentials": lambda: Fault(status=401, body='{"message": "Bad credentials"}', times=9),
    "command in the answer": lambda: Fault(status=422, body='{"message": "##[error]x\\n::error::y"}', times=9),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_of_github_is_one_line_and_exit_code_3(job: Job, fault: str) -> None:
    job.github.fail(BROKEN[fault]())
    ran = job.run()
    assert ran.code == 3
    assert len(ran.log.splitlines()) == 1
    assert ran.log.startswith("::error title=whylint::")
    assert "Traceback" not in ran.log
    assert "##[" not in ran.log + ran.summary
    assert ran.summary.startswith("### whylint could not judge\n\n")
    assert ran.outputs == {}


def test_a_body_of_any_kind_leaves_the_log_without_commands(job: Job) -> None:
    job.pull.title = "##[error]t"
    metric, problem = "::set-output name=a::b ##[add-mask]c %0A::error::d", "##[group]x y"
    job.pull.body = f"## Success metric\n\n{metric}\n\n## User problem\n\n{problem}\n"
    ran = job.run()
    commands = [line for line in ran.log.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error title=", "::warning title=", "::notice title=")) for line in commands)
    assert "##[" not in ran.log + ran.summary + job.pull.comments[0].body


def test_action_yml_declares_what_the_action_reads_and_writes() -> None:
    declared = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert tuple(declared["inputs"]) == INPUTS
    assert tuple(declared["outputs"]) == OUTPUTS
    assert declared["inputs"]["config"]["default"] == ".github/whylint.yml"
    assert [name for name, each in declared["inputs"].items() if "default" in each] == ["github-token", "config"]
    assert "args" not in declared["runs"]


def test_a_tiny_change_is_never_red(job: Job) -> None:
    job.pull.body, job.pull.additions, job.pull.deletions = EMPTY, 7, 3
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"]) == (0, "success")
    assert {finding["capped"] for finding in ran.report["findings"]} == {"at most 10 lines are changed"}
    job.pull.additions = 8
    assert job.run().code == 1
    job.pull.additions = 7
    job.github.fail(Fault("null", errors=[{"path": ["repository", "pullRequest", "deletions"]}]))
    assert job.run().code == 1  # nobody knows how many


@pytest.mark.parametrize(
    ("title", "head", "kind", "sign"),
    [
        ('Revert "Prices"', "prices", "revert", "title"),
        ("Prices", "revert-1-prices", "revert", "branch revert-1-prices"),
        ("[backport] Prices", "prices", "backport", "title"),
        ("Merge branch 'x'", "prices", "merge of a branch", "title"),
    ],
)
def test_what_a_stranger_calls_a_change_exempts_it_from_nothing(
    job: Job, title: str, head: str, kind: str, sign: str
) -> None:
    job.pull.title, job.pull.head, job.pull.body = title, head, ""
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"]) == (0, "success")
    (reason,) = {finding["capped"] for finding in ran.report["findings"]}
    assert reason == f"this may be a {kind} (only its {sign} says so)"
    assert reason in job.pull.comments[0].body.replace("`", "")


def test_files_beyond_those_that_were_read_may_be_anything(job: Job) -> None:
    job.pull.body, job.pull.files = EMPTY, [f"docs/{number}.md" for number in range(100)]
    assert job.run().outputs["conclusion"] == "skipped"
    job.pull.files.append("src/app.py")
    assert job.run().outputs["conclusion"] == "failure"


def test_files_that_github_does_not_tell_may_be_anything(job: Job) -> None:
    job.pull.title, job.pull.body, job.pull.files = "docs: renew", "", ["docs/a.md"]
    assert job.run().outputs["conclusion"] == "skipped"
    job.github.fail(Fault("null", errors=[{"path": ["repository", "pullRequest", "files"]}]))
    assert job.run().outputs["conclusion"] == "failure"


def test_an_internal_fault_names_its_place_and_quotes_nothing(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("##[error]stranger")

    monkeypatch.setattr("whylint.action.lint", broken)
    ran = job.run()
    assert ran.code == 3
    assert "internal fault (KeyError at action.py:" in ran.log.replace("%3A", ":")
    assert "stranger" not in ran.log + ran.summary


def test_a_run_that_takes_too_long_is_stopped(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        left, _interval = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= 100
        signal.setitimer(signal.ITIMER_REAL, 0.01)  # the rest of the time passes
        while True:
            pass

    monkeypatch.setattr("whylint.action.lint", endless)
    job.pull.body, job.limits = METRIC_OPEN, {"limit": 100}
    before = signal.getsignal(signal.SIGALRM)
    ran = job.run()
    assert (ran.code, job.requests(), job.pull.comments) == (3, ["read"], [])
    assert ran.log == "::error title=whylint::The run was stopped: it took longer than 100 s\n"
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize("name", ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"])
def test_a_file_of_the_runner_that_cannot_be_written_is_a_warning(job: Job, name: str) -> None:
    job.pull.body = METRIC_OPEN
    ran = job.run(environ={name: str(job.folder)})
    assert ran.code == 1
    assert f"::warning title=whylint::{name} cannot be written: is a directory" in ran.log
    assert ran.log.count("::warning") == 1
    assert "::error title=Success metric" in ran.log


UNAVAILABLE = {"status": 502, "times": 3}
PATIENCE = {"status": 403, "headers": {"Retry-After": "3600"}, "body": '{"message": "secondary rate limit"}'}


@pytest.mark.parametrize("fault", [UNAVAILABLE, PATIENCE])
@pytest.mark.parametrize("exists", [False, True])
def test_a_comment_that_could_not_be_written_takes_no_verdict_with_it(
    job: Job, fault: dict[str, Any], exists: bool
) -> None:
    job.github.world.repositories["o/r"].branches["main"] = {".github/whylint.yaml": "rules: {}\n"}
    if exists:
        job.pull.body = EMPTY
        job.run()
    job.pull.body = METRIC_OPEN
    job.github.fail(Fault(on="Amend" if exists else "Add", **fault))
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"], ran.outputs["comment-url"]) == (3, "failure", "")
    assert "::error title=Success metric" in ran.log
    assert "::error title=whylint::The comment could not be written: GitHub answered with status" in ran.log
    assert "::notice title=whylint::.github/whylint.yaml is not read" in ran.log
    assert "The comment could not be written" in ran.summary
    assert "pull-requests" not in ran.log
    assert any("could not be written" in notice for notice in ran.report["notices"])


def test_a_missing_permission_leaves_other_notices_what_they_are(job: Job) -> None:
    job.github.world.repositories["o/r"].branches["main"] = {".github/whylint.yaml": "rules: {}\n"}
    job.github.world.tokens = {"*": Token(pull_requests="read")}
    job.pull.body = METRIC_OPEN
    ran = job.run()
    assert ran.code == 1
    assert "::notice title=whylint::.github/whylint.yaml" in ran.log
    assert ran.log.count("::warning title=whylint::") == 1


@pytest.mark.parametrize("how", ["never", "locked", "closed"])
def test_a_comment_that_says_something_else_is_no_pointer(job: Job, how: str) -> None:
    job.pull.body = METRIC_OPEN
    job.run()
    job.pull.body = EMPTY
    job.pull.locked, job.pull.state = how == "locked", "CLOSED" if how == "closed" else "OPEN"
    ran = job.run(comment="never" if how == "never" else "")
    assert (ran.code, ran.outputs["comment-url"], job.requests()) == (1, "", ["read"])
    assert ran.log.count("::error title=") == 3
    job.pull.body, (old,) = METRIC_OPEN, job.pull.comments
    assert job.run().outputs["comment-url"] == old.url


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"GITHUB_REPOSITORY": ""}, 'GITHUB_REPOSITORY is "": it has to be OWNER/REPOSITORY'),
        ({"GITHUB_REPOSITORY": "o"}, 'GITHUB_REPOSITORY is "o": it has to be OWNER/REPOSITORY'),
        ({"GITHUB_REPOSITORY": "o/r/s"}, 'GITHUB_REPOSITORY is "o/r/s": it has to be OWNER/REPOSITORY'),
        ({"GITHUB_API_URL": "https://["}, "GITHUB_API_URL is not a web address: https://api.github.com"),
        ({"GITHUB_API_URL": "https://host:many"}, "GITHUB_API_URL is not a web address: https://api.github.com"),
        ({"GITHUB_API_URL": "https://host:70000"}, "GITHUB_API_URL is not a web address: https://api.github.com"),
        ({"GITHUB_API_URL": "api.github.com"}, "GITHUB_API_URL is not a web address: https://api.github.com"),
        ({"GITHUB_GRAPHQL_URL": "https://evil.test/graphql"}, "is on another host than GITHUB_API_URL"),
    ],
)
def test_a_runner_that_is_set_up_wrong_is_told_what_would_be_right(
    job: Job, environ: dict[str, str], says: str
) -> None:
    ran = job.run(environ=environ)
    assert (ran.code, job.requests()) == (2, [])
    assert says in ran.log
    assert len(ran.log.splitlines()) == 1


@pytest.mark.parametrize("number", [0, -1, True, "1", 2**31, None])
def test_a_pull_request_has_a_number_from_one(job: Job, number: object) -> None:
    ran = job.run(number=number)
    assert (ran.code, job.requests()) == (2, [])
    assert "it has to be a whole number from 1" in ran.log


def test_the_report_tells_ten_words_of_each_sort(job: Job) -> None:
    job.pull.body = (
        GOOD + "\nShops lose orders and customers lose patience, because tablets crash and forms fail.\n" * 40
    )
    ran = job.run()
    most = [len(each[sort]) for each in ran.report["findings"] for sort in ("evidence", "strengths", "bad_signs")]
    assert max(most) <= 10


def test_the_comment_links_to_what_is_asked(job: Job) -> None:
    job.pull.body = METRIC_OPEN
    job.more = {"GITHUB_ACTION_REPOSITORY": "acme/whylint", "GITHUB_SERVER_URL": "https://github.example"}
    ran = job.run()
    (comment,) = job.pull.comments
    page, _, rule = "docs/rules.md#success-metric".partition("#")
    assert f"(https://github.example/acme/whylint/blob/HEAD/{page}#{rule})" in comment.body
    assert f"(https://github.example/acme/whylint/blob/HEAD/{page}#{rule})" in ran.summary
    assert f"\n## {rule}\n" in (ROOT / page).read_text("utf-8")


USER, BOT_USER = {"login": "ada", "type": "User"}, {"login": "dependabot[bot]", "type": "Bot"}
AT_BASE = {"ref": "main", "sha": "0" * 40, "repo": {"full_name": "o/r"}}
PAYLOADS: dict[str, dict[str, Any]] = {
    "the title was edited": {"action": "edited", "changes": {"title": {"from": "Old"}}},
    "the body was edited": {"action": "edited", "changes": {"body": {"from": None}}},
    "the base was changed": {"action": "edited", "changes": {"base": {"ref": {"from": "lax"}, "sha": {"from": "1"}}}},
    "by a bot": {"action": "opened", "user": BOT_USER, "sender": BOT_USER},
    "from a fork": {"action": "opened", "head": {"ref": "topic", "repo": {"full_name": "ada/r", "fork": True}}},
    "from a fork that is gone": {"action": "reopened", "head": {"ref": "topic", "repo": None}},
    "by somebody who is gone": {"action": "synchronize", "user": None},
    "of tomorrow": {"action": "teleported", "number": "1", "sender": {"type": "Agent"}, "new": [{}]},
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_of_the_event_only_the_number_counts(job: Job, name: str) -> None:
    job.pull.body = METRIC_OPEN
    event = dict(PAYLOADS[name])
    pull = {
        "number": 1,
        "body": GOOD,
        "title": "stale",
        "state": "closed",
        "draft": True,
        "user": USER,
        "base": AT_BASE,
    }
    pull |= {key: event.pop(key) for key in ("user", "head") if key in event}
    ran = job.run(payload={"repository": {"full_name": "evil/other"}, "sender": USER, **event, "pull_request": pull})
    assert (ran.code, ran.outputs["missing"]) == (1, "success-metric")
    assert [request.variables["name"] for request in job.github.log if request.name == "Read"] == ["r"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"pull_request": []}', "[" * 100_000, "\ud800"])
def test_an_event_file_of_no_use_is_one_line(job: Job, content: str) -> None:
    file = job.folder / "odd.json"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    ran = job.run(environ={"GITHUB_EVENT_PATH": str(file)})
    assert (ran.code, job.requests()) == (2, [])
    assert "names no pull request" in ran.log
    assert len(ran.log.splitlines()) == 1


def test_an_event_file_that_cannot_be_read_says_why(job: Job) -> None:
    ran = job.run(environ={"GITHUB_EVENT_PATH": str(job.folder)})
    assert (ran.code, job.requests()) == (2, [])
    assert ran.log == "::error title=whylint::the event's file (GITHUB_EVENT_PATH) cannot be read: is a directory\n"
    assert "names no pull request" in job.run(environ={"GITHUB_EVENT_PATH": ""}).log


def test_an_event_file_may_bear_a_byte_order_mark(job: Job) -> None:
    file = job.folder / "marked.json"
    file.write_text('{"pull_request": {"number": 1}}', "utf-8-sig")
    assert job.run(environ={"GITHUB_EVENT_PATH": str(file)}).code == 0
