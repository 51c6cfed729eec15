"""docs/configuration.md: every block is loaded, every error is the one that a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from whylint import config, packs
from whylint.extends import Fetched, Reference
from whylint.schema import Config, RuleSettings
from whylint.schema_parts import ConditionData

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "configuration.md").read_text("utf-8")
NAME = ".github/whylint.yml"


def fences() -> Iterator[tuple[str, str, str]]:
    """The language and the text of each fenced block, and the heading above it."""
    heading = ""
    parts = PAGE.split("\n```")
    for before, inside in zip(parts[::2], parts[1::2], strict=False):
        headings = [line for line in before.splitlines() if line.startswith("#")]
        heading = headings[-1].strip("# ") if headings else heading
        language, _, text = inside.partition("\n")
        yield language, text + "\n", heading


FENCES = list(fences())
BLOCKS = [
    (text, FENCES[at + 1][1] if FENCES[at + 1 : at + 2] and FENCES[at + 1][0] == "text" else "", heading)
    for at, (language, text, heading) in enumerate(FENCES)
    if language == "yaml"
]
# A block whose first line names another file is that file, for the blocks that extend it.
FILES = {text.splitlines()[0].removeprefix("# "): text for text, _, _ in BLOCKS if text.startswith(("# .", "# acme"))}


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


def test_the_page_has_blocks_and_an_error():
    assert len(BLOCKS) >= 10
    assert any(error for _, error, _ in BLOCKS)


@pytest.mark.parametrize("model", [Config, RuleSettings, ConditionData], ids=lambda model: model.__name__)
def test_the_page_names_every_key(model: type[Config]):
    keys = [str(field.alias) for field in model.model_fields.values()]
    assert [key for key in keys if f"`{key}`" not in PAGE and f"\n{key}:" not in PAGE] == []
