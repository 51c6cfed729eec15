"""What one read brings: the live pull request, config and templates of the base branch, and clear words otherwise."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.github_server import Fault, GitHubServer, Pull, Token
from tests.github_server.graphql_api import Api, answer
from tests.github_server.run import CONFIG, MARK, TOKEN, github, read, world

from whylint.engine import lint
from whylint.github_api import ApiError, File, GitHub, NotFound, plan
from whylint.github_api.queries import TEMPLATE_FILES
from whylint.model import PullRequest
from whylint.packs import shipped

PERMISSIONS = "the token needs `contents: read` and `pull-requests: read`"


def test_the_facts() -> None:
    pull = Pull(
        1,
        title="Add é",
        body="one\r\ntwo",
        draft=True,
        labels=["bug", "ux"],
        files=["a.py", "docs/b.md"],
        base="release",
        association="FIRST_TIME_CONTRIBUTOR",
    )
    branches: dict[str, Any] = {"release": {}, "main": {}}
    with GitHubServer(world(pull, private=True, branches=branches)) as server, github(server) as connection:
        snapshot = read(connection)
    assert snapshot.pull_request == PullRequest(
        title="Add é",
        body="one\r\ntwo",
        number=1,
        author="ada",
        association="FIRST_TIME_CONTRIBUTOR",
        labels=("bug", "ux"),
        draft=True,
        state="open",
        base="release",
        head="topic",
        files=("a.py", "docs/b.md"),
        additions=10,
        deletions=2,
        created_at="2026-01-01T00:00:00Z",
    )
    assert (snapshot.base, snapshot.private, snapshot.locked) == ("release", True, False)
    assert snapshot.pull_request.files_complete
    assert snapshot.url == "http://github.test/o/r/pull/1"
    assert server.requests() == [("read", "Read")]
    assert server.log[0].authorization == f"token {TOKEN}"


@pytest.mark.parametrize(
    ("author", "login"),
    [
        ({"type": "Bot", "login": "dependabot"}, "dependabot[bot]"),
        ({"type": "Bot", "login": "dependabot[bot]"}, "dependabot[bot]"),
        ({"type": "User", "login": "dependabot"}, "dependabot"),
        ({"type": "Mannequin", "login": "old"}, "old"),
        (None, ""),
    ],
)
def test_the_author(author: dict[str, str] | None, login: str) -> None:
    with GitHubServer(world(Pull(1, author=author))) as server, github(server) as connection:
        assert read(connection).pull_request.author == login


@pytest.mark.parametrize(("state", "word"), [("OPEN", "open"), ("CLOSED", "closed"), ("MERGED", "merged")])
def test_the_state_and_an_empty_body(state: str, word: str) -> None:
    with GitHubServer(world(Pull(1, state=state, body=None))) as server, github(server) as connection:
        found = read(connection).pull_request
        assert (found.state, found.body) == (word, "")


def test_many_files_are_said_to_be_incomplete() -> None:
    with GitHubServer(world(Pull(1, files=[f"f{n}" for n in range(101)]))) as server, github(server) as connection:
        snapshot = read(connection)
        assert (len(snapshot.pull_request.files), snapshot.pull_request.files_complete) == (100, False)


@pytest.mark.parametrize("base", ["main", "release"])
def test_the_config_is_that_of_the_live_base_branch(base: str) -> None:
    branches = {name: {CONFIG: f"of: {name}"} for name in ("main", "release", "topic")}
    with GitHubServer(world(Pull(1, base=base), branches=branches)) as server, github(server) as connection:
        assert read(connection).config == File(CONFIG, f"of: {base}")


def test_a_config_only_at_the_head_or_the_default_branch_is_none() -> None:
    branches: dict[str, Any] = {"main": {CONFIG: "a: 1"}, "topic": {CONFIG: "a: 1"}, "release": {}}
    with GitHubServer(world(Pull(1, base="release"), branches=branches)) as server, github(server) as connection:
        assert read(connection).config is None


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({f"{CONFIG}/inside.yml": "a: 1"}, "it is a folder"),
        ({CONFIG: {"symlink": "../../etc/passwd"}}, "it is a symbolic link"),
        ({CONFIG: {"submodule": "elsewhere"}}, "it is a submodule"),
        ({CONFIG: {"binary": True}}, "it is not text"),
        ({CONFIG: {"bytes": 65_537}}, "it is larger than 64 KiB"),
        ({CONFIG: {"bytes": 600_000}}, "it is larger than 64 KiB"),
    ],
)
def test_a_config_that_cannot_be_used(files: dict[str, Any], problem: str) -> None:
    with GitHubServer(world(branches={"main": files})) as server, github(server) as connection:
        assert read(connection).config == File(CONFIG, None, problem)


@pytest.mark.parametrize(("path", "text"), [("rules.yml", "a: 1"), ("deep/down/rules.yml", "\ufeffa: 1")])
def test_the_config_can_be_anywhere_and_bear_a_byte_order_mark(path: str, text: str) -> None:
    with GitHubServer(world(branches={"main": {path: text}})) as server, github(server) as connection:
        assert read(connection, path).config == File(path, "a: 1")


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        (".github/whylint.yaml", CONFIG, ".github/whylint.yaml"),
        (".github/Whylint.yml", CONFIG, ".github/Whylint.yml"),
        (".github/WHYLINT.YAML", CONFIG, ".github/WHYLINT.YAML"),
        (".github/whylint.yml", ".github/whylint.yaml", ".github/whylint.yml"),
        (".github/whylint.json", CONFIG, ""),
        (CONFIG, CONFIG, ""),
        ("whylint.yaml", CONFIG, ""),
        (".github/whylint.yaml", "whylint.yml", ""),
    ],
)
def test_a_misnamed_config_is_named(name: str, wanted: str, found: str) -> None:
    with GitHubServer(world(branches={"main": {name: "a: 1"}})) as server, github(server) as connection:
        assert read(connection, wanted).misnamed_config == found


@pytest.mark.parametrize("path", TEMPLATE_FILES)
def test_a_template_at_the_base_branch_is_found(path: str) -> None:
    file = path if path.endswith((".md", ".txt")) else f"{path}/feature.md"
    branches: dict[str, Any] = {"main": {}, "release": {file: "# A template"}}
    with GitHubServer(world(Pull(1, base="release"), branches=branches)) as server, github(server) as connection:
        assert read(connection).templates == ("# A template",)


def test_templates_of_both_branches_each_once() -> None:
    branches = {
        "main": {".github/Pull_Request_Template.md": "default", "docs/pull_request_template.md": "both"},
        "release": {
            "pull_request_template.md": "both",
            ".github/PULL_REQUEST_TEMPLATE/a.md": "a",
            ".github/PULL_REQUEST_TEMPLATE/b.md": {"binary": True},
            ".github/PULL_REQUEST_TEMPLATE/c/d.md": "too deep",
            ".github/PULL_REQUEST_TEMPLATE/e.md": " \n",
            "PULL_REQUEST_TEMPLATE": "bare",
            "docs/PULL_REQUEST_TEMPLATE.md": {"symlink": "../x"},
        },
    }
    with GitHubServer(world(Pull(1, base="release"), branches=branches)) as server, github(server) as connection:
        assert read(connection).templates == ("default", "both", "bare", "a")


def test_a_deleted_base_branch() -> None:
    with GitHubServer(world(Pull(1, base="gone"))) as server, github(server) as connection:
        snapshot = read(connection)
        assert (snapshot.base, snapshot.templates) == ("gone", ())
        assert snapshot.config == File(CONFIG, None, "the branch is not there")


@pytest.mark.parametrize(
    "path",
    [["repository", "pullRequestTemplates"], ["repository", "pullRequest", "baseRef", "target", "t3"]],
)
def test_an_error_beside_data_does_not_cost_the_read(path: list[str]) -> None:
    with GitHubServer(world(branches={"main": {CONFIG: "a: 1"}})) as server, github(server) as connection:
        server.fail(Fault("errors", errors=[{"path": path, "type": "SOMETHING", "message": "no"}]))
        assert read(connection).config == File(CONFIG, "a: 1")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_config_that_github_does_not_give_out_is_a_problem_and_no_absence(depth: int) -> None:
    path = ["repository", "pullRequest", "baseRef", "target", "config"][: 2 + depth]
    with GitHubServer(world(branches={"main": {CONFIG: "a: 1"}})) as server, github(server) as connection:
        server.fail(Fault("errors", errors=[{"path": path, "type": "FORBIDDEN", "message": "Not you"}]))
        problem = "GitHub did not give it out (Not you); the job may lack `contents: read`"
        assert read(connection).config == File(CONFIG, None, problem)


def test_a_config_that_is_said_to_be_missing_is_missing() -> None:
    path = ["repository", "pullRequest", "baseRef", "target", "config"]
    with GitHubServer(world()) as server, github(server) as connection:
        server.fail(Fault("errors", errors=[{"path": path, "type": "NOT_FOUND", "message": "no such path"}]))
        assert read(connection).config is None


def test_a_private_repository_without_contents() -> None:
    with GitHubServer(world(private=True)) as server, github(server) as connection:
        server.world.tokens["*"] = Token(contents="none")
        config = read(connection).config
        assert config is not None
        assert config.text is None
        assert config.problem.endswith("the job may lack `contents: read`")


@pytest.mark.parametrize("may", [Token(), Token(pull_requests="none"), Token(pull_requests="none", contents="none")])
def test_what_cannot_be_read_names_the_permission(may: Token) -> None:
    with GitHubServer(world(private=True)) as server, github(server) as connection:
        server.world.tokens["*"] = may
        with pytest.raises(NotFound) as caught:
            connection.read("o/r", 7, config_path=CONFIG, marker=MARK)
        why = f"it does not exist, or {PERMISSIONS} ("
        assert str(caught.value).startswith(f"Pull request #7 of o/r cannot be read: {why}")
        assert len(server.log) == 1


def test_an_error_on_the_pull_request_itself_fails_the_read() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        path = ["repository", "pullRequest"]
        server.fail(
            Fault("errors", errors=[{"path": path, "type": "INSUFFICIENT_SCOPES", "message": "no\n::error::x"}])
        )
        with pytest.raises(ApiError, match=r"^GitHub could not answer for pull request #1 of o/r: no :error:x$"):
            read(connection)


def paths(value: object, here: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to every field of an answer, by the first of each list; of lists only ``nodes`` may hold null."""
    inside = enumerate(value[:1]) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for step, each in inside:
        if not isinstance(value, list) or here[-1] == "nodes":
            yield (*here, step)
        yield from paths(each, (*here, step))


