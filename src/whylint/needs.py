"""What a text must hold so that a phrase or pattern can be found in it at all.

For each phrase a few sets of marks are worked out. A text that lacks all marks of one set cannot match. So only the few
phrases are ever compiled and looked for that a text's own words call for, however many there are. What is not
understood needs nothing, and is always looked for: this decides how long a search takes, never what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from whylint.frozen import frozen
from whylint.heads import KEPT, beginning, is_whole, is_words
from whylint.marks import ANY, DIGIT, EDGE, LETTER, LETTERS, SIGN, Marks, cost, is_closing, lower, rarest_of

Texts = frozenset[str] | set[str]

_WIDEST = 1000
_MOST_PRODUCTS = 100
_MOST_SIGNS = 6
_SPACED = frozenset(" ")


@frozen
class Needs:
    """What a text must have so that a pattern can match.

    ``sets``, the rarest first: it must hold a mark of each. ``first``: a match starts with one of these; None if that
    cannot be told. ``leading`` with ``second``: or it starts with one of the one, and one of the other comes next.
    ``crosses``: a match may go on over the end of a line.
    """

    sets: tuple[Marks, ...] = ()
    first: Marks | None = None
    leading: Marks = frozenset()
    second: Marks = frozenset()
    crosses: bool = True


class _NotUnderstood(Exception):
    """A construction of RE2 that this module does not read."""


@dataclass(slots=True)
class _Value:
    """What a part of a pattern matches, and the sets that it needs besides.

    ``texts`` are all its texts, and ``heads`` what they start with, up to the end of a word; what cannot be listed is
    ``ANY`` in them.
    """

    texts: Texts
    sets: list[Marks]
    heads: Texts


_ANYTHING = _Value(frozenset(ANY), [], frozenset(ANY))


def _plain(texts: Texts) -> _Value:
    return _Value(texts, [], texts)


def needs(source: str, reference: Callable[[str], Part]) -> Needs:
    """What a pattern needs, in lower case. ``reference`` gives what stands for ``{cue}`` in it.

    It must match at the edges of words: a hit that cuts a word in two is none.
    """
    try:
        reader = _Reader(source, reference)
        values = reader.whole()
    except _NotUnderstood:
        return Needs()
    sets = values[0].sets if len(values) == 1 else _one_of([value.sets for value in values])
    begins = beginning(value.heads for value in values)
    return Needs(tuple(sorted(sets, key=cost)), *begins, crosses=reader.crosses)


@frozen
class Part:
    """What stands for a reference, read once."""

    value: _Value
    crosses: bool


def part(sources: Iterable[str], reference: Callable[[str], Part]) -> Part:
    """The alternatives of a cue as a part of other patterns."""
    values, crosses = [], False
    for source in sources:
        try:
            reader = _Reader(source, reference)
            values.append(reader.alternatives())
            crosses = crosses or reader.crosses
        except _NotUnderstood:
            return NOTHING_KNOWN
    return Part(_any_of(values), crosses)


NOTHING_KNOWN = Part(_ANYTHING, crosses=True)


class _Reader:
    """Reads the part of RE2's syntax that cues use."""

    def __init__(self, source: str, reference: Callable[[str], Part]) -> None:
        self.source = source
        self.at = 0
        self.reference = reference
        self.crosses = False

    def whole(self) -> list[_Value]:
        """The alternatives of a whole pattern."""
        values = [self._sequence(_Outer())]
        while self._takes("|"):
            values.append(self._sequence(_Outer()))
        if self.at < len(self.source):
            raise _NotUnderstood
        return values

    def alternatives(self) -> _Value:
        branches = [self._sequence(_Inner())]
        while self._takes("|"):
            branches.append(self._sequence(_Inner()))
        return _any_of(branches)

    def _takes(self, text: str) -> bool:
        if self.source.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _sequence(self, joined: _Inner) -> _Value:
        source, size = self.source, len(self.source)
        while self.at < size and source[self.at] not in "|)":
            start = end = self.at
            while end < size and source[end] in LETTERS:
                end += 1
            if end < size and source[end] in "*+?{":
                end -= 1
            if end - start > 1:  # plain letters are most of what there is
                self.at = end
                joined.add(_plain({source[start:end]}))
            else:
                joined.add(self._repeated(self._item()))
        return joined.value()

    def _repeated(self, value: _Value) -> _Value:
        """The value with the sign behind it that says how often."""
        sign = self.source[self.at : self.at + 1]
        least = {"*": 0, "+": 1, "?": 0}.get(sign)
        if least is None:
            close = self.source.find("}", self.at) if sign == "{" else -1
            low, _, high = self.source[self.at + 1 : max(close, 0)].partition(",")
            if not low.isdigit() or (high and not high.isdigit()):
                return value
            least, sign, self.at = min(int(low), 1), "*" if low == "0" else "+", close
        self.at += 1
        self._takes("?")  # as few as possible: what is needed stays the same
        texts, heads = value.texts, value.heads
        if sign == "?":
            return _Value(texts | {""}, [], heads | {""})
        if texts in ({DIGIT}, {LETTER}, _SPACED):
            return value if least else _plain(texts | {""})
        heads = {each + ANY for each in heads}
        if all(map(is_closing, texts)):
            return _Value(texts, [], heads) if least else _Value(texts | {""}, [], heads | {""})
        return _Value({each + ANY for each in texts}, value.sets, heads) if least else _Value({ANY}, [], heads | {""})

    def _item(self) -> _Value:
        source = self.source
        sign = source[self.at]
        self.at += 1
        if sign == "(":
            if self._takes("?") and not self._takes(":"):
                raise _NotUnderstood
            value = self.alternatives()
            if not self._takes(")"):
                raise _NotUnderstood
            return value
        if sign == "[":
            return self._class()
        if sign == "{" and source[self.at : self.at + 1].isalpha() and "}" in source[self.at :]:
            end = source.index("}", self.at)
            found = self.reference(source[self.at : end])
            self.at = end + 1
            self.crosses = self.crosses or found.crosses
            return found.value
        if sign == ".":
            return _ANYTHING
        if sign in "^$*+?":
            raise _NotUnderstood
        text = self._escaped() if sign == "\\" else sign
        self.crosses = self.crosses or text == "\n"
        return _plain({lower(text)})

    def _escaped(self) -> str:
        """What stands behind a backslash."""
        sign = self.source[self.at]
        self.at += 1
        if sign == "b":
            return EDGE
        if sign == "n":
            return "\n"
        if sign in "pP":
            self.crosses = self.crosses or sign == "P"
            self.at = self.source.index("}", self.at) + 1 if self.source[self.at] == "{" else self.at + 1
            return ANY
        if sign == "x" and self._takes("{"):
            end = self.source.index("}", self.at)
            code, self.at = self.source[self.at : end], end + 1
            return chr(int(code, 16))
        if sign.isalnum():
            raise _NotUnderstood
        return sign

    def _class(self) -> _Value:
        """A set of characters in brackets."""
        negated = self._takes("^")
        characters: list[str] = []
        first = True
        while first or self.source[self.at] != "]":
            first = False
            sign = self.source[self.at]
            self.at += 1
            if sign == "[" and self.source[self.at] == ":":
                raise _NotUnderstood
            sign = self._escaped() if sign == "\\" else sign
            if self.source[self.at] == "-" and self.source[self.at + 1] != "]":
                last = self.source[self.at + 1]
                if last == "\\":
                    raise _NotUnderstood
                self.at += 2
                characters.extend(map(chr, range(ord(sign), ord(last) + 1)))
            else:
                characters.append(sign)
        self.at += 1
        self.crosses = self.crosses or negated != ("\n" in characters)
        if negated or ANY in characters:
            return _ANYTHING
        if set(characters) <= set("0123456789") and len(characters) > 4:
            return _plain({DIGIT})
        known = set(map(lower, characters))
        if known <= {" ", "-"}:
            return _plain(_SPACED)
        if all(map(is_closing, known)) and (" " in known or len(known) > _MOST_SIGNS):
            return _Value({SIGN}, [], known)
        if len(known) <= _MOST_SIGNS:
            return _plain(known)
        return _plain({LETTER}) if known <= LETTERS else _ANYTHING


