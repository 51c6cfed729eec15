"""Which part of a description is the author's answer, as one text to search.

What is no answer goes: the repository's own template, text that bots append, trailers. Unticked boxes and code stay,
marked. Everything that is no answer is kept in :attr:`Content.removed` with its reason, for ``--explain``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from whylint.description import UNTICKED, Block, Description
from whylint.frozen import frozen
from whylint.languages import Stops
from whylint.model import Noise, Place, Removed
from whylint.patterns import found_in, pattern
from whylint.text import NO_STOPS, key, sentence_starts

_LONGEST_ADDRESS = 200
_LONGEST_TOOL_LINE = 15
_MARKS = " :-*_>"
_SHORTEST_PROMPT = 4
"""A template's line of fewer words is only subtracted where it is a whole line."""


class Sentence(NamedTuple):
    """A sentence of the searched text, and the block that it stands in."""

    start: int
    end: int
    block: int


@frozen
class Content:
    """The author's words as one text: blocks joined by line ends, so that no pattern reaches over a block's end.

    ``starts[i]`` is where ``blocks[i]`` starts in ``text``. ``mechanical`` holds sections that a bot wrote. Unticked
    boxes and code are searched as well, marked ``dropped``: they answer nothing, but a plan or a benchmark in them is
    no absence.
    """

    description: Description
    blocks: tuple[Block, ...]
    text: str
    starts: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    removed: tuple[Removed, ...]
    mechanical: frozenset[int]

    def sentence_at(self, position: int) -> int:
        """The index of the sentence that a position stands in."""
        return bisect_right(self._sentence_starts, position) - 1

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [each.start for each in self.sentences]

    def block_at(self, position: int) -> int:
        """The index of the block that a position stands in."""
        return bisect_right(self.starts, position) - 1

    def place(self, start: int, end: int) -> Place:
        """The author's own words for a stretch of the searched text, which lies in one block."""
        block = self.block_at(start)
        mapped, base = self.blocks[block].mapped, self.starts[block]
        first, last = start - base, min(end - base, len(mapped.text))
        begin = mapped.offset(first)
        finish = max(begin, mapped.offset(last - 1) + 1 if last > first else begin)
        source = self.description.source
        quote = mapped.quote(source, first, last) or "".join(source[begin : begin + _LONGEST_ADDRESS].split()[:1])
        return replace(self.description.place(begin, finish), text=quote)


class Boilerplate:
    """The text of a repository's own templates, line by line, to be subtracted."""

    def __init__(self, templates: Iterable[Description]) -> None:
        self.lines: set[str] = set()
        self.prompts: dict[str, list[str]] = {}
        for template in templates:
            for block in template.blocks:
                self.lines.add(key(block.text))
                self.lines.add(key(block.text[block.answer :]))
                self.lines.update(key(block.text[start:end]) for start, end in _line_spans(block))
        self.lines.discard("")
        for line in sorted(self.lines, key=len, reverse=True):
            if line.count(" ") >= _SHORTEST_PROMPT - 1:
                self.prompts.setdefault(_opening(line), []).append(line)

    def spans(self, block: Block) -> Iterator[tuple[int, int]]:
        """Which parts of a block stand in a template word for word."""
        if not self.lines:
            return
        if key(block.text) in self.lines or key(block.text[block.answer :]) in self.lines:
            yield block.answer, len(block.text)
            return
        whole = [(start, end) for start, end in _line_spans(block) if key(block.text[start:end]) in self.lines]
        yield from whole or self._lead(block, 0) or self._lead(block, block.answer)

    def _lead(self, block: Block, start: int) -> list[tuple[int, int]]:
        """A template's prompt with the answer right behind it, as after a squash that wrapped the lines."""
        lead = key(block.text[start:])
        for prompt in self.prompts.get(_opening(lead), ()):
            if lead.startswith(prompt + " "):
                return [(start, start + _end_of_words(block.text[start:], prompt.count(" ") + 1))]
        return []


def _opening(line: str) -> str:
    """The first words of a key, by which prompts are looked up."""
    return " ".join(line.split(" ", _SHORTEST_PROMPT)[:_SHORTEST_PROMPT])


def _end_of_words(text: str, count: int) -> int:
    """Where the first ``count`` words of a text end."""
    position = seen = 0
    inside = False
    for position, each in enumerate(text):  # noqa: B007
        if each.isalnum() or each == "'":
            inside = True
        elif inside:
            inside, seen = False, seen + 1
            if seen == count:
                break
    while position < len(text) and text[position] in " ?.!:;,)*_-":
        position += 1
    return position if seen == count else len(text)


def _line_spans(block: Block) -> Iterator[tuple[int, int]]:
    ends = (*block.lines[1:], len(block.text))
    yield from zip(block.lines, ends, strict=True)


