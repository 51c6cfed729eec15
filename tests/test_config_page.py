"""Configs that the documentation shows: every block is loaded, every error is the one that a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from whylint import config, packs
from whylint.extends import Fetched, Reference
from whylint.schema import Config, RuleSettings
from whylint.schema_parts import ConditionData

ROOT = Path(__file__).resolve().parents[1]
PAGES = {path.name: path.read_text("utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
PAGE = PAGES["configuration.md"]
NAME = ".github/whylint.yml"


def fences(page: str) -> Iterator[tuple[str, str, str]]:
    """The language and the text of each fenced block, and the heading above it."""
    heading = ""
    parts = page.split("\n```")
    for before, inside in zip(parts[::2], parts[1::2], strict=False):
        headings = [line for line in before.splitlines() if line.startswith("#")]
        heading = headings[-1].strip("# ") if headings else heading
        language, _, text = inside.partition("\n")
        yield language, text + "\n", heading


def configs(name: str) -> Iterator[tuple[str, str, str]]:
    """The configs on a page, each with the errors shown below it, and where it stands."""
    found = list(fences(PAGES[name]))
    for (language, text, heading), (after, below, _) in zip(found, [*found[1:], ("", "", "")], strict=False):
        if language == "yaml" and not {"jobs:", "repos:"} & set(text.splitlines()):  # another tool's
            yield text, below if after == "text" else "", f"{name}: {heading}"


BLOCKS = [block for name in PAGES for block in configs(name)]
# A block whose first line names another file is that file, for the blocks that extend it.
FILES = {
    text.splitlines()[0].removeprefix("# "): text
    for text, _, _ in configs("configuration.md")
    if text.startswith(("# .", "# acme"))
}


def fetch(reference: Reference) -> Fetched:
    name = str(reference).removeprefix("./")
    return Fetched(name, FILES[name])


@pytest.mark.parametrize(("text", "error"), [block[:2] for block in BLOCKS], ids=[block[2] for block in BLOCKS])
def test_every_block_does_what_the_page_says(text: str, error: str):
    if not error:
        assert config.load(text, NAME, packs.shipped(), fetch=fetch).rules
        return
    with pytest.raises(config.ConfigError) as caught:
        config.load(text, NAME, packs.shipped(), fetch=fetch)
    assert caught.value.show() + "\n" == error


def test_the_pages_have_blocks_and_an_error():
    assert len(BLOCKS) >= 10
    assert any(error for _, error, _ in BLOCKS)
    assert {where.partition(":")[0] for _, _, where in BLOCKS} >= {"README.md", "configuration.md", "recipes.md"}


@pytest.mark.parametrize("model", [Config, RuleSettings, ConditionData], ids=lambda model: model.__name__)
def test_the_page_names_every_key(model: type[Config]):
    keys = [str(field.alias) for field in model.model_fields.values()]
    assert [key for key in keys if f"`{key}`" not in PAGE and f"\n{key}:" not in PAGE] == []
