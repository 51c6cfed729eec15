"""The small language of phrases, as RE2 takes it.

``*`` is any ending, a space is white space or a hyphen, ``(a|b)`` chooses, ``x?`` is optional, ``{cue}`` inserts
another cue, `` ... `` spans a few words inside a sentence, and ``...`` without spaces a few letters, for scripts that
set none (see CONTRIBUTING.md). Patterns are RE2 already, and insert cues in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

from whylint.marks import kind_of
from whylint.text import Table, clean

Reference = Callable[[str], str]
"""What stands for ``{cue}``, given the cue's name."""

_GAP, _GAP_INSIDE, _STRANGE = "\0", "\1", "\2"  # cleaned text has none of these signs
_ENDING = "[a-z0-9']*"  # accents are gone, so this serves all of Latin script
_ATOMS = str.maketrans(
    {
        " ": r"[ -]+",
        "(": "(?:",
        "*": _ENDING,
        _GAP: r"""[ ](?:(?:[^.;:!?\n]|[.:][0-9])*?[ ('"`/-])?""",
        _GAP_INSIDE: r"""(?:[^.;:!?\n\x{3002}]|[.:][0-9])*?""",
        _STRANGE: r"[\pL\pN']*",
        **{sign: f"\\{sign}" for sign in r".+^$[]\&~#<>=!:,;@%/\""},
    }
)

# cleaned text has no dots on them, and some type an e instead
_TYPED = str.maketrans(dict(zip("äöüÄÖÜ", "ae? oe? ue? Ae? Oe? Ue?".split(), strict=True)))

_SIGNLESS = Table(lambda each: each if each.isalnum() or each in "()*?|{}" else "" if each in "'\u2019" else " ")
"""What stays of a phrase where only words count."""


def is_reference(phrase: str) -> bool:
    """Whether a phrase is nothing but another cue."""
    return phrase.startswith("{") and phrase.endswith("}") and phrase[1:-1].replace("-", "").isalnum()


def is_small(source: str) -> bool:
    """Whether a pattern may be held against text in lower case as it is.

    RE2 compiles it in two thirds of the time then.
    """
    letters = source.replace(r"\pL", "").replace(r"\pN", "")
    return letters == letters.lower()


def tidy(source: str, *, is_phrase: bool) -> str:
    """A phrase or pattern in the letters of cleaned text. Escapes such as ``\\x{FFFC}`` are ASCII and stay."""
    if is_phrase:
        return clean(source.translate(_TYPED)).strip()
    return source if source.isascii() else "\n".join(map(clean, source.split("\n")))


def expand(source: str, reference: Reference) -> str:
    """A tidy pattern with its references replaced."""
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


def translate(phrase: str, reference: Reference, left: str | None = None) -> str:
    """A tidy phrase as a pattern, with word edges where it starts or ends in a letter or digit.

    A choice may start or end in letters of a script that sets no spaces, and RE2 knows no edge there: ``searched`` sees
    to them. If only some of it is ``left``, the edges are those of all.
    """
    first, last = phrase[:1], phrase[-1:]
    plain = phrase.isascii() or not any(kind_of(each) == "c" for each in phrase)
    edge_before = r"\b" if first.isascii() and (first.isalnum() or (plain and first == "(")) else ""
    edge_after = r"\b" if last.isascii() and (last.isalnum() or (plain and last in ")?")) else ""
    return f"{edge_before}(?:{translate_inside(left or phrase, reference)}){edge_after}"


def translate_inside(source: str, reference: Reference) -> str:
    """A phrase as a pattern, without edges."""
    out: list[str] = []
    rest = source
    while "{" in rest:
        before, _, rest = rest.partition("{")
        if rest[:1].isalpha() and "}" in rest:
            name, _, rest = rest.partition("}")
            out += [_plain(before), reference(name)]
        else:
            out.append(_plain(before) + "{")
    return "".join([*out, _plain(rest)])


def _plain(source: str) -> str:
    """Letters and signs of a phrase as a pattern."""
    source = source.replace(" ... ", _GAP).replace("...", _GAP_INSIDE)
    if not source.isascii():
        pairs = zip(f" {source}", source, strict=False)
        source = "".join(_STRANGE if sign == "*" and not _is_word(before) else sign for before, sign in pairs)
    return source.translate(_ATOMS)


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def as_key(phrase: str) -> str:
    """A phrase in the letters of a heading's key, where signs are none."""
    plain = "...".join(part.translate(_SIGNLESS) for part in phrase.split("..."))
    return " ".join(word.lstrip("?") for word in plain.split() if word != "?")  # what was optional is gone
