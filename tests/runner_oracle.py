"""The command parser of GitHub's runner, ported as an oracle that errs on the strict side.

After ``TryParseV2`` and ``TryParse`` of actions/runner, src/Runner.Common/ActionCommand.cs. Stricter in two ways: every
name counts as a registered command, and a line is also read without characters that a comparison by culture may skip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import category

_SKIPPED = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
_SKIPPED |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


@dataclass
class Command:
    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def lines(output: str) -> list[str]:
    """The way a stream reader splits: at a line feed, a carriage return, or both together."""
    return output.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def commands(output: str) -> list[Command]:
    """Every command that the runner could find in what a step prints."""
    found = []
    for line in lines(output):
        for each in dict.fromkeys((line, _without_ignorable(line))):
            command = _parse_v2(each) or _parse_v1(each)
            if command:
                found.append(command)
                break
    return found


def _without_ignorable(line: str) -> str:
    return "".join(char for char in line if category(char) not in ("Cc", "Cf", "Cs") and ord(char) not in _SKIPPED)


def _parse_v2(line: str) -> Command | None:
    line = line.lstrip()
    if not line.startswith("::"):
        return None
    end = line.find("::", 2)
    if end < 0:
        return None
    info = line[2:end]
    name, _, rest = info.partition(" ")
    command = Command(name, _unescape(line[end + 2 :], ("\r", "\n", "%")))
    for pair in rest.strip().split(","):
        key, equals, value = pair.partition("=")
        if equals and key and value:
            command.properties[key] = _unescape(value, ("\r", "\n", ":", ",", "%"))
    return command


def _parse_v1(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, _rest = line[start + 3 : end].partition(" ")
    return Command(name, _unescape(line[end + 1 :], (";", "\r", "\n", "]", "%")))


def _unescape(text: str, tokens: tuple[str, ...]) -> str:
    for token in tokens:
        text = text.replace(f"%{ord(token):02X}", token)
    return text
