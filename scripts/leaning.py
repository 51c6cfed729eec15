"""Learn in which words answers are told: labelled descriptions (training/, tests/judgement) to rules/leaning/en.yml.

One linear model for each rule, over tf-idf of words and pairs of words (logistic regression). A description has an
answer if one of its blocks has, and the labels do not say which: the model learns from whole descriptions, finds the
likeliest block of each, and learns from both (multiple instances, as in Andrews, Tsochantaridis, Hofmann, 2002). What
counts is how far all of a description leans and that block together. The bar of a rule comes from real descriptions
(``retold-*``), each file of which was left out once: above it lie at most so many of those labelled ``no`` as
``BEYOND`` says.

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
from scipy.sparse import csr_matrix, vstack
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
BEYOND = {"user-problem": 0.30, "success-metric": 0.20, "feedback-plan": 0.15}
"""The share of descriptions labelled ``no`` that may lean above the bar of each rule."""
MOST_TERMS, RAREST = 2000, 3
STRENGTH = 3
REAL = "retold-"
"""What the names of files start with whose descriptions are real ones, told again."""
WRITTEN, RETOLD = 1.0, 3.0
"""What counts: a description written for a test, our fixtures among them; a real one told again."""

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Known:
    """A labelled description: the terms of each of its blocks."""

    file: str
    blocks: list[list[str]]
    labels: dict[str, bool]
    weight: float

    @property
    def whole(self) -> list[str]:
        """The terms of all its blocks."""
        return list(chain.from_iterable(self.blocks))


def known(file: str, body: str, labels: Mapping[str, str], weight: float) -> Known:
    """A description with those of its labels that say yes or no."""
    told = {rule: label == "yes" for rule, label in labels.items() if label in ("yes", "no")}
    return Known(file, blocks_of(body), told, weight)


def read(path: Path) -> Iterator[Known]:
    """The descriptions of one file of ``training/``."""
    weight = RETOLD if path.stem.startswith(REAL) else WRITTEN
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        yield known(path.stem, row["body"], row["labels"], weight)


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
        leaning = self.model.decision_function(blocks)
        likeliest = [at[np.argmax(leaning[at])] for at in own]
        self._fit(vstack([whole, blocks[likeliest]]), np.tile(labels, 2), np.tile(weights, 2))

    def _fit(self, rows: csr_matrix, labels: Numbers, weights: Numbers) -> None:
        self.model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5000)
        self.model.fit(rows, labels, sample_weight=weights)

    def leaning(self, described: Known) -> float:
        """How far all of it leans, and the block that leans most."""
        whole, *blocks = self.model.decision_function(self.vectors.transform([described.whole, *described.blocks]))
        return float(whole + max(blocks))


def vectors_of(described: Iterable[Known], vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    """How rare the terms of some descriptions are."""
    found = TfidfVectorizer(
        analyzer=list, min_df=1 if vocabulary else RAREST, sublinear_tf=True, vocabulary=vocabulary or None
    )
    found.fit([each.whole for each in described])
    return found


def unseen(described: Sequence[Known], rule: str) -> tuple[Numbers, Numbers]:
    """How each real description leans by what was learnt from those of other files, and its label."""
    leaning, labels = [], []
    for file in sorted({each.file for each in described if each.weight == RETOLD}):
        learnt_from = [each for each in described if each.file != file]
        vocabulary = most_telling({rule: learnt_from}, vectors_of(learnt_from))
        model = Model(learnt_from, rule, vectors_of(learnt_from, vocabulary))
        for each in described:
            if each.file == file:
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
    fixtures = (known(each.part, each.pull_request.body, each.labels, WRITTEN) for each in own_cases())
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
