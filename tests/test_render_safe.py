"""Hostile words in every outlet: no command for the runner, no control character, nothing live in Markdown."""

from __future__ import annotations

import os
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.hostile import COMMENT, PIECES, SUMMARY, assert_nothing_live, judged, page, structure
from tests.reports import HOSTILE, METRIC, RULES, SITUATIONS, report, weak
from tests.runner_oracle import commands, lines, pairs

from whylint.action import _output
from whylint.render import safe
from whylint.render.annotations import annotations
from whylint.render.comment import comment, marker
from whylint.render.json import dumps
from whylint.render.markdown import summary
from whylint.render.terminal import cells, terminal, wrap

hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=14).map("".join)
# `make properties` asks for ten thousand
quick = settings(max_examples=int(os.environ.get("WHYLINT_EXAMPLES", "150")), deadline=None)


@pytest.mark.runner
@quick
@given(hostile)
def test_a_logged_text_holds_no_command(text: str) -> None:
    assert commands(safe.log(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("  ::error::x", "  : :error::x"),
        ("a ##[error]x", "a ## [error]x"),
        ("a #\u200b#[error]x", "a ## [error]x"),
        ("a #\u0640#\u0591[error]x", "a #\u0640#\u0591 [error]x"),
        ("\u0640::error::x", "\u0640: :error::x"),
        ("see [#[1]] and #[derive]", "see [#[1]] and #[derive]"),
        ("std::vector", "std::vector"),
        ("a\rb\r\nc", "a\nb\nc"),
        ("\x1b[31mred", "[31mred"),
        ("\u202eevil", "evil"),
        ("    indented", "    indented"),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
)
def test_a_logged_text_stays_readable(text: str, shown: str) -> None:
    assert safe.log(text) == shown


@quick
@given(hostile)
def test_every_outlet_is_safe_in_a_log(text: str) -> None:
    found = judged(text)
    for explain in (False, True):
        assert commands(terminal(found, RULES, source=text, explain=explain, width=30)) == []
    assert commands(comment(found, RULES, key="k")) == []
    assert commands(summary(found, RULES)) == []
    assert commands(dumps(found, text)) == []


@pytest.mark.runner
@quick
@given(hostile)
def test_annotations_are_one_command_each(text: str) -> None:
    found = annotations(judged(text), RULES)
    assert len(found) == 2
    for line in found:
        assert len(lines(line)) == 1
        (command,) = commands(line)
        assert command.name in ("error", "notice")
        assert set(command.properties) == {"title"}
        assert command.data
        assert len(line) <= 4096


def test_an_annotation_says_what_was_meant() -> None:
    found = report(weak(METRIC, "100% done, see a::b\nnow", "output-only"))
    (command,) = commands("\n".join(annotations(found, RULES)))
    assert command.name == "error"
    assert command.properties == {"title": "Success metric: weak"}
    assert (
        command.data == '"100% done, see a::b now" shows that the change works; a metric shows that it helped. (line 9)'
    )


@pytest.mark.runner
@quick
@given(hostile.map(lambda text: text.encode("utf-8", "replace").decode()))
def test_an_output_says_what_was_meant_and_adds_no_other(text: str) -> None:
    assert pairs(_output("report", text) + _output("last", "x")) == [("report", text), ("last", "x")]


@pytest.mark.parametrize("text", ["a", "a<<", "<<b", "a<<b\nc", "a<<b\nb c\n"])
def test_the_oracle_refuses_a_file_that_the_runner_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"invalid format|delimiter not found"):
        pairs(text)


def test_the_oracle_reads_both_forms_of_a_file() -> None:
    assert pairs("a=b=c<<d\n\ne<<F\nx\n\ny\nF\ng<<H\nH\n") == [("a", "b=c<<d"), ("e", "x\n\ny"), ("g", "")]


