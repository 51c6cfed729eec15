"""The edge to GitHub: one read gives a ``Snapshot``, a pure policy makes a ``Plan``, at most one write carries it out.

Nothing outside this package imports PyGithub, and importing this package does not import it either: a ``GitHub`` does.

Errors: ``ApiError`` is the root; ``NotFound``, ``CannotComment`` and ``Unusable`` are kinds of it. Their text is one
line that can be shown as it is: it never holds the token, and at most 200 harmless characters of what a server said.
"""

from whylint.github_api.client import GitHub, Written
from whylint.github_api.errors import ApiError, CannotComment, NotFound, Unusable
from whylint.github_api.policy import Plan, plan
from whylint.github_api.retry import Clock, SystemClock
from whylint.github_api.snapshot import Comment, File, Snapshot
from whylint.github_api.transport import graphql_url

__all__ = [
    "ApiError",
    "CannotComment",
    "Clock",
    "Comment",
    "File",
    "GitHub",
    "NotFound",
    "Plan",
    "Snapshot",
    "SystemClock",
    "Unusable",
    "Written",
    "graphql_url",
    "plan",
]
