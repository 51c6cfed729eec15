"""Gathers blocks and sections while a description is read, and reads the HTML between them."""

from __future__ import annotations

from bisect import bisect_left

from whylint import html
from whylint.description import UNTICKED, Block, Gap
from whylint.elements import Elements
from whylint.label import split_labels
from whylint.mapped import Mapped, Run
from whylint.nesting import Nesting
from whylint.text import LINK
from whylint.unshown import Code, Turned

BOLD_LEVEL, SUMMARY_LEVEL, LABEL_LEVEL, TABLE_LEVEL, ROW_LEVEL = 7, 8, 9, 10, 11
_HEADINGS = {"summary": ("summary", SUMMARY_LEVEL)} | {f"h{level}": ("heading", level) for level in range(1, 7)}
_BREAKS = frozenset(
    "address article br caption dd div dl dt hr li ol p section table tbody td tfoot th thead tr ul".split()
)


class Blocks:
    """What was gathered, the block that is being read, and what is open around it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.nesting = Nesting()
        self.blocks: list[Block] = []
        self.gaps: list[Gap] = []
        self.run_: Run | None = None
        self.bold_from = -1
        self.code = Code()
        self.turned = Turned(source)
        self.elements = Elements()
        self.muted = 0
        self.comment_from = -1
        self.is_drawing = self.is_tag_open = False

    def _element(self, name: str, *, closing: bool = False) -> None:
        """An element that Markdown opens or closes, if not in a comment, nor where its tag is part of an open one."""
        if not name or self.comment_from >= 0:
            return
        if self.is_tag_open:
            self.is_tag_open = False
        else:
            self.elements.tag(name, closing=closing)

    @property
    def _quoted(self) -> bool:
        """Whether we are in quotes, by signs or tags."""
        return self.elements.inside("blockquote")

    @property
    def _hides(self) -> bool:
        """Whether nothing is shown of what comes."""
        return bool(self.muted or self.elements.is_struck or self.comment_from >= 0)

    @property
    def _form(self) -> str:
        """What a run is that opens here."""
        if self.elements.inside("pre"):
            return "code"
        return "item" if self.nesting.items and not self.run_ else "text"

    # -- HTML --------------------------------------------------------------------------------------------------------

    def _read_html(self, text: str, offset: int, *, inline: bool, silent: bool = False) -> None:
        """Read some HTML that stands at an offset. ``silent``: its tags count, but not what stands between them."""
        inside = "comment" if self.comment_from >= 0 else "tag" if self.is_tag_open else ""
        for piece in html.scan(text, inside=inside):
            start, end = offset + piece.start, offset + piece.end
            if piece.kind == "comment":
                began = self.comment_from if self.comment_from >= 0 else start
                self.comment_from = -1 if piece.closed else began
                if piece.closed:
                    self._gap("comment", began, end)
            elif piece.kind == "tag":
                self.is_tag_open = not text.endswith(">", 0, piece.end)
                self._tag(piece, start, end, inline=inline)
            elif not (silent or self._hides) and (self.run_ or text[piece.start : piece.end].strip()):
                run = self.run_ or self._open("code" if self.elements.inside("pre") else "text")
                run.add_lines(text[piece.start : piece.end], start, self.code.hides)

    def _tag(self, piece: html.Piece, start: int, end: int, *, inline: bool) -> None:
        name = piece.name
        if not piece.closed and (self.is_drawing or name != html.CDATA):  # all that follows may be part of it
            self._gap("comment", start, len(self.source))
            self.muted += 1
        self.is_drawing |= name in ("svg", "math")
        if name in _HEADINGS and not piece.closing and not self.elements.inside("pre"):
            self._close()
            self._open("heading")
        elif name in _HEADINGS and self.run_ and self.run_.form == "heading":
            self._close_heading(*_HEADINGS[name])
        elif name == "details":
            self._close()
            if piece.closing:
                self.nesting.leave(SUMMARY_LEVEL)
        elif name in ("pre", "blockquote"):
            self._close()
        elif name == "img":
            self._gap("image", start, end)
        elif name in _BREAKS:
            if inline and self.run_:
                self.run_.end_line(" ", start, end)
            elif not inline:
                self._close()
        self.elements.tag(name, closing=piece.closing)

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
        run = self.run_
        if not run or run.form != "heading":
            self._close()
        else:
            self.run_ = None
            mapped = run.builder.mapped()
            if self._quoted:
                self._add(mapped, self.nesting.current, 0, (0,), "text")
            elif mapped.text.strip():
                self._enter(mapped.text.replace(LINK, "").strip(), how, level, mapped)

    def _close(self) -> None:
        run, self.run_ = self.run_, None
        if not run or not len(run.builder):
            return
        mapped = run.builder.mapped()
        if run.form in ("code", "heading") or self._quoted:
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
            quoted = (self._quoted or turned) and form != "code"
            self.blocks.append(Block(mapped, section, answer, lines, form, quoted, dropped))
