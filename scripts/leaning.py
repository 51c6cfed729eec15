"""Learn in which words answers are told: labelled descriptions (training/, tests/judgement) to rules/leaning/en.yml.

One linear model for each rule, over tf-idf of words and pairs of words (logistic regression). A description has an
answer if one of its blocks has, and the labels do not say which: the model learns from whole descriptions, finds the
likeliest block of each, and learns from both (multiple instances, as in Andrews, Tsochantaridis, Hofmann, 2002). What
counts is how far all of a description leans and that block together.

What cues say is a further word. How much it weighs (the logarithm of how much oftener they say so of a ``yes`` than of
a ``no``), and where the sum is ``met`` or ``unsure``, comes from real descriptions (``retold-*``), each file of which
was left out once: of those labelled ``no``, the shares ``MET`` and ``UNSURE`` may be. (To weigh evidence by its
likelihood, and to choose the bars by the errors that are allowed: Neyman and Pearson, 1933.) What cues call met is
refused only below all of those labelled ``yes``; what they object to is heard only where little is missing to ``met``;
what they are unsure about is refused only where words and network are each ``against`` it.

    make leaning        learn again, write the file, and show how descriptions are judged that were left out
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from judgement import OWN, Case, count, judge, own_files, show_figures
from whylint.engine import lint, read
from whylint.languages import Learnt
from whylint.leaning import terms
from whylint.model import PullRequest, RuleSet, Verdict
from whylint.packs import read_folder, rules_folder, shipped
from whylint.reading import Reading

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "training"
LEARNT = ROOT / "rules" / "leaning" / "en.yml"
SAID = TRAINING / "by-network.json"
"""What networks say of real descriptions that they were not taught, by file."""
MET = {"user-problem": 0.06, "success-metric": 0.0375, "feedback-plan": 0.047}
UNSURE = {"user-problem": 0.215, "success-metric": 0.1425, "feedback-plan": 0.178}
"""The shares of real descriptions labelled ``no``, many of which look like answers, that may be met, and unsure.

Fewer are in the end, since the engine asks for more than a sum: enough words, nothing that speaks against it. Of
metrics fewer may be met, since any figure looks like one.
"""
FEW = 0.04
"""The share of real descriptions labelled ``yes`` of which words, or the network, may think lower than what is refused
although cues are unsure about it. Both have to.
"""
RULES = tuple(UNSURE)
LEFT_OUT = "left out"
PARTS = 6
MOST_TERMS, RAREST = 8000, 3
STRENGTH = 1
REAL, TURNED, PASSAGES, OURS, OTHER = "retold", "turned", "passages", "ours", "other"
"""Real descriptions, told again; the same with a sentence more or less, so that a label turns; single passages; our
fixtures; the rest, written for a test.

