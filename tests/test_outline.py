"""What the network is given to read: a description with its title, headings and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from whylint.engine import lint
from whylint.languages import Learnt, Scale
from whylint.model import PullRequest, Verdict
from whylint.outline import MOST_OF_A_HEADING, MOST_OF_CODE
from whylint.packs import shipped
from whylint.reading import ENOUGH_LETTERS, MOST_LETTERS


def read(body: str, title: str = "", learnt: Learnt | None = None) -> list[str]:
    """The lines that the network is given."""
    asked: list[list[str]] = []

    def network(lines: Iterable[str]) -> dict[str, float]:
        asked.append(list(lines))
        return {}

    ruleset = shipped()
    languages = replace(ruleset.languages, network=lambda: network)
    languages = replace(languages, learnt=lambda: learnt) if learnt else languages
    lint(PullRequest(title=title, body=body), replace(ruleset, languages=languages))
    return asked[0]


SAID = "We saw that the keepers of the lighthouse lose their place in the log when it reloads by itself at night."


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param(SAID, [SAID], id="prose"),
        pytest.param(f"## Notes\n{SAID}\n\nMore.", ["# Notes", SAID, "More."], id="a heading once"),
        pytest.param(
            f"# Log\n## Notes\n{SAID}\n## Night\nSo.",
            ["# Log", "# Notes", SAID, "# Night", "So."],
            id="a heading inside of another",
        ),
        pytest.param(f"**Notes**\n\n{SAID}", ["# Notes", SAID], id="a bold line"),
        pytest.param(f"Log: {SAID}", [f"Log: {SAID}"], id="a label stands in its text"),
        pytest.param(f"{SAID}\n\n- one\n- [x] two\n- [ ] three", [SAID, "- one", "- two", "[ ] three"], id="items"),
        pytest.param(f"{SAID}\n\n> they said so", [SAID, "> they said so"], id="a quote"),
        pytest.param(f"{SAID}\n\n```\nbefore 12\nafter 5\n```", [SAID, "` before 12\nafter 5"], id="code"),
        pytest.param(f"{SAID}\n\n<!-- what for? -->\n", [SAID], id="no comments"),
        pytest.param(f"## Notes\n\n## Log\n{SAID}", ["# Log", SAID], id="no headings over nothing"),
    ],
)
def test_it_is_marked_as_markdown_marks_it(body: str, lines: list[str]) -> None:
    assert read(body) == lines
    assert read(body, "Keep the place") == ["# Keep the place", *lines]


def test_of_code_and_headings_the_start() -> None:
    code = "\n".join(f"loop {at}: 12 ms" for at in range(80))
    assert read(f"{SAID}\n\n```\n{code}\n```")[1] == f"` {code[:MOST_OF_CODE]}"
    indented = code.replace("\n", "\n  ")
    assert read(f"{SAID}\n\n- [ ] So:\n\n  ```\n  {indented}\n  ```")[1:] == ["[ ] So:", f"` {code[:MOST_OF_CODE]}"]
    long = "keep " * 20_000
    assert read(f"## {long}\n{SAID}", long) == [f"# {long[:MOST_OF_A_HEADING]}"] * 2 + [SAID]


@pytest.mark.parametrize("title", ["", "  \t "])
def test_a_title_of_nothing_is_none(title: str) -> None:
    assert read(SAID, title) == [SAID]


def test_any_title_is_read() -> None:
    assert read(SAID, "\ud83c \0 ::set-env::")[0] == "# \ud83c \0 ::set-env::"


LEARNT = Learnt(
    {
        "success-metric": Scale(
            base=0,
            cues=dict.fromkeys(Verdict, 0),
            network=1,
            met=900,
            unsure=dict.fromkeys(Verdict, 800),
            against={"words": 0, "network": 0},
        )
    },
    {"larch": "100 500", "oak": "100 300"},
)


@pytest.mark.parametrize(
    ("letters", "chosen"),
    [
        pytest.param((ENOUGH_LETTERS - 5, 5), "ab", id="room for all"),
        pytest.param((ENOUGH_LETTERS, 5), "a", id="what leans most"),
        pytest.param((2 * ENOUGH_LETTERS, 5), "a", id="at least one"),
        pytest.param((1_000, 2_500, 900), "ac", id="what still fits"),
        pytest.param((800, 700, 500, 500), "abd", id="of two alike the first"),
    ],
)
def test_of_a_long_description_what_leans_most(letters: tuple[int, ...], chosen: str) -> None:
    words = ["larch", "oak", "elm", "ash"][: len(letters)]
    blocks = {name: f"{word} ".ljust(size, ".") for name, word, size in zip("abcd", words, letters, strict=False)}
    lines = read("\n\n".join(reversed(blocks.values())), learnt=LEARNT)
    assert lines == [blocks[name] for name in reversed(chosen)]


def test_of_a_very_long_description_nothing() -> None:
    with pytest.raises(IndexError):
        read("\n\n".join([SAID] * (1 + MOST_LETTERS // len(SAID))))
