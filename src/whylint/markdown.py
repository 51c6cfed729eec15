"""Markdown -> Description.

The only room that knows the Markdown parser (pyromark, which gives byte ranges for every event). Sections come in every
form that people use: headings, a bold line, ``**Label:** text``, ``Label: text``, a table row, ``<details><summary>``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from typing import Any

import pyromark

from whylint import html
from whylint.description import UNTICKED, Block, Description, Gap, line_starts
from whylint.footnotes import shown
from whylint.label import split_labels
from whylint.mapped import Mapped, Offsets, Run
from whylint.nesting import Nesting
from whylint.table import PAIR, Rows
from whylint.text import LINK, clean, normalize_newlines
from whylint.unshown import BY_TAG, Code, Struck, Turned

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_GFM
)
_BLOCKS = frozenset({"Heading", "Item", "List", "HtmlBlock", "BlockQuote", "CodeBlock", "Table"})
_MUTED = {"Image": "image", "Strikethrough": "struck through"}
_TABLE_ENDS = {"End": "Table"}
_MOST_CELLS = 10_000
BOLD_LEVEL, SUMMARY_LEVEL, LABEL_LEVEL, TABLE_LEVEL, ROW_LEVEL = 7, 8, 9, 10, 11
_HTML_HEADINGS = {"summary": ("summary", SUMMARY_LEVEL)} | {f"h{level}": ("heading", level) for level in range(1, 7)}
_HTML_BREAKS = frozenset("address article blockquote br dd div dl dt hr li ol p pre section table td th tr ul".split())


def parse(body: str | None) -> Description:
    """Read a description. Any text is accepted; nothing is raised for what a stranger writes."""
    return _Parser(normalize_newlines(body)).run()


def _unpacked(value: str | dict[str, Any]) -> tuple[str, Any]:
    """An event's name and what comes with it."""
    return (value, None) if isinstance(value, str) else next(iter(value.items()))