The names of files of the first three start so.
"""
COUNTS = {REAL: 6.0, TURNED: 3.0, PASSAGES: 1.0, OURS: 6.0, OTHER: 1.0}
FOUND = (Verdict.MET, Verdict.UNSURE)
STATES = (*FOUND, Verdict.WEAK, Verdict.MISSING)
"""What cues may say; what they have ``FOUND`` adds something."""

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Labelled:
    """A description, and what is known of the answers in it: for each rule yes, no, or that fair readers differ."""

    file: str
    sort: str
    title: str
    body: str
    labels: Mapping[str, str]


def labelled() -> Iterator[Labelled]:
    """All labelled descriptions in English: of ``training/``, then our own."""
    for path in sorted(TRAINING.glob("*.jsonl")):
        sort = next((each for each in (REAL, TURNED, PASSAGES) if path.stem.startswith(each)), OTHER)
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            yield Labelled(path.stem, sort, row.get("title", ""), row["body"], row["labels"])
    for name, _, rows in own_files(OWN):
        for row in rows:
            if labels := yes_or_no(row["expect"]):
                yield Labelled(name, OURS, row.get("title", ""), row["body"] or "", labels)


@dataclass(frozen=True)
class Known:
    """The same as it is learnt from: the terms of each of its blocks; of a real one, what cues and the network say."""

    pull_request: PullRequest
    file: str
    sort: str
    blocks: list[list[str]]
    labels: dict[str, bool]
    by_cues: dict[str, Verdict]
    by_network: dict[str, float]

    @property
    def whole(self) -> list[str]:
        """The terms of all its blocks."""
        return list(chain.from_iterable(self.blocks))


def known() -> Iterator[Known]:
    """All labelled descriptions, with those labels that say yes or no."""
    said = json.loads(SAID.read_text("utf-8"))
    for file, described in groupby(labelled(), key=attrgetter("file")):
        rows = list(described)
        for each, answers in zip(rows, said.get(file, [()] * len(rows)), strict=True):
            told = {rule: label == "yes" for rule, label in each.labels.items() if label in ("yes", "no")}
            judged, asked = by_cues(each.body) if answers else {}, dict(zip(RULES, answers, strict=False))
            pull_request = PullRequest(title=each.title, body=each.body)
            yield Known(pull_request, file, each.sort, blocks_of(each.body), told, judged, asked)


def yes_or_no(expected: Mapping[str, str | list[str]]) -> dict[str, str]:
    """The labels of a fixture: yes where it may be met, at worst unsure; no where it may not be met."""
    allowed = {rule: {said} if isinstance(said, str) else {*said} for rule, said in expected.items()}
    yes = {rule: "yes" for rule, said in allowed.items() if "met" in said <= {"met", "unsure"}}
    return yes | {rule: "no" for rule, said in allowed.items() if said <= {"weak", "missing", "unsure"}}


def reading_of(body: str, title: str = "") -> Reading:
    """A description as the engine reads it."""
    return read(PullRequest(title=title, body=body), shipped())


def blocks_of(body: str) -> list[list[str]]:
    """The terms of each block of a description."""
    return [list(chain.from_iterable(map(terms, said))) for said in reading_of(body).said.values()] or [[]]


def by_cues(body: str) -> dict[str, Verdict]:
    """The verdicts on a description by cues alone."""
    found = {
        each.rule.id: each.verdict for each in lint(PullRequest(body=body), ruleset_that_says({}, Learnt())).findings
    }
    return {rule: verdict if verdict in FOUND else Verdict.MISSING for rule, verdict in found.items()}


class Model:
    """What was learnt for one rule from some descriptions."""

    def __init__(self, learnt_from: Sequence[Known], rule: str, vectors: TfidfVectorizer) -> None:
        self.vectors = vectors
        labels = np.array([each.labels[rule] for each in learnt_from])
        weights = np.array([COUNTS[each.sort] for each in learnt_from])
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
    """Real descriptions, and what is said of them by what was learnt without them.

    ``leaning`` is by words in hundredths, ``by_network`` by the network, ``by_cues`` verdicts, ``labels`` the truth.
    """

    described: list[Known]
    leaning: Numbers
    by_network: Numbers
    by_cues: list[Verdict]
    labels: Numbers

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each of the ``STATES`` and the network add, in the unit of the leaning.

        That cues are unsure never counts less than that they find nothing.
        """
        cues = [[cue is state for state in FOUND] for cue in self.by_cues]
        told = np.column_stack([self.leaning / 100, self.by_network, cues])
        leaning, network, *states = LogisticRegression(C=STRENGTH, max_iter=5000).fit(told, self.labels).coef_[0]
        weights = dict.fromkeys(STATES, 0.0) | dict(zip(FOUND, states, strict=True)) | {"network": network}
        told = {name: float(100 * weight / leaning) for name, weight in weights.items()}
        return told | {Verdict.UNSURE: max(told[Verdict.UNSURE], 0.0)}

    @property
    def sums(self) -> Numbers:
        """What all of it comes to."""
        by_cues = np.array([self.weights[state] for state in self.by_cues])
        found: Numbers = self.leaning + by_cues + self.weights["network"] * self.by_network
        return found

    def bars(self, met: float, unsure: float) -> tuple[float, dict[Verdict, float]]:
        """From where on the sum is met, and by what cues say unsure, of which there may be a share of ``no``."""
        high, low = (float(np.quantile(self.sums[~self.labels], 1 - share)) for share in (met, met + unsure))
        by_cues = np.array([cue is Verdict.MET for cue in self.by_cues])
        lowest = min(low, float(self.sums[self.labels & by_cues].min()))
        return high, {Verdict.MET: lowest, Verdict.WEAK: (2 * high + low) / 3, Verdict.MISSING: low}

    @property
    def against(self) -> dict[str, float]:
        """Below what words, and below what the network says in hundredths, the share ``FEW`` of ``yes`` lies."""
        told = {"words": self.leaning, "network": 100 * self.by_network}
        return {name: float(np.quantile(numbers[self.labels], FEW)) for name, numbers in told.items()}


def unseen(described: Sequence[Known], rule: str) -> Unseen:
    """The real descriptions, those of some files at a time held against what was learnt without them.

    Nor is it learnt from what was turned of them.
    """
    rows = []
    files = sorted({each.file for each in described if each.by_network})
    for left_out in ({*files[part::PARTS]} for part in range(PARTS)):
        learnt_from = [each for each in described if each.file.replace(TURNED, REAL) not in left_out]
        vocabulary = most_telling({rule: learnt_from}, vectors_of(learnt_from))
        model = Model(learnt_from, rule, vectors_of(learnt_from, vocabulary))
        rows += [
            (each, 100 * model.leaning(each), each.by_network[rule], each.by_cues[rule], each.labels[rule])
            for each in described
            if each.file in left_out and each.by_network
        ]
    left, leaning, by_network, by_cues, labels = zip(*rows, strict=True)
    return Unseen(list(left), np.array(leaning), np.array(by_network), list(by_cues), np.array(labels))


