"""A repository's config, from outside: what it changes, and what a person reads when it is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.config import shapes
from tests.limits import within

from whylint import config, packs
from whylint.config import ConfigError
from whylint.engine import lint
from whylint.extends import Fetched, Reference
from whylint.model import CommentMode, DraftMode, FailOn, PullRequest
from whylint.problems import MAX_PROBLEMS
from whylint.schema import Config, RuleSettings
from whylint.schema_parts import ConditionData
from whylint.strict_yaml import read
from whylint.weight import weight

HERE = Path(__file__).resolve().parent / "config"
NAME = ".github/whylint.yml"
BASE = packs.read_folder(HERE / "pack")
LIBRARY = packs.Library(HERE / "pack")
BROKEN = sorted((HERE / "broken").glob("*.yml"))
GOOD = sorted((HERE / "good").glob("*.yml"))


def load(text: str | bytes) -> packs.RuleSet:
    with within(0.1):
        return config.load(text, NAME, BASE, library=LIBRARY)


def refusal(text: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(text)
    return caught.value


def said(text: str | bytes) -> list[str]:
    """Every problem as ``line:column: sentence``."""
    return [str(problem).removeprefix(f"{NAME}:") for problem in refusal(text).problems]


def effective(text: str | bytes) -> str:
    rules = load(text)
    severities = " ".join(f"{rule.id}={rule.severity}" for rule in rules.rules)
    return f"{severities} comment={rules.comment} fail-on={rules.fail_on} drafts={rules.drafts}"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_config_says_exactly_this(path: Path):
    assert refusal(path.read_bytes()).show() + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_broken_config_has_its_text_and_no_text_is_left_over():
    assert len(BROKEN) >= 20
    assert {path.stem for path in BROKEN} == {path.stem for path in (HERE / "broken").glob("*.txt")}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_config_does_what_its_first_line_says(path: Path):
    text = path.read_text(encoding="utf-8")
    assert "# expect: " + effective(text) == text.splitlines()[0]


def test_a_config_changes_what_it_names_and_nothing_else():
    left = load("rules: {user-problem: notice}\ncomment: always\n")
    problem, *others = left.rules
    assert replace(problem, severity=BASE.rules[0].severity) == BASE.rules[0]
    assert tuple(others) == BASE.rules[1:]
    assert replace(left, rules=BASE.rules, comment=BASE.comment, origin=BASE.origin, origins=BASE.origins) == BASE
    assert left.origin == NAME


def test_what_a_config_leaves_open_stays_as_the_base_has_it():
    base = replace(BASE, comment=CommentMode.NEVER, fail_on=FailOn.WARNING, drafts=DraftMode.SKIP)
    left = config.load("fail-on: never", NAME, base, library=LIBRARY)
    assert (left.comment, left.fail_on, left.drafts) == (CommentMode.NEVER, FailOn.NEVER, DraftMode.SKIP)


ONE = "rules:\n  feedback-plan: off\n"


@pytest.mark.parametrize(
    "text",
    [
        ONE.encode(),
        "\ufeff" + ONE,
        b"\xef\xbb\xbf" + ONE.encode(),
        ONE.replace("\n", "\r\n"),
        ONE.replace("\n", "\r"),
        "%YAML 1.2\n---\n" + ONE,
        "# " + "x" * 60_000 + "\n" + ONE,
    ],
    ids=["bytes", "BOM", "BOM in bytes", "CRLF", "CR", "directive", "long comment"],
)
def test_forms_of_the_same_file(text: str | bytes):
    assert effective(text) == effective(ONE)


@pytest.mark.parametrize("text", ["", b"", "\n\n", "# nothing\n", "---\n", "null", "\ufeff"], ids=repr)
def test_an_empty_file_changes_nothing(text: str | bytes):
    assert replace(load(text), origin=BASE.origin) == BASE


def test_places_hold_after_bom_crlf_and_unusual_line_ends():
    expected = ["3:12: `success-metric` cannot be `x`: write `error`, `warning`, `notice` or `off`"]
    assert said("\ufeff# a\r\nrules: {\r\n  'success-metric': x}\r\n")[0].startswith("3:21: ")
    assert said('# \u2028 \x85\nrules: {"user-problem": off,\n "success-metric":  x}')[0].startswith("3:21: ")
    assert said("# \U0001f600\nrules: {feedback-plan: off,\nsuccess-metric: x}") == [expected[0].replace("12", "17")]


@pytest.mark.parametrize("text", ["[How will we know?, why?]", "{a: How will we know?,\n b: why?}"])
def test_questions_need_no_quotes(text: str):
    data = read(text, NAME).data
    assert list(data.values() if isinstance(data, dict) else data) == ["How will we know?", "why?"]


def test_only_decimal_numbers_and_true_and_false_are_more_than_text():
    plain = ["1", "-1", "0", "1.5", "true", "false", "null", "~", ""]
    words = [
        "01",
        "1_000",
        "0x1f",
        "0o7",
        "1e3",
        ".5",
        "5.",
        "12:30",
        "2024-05-01",
        ".inf",
        "+1",
        "True",
        "yes",
        "on",
        "٣",
    ]
    read_as = read("\n".join(f"- {word}" for word in plain + words), NAME).data
    assert read_as == [1, -1, 0, 1.5, True, False, None, None, None, *words]
    assert [type(value) for value in read_as[:6]] == [int, int, int, float, bool, bool]


BOMB = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
MERGE_BOMB = "".join(f"k{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 10))
HOSTILE = {
    "alias bomb": ("k0: &a0 x\n" + BOMB, "1:5: `&a0` names a value for reuse, which is not read here: remove it"),
    "merge bomb": ("k0: &a0 {x: y}\n" + MERGE_BOMB, "1:5: `&a0` names a value"),
    "self-reference": ("&a [*a]", "1:1: `&a` names a value for reuse"),
    "100,000 brackets": ("[" * 100_000, "1:1: this file has 100,000 bytes: at most 64 KiB are read"),
    "60,000 brackets": ("[" * 60_000, "1:22: this is nested too deep: at most 20 levels are read"),
    "60,000 braces": ("{a: " * 16_000, "1:85: this is nested too deep"),
    "dashes": ("- " * 32_000, "1:41: this is nested too deep: at most 20 levels are read"),
    "question marks": ("? " * 32_000, "1:3: a key has to be plain text here"),
    "nested blocks": ("".join(f"{' ' * n}a:\n" for n in range(300)), "21:21: this is nested too deep"),
    "long number": ("version: " + "9" * 1_000, "1:10: `version` cannot be `9999"),
    "longer number": ("version: " + "9" * 5_000, "1:10: `version` cannot be `9999"),
    "long directive": ("%YAML 1." + "9" * 6_000 + "\n---\n", "1:9: this is not valid YAML"),
    "bad date": ("comment: 2024-99-99", "1:10: `comment` cannot be `2024-99-99`: write"),
    "sexagesimal": ("version: 12:30", "1:10: `version` cannot be `12:30`: write `1`"),
    "octal": ("version: 01", "1:10: `version` cannot be `01`"),
    "underscores": ("version: 1_000", "1:10: `version` cannot be `1_000`"),
    "infinity": ("version: .inf", "1:10: `version` cannot be `.inf`"),
    "boolean as a number": ("version: true", "1:10: `version` cannot be `true`: write `1`"),
    "float as a number": ("version: 1.0", "1:10: `version` cannot be `1.0`: write `1`"),
    "NUL": ("rules:\n  a\0b: off", "2:4: the character U+0000 cannot stand here: remove it"),
    "escaped NUL": ('comment: "\\0"', "1:10: the character U+0000 cannot stand here: remove it"),
    "escaped NUL in a key": ('rules: {"\\0word": off}', "1:9: the character U+0000 cannot stand here"),
    "lone surrogate": ("comment: \ud800", "1:10: the character U+D800 cannot stand here: remove it"),
    "escaped surrogate": ('comment: "\\ud800"', "1:10: the character U+D800 cannot stand here: remove it"),
    "no such character": ('comment: "\\U00110000"', "1:13: this is not valid YAML"),
    "bytes of Latin-1": (b"comment: never\nrules: \xe9t\xe9", "2:8: this is not UTF-8: save the file as UTF-8"),
    "UTF-16": ("comment: never".encode("utf-16"), "1:1: this is not UTF-8: save the file as UTF-8"),
    "a surrogate in bytes": (b"comment: \xed\xa0\x80", "1:10: this is not UTF-8"),
    "escape sequences": ("comment: \x1b[31mred", "1:10: the character U+001B cannot stand here: remove it"),
    "direction marks": (
        "comment: '\u202eneve\u2069'",
        "1:10: `comment` cannot be `\ufffdneve\ufffd`, did you mean `never`?",
    ),
    "backticks": ("comment: 'a`b'", "1:10: `comment` cannot be `a'b`: write"),
    "python object": ("rules: !!python/object/apply:os.system [id]", "1:8: the tag `!!python/object/apply:os.system`"),
    "local tag": ("comment: !x never", "1:10: the tag `!x` is not read here: remove it, or put the text in quotes"),
    "undefined tag": ("comment: !x!y never", "1:10: no value can start with `!`: put the text in quotes"),
    "percent sign": ("%foo: 1\n", "1:1: no line can start with `%`: put the text in quotes"),
    "at sign": ("comment: @me", "1:10: no value can start with this character: put the text in quotes"),
    "list as a key": ("rules: {[a]: off}", "1:9: a key has to be plain text here: write `key: value`"),
    "no key": ("rules: {: off}", "1:9: a key is missing before this colon: write `key: value`"),
    "text at the top": ("never", "1:1: this file has to be a mapping, not `never`: write `key: value` lines"),
    "number at the top": ("5", "1:1: this file has to be a mapping, not `5`"),
    "words after quotes": ('comment: "a" b', "1:14: this stands outside of the text or list before it"),
    "pydantic's marks as keys": ("'[key]': 1", "1:1: unknown key `[key]`: known are `version`, `extends`, "),
    "6,000 keys": ("".join(f"key{n}: 1\n" for n in range(6_000)), "2500:10: this file holds too much: at most 5,000"),
    "2,400 rules": (
        "rules:\n" + "".join(f"  r{n}: x\n" for n in range(2_400)),
        "2:3: there is no rule `r0`: the rules",
    ),
    "1,200 messages of 1,200 criteria": (
        "rules:\n  user-problem:\n    requires: {"
        + ", ".join(f"criterion-{n}: person" for n in range(1_200))
        + "}\n    messages: {"
        + ", ".join(f"kriterion-{n}: a" for n in range(1_200))
        + "}",
        "4:16: `user-problem` has no criterion or bad sign `kriterion-0`, did you mean",
    ),
    "600 layers": (
        "extends: ["
        + ", ".join(["{pack: product, when: {labels: [a]}}"] * 600)
        + "]\nrules: {user-problem: {messages: {x: a}}}",
        "2:35: `user-problem` has no criterion or bad sign `x`",
    ),
    "2,400 duplicates": ("x: 1\n" * 2_400, "1:1: unknown key `x`: known are"),
    "a long key": ("k" * 60_000 + "\n: 1", "2:1: a key is missing before this colon"),
    "64 KiB of quotes": ("'" * 65_000, "1:1: this file has to be a mapping, not `''''"),
    "64 KiB of colons": (":" * 65_000, "1:65000: a colon is not expected here"),
    "directives": ("%a\n" * 20_000, "20001:1: the document has ended before this"),
    "64 KiB and one byte": ("#" + "x" * (64 * 1024), "1:1: this file has 65,537 bytes: at most 64 KiB are read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_place(name: str):
    text, first = HOSTILE[name]
    error = refusal(text)
    assert str(error.problems[0]).removeprefix(f"{NAME}:").startswith(first)
    assert len(error.problems) <= 20
    assert len(str(error)) < 4_096, "a page at most"


def test_64_kib_are_enough_for_anybody():
    assert effective("#" + "x" * (64 * 1024 - 1)).startswith("user-problem=error")


def test_what_follows_from_one_mistake_is_not_told_twice():
    assert said("rules: {bogus: [1, 2, {a: b}]}") == [
        "1:9: there is no rule `bogus`: the rules are `user-problem`, `success-metric` and `feedback-plan`"
    ]
    assert len(said("rules: {user-problem: *a}")) == 1
    assert len(said("comment: !x [never]")) == 1


def test_problems_stand_in_the_order_of_the_file_and_the_rest_is_counted():
    error = refusal("".join(f"key{n}: *x\n" for n in range(15)) + "comment: x\n" * 10)
    places = [(problem.line, problem.column) for problem in error.problems]
    assert places == sorted(places)
    assert len(places) == 20
    # 15 unknown keys with an alias each, one wrong word and nine duplicates, less what an alias has spoilt
    assert str(error).splitlines()[-1] == "and 5 more"
    assert error.more == 5


def test_a_file_name_cannot_break_the_line():
    with pytest.raises(ConfigError) as caught:
        config.load("x: 1", "a\n::error::b\x1b", BASE, library=LIBRARY)
    assert str(caught.value).startswith("a ::error::b\ufffd:1:1: unknown key `x`")
    assert len(caught.value.show().splitlines()) == 3


KINDS = """\
kinds:
  fix:
    labels: 5
    asks: on
    bare: "true"
    titles: ['^fix\\b', '']
    authors: bot
  Bug Fix: {labels: [x]}
