"""What the documentation shows: its commands are typed, its links lead somewhere, and GitHub can read our own forms.

Configs are for test_config_page.py, workflows for `make audit`, links between pages for `make docs`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import check_jsonschema
import pytest
import yaml
from scripts import site
from tests.texts import GOOD

import whylint
from whylint import packs
from whylint.render import template

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
RECIPES = (ROOT / "docs" / "recipes.md").read_text("utf-8")
LIVE = "https://github.com/OWNER/REPO/pull/7"  # test_cli.py reads a live one from a server on loopback

PULL = {"number": 7, "title": "Show the next stop", "body": GOOD, "author": {"login": "mo"}, "labels": [], "files": []}
GH = f"""#!{sys.executable}
import json, sys
if sys.argv[1:3] in (["pr", "view"], ["pr", "list"]):
    fields = sys.argv[sys.argv.index("--json") + 1].split(",")
    pull = {{name: value for name, value in {PULL!r}.items() if name in fields}}
    print(json.dumps([pull] if sys.argv[2] == "list" else pull))
else:
    print("asked:", *sys.argv[1:])
"""


def commands() -> Iterator[tuple[str, str]]:
    """Each command line of whylint, or of gh with it, that a document shows."""
    for document in DOCUMENTS:
        for block in re.findall(r"^```sh\n(.*?)^```", document.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            lines = re.sub(r"(\\|&&|\|)\n\s*", r"\1 ", block).replace("\\ ", "").splitlines()
            for line in lines:
                if "whylint " in line and LIVE not in line and line.startswith(("whylint ", "gh ")):
                    yield document.name, line


COMMANDS = sorted(set(commands()))


def typed(tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a repository with one description, where `whylint` is ours and `gh` a stand-in."""
    repository, folder = tmp_path / "repository", tmp_path / "bin"
    (repository / ".git").mkdir(parents=True)
    (repository / "description.md").write_text(GOOD, "utf-8")
    folder.mkdir()
    shims = {"gh": GH, "whylint": f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m whylint "$@"\n'}
    for name, text in shims.items():
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o755)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GH_", "INPUT_"))}
    path = {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(Path(whylint.__file__).parents[1])}
    return subprocess.run(
        command,
        cwd=repository,
        env={**clean, **path},
        input="n\n",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("where", "line"), COMMANDS, ids=[f"{where}: {line[:60]}" for where, line in COMMANDS])
def test_a_command_does_what_it_is_shown_for(where: str, line: str, tmp_path: Path) -> None:
    done = typed(tmp_path, "bash", "-o", "pipefail", "-c", line)
    # `whylint init` was told no, which is its exit code 2
    assert done.returncode == (2 if line.startswith("whylint init") else 0), done.stdout + done.stderr


def test_the_alias_of_gh_works_in_the_plain_shell_that_gh_runs_it_in(tmp_path: Path) -> None:
    [alias] = [shlex.split(line)[-1] for _, line in COMMANDS if line.startswith("gh alias set")]
    done = typed(tmp_path, "sh", "-c", alias, "--", "description.md", "Show the stop", "--draft")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("asked: pr create --body-file description.md --title Show the stop --draft\n")


def test_the_hook_that_is_shown_is_there() -> None:
    there = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    shown = re.findall(r"^```yaml\n# \.pre-commit-config\.yaml\n(.*?)^```", RECIPES, re.DOTALL | re.MULTILINE)
    assert [hook["id"] in there for text in shown for hook in yaml.safe_load(text)["repos"][0]["hooks"]] == [True]


def test_a_rule_is_tested_as_the_recipe_shows(tmp_path: Path) -> None:
    recipe = RECIPES.partition("## Test a rule of your own")[2].partition("\n## ")[0]
    config, shown = re.findall(r"^```(?:yaml|text)\n(.*?)^```", recipe, re.DOTALL | re.MULTILINE)
    (tmp_path / "whylint.yml").write_text(config, "utf-8")
    done = typed(tmp_path, "whylint", "rules", "--test", "--config", str(tmp_path / "whylint.yml"))
    assert (done.returncode, done.stdout[done.stdout.index("data-loss:") :]) == (1, shown)


