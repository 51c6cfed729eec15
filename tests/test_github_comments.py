"""The one comment: what a run costs, which comments are ours, and what is done about them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.github_server import BOT, GitHubServer, Pull, Token
from tests.github_server.run import DONE, MARK, OPEN, comments, github, ours, read, run, world

from whylint.github_api import CannotComment, Comment, Plan, Snapshot, plan
from whylint.model import PullRequest

READ, ADD, AMEND, MORE = ("read", "Read"), ("write", "Add"), ("write", "Amend"), ("read", "More")


def conversation(server: GitHubServer, length: int, own: int | None = None) -> None:
    """That many comments, of which the one at ``own`` is ours."""
    pull = server.world.repositories["o/r"].pulls[1]
    for n in range(length):
        if n == own:
            server.world.comment(pull, OPEN)
        else:
            server.world.comment(pull, f"comment {n}", {"type": "User", "login": "ada"})


@pytest.mark.parametrize("length", [0, 1, 30, 31, 100, 101, 200])
def test_a_first_comment_costs_one_read_and_one_write(length: int) -> None:
    with GitHubServer(world()) as server:
        conversation(server, length)
        url = run(server)
        assert ours(server) == [OPEN]
        assert url == comments(server)[-1].url
        assert server.requests() == [READ, ADD]


@pytest.mark.parametrize(
    ("length", "own"),
    [
        *((1, 0), (31, 0), (31, 30), (101, 0), (101, 100), (150, 0), (150, 75), (150, 149)),
        *((200, 99), (200, 100), (250, 0), (250, 249)),
    ],
)
def test_the_same_words_are_not_written_again(length: int, own: int) -> None:
    with GitHubServer(world()) as server:
        conversation(server, length, own)
        url = run(server)
        assert url == comments(server)[own].url
        assert server.requests() == [READ]


@pytest.mark.parametrize(("length", "own"), [(1, 0), (150, 75), (250, 0), (250, 249)])
def test_new_words_are_written_in_place_with_one_write(length: int, own: int) -> None:
    with GitHubServer(world()) as server:
        conversation(server, length, own)
        run(server, DONE, answered=True)
        assert ours(server) == [DONE]
        assert len(comments(server)) == length
        assert comments(server)[own].hidden == "resolved"
        assert server.requests() == [READ, AMEND]


@pytest.mark.parametrize(
    ("length", "own", "pages"), [(201, 100, 1), (250, 120, 1), (450, 120, 1), (450, 230, 2), (450, 340, 3)]
)
def test_the_middle_of_a_long_conversation_is_searched(length: int, own: int, pages: int) -> None:
    with GitHubServer(world()) as server:
        conversation(server, length, own)
        run(server, DONE)
        assert ours(server) == [DONE]
        assert server.requests() == [READ, *[MORE] * pages, AMEND]


@pytest.mark.parametrize(("length", "pages"), [(201, 1), (250, 1), (450, 3)])
def test_a_long_conversation_without_ours_is_read_once_to_its_end(length: int, pages: int) -> None:
    with GitHubServer(world()) as server:
        conversation(server, length)
        run(server)
        assert ours(server) == [OPEN]
        assert server.requests() == [READ, *[MORE] * pages, ADD]


def test_comments_that_are_not_ours_are_left_alone() -> None:
    forged = [
        (OPEN, {"type": "User", "login": "mallory"}),
        (OPEN, {"type": "User", "login": "github-actions"}),
        (OPEN, {"type": "Bot", "login": "another-app"}),
        (f"> {OPEN}", BOT),
        (f"\n{OPEN}", BOT),
        (OPEN.replace("key=default", "key=other"), BOT),
    ]
    with GitHubServer(world()) as server:
        pull = server.world.repositories["o/r"].pulls[1]
        for body, author in forged:
            server.world.comment(pull, body, author)
        server.world.comment(pull, OPEN).author = None
        before = [(c.body, c.author, c.hidden) for c in pull.comments]
        run(server, DONE, answered=True)
        assert [(c.body, c.author, c.hidden) for c in pull.comments[:-1]] == before
        assert pull.comments[-1].body.startswith(MARK)
        assert server.requests() == [READ, ADD]


def test_a_whole_life_keeps_one_comment() -> None:
    with GitHubServer(world()) as server:
        run(server)
        run(server)
        assert comments(server)[0].hidden == ""
        run(server, DONE, answered=True)
        assert comments(server)[0].hidden == "resolved"
        run(server, DONE, answered=True)
        run(server)
        assert comments(server)[0].hidden == ""
        assert ours(server) == [OPEN]
        assert server.requests() == [READ, ADD, READ, READ, AMEND, READ, READ, AMEND]


def test_two_of_ours_become_the_oldest_in_one_write() -> None:
    with GitHubServer(world()) as server:
        pull = server.world.repositories["o/r"].pulls[1]
        oldest = server.world.comment(pull, "<!-- whylint:v1 key=default --> old")
        server.world.comment(pull, "hello", {"type": "User", "login": "ada"})
        server.world.comment(pull, OPEN)
        server.world.comment(pull, OPEN)
        assert run(server) == oldest.url
        assert [c.id for c in pull.comments] == [oldest.id, pull.comments[1].id]
        assert ours(server) == [OPEN]
        assert server.requests() == [READ, AMEND]


@pytest.mark.parametrize("facts", [{"locked": True}, {"state": "CLOSED"}, {"state": "MERGED"}])
def test_a_locked_or_closed_conversation_is_left_alone(facts: dict[str, Any]) -> None:
    with GitHubServer(world(Pull(1, **facts))) as server:
        server.world.comment(server.world.repositories["o/r"].pulls[1], OPEN)
        assert run(server, DONE, answered=True) == ""
        assert run(server, OPEN) == comments(server)[0].url
        assert server.requests() == [READ, READ]


def test_no_words_mean_that_nothing_is_touched() -> None:
    with GitHubServer(world()) as server:
        conversation(server, 2, 1)
        run(server, None)
        assert server.requests() == [READ]


def test_a_comment_that_vanished_in_between_is_made_anew_once() -> None:
    with GitHubServer(world()) as server:
        conversation(server, 1, 0)
        with github(server) as connection:
            snapshot = read(connection)
            comments(server).clear()
            url = connection.write(snapshot, plan(snapshot, DONE, all_answered=True)).url
        assert ours(server) == [DONE]
        assert url == comments(server)[0].url
        assert server.requests() == [READ, AMEND, ADD]


def test_a_conversation_that_was_locked_in_between_says_so() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        snapshot = read(connection)
        server.world.repositories["o/r"].pulls[1].locked = True
        with pytest.raises(CannotComment, match=r"is locked, so no comment can be written$"):
            connection.write(snapshot, plan(snapshot, OPEN, all_answered=False))
        assert ours(server) == []


@pytest.mark.parametrize("exists", [False, True])
def test_a_read_only_token_names_the_permission(exists: bool) -> None:
    with GitHubServer(world()) as server:
        conversation(server, 1, 0 if exists else None)
        server.world.tokens["*"] = Token(pull_requests="read")
        with pytest.raises(CannotComment, match="`permissions: pull-requests: write`") as caught:
            run(server, DONE)
        assert "\n" not in str(caught.value)
        assert server.requests() == [READ, AMEND if exists else ADD]


PULL = PullRequest(title="T", number=1)
HERE = Comment("IC_1", "url", OPEN)
HERE_CRLF = Comment("IC_1", "url", OPEN.replace("\n", "\r\n"))
DONE_SHOWN = Comment("IC_1", "url", DONE)
DONE_HIDDEN = Comment("IC_1", "url", DONE, minimized=True, hidden_as="resolved")
DONE_OFF_TOPIC = Comment("IC_1", "url", DONE, minimized=True, hidden_as="off-topic")
OPEN_HIDDEN = Comment("IC_1", "url", OPEN, minimized=True, hidden_as="resolved")
TWIN = Comment("IC_2", "url", OPEN)


def snap(*own: Comment) -> Snapshot:
    return Snapshot(PULL, "PR_1", "url", MARK, comments=own)


@pytest.mark.parametrize(
    ("own", "body", "answered", "expected"),
    [
        ((), OPEN, False, Plan(body=OPEN)),
        ((), DONE, True, Plan(body=DONE)),
        ((), None, True, Plan()),
        ((HERE,), OPEN, False, Plan(HERE)),
        ((HERE,), None, False, Plan()),
        ((HERE_CRLF,), OPEN + "\n", False, Plan(HERE_CRLF)),
        ((HERE,), DONE, True, Plan(HERE, DONE, hide=True)),
        ((HERE,), DONE, False, Plan(HERE, DONE)),
        ((DONE_SHOWN,), DONE, True, Plan(DONE_SHOWN)),
        ((DONE_HIDDEN,), DONE, True, Plan(DONE_HIDDEN)),
        ((DONE_HIDDEN,), OPEN, False, Plan(DONE_HIDDEN, OPEN, hide=False)),
        ((DONE_OFF_TOPIC,), OPEN, False, Plan(DONE_OFF_TOPIC, OPEN)),
        ((OPEN_HIDDEN,), OPEN, False, Plan(OPEN_HIDDEN)),
        ((HERE, TWIN), OPEN, False, Plan(HERE, delete=("IC_2",))),
        ((HERE, TWIN), DONE, True, Plan(HERE, DONE, hide=True, delete=("IC_2",))),
    ],
)
def test_the_policy(own: tuple[Comment, ...], body: str | None, answered: bool, expected: Plan) -> None:
    found = plan(snap(*own), body, answered)
    assert found == expected
    assert found.is_empty is (expected.body is None and expected.hide is None and not expected.delete)
