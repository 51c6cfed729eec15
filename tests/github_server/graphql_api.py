"""GraphQL over the state, executed by graphql-core against ``schema.graphql``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from .world import Comment, Pull, Repository, Token, World, pull_id

SCHEMA = build_schema((Path(__file__).parent / "schema.graphql").read_text("utf-8"))
NOBODY = "Could not resolve to a node with the global id of '%s'"
REFUSED = "Resource not accessible by integration"


class Refusal(GraphQLError):
    """An error as GitHub shows it: with a type beside the message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message, extensions={"type": kind})


class Api:
    """What one token sees. ``gate`` is called at the points where two runs can get in each other's way."""

    def __init__(self, world: World, viewer: Token, gate: Callable[[str], None] = lambda _: None) -> None:
        self.world, self.viewer, self.gate = world, viewer, gate

    # -- reading

    def node(self, _info: Any, id: str) -> dict[str, Any]:  # noqa: A002
        found = self.world.find(id)
        if found is None or self.viewer.pull_requests == "none":
            raise Refusal("NOT_FOUND", NOBODY % id)
        repository, pull, comment = found
        return self._pull(repository, pull) if comment is None else self._comment(repository, pull, comment)

    def repository(self, _info: Any, owner: str, name: str, followRenames: bool = True) -> dict[str, Any]:  # noqa: N803
        repository = self.world.repositories.get(f"{owner}/{name}")
        blind = self.viewer.contents == self.viewer.pull_requests == "none"
        hidden = repository is not None and repository.private and f"{owner}/{name}" in self.viewer.blind_to
        if repository is None or hidden or (repository.private and blind):
            raise Refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        return {
            "id": f"R_{owner}/{name}",
            "isPrivate": repository.private,
            "defaultBranchRef": lambda _info: self._ref(repository, repository.default_branch),
            "object": lambda _info, expression: self._object(repository, expression),
            "pullRequestTemplates": lambda _info: self._templates(repository),
            "pullRequest": lambda _info, number: self._numbered(repository, number),
        }

    def _numbered(self, repository: Repository, number: int) -> dict[str, Any]:
        if self.viewer.pull_requests == "none":
            raise Refusal("FORBIDDEN", REFUSED)
        if number not in repository.pulls:
            raise Refusal("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        return self._pull(repository, repository.pulls[number])

    def _templates(self, repository: Repository) -> list[dict[str, Any]]:
        files = repository.branches[repository.default_branch]
        places = ("pull_request_template", ".github/pull_request_template", "docs/pull_request_template")
        found = [p for p in files if p.lower().rpartition(".")[0] in places or p.lower().rpartition("/")[0] in places]
        return [{"filename": path, "body": files[path]} for path in found if isinstance(files[path], str)]

    def _pull(self, repository: Repository, pull: Pull) -> dict[str, Any]:
        name = next(name for name, each in self.world.repositories.items() if each is repository)
        return {
            "__typename": "PullRequest",
            "id": pull_id(name, pull),
            "number": pull.number,
            "url": f"http://github.test/{name}/pull/{pull.number}",
            "title": pull.title,
            "body": pull.body or "",
            "state": pull.state,
            "isDraft": pull.draft,
            "locked": pull.locked,
            "createdAt": pull.created,
            "author": _actor(pull.author),
            "authorAssociation": pull.association,
            "additions": pull.additions,
            "deletions": pull.deletions,
            "baseRefName": pull.base,
            "headRefName": pull.head,
            "baseRef": lambda _info: self._ref(repository, pull.base),
            "commits": lambda _info, **page: _page([self._commit(repository, pull)], page),
            "timelineItems": lambda _info, itemTypes, **page: _page(  # noqa: N803
                [_labelled(n, *each) for n, each in enumerate(pull.labelled_by)]
                if "LABELED_EVENT" in itemTypes
                else [],
                page,
            ),
            "labels": lambda _info, **page: _page([{"id": each, "name": each} for each in pull.labels], page),
            "files": lambda _info, **page: _page([{"path": path} for path in pull.files], page),
            "comments": lambda _info, **page: _page([self._comment(repository, pull, c) for c in pull.comments], page),
        }

    def _comment(self, repository: Repository, pull: Pull, comment: Comment) -> dict[str, Any]:
        return {
            "__typename": "IssueComment",
            "id": comment.id,
            "url": comment.url,
            "body": comment.body,
            "createdAt": comment.created,
            "author": _actor(comment.author),
            "viewerDidAuthor": comment.author == {"type": self.viewer.type, "login": self.viewer.login},
            "isMinimized": bool(comment.hidden),
            "minimizedReason": comment.hidden or None,
            "pullRequest": lambda _info: self._pull(repository, pull),
        }

    def _ref(self, repository: Repository, branch: str) -> dict[str, Any] | None:
        if self.viewer.contents == "none" and repository.private:
            raise Refusal("FORBIDDEN", REFUSED)
        if branch not in repository.branches:
            return None
        files = repository.branches[branch]
        file = {"__typename": "Commit", "id": "C_1", "oid": "c1", "file": lambda _info, path: _entry(files, path)}
        return {"id": f"REF_{branch}", "name": branch, "target": file}

    def _commit(self, repository: Repository, pull: Pull) -> dict[str, Any]:
        files = repository.branches.get(pull.head, {})
        file = {"__typename": "Commit", "id": "C_2", "oid": f"{pull.head}-commit"}
        return {"id": "PC_1", "commit": {**file, "file": lambda _info, path: _entry(files, path)}}

    def _object(self, repository: Repository, expression: str) -> dict[str, Any] | None:
        if self.viewer.contents == "none" and repository.private:
            raise Refusal("FORBIDDEN", REFUSED)
        ref, _, path = expression.partition(":")
        files = repository.branches.get(ref.removeprefix("refs/heads/").removesuffix("-commit"))
        entry = None if files is None else _entry(files, path)
        found: dict[str, Any] | None = entry and entry["object"]
        return found

    # -- writing

    def _may_write(self, node: str, *, comment: bool) -> tuple[Repository, Pull, Comment | None]:
        found = self.world.find(node)
        if found is None or (found[2] is None) is comment:
            raise Refusal("NOT_FOUND", NOBODY % node)
        if self.viewer.pull_requests != "write":
            raise Refusal("FORBIDDEN", REFUSED)
        return found

    def addComment(self, _info: Any, input: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self.gate("add")
        repository, pull, _ = self._may_write(input["subjectId"], comment=False)
        if pull.locked:
            raise Refusal("UNPROCESSABLE", "Unable to create comment because issue is locked.")
        if len(input["body"]) > 65536:
            raise Refusal("UNPROCESSABLE", "Body is too long (maximum is 65536 characters)")
        author = {"type": self.viewer.type, "login": self.viewer.login}
        added = self.world.comment(pull, input["body"].replace("\n", "\r\n"), author)
        self.gate("added")
        edge = {"cursor": added.id, "node": self._comment(repository, pull, added)}
        return {"commentEdge": edge, "subject": lambda _info: self._pull(repository, pull)}

    def updateIssueComment(self, _info: Any, input: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self.gate("edit")
        repository, pull, comment = self._may_write(input["id"], comment=True)
        assert comment is not None
        comment.body = input["body"].replace("\n", "\r\n")
        return {"issueComment": self._comment(repository, pull, comment)}

    def deleteIssueComment(self, _info: Any, input: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self.gate("delete")
        _, pull, comment = self._may_write(input["id"], comment=True)
        assert comment is not None
        pull.comments.remove(comment)
        return {}

    def minimizeComment(self, _info: Any, input: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        return {"minimizedComment": self._hide(input["subjectId"], input["classifier"].lower().replace("_", "-"))}

    def unminimizeComment(self, _info: Any, input: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        return {"unminimizedComment": self._hide(input["subjectId"], "")}

    def _hide(self, node: str, reason: str) -> dict[str, Any]:
        repository, pull, comment = self._may_write(node, comment=True)
        assert comment is not None
        comment.hidden = reason
        return self._comment(repository, pull, comment)


@cache
def operation(query: str) -> tuple[str, str]:
    """Whether a query reads or writes, and its name."""
    for node in parse(query).definitions:
        if isinstance(node, OperationDefinitionNode):
            return "write" if node.operation.value == "mutation" else "read", node.name.value if node.name else ""
    return "read", ""


@cache
def _checked(query: str) -> tuple[DocumentNode, tuple[str, ...]]:
    document = parse(query)
    return document, tuple(error.message for error in validate(SCHEMA, document))


def answer(api: Api, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of GitHub's answer to a query."""
    document, wrong = _checked(query)
    if wrong:
        return {"errors": [{"message": message, "extensions": {"code": "invalid"}} for message in wrong]}
    result = execute_sync(SCHEMA, document, root_value=api, variable_values=dict(variables))
    assert isinstance(result, ExecutionResult)
    errors = [_plain(error) for error in result.errors or ()]
    return {"data": result.data, **({"errors": errors} if errors else {})}


def _plain(error: GraphQLError) -> dict[str, Any]:
    plain: dict[str, Any] = {"path": error.path, "message": error.message}
    if "type" in (error.extensions or {}):
        plain["type"] = (error.extensions or {})["type"]
    return plain


def _actor(given: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if given is None else {"__typename": given["type"], "id": given["login"], "login": given["login"]}


def _labelled(number: int, label: str, login: str) -> dict[str, Any]:
    kind = "Bot" if login.endswith("[bot]") else "User"
    actor = _actor({"type": kind, "login": login.removesuffix("[bot]")})
    shown = {"id": label, "name": label}
    return {
        "__typename": "LabeledEvent",
        "id": f"LE_{number}",
        "createdAt": "2026-01-02T00:00:00Z",
        "actor": actor,
        "label": shown,
    }


def _page(found: list[dict[str, Any]], asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of a connection, by GitHub's rules: one end has to be named, and at most a hundred."""
    first, last = asked.get("first"), asked.get("last")
    if (first is None) is (last is None) or (first or last or 0) > 100:
        raise Refusal("EXCESSIVE_PAGINATION", "Give first or last, of at most 100.")
    start, end = 0, len(found)
    cursors = [f"cursor:{each.get('id', n)}" for n, each in enumerate(found)]
    if asked.get("after"):
        start = cursors.index(asked["after"]) + 1
    if asked.get("before"):
        end = cursors.index(asked["before"])
    low, high = (start, min(end, start + first)) if first is not None else (max(start, end - (last or 0)), end)
    info = {
        "hasPreviousPage": low > 0,
        "hasNextPage": high < len(found),
        "startCursor": cursors[low] if low < high else None,
        "endCursor": cursors[high - 1] if low < high else None,
    }
    return {"nodes": found[low:high], "totalCount": len(found), "pageInfo": info}


def _entry(files: Mapping[str, Any], path: str) -> dict[str, Any] | None:
    inside = sorted({name[len(path) + 1 :].partition("/")[0] for name in files if name.startswith(f"{path}/")})
    shape: dict[str, Any] = {"name": path.rpartition("/")[2], "path": path, "size": 0}
    if inside:
        tree = {
            "__typename": "Tree",
            "id": path,
            "oid": "t",
            "entries": [_entry(files, f"{path}/{name}") for name in inside],
        }
        return {**shape, "mode": 0o040000, "type": "tree", "object": tree}
    if path not in files:
        return None
    file = files[path]
    if isinstance(file, Mapping) and "submodule" in file:
        return {**shape, "mode": 0o160000, "type": "commit", "object": None}
    binary = isinstance(file, Mapping) and "binary" in file
    text = file if isinstance(file, str) else file.get("symlink") or "x" * file.get("bytes", 0)
    blob = {
        "__typename": "Blob",
        "id": path,
        "oid": "b",
        "text": None if binary else text[:512_000],
        "isBinary": binary,
        "byteSize": len(text.encode()),
        "isTruncated": len(text) > 512_000,
    }
    link = isinstance(file, Mapping) and "symlink" in file
    return {**shape, "mode": 0o120000 if link else 0o100644, "type": "blob", "object": blob}
