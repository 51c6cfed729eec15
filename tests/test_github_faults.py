"""Faults between us and GitHub: one comment at most, bounded patience, one clear line, and never the token."""

from __future__ import annotations

import gzip
import json
import socket
import traceback
from typing import Any

import pytest
from tests.github_server import Fault, GitHubServer, Pull, Request, Token
from tests.github_server.graphql_api import Api, answer
from tests.github_server.run import DONE, OPEN, TOKEN, FakeClock, github, ours, read, run, world

from whylint.github_api import ApiError, CannotComment, GitHub, Unusable, plan
from whylint.github_api.wire import LARGEST

BAD_GATEWAY = {"how": "status", "status": 502}
HTML = {"how": "status", "status": 200, "body": "<html><b>Unicorn</b></html>", "headers": {"Content-Type": "text/html"}}
PASSING: dict[str, dict[str, Any]] = {
    "502": BAD_GATEWAY,
    "503 in html": {"how": "status", "status": 503, "body": "<html></html>"},
    "html": HTML,
    "cut off": {"how": "cut"},
    "nothing": {"how": "status", "status": 200, "body": ""},
    "reset": {"how": "reset"},
    "silence": {"how": "silence"},
    "went wrong": {"how": "errors", "errors": [{"message": "Something went wrong while executing your query."}]},
}
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."


def patience(fault: dict[str, Any]) -> float:
    """Seconds to wait for an answer: few where none comes, else more than a busy machine takes to give one."""
    return 1 if fault["how"] == "silence" else 10


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_read_outlives_two_faults(fault: dict[str, Any]) -> None:
    clock = FakeClock()
    with GitHubServer(world()) as server, github(server, clock, timeout=patience(fault)) as connection:
        server.fail(Fault(times=2, on="Read", **fault))
        assert read(connection).pull_request.number == 1
        assert len(server.log) == 3
    assert clock.slept == [1, 4]


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_read_gives_up_after_three_with_one_clear_line(fault: dict[str, Any]) -> None:
    with GitHubServer(world()) as server, github(server, timeout=patience(fault)) as connection:
        server.fail(Fault(times=9, **fault))
        with pytest.raises(ApiError) as caught:
            read(connection)
        assert len(server.log) == 3
    assert str(caught.value).startswith("GitHub ")
    assert str(caught.value).endswith(" (tried 3 times)")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_lost_answer_to_a_new_comment_makes_no_second_one(fault: dict[str, Any], stored: bool) -> None:
    with GitHubServer(world()) as server:
        server.fail(Fault(on="Add", stored=stored, **fault))
        url = run(server, timeout=patience(fault))
        kept = stored or fault["how"] in ("cut", "errors")  # a cut answer is the answer to something that was done
        assert ours(server) == [OPEN]
        assert url == server.world.repositories["o/r"].pulls[1].comments[0].url
        names = [name for _, name in server.requests()]
        assert names == ["Read", "Add", "Look"] + ([] if kept else ["Add"])


def test_three_lost_answers_leave_one_comment_and_no_fault() -> None:
    with GitHubServer(world()) as server:
        server.fail(Fault(on="Add"), Fault(on="Add"), Fault(on="Add", stored=True))
        run(server)
        assert ours(server) == [OPEN]
        assert [name for _, name in server.requests()] == ["Read", "Add", "Look", "Add", "Look", "Add", "Look"]


@pytest.mark.parametrize("facts", [None, {"comments": None}, {"title": "x"}])
@pytest.mark.parametrize("errors", [[], [{"path": ["node"], "type": "INTERNAL", "message": "no"}]])
def test_where_nobody_knows_whether_it_was_written_it_is_not_written_again(facts: object, errors: list[Any]) -> None:
    with GitHubServer(world()) as server:
        answer = {"data": {"node": facts}, **({"errors": errors} if errors else {})}
        server.fail(Fault(on="Add", stored=True), Fault(on="Look", status=200, body=json.dumps(answer)))
        with pytest.raises(ApiError, match=r"^GitHub did not say whether the comment was written$"):
            run(server)
        assert ours(server) == [OPEN]


def test_three_failures_to_add_are_a_fault() -> None:
    with GitHubServer(world()) as server:
        server.fail(Fault(on="Add", times=3))
        with pytest.raises(ApiError) as caught:
            run(server)
        assert str(caught.value) == "GitHub answered with status 502: Bad Gateway (request C0DE:1:2:3) (tried 3 times)"
        assert ours(server) == []


def test_a_lost_answer_where_another_run_was_faster_ends_with_our_words() -> None:
    with GitHubServer(world()) as server:
        server.fail(Fault(on="Add"))
        pull = server.world.repositories["o/r"].pulls[1]

        def faster(request: Request) -> None:
            if request.name == "Add":
                server.world.comment(pull, DONE)

        server.before = faster
        run(server)
        assert ours(server) == [OPEN]
        assert [name for _, name in server.requests()] == ["Read", "Add", "Look", "Amend"]


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_an_edit_is_repeated(fault: dict[str, Any], stored: bool) -> None:
    with GitHubServer(world()) as server:
        pull = server.world.repositories["o/r"].pulls[1]
        for _ in range(3):
            server.world.comment(pull, OPEN)
        server.fail(Fault(on="Amend", stored=stored, **fault))
        run(server, DONE, answered=True, timeout=patience(fault))
        assert ours(server) == [DONE]
        assert pull.comments[0].hidden == "resolved"
        assert [name for _, name in server.requests()] == ["Read", "Amend", "Amend"]


