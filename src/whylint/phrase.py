"""The small language of phrases, as RE2 takes it.

``*`` is any ending, a space is white space or a hyphen, ``(a|b)`` chooses, ``x?`` is optional, ``{cue}`` inserts
another cue, `` ... `` spans a few words inside a sentence, and ``...`` without spaces a few letters, for scripts that
set none (see CONTRIBUTING.md). Patterns are RE2 already, and insert cues in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

from whylint.text import clean

Reference = Callable[[str], str]
"""What stands for ``{cue}``, given the cue's name."""

_GAP = r"""[ ](?:(?:[^.;:!?\n]|[.:][0-9])*?[ ('"`/-])?"""
_GAP_INSIDE = r"""(?:[^.;:!?\n\x{3002}]|[.:][0-9])*?"""
_SPACE = r"[ -]+"
_ENDING = "[a-z0-9']*"  # accents are gone, so this serves all of Latin script
_ENDING_ELSEWHERE = r"[\pL\pN']*"
_QUOTED = frozenset(r".+^$[]\&~#<>=!:,;@%/\"")


def is_reference(phrase: str) -> bool:
    """Whether a phrase is nothing but another cue."""
    return phrase.startswith("{") and phrase.endswith("}") and phrase[1:-1].replace("-", "").isalnum()


def is_small(source: str) -> bool:
    """Whether a pattern may be held against text in lower case as it is.

    RE2 compiles it in two thirds of the time then.
    """
    return not any(each.isupper() for each in source.replace(r"\pL", "").replace(r"\pN", ""))


def expand(source: str, reference: Reference) -> str:
    """A pattern with its references replaced, and without accents, as cleaned text has none.

    Escapes such as ``\\x{FFFC}`` are ASCII and stay.
    """
    source = source if source.isascii() else "\n".join(map(clean, source.split("\n")))
    parts = source.split("{")
    expanded = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        escaped = expanded[-1].endswith(("\\x", "\\p", "\\P"))
        if brace and name[:1].isalpha() and not escaped:
            expanded.append(reference(name) + rest)
        else:
            expanded.append("{" + part)
    return "".join(expanded)


def translate(phrase: str, reference: Reference) -> str:
    """One phrase as a pattern, with word edges where it starts or ends in a letter or digit.

    A choice may start or end in other letters than those of ASCII, and RE2 knows no edge there: ``match`` sees to them.
    """
    source = clean(phrase).strip()
    first, last, plain = source[:1], source[-1:], source.isascii()
    edge_before = r"\b" if first.isascii() and (first.isalnum() or (plain and first == "(")) else ""
    edge_after = r"\b" if last.isascii() and (last.isalnum() or (plain and last in ")?")) else ""
    return f"{edge_before}(?:{translate_inside(source, reference)}){edge_after}"


def translate_inside(source: str, reference: Reference) -> str:
    """A phrase as a pattern, without edges."""
    out: list[str] = []
    index = 0
    while index < len(source):
        if source.startswith(" ... ", index):
            out.append(_GAP)
            index += 5
        elif source.startswith("...", index):
            out.append(_GAP_INSIDE)
            index += 3
        elif source[index] == "{" and source[index + 1 : index + 2].isalpha() and "}" in source[index:]:
            end = source.index("}", index)
            out.append(reference(source[index + 1 : end]))
            index = end + 1
        elif source[index] == "*":
            out.append(_ENDING if source[index - 1 : index].isascii() else _ENDING_ELSEWHERE)
            index += 1
        else:
            out.append(_atom(source[index]))
            index += 1
    return "".join(out)


def _atom(character: str) -> str:
    if character == " ":
        return _SPACE
    if character == "(":
        return "(?:"
    if character in _QUOTED:
        return "\\" + character
    return character
