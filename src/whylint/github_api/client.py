"""The conversation with GitHub: one read, and nothing or one write; more only after a race, a fault or 200 comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self

from whylint.frozen import frozen
from whylint.github_api import snapshot as parts
from whylint.github_api.errors import ApiError, CannotComment, NotFound
from whylint.github_api.policy import Plan, converge
from whylint.github_api.queries import ADD, FILE, FILES, LOOK, MORE, READ, amend
from whylint.github_api.retry import Clock, Retry, SystemClock
from whylint.github_api.snapshot import Comment, File, Snapshot
from whylint.github_api.transport import Answer, Complaint, Transport
from whylint.model import PullRequest

_PERMISSION = "The token may not comment here: the job needs `permissions: pull-requests: write`"
_PAGES_OF_FILES = 30  # GitHub lists no more
# Fields of a pull request that are judged, or tell what was said before: half of them would be worse than none.
_WHOLE = frozenset(
    "id title body state isDraft locked author authorAssociation labels files additions deletions createdAt "
    "baseRefName headRefName oldest newest".split()
)
_LOCKED = "The conversation on the pull request is locked, so no comment can be written"


@frozen
class Written:
    """The address of the comment that now says what it was to say, empty if there is none.

    ``outdated`` tells whether the pull request was edited after it had been read. Another run may then have written
    something newer, which this one has overwritten: read, judge and write once more.
    """

    url: str
    outdated: bool = False


@contextmanager
def _read_as_it_should_be() -> Iterator[None]:
    """Tell an answer of another shape than GitHub's as its fault: it is none of ours, and takes no verdict with it."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ApiError(f"GitHub's answer is not as it should be ({type(error).__name__})") from None