class _Parser:
    """Walks the events once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = Offsets(source)
        self.nesting = Nesting()
        self.blocks: list[Block] = []
        self.gaps: list[Gap] = []
        self.run_: Run | None = None
        self.heading = 0
        self.quotes = 0
        self.muted = 0
        self.struck = Struck()
        self.tags = {"pre": 0, "blockquote": 0}
        self.code = Code()
        self.turned = Turned(source)
        self.bold_from = -1
        self.cells: list[Mapped] = []
        self.rows = Rows()
        self.too_large = False
        self.comment_from = -1
        self.tag_to = self.html_to = 0

    def run(self) -> Description:
        handlers: dict[str, Callable[[Any, int, pyromark.event.Range], None]] = {
            "Start": self._on_start,
            "End": self._on_end,
            "Text": self._on_text,
            "Code": self._on_code,
            "Html": self._on_html,
            "InlineHtml": partial(self._on_html, inline=True),
            "TaskListMarker": self._on_task,
        }
        events = partial(pyromark.events_with_range, self.source, options=OPTIONS)
        for event, span in shown(events) if "[^" in self.source else events():
            if self.too_large and event != _TABLE_ENDS:
                continue  # the parser fills rows up: 64 KB of a wide table are half a million cells
            start = self.at(span["start"])
            if isinstance(event, str):
                self._sign(event, start)
            else:
                ((name, value),) = event.items()
                if handler := handlers.get(name):
                    handler(value, start, span)
        self._close()
        if self.comment_from >= 0:
            self._gap("comment", self.comment_from, len(self.source))
        return Description(
            self.source, tuple(self.nesting.sections), tuple(self.blocks), tuple(self.gaps), line_starts(self.source)
        )

    # -- events ------------------------------------------------------------------------------------------------------

    def _sign(self, name: str, start: int) -> None:
        if name in ("SoftBreak", "HardBreak"):
            if self.run_ and not self._hides:
                self.run_.end_line(" ", start, start + 1)
        elif name == "Rule":
            self._close()

    def _on_start(self, value: str | dict[str, Any], start: int, span: pyromark.event.Range) -> None:
        name, detail = _unpacked(value)
        if name in _BLOCKS:
            self._close()
        if name == "Paragraph":
            self._open("item" if self.nesting.items and not self.run_ else "text")
        elif name == "Heading":
            self.heading = int(detail["level"][1:])
            self._open("heading")
        elif name == "Item":
            self.nesting.start_item()
        elif name == "BlockQuote":
            self.quotes += detail is None
        elif name == "HtmlBlock":
            self.html_to = self.at(span["end"])
        elif name == "CodeBlock":
            self._open("code")
            self._gap("code", start, self.at(span["end"]))
            self.code = Code(detail)
            self.muted += self.code.is_drawn
        elif name in _MUTED:
            if not self.muted:  # what is in it goes with it
                self._gap(_MUTED[name], start, self.at(span["end"]))
            self.muted += 1
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
        if name == "Heading":
            self._close_heading("heading", self.heading)
        elif name in _BLOCKS or name == "Paragraph":
            self._close()
        if name == "CodeBlock":
            self.muted -= self.code.is_drawn
            self.code = Code()
        elif name == "Item":
            self.nesting.end_item()
        elif name == "BlockQuote":
            self.quotes -= detail is None
        elif name in _MUTED:
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

    @property
    def _quotes(self) -> int:
        """How deep in quotes, by signs or tags."""
        return self.quotes + self.tags["blockquote"]

    @property
    def _hides(self) -> bool:
        """Whether nothing is shown of what comes."""
        return bool(self.muted or self.struck or self.comment_from >= 0)

    def _on_text(self, text: str, start: int, span: pyromark.event.Range) -> None:
        if self._hides:
            return
        run = self.run_ or self._open("item" if self.nesting.items else "text")
        end = self.at(span["end"])
        if run.form == "code":
            run.add_lines(self.source, start, end, self.code.hides)
        elif self.source[start:end] == text:
            run.builder.add_words(text, start)
        else:  # an entity: the text stands for the whole of it
            run.builder.add_sign(clean(text), start, end)

    def _on_code(self, text: str, start: int, span: pyromark.event.Range) -> None:
        if self._hides:
            return
        run = self.run_ or self._open("item" if self.nesting.items else "text")
        end = self.at(span["end"])
        source = self.source[start:end]
        fence = len(source) - len(source.lstrip("`"))
        run.builder.add_sign("`", start, start + 1)
        run.builder.add(source[fence : len(source) - fence], start + fence)
        run.builder.add_sign("`", end - 1, end)

    def _on_task(self, ticked: bool, start: int, span: pyromark.event.Range) -> None:
        self.nesting.tick(ticked=ticked)

    def _on_html(self, text: str, start: int, span: pyromark.event.Range, *, inline: bool = False) -> None:
        end = self.at(span["end"])
        block_end = end if inline else max(end, self.html_to)
        for piece in html.scan(self.source, max(start, self.tag_to), end, block_end, in_comment=self.comment_from >= 0):
            if piece.kind == "comment":
                began = self.comment_from if self.comment_from >= 0 else piece.start
                self.comment_from = -1 if piece.closed else began
                if piece.closed:
                    self._gap("comment", began, piece.end)
            elif piece.kind == "tag":
                self.tag_to = piece.end
                self._tag(piece, inline=inline)
                if not (piece.closed or inline):  # all that follows is part of a quoted value
                    self._gap("comment", piece.start, len(self.source))
                    self.muted += 1
            elif not self._hides and (self.run_ or self.source[piece.start : piece.end].strip()):
                run = self.run_ or self._open("code" if self.tags["pre"] else "text")
                run.add_lines(self.source, piece.start, piece.end, self.code.hides)

    def _tag(self, piece: html.Piece, *, inline: bool) -> None:
        if piece.name in _HTML_HEADINGS:
            if piece.closing:
                self._close_heading(*_HTML_HEADINGS[piece.name])
            else:
                self._close()
                self._open("heading")
        elif piece.name == "details":
            self._close()
            if piece.closing:
                self.nesting.leave(SUMMARY_LEVEL)
        elif piece.name in BY_TAG:
            self.struck.tag(piece, inline=inline)
        elif piece.name in self.tags:
            self._close()
            self.tags[piece.name] = max(0, self.tags[piece.name] + (-1 if piece.closing else 1))
        elif piece.name == "img":
            self._gap("image", piece.start, piece.end)
        elif piece.name in _HTML_BREAKS:
            if inline and self.run_:
                self.run_.end_line(" ", piece.start, piece.end)
            elif not inline:
                self._close()

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

    # -- blocks and sections -----------------------------------------------------------------------------------------

    def _open(self, form: str) -> Run:
        self._close()
        self.run_ = Run(form)
        self.bold_from = -1
        return self.run_

    def _gap(self, reason: str, start: int, end: int) -> None:
        self.gaps.append(Gap(reason, start, end))

    def _enter(self, title: str, how: str, level: int, mapped: Mapped, start: int = 0) -> int:
        at = mapped.text.find(title, start)
        written = mapped.quote(self.source, at, at + len(title)) if at >= 0 else title
        return self.nesting.enter(title, how, level, mapped.offset(start), written)

    def _close_heading(self, how: str, level: int) -> None:
        run, self.run_ = self.run_, None
        if run and run.form == "heading":
            mapped = run.builder.mapped()
            if self._quotes:
                self._add(mapped, self.nesting.current, 0, (0,), "text")
            elif mapped.text.strip():
                self._enter(mapped.text.replace(LINK, "").strip(), how, level, mapped)

    def _close(self) -> None:
        self.struck.end_block()
        run, self.run_ = self.run_, None
        if not run or not len(run.builder):
            return
        mapped = run.builder.mapped()
        if run.form in ("code", "heading") or self._quotes:
            self._add(mapped, self.nesting.current, 0, tuple(run.lines), run.form)
        else:
            self._close_text(run, mapped)

    def _close_text(self, run: Run, mapped: Mapped) -> None:
        for part in split_labels(mapped, tuple(run.lines), tuple(run.bold)):
            section = self.nesting.current
            if part.title:
                self.nesting.leave(LABEL_LEVEL)
                level = BOLD_LEVEL if part.bold else LABEL_LEVEL
                how = "bold line" if part.alone and part.bold else "label"
                section = self._enter(part.title, how, level, mapped, part.start)
            if part.end > part.start and not (
                part.bold and part.alone and not mapped.text[part.answer : part.end].strip()
            ):
                within = run.lines[bisect_left(run.lines, part.start) : bisect_left(run.lines, part.end)]
                lines = tuple(each - part.start for each in within)
                piece = mapped.slice(part.start, part.end)
                self._add(piece, section, part.answer - part.start, lines or (0,), run.form)
            if part.title and not part.bold and not part.alone:
                self.nesting.leave(LABEL_LEVEL)

    def _add(self, mapped: Mapped, section: int, answer: int, lines: tuple[int, ...], form: str) -> None:
        if mapped.text.strip():
            dropped = UNTICKED if self.nesting.is_unticked else "code" if form == "code" else ""
            turned = self.turned.reaches(mapped.offset(0), mapped.end)
            quoted = bool(self._quotes or turned) and form != "code"
            self.blocks.append(Block(mapped, section, answer, lines, form, quoted, dropped))
