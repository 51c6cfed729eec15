"""Markdown -> Description.

The only room that knows the Markdown parser (pyromark, which gives byte ranges for every event). Sections come in every
form that people use: headings, a bold line, ``**Label:** text``, ``Label: text``, a table row, ``<details><summary>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pyromark

from whylint import githubs
from whylint.blocks import ROW_LEVEL, TABLE_LEVEL, Blocks
from whylint.description import Description, line_starts
from whylint.elements import Elements
from whylint.footnotes import shown
from whylint.mapped import Mapped, Offsets
from whylint.table import PAIR, Rows
from whylint.text import LINK, clean, normalize_newlines
from whylint.unshown import Code

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_GFM
)
_BLOCKS = frozenset({"Heading", "Item", "List", "HtmlBlock", "BlockQuote", "CodeBlock", "Table"})
_LEFT_OUT = {"Image": "image", "Strikethrough": "struck through"}
_ELEMENTS = {
    "Paragraph": "p",
    "Heading": "h1",
    "List": "ul",
    "Item": "li",
    "CodeBlock": "pre",
    "Table": "table",
    "TableCell": "td",
    "Strikethrough": "del",
}
_TABLE_ENDS = {"End": "Table"}
_MOST_CELLS = 10_000


def parse(body: str | None) -> Description:
    """Read a description. Any text is accepted; nothing is raised for what a stranger writes."""
    return _Parser(normalize_newlines(body)).run()


def _unpacked(value: str | Mapping[str, Any]) -> tuple[str, Any]:
    """An event's name and what comes with it."""
    return (value, None) if isinstance(value, str) else next(iter(value.items()))


def _element_of(name: str, detail: Any) -> str:
    """What GitHub makes of a part of Markdown. An alert is no quote."""
    if name == "BlockQuote":
        return "blockquote" if detail is None else "div"
    return _ELEMENTS.get(name, "")


