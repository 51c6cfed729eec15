"""A pull request read from GitHub, with the rules at its base branch: what ``check`` does with an address."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from whylint.cli.around import read_text, stop, warn, with_config
from whylint.entry import DEFAULT_CONFIG, FAULT, HIGHEST_NUMBER, USAGE, not_read
from whylint.model import PullRequest, RuleSet
from whylint.packs import shipped
from whylint.render import safe

if TYPE_CHECKING:
    from whylint.github_api import Snapshot

_PUBLIC = "github.com"


def live(address: str, config_file: str | None) -> tuple[PullRequest, RuleSet]:
    """A pull request of GitHub by its web address, and the rules that it is judged by."""
    from whylint import github_api  # noqa: PLC0415 - PyGithub takes 0.2 s to load

    scheme, host, path = _split(address)
    number = _number(path)
    if not number:
        said = safe.clip(address, 200)
        stop(USAGE, f"{said} is not the address of a pull request: https://github.com/OWNER/REPO/pull/NUMBER")
    api = api_url(scheme, host)
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or ""
    if not token:
        stop(USAGE, "a live pull request is read with a token: set GITHUB_TOKEN (gh auth token prints one)")
    given = os.environ.get("GITHUB_GRAPHQL_URL") if api == os.environ.get("GITHUB_API_URL") else ""
    try:
        with github_api.GitHub(token, api_url=api, graphql_url=given or github_api.graphql_url(api)) as github:
            snapshot = github.read(f"{path[0]}/{path[1]}", number, config_path=DEFAULT_CONFIG, marker="")
    except github_api.Unusable as error:
        stop(USAGE, str(error))
    except github_api.ApiError as error:
        stop(FAULT, str(error))
    return snapshot.pull_request, _live_rules(snapshot, config_file)


def _split(address: str) -> tuple[str, str, list[str]]:
    """Scheme, host and the steps of the path of an address; empty where it is none."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.path.strip("/").split("/")
    except ValueError:
        return "", "", [""]


def _number(path: list[str]) -> int:
    """The number in ``OWNER/REPO/pull/NUMBER``; 0 if there is none."""
    digits = path[3] if len(path) > 3 and path[2] == "pull" else ""
    plain = digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST_NUMBER))
    return int(digits) if plain and int(digits) <= HIGHEST_NUMBER else 0


def api_url(scheme: str, host: str) -> str:
    """The API that knows the pull requests of a host. It sees the token, so a host that nobody named is refused."""
    host = _PUBLIC if host == f"www.{_PUBLIC}" else host
    server, api = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_API_URL", "")
    api_scheme, api_host, api_path = _split(api)
    # whose API that is: api.HOST and HOST/api/v3 tell it themselves, what is neither stands in for github.com
    told = api_host.removeprefix("api.") if api_host.startswith("api.") or api_path[0] == "api" else _PUBLIC
    home, tenant = _split(server)[1] or told, host.removesuffix(".ghe.com")
    found = ""
    if api and host in (home, api_host):
        found = api
    elif host == _PUBLIC or (tenant != host and tenant.isascii() and tenant.replace("-", "").isalnum()):
        found = f"https://api.{host}"
    elif server and host == home:
        found = f"https://{urlsplit(server).netloc}/api/v3"
    if not found or (scheme != "https" and (api_scheme, api_host) != ("http", host)):
        known = f"{_PUBLIC}, *.ghe.com and the host of GITHUB_SERVER_URL or GITHUB_API_URL"
        stop(USAGE, f"the token is not sent to {scheme}://{safe.clip(host, 100)}: only by https, and only to {known}")
    return found


def _live_rules(snapshot: Snapshot, config_file: str | None) -> RuleSet:
    ruleset = shipped()
    if config_file:
        ruleset = with_config(ruleset, read_text(config_file), config_file)
    elif snapshot.config and snapshot.config.text is not None:
        ruleset = with_config(ruleset, snapshot.config.text, snapshot.config.path)
    elif snapshot.misnamed_config and not snapshot.config:
        warn(not_read(snapshot.misnamed_config, DEFAULT_CONFIG))
    elif snapshot.config:
        stop(USAGE, f"{snapshot.config.path} on {snapshot.base} cannot be used: {snapshot.config.problem}")
    return replace(ruleset, templates=snapshot.templates)