"""


def test_the_shapes_of_packs_speak_the_same_language():
    with pytest.raises(ConfigError) as caught:
        config.check(read(KINDS, "kinds.yml"), shapes.KindsFile)
    assert [str(problem) for problem in caught.value.problems] == [
        "kinds.yml:3:13: `labels` has to be a list, not `5`: write `[one, two]`, or one entry a line, each after `- `",
        "kinds.yml:4:11: `on` is not a boolean here: write true or false",
        "kinds.yml:5:11: `true` is not a boolean here: write true or false",
        (
            "kinds.yml:6:14: entry 1 of `titles`: `\\b` knows only ASCII: "
            "write a class such as `[0-9]`, `[a-z]` or a plain space"
        ),
        "kinds.yml:6:24: entry 2 of `titles` is empty: write something, or remove it",
        (
            "kinds.yml:7:14: `authors` has to be a list, not `bot`: "
            "write `[one, two]`, or one entry a line, each after `- `"
        ),
        "kinds.yml:8:3: `Bug Fix` is no name: use lower-case letters, digits and hyphens",
    ]


RULE = """\
title: "  "
question: Q
headings: []
requires: {a: [b+c, b + c]}
"""


def test_what_is_missing_in_a_rule_is_named_where_it_belongs():
    with pytest.raises(ConfigError) as caught:
        config.check(read(RULE, "rule.yml"), shapes.RuleFile)
    assert [str(problem) for problem in caught.value.problems] == [
        "rule.yml:1:1: `messages` is missing: add it",
        "rule.yml:1:1: `examples` is missing: add it",
        "rule.yml:1:8: `title` is empty: write something, or remove it",
        "rule.yml:3:11: `headings` is empty: write at least one entry",
        "rule.yml:4:16: `b+c` names no cues: write `one + two` with spaces, in lower-case letters, digits, hyphens",
    ]


def test_pydantic_waits_until_there_is_a_config():
    script = (
        "import sys\n"
        "from whylint import config, packs\n"
        f"base = packs.read_folder(packs.Path({str(HERE / 'pack')!r}))\n"
        "config.load('', 'x.yml', base)\n"
        "print(sorted({'pydantic', 'importlib.metadata', 'importlib.resources', 'github'} & set(sys.modules)))\n"
        "config.load('version: 1', 'x.yml', base)\n"
        "print('pydantic' in sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(config.__file__).parents[1])},
    )
    assert run.stdout == "[]\nTrue\n"


# Pieces of YAML and of configs, so that generated files come past the first character.
PIECES = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@`\\ \t\n\r\0\ufeff\u2028\x85<~=.0129",
        *[
            "\n  ",
            "\n    ",
            "- ",
            ": ",
            "? ",
            "--- ",
            "...",
            "<<: ",
            "!!int ",
            "!<x> ",
            "&a ",
            "*a",
            "|2-\n",
            '"\\x',
            '"\\U',
        ],
        *["rules:", "version: ", "comment: ", "fail-on: ", "extends: ", "severity: ", "user-problem: ", "null", "true"],
        *[
            "off",
            "error",
            "never",
            "product",
            "12:30",
            "2024-99-99",
            "0o7",
            "1e9",
            "\ud800",
            "\U0001f600",
            "é",
            "[key]",
        ],
    ]
)
FILES = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join), st.binary(), st.binary().map(bytes.hex))


@given(FILES)
@example("rules: {'': off}")
@example("? \n? \n")
@example('{"[key]": {"\\0": 1}}')
@settings(max_examples=400, deadline=None)
def test_nothing_but_a_config_error_ever_escapes(text: str | bytes):
    try:
        left = load(text)
    except ConfigError as error:
        refused = error
    else:
        assert 1 <= len(left.rules) <= 3
        return
    lines = (text if isinstance(text, str) else text.decode("utf-8", "replace")).splitlines() or [""]
    assert 1 <= len(refused.problems) <= 20
    for problem in refused.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert problem.hint or any(len(each.hint) > 120 for each in refused.problems), "a long one is told once"
        assert len(str(problem)) < 400
        shown = problem.show().split("\n")
        assert len(shown) in {1, 3}
        assert all(line.isprintable() for line in shown)


# Configs of the right shape with something wrong in them, and of the wrong shape with something right.
NAMES = st.sampled_from(
    [
        *(str(field.alias) for model in (Config, RuleSettings, ConditionData) for field in model.model_fields.values()),
        *["user-problem", "success-metric", "own", "person", "mine", "words", "patterns", "missing", "met", "pack"],
    ]
)
PLAIN = (
    "... person mine {person} ( [a own-section * off error never title both product ./x.yml o/r@v o/r revert feature "
    "2026-01-01 a|b x? docs/** é \U0001f600"
)
WORDS = st.sampled_from([*PLAIN.split(), "", " ", "{mine} x", "person + pain", "person + none", " ... ", "a ... b"])
SCALARS = st.one_of(WORDS, st.none(), st.booleans(), st.integers(-1, 30), st.floats(0, 1))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(NAMES, WORDS), inner, max_size=3)),
    max_leaves=8,
)
LISTS = st.lists(WORDS, max_size=3)
CONDITIONS = st.dictionaries(st.sampled_from([str(f.alias) for f in ConditionData.model_fields.values()]), LISTS)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "question": WORDS,
        "title": WORDS,
        "headings": LISTS,
        "requires": st.dictionaries(st.sampled_from(["who", "mine"]), st.one_of(LISTS, WORDS), max_size=2),
        "ignore": LISTS,
        "minimum-words": st.integers(0, 9),
        "look-in": st.sampled_from(["title", "both", "body"]),
        "messages": st.dictionaries(st.sampled_from(["missing", "mine", "who"]), WORDS, max_size=2),
        "when": st.one_of(CONDITIONS, VALUES),
        "unless": CONDITIONS,
    },
)
CUES = st.dictionaries(
    st.sampled_from(["mine", "person", "own"]),
    st.dictionaries(st.sampled_from(["words", "patterns"]), LISTS, max_size=2),
)
CONFIGS = st.fixed_dictionaries(
    {"rules": st.dictionaries(st.sampled_from(["user-problem", "own"]), st.one_of(RULES, VALUES), max_size=2)},
    optional={"cues": CUES, "extends": st.one_of(LISTS, VALUES), "skip": st.one_of(CONDITIONS, VALUES)}
    | {"exempt": LISTS, "personas": LISTS, "since": WORDS},
)


@given(st.one_of(CONFIGS, st.dictionaries(NAMES, VALUES, max_size=4)))
@example({"rules": {}, "skip": {"titles": ["\U0001f600"]}, "cues": {"mine": {"words": ["\ud800"]}}})
@settings(max_examples=100, deadline=None)
def test_what_is_loaded_can_be_judged_by(data: dict[str, object]):
    try:
        left = config.load(json.dumps(data), NAME, packs.shipped())
    except ConfigError:
        return
    for title, body in (("Mine: a b", ""), ("x", "## Own\n\nPeople lose mine, 30% of the time.")):
        lint(PullRequest(title=title, body=body, files=("docs/a.md",), author="robo[bot]"), left)


def test_messages_in_a_teams_own_words() -> None:
    text = "messages:\n  verdict.weak: Not yet\n  help.waive.user-problem: 'No users? Write {phrase}.'\n"
    loaded = config.load(text, ".github/whylint.yml", packs.shipped())
    assert loaded.messages["verdict.weak"] == "Not yet"
    assert loaded.messages["help.waive.user-problem"] == "No users? Write {phrase}."
    assert loaded.messages["verdict.missing"] == packs.shipped().messages["verdict.missing"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("verdict.waek: Not yet", "2:3: there is no message `verdict.waek`, did you mean `verdict.weak`?"),
        ("status.open: 'Open: {count}'", "2:16: `{count}` is not filled in here: this message has `{titles}`"),
        ("table.read: '{found}'", "2:15: `{found}` is not filled in here: this message has no such places"),
        ("help.waive.nothing: No", "2:3: there is no message `help.waive.nothing`, did you mean `help.waive`?"),
    ],
)
def test_messages_that_nobody_would_see(line: str, says: str) -> None:
    with pytest.raises(ConfigError) as raised:
        config.load(f"messages:\n  {line}\n", "whylint.yml", packs.shipped())
    assert str(raised.value) == f"whylint.yml:{says}"


def test_what_may_be_compiled_is_bounded_for_a_config_with_all_its_files() -> None:
    def fetch(reference: Reference) -> Fetched:
        return Fetched(
            reference.path, f"cues: {{{reference.path[:-4]}: {{patterns: ['\\pL{{200}}', '\\pL{{199}}']}}}}\n"
        )

    entries = ", ".join(f"./c{number}.yml" for number in range(20))
    with within(0.5), pytest.raises(ConfigError) as caught:
        config.load(f"extends: [{entries}]\n", "whylint.yml", packs.shipped(), fetch=fetch)
    assert [problem.file for problem in caught.value.problems] == [
        f"c{number}.yml" for number in range(5, 20) for _ in range(2)
    ][:MAX_PROBLEMS]


@pytest.mark.parametrize(
    ("text", "weighs"),
    [
        ("", 0),
        ("a (b|c)", 5),
        ("a{3}", 3),
        ("a{0,3}", 3),
        ("a{3,}", 3),
        ("a{,3}", 3),
        ("(ab){2}c", 5),
        ("((ab){2}c){3}", 15),
        ("\\pL{2}", 480),
        ("\\p{Greek}{2}", 480),
        ("\\x{ff}", 1),
        ("[^a-z]{2}", 12),
        ("[]a]{2}", 8),
        ("[[:alpha:]x]", 12),
        ("[\\]a]", 5),
        ("[\\pL\\pN]", 488),
        ("a*", 2),
        ("\u044f*", 481),
        ("{b}{2}", 14),
        ("(" * 101, 1_000_000),
        ("a{1000}" * 2_000, 1_000_000),
        *((odd, len(odd)) for odd in ("a{b", "{", "[a", "{5")),
        *((odd, 0) for odd in ("{5}", ")", "(")),
    ],
)
def test_what_a_pattern_weighs(text: str, weighs: int) -> None:
    assert weight(text, {"b": 7}.__getitem__) == weighs


@pytest.mark.parametrize("piece", ["[a]", "[\\pL]", "{", "{a}", "\\p{"])
def test_what_is_weighed_is_looked_through_once(piece: str) -> None:
    text = piece * (32_000 // len(piece)) + "\u00e9" * 16_000
    with within(0.1):
        assert weight(text) > 0
