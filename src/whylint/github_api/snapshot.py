"""What one read tells, as plain values, and the way there from GitHub's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from whylint import entry
from whylint.frozen import frozen
from whylint.github_api.queries import TEMPLATE_FILES
from whylint.github_api.transport import Answer, Complaint
from whylint.model import PullRequest
from whylint.text import whole

LARGEST_FILE = 64 * 1024
_SYMLINK = 0o120000
_BASE = ("repository", "pullRequest", "baseRef")


@frozen
class File:
    """A file of a repository. ``text`` is None where ``problem`` says why it cannot be used."""

    path: str
    text: str | None
    problem: str = ""


@frozen
class Comment:
    """A comment of ours: written by this token's own account, and opening with our marker.

    ``hidden_as`` is GitHub's word for why it is minimized (``resolved``, ``off-topic`` ...), empty if it is not.
    """

    id: str
    url: str
    body: str
    minimized: bool = False
    hidden_as: str = ""


@frozen
class Snapshot:
    """A pull request at one moment, with what it is judged by and what we said about it before.

    ``config`` is None if there is none at the base branch; ``misnamed_config`` is the path of a file that was
    probably meant to be it. ``organization`` is the config in the owner's repository ``.github``,
    and ``organization_refused`` says why there is none though there may be one. ``edited`` is the
    config as the pull request leaves it, None if it does not touch it; ``head`` is the commit that it stands at.
    ``comments`` are ours, oldest first.
    """

    pull_request: PullRequest
    node_id: str
    url: str
    marker: str
    locked: bool = False
    base: str = ""
    config: File | None = None
    misnamed_config: str = ""
    templates: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    private: bool = False
    repository: str = ""
    organization: File | None = None
    organization_refused: str = ""
    edited: File | None = None
    head: str = ""


def text(value: object) -> str:
    """A string of an answer, without the lone surrogates that JSON can smuggle in; empty for null."""
    return whole(value) if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if type(value) is int else None


def nodes(connection: object) -> list[Mapping[str, Any]]:
    """The nodes of a connection; none of a missing one."""
    found = connection.get("nodes") if isinstance(connection, Mapping) else None
    return [node for node in found or () if node]


def own_comments(found: Iterable[Mapping[str, Any]], marker: str) -> tuple[Comment, ...]:
    """Those of the comments that are ours, each once, in their order."""
    own: dict[str, Comment] = {}
    for node in found:
        body = text(node.get("body"))
        if node.get("viewerDidAuthor") is True and marker and body.startswith(marker):
            hidden, reason = node.get("isMinimized") is True, text(node.get("minimizedReason"))
            own[node["id"]] = Comment(node["id"], text(node.get("url")), body, hidden, reason)
    return tuple(own.values())


def pull_request(pull: Mapping[str, Any], number: int) -> PullRequest:
    """The plain facts of GitHub's pull request."""
    return PullRequest(
        title=text(pull.get("title")),
        body=text(pull.get("body")),
        number=number,
        author=_login(pull.get("author")),
        association=text(pull.get("authorAssociation")),
        labels=tuple(text(label.get("name")) for label in nodes(pull.get("labels"))),
        labelled_by=tuple(
            (text((event.get("label") or {}).get("name")), _login(event.get("actor")))
            for event in nodes(pull.get("labelled"))
            if event.get("actor")
        ),
        draft=pull.get("isDraft") is True,
        state=text(pull.get("state")).lower(),
        base=text(pull.get("baseRefName")),
        head=text(pull.get("headRefName")),
        files=tuple(text(file.get("path")) for file in nodes(pull.get("files"))),
        files_complete=((pull.get("files") or {}).get("pageInfo") or {}).get("hasNextPage") is False,
        additions=_number(pull.get("additions")),
        deletions=_number(pull.get("deletions")),
        created_at=text(pull.get("createdAt")),
    )


def _login(actor: Mapping[str, Any] | None) -> str:
    login = text((actor or {}).get("login"))
    is_bot = (actor or {}).get("__typename") == "Bot" and not login.endswith("[bot]")
    return f"{login}[bot]" if is_bot else login  # GraphQL leaves it out


