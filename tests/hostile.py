"""Words of a stranger that try everything, a report full of them, and judges of what comes out.

The judge of Markdown is a GFM renderer that is not ours. Property tests and the fuzzer share all of this.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from tests.reports import METRIC, PLAN, PROBLEM, RULES, met, report, weak

from whylint.model import Report
from whylint.render.comment import comment
from whylint.render.markdown import summary

PIECES = (
    *("##[", "#", "[", "]", "##", "::", ":", "error", "::error::", "##[error]x", "%", "%0A", "%25", "\n", "\r", "\r\n"),
    *(
        "\x1b[31m",
        "\u200b",
        "\u200d",
        "\ufe0f",
        "\u00ad",
        "\u034f",
        "\u115f",
        "\u202e",
        "\u2066",
        "\u2028",
        "\x85",
        "\x00",
        "\u0640",
        "\u0488",
        "\u0591",
        "\U0001d165",
    ),
    *("`", "``", "```", "\\", "|", "\\|", "@octocat", "#12", "o/r#3", "GH-4", "https://e.example/a?b", "www.e.example"),
    *(
        "a@b.example",
        "<img src=x>",
        "<!--",
        "-->",
        "</details>",
        "![a](b)",
        "[a](b)",
        "**",
        "_",
        "~~",
        "&amp;",
        "&#64;x",
    ),
    *("## ", "- ", "> ", "---", "deadbeef", "0123456789abcdef0123456789abcdef01234567", ":tada:", "$x$", " ", "word"),
    *("\u05d0\u05d1", "\u6f22", "e" + 5 * "\u0301", "\ud800", "{found}", "\t", "\x00", "&#64;x"),
)


def judged(text: str) -> Report:
    """A report in which ``text`` stands wherever the words of a stranger can stand."""
    return report(
        met(PROBLEM, text or "x"),
        weak(METRIC, text, "output-only", capped=text),
        weak(PLAN, text, "when"),
        kind_reason=text,
        notices=(text,),
    )


class Skeleton(HTMLParser):
    """The tags of a page, and the text that stands outside of code."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.live = ""
        self.code: list[str] = []
        self.depth = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "code":
            self.depth += 1
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        if tag == "code":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.code[-1] += data
        else:
            self.live += data


def page(markdown: str) -> Skeleton:
    """What GitHub's Markdown makes of a text (addresses become links)."""
    return Skeleton(cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))


def structure(skeleton: Skeleton) -> list[str]:
    return [tag for tag in skeleton.tags if tag not in ("code", "/code")]


COMMENT = structure(page(comment(judged("harmless"), RULES, key="k")))
SUMMARY = structure(page(summary(judged("harmless"), RULES)))


def assert_nothing_live(text: str) -> None:
    shown = page(text)
    assert not {"a", "img", "del", "em", "input"} & set(shown.tags)
    for sign in ("@", "#", "://", "www.e", "<", "[", ":tada:", "$"):
        assert sign not in shown.live, (sign, shown.live)
    assert not re.search(r"\b(GH-[0-9]+|[0-9a-f]{7,40})\b", shown.live), shown.live