RESET = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000050"}
LIMITS: list[tuple[str, int, dict[str, str], str, list[float]]] = [
    ("retry-after", 403, {"Retry-After": "3"}, "Slow down", [3]),
    ("retry-after", 429, {"Retry-After": "3"}, "Slow down", [3]),
    ("retry-after before reset", 403, {"Retry-After": "3", **RESET}, "x", [3]),
    ("reset", 403, RESET, "API rate limit exceeded", [51]),
    ("reset", 429, RESET, "x", [51]),
    ("reset in the past", 429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "17"}, "x", [1]),
    ("nothing", 403, {}, SECONDARY, [60]),
    ("nothing", 429, {}, "", [60]),
    ("nonsense", 429, {"Retry-After": "soon"}, "", [60]),
]


@pytest.mark.parametrize("name", ["Read", "Add", "Amend"])
@pytest.mark.parametrize(("headers", "status", "message", "slept"), [(h, s, m, w) for _, s, h, m, w in LIMITS])
def test_a_rate_limit_is_waited_for(
    name: str, headers: dict[str, str], status: int, message: str, slept: list[float]
) -> None:
    clock = FakeClock()
    with GitHubServer(world()) as server:
        if name == "Amend":
            server.world.comment(server.world.repositories["o/r"].pulls[1], OPEN)
        server.fail(Fault(on=name, status=status, headers=headers, body=f'{{"message": "{message}"}}'))
        run(server, DONE, clock=clock)
        assert ours(server) == [DONE]
        assert [each for _, each in server.requests()].count(name) == 2
        assert len(server.log) == (4 if name == "Add" else 3)  # it is looked whether the comment is there after all
    assert clock.slept == slept


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"Retry-After": "3600"}),
        (429, {"Retry-After": "3600"}),
        (503, {"Retry-After": "3600"}),
        (429, {"Retry-After": "9" * 400}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800003600"}),
    ],
)
def test_a_long_wait_gives_up_at_once(status: int, headers: dict[str, str]) -> None:
    clock = FakeClock()
    with GitHubServer(world()) as server, github(server, clock) as connection:
        server.fail(Fault(status=status, headers=headers))
        with pytest.raises(ApiError, match=r"which asks to wait for [0-9]+ s \(tried once\)$"):
            read(connection)
        assert len(server.log) == 1
    assert clock.slept == []


def test_the_waits_of_a_run_share_ninety_seconds() -> None:
    clock = FakeClock()
    with GitHubServer(world()) as server:
        server.fail(Fault(on="Read", status=429), Fault(on="Add", status=429, headers={"Retry-After": "31"}))
        with pytest.raises(ApiError):
            run(server, clock=clock)
    assert clock.slept == [60]


@pytest.mark.parametrize("kind", [{"type": "RATE_LIMITED", "message": "x"}, {"message": SECONDARY}])
def test_a_rate_limit_with_status_200(kind: dict[str, str]) -> None:
    clock = FakeClock()
    with GitHubServer(world()) as server, github(server, clock) as connection:
        server.fail(Fault("errors", errors=[kind]))
        assert read(connection).pull_request.number == 1
    assert clock.slept == [60]


@pytest.mark.parametrize("status", [302, 307, 308, 400, 401, 403, 404, 410, 422, 451])
def test_what_will_not_pass_is_not_tried_again(status: int) -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        server.fail(Fault(status=status, headers={"Location": "https://evil.test/"}))
        with pytest.raises(ApiError, match=f"status {status}") as caught:
            read(connection)
        assert caught.value.status == status
        assert len(server.log) == 1


@pytest.mark.parametrize("there", ["http://evil.test/graphql", "/a/graphql", "{here}/a/graphql"])
def test_a_move_is_not_followed(there: str, capfd: pytest.CaptureFixture[str]) -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        server.fail(Fault(status=301, headers={"Location": there.replace("{here}", server.url)}, times=99))
        with pytest.raises(ApiError, match=r"^GitHub answered with status 301: Bad Gateway "):
            read(connection)
        assert len(server.log) == 1  # elsewhere on the same host, PyGithub would go round in circles
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("told", [{"Reset": "soon"}, {"Reset": "inf"}, {"Remaining": "nan", "Limit": "5"}])
def test_odd_words_about_limits_are_passed_over(told: dict[str, str]) -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        server.fail(Fault(headers={f"X-RateLimit-{name}": value for name, value in told.items()}))
        assert read(connection).pull_request.number == 1
        assert len(server.log) == 2