class _Inner:
    """Parts one after the other, inside of a group."""

    def __init__(self) -> None:
        self.texts: Texts = {""}
        self.heads: Texts = {""}
        self.sets: list[Marks] = []
        self.lead = ANY

    def add(self, value: _Value) -> None:
        """Add what stands next."""
        self.sets += value.sets
        self._add_head(value)
        if len(self.texts) > 1 and len(self.texts) * len(value.texts) > _MOST_PRODUCTS:
            closed = all(each[:1] and is_closing(each[0]) for each in value.texts)
            self.sets += rarest_of(self.lead + each + (" " if closed else ANY) for each in self.texts)
            self.texts, self.lead = {ANY}, ""
        self.texts = {before + after for before in self.texts for after in value.texts}

    def _add_head(self, value: _Value) -> None:
        grows = {each for each in self.heads if not is_whole(each)}
        if not grows:
            return
        heads = self.heads - grows
        if len(grows) * len(value.heads) > _MOST_PRODUCTS:
            grows = self.fewer(grows)
        if len(grows) * len(value.heads) > _MOST_PRODUCTS:
            heads |= {each + ANY for each in grows if each}
            grows &= {""}
        self.heads = heads | {each + after for each in grows for after in value.heads}

    def fewer(self, heads: set[str]) -> set[str]:
        """The same beginnings told shorter."""
        return heads

    def value(self) -> _Value:
        """All of it."""
        return _Value(self.texts, self.sets, self.heads)