@quick
@given(hostile)
def test_a_terminal_gets_no_control_characters(text: str) -> None:
    shown = terminal(judged(text), RULES, source=text, explain=True)
    assert {char for char in shown if category(char) in ("Cc", "Cs")} <= {"\n"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def test_colour_adds_nothing_but_colour() -> None:
    for found in SITUATIONS.values():
        plain = terminal(found, RULES, source="a.md", color=False)
        colored = terminal(found, RULES, source="a.md", color=True)
        for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m"):
            colored = colored.replace(code, "")
        assert colored == plain


@quick
@given(hostile, st.integers(20, 100))
@example(":\u00a1::https://e.example/a?b", 20)
def test_lines_keep_to_the_width(text: str, width: int) -> None:
    for line in wrap(safe.line(text), width, 4, 2):
        opens = line.lstrip().startswith(": ")  # the space that keeps a command from being one
        unbroken = line.replace(": ", ":", 1) if opens else line
        assert cells(unbroken) <= width or len(unbroken.split()) == 1


def test_wide_letters_take_two_cells() -> None:
    assert cells("\u6f22e\u0301a") == 4
    assert wrap("\u6f22\u5b57 \u6f22\u5b57 \u6f22\u5b57", 9) == ["\u6f22\u5b57 \u6f22\u5b57", "\u6f22\u5b57"]


@quick
@given(hostile.filter(lambda text: safe.line(text, 120) != ""))
def test_the_comments_skeleton_is_the_same_for_every_description(text: str) -> None:
    body = comment(judged(text), RULES, key="k")
    assert body.startswith(marker("k") + "\n")
    assert structure(page(body)) == COMMENT
    assert_nothing_live(body)


@quick
@given(hostile.filter(lambda text: safe.line(text, 120) != ""))
def test_the_summarys_skeleton_is_the_same_for_every_description(text: str) -> None:
    body = summary(judged(text), RULES)
    assert structure(page(body)) == SUMMARY
    assert_nothing_live(body)


@quick
@given(hostile)
def test_a_quote_is_one_code_span_with_its_words_unchanged(text: str) -> None:
    quote = safe.code(text)
    if not quote:
        assert safe.line(text, 120) == ""
        return
    shown = page(f"Found {quote} here")
    assert shown.tags == ["p", "code", "/code", "/p"]
    assert shown.code == [safe.line(text, 120)]
    assert shown.live.strip() == "Found  here"
    in_table = page(f"| a |\n| --- |\n| {safe.cell(quote)} |")
    assert in_table.code == [safe.line(text, 120)] or "\\|" in safe.line(text, 120)
    assert in_table.tags.count("td") == 1


@pytest.mark.parametrize("ticks", [77, 79, 80, 81, 117])
def test_no_run_of_backticks_ends_a_quote(ticks: int) -> None:
    text = "`" * ticks + " @x"
    quote = safe.code(text)
    assert_nothing_live(quote)
    assert "".join(page(quote).code).split() == (text if ticks < 79 else f"{text[:78]} {text[78:]}").split()
    assert_nothing_live(safe.prose(f"a@b.c`{text}`#1"))


@pytest.mark.parametrize("text", ["https:``//example.org", "GH-`\u200b`12", "dead` `beef"])
def test_nothing_joins_over_an_empty_code_span(text: str) -> None:
    assert_nothing_live(safe.prose(text))


@quick
@given(hostile)
def test_prose_is_never_live(text: str) -> None:
    assert_nothing_live(f"Reason: {safe.prose(text)}.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Reply on #4821, ask @sam (by 12 May).", "Reply on `#4821`, ask `@sam` (by 12 May)."),
        ("Sentry WEB-912: 340 events", "Sentry `WEB-912`: 340 events"),
        ("p95 of /search from 1.8 s to 600 ms", "p95 of /search from 1.8 s to 600 ms"),
        ("22% -> 30%, e.g. 'a'", "22% -> 30%, e.g. 'a'"),
        ("flag `new-editor` on", "flag `new-editor` on"),
        ("an odd ` tick", "an odd tick"),
        ("until 2026-06-30", "until 2026-06-30"),
        ("see (https://a.example/b).", "see (`https://a.example/b`)."),
        ("at 12:30", "at `12:30`"),
        ("commit 1234abcd", "commit `1234abcd`"),
        ("\u6bcf\u5929\uff0c\u4ece 60 \u964d\u5230 20\u3002", "\u6bcf\u5929\uff0c\u4ece 60 \u964d\u5230 20\u3002"),
        ("\u00abvoir\u00bb \u201eso\u201c", "\u00abvoir\u00bb \u201eso\u201c"),
        ("\u95ee\uff1a@ana", "`\u95ee\uff1a@ana`"),
    ],
)
def test_prose_reads_as_it_was_meant(text: str, shown: str) -> None:
    assert safe.prose(text) == shown


def test_a_long_quote_is_cut_between_words() -> None:
    assert safe.code("one two three four", 12) == "`one two…`"
    assert safe.code("x" * 50, 12) == "`" + "x" * 11 + "…`"


def test_stacked_accents_are_thinned() -> None:
    assert safe.line("a" + "\u0301" * 40 + "b") == "a" + "\u0301" * 3 + "b"


def test_a_key_cannot_leave_the_marker() -> None:
    assert marker("default") == "<!-- whylint:v1 key=default -->"
    assert marker("a --> <b>") == "<!-- whylint:v1 key=a%20--%3e%20%3cb%3e -->"
    assert marker("a b") != marker("a%20b")


def test_the_hostile_example_is_hostile() -> None:
    live = page(HOSTILE)
    assert "a" in live.tags
    assert commands(HOSTILE)
