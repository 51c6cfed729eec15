"""Descriptions that are written to be slow: 64 KB each, within fifty times the budget."""

from __future__ import annotations

import pytest
from tests.limits import within

from whylint.engine import lint
from whylint.model import PullRequest
from whylint.packs import shipped

SIZE = 65_536
BUDGET = 0.3  # seconds
WORDS = "Users cannot export 5 of 8 files in 3 days because p95 drops from 5 s to 1 s; we watch it after release. "
UNITS = {
    "comment": "<!--",
    "closed comments": "<!-- coderabbit --><!-- end -->\n\nabc\n\n",
    "open tag": "<a ",
    "paragraph tag": "<p>a",
    "signs in values": '<p a=">" ',
    "values that never end": "<p a='\n",
    "ways out": "Metrik: keine ",
    "reasons why not": "Not measurable because I don't know how to measure this. ",
    "values without quotes": "<p = =\n",
    "lines of a tag": "<p\n",
    "details": "<details><summary>Why</summary>",
    "bracket": "[",
    "picture": "![[](",
    "link": "[a](b) ",
    "autolink": "<http://a> ",
    "address": "https://a.b/c_d ",
    "quote": "> ",
    "list": "- ",
    "heading": "# a\n",
    "label": "Why: b\n",
    "empty label": "Why:\n\n",
    "bold line": "**Why**\n",
    "bold label": "**a: **",
    "box": "- [ ] we watch p95 after the release for a week\n",
    "cell": "a|",
    "waiver": "not measurable ",
    "bad sign": "tests pass\n\n",
    "near miss": "Users. It breaks. improve UX for all of the things that we do\n\n",
    "prose": WORDS,
    "backtick": "`a``b",
    "entity": "&amp;",
    "ligature": "\ufdfa",
    "joiner": "\u200d",
    "accent": "e\u0301",
    "windows": "a\r\n\r\n",
    "nul": "\0",
    "digit": "1234567890",
    "numbers without an end": "| Lisbon | 7,8 s | 1,1 s |\n",
    "space": " ",
    "letter": "a",
}
SHAPES = {
    **{name: unit * (SIZE // len(unit)) for name, unit in UNITS.items()},
    "code": "```\n" + WORDS * 600 + "\n```",
    "footnotes of footnotes": "".join(f"[^{number}]: [^{number + 1}]\n" for number in range(4500)),
    "footnotes that are shown": "".join(f"a[^{number}]\n\n[^{number}]: b\n\n" for number in range(3000)),
    "nested pictures": "![" * 9000 + "a" + "](x)" * 9000,
    "reference": "[a]: /x\n" + "[a]" * 20_000,
    "long header": "| a | " + "x " * 8000 + "| c |\n|-|-|-|\n" + "|1|2|3|\n" * 6000,
    "wide table": "|" + "a|" * 8192 + "\n|" + "-|" * 8192 + "\n" + "a\n" * 16_384,
    "filled-up table": "|" + "abcdefgh abcdefgh|" * 50 + "\n|" + "-|" * 50 + "\n" + "1|2|3\n" * 9000,
    "answers": "## Success metric\n\n" + "tests pass\n\n" * 5000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_worst_input_is_judged_in_time(shape: str) -> None:
    ruleset = shipped()
    with within(BUDGET):
        report = lint(PullRequest(title="Keep orders", body=SHAPES[shape]), ruleset)
    assert [finding.rule.id for finding in report.findings] == [rule.id for rule in ruleset.rules]
