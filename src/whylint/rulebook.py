"""Which rules count for a live pull request, and whether the config that it edits would work.

Shipped rules lie below the organization's config, and that below the config at the base branch. Nothing is taken from
the branch that is judged: a config that it edits is only checked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from itertools import accumulate
from urllib.parse import quote

from whylint.change import may_be_decided
from whylint.config import ConfigError, load
from whylint.entry import DEFAULT_CONFIG, UsageError, not_read
from whylint.extends import Fetched, Reference
from whylint.frozen import frozen
from whylint.github_api import File, GitHub, Snapshot
from whylint.layers import laid_over
from whylint.model import PullRequest, RuleSet
from whylint.packs import shipped
from whylint.problems import Problem, clipped

_Below = RuleSet | Callable[[], RuleSet]
_TOO_MANY_FILES = "GitHub lists {count} of the changed files and no more: conditions on paths went by those alone."


@frozen
class Rulebook:
    """The rules that count, what is to be told about them, and what is wrong with the config as it is being edited.

    ``pull_request`` is the one that was read; all its changed files are known where they decide a rule.
    """

    ruleset: RuleSet
    pull_request: PullRequest
    notices: tuple[str, ...] = ()
    edited: ConfigError | None = None


def rules_for(snapshot: Snapshot, config: str, github: GitHub) -> Rulebook:
    """The rules for a pull request as it was read; ``config`` is the path of the repository's own.

    Raises ConfigError for a config that is wrong, UsageError for one that cannot be read, ApiError for a fault.
    """
    base = _Branch(snapshot, github, f"refs/heads/{snapshot.base}", snapshot.base)
    notices = []

    def below() -> RuleSet:
        """What a config stands on that names nothing else. It may be broken, so whoever does not need it skips it."""
        if snapshot.organization_refused:
            notices.append(
                f"Rules of your organization, if there are any, do not count here: {snapshot.organization_refused}."
            )
        organization = snapshot.organization
        return base.over(shipped(), organization, _reference(organization.path)) if organization else shipped()

    if snapshot.config is None and config != DEFAULT_CONFIG:
        raise UsageError(
            f"there is no {clipped(config)} on {clipped(snapshot.base)}, which the input config names"
            + (" (in a private repository the token needs contents: read)" if snapshot.private else "")
        )
    ruleset = base.over(below, snapshot.config) if snapshot.config else below()
    if snapshot.misnamed_config and snapshot.config is None:
        notices.append(not_read(clipped(snapshot.misnamed_config), config))
    edits = f"This pull request edits {clipped(config)}"
    edited = None
    try:
        edited = _edited(snapshot, below, github, base.followed)
    except _NotFollowed as error:
        notices.append(
            f"{edits}, which now extends {error}: that is read from the base branch only, so it is unchecked."
        )
    found = with_files(ruleset, snapshot, github)
    return replace(found, notices=(*dict.fromkeys(notices), *found.notices), edited=edited)


def with_files(ruleset: RuleSet, snapshot: Snapshot, github: GitHub) -> Rulebook:
    """The rules with the templates of the repository, and the pull request with all files where they decide anything.

    Raises ApiError for a fault.
    """
    pull, notice = snapshot.pull_request, ""
    if not pull.files_complete and (_asks_for_paths(ruleset) or may_be_decided(pull, ruleset.kinds)):
        pull = github.with_all_files(snapshot)
        if not pull.files_complete:
            notice = _TOO_MANY_FILES.replace("{count}", f"{len(pull.files):,}")
    return Rulebook(replace(ruleset, templates=snapshot.templates), pull, (notice,) if notice else ())


def _asks_for_paths(ruleset: RuleSet) -> bool:
    """Whether a condition on changed paths decides anything."""
    states = accumulate(ruleset.layers, laid_over, initial=ruleset.rules)
    conditions = [*ruleset.skip, *(each for layer in ruleset.layers for each in layer.when)]
    conditions += [each for rules in states for rule in rules for each in (*rule.when, *rule.unless)]
    return any(each.paths or each.only_paths for each in conditions)


def _edited(snapshot: Snapshot, below: _Below, github: GitHub, known: set[Reference]) -> ConfigError | None:
    """What is wrong with the config as the pull request leaves it; what it extends is read at that commit too.

    A stranger wrote it, so of other repositories it gets only ``known`` files: with the token, it could else show what
    the stranger may not read. Raises _NotFollowed for others.
    """
    file = snapshot.edited
    if file is None or (snapshot.config and file.text == snapshot.config.text):
        return None
    try:
        _Branch(snapshot, github, snapshot.head, snapshot.head, known, strange=True).over(below, file)
    except ConfigError as error:
        return error
    except UsageError as error:
        return ConfigError([Problem(file.path, 1, 1, str(error))])
    return None


class _NotFollowed(Exception):
    """A file of another repository that only an edited config names."""


@frozen
class _Branch:
    """The place from which files of the repository are read: ``ref`` for git, ``name`` for people and links.

    ``followed`` gathers what was read of other repositories; on a ``strange`` branch nothing else is read of them.
    """

    snapshot: Snapshot
    github: GitHub
    ref: str
    name: str
    followed: set[Reference] = field(default_factory=set)
    strange: bool = False

    def over(self, below: _Below, file: File, within: Reference | None = None) -> RuleSet:
        """A config laid over rules. Problems bear the address of their line."""
        if file.text is None:
            where = "" if within else f" on {clipped(self.name)}"
            raise UsageError(f"{clipped(file.path)}{where} cannot be used: {file.problem}")
        try:
            return load(file.text, file.path, below, fetch=self.fetched, within=within)
        except ConfigError as error:
            raise error.linked(self.address) from None

    def fetched(self, reference: Reference) -> Fetched:
        """A file that a config extends."""
        if self.strange and reference.repository and reference not in self.followed:
            raise _NotFollowed(clipped(str(reference)))
        if reference.repository:
            self.followed.add(reference)
        name = str(reference).removeprefix("./")
        repository, ref = reference.repository or self.snapshot.repository, reference.ref or self.ref
        file = self.github.file(repository, ref, reference.path)
        if file is None and reference.repository:
            hint = "check the name and the version; a private repository needs a token that may read it"
            return Fetched(name, None, ("there is no such file that this token can read", hint))
        if file is None:
            return Fetched(name, None, (f"there is no such file on `{clipped(self.name)}`", "check the path"))
        return Fetched(name, file.text, (file.problem, "name a YAML file of at most 64 KiB"))

    def address(self, problem: Problem) -> str:
        """The web address of the line that a problem is about."""
        pull = f"/{self.snapshot.repository}/pull/{self.snapshot.pull_request.number}"
        server, found, _ = self.snapshot.url.partition(pull)
        place = _reference(problem.file)
        if not found:
            return ""
        repository, ref = place.repository or self.snapshot.repository, place.ref or self.name
        return f"{server}/{repository}/blob/{quote(ref)}/{quote(place.path)}#L{problem.line}"


def _reference(name: str) -> Reference:
    """The way back from the name of a file: ``owner/repo/path@ref``, or a path of this repository."""
    path, at, ref = name.rpartition("@")
    owner, _, rest = path.partition("/")
    repository, _, inside = rest.partition("/")
    return Reference(inside, f"{owner}/{repository}", ref) if at and inside else Reference(name)
