"""Each language that is read beside English: whole, told apart, asked and answered in, not felt where it is not met."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from scripts.judgement import cases_in, label_of

from whylint.content import Boilerplate, select, spelled
from whylint.engine import lint
from whylint.heading import answers, to_write
from whylint.languages import Language, RuleWords
from whylint.markdown import parse
from whylint.model import Conclusion, PullRequest, Report, Rule, RuleSet, Severity, Verdict
from whylint.packs import catalog, library, packs, rules_folder, shipped
from whylint.render.comment import comment
from whylint.render.template import template
from whylint.spoken import answered_in, asked_in, heard, in_one_spelling, worded
from whylint.text import clean
from whylint.tongue import Spoken, spoken

RULES = rules_folder()
JUDGED = Path(__file__).resolve().parent / "judgement"
LANGUAGES = shipped().languages
READ = LANGUAGES.read
ALL = replace(shipped(), rules=tuple(replace(rule, severity=Severity.ERROR) for rule in catalog().values()))
FEWEST = {"good": 12, "weak": 12, "mixed": 6}
languages = pytest.mark.parametrize("code", READ)
rules_in_each = pytest.mark.parametrize(
    ("code", "rule_id"), [(code, rule) for code in READ for rule in LANGUAGES.load(code).rules]
)


def judged(body: str, ruleset: RuleSet = ALL, title: str = "") -> Report:
    return lint(PullRequest(title=title, body=body), ruleset)


def verdict(body: str, rule_id: str, ruleset: RuleSet = ALL) -> Verdict:
    (found,) = (each.verdict for each in judged(body, ruleset).findings if each.rule.id == rule_id)
    return found


def placeholders(text: str) -> Counter[str]:
    return Counter(part.partition("}")[0] for part in text.split("{")[1:] if "}" in part)


# -- nothing is absent -------------------------------------------------------------------------------------------------


def test_every_language_that_is_read_has_its_files_and_no_file_is_of_another():
    for shelf in ("cues", "messages"):
        assert {"en", *READ} == set(library().names(shelf)), shelf


@languages
def test_every_message_is_there_with_its_places(code: str):
    english, words = shipped().messages, LANGUAGES.load(code).messages
    assert list(words) == list(english), "in the order of en.yml, so that both can be read side by side"
    assert {key for key, text in words.items() if set(placeholders(text)) - set(placeholders(english[key]))} == set()
    lacking = {key for key, text in english.items() if set(placeholders(text)) - set(placeholders(words[key]))}
    assert {key for key in lacking if not key.endswith(".one")} == set(), "a .one may say the number in words"


@languages
def test_what_is_asked_unless_a_config_says_otherwise_is_asked_in_every_language(code: str):
    assert set(packs()["product"]) <= set(LANGUAGES.load(code).rules) <= set(catalog())


@rules_in_each
def test_every_rule_has_its_words(code: str, rule_id: str):
    english, words = catalog()[rule_id], LANGUAGES.load(code).rules[rule_id]
    assert set(words.messages) == set(english.messages)
    assert {
        key for key, text in words.messages.items() if placeholders(text) != placeholders(english.messages[key])
    } == set()
    assert all((words.title, words.question, words.example))


@rules_in_each
def test_every_way_to_answer_names_cues_that_exist(code: str, rule_id: str):
    language = LANGUAGES.load(code)
    known = {*language.cues, *shipped().cues, "own-section"}
    ways = [way for each in language.rules[rule_id].ways.values() for ways in each.values() for way in ways]
    assert {cue for way in ways for part in way.split(" & ") for cue in part.split(" + ")} - known == set()


@rules_in_each
def test_twelve_good_twelve_weak_and_six_mixed_descriptions_are_judged(code: str, rule_id: str):
    rows = yaml.safe_load((JUDGED / code / f"{rule_id}.yml").read_text("utf-8"))
    found = Counter(row["name"].split()[0].rstrip(",:") for row in rows)
    assert {sort: found[sort] for sort, fewest in FEWEST.items() if found[sort] < fewest} == {}
    sorts = ((row["name"].split()[0], row) for row in rows)
    labels = {(sort, label_of(row["expect"][rule_id])) for sort, row in sorts if sort in FEWEST}
    assert {("good", "yes"), ("weak", "no"), ("mixed", "yes"), ("mixed", "no")} >= labels
    assert len({row["body"] for row in rows}) == len(rows)


# -- what is shown in it is judged as it says --------------------------------------------------------------------------


@rules_in_each
def test_the_example_that_a_comment_shows_answers_the_rule(code: str, rule_id: str):
    words = LANGUAGES.load(code).rules[rule_id]
    assert verdict(f"## {words.title}\n\n{words.example}\n", rule_id) is Verdict.MET
    assert verdict(f"**{words.question}**\n\n{words.example}\n", rule_id) is Verdict.MET


@rules_in_each
def test_a_heading_of_the_language_is_one_of_the_rule_and_alone_no_answer(code: str, rule_id: str):
    words = LANGUAGES.load(code).rules[rule_id]
    ruleset = replace(ALL, language=code)
    for heading in dict.fromkeys((words.title, *(each for each in words.headings if not set(each) & set("(*|?.")))):
        (found,) = (each for each in judged(f"## {heading}\n\n-\n", ruleset).findings if each.rule.id == rule_id)
        assert (found.verdict, found.heading) == (Verdict.MISSING, heading), heading
    hint = words.messages["hint"]
    pasted = f"## {words.title}\n<!-- {hint} -->\n"
    assert verdict(pasted, rule_id, ruleset) is Verdict.MISSING


@rules_in_each
def test_what_a_comment_says_of_questions_that_do_not_apply_works(code: str, rule_id: str):
    ruleset = worded(replace(ALL, language=code), code)
    (rule,) = (each for each in ruleset.rules if each.id == rule_id)
    key = f"help.phrase.{rule_id}"
    phrase = ruleset.messages.get(key, ruleset.messages["help.phrase"]).replace("{title}", rule.title)
    dots = "……" if "……" in phrase else "..."
    reasons = [words.example for other, words in LANGUAGES.load(code).rules.items() if other != rule_id]
    verdicts = {verdict(phrase.replace(dots, reason), rule_id, ruleset) for reason in reasons}
    assert Verdict.WAIVED in verdicts or rule_id not in {rule.id for rule in shipped().rules}
    assert verdicts <= {Verdict.WAIVED, Verdict.MET}, "some reason may answer the question after all"
    assert verdict(phrase.replace(dots, ""), rule_id, ruleset) is not Verdict.WAIVED


@languages
def test_a_template_in_the_language_is_asked_in_it_and_no_answer(code: str):
    ruleset = worded(replace(ALL, language=code), code)
    text = template(ruleset)
    report = judged(text, replace(ALL, templates=(text,)))
    assert report.language == code
    assert {finding.verdict for finding in report.findings} == {Verdict.MISSING}
    assert all(finding.heading for finding in report.findings)
    assert report.conclusion.value == "failure", "that nothing stands there can be told in any language"


# -- in which language -------------------------------------------------------------------------------------------------


@languages
def test_descriptions_in_the_language_are_taken_for_it(code: str):
    rows = [case for case in cases_in(code) if "mixed" not in case.name and len(case.pull_request.body) > 60]
    strays = [case.name for case in rows if lint(case.pull_request, shipped()).language != code]
    assert len(strays) <= len(rows) // 50, strays


@languages
def test_the_comment_is_in_the_language_of_the_description(code: str):
    words = LANGUAGES.load(code)
    report = judged(f"## {words.rules['user-problem'].title}\n\n{words.rules['user-problem'].example}\n", shipped())
    text = comment(report, worded(shipped(), report.language), key="default")
    assert report.language == code
    assert words.rules["success-metric"].title in text
    assert words.rules["success-metric"].example in text
    assert "Answer in" not in text
    fixed = judged("", replace(shipped(), language=code))
    assert words.rules["user-problem"].question in {finding.rule.question for finding in fixed.findings}


def test_whatever_is_left_out_has_a_reason_in_words():
    table = "|a|\n|-|\n" + "|b|\n" * 10_001
    body = (
        "Say why.\n\n<!-- a -->\n\n~~b~~ ![c](d)\n\n- [ ] e\n\n## Summary by CodeRabbit\n\nf\n\n```\ng\n```\n\n" + table
    )
    left_out = judged(body, replace(ALL, templates=("Say why.",))).removed
    keys = {f"removed.{each.reason.replace(' ', '-')}" for each in left_out}
    assert keys == {key for key in ALL.messages if key.startswith("removed.")}


@languages
def test_a_config_of_one_language_speaks_it_whatever_is_written(code: str):
    report = judged("Users lose their draft when the tab reloads.", replace(ALL, language=code))
    assert report.language == code
    assert report.findings[0].verdict is verdict(
        "Users lose their draft when the tab reloads.", report.findings[0].rule.id
    )


def test_what_nobody_has_reviewed_is_never_red():
    for code in READ:
        if not LANGUAGES.load(code).reviewed:
            example = LANGUAGES.load(code).rules["user-problem"].example
            report = judged(example, shipped())
            assert report.conclusion.value == "success"
            assert {each.severity for each in report.open} <= {Severity.NOTICE}
            assert {each.declared for each in report.open} <= {Severity.ERROR}
            empty = judged(f"{example}\n\n## {LANGUAGES.load(code).rules['success-metric'].title}\n\nTBD\n", shipped())
            assert empty.conclusion.value == "failure", code


@languages
def test_a_heading_in_a_language_excuses_nothing(code: str):
    title = LANGUAGES.load(code).rules["success-metric"].title
    report = judged(f"## {title}\n\nTBD\n", shipped())
    assert {each.severity for each in report.open} == {Severity.ERROR}


def test_a_config_in_its_own_words_keeps_them():
    def changed(rule: Rule) -> Rule:
        return replace(rule, title="Wofür", messages={**rule.messages, "missing": "Say it."}, headings=("wofür",))

    own = replace(
        shipped(), rules=tuple(map(changed, shipped().rules)), messages={**shipped().messages, "more": "und so weiter"}
    )
    for code in READ:
        ruleset = worded(own, code)
        assert {rule.title for rule in ruleset.rules} == {"Wofür"}
        assert {rule.messages["missing"] for rule in ruleset.rules} == {"Say it."}
        assert {rule.messages["hint"] for rule in ruleset.rules} != {rule.messages["hint"] for rule in own.rules}
        assert ruleset.messages["more"] == "und so weiter"
        title = LANGUAGES.load(code).rules["user-problem"].title
        (first, *_) = judged(f"## {title}\n\n-\n", replace(own, language=code)).findings
        assert not first.heading, "headings that a config has replaced are not added again"


SENTENCES = {
    "en": "Users lose their draft when the tab reloads.",
    "it": "Gli utenti non vedono il pulsante quando la pagina è lunga.",
    "nl": "De gebruikers zien de knop niet als het scherm te klein is.",
    "pl": "Użytkownicy nie widzą przycisku, gdy strona jest zbyt długa.",
    "": "Пользователи не видят кнопку, когда страница слишком длинная.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_languages_that_are_not_read_are_told_apart(code: str):
    assert spoken([clean(SENTENCES[code])], LANGUAGES.signs) == Spoken(code, ())


def test_a_script_that_two_languages_share_is_told_by_the_letters_of_one():
    def found(text: str) -> Spoken:
        both = tuple(replace(sign, read=True) for sign in LANGUAGES.signs)
        return spoken([clean(text)], both)

    assert found("责任人把订单导出以后每天都要手工对账，花费大约两个小时的时间") == Spoken("zh", ("zh",))
    assert found("障害報告書 INC-64（2026年8月15日、花火中継が23分間視聴不可）を参照") == Spoken("ja", ("ja",))
    assert found("対象外：応募画面") == Spoken("ja", ("ja",)), "letters that only Japanese writes so"
    assert set(found("担当：西村 3月5日").met) == {"ja", "zh"}, "so few letters may be of either"
    assert found("没有导出按钮。所有测试通过。") == Spoken("zh", ("zh",))


def test_a_title_tells_the_script_of_a_short_description():
    rows = {"給食費の督促メール": "ja", "Reminders": "zh", "La mise a jour de la page": "zh"}
    for title, main in rows.items():
        body = "責任者：西村（學務課）\n確認日：3月5日\n場所：学務課窓口、西館二階"
        found = heard(select(parse(body), Boilerplate(()), ALL.noise, LANGUAGES.stops), (), ALL, title)
        assert found.main == main, title


MIXED = {
    "es": "Si mostramos cuántos talleres ya usan la app, más la piden, because in 7 of 9 calls they asked who has it.",
}


@pytest.mark.parametrize("code", MIXED)
def test_a_sentence_in_two_languages_is_read_in_both(code: str):
    assert spoken([clean(MIXED[code])], LANGUAGES.signs) == Spoken("en", (code,))


@pytest.mark.parametrize("code", ["es", "pt"])
def test_headings_alone_tell_in_which_language_to_answer(code: str):
    questions = [words.question for words in LANGUAGES.load(code).rules.values()]
    assert judged("".join(f"## {each}\n\n" for each in questions), shipped()).language == code


def test_japanese_is_not_spelled_as_chinese():
    title, body = "通知音", "「寝ていたのに通知が鳴った」と、配達員の方3人から連絡をいただきました。"
    content = select(parse(body), Boilerplate(()), ALL.noise, LANGUAGES.stops)
    assert [each.code for each in heard(content, (), ALL, title).met] == ["ja"]
    labels = select(parse("責任者：西村、確認日"), Boilerplate(()), ALL.noise)
    both = (LANGUAGES.load("ja"), LANGUAGES.load("zh"))
    assert in_one_spelling(labels, both, LANGUAGES.signs).text == labels.text
    assert in_one_spelling(labels, both[1:], LANGUAGES.signs).text != labels.text


def test_headings_are_taken_apart_where_no_spaces_are_set():
    for title in ("背景与动机", "问题、方案", "リスクと課題", "一、问题和指标(必填)"):
        wanted = ("动机", "问题", "課題")
        assert answers("", title, wanted, LANGUAGES.joints), title
        assert not answers("", title, ("机", "题", "背"), LANGUAGES.joints), title


@pytest.mark.parametrize(
    "title",
    [
        *("Background and problem", "Problem und Lösung", "Le contexte et le problem", "Problem y solución"),
        *("problem e métrica", "背景、problem", "배경 및 problem"),
        *("a) Problem", "B. Problem & plan", "3. y problem", "2 c Problem or not"),
    ],
)
def test_headings_are_joined_as_the_languages_say(title: str):
    assert answers("", title, ("problem", "le problem"), LANGUAGES.joints)
    assert not answers("", "Problem oder Lösung", ("problem",), LANGUAGES.joints)


def test_code_and_names_do_not_make_a_language():
    for text in (
        "Fix die() in der.c and la_list",
        "Bump es-toolkit and the polyfills",
        "die handle",
        "BenchmarkParse-4  10292833 ns/op  98310 B/op  402 allocs/op",
        "cc @ana-o @de-la-rue",
        "OS: Linux, LES-902, NA",
        "Request for comment",
        "Client: up-to-date",
        r"\_(ツ)_/",
    ):
        assert spoken([text], LANGUAGES.signs) == Spoken("en", ()), text


@pytest.mark.parametrize("how", ["> {}", "```\n{}\n```", "- a\n\n  > {}"])
def test_a_quote_or_a_log_is_not_what_the_author_speaks(how: str):
    own, strange = "Adds a cache to the order form.", "ეს ტექსტი არავის წაუკითხავს აქ. " * 20
    report = lint(PullRequest(body=f"{own}\n\n{how.format(strange)}", additions=99), shipped())
    assert report.conclusion is Conclusion.FAILURE
    report = lint(PullRequest(body=f"{own}\n\n{strange}", additions=99), shipped())
    assert report.conclusion is Conclusion.SUCCESS
    assert {each.capped for each in report.open} == {shipped().messages["cap.language"]}


def test_a_description_in_english_loads_no_other_language(monkeypatch: pytest.MonkeyPatch):
    met: list[str] = []
    known = replace(LANGUAGES, load=lambda code: met.append(code) or LANGUAGES.load(code))  # type: ignore[func-returns-value]
    for file in sorted((JUDGED.parents[1] / "examples").glob("*.md")):
        judged(file.read_text("utf-8"), replace(ALL, languages=known))
    assert met == []


def test_letters_that_mean_the_same_are_read_as_one_and_quoted_as_written():
    table = {ord("問"): "问", ord("題"): "题"}
    content = spelled(select(parse("## 問題\n\n他有問題。"), Boilerplate([]), shipped().noise), table)
    assert (content.text, content.description.sections[1].key) == ("他有问题。", "问题")
    assert content.place(2, 4).text == "問題"
    assert content.description.sections[1].written == "問題"


def test_a_language_adds_to_every_list_of_a_rule_and_its_title_can_be_written():
    english = catalog()["evidence"]
    words = RuleWords(
        ("beleg",), {"aside": {"": ("waived + reason",)}, "ignore": {"": ("gerede",)}, "near": {"": ("saw",)}}, "Beleg"
    )
    language = Language("xx", reviewed=False, cues={}, rules={"evidence": words}, messages={})
    rule = answered_in(english, english, [language])
    assert (rule.aside, rule.near) == ((("waived", "reason"),), (("saw",),))
    assert rule.ignore == (*english.ignore, "gerede")
    assert (
        to_write(asked_in(english, english, language).title, asked_in(english, english, language).headings) == "Beleg"
    )