def config_file(answer: Answer, path: str) -> File | None:
    """The config at the base branch. What could not be read is a problem, no absence: no rule falls away silently."""
    where = (*_BASE, "target", "config")
    for error in answer.errors:
        on_the_way = error.path[:3] == _BASE and where[: len(error.path)] == error.path[: len(where)]
        if on_the_way and not _absent(error, where):
            return File(path, None, f"GitHub did not give it out ({error.message}); the job may lack `contents: read`")
    if answer.get(*where[:-1]) is None:  # of a branch that is gone nobody knows whether it had one
        return File(path, None, "the branch is not there")
    entry = answer.get(*where)
    return None if entry is None else _file(path, entry)


def _absent(error: Complaint, where: tuple[str, ...]) -> bool:
    return error.type == "NOT_FOUND" and error.path == where


def organization_file(answer: Answer, owner: str) -> File | None:
    """The config of all repositories of an owner; none where the token does not see that repository.

    What could not be read for another reason is a problem, no absence.
    """
    for error in answer.errors:
        if error.path[:1] == ("organization",) and error.type not in ("NOT_FOUND", "FORBIDDEN"):
            return File(f"{owner}/.github/whylint.yml", None, f"GitHub did not give it out ({error.message})")
    for place, path in (("root", "whylint.yml"), ("inside", ".github/whylint.yml")):
        if entry := answer.get("organization", "defaultBranchRef", "target", place):
            branch = text(answer.get("organization", "defaultBranchRef", "name"))
            return _file(f"{owner}/.github/{path}@{branch}", entry)
    return None


def organization_refused(answer: Answer, owner: str) -> str:
    """Why the token may not read the owner's repository ``.github``; empty if it may, or if there is none for it."""
    refused = [each for each in answer.errors if each.path[:1] == ("organization",) and each.type == "FORBIDDEN"]
    return f"the token may not read {owner}/.github ({refused[0].message})" if refused else ""


def edited_file(answer: Answer, found: PullRequest, path: str) -> tuple[File | None, str]:
    """The config as the pull request leaves it, and the commit; None if it does not touch it or takes it away."""
    commits = nodes(answer.get("repository", "pullRequest", "commits"))
    commit = (commits[-1].get("commit") if commits else None) or {}
    entry = commit.get("config")
    touched = path in found.files or not found.files_complete
    return (_file(path, entry) if entry and touched else None), text(commit.get("oid"))


def blob_file(path: str, blob: Mapping[str, Any]) -> File:
    """A file that was read by its name at a commit."""
    return _file(path, {"object": blob, "type": "tree" if blob.get("__typename") == "Tree" else "blob"})


def misnamed(answer: Answer, path: str) -> str:
    """A file in ``.github`` that differs from the config only in case or in ``.yml`` for ``.yaml``; empty if none."""
    if path.rpartition("/")[0] != ".github":
        return ""
    entries = answer.get(*_BASE, "target", "folder", "object", "entries") or ()
    return entry.misnamed(path, (text(each.get("name")) for each in entries))


def templates(answer: Answer) -> tuple[str, ...]:
    """The texts of all templates, of the default branch and of the base branch, each once."""
    found = [text(template.get("body")) for template in answer.get("repository", "pullRequestTemplates") or ()]
    for n, path in enumerate(TEMPLATE_FILES):
        entry = answer.get(*_BASE, "target", f"t{n}")
        if entry is None:
            continue
        inside = (entry.get("object") or {}).get("entries")
        found += [_file(path, e).text or "" for e in ([entry] if inside is None else inside)]
    return tuple(dict.fromkeys(t for t in found if t.strip()))


def _file(path: str, entry: Mapping[str, Any]) -> File:
    blob = entry.get("object") or {}
    problem = ""
    if entry.get("type") == "tree":
        problem = "it is a folder"
    elif entry.get("type") == "commit":
        problem = "it is a submodule"
    elif entry.get("mode") == _SYMLINK:
        problem = "it is a symbolic link"
    elif blob.get("isTruncated") or (blob.get("byteSize") or 0) > LARGEST_FILE:
        problem = f"it is larger than {LARGEST_FILE // 1024} KiB"
    elif blob.get("isBinary") or not isinstance(blob.get("text"), str):
        problem = "it is not text"
    return File(path, None if problem else text(blob["text"]).removeprefix("\ufeff"), problem)
