"""Which comment is to stand on a pull request, as a pure function: nothing here talks to anybody."""

from __future__ import annotations

from whylint.frozen import frozen
from whylint.github_api.snapshot import Comment, Snapshot


@frozen
class Plan:
    """What is to be done: ``body`` is written into ``keep``, or into a new comment if there is none to keep.

    ``body`` is None if the words stay as they are. ``hide`` is True to minimize what is kept, False to show it again,
    None to leave that as it is. ``delete`` are the ids of comments of ours that are too many.
    """

    keep: Comment | None = None
    body: str | None = None
    hide: bool | None = None
    delete: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.body is None and self.hide is None and not self.delete


def plan(snapshot: Snapshot, body: str | None, all_answered: bool) -> Plan:
    """What leads from ``snapshot`` to one comment that says ``body``; None leaves everything as it is.

    Nor is a closed or locked conversation touched. ``keep`` is a comment that says ``body`` in the end, so in those
    cases there may be none. Hiding and showing go only with new words: who hides or shows the comment by hand has
    decided, and is not overruled at the next push. Only what was hidden as resolved is shown again.
    """
    if body is None:
        return Plan()
    steps = converge(snapshot.comments, body)
    kept = steps.keep
    if snapshot.locked or snapshot.pull_request.state != "open":
        return Plan(kept) if steps.body is None else Plan()
    if kept is None or steps.body is None:
        return steps
    hide: bool | None = None
    if all_answered and not kept.minimized:
        hide = True
    elif not all_answered and kept.minimized and kept.hidden_as.lower() == "resolved":
        hide = False
    return Plan(kept, steps.body, hide, steps.delete)


def converge(comments: tuple[Comment, ...], body: str) -> Plan:
    """Keep the oldest, write ``body`` into it unless it says so already, delete all others."""
    if not comments:
        return Plan(body=body)
    oldest, *others = comments
    changed = _comparable(oldest.body) != _comparable(body)
    return Plan(oldest, body if changed else None, None, tuple(other.id for other in others))


def _comparable(body: str) -> str:
    # GitHub may store CRLF and drop blanks at the end
    return body.replace("\r\n", "\n").rstrip()
