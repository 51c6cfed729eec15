"""One GraphQL request over PyGithub's plain requester, and what its answer is worth."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from whylint.frozen import frozen
from whylint.github_api.errors import MOST, ApiError, Unusable, clean
from whylint.github_api.retry import Clock, Transient, asked_wait

_RATE_LIMITS = ("rate limit", "abuse detection")
_NO_BUNDLE = (
    "The certificates that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names cannot be read here: in a container, name a file "
    "that is mounted there"
)
_PASSING = ("something went wrong", "timeout", "timed out", "couldn't respond to your request in time")


@frozen
class Complaint:
    """An error beside the data of a GraphQL answer: ``path`` is the field it is about, ``message`` is harmless text."""

    path: tuple[str, ...]
    type: str
    message: str


@frozen
class Answer:
    """What came back: the data, and the errors beside it."""

    data: Mapping[str, Any]
    errors: tuple[Complaint, ...] = ()

    def get(self, *path: str) -> Any:
        """The value at ``path``, None where any step of it is missing."""
        value: Any = self.data
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value


class Transport:
    """One connection to one GitHub."""

    def __init__(self, token: str, *, api_url: str, graphql_url: str, clock: Clock, timeout: float) -> None:
        token = token.strip()
        # requests quotes a header that it refuses, so a token that it would refuse must not get there
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise Unusable("There is no usable token for GitHub: it is empty or holds characters that no token has")
        _check_urls(api_url, graphql_url)

        # 0.15 s, so only for those who talk to GitHub
        import requests  # noqa: PLC0415

        # PyGithub loads PyJWT, and that cryptography where it can: 8 MB and 20 ms for what only a GitHub App signs
        loaded: dict[str, Any] = sys.modules
        loaded.setdefault("cryptography", None)  # so it counts as not installed
        from github.Auth import Token  # noqa: PLC0415

        from whylint.github_api.wire import Wire  # noqa: PLC0415

        if loaded.get("cryptography") is None:  # another thread may have been here
            loaded.pop("cryptography", None)

        self._unreachable = requests.RequestException
        self._misled = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)
        self._token = token  # to keep it out of texts, should a server ever echo it
        self._url = graphql_url
        self._clock = clock
        self._requester = Wire(
            auth=Token(token),
            base_url=api_url,
            timeout=timeout,  # type: ignore[arg-type]  # handed to requests as it is
            user_agent="whylint",
            per_page=100,
            verify=True,
            retry=None,
            pool_size=None,
            seconds_between_requests=0,
            seconds_between_writes=0,
            lazy=True,
        )

    def close(self) -> None:
        """Close the connection."""
        self._requester.close()

    def send(self, query: str, variables: Mapping[str, Any]) -> Answer:
        """Send one query or mutation, once. Raises ``Transient`` for what may pass, ``ApiError`` for what will not."""
        payload = {"query": query, "variables": variables}
        try:
            status, headers, text = self._requester.requestJson("POST", self._url, input=payload)
        except self._misled as error:
            raise Unusable(f"GITHUB_API_URL, or a proxy's address, cannot be used ({type(error).__name__})") from None
        except self._unreachable as error:
            raise Transient(f"GitHub did not answer ({type(error).__name__})") from None
        except OSError:  # all else that the system refuses comes as one of the above
            raise Unusable(_NO_BUNDLE) from None
        except (AssertionError, TypeError, RuntimeError, ValueError) as error:
            # the texts of these may quote headers, so only their names are told
            raise ApiError(f"GitHub's answer could not be handled ({type(error).__name__})") from None
        return self._judge(status, headers, text)

    def _judge(self, status: int, headers: Mapping[str, Any], text: str) -> Answer:
        parsed = _parse(text)
        said = _message(parsed)
        told = f"GitHub answered with status {status}"
        if said:
            told += f": {self._harmless(said)}"
        if request := headers.get("x-github-request-id"):
            told += f" (request {self._harmless(request, 60)})"
        if _limited(status, headers, parsed, said):
            raise Transient(told, status=status, wait=asked_wait(headers, self._clock.now()), limited=True)
        if status >= 500:
            raise Transient(told, status=status, wait=asked_wait(headers, self._clock.now()))
        if status == 401:
            raise ApiError(f"GitHub does not accept the token. {told}", status=status)
        if status != 200:
            raise ApiError(told, status=status)
        data = parsed.get("data")
        errors = tuple(self._complaint(error) for error in _errors(parsed))
        if not isinstance(data, Mapping) and not errors:
            raise Transient(f"{told}, but not with something readable", status=status)
        data = data if isinstance(data, Mapping) else {}
        heard = " ".join([said, *(error.message for error in errors)]).lower()
        if not any(data.values()) and any(word in heard for word in _PASSING):
            raise Transient(told, status=status)
        return Answer(data, errors)

    def _harmless(self, said: object, most: int = MOST) -> str:
        return clean(str(said).replace(self._token, "***"), most)

    def _complaint(self, error: Mapping[str, Any]) -> Complaint:
        path = error.get("path")
        steps = tuple(str(step) for step in path) if isinstance(path, list) else ()
        return Complaint(steps, str(error.get("type", "")), self._harmless(error.get("message", "")))


def graphql_url(api_url: str) -> str:
    """Where GraphQL is spoken beside an API: on github.com, or on a server of one's own."""
    return api_url.removesuffix("/").removesuffix("/v3") + "/graphql"


def _check_urls(api_url: str, graphql_url: str) -> None:
    try:
        api, graphql = urlsplit(api_url), urlsplit(graphql_url)
        ports = api.port, graphql.port  # which may be none
    except ValueError:
        api, graphql, ports = urlsplit(""), urlsplit(""), (None, None)
    if api.scheme not in ("https", "http") or not api.hostname or 0 in ports:
        raise Unusable("GITHUB_API_URL is not a web address: https://api.github.com or https://HOST/api/v3 are")
    if (api.scheme, api.hostname, api.netloc) != (graphql.scheme, graphql.hostname, graphql.netloc):
        raise Unusable("GITHUB_GRAPHQL_URL is on another host than GITHUB_API_URL; the token is not sent there")


def _parse(text: str) -> Mapping[str, Any]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _errors(parsed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    errors = parsed.get("errors")
    return [e for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []


def _message(parsed: Mapping[str, Any]) -> str:
    said = parsed.get("message") or next((e.get("message") for e in _errors(parsed)), None)
    return said if isinstance(said, str) else ""


def _limited(status: int, headers: Mapping[str, Any], parsed: Mapping[str, Any], said: str) -> bool:
    """Whether a rate limit turned the request away. GitHub says so with 403, with 429 and, in GraphQL, with 200."""
    heard = " ".join([said, *(str(error.get("message")) for error in _errors(parsed))]).lower()
    told = any(word in heard for word in _RATE_LIMITS)
    if status == 200:
        types = {e.get("type") for e in _errors(parsed)}
        data = parsed.get("data")
        empty = not (isinstance(data, Mapping) and any(data.values()))
        return empty and ("RATE_LIMITED" in types or told)
    used_up = "retry-after" in headers or str(headers.get("x-ratelimit-remaining", "")) == "0"
    return status == 429 or (status == 403 and (told or used_up))
