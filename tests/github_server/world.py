"""The state of a small GitHub: plain values that go to JSON and back."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

BOT = {"type": "Bot", "login": "github-actions"}


@dataclass
class Token:
    """Whose a token is and what it may: ``pull_requests`` is write, read or none, ``contents`` is read or none.

    ``blind_to`` names private repositories that it may not see, as the token of a workflow sees only its own.
    """

    login: str = "github-actions"
    type: str = "Bot"
    pull_requests: str = "write"
    contents: str = "read"
    blind_to: tuple[str, ...] = ()


@dataclass
class Comment:
    """A comment; ``author`` is None for a deleted account, ``hidden`` the reason why it is minimized."""

    id: str
    body: str
    author: dict[str, str] | None = None
    hidden: str = ""
    created: str = "2026-01-01T00:00:00Z"
    url: str = ""


@dataclass
class Pull:
    """A pull request with its conversation. ``body`` may be None, as on GitHub."""

    number: int
    title: str = "Add a thing"
    body: str | None = ""
    state: str = "OPEN"
    draft: bool = False
    locked: bool = False
    author: dict[str, str] | None = field(default_factory=lambda: {"type": "User", "login": "ada"})
    association: str = "CONTRIBUTOR"
    labels: list[str] = field(default_factory=list)
    labelled_by: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=lambda: ["src/app.py"])
    additions: int = 10
    deletions: int = 2
    base: str = "main"
    head: str = "topic"
    created: str = "2026-01-01T00:00:00Z"
    comments: list[Comment] = field(default_factory=list)


@dataclass
class Repository:
    """Branches of files, and pull requests.

    A file is text, or a mapping with one of ``binary``, ``symlink``, ``submodule`` and ``bytes`` (its size).
    """

    private: bool = False
    default_branch: str = "main"
    branches: dict[str, dict[str, Any]] = field(default_factory=lambda: {"main": {}, "topic": {}})
    pulls: dict[int, Pull] = field(default_factory=dict)


@dataclass
class World:
    """Everything. The token ``*`` is any token that has no entry of its own."""

    repositories: dict[str, Repository] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=lambda: {"*": Token()})
    ids: int = 0

    def token(self, value: str) -> Token | None:
        """The token behind what a request presented."""
        return self.tokens.get(value) or (self.tokens.get("*") if value else None)

    def comment(self, pull: Pull, body: str, author: Mapping[str, str] | None = None, **more: Any) -> Comment:
        """Add a comment at the end of a conversation, by our own account unless told otherwise."""
        self.ids += 1
        given = dict(BOT if author is None else author)
        url = f"http://github.test/pull/{pull.number}#issuecomment-{self.ids}"
        comment = Comment(f"IC_{self.ids:08}", body, **{"author": given, "url": url, **more})
        pull.comments.append(comment)
        return comment

    def find(self, node: str) -> tuple[Repository, Pull, Comment | None] | None:
        """The pull request with this node id, or the comment with this id and its pull request."""
        for name, repository in self.repositories.items():
            for pull in repository.pulls.values():
                if node == pull_id(name, pull):
                    return repository, pull, None
                for comment in pull.comments:
                    if comment.id == node:
                        return repository, pull, comment
        return None

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        return asdict(self)


def pull_id(repository: str, pull: Pull) -> str:
    """The node id of a pull request."""
    return f"PR_{repository}_{pull.number}"


def from_json(data: Mapping[str, Any]) -> World:
    """A world from the data that ``to_json`` gives; whatever is left out has its default."""
    world = World(ids=data.get("ids", 1000))
    if "tokens" in data:
        world.tokens = {value: Token(**token) for value, token in data["tokens"].items()}
    for name, given in data.get("repositories", {}).items():
        rest = {key: value for key, value in given.items() if key != "pulls"}
        repository = world.repositories[name] = Repository(**rest)
        for number, facts in given.get("pulls", {}).items():
            plain = {"number": int(number), **{key: value for key, value in facts.items() if key != "comments"}}
            pull = repository.pulls[int(number)] = Pull(**plain)
            for comment in facts.get("comments", []):
                if "id" in comment:
                    pull.comments.append(Comment(**comment))
                else:
                    world.comment(pull, **comment)
    return world


def mend(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` with ``changes`` laid over it, mapping by mapping."""
    merged = {str(key): copy.deepcopy(value) for key, value in data.items()}
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = mend(old, value) if isinstance(old, dict) and isinstance(value, Mapping) else value
    return merged
