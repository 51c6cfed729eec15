"""Learn in which words answers are told: labelled descriptions (training/, tests/judgement) to rules/leaning/en.yml.

One linear model for each rule, over tf-idf of words and pairs of words (logistic regression). A description has an
answer if one of its blocks has, and the labels do not say which: the model learns from whole descriptions, finds the
likeliest block of each, and learns from both (multiple instances, as in Andrews, Tsochantaridis, Hofmann, 2002). What
counts is how far all of a description leans and that block together.

What cues say is a further word. How much it weighs (the logarithm of how much oftener they say so of a ``yes`` than of
a ``no``), and where the sum is ``met`` or ``unsure``, comes from real descriptions (``retold-*``), each file of which
was left out once: of those labelled ``no``, the shares ``MET`` and ``UNSURE`` may be. (To weigh evidence by its
likelihood, and to choose the bars by the errors that are allowed: Neyman and Pearson, 1933.)

    make leaning        learn again, write the file, and show how well it tells descriptions that it has not seen
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from judgement import OWN, own_files
from whylint.content import Boilerplate, select
from whylint.engine import finder, lint
from whylint.languages import Learnt
from whylint.leaning import terms
from whylint.markdown import parse
from whylint.model import PullRequest, Verdict
from whylint.packs import shipped
from whylint.reading import Reading
from whylint.spoken import heard

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "training"
LEARNT = ROOT / "rules" / "leaning" / "en.yml"
MET = 0.03
UNSURE = {"user-problem": 0.32, "success-metric": 0.22, "feedback-plan": 0.15}
"""The shares of real descriptions labelled ``no``, many of which look like answers, that may be met, and unsure.

