"""Answers that are not as GitHub's are, to every request but the read: its fault, told in one line."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.github_server import Fault, GitHubServer, Pull
from tests.github_server.graphql_api import Api, answer
from tests.github_server.run import OPEN, comments, github, read, run, world
from tests.test_github_read import altered, paths

from whylint.github_api import ApiError, GitHub

STRANGE = (None, "x", 3, [3], {"x": 3}, True)


def add(server: GitHubServer, _: GitHub) -> None:
    comments(server).clear()
    run(server)


def amend(server: GitHubServer, _: GitHub) -> None:
    comments(server).clear()
    server.world.comment(server.world.repositories["o/r"].pulls[1], OPEN + "old")
    run(server)


def look(server: GitHubServer, _: GitHub) -> None:
    comments(server).clear()
    server.faults.insert(0, Fault(on="Add", stored=True))
    run(server)


def file(_: GitHubServer, connection: GitHub) -> None:
    connection.file("o/r", "main", "a.yml")


def files(_: GitHubServer, connection: GitHub) -> None:
    connection.with_all_files(read(connection))


@pytest.mark.parametrize("ask", [add, amend, look, file, files])
def test_an_answer_of_another_shape_is_no_fault_of_ours(ask: Callable[[GitHubServer, GitHub], None]) -> None:
    pull = Pull(1, files=[f"{number}.py" for number in range(101)])
    branches: dict[str, Any] = {"main": {"a.yml": "version: 1\n"}, "topic": {}}
    name = ask.__name__.capitalize()
    with GitHubServer(world(pull, branches=branches)) as server, github(server) as connection:
        ask(server, connection)
        request = next(each for each in server.log if each.name == name)
        viewer, before = server.world.token("*"), copy.deepcopy(server.world)
        assert viewer
        whole = answer(Api(before, viewer), request.query, request.variables)
        assert "errors" not in whole
        for path in paths(whole["data"]):
            for strange in STRANGE:
                odd = Fault(on=name, status=200, body=json.dumps(altered(whole, path, strange)))
                server.faults = [odd]
                with contextlib.suppress(ApiError):  # and nothing else
                    ask(server, connection)
                assert odd not in server.faults, path


def test_files_of_which_nobody_knows_whether_they_are_all_are_not_all() -> None:
    pull = Pull(1, files=[f"{number}.py" for number in range(101)])
    with GitHubServer(world(pull)) as server, github(server) as connection:
        snapshot = read(connection)
        page = {"nodes": [{"path": "a.py"}], "pageInfo": {"hasNextPage": None, "endCursor": None}}
        body = json.dumps({"data": {"node": {"files": page}}})
        server.fail(Fault(on="Files", status=200, body=body, times=30))
        assert connection.with_all_files(snapshot).files_complete is False