def most_telling(by_rule: Mapping[str, list[Known]], vectors: TfidfVectorizer) -> list[str]:
    """The terms that tell most for any rule."""
    told = np.max([np.abs(Model(each, rule, vectors).model.coef_[0]) for rule, each in by_rule.items()], axis=0)
    return sorted(vectors.get_feature_names_out()[np.argsort(-told, kind="stable")[:MOST_TERMS]])


def quoted(term: str) -> str:
    """A term as YAML reads it, which knows no pairs of surrogates."""
    return json.dumps(term, ensure_ascii=False)


def hundredths(number: float) -> str:
    """A number as it is written down."""
    return str(round(100 * number))


def cases(rule_id: str, found: Unseen, learnt: Learnt) -> Iterator[Case]:
    """Left-out descriptions, each to be judged by rules whose words and network say what they did without it."""
    for each, told, label in zip(found.described, found.leaning, found.labels, strict=True):
        ruleset = ruleset_that_says(each.by_network, learnt)
        rule = next(rule for rule in ruleset.rules if rule.id == rule_id)
        towards = read(each.pull_request, ruleset).leaning(rule).towards
        # The base counts twice: for all that is said, and for a block of it.
        shift = round((told - max(towards.values())) / 2) if towards else 0
        scale = replace(learnt.scales[rule_id], base=learnt.scales[rule_id].base + shift)
        without = replace(learnt, scales={**learnt.scales, rule_id: scale})
        labels = {rule_id: "yes" if label else "no"}
        yield Case(LEFT_OUT, each.file, each.pull_request, labels, ruleset=ruleset_that_says(each.by_network, without))


def ruleset_that_says(by_network: Mapping[str, float], learnt: Learnt) -> RuleSet:
    """The shipped rules, with words and a network that are given."""
    ruleset = shipped()
    languages = replace(ruleset.languages, learnt=lambda: learnt, network=lambda: lambda _: by_network)
    return replace(ruleset, languages=languages)


def main() -> None:
    """Learn, write, and print what it came to."""
    everything = list(known())
    by_rule = {rule: [each for each in everything if rule in each.labels] for rule in RULES}
    vectors = vectors_of(everything, most_telling(by_rule, vectors_of(everything)))
    scales, columns, left_out = [], [vectors.idf_], {}
    for rule, described in by_rule.items():
        found = left_out[rule] = unseen(described, rule)
        model = Model(described, rule, vectors).model
        columns.append(model.coef_[0])
        weights, (met, unsure) = found.weights, found.bars(MET[rule], UNSURE[rule])
        cues, network = in_yaml({state: weights[state] for state in STATES}), round(weights["network"])
        told = f"cues: {cues}, network: {network}, met: {round(met)}, unsure: {in_yaml(unsure)}"
        told += f", against: {in_yaml(found.against)}"
        scales.append(f"  {rule}: {{base: {hundredths(model.intercept_[0])}, {told}}}")
        areas = ", ".join(
            f"{name} {roc_auc_score(found.labels, numbers):.3f}"
            for name, numbers in (("words", found.leaning), ("network", found.by_network), ("all", found.sums))
        )
        print(f"{rule}: {found.labels.sum()} yes, {(~found.labels).sum()} no; areas under the curve: {areas}")
        print(f"  {told}")
    files = sorted(TRAINING.glob("*.jsonl"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    rows = zip(vectors.get_feature_names_out(), *columns, strict=True)
    told = [f"  {quoted(term)}: {' '.join(map(hundredths, numbers))}" for term, *numbers in rows]
    head = ["# Written by `make leaning` (training/README.md says how): not to be edited.", f"learnt-from: {digest}"]
    LEARNT.write_text("\n".join([*head, "scales:", *scales, "terms:", *told]) + "\n", "utf-8")
    learnt = read_folder(rules_folder()).languages.learnt()
    counted = {rule: count(judge(cases(rule, found, learnt), shipped())) for rule, found in left_out.items()}
    print("\n".join(show_figures({LEFT_OUT: counted}, {})))


def in_yaml(numbers: Mapping[str, float]) -> str:
    """Numbers by name."""
    return f"{{{', '.join(f'{name}: {round(number)}' for name, number in numbers.items())}}}"


if __name__ == "__main__":
    main()
