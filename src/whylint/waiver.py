"""The answer that a question does not apply: "not measurable, because ...", with a reason of some words."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain

from whylint.content import Content
from whylint.model import Rule, WaiverMode
from whylint.passage import Passage
from whylint.reading import Reading, Span
from whylint.searched import Searched
from whylint.text import pieces, size

_REASON_WORDS = 5
"""A "because" is one of them."""
_LITTLE = 8
_LEAD_WORDS = 2
_LEAD = 40
_LONGEST = 500
"""Letters of a reason in which it has to say something."""
_MOST = 200
"""So many tries to get out of a question are looked at: more of them only cost time."""


def waiver(rule: Rule, own: Passage | None, reading: Reading, mode: WaiverMode) -> tuple[Passage, str, Span] | None:
    """Where a rule is said not to apply, with the reason and its stretch of the searched text.

    It counts under the heading; elsewhere only in the rule's own cues, where they open a sentence.
    """
    if mode is WaiverMode.NEVER:
        return None
    content = reading.content
    blocks = frozenset(own.blocks if own else ())
    for cue, only_own in [("not-applicable", True), *((cue, False) for cue in rule.waiver)]:
        for start, end in reading.hits(cue)[:_MOST]:
            block = content.block_at(start)
            inside = block in blocks
            if not inside and (only_own or not content.blocks[block].speaks or not _opens(reading, start)):
                continue
            passage = own if own and inside else Passage("", (block,))
            stop = content.starts[block] + len(content.blocks[block].text)
            if reason := _reason(reading, (start, end), stop):
                return passage, content.place(*reason).text.strip(" ,:;-\u3001\u3002"), (min(start, reason[0]), stop)
            if mode is WaiverMode.ALWAYS:
                return passage, "", (start, stop)
    return None


def why_none(rule: Rule, own: Passage, reading: Reading, mode: WaiverMode) -> str:
    """The key of the message that says why what stands under the heading is no way out; empty if it does not try one.

    It lacks a reason, or none is accepted.
    """
    if mode is WaiverMode.NEVER:
        found = waiver(rule, own, reading, WaiverMode.WITH_REASON)
        return "no-waiver" if _is_little(rule, own, reading) or (found and found[0] is own) else ""
    return "no-reason" if _is_little(rule, own, reading) else ""


def _is_little(rule: Rule, own: Passage, reading: Reading) -> bool:
    """Whether what stands under the heading says that the question does not apply, and little else."""
    content = reading.content
    if size(" ".join(content.blocks[at].text[content.blocks[at].answer :] for at in own.blocks)) > _LITTLE:
        return False
    starts = (start for cue in ("not-applicable", *rule.waiver) for start, _ in reading.hits(cue))
    return any(content.block_at(start) in own.blocks and _opens(reading, start) for start in starts)


def _reason(reading: Reading, waived: Span, stop: int) -> Span | None:
    """Where the reason stands for what is waived: behind "because", or before "hence"."""
    content, (start, end) = reading.content, waived
    reasons = reading.hits("reason")
    at = bisect_left(reasons, (end, end))
    while at + 1 < len(reasons) and reasons[at + 1][0] <= reasons[at][1] + 1:
        at += 1  # a comma, and then "because"
    if at < len(reasons) and reasons[at][0] < stop:
        opened = content.text[slice(*reasons[at])]
        if _says(reading, (reasons[at][1], stop), opened=opened.isascii() and opened.strip().isalpha()):
            return reasons[at][0], stop
    begin = _begin(content, start)
    for since, until in _between(reading.hits("reason-before"), begin, stop):
        told = (end if since >= end else begin, since)
        if _says(reading, told):
            return told[0], until
    return None


def _between(spans: list[Span], start: int, end: int) -> list[Span]:
    """Those of some sorted spans that start in a stretch of the text."""
    return spans[bisect_left(spans, (start, start)) : bisect_left(spans, (end, end))]


def _says(reading: Reading, told: Span, *, opened: bool = False) -> bool:
    """Whether a reason says something: some words, not one over and over, no placeholder, and not the same again.

    One that is ``opened`` by a word has said the first.
    """
    start, end = told[0], min(told[1], told[0] + _LONGEST)
    reason, fewest = reading.content.text[start:end], _REASON_WORDS - opened
    if size(reason) < fewest or reading.lexicon.matches_whole("placeholder", Searched(reason.strip(" .,:;!-"))):
        return False
    empty = [span for span in _between(reading.hits("no-reason"), start, end) if span[1] <= end]
    edges = [start, *chain.from_iterable(empty), end]
    left = " ".join(reading.content.text[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True))
    return sum(len(each) > 1 for each in pieces(left)) >= fewest - 1


def _begin(content: Content, position: int) -> int:
    """Where the sentence of a position starts."""
    return max(content.sentences[content.sentence_at(position)].start, content.starts[content.block_at(position)])


def _opens(reading: Reading, position: int) -> bool:
    """Whether a sentence, or the answer to a label, starts at a position or a word or two before it."""
    content = reading.content
    block = content.block_at(position)
    begin = _begin(content, position)
    answer = content.starts[block] + content.blocks[block].answer
    begin = answer if begin < answer <= position else begin
    return position - begin <= _LEAD and size(content.text[begin:position]) <= _LEAD_WORDS
