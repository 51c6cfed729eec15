"""The answer that a question does not apply: "not measurable, because ...", with a reason of some words."""

from __future__ import annotations

from bisect import bisect_left

from whylint.model import Rule, WaiverMode
from whylint.passage import Passage
from whylint.reading import Reading, Span
from whylint.text import words

_REASON_WORDS = 5
_LEAD_WORDS = 2
_LEAD = 40


def waiver(rule: Rule, own: Passage | None, reading: Reading, mode: WaiverMode) -> tuple[Passage, str, Span] | None:
    """Where a rule is said not to apply, with the reason and its stretch of the searched text.

    It counts under the heading; elsewhere only in the rule's own cues, where they open a sentence.
    """
    content = reading.content
    blocks = frozenset(own.blocks if own else ())
    reasons = reading.hits("reason") if mode is not WaiverMode.NEVER else []
    cues = [("not-applicable", True), *((cue, False) for cue in rule.waiver)] if mode is not WaiverMode.NEVER else []
    for cue, only_own in cues:
        for start, end in reading.hits(cue):
            block = content.block_at(start)
            inside = block in blocks
            if not inside and (only_own or not content.blocks[block].speaks or not _opens(reading, start)):
                continue
            passage = own if own and inside else Passage("", (block,))
            stop = content.starts[block] + len(content.blocks[block].text)
            at = bisect_left(reasons, (end, end))
            if at < len(reasons) and reasons[at][0] < stop:
                since, until = reasons[at]
                if len(words(content.text[until:stop])) >= _REASON_WORDS:
                    return passage, content.place(since, stop).text.lstrip(" ,:;-"), (start, stop)
            if mode is WaiverMode.ALWAYS:
                return passage, "", (start, stop)
    return None


def _opens(reading: Reading, position: int) -> bool:
    """Whether a sentence, or the answer to a label, starts at a position or a word or two before it."""
    content = reading.content
    block = content.block_at(position)
    begin = max(content.sentences[content.sentence_at(position)].start, content.starts[block])
    answer = content.starts[block] + content.blocks[block].answer
    begin = answer if begin < answer <= position else begin
    return position - begin <= _LEAD and len(words(content.text[begin:position])) <= _LEAD_WORDS