def test_commands_are_found() -> None:
    assert {"README.md", "getting-started.md", "recipes.md"} <= {where for where, _ in COMMANDS}
    assert len(COMMANDS) >= 8


def test_every_task_that_is_shown_is_there() -> None:
    tasks = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for document in [*DOCUMENTS, *ROOT.glob("*.md"), ROOT / "tests" / "README.md"]:
        shown = set(re.findall(r"(?:`|^)make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE))
        assert shown <= tasks, document.name


@pytest.mark.parametrize("name", ["README.md", "CODE_OF_CONDUCT.md", "tests/README.md", "rules/catalog/README.md"])
def test_links_beside_the_site_lead_somewhere(name: str) -> None:
    document = ROOT / name
    text = document.read_text("utf-8")
    found = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text) + re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert [link for link in found if not (document.parent / link).exists()] == []


CODE = "```sh\n[a](../none.md)\n```\n"


@pytest.mark.parametrize(
    ("shown", "made"),
    [
        ("[a](cli.md#whylint-init) [b](#b) [c](https://x.org)",) * 2,
        ("[a](../CHANGELOG.md)", "[a](changelog.md)"),
        ("[a](../rules/packs) [b](judgement.json)", "[a](REPO/rules/packs) [b](REPO/docs/judgement.json)"),
        ('<img src="images/help-dark.png">',) * 2,
        (CODE, CODE),
    ],
)
def test_a_link_leads_to_a_page_of_the_site_or_into_the_repository(shown: str, made: str) -> None:
    repository = "https://github.com/o/w"
    assert site.relinked(shown, "docs/index.md", repository) == made.replace("REPO", f"{repository}/blob/main")


@pytest.mark.parametrize("link", ["[a](none.md)", "![a](images/none.png)", '<img src="images/none.png">'])
def test_a_link_that_leads_nowhere_stops_the_site(link: str) -> None:
    with pytest.raises(site.NoSuchFile, match=r"docs/index\.md: the link to \S*none\S* leads nowhere"):
        site.relinked(link, "docs/index.md", "https://github.com/o/w")


def test_a_page_that_is_not_in_the_navigation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.lay_out(tmp_path / "all") == []
    monkeypatch.setattr(site, "BESIDE", {**site.BESIDE, "CODE_OF_CONDUCT.md": "conduct.md"})
    assert site.lay_out(tmp_path / "more") == ["CODE_OF_CONDUCT.md is not in the navigation of zensical.toml"]


def test_our_own_template_is_the_one_that_whylint_writes() -> None:
    found = (ROOT / ".github" / "pull_request_template.md").read_text("utf-8")
    assert found == template.template(packs.shipped())


FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("form", [form for form in FORMS if form.stem != "config"], ids=lambda form: form.stem)
def test_an_issue_form_has_what_github_asks_for(form: Path) -> None:
    found = yaml.safe_load(form.read_text("utf-8"))
    assert set(found) == {"name", "description", "labels", "body"}
    fields = [part for part in found["body"] if part["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    assert len(set(ids)) == len(ids) > 0
    assert {field["type"] for field in fields} <= {"textarea", "input", "dropdown", "checkboxes"}
    assert all(field["attributes"]["label"] for field in fields)


def test_github_can_read_our_workflows_and_dependabot_its_orders() -> None:
    vendored = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
    pairs = {"github-workflows": ".github/workflows/*.yml", "dependabot": ".github/dependabot.yml"}
    for schema, pattern in pairs.items():
        assert (vendored / f"{schema}.json").exists()
        files = sorted(ROOT.glob(pattern))
        assert files
        checked = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
