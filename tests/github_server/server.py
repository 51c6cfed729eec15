"""HTTP around the state: a request log, and faults on demand."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from .graphql_api import Api, answer, operation
from .world import World, from_json, mend


@dataclass
class Fault:
    """What goes wrong with the next ``times`` requests named ``on`` (empty: with any).

    ``how``: ``status`` answers with ``status``, ``headers`` and ``body``; ``cut`` sends half of the true answer;
    ``short`` ends the connection in the middle of it; ``drip`` sends blanks, one after the other, and never ends;
    ``reset`` drops the connection; ``silence`` says nothing; ``garbage`` speaks no HTTP; ``errors`` lays ``errors``
    beside the data and nulls what their paths name; ``null`` does that without a word. With ``stored`` the request is
    carried out before (those that send a part of the answer always do so).
    """

    how: str = "status"
    on: str = ""
    status: int = 502
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"message": "Bad Gateway"}'
    errors: list[dict[str, Any]] = field(default_factory=list)
    stored: bool = False
    times: int = 1


@dataclass
class Request:
    """A line of the log."""

    kind: str
    name: str
    authorization: str
    variables: dict[str, Any]
    query: str
    path: str


class GitHubServer:
    """A GitHub on loopback, to be used in a ``with`` statement.

    ``world`` may be changed at any time. ``before`` is called with each request before it is answered, ``gate`` with
    the token and the name of every point at which two runs can get in each other's way, ``dripping`` when an answer
    without end has gone on for a while.
    """

    def __init__(self, world: World | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.world = world or World()
        self.log: list[Request] = []
        self.faults: list[Fault] = []
        self.before: Callable[[Request], None] = lambda _request: None
        self.gate: Callable[[str, str], None] = lambda _token, _point: None
        self.dripping: Callable[[], None] = lambda: None
        handler = type("Handler", (_Handler,), {"github": self})
        self._http = _Quiet((host, port), handler)
        self.port: int = self._http.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self.graphql_url = f"{self.url}/graphql"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def speak_tls(self, certificate: Path) -> None:
        """Serve by https from now on, with a certificate and its key in one file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self.url, self.graphql_url = (f"https{url[4:]}" for url in (self.url, self.graphql_url))

    def serve(self) -> None:
        """Serve until the process ends."""
        self._http.serve_forever()

    def fail(self, *faults: Fault) -> None:
        """Let these go wrong, in this order."""
        self.faults.extend(faults)

    def requests(self) -> list[tuple[str, str]]:
        """Kind and name of all requests so far."""
        return [(request.kind, request.name) for request in self.log]

    def state(self) -> dict[str, Any]:
        """World and log as plain data."""
        return {**self.world.to_json(), "log": [asdict(request) for request in self.log]}

    def mend(self, changes: dict[str, Any]) -> None:
        """Lay changes over the world, and over the faults to come."""
        self.fail(*(Fault(**fault) for fault in changes.pop("faults", [])))
        self.world = from_json(mend(self.world.to_json(), changes))

    def take(self, name: str) -> Fault | None:
        """The fault that is due for a request of this name."""
        for fault in self.faults:
            if fault.on in ("", name):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None


_BEFORE = ("status", "reset", "silence", "garbage")


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    github: GitHubServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        found = self.path == "/_state"
        self._answer(200 if found else 404, json.dumps(self.github.state() if found else {"message": "Not Found"}))

    def do_PATCH(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        if self.path == "/_state":
            self.github.mend(sent)
            self._answer(200, json.dumps(self.github.state()))
        elif self.path.endswith("/graphql"):
            self._graphql(sent)
        else:
            self._answer(404, '{"message": "Not Found"}')

    def _graphql(self, sent: dict[str, Any]) -> None:
        authorization = self.headers.get("authorization", "")
        kind, name = operation(sent["query"])
        request = Request(kind, name, authorization, sent.get("variables") or {}, sent["query"], self.path)
        self.github.log.append(request)
        self.github.before(request)
        value = authorization.partition(" ")[2]
        viewer = self.github.world.token(value)
        if viewer is None:
            self._answer(401, '{"message": "Bad credentials"}')
            return
        fault = self.github.take(name)
        api = Api(self.github.world, viewer, lambda point: self.github.gate(value, point))
        if kind == "read":
            api.gate("read")
        if fault is not None and not fault.stored and fault.how in _BEFORE:
            self._fail(fault, "")
            return
        result = answer(api, sent["query"], request.variables)
        if fault is None:
            self._answer(200, json.dumps(result))
        else:
            broken = _with_errors(result, fault.errors)
            if fault.how == "null":
                broken.pop("errors", None)
            self._fail(fault, json.dumps(broken))

    def _fail(self, fault: Fault, result: str) -> None:
        if fault.how == "status":
            self._answer(fault.status, fault.body, fault.headers.items())
        elif fault.how in ("errors", "null"):
            self._answer(200, result)
        elif fault.how == "cut":
            self._answer(200, result[: len(result) // 2])
        elif fault.how == "short":
            self._answer(200, result[: len(result) // 2], {"Content-Length": str(len(result))}.items())
            self.close_connection = True
        elif fault.how == "garbage":
            self.wfile.write(b"I am a teapot\r\n\r\n")
            self.close_connection = True
        elif fault.how == "drip":
            self._answer(200, "", {"Content-Length": "1000000"}.items())
            self.close_connection = True
            with contextlib.suppress(OSError):
                for sent in itertools.count():
                    self.wfile.write(b" ")
                    time.sleep(0.02)
                    if sent == 4:
                        self.github.dripping()
        elif fault.how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.close_connection = True
            self.connection.recv(1)  # until the client gives up

    def _answer(self, status: int, body: str, headers: Iterable[tuple[str, str]] = ()) -> None:
        usual = {"Content-Type": "application/json; charset=utf-8", "X-GitHub-Request-Id": "C0DE:1:2:3"}
        sent = body.encode(errors="surrogateescape")
        given = {**usual, "Content-Length": str(len(sent)), **dict(headers)}
        self.send_response(status)
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)


def _with_errors(result: dict[str, Any], errors: list[dict[str, Any]]) -> dict[str, Any]:
    for error in errors:
        path = error.get("path")
        if not path:
            result["data"] = None
            continue
        spot = result["data"]
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = None
    return {**result, "errors": [*result.get("errors", []), *errors]}
