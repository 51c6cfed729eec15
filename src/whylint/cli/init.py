"""``whylint init``: the files that a repository needs, proposed after a look at what is there."""

from __future__ import annotations

import json

import click

from whylint.cli.around import asked, exit_codes, rules_here, stop, width, with_config
from whylint.cli.files import Draft, put, root_or_stop
from whylint.cli.survey import Survey, survey
from whylint.cli.template import draft_for
from whylint.entry import ACTION, DEFAULT_CONFIG, USAGE
from whylint.model import RuleSet
from whylint.packs import shipped, start_file
from whylint.records import FIELDS
from whylint.render import safe
from whylint.render.terminal import wrap
from whylint.render.words import say
from whylint.spoken import worded

_PAST = f"gh pr list --state merged --limit 50 --json number,{FIELDS} | whylint check -"
WORKFLOW = ".github/workflows/whylint.yml"


@click.command(
    short_help="Set whylint up in a repository.",
    epilog=exit_codes("0 all is there or was written"),
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
@click.option("--action", default=ACTION, show_default=True, metavar="NAME@REF", help="The action that runs.")
def init(action: str, *, yes: bool, dry_run: bool) -> None:
    """Write the workflow, a config and a pull-request template, after showing them.

    It looks at what is there first, never overwrites a file, and adds to a template only what it lacks.

    \b
    whylint init
    whylint init --dry-run
    """
    if not _is_action(action):
        stop(USAGE, f"{safe.line(action, 80)} is no action: --action OWNER/REPOSITORY@REF")
    root = root_or_stop()
    found = survey(root)
    drafts, ruleset = [], rules_here(None)
    if not found.workflow:
        drafts.append(Draft(WORKFLOW, start_file("workflow.yml").replace(ACTION, action)))
    if not found.config:
        text = config_text(found, action)
        ruleset = asked(with_config(shipped(), text, DEFAULT_CONFIG))
        drafts.append(Draft(DEFAULT_CONFIG, text))
    if template := draft_for(root, ruleset):
        drafts.append(template)
    ruleset = worded(ruleset)
    for line in _seen(found, template, ruleset):
        click.echo("\n".join(wrap(f"- {safe.line(line)}", width(), 0, 2)))
    if not drafts:
        click.echo("\n" + say(ruleset.messages, "init.nothing"))
        return
    click.echo()
    if put(root, drafts, ruleset, yes=yes, dry_run=dry_run):
        unknown = [each.path for each in drafts if "OWNER/" in each.text]
        click.echo(_next(ruleset, " and ".join(unknown)))


def _is_action(name: str) -> bool:
    """Whether a workflow can use it: ``owner/repository[/path]@ref``, without anything that YAML reads otherwise."""
    where, at, ref = name.partition("@")
    plain = all(each.isascii() and (each.isalnum() or each in "-_./") for each in where + ref)
    return bool(at and ref) and plain and where.count("/") >= 1 and all(where.split("/"))


def config_text(found: Survey, action: str) -> str:
    """The config that is proposed: all but the version and the packs for some folders is commented out."""
    where, _, ref = action.partition("@")
    text = start_file("config.yml").replace("REPOSITORY", "/".join([*where.split("/")[:2], ref]))
    labels = [json.dumps(each, ensure_ascii=False) for each in found.labels]
    text = text.replace("LABELS", ", ".join(labels or ["documentation"]))
    if not found.packs:
        return text
    entries = ["extends:", "  - ..."]
    for pack, folders in found.packs.items():
        paths = ", ".join(f'"{name}/**"' for name in folders.names)
        entries += [f"  - pack: {pack}", f"    when: {{{folders.condition}: [{paths}]}}"]
    return text.replace("# extends: [..., experiment]", "\n".join(entries))


def _seen(found: Survey, template: Draft | None, ruleset: RuleSet) -> list[str]:
    """What was found and what follows from it, a sentence each."""
    messages = ruleset.messages
    lines = [say(messages, "init.workflow", file=found.workflow)] if found.workflow else []
    lines += [say(messages, "init.config", file=found.config)] if found.config else []
    for pack, folders in found.packs.items() if not found.config else ():
        places = ", ".join(f"{each}/" for each in folders.names)
        key = "init.pack-only" if folders.condition == "only-paths" else "init.pack"
        lines.append(say(messages, key, places=places, pack=pack))
    if found.labels and not found.config:
        lines.append(say(messages, "init.labels", file=found.labels_file, labels=", ".join(found.labels)))
    if template is None:
        lines.append(say(messages, "init.template-fits"))
    elif template.before is None:
        lines.append(say(messages, "init.template-new"))
    else:
        lines.append(say(messages, "init.template-lacks", file=template.path))
    lines += [say(messages, "init.foreign", file=each) for each in found.foreign]
    return lines


def _next(ruleset: RuleSet, unknown: str) -> str:
    """What remains to be done; ``unknown``: the files that name an action whose owner is not known yet."""
    messages = ruleset.messages
    steps = ["init.owner"] if unknown else []
    lines = [say(messages, "init.next")]
    for key in [*steps, "init.merge", "init.past", "init.more"]:
        lines += wrap(f"- {say(messages, key, file=unknown)}", width(), 0, 2)
        if key == "init.past":
            lines.append(f"  {_PAST}")  # in one piece, to be copied
    return "\n".join(["", *lines])
