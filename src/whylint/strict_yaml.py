"""YAML written by strangers, read strictly: plain data, and the exact place of everything in it.

PyYAML scans and parses. Its composer and constructor are passed by: they expand aliases and turn words into dates,
octal numbers and booleans. What is built here knows mappings, lists, text, true and false, null and decimal numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from whylint.problems import MAX_PROBLEMS, ConfigError, Problem, quoted

MAX_BYTES = 64 * 1024
MAX_NODES = 5_000
MAX_DEPTH = 20
NO_BREAK = "\N{NO-BREAK SPACE}"

Trail = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass
class Document:
    """What a file says. ``places`` and ``keys`` map the path to a value to its place and to the place of its key.

    ``problems`` are refusals after which reading went on; what stands at a path in ``spoiled`` is not what was written.
    """

    file: str
    lines: list[str]
    data: Any = None
    places: dict[Trail, Place] = field(default_factory=lambda: {(): (1, 1)})
    keys: dict[Trail, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spoiled: set[Trail] = field(default_factory=set)

    @property
    def is_read_on(self) -> bool:
        """Whether one more problem would be shown; what nobody will read should cost nothing."""
        return len(self.problems) < MAX_PROBLEMS

    def problem(self, place: Place, message: str, hint: str) -> Problem:
        """A problem at a place of this file."""
        line = self.lines[place[0] - 1]
        if NO_BREAK in line:  # it came along from a web page, and nobody sees it
            hint = f"{hint} (a no-break space stands in this line)"
        return Problem(self.file, *place, message, hint, line)

    def note(self, path: Trail, place: Place, message: str, hint: str) -> None:
        """Note a problem that spoils what stands at the path; one is enough."""
        if path not in self.spoiled:
            self.spoiled.add(path)
            self.problems.append(self.problem(place, message, hint))

    def refusal(self, place: Place, message: str, hint: str) -> ConfigError:
        """The error for a problem after which nothing more can be read."""
        return ConfigError([*self.problems, self.problem(place, message, hint)])


def read(text: str | bytes, name: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read a file of one YAML document. An empty one has the data None; a byte order mark and CRLF are accepted.

    Raises ConfigError where nothing can be read further; what can be told apart from the rest is left in ``problems``.
    """
    source = _decoded(text, name, max_bytes).replace("\r\n", "\n").replace("\r", "\n")
    document = Document(name, source.split("\n"))
    if odd := _Reader.NON_PRINTABLE.search(source):
        raise document.refusal(_place(source, odd.start()), *_unprintable(odd.group()))
    # PyYAML takes these for line ends, editors do not.
    reader = _Reader(source.translate(dict.fromkeys((0x85, 0x2028, 0x2029), " ")), document)
    try:
        document.data = reader.whole()
    except yaml.MarkedYAMLError as error:
        raise document.refusal(*_syntax(error, document.lines)) from None
    except (ValueError, OverflowError):  # an escape without a character, a version with thousands of digits
        raise document.refusal(_start(reader.get_mark()), "this is not valid YAML", _QUOTE_IT) from None
    return document


def _decoded(text: str | bytes, name: str, max_bytes: int) -> str:
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        limit = f"at most {max_bytes // 1024} KiB are read"
        raise ConfigError([Problem(name, 1, 1, f"this file has {size:,} bytes", limit)])
    try:
        return (text if isinstance(text, str) else text.decode("utf-8")).removeprefix("\N{BYTE ORDER MARK}")
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8")
        place = _place(good, len(good))
        raise ConfigError([Problem(name, *place, "this is not UTF-8", "save the file as UTF-8")]) from None


def is_whole(text: str) -> bool:
    """Whether a text has no half of a character, which an escape may bring in and reading has noted."""
    return not any("\ud800" <= each <= "\udfff" for each in text)