class GitHub:
    """One connection to GitHub, to be used in a ``with`` statement. Raises only ``ApiError`` and its kinds."""

    def __init__(
        self, token: str, *, api_url: str, graphql_url: str, clock: Clock | None = None, timeout: float = 10
    ) -> None:
        """``graphql_url`` has to be on the host of ``api_url``; ``timeout`` is in seconds, for each wait."""
        clock = clock or SystemClock()
        self._retry = Retry(clock)
        self._transport = Transport(token, api_url=api_url, graphql_url=graphql_url, clock=clock, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    @_read_as_it_should_be()
    def read(self, repository: str, number: int, *, config_path: str, marker: str) -> Snapshot:
        """Everything about pull request ``number`` of ``repository`` (``owner/name``) that a run needs.

        Raises ``NotFound`` if there is no such pull request or the token may not see it, ``ApiError`` for all else.
        """
        owner, _, name = repository.partition("/")
        answer = self._ask(READ, owner=owner, name=name, number=number, config=config_path)
        pull = answer.get("repository", "pullRequest")
        if not isinstance(pull, Mapping):
            raise _unreadable(answer, repository, number)
        if any(_WHOLE & set(error.path[2:3]) for error in answer.errors):
            raise _unreadable(answer, repository, number)
        found = parts.pull_request(pull, number)
        edited, head = parts.edited_file(answer, found, config_path)
        return Snapshot(
            pull_request=found,
            node_id=pull["id"],
            url=parts.text(pull.get("url")),
            marker=marker,
            locked=pull.get("locked") is True,
            base=found.base,
            config=parts.config_file(answer, config_path),
            misnamed_config=parts.misnamed(answer, config_path),
            templates=parts.templates(answer),
            comments=self._own_comments(pull, marker),
            private=answer.get("repository", "isPrivate") is True,
            repository=repository,
            organization=parts.organization_file(answer, owner),
            organization_refused=parts.organization_refused(answer, owner),
            edited=edited,
            head=head,
        )

    @_read_as_it_should_be()
    def file(self, repository: str, ref: str, path: str) -> File | None:
        """A file of any repository of this GitHub at a branch, tag or commit; None if the token finds none there.

        Raises ``ApiError`` for a fault.
        """
        owner, _, name = repository.partition("/")
        answer = self._ask(FILE, owner=owner, name=name, expression=f"{ref}:{path}")
        blob = answer.get("repository", "object")
        if blob is None and any(error.type not in ("NOT_FOUND", "FORBIDDEN") for error in answer.errors):
            raise ApiError(f"GitHub did not give out {path} of {repository}: {answer.errors[0].message}")
        return None if blob is None else parts.blob_file(path, blob)

    @_read_as_it_should_be()
    def with_all_files(self, snapshot: Snapshot) -> PullRequest:
        """The pull request with all its changed paths (GitHub lists 3,000), a read for each further hundred.

        Raises ``ApiError`` for a fault.
        """
        pull, found, after, more = snapshot.pull_request, list[str](), None, True
        for _ in range(_PAGES_OF_FILES):
            connection = self._ask(FILES, id=snapshot.node_id, after=after).get("node", "files")
            if connection is None:
                raise ApiError("GitHub did not give out all changed files of the pull request")
            found += [parts.text(file.get("path")) for file in parts.nodes(connection)]
            more, after = connection["pageInfo"]["hasNextPage"] is not False, connection["pageInfo"]["endCursor"]
            if not more:
                break
        return replace(pull, files=tuple(found), files_complete=not more)

    @_read_as_it_should_be()
    def write(self, snapshot: Snapshot, plan: Plan) -> Written:
        """Carry out ``plan``.

        Raises ``CannotComment`` where the token or a lock forbids it, ``ApiError`` for all else.
        """
        if plan.is_empty:
            return Written(plan.keep.url if plan.keep else "")
        try:
            return self._create(snapshot, plan.body or "") if plan.keep is None else self._amend(snapshot, plan)
        except ApiError as error:
            if error.status != 403 or error.limited:
                raise
            refused = str(error)
        raise CannotComment(f"{_PERMISSION}. {refused}", status=403)

    def _ask(self, query: str, **variables: Any) -> Answer:
        return self._retry.run(lambda: self._transport.send(query, variables))

    def _own_comments(self, pull: Mapping[str, Any], marker: str) -> tuple[Comment, ...]:
        """Ours at both ends, none without a marker; from the middle, if there is one, only where the ends have none."""
        own = parts.own_comments([*parts.nodes(pull.get("oldest")), *parts.nodes(pull.get("newest"))], marker)
        connection = pull["oldest"]
        unread = connection["totalCount"] - 200
        while marker and not own and unread > 0 and connection["pageInfo"]["hasNextPage"]:
            after = connection["pageInfo"]["endCursor"]
            connection = self._ask(MORE, id=pull["id"], after=after).get("node", "comments")
            if connection is None:
                raise ApiError("GitHub did not give out all comments on the pull request")
            own = parts.own_comments(parts.nodes(connection), marker)
            unread -= 100
        return own

    def _create(self, snapshot: Snapshot, body: str, *, again: bool = True) -> Written:
        """Add a comment, then see to it that there is but one of ours, whatever another run did meanwhile."""

        def attempt() -> Mapping[str, Any]:
            answer = self._transport.send(ADD, {"input": {"subjectId": snapshot.node_id, "body": body}})
            if answer.get("add") is None:
                raise _refusal(answer.errors)
            added = answer.get("add", "commentEdge", "node")
            return {**(answer.get("add", "subject") or {}), "added": {"nodes": [added]}}

        def settled() -> Mapping[str, Any] | None:
            node = self._ask(LOOK, id=snapshot.node_id).get("node")
            if not node or not isinstance(node.get("comments"), Mapping):  # to try again could make a second one
                raise ApiError("GitHub did not say whether the comment was written")
            return node if parts.own_comments(parts.nodes(node["comments"]), snapshot.marker) else None

        subject = self._retry.run(attempt, settled)
        found = [*parts.nodes(subject.get("comments")), *parts.nodes(subject.get("added"))]
        own = parts.own_comments(found, snapshot.marker)
        steps = converge(own, body)
        if own and not steps.is_empty:
            return self._amend(snapshot, steps, again=again)
        return Written(own[0].url if own else "", _edited(snapshot, subject))

    def _amend(self, snapshot: Snapshot, plan: Plan, *, again: bool = True) -> Written:
        """Edit, hide or show, and delete, in one mutation. All of it may be repeated without harm."""
        if plan.keep is None:
            raise ValueError("a plan that amends keeps a comment")
        query, variables = amend(plan.keep.id, plan.body, plan.hide, plan.delete)
        answer = self._ask(query, **variables)
        for error in answer.errors:
            alias = error.path[0] if error.path else ""
            if alias == "edit" and error.type == "NOT_FOUND" and again and plan.body is not None:
                return self._create(snapshot, plan.body, again=False)
            gone = alias.startswith("delete") and error.type == "NOT_FOUND"  # another run was faster
            if not gone and alias not in ("hide", "show"):  # those are a courtesy: the words say the same
                raise _refusal((error,))
        if plan.body is not None and answer.get("edit") is None:
            raise _refusal(())
        return Written(plan.keep.url, _edited(snapshot, answer.get("edit", "issueComment", "pullRequest")))


def _edited(snapshot: Snapshot, now: Mapping[str, Any] | None) -> bool:
    """Whether what was judged differs from what stands there now."""
    if not now or "title" not in now:
        return False
    read = snapshot.pull_request
    words = (parts.text(now.get("title")), parts.text(now.get("body")), parts.text(now.get("baseRefName")))
    return words != (read.title, read.body, read.base) or now.get("isDraft") is not read.draft


def _unreadable(answer: Answer, repository: str, number: int) -> ApiError:
    errors = [error for error in answer.errors if error.path[:1] != ("organization",)]
    types = {error.type for error in errors}
    said = errors[0].message if errors else "no reason was given"
    if not types or types & {"NOT_FOUND", "FORBIDDEN"}:
        why = f"it does not exist, or the token needs `contents: read` and `pull-requests: read` ({said})"
        return NotFound(f"Pull request #{number} of {repository} cannot be read: {why}")
    return ApiError(f"GitHub could not answer for pull request #{number} of {repository}: {said}")


def _refusal(errors: tuple[Complaint, ...]) -> ApiError:
    said = errors[0].message if errors else "no reason was given"
    if "locked" in said.lower():
        return CannotComment(_LOCKED)
    if any(error.type == "FORBIDDEN" for error in errors) or "not accessible" in said.lower():
        return CannotComment(f"{_PERMISSION} ({said})")
    return ApiError(f"GitHub did not write the comment: {said}")
