"""What is in the image, and what can get into its Python from outside."""

from __future__ import annotations

import json

import pytest

import whylint

pytestmark = pytest.mark.container


def test_it_is_whylint_of_this_version(python):
    assert python("-m", "whylint", "--version").stdout.split()[-1] == whylint.__version__


def test_without_an_event_it_is_a_usage_error(engine, image):
    run = engine.run("--network", "none", image, check=False)
    assert run.returncode == 2
    assert "pull_request_target" in run.stdout
    assert "Traceback" not in run.stdout


def test_the_rules_are_inside(python):
    listing = "from whylint import packs; print(len(packs.shipped().rules), packs.rules_folder())"
    assert python("-c", listing).stdout.split() == ["3", "/opt/whylint/lib/python3.13/site-packages/whylint/rules"]


def test_no_installer_and_no_build_tool_is_left(engine, image, python):
    installers = ("pip", "setuptools", "ensurepip", "hatchling")
    search = f"import importlib.util as u; print([name for name in {installers} if u.find_spec(name)])"
    assert python("-c", search).stdout.strip() == "[]"
    base = engine.run("--entrypoint", "/usr/local/bin/python", image, "-I", "-c", search)
    assert base.stdout.strip() == "[]"
    tools = "for t in pip pip3 gcc cc g++ make ld hatchling git curl wget; do command -v $t; done; true"
    assert engine.run("--entrypoint", "/bin/sh", image, "-c", tools).stdout == ""


def test_what_only_signs_for_apps_is_left_out(python):
    code = "import importlib.util, github; print(importlib.util.find_spec('cryptography'))"
    assert python("-c", code).stdout.strip() == "None"


def test_everything_that_a_run_imports_is_compiled(python):
    """The file system is read-only, so a compiled module that is there was there before."""
    code = """
import json, pathlib, sys
import whylint.action, whylint.config, github
from importlib.util import cache_from_source as compiled
files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
sources = [file for file in files if file.endswith(".py")]
print(json.dumps([len(sources), [file for file in sources if not pathlib.Path(compiled(file)).exists()]]))
"""
    count, uncompiled = json.loads(python("-c", code).stdout)
    assert count > 200
    assert uncompiled == []


def test_a_change_of_the_source_is_not_looked_for(python):
    code = """
import pathlib, whylint.model
print(int.from_bytes(pathlib.Path(whylint.model.__cached__).read_bytes()[4:8], "little"))
"""
    assert python("-c", code).stdout.strip() == "1", (
        "1: checked by nobody; 3: compared with the source; 0: compared by time"
    )


def test_it_says_what_it_is(engine, image):
    labels = json.loads(engine("image", "inspect", "--format", "{{json .Config.Labels}}", image).stdout)
    assert labels["org.opencontainers.image.title"] == "whylint"
    assert labels["org.opencontainers.image.licenses"] == "MIT AND Apache-2.0"
