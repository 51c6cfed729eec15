"""A small neural network that is asked when a verdict hangs on more than cues and words.

It reads a description as a whole, word order and all, and says for each rule that it was taught how far it takes it for
an answer. It is a transformer (Vaswani et al.: Attention Is All You Need, 2017) of six layers, taught from
``training/`` by ``make network``, which started from all-MiniLM-L6-v2 (Wang et al.: MiniLM, 2020). What is here only
computes; nothing is downloaded, and it runs on any processor.

It imports numpy, which takes longer than all of a check: import it only to ask.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float32]]
Arrays = Mapping[str, np.ndarray[Any, Any]]

HEADS = 12
MOST_PIECES = 512
"""So many pieces are read, a mark before and one behind them included."""
LONGEST_WORD = 100
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


class Network:
    """What was taught. ``arrays`` are as ``make network`` writes them: matrices in bytes, with a scale for each column.

    ``pieces`` is the vocabulary, ``layers`` their number, ``rules`` the ids in the order of the answers.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self.rules: tuple[str, ...] = tuple(_lines(arrays["rules"]))

    @cached_property
    def _known(self) -> dict[str, int]:
        return {piece: at for at, piece in enumerate(_lines(self._arrays["pieces"]))}

    def leaning(self, lines: Iterable[str]) -> dict[str, float]:
        """How far a description leans towards an answer to each rule, above 0 if rather yes than no."""
        return dict(zip(self.rules, map(float, self._answers(numbers(lines, self._known))), strict=True))

    def _answers(self, numbers: Sequence[int]) -> Numbers:
        told = self._read(numbers)
        weights = _raised(self._through(told, "ask").T)
        said = (weights * self._through(told, "answer").T).sum(axis=1) / weights.sum(axis=1)
        answers: Numbers = said * self._arrays["stretch"] + self._arrays["shift"]
        return answers

    def _read(self, numbers: Sequence[int]) -> Numbers:
        embedded = self._arrays["embedded"][numbers] * self._arrays["embedded.scale"][numbers, None]
        told = self._norm(embedded + self._arrays["places"][: len(numbers)], "embedded")
        for layer in range(int(self._arrays["layers"])):
            told = self._norm(told + self._attended(told, f"{layer}."), f"{layer}.attended")
            inner = _gelu(self._through(told, f"{layer}.widen"))
            told = self._norm(told + self._through(inner, f"{layer}.narrow"), f"{layer}.narrow")
        return told

    def _attended(self, told: Numbers, layer: str) -> Numbers:
        length, width = told.shape
        asked = self._through(told, f"{layer}attend").reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        asked[0] /= np.float32(np.sqrt(width // HEADS))
        found = np.empty((length, HEADS, width // HEADS), np.float32)
        for head, (query, key, value) in enumerate(asked.swapaxes(0, 1)):  # one by one, so that it stays in the cache
            weights = _raised(query @ key.T)
            found[:, head] = weights @ value / weights.sum(axis=-1, keepdims=True)
        return self._through(found.reshape(length, width), f"{layer}attended")

    def _norm(self, told: Numbers, name: str) -> Numbers:
        centred = told - told.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        normed: Numbers = centred / spread * self._arrays[f"{name}.norm"] + self._arrays[f"{name}.norm.bias"]
        return normed

    def _through(self, told: Numbers, name: str) -> Numbers:
        """What comes out of a matrix, which is kept in bytes: a byte is scaled only once all are added."""
        added = told @ self._arrays[name].astype(np.float32)
        found: Numbers = added * self._arrays[f"{name}.scale"] + self._arrays[f"{name}.bias"]
        return found


def numbers(lines: Iterable[str], known: Mapping[str, int]) -> list[int]:
    """The numbers of the pieces that are read of a description."""
    read = islice(chain.from_iterable(pieces(line, known) for line in lines), MOST_PIECES - 2)
    return [known[START], *(known[piece] for piece in read), known[END]]


def pieces(text: str, known: Mapping[str, int]) -> Iterator[str]:
    """A text as pieces of words that are known (WordPiece): of each word the longest first, ``##`` before the others.

    Source: Wu et al.: Google's Neural Machine Translation System, 2016, section 4; written in lower case, no accents.
    """
    for word in _words(text):
        yield from _pieces_of(word, known)


def _pieces_of(word: str, known: Mapping[str, int]) -> list[str]:
    found: list[str] = []
    start = 0
    while start < len(word) <= LONGEST_WORD:
        before = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if before + word[start:end] in known), start)
        if end == start:
            break
        found.append(before + word[start:end])
        start = end
    return found if start == len(word) else [UNKNOWN]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(map(_apart, plain)).split()


def _apart(char: str) -> str:
    """A character as it stands among words: signs alone, accents and what cannot be seen left out."""
    if char.isalnum() or char.isspace():
        return char
    category = unicodedata.category(char)
    if category in ("Mn", "Cc", "Cf", "Cs", "Co"):
        return ""
    return f" {char} " if char.isascii() or category.startswith("P") else char


def _lines(written: np.ndarray[Any, Any]) -> list[str]:
    return written.tobytes().decode("utf-8").split("\n")


def _raised(numbers: Numbers) -> Numbers:
    """The numbers' exponentials, each row divided by its largest, in their place."""
    numbers -= numbers.max(axis=-1, keepdims=True)
    np.exp(numbers, out=numbers)
    return numbers


def _gelu(numbers: Numbers) -> Numbers:
    """The Gaussian error linear unit (Hendrycks and Gimpel, 2016), by its approximation with tanh."""
    inner = numbers * numbers
    inner *= np.float32(0.7978845608 * 0.044715)
    inner += np.float32(0.7978845608)
    inner *= numbers
    np.tanh(inner, out=inner)
    inner += 1
    inner *= numbers
    inner *= np.float32(0.5)
    return inner
