"""Whose rules count: over events, branches, and configs at the default branch, the base, the head, the organization."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.github_server.server import Fault, GitHubServer
from tests.github_server.world import Repository, Token
from tests.job import TOKEN, Job
from tests.texts import EMPTY, GOOD

CONFIG = ".github/whylint.yml"
EVENTS = ("pull_request", "pull_request_target")  # by turns: 20 runs instead of 40
# Each config is known by the severity that it gives to one rule; the built-in word is `error`.
SAYS = {
    "default": "rules: {feedback-plan: warning}",
    "base": "rules: {feedback-plan: notice}",
    "head": "rules: {user-problem: off}",
    "organization": "rules: {success-metric: warning, feedback-plan: warning}",
}
ERRORS = ("error", "error", "error")  # of user-problem, success-metric, feedback-plan

# base branch, the configs that there are, what is in force
TABLE = [
    ("main", "", ERRORS),
    ("main", "default", ("error", "error", "warning")),
    ("main", "head", ERRORS),
    ("main", "default head", ("error", "error", "warning")),
    ("main", "organization", ("error", "warning", "warning")),
    ("main", "default organization", ("error", "warning", "warning")),
    ("main", "head organization", ("error", "warning", "warning")),
    ("release", "", ERRORS),
    ("release", "default", ERRORS),
    ("release", "base", ("error", "error", "notice")),
    ("release", "head", ERRORS),
    ("release", "default base", ("error", "error", "notice")),
    ("release", "default head", ERRORS),
    ("release", "base head", ("error", "error", "notice")),
    ("release", "default base head", ("error", "error", "notice")),
    ("release", "organization", ("error", "warning", "warning")),
    ("release", "default organization", ("error", "warning", "warning")),
    ("release", "base organization", ("error", "warning", "notice")),
    ("release", "default base head organization", ("error", "warning", "notice")),
]


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    with GitHubServer() as github:
        yield Job(tmp_path, github)


def lay_out(job: Job, base: str, configs: str) -> None:
    repository = job.github.world.repositories["o/r"]
    places = {"default": "main", "base": "release", "head": "topic"}
    repository.branches = {branch: {} for branch in places.values()}
    for name in configs.split():
        if name == "organization":
            inside: dict[str, Any] = {"main": {"whylint.yml": SAYS[name]}}
            job.github.world.repositories["o/.github"] = Repository(branches=inside)
        else:
            repository.branches[places[name]][CONFIG] = SAYS[name]
    job.pull.base, job.pull.body = base, EMPTY
    job.pull.files = [CONFIG, "src/app.py"] if "head" in configs.split() else ["src/app.py"]


@pytest.mark.parametrize(("base", "configs", "expected"), TABLE)
def test_whose_rules_count(job: Job, base: str, configs: str, expected: tuple[str, ...]) -> None:
    lay_out(job, base, configs)
    ran = job.run(EVENTS[TABLE.index((base, configs, expected)) % 2])
    assert tuple(finding["severity"] for finding in ran.report["findings"]) == expected
    assert (ran.code, job.requests()) == (1, ["read", "write"])


def test_a_merge_queue_asks_for_no_rules(job: Job) -> None:
    lay_out(job, "main", "default")
    assert (job.run("merge_group").code, job.requests()) == (0, [])


@pytest.mark.parametrize("path", ["whylint.yml", ".github/whylint.yml"])
def test_an_organization_keeps_its_config_at_the_root_or_inside(job: Job, path: str) -> None:
    inside: dict[str, Any] = {"trunk": {path: "extends: ./strict.yml\ncomment: never\n", "strict.yml": SAYS["default"]}}
    job.github.world.repositories["o/.github"] = Repository(default_branch="trunk", branches=inside)
    job.pull.body = EMPTY
    ran = job.run()
    assert [finding["severity"] for finding in ran.report["findings"]] == ["error", "error", "warning"]
    assert (job.requests(), job.pull.comments) == (["read", "read"], [])


def test_an_organization_that_cannot_be_seen_is_none(job: Job) -> None:
    lay_out(job, "main", "organization")
    job.github.world.repositories["o/.github"].private = True
    job.github.world.tokens = {TOKEN: Token(blind_to=("o/.github",))}
    ran = job.run()
    assert tuple(finding["severity"] for finding in ran.report["findings"]) == ERRORS
    assert ran.report["notices"] == []


def test_a_config_that_says_what_it_extends_leaves_the_organization_aside(job: Job) -> None:
    lay_out(job, "main", "organization")
    job.github.world.repositories["o/r"].branches["main"][CONFIG] = "extends: product"
    assert tuple(finding["severity"] for finding in job.run().report["findings"]) == ERRORS


@pytest.mark.parametrize(
    ("extends", "severities"),
    [
        ("...", ("error", "warning", "warning")),
        ("[...]", ("error", "warning", "warning")),
        ("[..., {pack: product, when: {labels: [none]}}]", ("error", "warning", "warning")),
        ("[..., product]", ERRORS),
        ("./more.yml", ("error", "error", "notice")),
    ],
)
def test_three_dots_stand_for_what_a_config_stands_on(job: Job, extends: str, severities: tuple[str, ...]) -> None:
    lay_out(job, "main", "organization")
    files = {CONFIG: f"extends: {extends}", "more.yml": "extends: [..., product]\nrules: {feedback-plan: notice}"}
    job.github.world.repositories["o/r"].branches["main"] |= files
    assert tuple(finding["severity"] for finding in job.run().report["findings"]) == severities


@pytest.mark.parametrize(
    ("config", "stops"),
    [("", True), ("drafts: skip", True), ("extends: ...", True), ("extends: product", False), ("extends: []", False)],
)
def test_a_broken_config_of_the_organization_stops_who_stands_on_it(job: Job, config: str, *, stops: bool) -> None:
    inside: dict[str, Any] = {"main": {"whylint.yml": "rulez: {}"}}
    job.github.world.repositories["o/.github"] = Repository(branches=inside)
    own = {CONFIG: f"{config}\nrules: {{user-problem: error}}"} if config else {}
    job.github.world.repositories["o/r"].branches["main"] |= own
    job.pull.body = EMPTY
    ran = job.run()
    assert ran.code == (2 if stops else 1)
    assert ("o/.github/whylint.yml@main:1:1: unknown key `rulez`, did you mean `rules`?" in ran.log) == stops
    assert ("http://github.test/o/.github/blob/main/whylint.yml#L1" in ran.summary) == stops


@pytest.mark.parametrize(("config", "told"), [("", 1), ("drafts: skip", 1), ("extends: product", 0)])
def test_an_organization_that_the_token_may_not_read_is_told(job: Job, config: str, told: int) -> None:
    job.github.world.repositories["o/r"].branches["main"] |= {CONFIG: config} if config else {}
    job.pull.body = EMPTY
    said = "Resource protected by organization SAML enforcement"
    job.github.fail(Fault("errors", errors=[{"path": ["organization"], "type": "FORBIDDEN", "message": said}]))
    ran = job.run()
    assert (ran.code, tuple(each["severity"] for each in ran.report["findings"])) == (1, ERRORS)
    notices = [each for each in ran.report["notices"] if f"the token may not read o/.github ({said})" in each]
    assert (len(notices), len(ran.report["notices"])) == (told, told)
    assert (notices[0] in ran.summary) if told else "organization" not in ran.summary


# -- what a config extends ---------------------------------------------------------------------------------------------


def with_config(job: Job, text: str, **files: str) -> None:
    repository = job.github.world.repositories["o/r"]
    repository.branches = {"main": {CONFIG: text, **{f"{name}.yml": each for name, each in files.items()}}, "topic": {}}
    job.pull.body = EMPTY


def test_files_of_this_repository_and_of_another_are_laid_over_each_other(job: Job) -> None:
    standards: dict[str, Any] = {
        "v1": {
            "whylint.yml": "extends: [product, ./packs/more.yml]\nrules: {user-problem: notice}",
            "packs/more.yml": "rules: {success-metric: notice}",
        }
    }
    job.github.world.repositories["acme/standards"] = Repository(branches=standards)
    extends = "extends: [acme/standards@v1, ./near.yml]\nrules: {feedback-plan: {headings: [..., Danach]}}"
    with_config(job, extends, near="rules: {user-problem: warning}")
    ran = job.run()
    assert [finding["severity"] for finding in ran.report["findings"]] == ["warning", "notice", "error"]
    assert job.requests() == ["read"] * 4 + ["write"]


def test_the_file_is_that_of_the_base_branch(job: Job) -> None:
    with_config(job, "extends: ./near.yml", near="rules: {user-problem: warning}")
    job.github.world.repositories["o/r"].branches["topic"]["near.yml"] = "rules: {user-problem: off}"
    assert [finding["severity"] for finding in job.run().report["findings"]] == ["warning", "error", "error"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "acme/none@v1",
            "`acme/none/whylint.yml@v1` cannot be used, there is no such file that this token can read",
        ),
        ("./none.yml", "`./none.yml` cannot be used, there is no such file on `main`: check the path"),
        ("./folder.yml", "`./folder.yml` cannot be used, it is a folder: name a YAML file of at most 64 KiB"),
        ("./loop.yml", "`./loop.yml` extends itself (./loop.yml → ./loop.yml): remove one of these entries"),
        ("./1.yml", "`./6.yml` is more than 5 files away: extend it from nearer"),
        ("./broken.yml", "broken.yml:1:1: unknown key `rulse`, did you mean `rules`?"),
    ],
)
def test_what_cannot_be_extended_is_told_with_its_place(job: Job, entry: str, said: str) -> None:
    with_config(job, f"extends: {entry}", loop="extends: ./loop.yml", broken="rulse: {}")
    files = job.github.world.repositories["o/r"].branches["main"]
    files["folder.yml/inside"] = "x"
    files |= {f"{n}.yml": f"extends: ./{n + 1}.yml" for n in range(1, 8)}
    ran = job.run()
    assert ran.code == 2
    assert said in ran.log
    assert job.pull.comments == []
    assert "write" not in job.requests()


# -- a pull request that edits the config ------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "conclusion"), [(GOOD, "success"), (EMPTY, "failure")])
def test_a_broken_edit_is_judged_by_the_base_and_ends_with_2(job: Job, body: str, conclusion: str) -> None:
    lay_out(job, "main", "default head")
    job.pull.body = body
    job.github.world.repositories["o/r"].branches["topic"][CONFIG] = "version: 1\nrules: {feedback-plan: of}\n"
    ran = job.run()
    assert (ran.code, ran.outputs["conclusion"]) == (2, conclusion)
    assert f"::error title=whylint config,file={CONFIG},line=2,col=24::" in ran.log
    assert "So the check is red." in ran.log
    assert "stays green" not in ran.log + ran.summary
    assert f"{CONFIG}:2:24: `feedback-plan` cannot be `of`, did you mean `off`?" in ran.summary
    assert f"http://github.test/o/r/blob/topic-commit/{CONFIG}#L2" in ran.summary


@pytest.mark.parametrize(
    "edited", ["rules: {feedback-plan: off}", "extends: ./near.yml", "# nothing", SAYS["default"]], ids=repr
)
def test_a_good_edit_changes_nothing_yet(job: Job, edited: str) -> None:
    lay_out(job, "main", "default head")
    job.github.world.repositories["o/r"].branches["topic"] |= {CONFIG: edited, "near.yml": "rules: {user-problem: off}"}
    ran = job.run()
    assert (ran.code, ran.report["findings"][2]["severity"]) == (1, "warning")


SECRET = "acme/secret/list.yml@main"


@pytest.mark.parametrize(
    ("at_base", "edited", "reads", "unchecked"),
    [
        ("# none", f"extends: {SECRET}", 1, True),
        ("# none", f"extends: [product, ./near.yml, {SECRET}]", 2, True),
        ("# none", "extends: ./near.yml", 2, False),
        (f"extends: {SECRET}", f"extends: {SECRET}\nfail-on: error", 3, False),
    ],
)
def test_an_edited_config_is_shown_no_file_that_its_author_chose(
    job: Job, at_base: str, edited: str, reads: int, *, unchecked: bool
) -> None:
    """The token may read what a stranger may not, and an error shows the line that it is about."""
    listed = "hunter2: secret" if unchecked else "fail-on: warning"
    inside: dict[str, Any] = {"main": {"list.yml": listed}}
    job.github.world.repositories["acme/secret"] = Repository(branches=inside, private=True)
    lay_out(job, "main", "head")
    branches = job.github.world.repositories["o/r"].branches
    branches["main"][CONFIG] = at_base
    branches["topic"] |= {CONFIG: edited, "near.yml": "drafts: skip"}
    ran = job.run()
    assert (ran.code, job.requests().count("read")) == (1, reads)
    assert "hunter2" not in ran.log + ran.summary + ran.outputs["report"]
    assert len([notice for notice in ran.report["notices"] if f"now extends {SECRET}" in notice]) == unchecked


def test_an_organization_that_could_not_be_read_is_not_taken_for_none(job: Job) -> None:
    lay_out(job, "main", "organization")
    job.github.fail(Fault("errors", errors=[{"path": ["organization"], "type": "INTERNAL", "message": "Timeout"}]))
    ran = job.run()
    assert (ran.code, job.pull.comments) == (2, [])
    assert "o/.github/whylint.yml cannot be used: GitHub did not give it out (Timeout)" in ran.log


def test_a_pull_request_that_leaves_the_config_alone_is_not_told_of_an_old_one(job: Job) -> None:
    lay_out(job, "main", "default")
    job.github.world.repositories["o/r"].branches["topic"][CONFIG] = "rules: {gone: error}"
    assert job.run().code == 1


@pytest.mark.parametrize(
    ("config", "reads", "code"),
    [
        ("skip: {only-paths: ['src/**']}", 1 + 3, 0),
        ("rules: {user-problem: {when: {paths: [src/204.py]}}, success-metric: off, feedback-plan: off}", 1 + 3, 1),
        ("extends: [product, {pack: product, when: {paths: [none]}}]", 1 + 3, 1),
        ("skip: {labels: [none]}", 1, 1),
    ],
)
def test_all_files_are_read_where_they_decide(job: Job, config: str, reads: int, code: int) -> None:
    with_config(job, config)
    job.pull.files = [f"src/{number}.py" for number in range(205)]
    ran = job.run()
    assert (ran.code, job.requests().count("read")) == (code, reads)


@pytest.mark.parametrize(("last", "code"), [("docs/last.md", 0), ("src/last.py", 1)])
def test_all_files_are_read_where_they_may_be_of_an_exempt_kind(job: Job, last: str, code: int) -> None:
    job.pull.body, job.pull.title = "", "docs: renew all pages"
    job.pull.files = [*(f"docs/{number}.md" for number in range(150)), last]
    ran = job.run()
    assert (ran.code, job.requests().count("read")) == (code, 1 + 2)


def test_who_set_the_override_label_is_told(job: Job) -> None:
    job.pull.body, job.pull.labels = EMPTY, ["Whylint-Override"]
    job.pull.labelled_by = [("whylint-override", "bea"), ("bug", "eve"), ("whylint-override", "robo[bot]")]
    ran = job.run()
    assert ran.code == 0
    assert {finding["severity"] for finding in ran.report["findings"]} == {"notice"}
    assert {finding["capped"] for finding in ran.report["findings"]} == {
        'the label "Whylint-Override" is set, by robo[bot]'
    }
    assert 'the label "Whylint-Override" is set, by' in job.pull.comments[0].body


@pytest.mark.parametrize(
    ("config", "told"),
    [("skip: {only-paths: ['src/**']}", 1), ("skip: {labels: [none]}", 0)],
)
def test_files_beyond_those_that_github_lists_are_told_of(job: Job, config: str, told: int) -> None:
    with_config(job, config)
    job.pull.files = [f"src/{number}.py" for number in range(3001)]
    ran = job.run()
    assert ran.code == 1, "what is not known is not true"
    assert len([each for each in ran.report["notices"] if "GitHub lists 3,000 of the changed files" in each]) == told
