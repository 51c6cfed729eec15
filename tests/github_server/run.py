"""What tests of ``github_api`` share: a clock that does not wait, a world with one pull request, and a whole run."""

from __future__ import annotations

from dataclasses import dataclass, field

from whylint.github_api import GitHub, Snapshot, plan

from .server import GitHubServer
from .world import Comment, Pull, Repository, World

MARK = "<!-- whylint:v1 key=default -->"
CONFIG = ".github/whylint.yml"
OPEN = f"{MARK}\n### Two things are missing\n\nplease"
DONE = f"{MARK}\nAll is answered."
TOKEN = "ghs_0123456789abcdefSECRET"


@dataclass
class FakeClock:
    """A clock whose sleeping takes no time."""

    time: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def world(pull: Pull | None = None, **repository: object) -> World:
    """A world with the repository ``o/r`` and its pull request 1."""
    return World(repositories={"o/r": Repository(pulls={1: pull or Pull(1)}, **repository)})  # type: ignore[arg-type]


def comments(server: GitHubServer) -> list[Comment]:
    """The conversation on pull request 1."""
    return server.world.repositories["o/r"].pulls[1].comments


def ours(server: GitHubServer) -> list[str]:
    """The bodies of the comments of our account that open with our marker, with plain line ends."""
    found = [c for c in comments(server) if c.author == {"type": "Bot", "login": "github-actions"}]
    return [c.body.replace("\r\n", "\n") for c in found if c.body.startswith(MARK)]


def github(server: GitHubServer, clock: FakeClock | None = None, token: str = TOKEN, timeout: float = 10) -> GitHub:
    """A connection to the server."""
    return GitHub(
        token, api_url=server.url, graphql_url=server.graphql_url, clock=clock or FakeClock(), timeout=timeout
    )


def read(connection: GitHub, config: str = CONFIG) -> Snapshot:
    """Read pull request 1."""
    return connection.read("o/r", 1, config_path=config, marker=MARK)


def run(
    server: GitHubServer,
    body: str | None = OPEN,
    *,
    answered: bool = False,
    clock: FakeClock | None = None,
    token: str = TOKEN,
    timeout: float = 10,
) -> str:
    """One whole run that wants ``body`` to stand on the pull request."""
    with github(server, clock, token, timeout) as connection:
        snapshot = read(connection)
        return connection.write(snapshot, plan(snapshot, body, answered)).url
