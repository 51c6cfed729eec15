"""YAML written by strangers, read strictly: plain data, and the exact place of everything in it.

Only PyYAML's reader, scanner and parser are used. Its composer and constructor are left out on purpose: they recurse,
they expand aliases, and they turn words into dates, octal numbers and booleans. What is built here from the parser's
events knows mappings, lists, text, true and false, null and decimal numbers; all else is text, or is refused.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from whylint.problems import ConfigError, Problem, quoted

MAX_BYTES = 64 * 1024
MAX_NODES = 5_000
MAX_DEPTH = 20
_MAX_DIGITS = 15

Trail = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass
class Document:
    """What a file says. ``places`` and ``keys`` map the path to a value to its place and to the place of its key.

    ``problems`` are refusals after which reading went on; the data at a path in ``spoiled`` is not what was written.
    """

    file: str
    lines: list[str]
    data: Any = None
    places: dict[Trail, Place] = field(default_factory=dict)
    keys: dict[Trail, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spoiled: set[Trail] = field(default_factory=set)

    def problem(self, place: Place, message: str, hint: str = "") -> Problem:
        """A problem at a place of this file."""
        line, column = place
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(self.file, line, column, message, hint, source)


def read(text: str | bytes, name: str, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> Document:
    """Read a file of one YAML document. An empty one has the data None; a byte order mark and CRLF are accepted.

    Raises ConfigError where nothing can be read further; what can be told apart from the rest is left in ``problems``.
    """
    source = _decoded(text, name, max_bytes).replace("\r\n", "\n").replace("\r", "\n")
    builder = _Builder(Document(name, source.split("\n")), max_nodes)
    parser = _parser(source, builder)
    try:
        while parser.check_event():
            builder.take(parser.get_event())  # type: ignore[no-untyped-call]
    except _Stop as stop:
        builder.document.problems.append(stop.problem)
        raise ConfigError(builder.document.problems) from None
    except yaml.MarkedYAMLError as error:
        raise ConfigError([*builder.document.problems, builder.syntax(error)]) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        place = builder.place(parser.index)
        broken = builder.document.problem(place, "this is not valid YAML", "put the text in single quotes")
        raise ConfigError([*builder.document.problems, broken]) from None
    return builder.document


def _parser(source: str, builder: _Builder) -> _Parser:
    try:
        return _Parser(source)
    except yaml.reader.ReaderError as error:  # NUL, most control characters, half a surrogate pair
        sentence = _unprintable(source[error.position]) or ()
        raise ConfigError([builder.document.problem(builder.place(error.position), *sentence)]) from None


def _decoded(text: str | bytes, name: str, max_bytes: int) -> str:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        limit = f"at most {max_bytes // 1024} KiB"
        raise ConfigError([Problem(name, 1, 1, f"this file has {size:,} bytes", f"{limit} are read")])
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8")
        start = good.rfind("\n") + 1
        place = good.count("\n") + 1, len(good) - start + 1
        raise ConfigError([Problem(name, *place, "this is not UTF-8", "save the file as UTF-8")]) from None
    return decoded.removeprefix("\N{BYTE ORDER MARK}")


class _Stop(Exception):
    """A problem after which reading on makes no sense. Never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Parser(Reader, Scanner, Parser):
    """PyYAML without composer, constructor and resolver. The scanner looks far ahead, so it minds the depth as well."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def fetch_flow_collection_start(self, token: Any) -> None:
        if self.flow_level > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=self.get_mark())
        super().fetch_flow_collection_start(token)

    def scan_plain(self) -> Any:
        """Take ``[How will we know?]`` for one text in a list, as libyaml does; PyYAML ends a word at ``?``."""
        if not self.flow_level:
            return super().scan_plain()
        look = self.peek
        self.peek = lambda index=0: "." if look(index) == "?" else look(index)  # type: ignore[method-assign]
        try:
            return super().scan_plain()
        finally:
            del self.peek


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being read. ``drop``: the value that comes next belongs to a duplicate key."""

    path: Trail
    data: dict[str, Any] | list[Any]
    key: str | None = None
    key_place: Place = (1, 1)
    drop: bool = False
    first: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds data from events with a stack of its own, so that no depth can exhaust Python's."""

    def __init__(self, document: Document, max_nodes: int) -> None:
        self.document = document
        self._stack: list[_Frame] = []
        self._documents = 0
        self._nodes = 0
        self._max_nodes = max_nodes
        self._starts = [0, *accumulate(len(line) + 1 for line in document.lines[:-1])]

    def place(self, index: int) -> Place:
        """Line and column of an offset. PyYAML's own take U+2028 and its like for line ends, editors do not."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        """PyYAML's complaint in our words."""
        at_start, message, hint = _explained(error)
        mark = error.context_mark if at_start and error.context_mark else error.problem_mark
        line, column = self.place(mark.index if mark else 0)
        lines = self.document.lines
        above = lines[line - 2].strip() if line > 1 else ""
        if message == _STRAY_COLON and above and ":" not in above and above[0] not in "-#":
            # PyYAML has taken the line above for text that goes on here.
            return self.document.problem((line - 1, len(lines[line - 2]) + 1), *_NO_COLON)
        if message != _STRAY_COLON and lines[line - 1][column - 1 : column] == ":":
            message, hint = _NO_KEY
        elif hint == _ALIKE and lines[line - 1][: column - 1].strip():
            message, hint = "this stands outside of the text or list before it", "put all of it in quotes"
        return self.document.problem((line, column), message, hint)

    def take(self, event: Any) -> None:
        """Take the parser's next event. Raises _Stop."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document starts here", "one file holds one document, remove this `---`")
        elif isinstance(event, yaml.NodeEvent):
            self._nodes += 1
            if self._nodes > self._max_nodes:
                self._stop(event, "this file holds too much", f"at most {self._max_nodes:,} keys and values are read")
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()

    def _node(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.data, dict) and frame.key is None:
            self._key(frame, event)
            return
        place = self.place(event.start_mark.index)
        path = self._path(frame)
        value = self._value(event, place, path)
        if frame is None:
            self.document.data = value
        elif isinstance(frame.data, list):
            frame.data.append(value)
        else:
            place = frame.key_place if value is None else place
            if not frame.drop:
                frame.data[str(frame.key)] = value
            frame.key = None
        self.document.places.setdefault(path, place)
        if isinstance(value, (dict, list)):
            if len(self._stack) >= MAX_DEPTH:
                self._stop(event, *_TOO_DEEP)
            self._stack.append(_Frame(path, value))

    @staticmethod
    def _path(frame: _Frame | None) -> Trail:
        if frame is None:
            return ()
        if isinstance(frame.data, list):
            return (*frame.path, len(frame.data))
        # A duplicate is read and thrown away; no key can hold NUL, so its path meets no other.
        return (*frame.path, f"{frame.key}\0" if frame.drop else str(frame.key))

    def _key(self, frame: _Frame, event: Any) -> None:
        place = self.place(event.start_mark.index)
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "a key has to be plain text here", "write `key: value`")
        self._refuse(event, place)
        key = frame.key = str(event.value)
        frame.key_place = place
        frame.drop = key in frame.first
        path = (*frame.path, key)
        if frame.drop:
            first = f"first given on line {frame.first[key]}"
            self._note(place, f"duplicate key {quoted(key)}, {first}", "keep one of the two")
            return
        frame.first[key] = place[0]
        self.document.keys[path] = place
        if not key:
            self._spoil(path, place, *_NO_KEY)
        elif key == "<<" and not event.style:
            self._spoil(path, place, "`<<` would merge another mapping into this one", "write its keys out")
        elif odd := _unprintable(key):
            self._spoil(path, place, *odd)

    def _value(self, event: Any, place: Place, path: Trail) -> Any:
        if isinstance(event, yaml.AliasEvent):
            message = f"{quoted('*' + str(event.anchor))} is an alias, which is not read here"
            self._spoil(path, place, message, "write the value out, or put it in quotes")
            return None
        if not self._refuse(event, place):
            self.document.spoiled.add(path)
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        if odd := _unprintable(event.value):
            self._spoil(path, place, *odd)
        if event.style:
            return str(event.value)
        value = _plain(event.value)
        if value is _TOO_LONG:
            message = f"this number has {len(event.value):,} characters"
            self._spoil(path, place, message, f"at most {_MAX_DIGITS} digits are read")
            return None
        return value

    def _refuse(self, event: Any, place: Place) -> bool:
        """Whether a node is free of tags and anchors; notes a problem if not."""
        if event.tag is not None:
            tag = quoted(str(event.tag).replace("tag:yaml.org,2002:", "!!"))
            self._note(place, f"the tag {tag} is not read here", "remove it, or put the text in quotes")
        elif event.anchor is not None:
            anchor = quoted("&" + event.anchor)
            self._note(place, f"{anchor} names a value for reuse, which is not read here", "remove it")
        return event.tag is None and event.anchor is None

    def _note(self, place: Place, message: str, hint: str) -> None:
        self.document.problems.append(self.document.problem(place, message, hint))

    def _spoil(self, path: Trail, place: Place, message: str, hint: str) -> None:
        self.document.spoiled.add(path)
        self._note(place, message, hint)

    def _stop(self, event: Any, message: str, hint: str) -> None:
        raise _Stop(self.document.problem(self.place(event.start_mark.index), message, hint))


_CONSTANTS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_TOO_LONG = object()
_TOO_DEEP = ("this is nested too deep", f"at most {MAX_DEPTH} levels are read")


def _plain(text: str) -> Any:
    """The value of a word without quotes: null, a boolean, a decimal number, or else the word itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    whole, dot, fraction = text.removeprefix("-").partition(".")
    digits = whole + fraction
    # 0777 is octal to some readers and decimal to others; as text it is refused where a number belongs.
    octal = len(whole) > 1 and whole[0] == "0"
    if octal or not digits.isascii() or not digits.isdigit() or not whole or bool(dot) != bool(fraction):
        return text
    if len(digits) > _MAX_DIGITS:
        return _TOO_LONG
    return float(text) if dot else int(text)


