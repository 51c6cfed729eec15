"""The JSON Schema of a config, made from the models: `make schema` writes schema/config.schema.json.

Editors complete and check `.github/whylint.yml` by it. What it cannot say, `whylint config --check` says:
that a cue exists, that RE2 takes a pattern.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from whylint.model import Rule, Severity
from whylint.packs import library, shipped
from whylint.schema import Config
from whylint.schema_parts import NAME

PATH = Path(__file__).resolve().parents[1] / "schema" / "config.schema.json"
# Of the shipped cues those that docs/configuration.md names: what an editor offers should stay a choice.
CUES = [
    "own-section",
    "link",
    "tool",
    "channel",
    "people",
    "quantity",
    "percent",
    "date",
    "window",
    "later",
    "concrete",
]
LINE = {"$ref": "#/$defs/Line"}
MESSAGES = {
    "missing": "What is said where nothing answers the question.",
    "why": "Why it is asked.",
    "hint": "What an answer needs; stands in the template, too.",
    "waive": "Behind the hint, unless `waivers: never`: what to do if the question does not apply.",
    "minimum-words": "What is said of an answer that is too short; `{words}` is the number.",
}


def schema() -> dict[str, Any]:
    """The schema, with the rules, packs, cues and messages that are shipped to choose from."""
    made: dict[str, Any] = plain(Config.model_json_schema())
    properties, parts = made["properties"], made["$defs"]
    shelf = library()
    ((name, told),) = (
        (each, parts["RuleSettings"].pop("description")) for each in properties["rules"]["patternProperties"]
    )
    properties["rules"]["patternProperties"] = {name: rule_part(told, [])}
    properties["rules"] |= {
        "type": ["object", "null"],
        "properties": {
            each: rule_part(shelf.rule(each).question, [own_part(shelf.rule(each))]) for each in shelf.names("catalog")
        },
    }
    properties["cues"]["type"] = ["object", "null"]
    pack = {"anyOf": [{"enum": [*shelf.names("packs"), "..."]}, {"type": "string", "pattern": "^[.]/|^[.]github/|@"}]}
    named = pack | {"description": parts["Extended"]["properties"]["pack"]["description"]}
    for key in ("type", "minLength", "pattern"):
        del parts["Extended"]["properties"]["pack"][key]
    parts["Extended"]["properties"]["pack"] |= pack
    several = {"type": "array", "items": {"anyOf": [named, {"$ref": "#/$defs/Extended"}]}}
    properties["extends"]["anyOf"] = [named, {"$ref": "#/$defs/Extended"}, several]
    kinds = [*(kind.name for kind in shipped().kinds), "feature"]
    parts["ConditionData"]["properties"]["kinds"]["items"] = {"enum": kinds}
    parts["ExamplesData"]["properties"]["show"]["anyOf"][1]["propertyNames"] = {"enum": kinds}
    properties["exempt"]["items"] = {"enum": ["...", *kinds]}
    properties["language"] |= {"enum": ["auto", "en", *shipped().languages.read]}
    parts["Line"] = properties["messages"].pop("additionalProperties")
    properties["messages"] |= {
        "properties": {key: LINE | {"description": said} for key, said in library().messages.items()},
        "patternProperties": {f"^help[.](waive|phrase)[.]{NAME}$": LINE},
        "additionalProperties": False,
    }
    for key in library().own_words():
        properties[key]["items"]["pattern"] = "[^ .*?()|\u2026]"  # what has no other sign would fit everything
    offer(parts)
    for each in ("ConditionData", "Severity", "Extended"):  # in an editor it would hide what is said of the key
        del parts[each]["description"]
    for name, part in {"": made, **parts}.items():
        for each in part.get("properties", {}).values():
            tell(each, "A rule of your own has" if name == "RuleSettings" else "Default:")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "whylint config"}
    return (
        head
        | {"type": ["object", "null"]}
        | {key: value for key, value in made.items() if key not in ("title", "type")}
    )


def rule_part(told: str, more: list[dict[str, Any]]) -> dict[str, Any]:
    """What may stand at the name of a rule: its severity alone, or settings.

    A choice of two shapes makes editors complain of the wrong one; so text is held against the severities by itself.
    """
    settings = {"$ref": "#/$defs/RuleSettings"}
    text = {"type": "string", "examples": [str(each) for each in Severity]}
    return {
        "description": told,
        "anyOf": [{"allOf": [settings, *more]} if more else settings, text],
        "if": {"type": "string"},
        "then": {"$ref": "#/$defs/Severity"},
    }


def own_part(rule: Rule) -> dict[str, Any]:
    """The names of a shipped rule's criteria and bad signs, to choose from."""
    said = {key: LINE | {"description": text} for key, text in rule.messages.items()}
    without = {each.name: {"description": rule.messages.get(each.name, rule.question)} for each in rule.requires}
    lists = {"requires": rule.requires, "loosely": rule.requires, "strengthens": rule.strengthens}
    names = {
        key: {"properties": {each.name: {"$ref": "#/$defs/Ways"} | without.get(each.name, {}) for each in criteria}}
        for key, criteria in lists.items()
    }
    return {"properties": names | {"messages": {"properties": said}}}


def offer(parts: dict[str, Any]) -> None:
    """Let editors offer what a list may hold, although it may hold other things, too."""
    settings, cue = parts["RuleSettings"]["properties"], parts["CueData"]["properties"]
    for key in ("requires", "loosely", "strengthens"):
        ((name, parts["Ways"]),) = settings[key]["patternProperties"].items()
        settings[key]["patternProperties"][name] = {"$ref": "#/$defs/Ways"}
    one, several = parts["Ways"]["anyOf"]
    one["examples"] = several["items"]["examples"] = CUES
    for key in ("ignore", "aside", "waiver"):
        settings[key]["items"]["examples"] = ["...", *CUES[1:]]
    for items in (settings["headings"]["items"], cue["words"]["items"], cue["patterns"]["items"]):
        items["examples"] = ["..."]
    settings["messages"]["properties"] = {key: LINE | {"description": said} for key, said in MESSAGES.items()}


def tell(given: dict[str, Any], before: str) -> None:
    """Say the default where editors show it."""
    default = given.get("default")
    if isinstance(default, str | bool | int):
        given["description"] += f" {before} `{json.dumps(default).strip(chr(34))}`."


def plain(value: Any) -> Any:
    """Without the titles that pydantic makes up and the defaults that say nothing; names of its own must fit."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: each for key, each in value.items() if key != "propertyNames"}
    if kept.get("default", 1) in ([], {}, None, ""):
        del kept["default"]
    if isinstance(kept.get("title"), str) and {"type", "$ref", "anyOf", "enum", "const"} & set(kept):
        del kept["title"]
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return {key: plain(each) for key, each in kept.items()}


def text() -> str:
    """The file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PATH.write_text(text(), "utf-8")
    else:
        print(text(), end="")
