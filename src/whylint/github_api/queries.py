"""Every query that is sent, as text. ``tests/contract`` holds them against GitHub's own schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PLACES = ("", ".github/", "docs/")
_NAMES = ("pull_request_template", "PULL_REQUEST_TEMPLATE")

TEMPLATE_FILES = tuple(f"{place}{name}{end}" for place in _PLACES for name in _NAMES for end in (".md", ".txt", ""))
"""Paths of templates. Without an ending it may be a template or a folder of them."""

_COMMENT = """
fragment CommentParts on IssueComment { id url body isMinimized minimizedReason viewerDidAuthor }
"""

_FACTS = """
fragment Facts on PullRequest { title body isDraft baseRefName }
"""

_ENTRY = """
fragment Entry on TreeEntry {
  name mode type
  object { __typename ... on Blob { byteSize isBinary isTruncated text } }
}
"""

_ALIASES = "\n".join(
    f'        t{n}: file(path: "{path}") {{ ...Entry{"" if path.endswith((".md", ".txt")) else " ...Folder"} }}'
    for n, path in enumerate(TEMPLATE_FILES)
)

READ = (
    """
query Read($owner: String!, $name: String!, $number: Int!, $config: String!) {
  repository(owner: $owner, name: $name) {
    isPrivate
    pullRequestTemplates { body }
    pullRequest(number: $number) {
      ...Facts
      id url state locked createdAt additions deletions authorAssociation headRefName
      author { __typename login }
      labels(first: 100) { nodes { name } }
      labelled: timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
        nodes { ... on LabeledEvent { actor { __typename login } label { name } } }
      }
      files(first: 100) { nodes { path } pageInfo { hasNextPage } }
      commits(last: 1) { nodes { commit { oid config: file(path: $config) { ...Entry } } } }
      oldest: comments(first: 100) { totalCount nodes { ...CommentParts } pageInfo { hasNextPage endCursor } }
      newest: comments(last: 100) { nodes { ...CommentParts } }
      baseRef { target { ... on Commit {
        config: file(path: $config) { ...Entry }
        folder: file(path: ".github") { object { ... on Tree { entries { name } } } }
"""
    + _ALIASES
    + """
      } } }
    }
  }
  organization: repository(owner: $owner, name: ".github") {
    defaultBranchRef { name target { ... on Commit {
      root: file(path: "whylint.yml") { ...Entry }
      inside: file(path: ".github/whylint.yml") { ...Entry }
    } } }
  }
}
fragment Folder on TreeEntry { object { ... on Tree { entries { ...Entry } } } }
"""
    + _COMMENT
    + _FACTS
    + _ENTRY
)

# What a config extends. An expression is REF:PATH, as git reads it.
FILE = """
query File($owner: String!, $name: String!, $expression: String!) {
  repository(owner: $owner, name: $name) {
    object(expression: $expression) { __typename ... on Blob { byteSize isBinary isTruncated text } }
  }
}
"""

MORE = (
    """
query More($id: ID!, $after: String) {
  node(id: $id) { ... on PullRequest {
    comments(first: 100, after: $after) { nodes { ...CommentParts } pageInfo { hasNextPage endCursor } }
  } }
}
"""
    + _COMMENT
)

FILES = """
query Files($id: ID!, $after: String) {
  node(id: $id) { ... on PullRequest {
    files(first: 100, after: $after) { nodes { path } pageInfo { hasNextPage endCursor } }
  } }
}
"""

_NEWEST = "... on PullRequest { ...Facts comments(last: %d) { nodes { ...CommentParts } } }"

LOOK = "query Look($id: ID!) { node(id: $id) { " + _NEWEST % 100 + " } }" + _COMMENT + _FACTS

# The answer shows the newest comments as they are after the write: a race is seen without a further read.
ADD = (
    "mutation Add($input: AddCommentInput!) { add: addComment(input: $input) { "
    "commentEdge { node { ...CommentParts } } subject { " + _NEWEST % 20 + " } } }" + _COMMENT + _FACTS
)


def amend(keep: str, body: str | None, hide: bool | None, delete: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """One mutation, with its variables, that edits (``body``), hides or shows (``hide``) and deletes comments."""
    fields: list[tuple[str, str, str, str, Mapping[str, str]]] = []
    if body is not None:
        wanted = "issueComment { url pullRequest { ...Facts } }"
        fields.append(("edit", "updateIssueComment", "UpdateIssueCommentInput", wanted, {"id": keep, "body": body}))
    if hide is True:
        given = {"subjectId": keep, "classifier": "RESOLVED"}
        fields.append(("hide", "minimizeComment", "MinimizeCommentInput", "clientMutationId", given))
    if hide is False:
        fields.append(("show", "unminimizeComment", "UnminimizeCommentInput", "clientMutationId", {"subjectId": keep}))
    for n, comment in enumerate(delete):
        fields.append(
            (f"delete{n}", "deleteIssueComment", "DeleteIssueCommentInput", "clientMutationId", {"id": comment})
        )
    heads = ", ".join(f"${alias}: {kind}!" for alias, _, kind, _, _ in fields)
    calls = " ".join(f"{alias}: {name}(input: ${alias}) {{ {wanted} }}" for alias, name, _, wanted, _ in fields)
    facts = _FACTS if body is not None else ""
    return f"mutation Amend({heads}) {{ {calls} }}{facts}", {alias: given for alias, _, _, _, given in fields}
