"""Footnotes that nothing refers to: GitHub does not show them, so what stands in one is not said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Event = tuple[Any, Any]


def shown(read: Callable[[], Iterable[Event]]) -> Iterator[Event]:
    """The events of a text, which is read twice, without those of footnotes that are not shown.

    Of their tags it is told where they stand: a footnote may end there for GitHub's parser.
    """
    unseen = iter(_unreferenced(read()))
    start, end = next(unseen, (0, 0))
    for event, span in read():
        while end and span["start"] >= end:
            start, end = next(unseen, (0, 0))
        if not end or span["start"] < start:
            yield event, span
        elif "InlineHtml" in event:
            yield {"UnseenHtml": ""}, span


def _unreferenced(events: Iterable[Event]) -> list[tuple[int, int]]:
    """Where the footnotes stand that the text does not refer to, be it by way of others, in order.

    Of those with the same label, only the first is shown.
    """
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    named: defaultdict[str, set[str]] = defaultdict(set)  # by the footnote that refers to them, "" for the text
    inside, before = "", None
    for event, span in events:
        match event:
            case {"FootnoteReference": label}:
                if not (isinstance(before, dict) and "TaskListMarker" in before):  # there, it is a second footnote
                    named[inside].add(label.casefold())
            case {"Start": {"FootnoteDefinition": label}}:
                inside = label.casefold()
                spans[inside].append((span["start"], span["end"]))
            case {"End": "FootnoteDefinition"}:
                inside = ""
        before = event
    seen, open_ends = set[str](), [""]
    while open_ends:
        new = named[open_ends.pop()] - seen
        seen |= new
        open_ends += new
    return sorted(span for label, found in spans.items() for span in found[label in seen :])