def select(description: Description, boilerplate: Boilerplate, noise: Noise, stops: Stops = NO_STOPS) -> Content:
    """Keep the author's words of a description; see the module's text for what goes. ``stops`` end no sentence."""
    ranges = list(_comment_ranges(description, noise))
    headed = _headed(description, noise)
    labelled = {at for at, each in enumerate(description.sections) if each.how == "label" and each.key in noise.labels}
    inside = {at for at, each in enumerate(description.sections) if at and _within(each.start, ranges)}
    kept: list[Block] = []
    removed = [Removed(gap.reason, description.place(gap.start, gap.end)) for gap in description.gaps]
    for block in description.blocks:
        by_label = block.section in labelled and block.answer > 0  # the labelled line, not what follows it
        if by_label or block.section in headed or _within(block.mapped.offset(0), ranges):
            removed.append(_removed(description, block, 0, len(block.text), "added by a tool"))
            continue
        if block.dropped == UNTICKED:
            removed.append(_removed(description, block, 0, len(block.text), block.dropped))
        cuts = [(start, end, "template text") for start, end in boilerplate.spans(block)]
        cuts += [(start, end, "added by a tool") for start, end in _tool_lines(block, noise)]
        if not block.dropped:
            removed.extend(_removed(description, block, *cut) for cut in cuts if block.text[cut[0] : cut[1]].strip())
        kept.extend(_without(block, [(start, end) for start, end, _ in cuts]))
    kept = list(_answering(kept, description))
    removed.sort(key=lambda each: each.place.start)
    mechanical = frozenset(headed | labelled | inside)
    return Content(description, tuple(kept), *_joined(kept, stops), tuple(removed), mechanical)


def spelled(content: Content, letters: Mapping[int, str]) -> Content:
    """The same with each letter of some as the other that stands for it in cues and headings: one for one.

    What is quoted stays as the author wrote it.
    """
    if content.text.isascii() or not letters:
        return content
    blocks = (replace(each, mapped=each.mapped._replace(text=each.text.translate(letters))) for each in content.blocks)
    sections = (
        replace(each, title=each.title.translate(letters), key=each.key.translate(letters))
        for each in content.description.sections
    )
    description = replace(content.description, sections=tuple(sections))
    return replace(content, description=description, blocks=tuple(blocks), text=content.text.translate(letters))


def _answering(blocks: list[Block], description: Description) -> Iterator[Block]:
    """The blocks; a quote that is all there is under a heading or a prompt is the author's answer, and no citation."""
    own = {block.section for block in blocks if not block.quoted and block.text[block.answer :].strip(_MARKS)}
    for block in blocks:
        answers = block.quoted and block.section not in own and description.sections[block.section].key
        yield replace(block, quoted=False) if answers else block


def _removed(description: Description, block: Block, start: int, end: int, reason: str) -> Removed:
    piece = block.mapped.slice(start, end).stripped()
    return Removed(reason, description.place(piece.offset(0), piece.end))


def _without(block: Block, cuts: list[tuple[int, int]]) -> Iterator[Block]:
    """What is left of a block; a block without cuts is left as it is."""
    if not cuts:
        yield block
        return
    position = 0
    for start, end in [*sorted(cuts), (len(block.text), len(block.text))]:
        if start > position and block.text[position:start].strip(" :-*_"):
            lines = tuple(each - position for each in block.lines if position < each < start)
            answer = min(max(block.answer - position, 0), start - position)
            yield replace(block, mapped=block.mapped.slice(position, start), answer=answer, lines=(0, *lines))
        position = max(position, end)


def _joined(blocks: list[Block], stops: Stops) -> tuple[str, tuple[int, ...], tuple[Sentence, ...]]:
    """The text of some blocks, where each of them starts in it, and its sentences."""
    starts: list[int] = []
    sentences: list[Sentence] = []
    position = 0
    for index, block in enumerate(blocks):
        starts.append(position)
        ends = list(sentence_starts(block.text, stops))
        for start, end in zip(ends, [*ends[1:], len(block.text)], strict=True):
            sentences.append(Sentence(position + start, position + end, index))
        position += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(starts), tuple(sentences)


# -- text that machines add --------------------------------------------------------------------------------------------


def _headed(description: Description, noise: Noise) -> set[int]:
    """Sections whose heading says that a machine wrote them, with all inside."""
    sections: set[int] = set()
    for index, section in enumerate(description.sections):
        if section.key in noise.headings or section.parent in sections:
            sections.add(index)
    return sections


def _comment_ranges(description: Description, noise: Noise) -> Iterator[tuple[int, int]]:
    """Source ranges between the opening and the closing comment of a bot.

    One that stays open ends at the next heading.
    """
    source, opened = description.source, -1
    begins = pattern("|".join(noise.comments)) if noise.comments else None
    for gap in description.gaps if begins else ():
        if gap.reason != "comment":
            continue
        inner = source[gap.start + 4 : gap.end - 3][:200].strip()
        if opened >= 0:
            if inner.startswith("/") or "end" in key(inner).split():
                yield opened, gap.end
                opened = -1
        elif begins and begins.search(inner):
            opened = gap.start
    if opened >= 0:
        headings = (each.start for each in description.sections if each.start > opened)
        yield opened, next(headings, len(source))


def _within(offset: int, ranges: list[tuple[int, int]]) -> bool:
    at = bisect_right(ranges, (offset, len(ranges) and ranges[-1][1])) - 1
    return at >= 0 and ranges[at][0] <= offset < ranges[at][1]


@lru_cache(maxsize=8)
def _told_by_lines(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    return found_in("|".join(patterns)) if patterns else lambda _: False


def _tool_lines(block: Block, noise: Noise) -> Iterator[tuple[int, int]]:
    is_one = _told_by_lines(noise.lines)
    if is_one(block.text):
        for start, end in _line_spans(block):
            line = block.text[start:end]
            if is_one(line) and line.count(" ") < _LONGEST_TOOL_LINE:
                yield start, end
