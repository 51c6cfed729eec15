"""Where an answer to a rule may stand: under its own headings, and in every other passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from whylint.description import UNTICKED, Block, Description, Section
from whylint.heading import answers, to_write
from whylint.model import LookIn, Rule
from whylint.reading import FEWEST_LETTERS, NO_FLOORS, Match, Reading

_DEEPEST = 6


class Passage(NamedTuple):
    """Some blocks of the searched text. ``floors`` holds where the answer starts in a block that opens with a label.

    ``unticked`` are boxes of the section: no answer, but a plan that cannot be ticked yet is no absence either.
    ``pictured`` says that a picture stands there: an answer to a rule that requires nothing, else none without words.
    """

    where: str
    blocks: tuple[int, ...]
    floors: Mapping[int, int] = NO_FLOORS
    unticked: tuple[int, ...] = ()
    pictured: bool = False

    def sentences(self, reading: Reading) -> frozenset[int]:
        """The sentences of the searched text that stand in it."""
        inside = frozenset(self.blocks)
        return frozenset(at for at, each in enumerate(reading.content.sentences) if each.block in inside)


def own_passage(rule: Rule, rules: tuple[Rule, ...], reading: Reading) -> Passage | None:
    """Everything under the rule's headings; a section inside one that answers another rule is that rule's."""
    content = reading.content
    sections = content.description.sections
    asked = _answering(sections, [rule], reading.joints)
    headings = [at for at, each in enumerate(sections) if each.title in asked and at not in content.mechanical]
    if not headings:
        return None
    others = _answering(sections, [other for other in rules if other is not rule], reading.joints)
    mine = set(headings)
    owned = set(headings)
    for index, section in enumerate(sections):
        if index not in mine and section.parent in owned and section.title not in others:
            owned.add(index)
    if not any(block.section in owned and block.speaks for block in content.blocks):  # "Who" may be a part of a plan
        owned |= {at for at, each in enumerate(sections) if each.parent in owned and each.how in ("label", "table row")}
    blocks = [index for index, block in enumerate(content.blocks) if block.section in owned]
    in_code = {content.block_at(start) for cue in rule.in_code for start, _ in reading.hits(cue)}
    spoken = [index for index in blocks if _counts(content.blocks[index], found=index in in_code)]
    said = [index for index in spoken if _said(reading, index, content.blocks[index].answer)]
    chosen = tuple(said or [index for index in blocks if content.blocks[index].quoted])
    floors = {
        index: content.starts[index] + content.blocks[index].answer
        for index in chosen
        if content.blocks[index].section in mine
    }
    unticked = tuple(index for index in blocks if content.blocks[index].dropped == UNTICKED)
    pictured = not (rule.requires and chosen) and _pictured(reading, owned)
    return Passage(sections[headings[0]].written, chosen, floors, unticked, pictured)


def asked_under(rule: Rule, templates: Iterable[Description], joints: frozenset[str]) -> str:
    """The line to write above an answer to a rule: as a template spells it, else as the rule does.

    Empty for a question to the title.
    """
    if rule.look_in is LookIn.TITLE:
        return ""
    for template in templates:
        for section in template.sections:
            if section.key and section.how != "table row" and _answers_any(section, [rule], joints):
                if section.how == "bold line":
                    return f"**{section.written}**"
                return f"{'#' * section.level if section.level <= _DEEPEST else '##'} {section.written}"
    return f"## {to_write(rule.title, rule.headings)}"


def _counts(block: Block, *, found: bool, quotes: bool = False) -> bool:
    """Whether a block may hold an answer; a code block may where something was found that counts even there."""
    return quotes if block.quoted else block.speaks or (found and block.dropped == "code")


def _pictured(reading: Reading, owned: set[int]) -> bool:
    """Whether a picture stands in one of some sections that has an address and is not the template's."""
    description = reading.content.description
    starts = [section.start for section in description.sections]
    pictures = (
        (gap.start, description.source[gap.start : gap.end]) for gap in description.gaps if gap.reason == "image"
    )
    return any(
        bisect_right(starts, start) - 1 in owned and not picture.endswith("()") and picture not in reading.template
        for start, picture in pictures
    )


def _answering(sections: Iterable[Section], rules: list[Rule], joints: frozenset[str]) -> set[str]:
    """The titles of sections that some rule looks for: each is asked for once, however often it stands there."""
    found = {section.title: section for section in sections if section.key}
    return {title for title, section in found.items() if _answers_any(section, rules, joints)}


