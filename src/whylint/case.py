"""One rule and one description: what of an answer stands in a passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whylint.blank import why_blank
from whylint.model import Criterion, Evidence, Rule, WaiverMode
from whylint.passage import Passage
from whylint.reading import Match, Reading, RuleReading, Span
from whylint.text import size

MIN_WORDS = 8
"""An answer of fewer words can be met; it is unsure only where words and the network would call it met."""
_FEW = 6
"""Of so many blocks each is asked whether it is a placeholder."""


@dataclass(slots=True)
class Case:
    """A rule and what the reading says about it.

    ``own`` is what stands under its own heading, and ``why`` the key of the message that says why that is no answer.
    """

    rule: Rule
    reading: Reading
    messages: Mapping[str, str]
    waivers: WaiverMode
    found: RuleReading
    own: Passage | None
    why: str = ""
    required: dict[int, list[Match]] = field(default_factory=dict)
    near: dict[int, list[Match]] = field(default_factory=dict)

    def look_for(self, criteria: tuple[Criterion, ...]) -> None:
        """Add to what is required where some criteria are met; in code, only what the rule counts even there."""
        for criterion in criteria:
            for match in self.found.matches(criterion):
                in_code = self.reading.content.blocks[match.block].dropped == "code"
                if not in_code or all(cue in self.rule.in_code for cue, _ in match.spans):
                    self.required.setdefault(match.block, []).append(match)

    def matches(self, passage: Passage) -> list[Match]:
        """Where criteria are met in a passage."""
        found = []
        for index in passage.blocks:
            floor = passage.floors.get(index, 0)
            found += [match for match in self.required.get(index, ()) if match.start >= floor]
        return found

    def unmet(self, passage: Passage) -> tuple[str, ...]:
        """The criteria that a passage does not meet."""
        met = {match.criterion for match in self.matches(passage)}
        return tuple(each.name for each in self.rule.requires if each.name not in met)

    def meets(self, passage: Passage) -> bool:
        """Whether a passage answers the rule. One that requires nothing is answered by whatever is no empty word."""
        if self.unmet(passage) or self.is_short(passage):
            return False
        return bool(self.rule.requires) or not (self.why_empty(passage) or self.bad_signs(passage))

    def is_short(self, passage: Passage) -> bool:
        """Whether a passage has fewer words than the rule asks for."""
        return self.rule.minimum_words > 0 and size(self.text(passage)) < self.rule.minimum_words

    def says_enough(self, passage: Passage) -> bool:
        """Whether a passage has the words to be unsure about, and nothing that speaks against it."""
        enough = max(MIN_WORDS, self.rule.minimum_words)
        return size(self.text(passage)) >= enough and not self.bad_signs(passage)

    def text(self, passage: Passage) -> str:
        """The passage's words, without labels."""
        content = self.reading.content
        texts = []
        for index in passage.blocks:
            block = content.blocks[index]
            texts.append(block.text[block.answer if index in passage.floors else 0 :])
        return " ".join(texts).strip()

    def bad_signs(self, passage: Passage) -> tuple[Evidence, ...]:
        """What is known to speak against a passage."""
        found = self.found.ignored_by_block
        return tuple(
            Evidence(cue, cue, self.reading.content.place(*span))
            for block in passage.blocks
            for cue, span in found.get(block, ())
            if cue in self.rule.messages and span[0] >= passage.floors.get(block, 0)
        )

    def is_concrete(self, passage: Passage) -> bool:
        """Whether a passage names something: an amount, a date, a place to look."""
        return any(self.reading.concrete.get(each, -1) >= passage.floors.get(each, 0) for each in passage.blocks)

    def why_empty(self, passage: Passage) -> str:
        """The key of the message that says why a passage holds no answer; empty if it may hold one.

        To a rule that requires nothing a picture or a link is one.
        """
        why = self._why_blank(passage)
        if not why and 1 < len(passage.blocks) <= _FEW:
            each = {self._why_blank(passage._replace(blocks=(at,))) for at in passage.blocks}
            why = "placeholder" if each <= {"placeholder", "no-reason"} else ""
        if self.rule.requires or why not in ("empty", "link-only"):
            return why
        own = why == "link-only" and self.reading.content.place(*self.range(passage)).text not in self.reading.template
        return "" if passage.pictured or own else why

    def _why_blank(self, passage: Passage) -> str:
        waivable = self.waivers is not WaiverMode.NEVER
        return why_blank(self.text(passage), self.reading.title, self.reading.lexicon, waivable=waivable)

    def range(self, passage: Passage) -> Span:
        """From the first word of a passage to the end of its first block."""
        content = self.reading.content
        index = passage.blocks[0]
        block, start = content.blocks[index], content.starts[index]
        floor = passage.floors.get(index, start)
        lead = len(block.text[floor - start :]) - len(block.text[floor - start :].lstrip())
        return floor + lead, start + len(block.text)
