"""The wire below PyGithub's requester: one bounded answer in UTF-8 for each request, wherever it points to.

PyGithub follows a redirect as often as it is told to, takes what comes for numbers, and reads whatever length it has.
"""

from __future__ import annotations

from collections.abc import ItemsView
from typing import Any

from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass, Requester, RequestsResponse
from requests import Response

from whylint.github_api.errors import ApiError

LARGEST = 160 << 20
"""Bytes of an answer, unpacked: two hundred comments of GitHub's longest are 150 MiB with every sign escaped."""
_PIECE = 64 << 10


class _Answer(RequestsResponse):
    """An answer as PyGithub wants it, without what would lead it astray."""

    def __init__(self, response: Response) -> None:
        super().__init__(response)
        self._text = _read(response)

    def getheaders(self) -> ItemsView[str, str]:
        """What the head says, but no other address, and of limits only numbers."""
        return {name: value for name, value in self.headers.items() if not _leads_astray(name.lower(), value)}.items()

    def read(self) -> str:
        """All of its text."""
        return self._text


def _leads_astray(name: str, value: str) -> bool:
    return name == "location" or (name.startswith("x-ratelimit-") and not (value.isascii() and value.isdigit()))


class _Bounded:
    """A connection that reads so much and no more."""

    host: str

    def getresponse(self: Any) -> _Answer:
        host = f"[{self.host}]" if ":" in self.host else self.host
        with self.session.request(
            self.verb,
            f"{self.protocol}://{host}:{self.port}{self.url}",
            headers=self.headers,
            data=self.input,
            timeout=self.timeout,
            verify=self.verify,
            allow_redirects=False,
            stream=True,
        ) as response:
            return _Answer(response)


def _read(response: Response) -> str:
    found = bytearray()
    for piece in response.iter_content(_PIECE):
        found += piece
        if len(found) > LARGEST:
            raise ApiError(f"GitHub's answer is larger than {LARGEST >> 20} MiB")
    return found.decode("utf-8", "replace")


class _Http(_Bounded, HTTPRequestsConnectionClass):
    pass


class _Https(_Bounded, HTTPSRequestsConnectionClass):
    pass


class Wire(Requester):
    """PyGithub's requester on such connections. To inject them, as it has it, would open a new one for each request."""

    _Requester__httpConnectionClass = _Http
    _Requester__httpsConnectionClass = _Https
