"""How Markdown is read: the cases of ``reading/sections.yml``, and positions that hold for any text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from whylint.content import Boilerplate, select
from whylint.markdown import parse
from whylint.model import Noise
from whylint.packs import shipped
from whylint.text import LINK, clean, fill, key, normalize_newlines, sentence_starts

CASES = yaml.safe_load((Path(__file__).parent / "reading" / "sections.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_description_is_read_as_the_case_says(case: dict[str, Any]) -> None:
    description = parse(case["body"])
    content = select(description, Boilerplate([]), Noise())
    assert [f"{each.how}: {each.title}" for each in description.sections[1:]] == case["sections"]
    assert [" ".join(block.text.split()) for block in content.blocks if not block.dropped] == case["text"]
    assert [f"{each.reason}: {each.place.text}" for each in content.removed] == case.get("removed", [])


MARKDOWN = st.text(st.sampled_from("ab é\n\n#*_`>|-[]()<!:?1.~&;\t\u200b\u0301ﬁ５"), max_size=120)


@given(MARKDOWN)
def test_every_cleaned_letter_knows_its_place(body: str) -> None:
    description = parse(body)
    for block in description.blocks:
        offsets = [block.mapped.offset(index) for index in range(len(block.text) + 1)]
        assert all(0 <= each <= len(description.source) for each in offsets)
        for index, letter in enumerate(block.text):
            if letter in "ab":
                assert description.source[offsets[index]] == letter


@given(st.text(max_size=200))
def test_any_text_is_read_and_places_lie_in_it(body: str) -> None:
    description = parse(body)
    content = select(description, Boilerplate([description]), Noise())
    lines = description.source.split("\n")
    for removed in content.removed:
        assert 1 <= removed.place.line <= len(lines)
        assert 1 <= removed.place.column <= len(lines[removed.place.line - 1]) + 1


def test_ligatures_become_letters_but_for_whole_sentences() -> None:
    assert clean("ﬃ ㎞ \ufdfa \ufdfb") == "ffi km \ufdfa \ufdfb"
    assert all(len(clean(chr(code))) <= 6 for code in range(0x2000, 0x10000)), "no text grows much by it"


def test_lines_and_columns_count_code_points_from_one() -> None:
    description = parse("é😀 x\r\n\r\n  naïve **word**\r\n")
    content = select(description, Boilerplate([]), Noise())
    start = content.text.index("word")
    place = content.place(start, start + 4)
    assert (place.line, place.column, place.text) == (3, 11, "word")


def test_a_template_is_subtracted_line_by_line() -> None:
    question, box, plea = "Who has this problem, and when?", "I wrote tests", "Please link the issue below"
    template = parse(f"## Why\n\n{question}\n\n- [ ] {box}\n\n{plea}.\n")
    body = f"## Why\n\n{question} Nurses on night shifts.\n\n- [x] {box}\n\n*{plea}*\nIt is #12\n"
    content = select(parse(body), Boilerplate([template]), Noise())
    assert [block.text.strip() for block in content.blocks] == ["Nurses on night shifts.", "It is #12"]
    assert [each.reason for each in content.removed] == ["template text"] * 3


def test_text_of_machines_goes() -> None:
    noise = Noise(
        headings=("summary by robot",),
        labels=("signed off by",),
        lines=("generated with",),
        comments=("^robot begins",),
    )
    body = (
        "Own words.\n\nSigned-off-by: Ana <a@b>\n\nGenerated with a tool\n\n"
        "<!-- robot begins -->\n## Why\nrobot words\n<!-- robot end -->\n\nMore own.\n\n"
        "## Summary by Robot\n\n### Deep\n\nrobot again\n"
    )
    content = select(parse(body), Boilerplate([]), noise)
    assert [block.text for block in content.blocks] == ["Own words.", "More own."]
    assert "Why" in {content.description.sections[each].title for each in content.mechanical}


@pytest.mark.parametrize(
    ("body", "source"),
    [(None, ""), ("a\r\nb\rc", "a\nb\nc"), ("nul\0", "nul\ufffd"), ("lone \ud800 half", "lone \ufffd half")],
)
def test_line_ends_and_impossible_characters(body: str | None, source: str) -> None:
    assert normalize_newlines(body) == source


def test_filling_a_message_reads_nothing_in_the_value() -> None:
    assert fill("{a} and {b} and {", a="{b}", b="{0.__class__}") == "{b} and {0.__class__} and {"
    assert fill("{unknown} {a}", a="x") == "{unknown} x"


def test_a_key_is_the_words_alone() -> None:
    assert key("  What's **New?** (v2) ") == "whats new v2"


def test_an_address_alone_is_quoted_as_it_stands() -> None:
    content = select(parse("see https://a.example/b?c now"), Boilerplate([]), Noise())
    start = content.text.index(LINK)
    assert content.place(start, start + 1).text == "https://a.example/b?c"


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("On [the board](https://a.example), calls drop\n", "On the board, calls drop"),
        ("drop&nbsp;from 5&amp;6\n", "drop from 5&6"),
        ("a week<br>to go\n", "a week to go"),
        ("R\u00e9pare le caf\u00e9 \u2013 vite \ufb01n\n", "R\u00e9pare le caf\u00e9 \u2013 vite \ufb01n"),
        ("| Page | Before | After |\n|-|-|-|\n", "Page: Before, After"),
        ("see `a_b` and **bold** <https://a.example>\n", "see `a_b` and bold"),
        (
            "\uff83\uff9e\uff70\uff80\u3068\u30c6\u3099\u30fc\u30bf\n",
            "\uff83\uff9e\uff70\uff80\u3068\u30c6\u3099\u30fc\u30bf",
        ),
    ],
)
def test_a_quote_is_what_the_author_sees(body: str, quote: str) -> None:
    content = select(parse(body), Boilerplate([]), Noise())
    assert content.place(0, len(content.blocks[0].text)).text == quote


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<!-- robot begins -->\n\n## Why\n\nNurses retype notes.\n", ["Nurses retype notes."]),
        ("Reviewers: ana\n\nNurses retype notes.\n", ["Nurses retype notes."]),
        ("Reviewers:\n\nNurses retype notes.\n", ["Nurses retype notes."]),
    ],
)
def test_what_machines_add_takes_no_answer_with_it(body: str, left: list[str]) -> None:
    content = select(parse(body), Boilerplate([]), Noise(labels=("reviewers",), comments=("^robot begins",)))
    assert [block.text for block in content.blocks] == left


@pytest.mark.parametrize(
    "sentences",
    [
        ["Am 12. März fragen wir alle. ", "Danach zählen wir."],
        ["Es geht um z. B. Kunden und ca. 30 Filialen. ", "Das reicht."],
        ["On rappelle p. ex. Lyon dans env. 3 jours. ", "Puis on compte."],
        ["Lo nota aprox. 3 %, dice la Sra. Vega en el núm. 12. ", "Lo contamos."],
        ["We took plan B. ", "It falls to 3. ", "Mails stop."],
        ["Files without an ending (e.g. LICENSE) crash it, says Dr. Weber. ", "It fails at once."],
    ],
)
def test_a_date_or_a_shortened_word_ends_no_sentence(sentences: list[str]):
    text = clean("".join(sentences))
    starts = [*sentence_starts(text, shipped().languages.stops), len(text)]
    assert [text[a:b] for a, b in pairwise(starts)] == [clean(each) for each in sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("送れない。次の文。", ["送れない。", "次の文。"]),
        ("「送れない。」と電話が来る。次の文。", ["「送れない。」と電話が来る。", "次の文。"]),
        ("「送れない。」 次の文。", ["「送れない。」", "次の文。"]),
        ("Stop. Go e.g. here.", ["Stop.", "Go e.g. here."]),
    ],
)
def test_a_full_stop_ends_a_sentence_where_people_see_one(text: str, sentences: list[str]) -> None:
    starts = [*sentence_starts(text), len(text)]
    assert [text[a:b].strip() for a, b in pairwise(starts)] == sentences