The rarer an answer is, the more often what only sounds like one is none.
"""
MOST_TERMS, RAREST = 8000, 3
STRENGTH = 1
REAL = "retold-"
"""What the names of files start with whose descriptions are real ones, told again."""
WRITTEN, OURS, RETOLD = 1.0, 6.0, 6.0
"""What counts: a passage or a description written for a test; one of our fixtures; a real description told again."""
STATES = (Verdict.MET, Verdict.UNSURE, Verdict.MISSING)

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Known:
    """A labelled description: the terms of each of its blocks."""

    file: str
    blocks: list[list[str]]
    labels: dict[str, bool]
    weight: float
    by_cues: dict[str, Verdict]

    @property
    def whole(self) -> list[str]:
        """The terms of all its blocks."""
        return list(chain.from_iterable(self.blocks))


def known(file: str, body: str, labels: Mapping[str, str], weight: float, *, judged: bool = False) -> Known:
    """A description with those of its labels that say yes or no, and what cues alone say if it is to be ``judged``."""
    told = {rule: label == "yes" for rule, label in labels.items() if label in ("yes", "no")}
    return Known(file, blocks_of(body), told, weight, by_cues(body) if judged else {})


def read(path: Path) -> Iterator[Known]:
    """The descriptions of one file of ``training/``."""
    is_real = path.stem.startswith(REAL)
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        yield known(path.stem, row["body"], row["labels"], RETOLD if is_real else WRITTEN, judged=is_real)


def fixtures() -> Iterator[Known]:
    """Our own labelled descriptions in English: yes where they may be met, at worst unsure; no where they may not."""
    for name, _, rows in own_files(OWN):
        for row in rows:
            allowed = {rule: {said} if isinstance(said, str) else {*said} for rule, said in row["expect"].items()}
            yes = {rule: "yes" for rule, said in allowed.items() if "met" in said <= {"met", "unsure"}}
            no = {rule: "no" for rule, said in allowed.items() if said <= {"weak", "missing", "unsure"}}
            if yes or no:
                yield known(name, row["body"] or "", {**yes, **no}, OURS)


def blocks_of(body: str) -> list[list[str]]:
    """The terms of each block of a description, as the engine reads it."""
    ruleset = shipped()
    content = select(parse(body), Boilerplate(()), ruleset.noise, ruleset.languages.stops)
    reading = Reading(content, finder(ruleset, heard(content, (), ruleset)))
    return [list(chain.from_iterable(map(terms, said))) for said in reading.said.values()] or [[]]


def by_cues(body: str) -> dict[str, Verdict]:
    """The verdicts on a description by cues alone."""
    ruleset = shipped()
    alone = replace(ruleset, languages=replace(ruleset.languages, learnt=Learnt))
    found = {each.rule.id: each.verdict for each in lint(PullRequest(body=body), alone).findings}
    return {rule: verdict if verdict in STATES else Verdict.MISSING for rule, verdict in found.items()}


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


@dataclass(frozen=True)
class Unseen:
    """How far each real description leans by what was learnt from those of other files; its label; what cues say."""

    leaning: Numbers
    labels: Numbers
    by_cues: list[Verdict]

    def weights_of_cues(self) -> Numbers:
        """What each of the ``STATES`` weighs, in the unit of the leaning."""
        yes, no = (self.shares(label=label) for label in (True, False))
        slope = LogisticRegression().fit(self.leaning[:, None], self.labels).coef_[0][0]
        found: Numbers = np.log(yes / no) / slope
        return found

    def shares(self, *, label: bool) -> Numbers:
        """How often cues say each of the ``STATES`` of descriptions with a label; one of each added, so none is 0."""
        pairs = list(zip(self.by_cues, self.labels, strict=True))
        counted = np.array([1 + sum((state, label) == each for each in pairs) for state in STATES])
        return counted / counted.sum()

    def bars(self, unsure: float) -> tuple[float, float]:
        """From where on leaning and cues together are met, and unsure, of which there may be a share of ``no``."""
        against = self.leaning[~self.labels]
        sums = (against[:, None] + self.weights_of_cues()[None, :]).ravel()
        often = np.tile(self.shares(label=False), len(against))
        order = np.argsort(-sums)
        reached = np.cumsum(often[order]) / often.sum()
        bars = [float(sums[order][np.searchsorted(reached, share)]) for share in (MET, MET + unsure)]
        return bars[0], bars[1]


def unseen(described: Sequence[Known], rule: str) -> Unseen:
    """The real descriptions, each file of them held against what was learnt without it."""
    leaning, labels, by_cues = [], [], []
    for file in sorted({each.file for each in described if each.file.startswith(REAL)}):
        learnt_from = [each for each in described if each.file != file]
        vocabulary = most_telling({rule: learnt_from}, vectors_of(learnt_from))
        model = Model(learnt_from, rule, vectors_of(learnt_from, vocabulary))
        for each in described:
            if each.file == file:
                leaning.append(model.leaning(each))
                labels.append(each.labels[rule])
                by_cues.append(each.by_cues[rule])
    return Unseen(np.array(leaning), np.array(labels), by_cues)


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
    everything = [*chain.from_iterable(map(read, files)), *fixtures()]
    by_rule = {rule: [each for each in everything if rule in each.labels] for rule in UNSURE}
    vectors = vectors_of(everything, most_telling(by_rule, vectors_of(everything)))
    scales, columns = [], [vectors.idf_]
    for rule, described in by_rule.items():
        found = unseen(described, rule)
        model = Model(described, rule, vectors).model
        columns.append(model.coef_[0])
        cues = in_yaml(zip(STATES, found.weights_of_cues(), strict=True))
        bars = in_yaml(zip(STATES, found.bars(UNSURE[rule]), strict=False))
        scales.append(f"  {rule}: {{base: {hundredths(model.intercept_[0])}, cues: {cues}, bars: {bars}}}")
        print(
            f"{rule:15} {found.labels.sum()} yes, {(~found.labels).sum()} no; words alone, unseen ones: area under the "
            f"curve {roc_auc_score(found.labels, found.leaning):.3f}; cues weigh {cues}, bars {bars}"
        )
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    rows = zip(vectors.get_feature_names_out(), *columns, strict=True)
    told = [f"  {json.dumps(term)}: {' '.join(map(hundredths, numbers))}" for term, *numbers in rows]
    head = ["# Written by `make leaning` (training/README.md says how): not to be edited.", f"learnt-from: {digest}"]
    LEARNT.write_text("\n".join([*head, "scales:", *scales, "terms:", *told]) + "\n", "utf-8")


def in_yaml(numbers: Iterable[tuple[Verdict, float]]) -> str:
    """Numbers by verdict, in hundredths."""
    return f"{{{', '.join(f'{verdict}: {hundredths(number)}' for verdict, number in numbers)}}}"


if __name__ == "__main__":
    main()
