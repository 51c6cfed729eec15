"""A description as the network reads it: title, headings and blocks, each marked as Markdown marks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whylint.content import Content
from whylint.description import UNTICKED, Block, Section

MOST_OF_CODE, MOST_OF_A_HEADING = 500, 200
"""So many letters are read of a block of code, and of the title or a heading."""
_IN_THE_TEXT = frozenset({"label", "table row"})
"""Headings of these forms stand in the text of their blocks, too."""


def marked(block: Block) -> str:
    """The text of a block, with the mark of what it is: code, a quote, an unticked box, an item."""
    text = block.text.strip()
    if block.form == "code":
        return f"` {text[:MOST_OF_CODE]}"
    if block.quoted:
        return f"> {text}"
    if block.dropped == UNTICKED:
        return f"[ ] {text}"
    return f"- {text}" if block.form == "item" else text


def outline(content: Content, title: str, texts: Mapping[int, str]) -> list[str]:
    """The title, and some blocks' texts, before each those headings over it that do not stand over the last one."""
    lines = [_heading(title)] if title.strip() else []
    sections, last = content.description.sections, 0
    for at, text in sorted(texts.items()):
        section, over = content.blocks[at].section, set(_up(sections, last))
        new = [sections[each] for each in _up(sections, section) if each not in over]
        lines += [_heading(each.title) for each in reversed(new) if each.title and each.how not in _IN_THE_TEXT]
        lines.append(text)
        last = section
    return lines


def _heading(title: str) -> str:
    return f"# {title.strip()[:MOST_OF_A_HEADING]}"


def _up(sections: tuple[Section, ...], section: int) -> Iterator[int]:
    """A section and those around it, but for the whole."""
    while section > 0:
        yield section
        section = sections[section].parent