def _unprintable(text: str) -> tuple[str, str] | None:
    """What is wrong with a text that holds a character which only an escape can have brought in."""
    found = Reader.NON_PRINTABLE.search(text)
    return (f"the character U+{ord(found.group()):04X} cannot stand here", "remove it") if found else None


_QUOTE_IT = "put the text in quotes"
_ALIKE = "indent entries of one list, and keys of one mapping, alike"
_NO_COLON = ("a colon is missing after this", "write `key: value`")
_NO_KEY = ("a key is missing before this colon", "write `key: value`")
_STRAY_COLON = "a colon is not expected here"
# Part of PyYAML's words, whether the place is where the construct starts, what is wrong, what would be right.
_SYNTAX: tuple[tuple[str, bool, str, str], ...] = (
    ("too deep", False, *_TOO_DEEP),
    (r"'\t' that cannot start", False, "a tab stands where only spaces may", "write spaces"),
    ("cannot start any token", False, "no value can start with this character", _QUOTE_IT),
    ("a quoted scalar", True, "this quote is never closed", "close it with the same quote"),
    ("double-quoted", False, "this backslash starts no known escape", "use single quotes around the text"),
    ("simple key", True, *_NO_COLON),
    ("mapping values are", False, _STRAY_COLON, "put text that holds `: ` in quotes, and indent keys alike"),
    ("sequence entries are", False, "a list entry cannot start here", "start the list on a line of its own"),
    ("mapping keys are", False, "a `?` cannot stand here", _QUOTE_IT),
    ("flow sequence", True, "this `[` is never closed, or a comma is missing", "write `[one, two]`"),
    ("flow mapping", True, "this `{` is never closed, or a comma is missing", "write `{key: value}`"),
    ("block collection", False, "this does not line up with the list above", _ALIKE),
    ("block mapping", False, "this does not line up with the keys above", _ALIKE),
    ("block scalar", False, "only a line break may follow `|` or `>`", "start the text on the next line"),
    ("scanning an alias", True, "no value can start with `*`", _QUOTE_IT),
    ("scanning an anchor", True, "no value can start with `&`", _QUOTE_IT),
    ("tag handle", False, "no value can start with `!`", _QUOTE_IT),
    (" a tag", True, "no value can start with `!`", _QUOTE_IT),
    (" node", False, "a value is missing here", _QUOTE_IT),
    ("directive", True, "no line can start with `%`", _QUOTE_IT),
    ("<document start>", False, "the document has ended before this", "remove what follows, or indent it"),
)


def _explained(error: yaml.MarkedYAMLError) -> tuple[bool, str, str]:
    words = f"{error.context}: {error.problem}"
    for part, at_start, message, hint in _SYNTAX:
        if part in words:
            return at_start, message, hint
    return False, "this is not valid YAML", _QUOTE_IT
