"""Two runs at once: whatever the order of their steps, one comment stands in the end, and not with old words."""

from __future__ import annotations

import threading
from itertools import combinations

import pytest
from tests.github_server import GitHubServer, Token
from tests.github_server.run import DONE, OPEN, FakeClock, comments, github, ours, read, run, world

from whylint.github_api import ApiError, GitHub, Plan, Snapshot, Written, plan

POINTS = 5  # read, add, added, edit, delete: at most so many in one run
ORDERS = list(combinations(range(2 * POINTS), POINTS))


class Turns:
    """Lets two runs take their steps in one given order; a run that has ended early leaves its turns to the other."""

    def __init__(self, order: tuple[str, ...]) -> None:
        self._order = list(order)
        self._here: set[str] = set()
        self._ended: set[str] = set()
        self._change = threading.Condition()

    def step(self, token: str, _point: str) -> None:
        with self._change:
            self._here.add(token)
            self._change.notify_all()
            # whoever is next goes when the other has come to rest at its own next step, or has ended
            assert self._change.wait_for(lambda: self._mine(token), timeout=30)
            self._here.discard(token)
            if token in self._order:
                self._order.remove(token)

    def _mine(self, token: str) -> bool:
        other = "b" if token == "a" else "a"
        if other in self._ended:
            return True
        return other in self._here and next((each for each in self._order if each in "ab"), token) == token

    def end(self, token: str) -> None:
        with self._change:
            self._ended.add(token)
            self._change.notify_all()


def two_runs(server: GitHubServer, order: tuple[str, ...], bodies: dict[str, str]) -> dict[str, str]:
    turns = Turns(order)
    server.gate = turns.step
    server.world.tokens = {"a": Token(), "b": Token()}
    urls: dict[str, str] = {}

    def go(token: str) -> None:
        try:
            urls[token] = run(server, bodies[token], token=token)
        finally:
            turns.end(token)

    threads = [threading.Thread(target=go, args=(token,)) for token in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return urls


@pytest.mark.parametrize("same", [True, False], ids=["same words", "other words"])
def test_all_interleavings_of_two_first_runs_leave_one_comment(same: bool) -> None:
    bodies = {"a": OPEN, "b": OPEN if same else DONE}
    shapes: set[tuple[str, ...]] = set()
    with GitHubServer() as server:
        for turns_of_a in ORDERS:
            order = tuple("a" if n in turns_of_a else "b" for n in range(2 * POINTS))
            server.world = world()
            server.log.clear()
            urls = two_runs(server, order, bodies)
            stands = comments(server)
            assert len(stands) == 1, order
            assert ours(server)[0] in bodies.values()
            assert urls == {"a": stands[0].url, "b": stands[0].url}, order
            shapes.add(tuple(name for _, name in server.requests()))
    # the orders did lead to races, and to quiet runs as well
    assert ("Read", "Read", "Add") + (() if same else ("Amend",)) in shapes
    assert ("Read", "Read", "Add", "Add", "Amend", "Amend") in shapes


def test_a_run_that_saw_nobody_gives_way_to_the_oldest() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        late = read(connection)
        first = run(server)
        assert connection.write(late, plan(late, OPEN, all_answered=False)).url == first
        assert ours(server) == [OPEN]
        assert [name for _, name in server.requests()] == ["Read", "Read", "Add", "Add", "Amend"]


def test_a_comment_that_vanishes_again_and_again_is_a_fault_and_no_endless_chase() -> None:
    with GitHubServer(world()) as server:
        pull = server.world.repositories["o/r"].pulls[1]

        def meddle(_token: str, point: str) -> None:
            if point == "add":
                server.world.comment(pull, DONE)
            elif point == "edit":
                pull.comments.pop(0)

        server.gate = meddle
        with pytest.raises(ApiError, match=r"^GitHub did not write the comment: Could not resolve to a node"):
            run(server)
        assert [name for _, name in server.requests()] == ["Read", "Add", "Amend", "Add", "Amend"]


def judged(snapshot: Snapshot) -> Plan:
    answered = "answer" in snapshot.pull_request.body
    return plan(snapshot, DONE if answered else OPEN, answered)


def whole_run(connection: GitHub, snapshot: Snapshot) -> Written:
    """As the action does it: after a write that was outdated, read and judge once more."""
    written = connection.write(snapshot, judged(snapshot))
    if written.outdated:
        connection.write(snapshot := read(connection), judged(snapshot))
    return written


@pytest.mark.parametrize("exists", [False, True], ids=["first comment", "edit"])
def test_an_older_run_notices_that_it_overwrote_a_newer_one(exists: bool) -> None:
    with GitHubServer(world()) as server:
        pull = server.world.repositories["o/r"].pulls[1]
        if exists:
            server.world.comment(pull, OPEN + " and more")
        with github(server) as older, github(server) as newer:
            seen = read(older)
            pull.body = "an answer"
            assert not whole_run(newer, read(newer)).outdated
            assert whole_run(older, seen).outdated
        assert ours(server) == [DONE]


@pytest.mark.parametrize("change", [{"title": "x"}, {"body": "x"}, {"draft": True}, {"base": "release"}])
def test_what_makes_a_write_outdated(change: dict[str, object]) -> None:
    with GitHubServer(world()) as server, github(server, FakeClock()) as connection:
        snapshot = read(connection)
        for name, value in change.items():
            setattr(server.world.repositories["o/r"].pulls[1], name, value)
        assert connection.write(snapshot, judged(snapshot)).outdated


def test_a_write_on_what_was_read_is_not_outdated() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        snapshot = read(connection)
        assert not connection.write(snapshot, judged(snapshot)).outdated
