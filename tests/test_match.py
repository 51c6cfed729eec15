"""The quick way of finding cues against the plain one, and what is kept of reading rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import re2
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.plain_match import PlainLexicon

from whylint import kept, packs
from whylint.content import Boilerplate, select
from whylint.index import units, words_of
from whylint.markdown import parse
from whylint.match import Lexicon
from whylint.model import Cue
from whylint.patterns import BadCue
from whylint.searched import Searched
from whylint.text import clean

ROOT = Path(__file__).resolve().parent.parent
LONG = 16_500
LANGUAGES = sorted(path.stem for path in (packs.rules_folder() / "cues").glob("*.yml"))
CUES = {language: kept.read_cues(packs.rules_folder(), language) for language in LANGUAGES}
ENGLISH = Lexicon(CUES["en"]), PlainLexicon(CUES["en"])
LEXICONS = {
    language: ENGLISH if language == "en" else (Lexicon(cues, ENGLISH[0]), PlainLexicon(cues, ENGLISH[1]))
    for language, cues in CUES.items()
}

languages = pytest.mark.parametrize("language", LANGUAGES)


def fresh(language: str) -> Lexicon:
    """A lexicon whose first text is still to come: what it compiles is fitted to that one."""
    return Lexicon(CUES[language], None if language == "en" else ENGLISH[0])


def differences(quick: Lexicon, plain: PlainLexicon, cues: Mapping[str, Cue], text: str) -> dict[str, object]:
    """Per cue, what only one of them finds."""
    searched = Searched(text)
    found = {name: (quick.find(name, searched), plain.find(name, searched)) for name in cues}
    return {name: [text[a:b] for a, b in {*one} ^ {*two}] for name, (one, two) in found.items() if one != two}


def selected(file: Path, step: int = 1) -> str:
    data = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    bodies = [case["body"] or "" for case in (data["cases"] if isinstance(data, dict) else data)[::step]]
    return "\n".join(select(parse(body), Boilerplate([]), packs.shipped().noise).text for body in bodies)


def texts() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "tests" / "judgement").glob("*.yml")):
        yield file.stem, selected(file, step=12)


TEXTS = dict(texts())


def pairs() -> Iterator[Any]:
    """All texts, and fewer of them for cues of which they hold hardly any; a third always, the others where time is."""
    for language in CUES:
        for number, name in enumerate(list(TEXTS)[:: 1 if language == "en" else 3]):
            yield pytest.param(language, name, marks=[pytest.mark.slow] if number % 3 else [])


@pytest.mark.parametrize(("language", "name"), list(pairs()))
def test_the_quick_way_finds_what_the_plain_one_finds(language: str, name: str):
    quick, plain = LEXICONS[language]
    assert differences(quick, plain, CUES[language], TEXTS[name]) == {}
    for start in range(0, 6000 if language == "en" else 1500, 1500):
        text = TEXTS[name][start : start + 1500]
        assert differences(fresh(language), plain, CUES[language], text) == {}
    hits = sum(len(quick.find(cue, Searched(TEXTS[name][:2000]))) for cue in CUES[language])
    assert hits > 20 or language != "en"


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_so_it_does_in_a_long_text_where_frequent_phrases_are_searched_for(language: str):
    quick, plain = LEXICONS[language]
    folder = ROOT / "tests" / "judgement" / ("" if language == "en" else language)
    text = "\n".join(selected(file) for file in sorted(folder.glob("*.yml")))[:LONG]
    assert len(text) == LONG
    assert differences(quick, plain, CUES[language], text) == {}


def vocabulary(cues: Mapping[str, Cue]) -> list[str]:
    """Words that cues are written in, among them some that only look like them."""
    words = {word for cue in cues.values() for each in cue.words + cue.patterns for word in words_of(each.lower())}
    plain = sorted(word for word in words if word.isalnum())
    return [
        *plain,
        *(f"{word}s" for word in plain[::7]),
        *(f"{word}_x" for word in plain[::23]),
        "p95",
        "5ms",
        "3",
        "12",
        "v2",
    ]


SIGNS = [
    " ",
    " ",
    " ",
    " ",
    "-",
    ", ",
    ". ",
    ": ",
    "\n",
    "'",
    "/",
    "%",
    " (",
    ") ",
    " -> ",
    "`",
    '"',
    "$",
    " @",
    " #",
    "  ",
]


@languages
def test_so_it_does_in_any_soup_of_words(language: str):
    words = st.sampled_from(vocabulary(CUES[language]))
    quick, plain = LEXICONS[language]

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.tuples(words, st.sampled_from(SIGNS)), min_size=1, max_size=60))
    def hold(pairs: list[tuple[str, str]]) -> None:
        text = "".join(word + sign for word, sign in pairs)
        assert differences(quick, plain, CUES[language], text) == {}
        assert differences(fresh(language), plain, CUES[language], text) == {}
        for cue in ("placeholder", "filler", "not-applicable"):
            if cue in CUES[language]:
                assert quick.matches_whole(cue, Searched(text)) == plain.matches_whole(cue, text)

    hold()


PIECES = [
    *"fail fails fail* the queue (re)?start * {other} n't can {seen} 3 % über ошибк* (検索|表示)".split(),
    *("sign( )?up", "(a|an|the) ", "(very |too )?", " ... ", " ", " ", " ", " "),
]
PATTERNS = [
    *"[a-z]{3,}ers p95|p99 [#@][a-z]+ [^!?]{0,9}queue a.{0,5}b [A-Z][a-z]+ (mon|month)s?".split(),
    *("[0-9]+ ?(ms|s|min)", "(in|on) [a-z]+", "{other} to {other}", "[ ,]+and", "(検索|エラー)+"),
]
OTHERS = {
    "other": Cue("other", words=("start", "very slow"), patterns=("[0-9]+",)),
    "seen": Cue("seen", words=("{other}", "an? queue")),
}
SOUP = (
    "fail fails failing the queue a an restart start sign up signup can can't very too slow 3 5ms 5 ms min month mon "
    "over über ошибка ошибки 検索 検索表示エラー p95 users In On b #a @b Anna to and"
).split(" ")
GLUE = (" ", " ", " ", "-", ", ", ". ", "\n", "% ", "!")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join), min_size=1, max_size=4),
    st.lists(st.sampled_from(PATTERNS), max_size=3),
    st.lists(
        st.tuples(st.sampled_from(SOUP), st.sampled_from(GLUE)),
        max_size=20,
    ),
    st.booleans(),
)
def test_and_so_it_does_for_any_cue(words: list[str], patterns: list[str], soup: list[tuple[str, str]], cased: bool):
    cues = {"cue": Cue("cue", tuple(words), tuple(patterns), case_sensitive=cased), **OTHERS}
    quick, plain = Lexicon(cues), PlainLexicon(cues)
    text = "\n".join(clean(line) for line in "".join(word + sign for word, sign in soup).split("\n"))
    try:
        regexps = plain.patterns("cue")
    except re2.error:
        with pytest.raises(BadCue):
            quick.compile("cue")
        return
    assume(not any(regexp.fullmatch("") for regexp in regexps))  # such a cue says nothing
    expected = plain.find("cue", Searched(text))
    assert quick.find("cue", Searched(text)) == expected
    assert quick.matches_whole("cue", Searched(text.strip())) == plain.matches_whole("cue", text.strip())


def test_a_choice_needs_no_word_edges_where_a_script_sets_no_spaces():
    words = ("(保存|送信)できな(い|かった)", "(数|率)*", "(fail|quit)s?")
    lexicon = Lexicon({"cue": Cue("cue", words=words)})
    text = "昨日は送信できなかったため離脱率が、failsafe fails"
    assert [text[a:b] for a, b in lexicon.find("cue", Searched(text))] == ["送信できなかった", "率が", "fails"]
    signs = Lexicon({"cue": Cue("cue", words=("(€|about )?(9.5|9)",))})
    assert signs.find("cue", Searched("9.5s")) == [(0, 1)], "a sign is no letter of such a script"


def test_a_letter_that_grows_in_lower_case_moves_nothing():
    text = "İİ ẞ Ⱥ queue über Queue"
    lexicon = Lexicon(
        {"queue": Cue("queue", words=("queue",)), "cased": Cue("cased", words=("Queue",), case_sensitive=True)}
    )
    assert [text[a:b] for a, b in lexicon.find("queue", Searched(text))] == ["queue", "Queue"]
    assert [text[a:b] for a, b in lexicon.find("cased", Searched(text))] == ["Queue"]


def test_a_choice_in_letters_that_set_no_spaces_has_no_edges():
    lexicon = Lexicon({"cue": Cue("cue", ("(検索|AB)(失敗|エラー)?",))})
    text = "毎回検索失敗です。LAB ABエラー。"
    assert [text[a:b] for a, b in lexicon.find("cue", Searched(text))] == ["検索失敗", "ABエラー"]


def test_a_match_is_as_long_in_letters_of_three_bytes_as_in_ascii():
    lexicon = Lexicon({"cue": Cue("cue", ("範囲...絞り",))})
    for gap, found in ((90, True), (120, False)):
        text = f"範囲{'あ' * gap}絞り"
        assert bool(lexicon.find("cue", Searched(text))) is found, gap


@pytest.mark.parametrize("filler", ["x ", "ж ", "x-", "x\n"])
@pytest.mark.parametrize("pattern", ["alpha[^.]*omega", "alpha[^.\n]*omega"])
def test_a_match_of_a_hundred_letters_is_found_wherever_it_stands(filler: str, pattern: str):
    lexicon = Lexicon({"cue": Cue("cue", patterns=(pattern,))})
    for before in range(130):
        for letters in (100, 101):
            inside = f"alpha {'y ' * 45}"[: letters - len("omega")] + "omega"
            start = before * len(filler)
            text = f"{filler * before}{inside} {filler * 70}"
            expected = [(start, start + 100)] if letters == 100 else []
            assert lexicon.find("cue", Searched(text)) == expected, (before, letters)


@pytest.mark.parametrize("told", ["7,8 s | ", "no end is told, ", "one. two! ", "line\n", "\u6f22"])
def test_only_what_goes_on_for_long_without_an_end_is_taken_apart(told: str):
    text = told * 9000
    apart = Searched(text).text
    assert apart.replace("\n", " ") == text.replace("\n", " ")
    assert (apart == text) is (told in ("one. two! ", "line\n", "\u6f22"))
    assert " " not in told or max(map(len, apart.replace("! ", "\n").split("\n"))) <= 1000


def test_a_word_without_end_is_taken_apart_as_well():
    text = "1." * 9000
    apart = Searched(text).text
    assert len(apart) == len(text)
    assert {was for was, now in zip(text, apart, strict=True) if was != now} <= {"1", "."}
    assert 100 < max(map(len, apart.split("\n"))) <= 1000


def test_letters_with_dots_are_typed_with_an_e_as_well():
    lexicon = Lexicon({"cue": Cue("cue", ("Kündigung*", "(für|über) Räume"))})
    text = clean("Kündigungen, Kuendigung; für Raeume, ueber Räume, fuhr")
    assert [text[a:b] for a, b in lexicon.find("cue", Searched(text))] == [
        *("Kundigungen", "Kuendigung", "fur Raeume", "ueber Raume"),
    ]


def test_only_what_a_text_calls_for_is_compiled():
    lexicon = Lexicon(CUES["en"])
    searched = Searched("the train was late")
    for name in CUES["en"]:
        lexicon.find(name, searched)
    assert 0 < lexicon.ready < len(units(CUES["en"])) / 10


@pytest.mark.parametrize(
    ("words", "why"),
    [(("{cue}s",), "itself"), (("{nobody} else",), "there is no cue {nobody}"), (("(open",), "missing )")],
)
def test_what_cannot_be_compiled_is_told(words: tuple[str, ...], why: str):
    with pytest.raises(BadCue) as told:
        Lexicon({"cue": Cue("cue", words=words)}).compile("cue")
    assert why in str(told.value)


def test_rules_that_were_edited_are_read_again(tmp_path: Path):
    made: list[str] = []

    def recall(sources: bytes) -> object:
        return kept.recall(tmp_path, "cues/en", sources, lambda: made.append("made") or ["new"])

    kept.keep(tmp_path / kept.INSIDE, "cues/en", b"as it was", ["old"])
    assert recall(b"as it was") == ["old"]
    assert recall(b"edited") == ["new"]
    (tmp_path / kept.INSIDE / "cues" / "en.json").write_text("half a fi", "utf-8")
    assert recall(b"as it was") == ["new"]
    (tmp_path / kept.INSIDE / "cues" / "en.json").write_text(json.dumps([]), "utf-8")
    assert recall(b"as it was") == ["new"]
    assert made == ["made"] * 3