def test_an_answer_without_measure_is_not_read_to_its_end() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        bomb = gzip.compress(bytes(LARGEST + 1)).decode(errors="surrogateescape")
        server.fail(Fault(status=200, headers={"Content-Encoding": "gzip"}, body=bomb, times=9))
        with pytest.raises(ApiError, match=r"^GitHub's answer is larger than 160 MiB$"):
            read(connection)
        assert len(server.log) == 1


def test_an_answer_is_utf_8_whatever_its_type_says() -> None:
    with GitHubServer(world(Pull(1, body="Zürich, 東京"))) as server, github(server) as connection:
        read(connection)
        whole = answer(Api(server.world, Token()), server.log[0].query, server.log[0].variables)
        body = json.dumps(whole, ensure_ascii=False)
        server.fail(Fault(status=200, headers={"Content-Type": "text/plain; charset=latin-1"}, body=body))
        assert read(connection).pull_request.body == "Zürich, 東京"


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_certificates_that_are_not_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.setenv(name, "/nowhere/ca.pem")
    wrong = pytest.raises(Unusable, match=r"^The certificates that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names cannot")
    with GitHub(TOKEN, api_url="https://127.0.0.1:1", graphql_url="https://127.0.0.1:1/graphql") as connection, wrong:
        read(connection)


@pytest.mark.parametrize("proxy", ["::bad", "http://[bad", "socks5://127.0.0.1:1"])
def test_a_proxy_that_is_no_address(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.setenv("no_proxy", "")
    clock = FakeClock()
    wrong = pytest.raises(Unusable, match=r"^GITHUB_API_URL, or a proxy's address, cannot be used \(Invalid")
    url = "http://github.test"
    with GitHub(TOKEN, api_url=url, graphql_url=f"{url}/graphql", clock=clock) as connection, wrong:
        read(connection)
    assert clock.slept == []


def test_an_unknown_token() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        server.world.tokens = {"other": Token()}
        with pytest.raises(ApiError, match=r"^GitHub does not accept the token\. .* 401: Bad credentials"):
            read(connection)


def test_a_refused_write_is_no_other_fault() -> None:
    with GitHubServer(world()) as server:
        server.fail(Fault(on="Add", status=403, body='{"message": "Resource not accessible by integration"}'))
        with pytest.raises(CannotComment, match=r"pull-requests: write"):
            run(server)
        assert [name for _, name in server.requests()] == ["Read", "Add"]


def test_a_body_that_github_finds_too_long_is_an_api_error() -> None:
    with GitHubServer(world()) as server:
        with pytest.raises(ApiError, match=r"^GitHub did not write the comment: Body is too long"):
            run(server, OPEN + "x" * 65536)
        assert len(server.log) == 2


def test_hiding_is_a_courtesy() -> None:
    with GitHubServer(world()) as server:
        server.world.comment(server.world.repositories["o/r"].pulls[1], OPEN)
        server.fail(Fault("errors", on="Amend", errors=[{"path": ["hide"], "type": "FORBIDDEN", "message": "no"}]))
        run(server, DONE, answered=True)
        assert ours(server) == [DONE]


def test_nobody_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        clock = FakeClock()
        tries = pytest.raises(ApiError, match=r"^GitHub did not answer \(ConnectionError\) \(tried 3 times\)$")
        with GitHub(TOKEN, api_url=url, graphql_url=f"{url}/graphql", clock=clock) as connection, tries:
            read(connection)
    assert clock.slept == [1, 4]


HOSTILE = '{"message": "a\\n::error::b ##[error]c \\u001b[31m %s ' + "long " * 100 + '"}'


@pytest.mark.parametrize("name", ["Read", "Add"])
@pytest.mark.parametrize("status", [200, 302, 401, 403, 404, 422, 500])
def test_no_token_and_no_command_in_any_text(name: str, status: int) -> None:
    body = HOSTILE % TOKEN
    with GitHubServer(world()) as server, github(server) as connection:
        headers = {"X-GitHub-Request-Id": f"##[x]{TOKEN}{'y' * 200}"}
        server.fail(Fault(on=name, status=status, body=body, times=9, headers=headers))
        with pytest.raises(ApiError) as caught:
            connection.write(snapshot := read(connection), plan(snapshot, OPEN, all_answered=False))
        trace = "".join(traceback.format_exception(caught.value))
        shown = [str(caught.value), repr(caught.value), repr(connection), trace]
    assert not [text for text in shown if TOKEN in text]
    assert not [text for text in shown[:2] if "::" in text or "##[" in text or "\x1b" in text or "\n" in text]
    assert len(shown[0]) < 500


@pytest.mark.parametrize("exists", [False, True])
def test_a_rate_limit_on_a_write_is_no_missing_permission(exists: bool) -> None:
    with GitHubServer(world()) as server:
        if exists:
            server.world.comment(server.world.repositories["o/r"].pulls[1], OPEN)
        headers = {"Retry-After": "3600"}
        server.fail(
            Fault(on="Amend" if exists else "Add", status=403, headers=headers, body=f'{{"message": "{SECONDARY}"}}')
        )
        with pytest.raises(ApiError, match="secondary rate limit") as caught:
            run(server, DONE)
    assert caught.value.limited
    assert not isinstance(caught.value, CannotComment)
