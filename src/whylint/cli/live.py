"""A pull request read from GitHub, with the rules at its base branch: what ``check`` does with an address."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

import click

from whylint.cli.around import read_config, stop, warn, with_config
from whylint.entry import DEFAULT_CONFIG, FAULT, HIGHEST_NUMBER, USAGE, UsageError
from whylint.extends import Fetched, Reference
from whylint.model import PullRequest, RuleSet
from whylint.packs import shipped
from whylint.problems import ConfigError
from whylint.render import safe

_PUBLIC = "github.com"


def live(address: str, config_file: str | None) -> tuple[PullRequest, RuleSet]:
    """A pull request of GitHub by its web address, and the rules that it is judged by."""
    from whylint import github_api  # noqa: PLC0415 - PyGithub takes 0.2 s to load
    from whylint.rulebook import rules_for, with_files  # noqa: PLC0415

    scheme, host, path = _split(address)
    number = _number(path)
    if not number:
        said = safe.line(address, 200)
        stop(USAGE, f"{said} is not the address of a pull request: https://github.com/OWNER/REPO/pull/NUMBER")
    api = api_url(scheme, host)
    token = _token()
    if not token:
        stop(USAGE, "a live pull request is read with a token: set GITHUB_TOKEN (gh auth token prints one)")
    try:
        with github_api.GitHub(token, api_url=api, graphql_url=_graphql_url(api)) as github:
            snapshot = github.read(f"{path[0]}/{path[1]}", number, config_path=DEFAULT_CONFIG, marker="")
            if config_file:
                rules = with_files(with_config(shipped(), read_config(config_file), config_file), snapshot, github)
            else:
                rules = rules_for(snapshot, DEFAULT_CONFIG, github)
    except (UsageError, github_api.Unusable) as error:
        stop(USAGE, str(error))
    except github_api.ApiError as error:
        stop(FAULT, str(error))
    except ConfigError as error:
        click.echo(safe.log(error.show()), err=True)
        sys.exit(USAGE)
    for notice in rules.notices:
        warn(notice)
    return rules.pull_request, rules.ruleset


def fetched(reference: Reference) -> Fetched:
    """A file of another repository that a config on this laptop extends."""
    from whylint import github_api  # noqa: PLC0415

    name, token = str(reference), _token()
    if not token:
        return Fetched(name, None, ("it is in another repository", "set GITHUB_TOKEN (gh auth token prints one)"))
    api = os.environ.get("GITHUB_API_URL") or f"https://api.{_PUBLIC}"
    try:
        with github_api.GitHub(token, api_url=api, graphql_url=_graphql_url(api)) as github:
            file = github.file(reference.repository, reference.ref, reference.path)
    except (github_api.Unusable, github_api.ApiError) as error:
        return Fetched(name, None, (str(error), "try again, or name a file of this repository"))
    if file is None:
        hint = "check the name and the version; a private repository needs a token that may read it"
        return Fetched(name, None, ("there is no such file that this token can read", hint))
    return Fetched(name, file.text, (file.problem, "name a YAML file of at most 64 KiB"))


def _token() -> str:
    return os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or ""


def _graphql_url(api: str) -> str:
    from whylint import github_api  # noqa: PLC0415

    given = os.environ.get("GITHUB_GRAPHQL_URL") if api == os.environ.get("GITHUB_API_URL") else ""
    return given or github_api.graphql_url(api)


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
        stop(USAGE, f"the token is not sent to {scheme}://{safe.line(host, 100)}: only by https, and only to {known}")
    return found
