"""The small neural network: how it reads, and that it computes what the plain formulas say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whylint.network import END, HEADS, LONGEST_WORD, MOST_PIECES, START, UNKNOWN, Network, numbers, pieces
from whylint.packs import library

PIECES = ("[UNK]", "[CLS]", "[SEP]", "the", "jet", "##ties", "##ty", "leak", "naive", "2", "##0", "%", ".", "j", "##e")
KNOWN = {piece: at for at, piece in enumerate(PIECES)}
WIDTH, INNER, LAYERS = 2 * HEADS, 30, 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("The jetties leak.", "the jet ##ties leak .", id="words, a sign"),
        pytest.param("jetty", "jet ##ty", id="the longest first"),
        pytest.param("Naïve", "naive", id="without accents"),
        pytest.param("20%", "2 ##0 %", id="a sign in a word"),
        pytest.param("the_jet", f"the {UNKNOWN} jet", id="a sign that is not known"),
        pytest.param("jetskis leak", f"{UNKNOWN} leak", id="an unknown end"),
        pytest.param("je\x00t\u200bty \ud800", "jet ##ty", id="what cannot be seen"),
        pytest.param("j" + "e" * (LONGEST_WORD - 1), "j " + "##e " * (LONGEST_WORD - 1), id="a long word"),
        pytest.param("j" + "e" * LONGEST_WORD, UNKNOWN, id="too long a word"),
        pytest.param("   \n ", "", id="nothing"),
    ],
)
def test_a_text_in_pieces(text: str, told: str) -> None:
    assert list(pieces(text, KNOWN)) == told.split()


def test_of_a_description_the_first_pieces() -> None:
    start, end, leak, the = (KNOWN[piece] for piece in (START, END, "leak", "the"))
    room = MOST_PIECES - 2
    assert numbers([], KNOWN) == [start, end]
    assert numbers(["leak the", "", "leak"], KNOWN) == [start, leak, the, leak, end]
    for lines in (["leak " * room, "the"], ["leak " * room * 9], ["leak"] * 9 * room):
        assert numbers(lines, KNOWN) == [start, *[leak] * room, end]


def some_network() -> dict[str, np.ndarray[Any, Any]]:
    chance = np.random.default_rng(1933)
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "rules": np.frombuffer(b"one\ntwo", np.uint8),
        "pieces": np.frombuffer("\n".join(PIECES).encode(), np.uint8),
        "layers": np.int32(LAYERS),
        "stretch": np.float32(3),
        "shift": np.float32(-0.5),
        "embedded": chance.integers(-127, 128, (len(PIECES), WIDTH), np.int8),
        "embedded.scale": chance.random(len(PIECES), np.float32) / 50,
        "places": chance.standard_normal((MOST_PIECES, WIDTH), np.float32),
    }
    sizes = {"attend": (WIDTH, 3 * WIDTH), "attended": (WIDTH, WIDTH)}
    sizes |= {"widen": (WIDTH, INNER), "narrow": (INNER, WIDTH)}
    matrices = {f"{layer}.{name}": size for layer in range(LAYERS) for name, size in sizes.items()}
    for name, (rows, columns) in {**matrices, "ask": (WIDTH, 2), "answer": (WIDTH, 2)}.items():
        arrays[name] = chance.integers(-127, 128, (rows, columns), np.int8)
        arrays[f"{name}.scale"] = chance.random(columns, np.float32) / 100
        arrays[f"{name}.bias"] = chance.standard_normal(columns, np.float32)
    for name in ("embedded", *(f"{layer}.{part}" for layer in range(LAYERS) for part in ("attended", "narrow"))):
        arrays[f"{name}.norm"] = chance.random(WIDTH, np.float32) + 1
        arrays[f"{name}.norm.bias"] = chance.standard_normal(WIDTH, np.float32)
    return arrays


ARRAYS = some_network()


def dot(one: Sequence[float], two: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, two, strict=True))


def plainly(read: list[int]) -> list[float]:
    """What the network says of a description, number by number."""

    def matrix(name: str) -> list[list[float]]:
        rows, scale = ARRAYS[name].tolist(), ARRAYS[f"{name}.scale"].tolist()
        return [[value * by for value, by in zip(row, scale, strict=True)] for row in rows]

    def times(rows: list[list[float]], name: str) -> list[list[float]]:
        columns, bias = list(zip(*matrix(name), strict=True)), ARRAYS[f"{name}.bias"].tolist()
        return [[dot(row, column) + by for column, by in zip(columns, bias, strict=True)] for row in rows]

    def normed(rows: list[list[float]], name: str) -> list[list[float]]:
        by, plus = ARRAYS[f"{name}.norm"].tolist(), ARRAYS[f"{name}.norm.bias"].tolist()
        found = []
        for row in rows:
            mean = math.fsum(row) / len(row)
            spread = math.sqrt(math.fsum((each - mean) ** 2 for each in row) / len(row) + 1e-12)
            found.append([(each - mean) / spread * b + p for each, b, p in zip(row, by, plus, strict=True)])
        return found

    def shares(row: list[float]) -> list[float]:
        raised = [math.exp(each) for each in row]
        return [each / math.fsum(raised) for each in raised]

    def added(rows: list[list[float]], others: list[list[float]]) -> list[list[float]]:
        return [[a + b for a, b in zip(one, two, strict=True)] for one, two in zip(rows, others, strict=True)]

    def bent(each: float) -> float:
        return 0.5 * each * (1 + math.tanh(math.sqrt(2 / math.pi) * (each + 0.044715 * each**3)))

    scale, size = ARRAYS["embedded.scale"].tolist(), WIDTH // HEADS
    rows = [[value * scale[at] for value in ARRAYS["embedded"][at].tolist()] for at in read]
    rows = normed(added(rows, ARRAYS["places"][: len(rows)].tolist()), "embedded")
    for layer in range(LAYERS):
        asked = times(rows, f"{layer}.attend")
        found: list[list[float]] = [[] for _ in rows]
        for head in range(HEADS):
            starts = (part * WIDTH + head * size for part in range(3))
            query, key, value = ([row[start : start + size] for row in asked] for start in starts)
            for at, one in enumerate(query):
                weights = shares([dot(one, other) / math.sqrt(size) for other in key])
                found[at] += [dot(weights, column) for column in zip(*value, strict=True)]
        rows = normed(added(rows, times(found, f"{layer}.attended")), f"{layer}.attended")
        inner = [[bent(each) for each in row] for row in times(rows, f"{layer}.widen")]
        rows = normed(added(rows, times(inner, f"{layer}.narrow")), f"{layer}.narrow")
    weights = [shares(list(column)) for column in zip(*times(rows, "ask"), strict=True)]
    answers = list(zip(*times(rows, "answer"), strict=True))
    return [3 * dot(weight, list(answer)) - 0.5 for weight, answer in zip(weights, answers, strict=True)]


def test_it_computes_what_the_formulas_say() -> None:
    blocks = ["The jetties leak.", "20% leak"]
    assert list(Network(ARRAYS).leaning(blocks).values()) == pytest.approx(plainly(numbers(blocks, KNOWN)), abs=1e-4)


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_has_an_answer(blocks: list[str]) -> None:
    assert all(math.isfinite(each) for each in Network(ARRAYS).leaning(blocks).values())


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("user-problem", "Keepers of small lighthouses keep losing their place when the log reloads by itself."),
        ("success-metric", "We expect the share of logs filed late to fall from 30 % to under 10 % by May."),
        ("feedback-plan", "After the release Ida watches the board of late logs and asks the keepers on Friday."),
    ],
)
def test_what_is_shipped_tells_an_answer_from_a_change(rule: str, text: str) -> None:
    ask = library().network()
    assert ask([text])[rule] > 0 > ask(["Renames the log's columns and bumps the parser to version 3."])[rule]
