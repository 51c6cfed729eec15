"""Where GitHub's parser of Markdown sees something else than ours, and hides what ours takes for text.

Each was found by holding the two against each other (tests/test_shown.py), and only what decides whether text is shown
is here.
"""

from __future__ import annotations

from string import ascii_uppercase

from whylint.html import scan

_RAW = "pre", "script", "style", "textarea"
_SPACES = " \t\n"


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


def end_of_link(source: str, at: int) -> int:
    """Where a link with a title ends whose address has brackets without a match, for GitHub's parser; 0 if none does.

    ``at`` is where its ``](`` stands, which is text to our parser.
    """
    target = _past_spaces(source, at + 2)
    stops = [place for each in _SPACES if (place := source.find(each, target)) >= 0]
    if not stops or source.find("(", target, min(stops)) < 0:
        return 0
    title = _past_spaces(source, min(stops))
    if not source.startswith(('"', "'", "("), title):
        return 0
    mark = ")" if source[title] == "(" else source[title]
    ended = source.find(mark, title + 1)
    while ended >= 0 and source[ended - 1] == "\\":
        ended = source.find(mark, ended + 1)
    end = _past_spaces(source, ended + 1)
    if ended < 0 or not source.startswith(")", end) or source.find("\n\n", at, end) >= 0:
        return 0
    return end + 1


def columns_of(line: str, above: str) -> int:
    """How many columns a table has that begins amid a paragraph, or has but one, so that our parser sees none; 0: none.

    ``line`` is its second line.
    """
    if line.strip(" \t|:-") or "|" not in line or "-" not in line:
        return 0
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
            line = text.rfind("\n", 0, piece.start) + 1
            begins_block = piece.kind == "comment" and not text[line : piece.start].strip(" ")
            is_odd = piece.kind == "tag" and not piece.name  # letters, within a line
            some = some or is_odd or (not begins_block and any(each in inner for each in "`\\\n"))
    return some, False


def _past_spaces(source: str, position: int) -> int:
    while position < len(source) and source[position] in _SPACES:
        position += 1
    return position
