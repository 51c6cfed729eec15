"""The JSON Schema of a config, made from the models: `make schema` writes schema/config.schema.json.

Editors complete and check `.github/whylint.yml` by it. What it cannot say, `whylint config --check` says:
that a cue exists, that RE2 takes a pattern.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from whylint.packs import library, shipped
from whylint.schema import Config

PATH = Path(__file__).resolve().parents[1] / "schema" / "config.schema.json"


def schema() -> dict[str, Any]:
    """The schema, with the rules and packs that are shipped to choose from."""
    made: dict[str, Any] = plain(Config.model_json_schema())
    properties, parts = made["properties"], made["$defs"]
    shelf = library()
    (entry,) = properties["rules"]["patternProperties"].values()
    properties["rules"] |= {
        "type": ["object", "null"],
        "properties": {name: {"description": shelf.rule(name).question, **entry} for name in shelf.names("catalog")},
    }
    properties["cues"]["type"] = ["object", "null"]
    pack = {"anyOf": [{"enum": [*shelf.names("packs"), "..."]}, {"type": "string", "pattern": "^\\./|@"}]}
    named = pack | {"description": parts["Extended"]["properties"]["pack"]["description"]}
    parts["Extended"]["properties"]["pack"] |= pack
    del parts["Extended"]["properties"]["pack"]["type"], parts["Extended"]["properties"]["pack"]["minLength"]
    several = {"type": "array", "items": {"anyOf": [named, {"$ref": "#/$defs/Extended"}]}}
    properties["extends"]["anyOf"] = [named, {"$ref": "#/$defs/Extended"}, several]
    kinds = [*(kind.name for kind in shipped().kinds), "feature"]
    parts["ConditionData"]["properties"]["kinds"]["items"] = {"enum": kinds}
    properties["exempt"]["items"] = {"enum": ["...", *kinds]}
    properties["language"] |= {"enum": ["auto", "en", *shipped().languages.read]}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "whylint config"}
    return (
        head
        | {"type": ["object", "null"]}
        | {key: value for key, value in made.items() if key not in ("title", "type")}
    )


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