class _Outer(_Inner):
    """Parts one after the other at the top of a pattern, which starts at the edge of a word."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = _SPACED
        self.lead = ""
        self.leading: set[str] = set()

    def fewer(self, heads: set[str]) -> set[str]:
        """Beginnings whose first word has ended: the word is kept, and ``KEPT`` stands for it."""
        ended = {each for each in heads if len(each) > 1 and each[-1] == " " and is_words(each[:-1])}
        self.leading |= {each[:-1] for each in ended}
        return heads - ended | ({KEPT + " "} if ended else set())

    def add(self, value: _Value) -> None:
        """Add what stands next, and take the marks out of it at every edge of a word."""
        if (
            self.texts == _SPACED
            and "" in value.texts
            and all(not each or is_closing(each[-1]) for each in value.texts)
        ):
            self.sets += value.sets  # optional words: nothing is needed
            self._add_head(value)
            return
        super().add(value)
        if all(is_closing(each[-1:]) for each in self.texts):
            self.sets += rarest_of(self.texts)
            self.texts = {EDGE} if any(each[-1] == EDGE for each in self.texts) else _SPACED

    def value(self) -> _Value:
        """All of it, as sets."""
        heads = self.heads | {f"{KEPT}{each}" for each in self.leading}
        return _Value({ANY}, self.sets + rarest_of(each + ANY for each in self.texts), heads)


def _any_of(values: list[_Value]) -> _Value:
    """One of several."""
    if len(values) == 1:
        return values[0]
    texts: set[str] = set().union(*(value.texts for value in values))
    heads: set[str] = set().union(*(value.heads for value in values))
    sets = _one_of([value.sets for value in values]) if all(value.sets for value in values) else []
    if len(texts) <= _WIDEST:
        return _Value(texts, sets, heads)
    return _Value({ANY}, sets + rarest_of(ANY + each + ANY for each in texts), heads)


def _one_of(alternatives: list[list[Marks]]) -> list[Marks]:
    """The set that is needed where the sets of one alternative are; none if some alternative needs nothing."""
    if not all(alternatives):
        return []
    return [frozenset().union(*(min(sets, key=cost) for sets in alternatives))]
