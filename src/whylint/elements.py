"""What is open of the elements that a page is made of, by tags and by Markdown, and which of them strike text out.

Browsers close an element elsewhere than where its closing tag stands, and this follows them (HTML5, "the rules for
parsing tokens in HTML content") as far as it decides whether text is struck out, quoted or code. Where it is simpler
than they are, it is so that an element stays open longer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

STRIKING = frozenset("bdo del rp s strike".split())
"""Struck through, turned round, or (rp) shown only by old browsers."""
_GO_ON = frozenset({"s", "strike"})
"""These are opened anew behind the end of what they were opened in, if no closing tag came before."""
_CELLS = frozenset({"td", "th", "caption"})
_ROWS = frozenset({"tbody", "thead", "tfoot"})
_WALLS = _CELLS | set(
    "annotation-xml applet desc foreignobject marquee mi mn mo ms mtext object select table template".split()
)
"""No closing tag inside of one of these closes what is outside."""
_LISTS = frozenset({"ol", "ul"})
_PARTS_OF_TABLES = _ROWS | _CELLS
_WALLS_OF = {"table": _WALLS - _CELLS, "li": _WALLS | _LISTS, "p": _WALLS | {"button"}}
_LEAVE_DRAWINGS = _LISTS | set(
    "blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 hr li listing menu p pre table".split()
)
_DRAWINGS = frozenset({"math", "svg"})
"""These keep a paragraph open when an element opens in them that ends paragraphs."""
_END_PARAGRAPHS = _LEAVE_DRAWINGS | set(
    "address article aside details dialog dir fieldset figcaption figure footer form header hgroup main nav search "
    "section summary".split()
)
_WALLS_OF_OPEN_PARAGRAPHS = _WALLS_OF["p"] | _DRAWINGS
_HOLDING = _END_PARAGRAPHS | _WALLS | _DRAWINGS | {"button", "noscript"}
_FARTHEST = 50
"""So many elements are looked through for what a closing tag closes."""
_ROUNDS = 8
"""So many elements browsers go through for a closing tag of those that go on, and no more."""


class Elements:
    """The elements that are open, and in each of them how many tags that strike out."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Counter[str]]] = [("", Counter())]
        self._striking = 0
        self._inside = Counter[str]()

    @property
    def is_struck(self) -> bool:
        """Whether text is out of view here."""
        return self._striking > 0

    def inside(self, name: str) -> bool:
        """Whether an element of a name is open."""
        return self._inside[name] > 0

    def tag(self, name: str, *, closing: bool = False) -> None:
        """An opening or a closing tag."""
        if closing and name == self._open[-1][0]:  # as nearly always
            self._end(len(self._open) - 1)
        elif name in STRIKING:
            self._strike(name, closing=closing)
        elif name == "tr" or (name in _PARTS_OF_TABLES and not closing):
            self._end(self._place(_CELLS, _WALLS))
            if name in _CELLS and self._place({"table"}, _WALLS):
                self._start(name)
        elif name in _HOLDING and closing:
            self._end(self._place({name}, _WALLS_OF.get(name, _WALLS)))
        elif name in _HOLDING:
            if name in _LEAVE_DRAWINGS and self._open[-1][0] in _DRAWINGS:
                self._end(len(self._open) - 1)
            if name in _END_PARAGRAPHS:
                self._end(self._place({"p"}, _WALLS_OF_OPEN_PARAGRAPHS))
            if name != "hr":
                self._start(name)

    def _strike(self, name: str, *, closing: bool) -> None:
        if not closing:
            self._open[-1][1][name] += 1
            self._striking += 1
            return
        for around, striking in reversed(self._open[-_ROUNDS if name in _GO_ON else -1 :]):
            if striking[name]:
                striking[name] -= 1
                self._striking -= 1
                return
            if around in _WALLS:
                return

    def _start(self, name: str) -> None:
        self._open.append((name, Counter()))
        self._inside[name] += 1

    def _place(self, names: Container[str], walls: Container[str]) -> int:
        """Where the innermost element of some names is among the open ones; 0 if there is none or it is walled off."""
        for at in range(len(self._open) - 1, max(0, len(self._open) - _FARTHEST), -1):
            around = self._open[at][0]
            if around in names:
                return at
            if around in walls:
                return 0
        return 0

    def _end(self, place: int) -> None:
        """Close an element with all in it; none at 0."""
        while 0 < place < len(self._open):
            name, striking = self._open.pop()
            self._inside[name] -= 1
            for each, count in striking.items():
                if each in _GO_ON and name not in _CELLS:
                    self._open[-1][1][each] += count
                else:
                    self._striking -= count