class _Parser(Blocks):
    """Walks the events once."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.parsed = githubs.as_github_reads_it(source)
        self.at = Offsets(source)
        self.links = githubs.Links(source)
        self.heading = 0
        self.html: list[tuple[int, int]] = []
        self.cells: list[Mapped] = []
        self.rows = Rows()
        self.too_large = False
        self.notes, self.around = Elements(), self.elements
        self.note_from, self.in_notes = 0, set[int]()
        self.unseen_to = self.tags_to = self.rows_to = 0

    def run(self) -> Description:
        handlers: dict[str, Callable[[Any, int, pyromark.event.Range], None]] = {
            "Start": self._on_start,
            "End": self._on_end,
            "Text": self._on_text,
            "Code": self._on_code,
            "Html": self._on_html,
            "InlineHtml": self._on_inline_html,
            "UnseenHtml": self._on_unseen_html,
            "TaskListMarker": self._on_task,
            "SoftBreak": self._on_break,
            "HardBreak": self._on_break,
            "Rule": lambda *_: self._close(),
        }
        events = partial(pyromark.events_with_range, self.parsed, options=OPTIONS)
        for event, span in shown(events) if "[^" in self.source else events():
            if self.too_large and event != _TABLE_ENDS:
                continue  # the parser fills rows up: 64 KB of a wide table are half a million cells
            name, value = _unpacked(event)
            if handler := handlers.get(name):
                handler(value, self.at(span["start"]), span)
        self._close()
        if self.comment_from >= 0:
            self._gap("comment", self.comment_from, len(self.source))
        if self._hides or self.notes.is_struck or self.is_tag_open:  # footnotes are shown at the end, if they are
            self.blocks = [each for at, each in enumerate(self.blocks) if at not in self.in_notes]
        return Description(
            self.source, tuple(self.nesting.sections), tuple(self.blocks), tuple(self.gaps), line_starts(self.source)
        )

    # -- events ------------------------------------------------------------------------------------------------------

    def _on_break(self, _: None, start: int, span: pyromark.event.Range) -> None:
        if self.run_ and not self._hides:
            self.run_.end_line(" ", start, start + 1)

    def _on_start(self, value: str | dict[str, Any], start: int, span: pyromark.event.Range) -> None:
        name, detail = _unpacked(value)
        if name in _BLOCKS:
            self._close()
        self._element(_element_of(name, detail))
        if name == "Paragraph":
            self._open(self._form)
        elif name == "Heading":
            self.heading = int(detail["level"][1:])
            self._open("heading")
        elif name == "Item":
            self.nesting.start_item()
        elif name == "FootnoteDefinition":
            self._close()
            self.elements, self.around = self.notes, self.elements
            self.note_from = len(self.blocks)
        elif name == "HtmlBlock":
            self.html = []
        elif name == "CodeBlock":
            self._open("code")
            self._gap("code", start, self.at(span["end"]))
            self.code = Code(detail)
            self.muted += self.code.is_drawn
        elif name in _LEFT_OUT:
            if not self.muted:  # what is in it goes with it
                self._gap(_LEFT_OUT[name], start, self.at(span["end"]))
            self.muted += name == "Image"
        elif name == "Strong" and self.run_:
            self.bold_from = len(self.run_.builder)
        else:
            self._on_table_start(name, detail, start, span)

    def _on_table_start(self, name: str, detail: Any, start: int, span: pyromark.event.Range) -> None:
        if name == "Table":
            end = self.at(span["end"])
            self.rows.header = ()
            self.too_large = len(detail) * (self.source.count("\n", start, end) + 1) > _MOST_CELLS
            if self.too_large:
                self._gap("table too large", start, end)
        elif name in ("TableHead", "TableRow"):
            self.cells = []
        elif name == "TableCell":
            self._open("cell")

    def _on_end(self, value: str | dict[str, Any], start: int, span: pyromark.event.Range) -> None:
        name, detail = _unpacked(value)
        if name == "HtmlBlock":
            self._html_block()
        if name == "Heading":
            self._close_heading("heading", self.heading)
        elif name in _BLOCKS or name == "Paragraph":
            self._close()
        self._element(_element_of(name, detail), closing=True)
        if name == "CodeBlock":
            self.muted -= self.code.is_drawn
            self.code = Code()
        elif name == "Item":
            self.nesting.end_item()
        elif name == "FootnoteDefinition":
            self._close()
            self.elements = self.around
            self.in_notes.update(range(self.note_from, len(self.blocks)))
        elif name == "Image":
            self.muted -= 1
        elif name == "Strong" and self.run_ and self.bold_from >= 0:
            self.run_.bold.append((self.bold_from, len(self.run_.builder)))
            self.bold_from = -1
        elif name == "Link" and self.run_ and not self._hides:
            end = self.at(span["end"])
            if not self.run_.builder.ends_with(LINK):  # `<https://...>` is its own text
                self.run_.builder.add_sign(f" {LINK}", end - 1, end)
        else:
            self._on_table_end(name)

    def _on_table_end(self, name: str) -> None:
        if name == "TableCell" and self.run_:
            self.cells.append(self.run_.builder.mapped().stripped())
            self.run_ = None
        elif name in ("TableHead", "TableRow"):
            self._row(heads=name == "TableHead" and len(self.cells) > PAIR)
            if name == "TableHead":
                self.rows.header = self.cells
        elif name == "Table":
            self.nesting.leave(TABLE_LEVEL)
            self.too_large = False

    def _on_text(self, text: str, start: int, span: pyromark.event.Range) -> None:
        end = self.at(span["end"])
        if self._is_unseen(text, start, end) or self._hides:
            return
        run = self.run_ or self._open(self._form)
        if run.form == "code":
            run.add_lines(self.source[start:end], start, self.code.hides)
        elif self.parsed[start:end] == text:
            run.builder.add_words(self.source[start:end], start)
        else:  # an entity: the text stands for the whole of it
            run.builder.add_sign(clean(text), start, end)

    def _on_code(self, text: str, start: int, span: pyromark.event.Range) -> None:
        if self._hides or start < self.unseen_to:
            return
        run = self.run_ or self._open(self._form)
        end = self.at(span["end"])
        source = self.source[start:end]
        fence = len(source) - len(source.lstrip("`"))
        run.builder.add_sign("`", start, start + 1)
        run.builder.add(source[fence : len(source) - fence], start + fence)
        run.builder.add_sign("`", end - 1, end)

    def _on_task(self, ticked: bool, start: int, span: pyromark.event.Range) -> None:
        self.nesting.tick(ticked=ticked)
        if githubs.defines(self.source, self.at(span["end"])):
            self.elements.tag("del")  # GitHub shows nothing of it, be it the item or its first paragraph

    def _on_html(self, text: str, start: int, span: pyromark.event.Range) -> None:
        self.html.append((start, self.at(span["end"])))

    def _on_inline_html(self, text: str, start: int, span: pyromark.event.Range) -> None:
        if self.muted or start < self.unseen_to:  # in a picture it is letters
            return
        if any(self.elements.inside(each) for each in ("li", "blockquote", "div", "table")):
            self._on_unseen_html(text, start, span)
        if text.startswith("<!--") and "<!--" in text[4:] and "=" in text:
            self.muted += 1  # GitHub's parser sees no comment, and the inner one opens where it shows a tag as letters
        self._read_html(text, start, inline=True, silent=githubs.is_no_declaration(text))

    def _on_unseen_html(self, text: str, start: int, span: pyromark.event.Range) -> None:
        end = self.at(span["end"])
        if start >= self.tags_to and githubs.is_alone(self.source, start, end):
            self.tags_to = self._stretch(end)
            some, all_of_it = githubs.hidden_in(self.source[end : self.tags_to])
            self.unseen_to = self.tags_to if some else self.unseen_to
            self.muted += all_of_it

    def _is_unseen(self, text: str, start: int, end: int) -> bool:
        """Whether text is part of something that only GitHub's parser sees, which may begin in it."""
        if self.elements.inside("pre"):
            return False
        if "]" in text:
            self._pass_links(start, end)
        if "|" in text and start >= self.rows_to:
            self._pass_cells(text, start, end)
        return start < self.unseen_to

    def _pass_links(self, start: int, end: int) -> None:
        at = self.source.find("](", start, end + 1)
        while at >= 0 and start >= self.unseen_to:
            self.unseen_to = max(self.unseen_to, self.links.end(at))
            at = self.source.find("](", at + 1, end + 1)

    def _pass_cells(self, text: str, start: int, end: int) -> None:
        if columns := githubs.columns_of(text, self.source, start):
            self.rows_to = self._stretch(end)
            if githubs.has_more_cells(self.source[end : self.rows_to], columns):
                self.elements.tag("del")  # up to the end of the paragraph

    def _stretch(self, start: int) -> int:
        """Where the next empty line is."""
        found = self.source.find("\n\n", start)
        return found if found >= 0 else len(self.source)

    def _html_block(self) -> None:
        """Read a block of HTML as one: a tag may go on behind the marks of a quote that its lines stand in."""
        texts, at = list[str](), self.html[0][0] if self.html else 0
        first = at
        for start, end in self.html:
            texts += " " * (start - at), self.source[start:end]
            at = end
        text = "".join(texts)
        ended = githubs.end_of_raw(text)
        is_odd = any(each in text.partition("\n")[0] for each in "\v\f")  # space to ours only, so no HTML to GitHub's
        self._read_html(text[:ended], first, inline=False, silent=is_odd)
        if text[ended:].strip():  # GitHub reads Markdown there
            self._read_html(text[ended:], first + ended, inline=False, silent=True)

    # -- tables ------------------------------------------------------------------------------------------------------

    def _row(self, *, heads: bool) -> None:
        """A row is a block; its first cell is a label, in the head that of the table, unless code names the columns."""
        mapped, starts = self.rows.join(self.cells)
        if not mapped.text:
            return
        section = self.nesting.current
        answer = starts[1] if len(starts) > 1 else 0
        if answer and self.cells[0].text:
            owns = heads and not any(cell.text.startswith("`") for cell in self.cells[1:])
            section = self._enter(self.cells[0].text, "table row", TABLE_LEVEL if owns else ROW_LEVEL, self.cells[0])
            self.nesting.leave(ROW_LEVEL)
        self._add(mapped, section, answer, starts, "row")
