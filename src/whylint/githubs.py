"""Where GitHub's parser of Markdown sees something else than ours, and hides what ours takes for text.

Each was found by holding the two against each other (tests/test_shown.py), and only what decides whether text is shown
is here.
"""

from __future__ import annotations

from string import ascii_uppercase

from whylint.html import scan

_RAW = "pre", "script", "style", "textarea"
_SPACES = " \t\n"
_LONGEST_HEAD = 10_000
_MARKS = "\"')"


def defines(source: str, start: int) -> bool:
    """Whether a box's line says where a link leads, or is a footnote: of both, GitHub shows nothing there.

    The parser takes it for text, since it follows the box.
    """
    end = source.find("\n", start)
    label, defined, rest = source[start : end if end >= 0 else len(source)].strip().partition("]:")
    words = rest.split(maxsplit=1)
    return bool(defined) and label.startswith("[") and (label[1:2] == "^" or words[1:] == [] or words[1][0] in "\"'(")


def end_of_raw(text: str) -> int:
    """Where GitHub ends a block of HTML that begins with some tags: behind the line in which *any* of them ends."""
    lowered = text.replace("\u0130", "I").lower()  # in small letters that one alone is longer
    if not lowered.lstrip().startswith(tuple(f"<{each}" for each in _RAW)):
        return len(text)
    ends = [at for each in _RAW if (at := lowered.find(f"</{each}>")) >= 0]
    return text.find("\n", min(ends)) + 1 or len(text) if ends else len(text)


def as_github_reads_it(source: str) -> str:
    """The same with each ``<!`` as mere letters that is no declaration for GitHub's parser; no offset moves."""
    parts, position, at = list[str](), 0, source.find("<!")
    while at >= 0:
        if source[at + 2 : at + 3].islower() or (is_no_declaration(source[at : at + 100]) and _is_amid(source, at)):
            parts += source[position:at], ","
            position = at + 1
        at = source.find("<!", at + 2)
    return "".join([*parts, source[position:]])


def is_no_declaration(text: str) -> bool:
    """Whether what begins like a declaration is none in a line: there, capitals and white space follow."""
    named = text[2:3]
    return text.startswith("<!") and named.isalpha() and not text[2:].lstrip(ascii_uppercase)[:1].isspace()


def _is_amid(source: str, at: int) -> bool:
    """Whether words stand before a place in its line, so that no block begins there."""
    before = source[max(0, at - 100) : at].rpartition("\n")[2]
    return bool(before.strip(" \t>-+*0123456789.)"))


class Links:
    """Links with a title whose address has brackets without a match: GitHub's parser sees them, to ours they are text.

    Thousands of them may begin where none ends, so nothing is looked through twice.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: dict[str, tuple[int, int]] = {}  # by sign: from where it was looked for, and where it stands
        self._past: dict[int, int] = {}

    def end(self, at: int) -> int:
        """Where the link ends whose ``](`` stands at a place; 0 if it is none."""
        source, target = self._source, self._past_spaces(at + 2)
        stop = min(self._next(each, target) for each in _SPACES)
        title = self._past_spaces(stop)
        if source.find("(", target, stop) < 0 or not source.startswith(('"', "'", "("), title):
            return 0
        mark = ")" if source[title] == "(" else source[title]
        end = self._past_spaces(self._next(mark, title + 1) + 1)
        return end + 1 if source.startswith(")", end) and self._next("\n\n", at) > end else 0

    def _next(self, sign: str, start: int) -> int:
        """Where a sign stands next, a mark without a backslash before it; the end if nowhere."""
        asked, found = self._found.get(sign, (0, -1))
        if not asked <= start <= found:
            found = self._source.find(sign, start)
            while found > 0 and sign in _MARKS and self._source[found - 1] == "\\":
                found = self._source.find(sign, found + 1)
            found = len(self._source) if found < 0 else found
            self._found[sign] = start, found
        return found

    def _past_spaces(self, start: int) -> int:
        end = self._past.get(start, start)
        while end < len(self._source) and self._source[end] in _SPACES:
            end += 1
        self._past[start] = end
        return end


def columns_of(line: str, source: str, start: int) -> int:
    """How many columns a table has that begins amid a paragraph, or has but one, so that our parser sees none; 0: none.

    ``line`` is its second line, which stands at ``start``.
    """
    if line.strip(" \t|:-") or "|" not in line or "-" not in line:
        return 0
    above = source[max(0, start - _LONGEST_HEAD) : start].rstrip(" \t>\n").rpartition("\n")[2]
    return _cells(line) if _cells(line) == _cells(above) else 0


def has_more_cells(rows: str, number: int) -> bool:
    """Whether a row has more cells than columns, of which GitHub shows nothing."""
    return any(_cells(each) > number for each in rows.split("\n"))


def _cells(line: str) -> int:
    inner = line.strip(" \t>").replace("\\|", "")
    return inner.removeprefix("|").removesuffix("|").count("|") + 1


def is_alone(source: str, start: int, end: int) -> bool:
    """Whether a tag is all that stands in its line, so that HTML may begin there behind an item, a quote or a table."""
    before = source[max(0, start - 100) : start].rpartition("\n")[2]
    after = source[end : end + 100].partition("\n")[0]
    return not before.strip(" \t>") and not after.strip()


def hidden_in(text: str) -> tuple[bool, bool]:
    """Whether some of a text is hidden if it is HTML and not Markdown; and whether all that follows is, too."""
    some = False
    for piece in scan(text):
        inner = text[piece.start : piece.end]
        if piece.kind != "text":
            if not (piece.closed and inner.endswith(">")):
                return True, True
            before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start] if piece.kind == "comment" else "a tag"
            begins_block = not before.strip(" ")
            is_odd = piece.kind == "tag" and not piece.name  # letters, within a line
            some = some or is_odd or (not begins_block and any(each in inner for each in "`\\\n"))
    return some, False
