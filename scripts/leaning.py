"""Learn in which words answers are told: labelled descriptions (training/, tests/judgement) to rules/leaning/en.yml.

One linear model for each rule, over tf-idf of words and pairs of words (logistic regression). A description has an
answer if one of its blocks has, and the labels do not say which: the model starts with whole descriptions, then
learns from the block of each that it finds likeliest, and looks again (multiple instances, as in Andrews,
Tsochantaridis, Hofmann, 2002). The bar of a rule comes from descriptions that were left out, some files at a time:
above it lie at most so many of those labelled ``no`` as ``BEYOND`` says.

    make leaning        learn again, write the file, and show how well it tells descriptions that it has not seen
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from judgement import own_cases
from whylint.content import Boilerplate, select
from whylint.engine import finder
from whylint.leaning import terms
from whylint.markdown import parse
from whylint.packs import shipped
from whylint.reading import Reading
from whylint.spoken import heard

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "training"
LEARNT = ROOT / "rules" / "leaning" / "en.yml"
BEYOND = {"user-problem": 0.06, "success-metric": 0.08, "feedback-plan": 0.05}
"""The share of descriptions labelled ``no`` that may lean above the bar of each rule."""
MOST_TERMS, RAREST = 2000, 3
STRENGTH, ROUNDS, FOLDS = 10, 5, 6
OWN = 0.3
"""What a fixture of one sentence counts beside a whole description."""

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Known:
    """A labelled description: the terms of each of its blocks."""

    file: str
    blocks: list[list[str]]
    labels: dict[str, bool]
    weight: float = 1

    @property
    def whole(self) -> list[str]:
        """The terms of all its blocks."""
        return list(chain.from_iterable(self.blocks))


def known(file: str, body: str, labels: Mapping[str, str], weight: float = 1) -> Known:
    """A description with those of its labels that say yes or no."""
    told = {rule: label == "yes" for rule, label in labels.items() if label in ("yes", "no")}
    return Known(file, blocks_of(body), told, weight)


def read(path: Path) -> Iterator[Known]:
    """The descriptions of one file of ``training/``."""
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        yield known(path.stem, row["body"], row["labels"])


def blocks_of(body: str) -> list[list[str]]:
    """The terms of each block of a description, as the engine reads it."""
    ruleset = shipped()
    content = select(parse(body), Boilerplate(()), ruleset.noise, ruleset.languages.stops)
    reading = Reading(content, finder(ruleset, heard(content, (), ruleset)))
    return [list(chain.from_iterable(map(terms, said))) for said in reading.said.values()] or [[]]


class Model:
    """What was learnt for one rule from some descriptions."""

    def __init__(self, learnt_from: Sequence[Known], rule: str, vectors: TfidfVectorizer) -> None:
        self.vectors = vectors
        labels = np.array([each.labels[rule] for each in learnt_from])
        weights = np.array([each.weight for each in learnt_from])
        whole = vectors.transform([each.whole for each in learnt_from])
        blocks = vectors.transform(list(chain.from_iterable(each.blocks for each in learnt_from)))
        ends = np.cumsum([len(each.blocks) for each in learnt_from])
        own = [np.arange(end - len(each.blocks), end) for each, end in zip(learnt_from, ends, strict=True)]
        self._fit(whole, labels, weights)
        for _ in range(ROUNDS):
            leaning = self.model.decision_function(blocks)
            likeliest = [at[np.argmax(leaning[at])] for at in own]
            others = [
                (at, weight / 2 / len(at)) for at, weight, yes in zip(own, weights, labels, strict=True) if not yes
            ]
            rows = np.concatenate([likeliest, *(at for at, _ in others)])
            shares = np.concatenate(
                [np.where(labels, 1, 0.5) * weights, *(np.full(len(at), share) for at, share in others)]
            )
            self._fit(blocks[rows], np.concatenate([labels, np.zeros(len(rows) - len(own), bool)]), shares)

    def _fit(self, rows: csr_matrix, labels: Numbers, weights: Numbers) -> None:
        self.model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5000)
        self.model.fit(rows, labels, sample_weight=weights)

    def leaning(self, described: Known) -> float:
        """How far the block leans that leans most."""
        return float(max(self.model.decision_function(self.vectors.transform(described.blocks))))


def vectors_of(described: Iterable[Known], vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    """How rare the terms of some descriptions are."""
    found = TfidfVectorizer(
        analyzer=list, min_df=1 if vocabulary else RAREST, sublinear_tf=True, vocabulary=vocabulary or None
    )
    found.fit([each.whole for each in described])
    return found


def unseen(described: Sequence[Known], rule: str) -> tuple[Numbers, Numbers]:
    """How each description leans by what was learnt from those of other files, and its label."""
    leaning, labels = [], []
    files = sorted({each.file for each in described if each.weight == 1})
    for left_out in (files[at::FOLDS] for at in range(FOLDS)):
        learnt_from = [each for each in described if each.file not in left_out]
        model = Model(learnt_from, rule, vectors_of(learnt_from))
        for each in described:
            if each.file in left_out:
                leaning.append(model.leaning(each))
                labels.append(each.labels[rule])
    return np.array(leaning), np.array(labels)


def most_telling(by_rule: Mapping[str, list[Known]], vectors: TfidfVectorizer) -> list[str]:
    """The terms that tell most for any rule."""
    told = np.max([np.abs(Model(each, rule, vectors).model.coef_[0]) for rule, each in by_rule.items()], axis=0)
    return sorted(vectors.get_feature_names_out()[np.argsort(-told, kind="stable")[:MOST_TERMS]])


def hundredths(number: float) -> str:
    """A number as it is written down."""
    return str(round(100 * number))


def main() -> None:
    """Learn, write, and print what it came to."""
    files = sorted(TRAINING.glob("*.jsonl"))
    fixtures = (known(each.part, each.pull_request.body, each.labels, OWN) for each in own_cases())
    everything = [*chain.from_iterable(map(read, files)), *(each for each in fixtures if each.labels)]
    by_rule = {rule: [each for each in everything if rule in each.labels] for rule in BEYOND}
    vectors = vectors_of(everything, most_telling(by_rule, vectors_of(everything)))
    scales, columns = [], [vectors.idf_]
    for rule, described in by_rule.items():
        leaning, labels = unseen(described, rule)
        bar = float(np.quantile(leaning[~labels], 1 - BEYOND[rule]))
        model = Model(described, rule, vectors).model
        columns.append(model.coef_[0])
        scales.append(f"  {rule}: {{base: {hundredths(model.intercept_[0])}, bar: {hundredths(bar)}}}")
        above = (leaning[labels] >= bar).mean()
        print(
            f"{rule:15} {labels.sum()} yes, {(~labels).sum()} no; unseen ones: area under the curve "
            f"{roc_auc_score(labels, leaning):.3f}, {above:.0%} of yes and {BEYOND[rule]:.0%} of no above the bar"
        )
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    rows = zip(vectors.get_feature_names_out(), *columns, strict=True)
    told = [f"  {json.dumps(term)}: {' '.join(map(hundredths, numbers))}" for term, *numbers in rows]
    head = ["# Written by `make leaning` (training/README.md says how): not to be edited.", f"learnt-from: {digest}"]
    LEARNT.write_text("\n".join([*head, "scales:", *scales, "terms:", *told]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
