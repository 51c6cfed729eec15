"""The parsers of GitHub's runner, ported as an oracle that errs on the strict side.

``commands`` is after ``TryParseV2`` and ``TryParse`` of actions/runner, src/Runner.Common/ActionCommand.cs, which read
every line of both streams. It is stricter in two ways. Every name counts as a registered command (``add-mask`` and
``stop-commands`` among them). And a line is also read without what a comparison by culture may skip: .NET looks for
``::`` and ``##[`` with ICU, and ICU 72's string search skips 959 characters between the signs, not only those of
category Cc and Cf but also marks and the Arabic tatweel. So a line is read once without the characters that are known
to be skipped, and once without all that are not ASCII.

``pairs`` is after ``EnvFileKeyValuePairs`` in src/Runner.Worker/FileCommandManager.cs: what GITHUB_OUTPUT says.
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
        for each in dict.fromkeys((line, _without_ignorable(line), _ascii(line))):
            command = _parse_v2(each) or _parse_v1(each)
            if command:
                found.append(command)
                break
    return found


def _without_ignorable(line: str) -> str:
    return "".join(char for char in line if category(char) not in ("Cc", "Cf", "Cs") and ord(char) not in _SKIPPED)


def _ascii(line: str) -> str:
    return line.encode("ascii", "ignore").decode()


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
    name, _, rest = line[start + 3 : end].partition(" ")
    escaped = (";", "\r", "\n", "]", "%")
    command = Command(name, _unescape(line[end + 1 :], escaped))
    for pair in rest.split(";"):
        key, equals, value = pair.partition("=")
        if equals and key and value:
            command.properties[key] = _unescape(value, escaped)
    return command


def _unescape(text: str, tokens: tuple[str, ...]) -> str:
    for token in tokens:
        text = text.replace(f"%{ord(token):02X}", token)
    return text


def pairs(text: str) -> list[tuple[str, str]]:
    """Every name and value in a file of the runner's; raises ValueError where the runner would fail the step."""
    found: list[tuple[str, str]] = []
    rest = text
    while rest:
        line, _, rest = rest.partition("\n")
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            found.append((line[:equals], line[equals + 1 :]))
        elif heredoc > 0 and line[heredoc + 2 :]:
            value, rest = _value(rest, line[heredoc + 2 :])
            found.append((line[:heredoc], value))
        else:
            raise ValueError(f"invalid format: {line!r}")
    return found


def _value(text: str, delimiter: str) -> tuple[str, str]:
    """What stands before the line that is ``delimiter``, and what follows that line."""
    kept: list[str] = []
    while text:
        line, end, text = text.partition("\n")
        if line == delimiter:
            return "\n".join(kept), text
        if not end:
            break
        kept.append(line)
    raise ValueError(f"matching delimiter not found: {delimiter!r}")
