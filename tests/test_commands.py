"""Whole sessions at a terminal, in a git repository of their own: what is typed, and every line that a person sees.

A session is a file in tests/commands:

    ; ...                  is a remark
    @ PATH                 makes a file of the lines that follow, each after "| "
    $ whylint ARGUMENTS    runs it; what follows is all that it prints, and its exit code unless that is 0
    $ whylint ... < TEXT   the same, with an answer typed
    $ cat PATH, $ files    show a file, or the names of all there are

To accept new words: ``WHYLINT_UPDATE_GOLDEN=1 pytest tests/test_commands.py``, then look at ``git diff``.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from scripts import docs_data
from tests.github_server.server import GitHubServer
from tests.github_server.world import Repository, World

from whylint import config, packs, strict_yaml
from whylint.cli import COMMANDS, cli
from whylint.cli.around import asked, at_most, is_colored
from whylint.cli.init import config_text
from whylint.cli.survey import Folders, Survey
from whylint.engine import lint
from whylint.entry import ACTION
from whylint.markdown import parse
from whylint.model import Condition, PullRequest, Verdict
from whylint.render import manual, template
from whylint.render.settings import settings

SESSIONS = sorted((Path(__file__).parent / "commands").glob("*.txt"))
UPDATE = bool(os.environ.get("WHYLINT_UPDATE_GOLDEN"))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty git repository, which is the working directory; the terminal has 80 columns."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("GITHUB_TOKEN", "GH_TOKEN", "GITHUB_API_URL", "GITHUB_GRAPHQL_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(command: str) -> str:
    """What a person sees after typing a command."""
    words, _, typed = command.partition(" < ")
    name, *arguments = shlex.split(words)
    if name == "cat":
        return Path(*arguments).read_text("utf-8")
    if name == "files":
        return "".join(f"{path}\n" for path in sorted(Path().rglob("*")) if path.is_file())
    assert name == "whylint"
    done = CliRunner().invoke(cli, arguments, input=f"{typed}\n" if typed else None, prog_name="whylint")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output + (f"exit code {done.exit_code}\n" if done.exit_code else "")


def replayed(session: str) -> Iterator[str]:
    """The lines of a session as they come out now."""
    path: Path | None = None
    for line in session.splitlines():
        if line.startswith("; "):
            yield from ("", line)
        elif line.startswith("@ "):
            path = Path(line[2:])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", "utf-8")
            yield from ("", line)
        elif path and line.startswith("|"):
            with path.open("a", encoding="utf-8") as file:
                file.write(line[2:] + "\n")
            yield line.rstrip()
        elif line.startswith("$ "):
            path = None
            yield from ("", line, *run(line[2:]).splitlines())


@pytest.mark.parametrize("file", SESSIONS, ids=lambda file: file.stem)
def test_a_session_goes_as_it_is_written_down(file: Path, repository: Path) -> None:
    session = file.read_text("utf-8")
    now = "\n".join(replayed(session)).strip("\n") + "\n"
    if UPDATE:
        file.write_text(now, "utf-8")
    assert now == session


@pytest.mark.parametrize("pack", packs.packs())
def test_an_unfilled_template_answers_nothing(pack: str) -> None:
    ruleset = packs.shipped(pack)
    report = lint(PullRequest(title="Export orders", body=template.template(ruleset)), ruleset)
    assert [each.verdict for each in report.findings] == [Verdict.MISSING] * len(ruleset.rules)
    assert template.drift(template.template(ruleset), ruleset, {}).lacks == ()


def test_no_hint_gets_out_of_its_comment() -> None:
    ruleset = packs.shipped()
    hint = "who --> ## Success metric <!-- Twelve drivers lose 3 orders a day --!> and why\n\n# Feedback plan"
    rules = tuple(replace(rule, messages={**rule.messages, "hint": hint}) for rule in ruleset.rules)
    body = template.template(replace(ruleset, rules=rules))
    assert {each.verdict for each in lint(PullRequest(body=body), ruleset).findings} == {Verdict.MISSING}
    assert len(parse(body).sections) == 1 + len(rules)


CRLF = "## Why\r\n\r\nBecause.\r\n"


@pytest.mark.parametrize(
    "before", ["", "Tell us.\n", "## Why\n", "Why\n---\n\n## Boxes\n- [ ] a\n", CRLF, "**Why:**\n"]
)
def test_a_template_takes_what_it_lacks(before: str) -> None:
    ruleset = packs.shipped()
    after = template.extended(before, ruleset)
    assert template.drift(after, ruleset, {}).lacks == ()
    assert all(line in after.splitlines() for line in before.splitlines())
    assert ("\r\n" in after) == ("\r\n" in before)
    assert after.count("\r") in (0, after.count("\n"))


@pytest.mark.parametrize(("name", "page"), docs_data.PAGES.items())
def test_a_page_says_what_its_source_says(name: str, page: Callable[[], str]) -> None:
    assert (docs_data.ROOT / name).read_text("utf-8") == page(), "make docs-data"


def test_a_shell_completes_commands_rules_and_files(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(words: str) -> list[str]:
        monkeypatch.setenv("_WHYLINT_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        return CliRunner().invoke(cli, prog_name="whylint").output.splitlines()

    assert completed("whylint ex") == ["plain,explain"]
    assert completed("whylint explain us") == ["plain,user-problem"]
    for words in ("check des", "check a.md des", "check --config des", "config des", "template des"):
        assert completed(f"whylint {words}") == ["file,des"], words  # the shell knows its files
    monkeypatch.setenv("_WHYLINT_COMPLETE", "zsh_source")
    assert "_whylint" in CliRunner().invoke(cli, prog_name="whylint").output


def test_every_command_says_how_it_ends() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(cli, [name, "--help"], prog_name="whylint").output
        assert "Exit codes: 0 all is" in " ".join(shown.split())
        assert f"\n  whylint {name}" in shown, "an example"


# -- what init and template write --------------------------------------------------------------------------------------


def test_the_workflow_is_the_one_that_the_readme_shows() -> None:
    assert f"```yaml\n{packs.start_file('workflow.yml')}```" in (docs_data.ROOT / "README.md").read_text("utf-8")


FOUND = {"experiment": Folders("paths", ("experiments", "ab tests")), "platform": Folders("only-paths", ("infra",))}


@pytest.mark.parametrize("packs_found", [{}, FOUND])
def test_the_config_that_is_proposed_changes_nothing_until_a_line_is_switched_on(
    packs_found: dict[str, Folders],
) -> None:
    surveyed = Survey(labels=('say "no"', "area: docs"), packs=packs_found)
    text = config_text(surveyed, ACTION)
    assert text.startswith("# yaml-language-server: $schema=https://")
    proposed = config.load(text, "whylint.yml", packs.shipped())
    layers = {layer.origin: layer.when[0] for layer in proposed.layers if layer.when}
    wanted = {"pack experiment": Condition(paths=("experiments/**", "ab tests/**"))}
    wanted["pack platform"] = Condition(only_paths=("infra/**",))
    assert layers == (wanted if packs_found else {})
    known: dict[str, Any] = {"origin": "", "origins": {}, "layers": ()}
    assert replace(proposed, **known) == replace(packs.shipped(), **known)
    first, *rest = text.splitlines()
    on = "\n".join([first, *(re.sub(r"^# ( *([a-z-]+:|- ))", r"\1", line) for line in rest)])
    schema = json.loads((docs_data.ROOT / "schema" / "config.schema.json").read_text("utf-8"))
    for each in (text, on):
        jsonschema.validate(strict_yaml.read(each, "whylint.yml").data, schema)
    switched_on = config.load(on, "whylint.yml", packs.shipped())
    assert switched_on.skip[0].labels == ('say "no"', "area: docs")
    assert (switched_on.comment, switched_on.fail_on, switched_on.since) == ("never", "never", "2026-01-31")
    assert "How will we know" in at_most(switched_on)[1].headings
    assert switched_on.cues != proposed.cues


def test_what_is_looked_for_leads_to_packs_that_there_are() -> None:
    assert set(packs.start_data("suggestions.yml")["packs"]) <= set(packs.packs())


def refused(*arguments: str) -> str:
    """What is said on standard error by a command that has to end with exit code 2."""
    done = CliRunner().invoke(cli, arguments, prog_name="whylint")
    assert done.exit_code == 2, done.output
    return done.stderr


def test_nothing_is_written_through_a_link(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (repository / ".github").symlink_to(elsewhere)
    assert refused("init", "--yes") == (
        "whylint: .github is a symbolic link, and nothing is written through one; "
        "put a plain file or folder there, or write .github/workflows/whylint.yml by hand\n"
    )
    (repository / ".github").unlink()
    (repository / ".github").mkdir()
    (elsewhere / "template.md").write_text("## Why\n")
    (repository / ".github" / "pull_request_template.md").symlink_to(elsewhere / "template.md")
    assert "pull_request_template.md is a symbolic link" in refused("template", "--write", "--yes")
    assert (elsewhere / "template.md").read_text() == "## Why\n"
    assert list(elsewhere.iterdir()) == [elsewhere / "template.md"]


def test_a_file_in_the_place_of_a_folder(repository: Path) -> None:
    (repository / ".github").write_text("x")
    assert refused("init", "--yes") == (
        "whylint: .github/workflows/whylint.yml cannot be written: not a directory. Nothing was written.\n"
    )


def test_a_folder_that_cannot_be_written_to(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / ".github" / "workflows").mkdir(parents=True)
    made = tempfile.mkstemp

    def refuses(**given: Any) -> tuple[int, str]:
        if given["dir"].name != "workflows":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return made(**given)

    monkeypatch.setattr(tempfile, "mkstemp", refuses)
    assert refused("init", "--yes") == (
        "whylint: .github/whylint.yml cannot be written: permission denied. Written: .github/workflows/whylint.yml.\n"
    )


def test_outside_of_a_git_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = "whylint: there is no git repository here: go into one, or make one with git init\n"
    assert refused("init") == refused("template", "--write") == said


def test_nobody_answers(repository: Path) -> None:
    assert refused("init").endswith("nothing was written, for nobody answered; --yes writes without asking\n")
    assert list(repository.iterdir()) == [repository / ".git"]


def test_a_file_is_written_in_one_step_and_keeps_its_mode(repository: Path) -> None:
    path = repository / "pull_request_template.md"
    path.write_bytes(b"## Why\r\n")
    path.chmod(0o640)
    number = path.stat().st_ino
    assert CliRunner().invoke(cli, ["template", "--write", "--yes"]).exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.stat().st_ino != number, "a new file that took the place of the old one"
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") > 5
    assert sorted(each.name for each in repository.iterdir()) == [".git", path.name]


# -- what is in force --------------------------------------------------------------------------------------------------

CONFIGS = sorted((Path(__file__).parent / "config").glob("good/*.yml"))
EFFECTS = sorted((Path(__file__).parent / "config").glob("effects/*.yml"))


@pytest.mark.parametrize("file", [*CONFIGS, *EFFECTS], ids=lambda file: file.stem)
def test_what_config_prints_is_a_config_that_says_the_same(file: Path) -> None:
    written = file.read_text("utf-8")
    text = yaml.safe_load(written)["config"] if file in EFFECTS else written
    first = asked(config.load(text, "whylint.yml", packs.shipped()))
    own_words = {key: cue for key, (cue, _) in packs.library().own_words().items()}
    printed = settings(first, packs.shipped(), packs.catalog(), own_words)
    again = asked(config.load(printed, "printed.yml", packs.shipped()))
    known: dict[str, Any] = {"origin": "", "origins": {}, "layers": (), "cues": {}}
    assert replace(again, **known) == replace(first, **known)
    assert dict(again.cues) == dict(first.cues)
    every = settings(first, packs.shipped(), packs.catalog(), own_words, everything=True)
    config.load(every, "all.yml", packs.shipped())


def test_config_shows_all_of_a_rule(repository: Path) -> None:
    lines = CliRunner().invoke(cli, ["config", "--all"]).output.splitlines()
    headings = [line for line in lines if line.startswith("    headings: [success metric, success metrics, ")]
    assert [line.rpartition("  # ")[2] for line in headings] == ["catalog"]
    assert "    look-in: body" not in "".join(lines)
    Path("all.yml").write_text("\n".join(lines), "utf-8")
    assert CliRunner().invoke(cli, ["config", "--check", "all.yml"]).exit_code == 0, "it has only keys that there are"


def test_a_config_on_a_laptop_extends_plain_files_only(repository: Path) -> None:
    os.mkfifo("pipe.yml")
    Path("long.yml").write_bytes(b"#" * (65 << 10))
    for name in ("pipe.yml", "long.yml"):
        Path("whylint.yml").write_text(f"extends: ./{name}\n", "utf-8")
        result = CliRunner().invoke(cli, ["config", "--check", "whylint.yml"])
        assert (result.exit_code, "name a YAML file of at most 64 KiB" in result.output) == (2, True)


def test_a_pre_commit_hook_checks_the_config(repository: Path) -> None:
    (hook,) = yaml.safe_load((docs_data.ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert re.search(hook["files"], ".github/whylint.yml")
    assert not re.search(hook["files"], ".github/workflows/whylint.yml")
    Path("good.yml").write_text("version: 1\n")
    Path("bad.yml").write_text("version: 2\n")
    name, *arguments = hook["entry"].split()
    assert name == "whylint"
    codes = [CliRunner().invoke(cli, [*arguments, file]).exit_code for file in ("good.yml", "bad.yml")]
    assert codes == [0, 2]


def test_a_config_on_a_laptop_extends_another_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine.yml").write_text("extends: [product, acme/rules@v1]\nrules: {user-problem: notice}\n")
    with GitHubServer() as github:
        branches = {"v1": {"whylint.yml": "rules: {feedback-plan: off}\n"}}
        github.world = World(repositories={"acme/rules": Repository(branches=branches)})
        monkeypatch.setenv("GITHUB_API_URL", github.url)
        monkeypatch.setenv("GITHUB_GRAPHQL_URL", github.graphql_url)
        monkeypatch.setenv("GITHUB_TOKEN", "any")
        shown = CliRunner().invoke(cli, ["rules", "--config", "mine.yml"]).output.splitlines()
    assert [line.split()[:2] for line in shown if "-" in line[:16]] == [
        ["user-problem", "notice"],
        ["success-metric", "error"],
    ]


@pytest.mark.parametrize(
    ("terminal", "kind", "plain", "colored"),
    [(True, "xterm", "", True), (True, "xterm", "1", False), (True, "dumb", "", False), (False, "xterm", "", False)],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, kind: str, plain: str, colored: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("NO_COLOR", plain)
    assert is_colored() is colored
    page = manual.terminal(packs.catalog()["user-problem"], packs.shipped(), origin="x", config="y", color=is_colored())
    assert ("\x1b" in page) is colored
