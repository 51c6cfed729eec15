"""What an entry of ``extends`` names: a shipped pack, a file of the same repository, a file of another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whylint.frozen import frozen
from whylint.problems import quoted
from whylint.sentences import Sentence, suggestion

DEPTH = 5
"""Levels of files that extend each other."""
FILES = 20
"""Files that one config may bring in."""
DEFAULT_FILE = "whylint.yml"
"""What is read of another repository where no path is given."""

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
_NOT_IN_PATHS = frozenset('\\:*?"<>|@\0')


@frozen
class Reference:
    """A pack that is named: shipped if it has no path; of this repository if it has no ``repository``."""

    path: str = ""
    repository: str = ""
    ref: str = ""
    pack: str = ""

    def __str__(self) -> str:
        """The way it is written in a config."""
        if self.pack:
            return self.pack
        return f"{self.repository}/{self.path}@{self.ref}" if self.repository else f"./{self.path}"


@frozen
class Fetched:
    """What came of reading a reference: its text, or the ``problem`` why there is none (what, and what would be right).

    ``name`` is the file's, for errors.
    """

    name: str
    text: str | None
    problem: Sentence = ("", "")


Fetch = Callable[[Reference], Fetched]


class BadReference(ValueError):
    """An entry that names nothing that may be read; ``sentence`` says what is wrong and what would be right."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(": ".join(sentence))
        self.sentence = sentence


def parse(text: str, packs: Sequence[str], within: Reference | None = None) -> Reference:
    """What an entry names. In a file of another repository, ``./path`` is a file of that repository.

    Raises BadReference.
    """
    if text.startswith(("./", "../", "/", ".github/")):
        return replace(within or Reference(), path=_path(text), pack="")
    if "://" in text or text.startswith("git@") or "." in text.partition("/")[0]:
        hint = "packs come from the host of this repository, write `owner/repo@ref`"
        raise BadReference((f"{quoted(text)} is an address", hint))
    if "/" not in text:
        if text in packs:
            return Reference(pack=text)
        hint = suggestion(text, packs, "the pack is", "the packs are")
        raise BadReference((f"there is no pack {quoted(text)}", hint))
    place, at, ref = text.partition("@")
    owner, _, rest = place.partition("/")
    name, _, path = rest.partition("/")
    if not at or not ref:
        hint = f"say which tag, branch or commit of it, as in `{quoted(place)[1:-1]}@v1`, or write `./` before a file"
        raise BadReference((f"{quoted(text)} names no version", hint))
    if not _is_name(owner) or not _is_name(name) or not _is_ref(ref):
        raise BadReference((f"{quoted(text)} names no repository", "write `owner/repo@ref` or `owner/repo/path@ref`"))
    return Reference(_path(path) if path else DEFAULT_FILE, f"{owner}/{name}", ref)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 100 and set(text) <= _NAME and text not in (".", "..")


def _is_ref(text: str) -> bool:
    return len(text) <= 200 and set(text) <= _NAME | {"/"} and ".." not in text


def _path(text: str) -> str:
    """The path within its repository."""
    steps = text.removeprefix("./").split("/")
    if any(step in ("", ".", "..") for step in steps) or _NOT_IN_PATHS & set(text):
        hint = "write it from the root of the repository, like `./.github/strict.yml`"
        raise BadReference((f"{quoted(text)} is no path within the repository", hint))
    if not steps[-1].lower().endswith((".yml", ".yaml")):
        raise BadReference((f"{quoted(text)} is no YAML file", "name a file that ends in `.yml`"))
    return "/".join(steps)