def _place(text: str, index: int) -> Place:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _start(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _unprintable(character: str) -> tuple[str, str]:
    return f"the character U+{ord(character):04X} cannot stand here", "remove it"


class _Reader(yaml.SafeLoader):
    """PyYAML's scanner and parser, with data built from their events: by recursion, as far down as MAX_DEPTH."""

    get_event: Callable[[], Any]
    peek_event: Callable[[], Any]

    def __init__(self, source: str, document: Document) -> None:
        super().__init__(source)
        self.document = document
        self.nodes = 0

    def fetch_flow_collection_start(self, token: Any) -> None:
        """Mind the depth: the scanner looks a thousand brackets ahead, each slower than the one before."""
        if self.flow_level > MAX_DEPTH:
            raise self.document.refusal(_start(self.get_mark()), *_TOO_DEEP)
        super().fetch_flow_collection_start(token)

    def scan_plain(self) -> Any:
        """Take ``[How will we know?]`` for one text in a list, as libyaml does; PyYAML ends a word at ``?``."""
        look = self.peek
        self.peek = lambda index=0: "." if look(index) == "?" else look(index)  # type: ignore[method-assign]
        try:
            return super().scan_plain()
        finally:
            del self.peek

    def whole(self) -> Any:
        """The data of the file, None for an empty one. Raises ConfigError, and for broken syntax PyYAML's errors."""
        data = None
        self.get_event()  # the start of the stream
        if not self.check_event(yaml.StreamEndEvent):
            self.get_event()  # the start of the document
            data = self._value(())
            self.get_event()  # its end
        if not self.check_event(yaml.StreamEndEvent):
            hint = "one file holds one document, remove this `---`"
            raise self.document.refusal(_start(self.peek_event().start_mark), "a second document starts here", hint)
        return data

    def _value(self, path: Trail) -> Any:
        """The value that comes next, whose path this is."""
        event, place = self._take(path)
        value: Any = None
        if isinstance(event, yaml.ScalarEvent):
            value = event.value if event.style else _plain(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(path) >= MAX_DEPTH:
                raise self.document.refusal(place, *_TOO_DEEP)
            value = self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        # What is empty has no place of its own.
        self.document.places[path] = self.document.keys.get(path, place) if value is None else place
        return value

    def _list(self, path: Trail) -> list[Any]:
        found: list[Any] = []
        while not self.check_event(yaml.SequenceEndEvent):
            found.append(self._value((*path, len(found))))
        self.get_event()
        return found

    def _mapping(self, path: Trail) -> dict[str, Any]:
        found: dict[str, Any] = {}
        document = self.document
        while not self.check_event(yaml.MappingEndEvent):
            key = getattr(self.peek_event(), "value", None)
            inner = (*path, str(key))
            event, place = self._take(inner)
            if key is None:
                raise document.refusal(place, "a key has to be plain text here", "write `key: value`")
            if key in found:
                message = f"duplicate key {quoted(key)}, first given on line {document.keys[inner][0]}"
                inner = (*path, f"{key}\0{place}")  # what is thrown away stays apart from what counts
                document.note(inner, place, message, "keep one of the two")
                self._value(inner)
                continue
            if not key:
                document.note(inner, place, *_NO_KEY)
            elif key == "<<" and not event.style:
                document.note(inner, place, "`<<` would merge another mapping into this one", "write its keys out")
            document.keys[inner] = place
            found[key] = self._value(inner)
        self.get_event()
        return found

    def _take(self, path: Trail) -> tuple[Any, Place]:
        """The next event and its place. What is more than plain data is noted."""
        event = self.get_event()
        place = _start(event.start_mark)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            hint = f"at most {MAX_NODES:,} keys and values are read"
            raise self.document.refusal(place, "this file holds too much", hint)
        if isinstance(event, yaml.AliasEvent):
            message = f"{quoted(f'*{event.anchor}')} is an alias, which is not read here"
            self.document.note(path, place, message, "write the value out, or put it in quotes")
        elif event.tag is not None:
            message = f"the tag {quoted(event.tag.replace('tag:yaml.org,2002:', '!!'))} is not read here"
            self.document.note(path, place, message, "remove it, or put the text in quotes")
        elif event.anchor is not None:
            message = f"{quoted(f'&{event.anchor}')} names a value for reuse, which is not read here"
            self.document.note(path, place, message, "remove it")
        elif odd := self.NON_PRINTABLE.search(getattr(event, "value", "")):  # brought in by an escape
            self.document.note(path, place, *_unprintable(odd.group()))
        return event, place


_CONSTANTS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


def _plain(text: str) -> Any:
    """The value of a word without quotes: null, a boolean, a decimal number, or else the word itself."""
    if text in _CONSTANTS or not set(text) <= set("-.0123456789"):
        return _CONSTANTS.get(text, text)
    try:
        # JSON has no octal numbers: 0777 stays text, as numbers of thousands of digits do, and is refused as such.
        return json.loads(text)
    except ValueError:
        return text


_QUOTE_IT = "put the text in quotes"
_ALIKE = "indent entries of one list, and keys of one mapping, alike"
_TOO_DEEP = ("this is nested too deep", f"at most {MAX_DEPTH} levels are read")
_NO_COLON = ("a colon is missing after this", "write `key: value`")
_NO_KEY = ("a key is missing before this colon", "write `key: value`")
_STRAY_COLON = "a colon is not expected here"
# Part of PyYAML's words, whether the place is where the construct starts, what is wrong, what would be right.
_SYNTAX: tuple[tuple[str, bool, str, str], ...] = (
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
    ("", False, "this is not valid YAML", _QUOTE_IT),
)


def _syntax(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[Place, str, str]:
    """PyYAML's complaint in our words, and its place."""
    words = f"{error.context}: {error.problem}"
    at_start, message, hint = next(row[1:] for row in _SYNTAX if row[0] in words)
    line, column = _start((error.context_mark if at_start else None) or error.problem_mark)
    for at in range(max(line - 1, 1), min(line, len(lines)) + 1) if "flow" in words else ():
        told, sign, _ = lines[at - 1].partition("#")  # what is missing is missed in the next line
        if sign and told.rstrip().endswith(("[", ",")) and not (told.count('"') % 2 or told.count("'") % 2):
            return (at, len(told) + 1), "a `#` starts a comment here", _QUOTE_IT
    above = lines[line - 2].strip() if line > 1 else ""
    if message == _STRAY_COLON and above and ":" not in above and above[0] not in "-#":
        # PyYAML has taken the line above for text that goes on here.
        return (line - 1, len(lines[line - 2]) + 1), *_NO_COLON
    if message != _STRAY_COLON and lines[line - 1][column - 1 : column] == ":":
        message, hint = _NO_KEY
    elif hint == _ALIKE and lines[line - 1][: column - 1].strip():
        message, hint = "this stands outside of the text or list before it", "put all of it in quotes"
    return (line, column), message, hint