def altered(whole: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """An answer with something else at the end of a path."""
    answer = copy.deepcopy(whole)
    spot = answer["data"]
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    return answer


def test_a_part_of_the_answer_that_is_not_there_is_no_fault_of_ours() -> None:
    pull = Pull(1, body="x", labels=["a"])
    files = {CONFIG: "a: 1", ".github/PULL_REQUEST_TEMPLATE/a.md": "a", "pull_request_template.md": "b"}
    with GitHubServer(world(pull, branches={"main": files})) as server, github(server) as connection:
        server.world.comment(pull, f"{MARK} ours")
        good = read(connection)
        request = server.log[0]
        whole = answer(Api(server.world, Token()), request.query, request.variables)
        found = list(paths(whole["data"]))
        assert len(found) > 60
        for path in found:
            broken = altered(whole, path, None)
            broken["errors"] = [{"path": list(path), "type": "INTERNAL", "message": "no"}]
            server.fail(Fault(status=200, body=json.dumps(broken)))
            with contextlib.suppress(ApiError):
                snapshot = read(connection)
                assert (snapshot.pull_request, snapshot.comments) == (good.pull_request, good.comments), path
                assert snapshot.config == good.config or (snapshot.config and snapshot.config.problem), path
                connection.write(snapshot, plan(snapshot, f"{MARK} ours", all_answered=False))
            assert server.faults == []
            assert len(pull.comments) == 1, path


def test_a_part_of_the_answer_that_is_of_another_type_is_told_as_such() -> None:
    with GitHubServer(world(Pull(1, body="x", labels=["a"]))) as server, github(server) as connection:
        read(connection)
        request = server.log[0]
        whole = answer(Api(server.world, Token()), request.query, request.variables)
        for path in paths(whole["data"]):
            for strange in ("x", 3, [3], {"x": 3}, True):
                server.fail(Fault(status=200, body=json.dumps(altered(whole, path, strange))))
                with contextlib.suppress(ApiError):  # and nothing else
                    lint(read(connection).pull_request, shipped())


def test_without_a_marker_no_comment_is_ours_and_none_is_searched() -> None:
    with GitHubServer(world()) as server, github(server) as connection:
        for _ in range(250):
            server.world.comment(server.world.repositories["o/r"].pulls[1], "x")
        assert connection.read("o/r", 1, config_path=CONFIG, marker="").comments == ()
        assert server.requests() == [("read", "Read")]


@pytest.mark.parametrize(
    ("api", "graphql"),
    [
        ("https://api.github.com", "https://evil.test/graphql"),
        ("https://api.github.com", "http://api.github.com/graphql"),
        ("https://ghe.test/api/v3", "https://ghe.test:8443/api/graphql"),
        ("ftp://api.github.com", "ftp://api.github.com/graphql"),
        ("", ""),
    ],
)
def test_the_token_goes_to_one_host_only(api: str, graphql: str) -> None:
    with pytest.raises(ApiError):
        GitHub(TOKEN, api_url=api, graphql_url=graphql)


def test_an_enterprise_server_has_its_own_paths() -> None:
    with GitHubServer(world()) as server:
        api, graphql = f"{server.url}/api/v3", f"{server.url}/api/graphql"
        with GitHub(TOKEN, api_url=api, graphql_url=graphql) as connection:
            assert read(connection).pull_request.number == 1
        assert server.log[0].path == "/api/graphql"


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody but its owner has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A GitHub of one's own")])
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
    built = built.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "own.pem"
    file.write_bytes(secret + built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return file


def test_a_server_with_an_authority_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = certificate(tmp_path)
    server = GitHubServer(world())
    server.speak_tls(file)
    with server:
        with github(server) as connection, pytest.raises(ApiError, match=r"^GitHub did not answer \(SSLError\)"):
            read(connection)
        assert server.log == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
        with github(server) as connection:
            assert read(connection).pull_request.number == 1


@pytest.mark.parametrize("token", ["", "  ", "a b", "a\nb: c", "é", "a\x00"])
def test_an_unusable_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ApiError, match=r"^There is no usable token for GitHub: it is empty or holds characters that"):
        GitHub(token, api_url="https://api.github.com", graphql_url="https://api.github.com/graphql")