def _answers_any(section: Section, rules: Iterable[Rule], joints: frozenset[str]) -> bool:
    """Whether a section's heading is one that some rule looks for."""
    return any(answers(section.key, section.title, rule.headings, joints) for rule in rules)


def _said(reading: Reading, index: int, answer: int) -> bool:
    """Whether a block holds more than a label and prompts."""
    content = reading.content
    start = content.starts[index]
    first = content.sentence_at(start)
    last = content.sentence_at(start + max(0, len(content.blocks[index].text) - 1))
    rest = content.blocks[index].text[answer:]
    return bool(rest.strip(" -*_:")) and any(each not in reading.prompts for each in range(first, last + 1))


def best(candidates: Iterable[Passage], required: Mapping[int, list[Match]]) -> Passage | None:
    """The passage that meets most; of two alike the shorter one, then the first."""
    found: Passage | None = None
    most = 0
    for passage in candidates:
        met = {match.criterion for index in passage.blocks for match in required.get(index, ())}
        if len(met) > most or (len(met) == most and found and len(passage.blocks) < len(found.blocks)):
            most = len(met)
            found = passage
    return found


def elsewhere(
    rule: Rule, reading: Reading, required: Mapping[int, list[Match]], closed: tuple[str, ...] = ()
) -> Iterator[Passage]:
    """The passages outside of headings: a block with something in it, or two that belong together.

    None under one of the ``closed`` headings. What is quoted counts where the rule says so.
    """
    content = reading.content
    for window in _windows(rule, reading, required):
        section = content.blocks[window[0]].section
        if not (closed and _is_under(reading, section, closed)):
            yield Passage(content.description.sections[section].written, window)


def _is_under(reading: Reading, section: int, headings: tuple[str, ...]) -> bool:
    """Whether a section, or one that it stands in, has one of some headings."""
    sections = reading.content.description.sections
    while section > 0:
        if answers(sections[section].key, sections[section].title, headings, reading.joints):
            return True
        section = sections[section].parent
    return False


def _windows(rule: Rule, reading: Reading, required: Mapping[int, list[Match]]) -> Iterator[tuple[int, ...]]:
    blocks = reading.content.blocks
    speaking = {at for at in required if _counts(blocks[at], found=True, quotes=rule.quotes)}
    for index in sorted(speaking):
        yield (index,)
        for other in (index - 1, index + 1):
            if other in speaking and _belong_together(reading, index, other):
                yield (min(index, other), max(index, other))


def _belong_together(reading: Reading, one: int, other: int) -> bool:
    """Whether two neighbouring blocks are in one section, or are two rows of a table, or two labelled lines."""
    blocks, sections = reading.content.blocks, reading.content.description.sections
    first, second = (sections[blocks[at].section] for at in (one, other))
    return blocks[one].section == blocks[other].section or first.how == second.how in ("label", "table row")


def near_misses(reading: Reading, together: Iterable[int], others: tuple[Rule, ...]) -> Iterator[Passage]:
    """Passages in which all that is wanted stands, though not in one sentence, or in an unticked box, or in code.

    ``together`` has the blocks that hold it all, alone or with the next. What stands under a heading of one of the
    ``others`` answers that one.
    """
    content = reading.content
    for index in sorted(together):
        section = content.blocks[index].section
        pair = [at for at in (index, index + 1) if at < len(content.blocks) and content.blocks[at].section == section]
        heading = content.description.sections[section]
        if not _answers_any(heading, others, reading.joints) and not any(content.blocks[at].quoted for at in pair):
            yield Passage(heading.written, tuple(pair))


def apart(reading: Reading, blocks: Iterable[int], others: tuple[Rule, ...]) -> Iterator[Passage]:
    """Some blocks, each by itself, without those under a heading of one of the ``others``: they answer that one."""
    content, closed = reading.content, tuple(heading for rule in others for heading in rule.headings)
    for index in blocks:
        section = content.blocks[index].section
        if not _is_under(reading, section, closed):
            yield Passage(content.description.sections[section].written, (index,))


def longest(reading: Reading) -> Passage | None:
    """The longest of the author's own paragraphs, if it is long enough to say something in any language."""
    content = reading.content
    spoken = [index for index, block in enumerate(content.blocks) if block.speaks]
    index = max(spoken, key=lambda each: len(content.blocks[each].text), default=None)
    if index is None or len(content.blocks[index].text) < FEWEST_LETTERS:
        return None
    return Passage(content.description.sections[content.blocks[index].section].written, (index,))
