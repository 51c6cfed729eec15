"""How well the shipped rules read, as figures: `make judgement`.

The engine judges labelled descriptions: those of ../shared/corpus (title, body, author only), where they are there,
real ones told again to measure with (tests/unseen), and our own in tests/judgement. Rows of the corpus with an even
index were looked at while the rules were written ("tuned"), those with an odd one were not ("held back"). Disagreements
of these, and of what nobody has learnt from ("unseen"), are shown only on demand. docs/judgement.md says more.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from math import comb, exp, log
from pathlib import Path
from typing import Any

import yaml

from whylint.engine import lint, read
from whylint.languages import ENGLISH
from whylint.model import OWN_SECTION, Finding, PullRequest, RuleSet, Severity, Verdict
from whylint.packs import library, read_rule, rules_folder, shipped
from whylint.render import safe, terminal

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
OWN = ROOT / "tests" / "judgement"
NOT_SEEN = ROOT / "tests" / "unseen"
FIGURES = ROOT / "docs" / "judgement.json"
PAGE = ROOT / "docs" / "judgement.md"
BEGIN, END = "<!-- figures: written by `make judgement ARGS=--write` -->", "<!-- /figures -->"

TUNED, HELD_BACK, TEMPLATES, UNSEEN, OURS = "tuned", "held back", "unfilled templates", "unseen", "our own"
ABROAD = "unseen, other languages"
KEPT_BACK = {HELD_BACK, UNSEEN, ABROAD}
LANGUAGES = tuple(sorted(folder.name for folder in OWN.iterdir() if folder.is_dir()))
"""Parts of their own: our own descriptions in other languages than English, by the code of the language."""
PARTS = (TUNED, HELD_BACK, TEMPLATES, UNSEEN, ABROAD, OURS, *LANGUAGES)
MEASURES = {"blocked-good": "yes", "passed-bad": "no", "unsure of yes": "yes", "unsure of no": "no"}
"""What is counted, worst first, and among descriptions of which label."""
BAR = {"blocked-good": 0.02, "passed-bad": 0.05, "unsure of yes": 0.15, "unsure of no": 0.15}
APART = ("borderline", "waived", "skipped")
FACTS = ("author", "association", "labels", "draft", "head", "base", "files", "additions", "deletions")
TEXT, CUES, WIDTH, COLUMN, ABREAST = 400, 20, 118, 34, 3

Figures = Mapping[str, int]
ByRule = dict[str, Figures]


@dataclass(frozen=True, slots=True)
class Case:
    """A description with a label for each rule: ``yes``, ``no``, or anything else where fair reviewers may differ."""

    part: str
    name: str
    pull_request: PullRequest
    labels: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    language: str = "en"
    ruleset: RuleSet | None = None
    """What it is judged by, if not by what all are."""
    expected: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """Of our own: the verdict of each rule, or those that are allowed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided about one rule of a case, and what that is beside its label."""

    case: Case
    finding: Finding
    label: str
    outcome: str


# -- pure: figures from verdicts ---------------------------------------------------------------------------------------


def upper_bound(count: int, of: int, confidence: float = 0.95) -> float:
    """The largest share that ``count`` of ``of`` does not rule out: one-sided, exact (Clopper and Pearson)."""
    if count >= of:
        return 1.0
    low, high = count / of, 1.0
    for _ in range(60):
        share = (low + high) / 2
        odds = (log(comb(of, k)) + k * log(share) + (of - k) * log(1 - share) for k in range(count + 1))
        tail = sum(map(exp, odds))
        low, high = (share, high) if tail > 1 - confidence else (low, share)
    return high


def label_of(expected: str | Sequence[str]) -> str:
    """The label of a fixture that states verdicts: ``met`` is a yes, weak or missing a no, all else is borderline."""
    allowed = {expected} if isinstance(expected, str) else set(expected)
    return "yes" if allowed == {"met"} else "no" if allowed <= {"weak", "missing"} else "borderline"


def outcome(label: str, verdict: Verdict) -> str:
    """What a verdict is beside a label: one of ``MEASURES``, one of ``APART``, or ``agreed``."""
    if verdict is Verdict.SKIPPED:
        return "skipped"
    if label not in ("yes", "no"):
        return "borderline"
    if verdict is Verdict.WAIVED:
        return "waived"
    if verdict is Verdict.UNSURE:
        return f"unsure of {label}"
    if verdict.is_open:
        return "blocked-good" if label == "yes" else "agreed"
    return "passed-bad" if label == "no" else "agreed"


def count(judged: Iterable[Judged]) -> Figures:
    """Every measure, what stands apart, and of how many: those with a label ``yes`` or ``no`` that were not skipped."""
    found: Counter[str] = Counter()
    for each in judged:
        found[each.outcome] += 1
        if each.outcome != "skipped":
            found[each.label] += each.label in ("yes", "no")
    return {name: found[name] for name in ("yes", "no", *MEASURES, *APART)}


def figures(judged: Sequence[Judged]) -> dict[str, ByRule]:
    """The figures of each part and rule, for the parts that there are and the rules that were judged in them."""
    found: dict[str, dict[str, list[Judged]]] = {part: {} for part in PARTS}
    for each in judged:
        found[each.case.part].setdefault(each.finding.rule.id, []).append(each)
    return {part: {rule: count(rows) for rule, rows in by_rule.items()} for part, by_rule in found.items() if by_rule}


def disagreements(judged: Iterable[Judged]) -> list[Judged]:
    """Where label and verdict differ, worst first; a good answer called missing before one called weak."""
    ranks = list(MEASURES)
    differ = [each for each in judged if each.outcome in ranks]
    return sorted(differ, key=lambda each: (ranks.index(each.outcome), each.finding.verdict is not Verdict.MISSING))


def cell(found: Figures, measure: str, part: str) -> str:
    """A measure in words: ``1 of 25 (4.0 %, ≤ 17.6 %)``. Our own were written with the rules: no bound holds there."""
    hits, of = found[measure], found[MEASURES[measure]]
    if not of:
        return "none there"
    share = f"{hits / of:.1%}".replace("%", " %")
    bound = f"{upper_bound(hits, of):.1%}".replace("%", " %")
    return f"{hits} of {of}" if part in (OURS, *LANGUAGES) else f"{hits} of {of} ({share}, ≤ {bound})"


def is_over(found: Figures, measure: str) -> bool:
    """Whether the share itself, not its bound, is over the bar."""
    return found[measure] > BAR[measure] * found[MEASURES[measure]]


def change(found: Figures, before: Figures | None, measure: str) -> str:
    """The change against earlier figures, with its sign; empty if there is none."""
    moved = found[measure] - before[measure] if before and measure in before else 0
    return f" {moved:+d}" if moved else ""


def table(parts: Mapping[str, ByRule]) -> str:
    """All figures as a Markdown table; a share that is over the bar is bold."""
    rows = [f"| rule | part | {' | '.join(MEASURES)} | {' | '.join(APART)} |", f"|---|---{'|---' * 4}{'|---:' * 3}|"]
    for part, by_rule in parts.items():
        for rule, found in by_rule.items():
            shown = [cell(found, measure, part) for measure in MEASURES]
            bold = [f"**{text}**" if is_over(found, name) else text for name, text in zip(MEASURES, shown, strict=True)]
            rows.append(
                f"| `{rule}` | {part} | {' | '.join(bold)} | {' | '.join(str(found[name]) for name in APART)} |"
            )
    return "\n".join(rows)


def page(text: str, parts: Mapping[str, ByRule]) -> str:
    """The page with its table replaced. ValueError if its markers are gone."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"docs/judgement.md has lost its markers {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{table(parts)}\n\n{END}{tail}"


def dumps(parts: Mapping[str, ByRule]) -> str:
    """The figures as JSON, such that a change of one is a change of one line."""
    return json.dumps(parts, indent=1) + "\n"


# -- reading and judging -----------------------------------------------------------------------------------------------


def own_files(folder: Path = OWN) -> Iterator[tuple[str, RuleSet, list[dict[str, Any]]]]:
    """The files of our own labelled descriptions: name, what they are judged by, rows.

    A file is a list of rows, judged by the default pack (or by the rule that it is named after, if that one is not in
    it), or a mapping of ``cases`` and of either ``pack``, a shipped one, or ``rules``, a list of ids from the catalog.
    """
    others = set(library().names("catalog")) - {rule.id for rule in shipped().rules}
    for file in sorted(folder.glob("*.yml")):
        data = yaml.load(file.read_bytes(), yaml.CSafeLoader)
        if isinstance(data, list):
            yield file.stem, by_rules([file.stem]) if file.stem in others else shipped(), data
        elif "pack" in data:
            yield file.stem, by_rules(list(read_pack(data["pack"]))), data["cases"]
        else:
            yield file.stem, by_rules(data["rules"]), data["cases"]


def read_pack(name: str) -> dict[str, str]:
    """A shipped pack: severities by rule."""
    rules: dict[str, str] = yaml.safe_load((rules_folder() / "packs" / f"{name}.yml").read_text("utf-8"))["rules"]
    return rules


def by_rules(ids: Iterable[str]) -> RuleSet:
    """Rules of the catalog as errors; with the cues of the default pack, so that those are compiled once."""
    return replace(shipped(), rules=tuple(read_rule(rules_folder(), each, Severity.ERROR) for each in ids))


def own_cases(folder: Path = OWN, part: str = OURS, language: str = "en") -> Iterator[Case]:
    """The project's own labelled descriptions in one language."""
    for name, ruleset, rows in own_files(folder):
        for row in rows:
            facts = {key: tuple(row[key]) if isinstance(row[key], list) else row[key] for key in FACTS if key in row}
            pull_request = PullRequest(title=row.get("title", ""), body=row["body"] or "", **facts)
            labels = {rule: label_of(expected) for rule, expected in row["expect"].items()}
            reasons = dict.fromkeys(labels, row.get("why", ""))
            templates = tuple(row.get("templates", ()))
            known = f"{name}: {row['name']}"
            yield Case(part, known, pull_request, labels, reasons, templates, language, ruleset, row["expect"])


def cases_in(language: str, folder: Path = OWN) -> Iterator[Case]:
    """The project's own labelled descriptions in another language than English."""
    return own_cases(folder / language, language, language)


def corpus_cases(folder: Path, rules: Iterable[str]) -> Iterator[Case]:
    """The corpus in its two parts, and its templates, in which no question is answered."""
    for index, row in enumerate(_rows(folder / "descriptions.jsonl")):
        author = "any[bot]" if row["author_kind"] == "bot" else "any"
        pull_request = PullRequest(title=row["title"], body=row["body"], author=author)
        part = (TUNED, HELD_BACK)[index % 2]
        yield Case(part, row["id"], pull_request, row["labels"], row["evidence"], language=row["language"])
    nothing = dict.fromkeys(rules, "no")
    for row in _rows(folder / "templates.jsonl"):
        yield Case(TEMPLATES, f"{row['repo']}: {row['path']}", PullRequest(body=row["text"]), nothing)


def unseen_cases() -> Iterator[Case]:
    """Descriptions from which nothing was learnt: real ones told again, and invented ones in other languages."""
    for part, folder in ((UNSEEN, NOT_SEEN), (ABROAD, NOT_SEEN / "other-languages")):
        for row in chain.from_iterable(map(_rows, sorted(folder.glob("*.jsonl")))):
            yield Case(part, row["id"], PullRequest(title=row["title"], body=row["body"]), row["labels"])


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def judge(cases: Iterable[Case], ruleset: RuleSet) -> list[Judged]:
    """The findings of all cases on the rules that they have labels for."""
    judged = []
    for case in cases:
        report = lint(case.pull_request, replace(case.ruleset or ruleset, templates=case.templates))
        for finding in report.findings:
            if label := case.labels.get(finding.rule.id):
                judged.append(Judged(case, finding, label, outcome(label, finding.verdict)))
    return judged


# -- showing -----------------------------------------------------------------------------------------------------------


def show_figures(parts: Mapping[str, ByRule], before: Mapping[str, ByRule]) -> Iterator[str]:
    """Tables of each part: a line for each measure, a column for a rule, with the change since ``before``."""
    abreast = [
        (part, dict(list(rules.items())[start : start + ABREAST]))
        for part, rules in parts.items()
        for start in range(0, len(rules), ABREAST)
    ]
    for part, by_rule in abreast:
        yield ""
        yield f"{part:<20}" + "".join(f"{rule:<{COLUMN}}" for rule in by_rule)
        for measure in MEASURES:
            cells = []
            for rule, found in by_rule.items():
                over = " !" if is_over(found, measure) else ""
                cells.append(cell(found, measure, part) + over + change(found, before.get(part, {}).get(rule), measure))
            yield (f"  {measure:<18}" + "".join(f"{text:<{COLUMN}}" for text in cells)).rstrip()
        apart = [
            ", ".join(f"{found[name]} {name}" for name in APART if found[name]) or "-" for found in by_rule.values()
        ]
        yield (f"  {'apart':<18}" + "".join(f"{text:<{COLUMN}}" for text in apart)).rstrip()


def show_disagreement(number: int, judged: Judged, ruleset: RuleSet) -> Iterator[str]:
    """One disagreement: what was read, by which cues at which line and column, and what the label rests on."""
    case, finding = judged.case, judged.finding
    yield ""
    verdict = f"{finding.rule.id} is {finding.verdict}, label {judged.label}"
    head = f"{number}. {judged.outcome}: {verdict}, {case.part} ({case.language}): {case.name}"
    yield from terminal.wrap(safe.line(head), WIDTH)
    told = {
        "title": case.pull_request.title,
        "text": safe.line(case.pull_request.body, TEXT),
        "label": case.reasons.get(finding.rule.id, ""),
        "read": finding.found,
        "unmet": ", ".join(finding.unmet),
        "cues": "; ".join(fired(judged, ruleset)) or "none",
    }
    for name, text in told.items():
        if text:
            yield from terminal.wrap(f"{name}: {safe.line(text)}", WIDTH, 3, 3)


def fired(judged: Judged, ruleset: RuleSet) -> list[str]:
    """The rule's cues as they stand in the text: ``who "users" 3:1``; a minus marks those that the rule ignores."""
    rule = judged.finding.rule
    reading = read(judged.case.pull_request, replace(ruleset, templates=judged.case.templates))
    ways = [way for each in rule.requires for way in (*each.alternatives, *each.nearby)]
    looked_for = {cue for way in ways for cue in way} - {OWN_SECTION}
    hits: dict[tuple[int, int], list[str]] = {}
    for cue in sorted({*looked_for, *rule.ignore, *rule.waiver, "concrete", "not-applicable"}):
        for span in reading.hits(cue):
            hits.setdefault(span, []).append(f"-{cue}" if cue in rule.ignore else cue)
    shown = []
    for span in sorted(hits):
        place = reading.content.place(*span)
        shown.append(f'{"+".join(hits[span])} "{safe.line(place.text, 40)}" {place.line}:{place.column}')
    return shown[:CUES] + ([f"and {len(shown) - CUES} more"] if len(shown) > CUES else [])


def check(parts: Mapping[str, ByRule], before: Mapping[str, ByRule]) -> None:
    """Say which parts were counted; SystemExit with a line if one of them is not as it was written down."""
    stale = [part for part, found in parts.items() if found != before.get(part)]
    if stale:
        raise SystemExit(f"docs/judgement.* are out of date ({', '.join(stale)}): make judgement ARGS=--write")
    print(f"docs/judgement.* are true of: {', '.join(parts)}")


def options() -> argparse.ArgumentParser:
    """What can be asked for."""
    found = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    found.add_argument(
        "--write", action="store_true", help="update docs/judgement.json and the table in docs/judgement.md"
    )
    found.add_argument(
        "--check",
        action="store_true",
        help="only say whether docs/judgement.json is true of the corpus and of what is unseen; tests check the rest",
    )
    found.add_argument(
        "--held-back",
        action="store_true",
        help="show the disagreements of what is held back or unseen instead: once, at the end",
    )
    found.add_argument(
        "--language", choices=[ENGLISH, *LANGUAGES], help="judge our own descriptions in this language only"
    )
    found.add_argument("--rule", metavar="ID", help="show the disagreements on this rule only")
    found.add_argument(
        "--corpus", type=Path, default=CORPUS, metavar="FOLDER", help="where the corpus is, if not in ../shared/corpus"
    )
    return found


def chosen(given: argparse.Namespace, ruleset: RuleSet, *, there: bool) -> Iterator[Case]:
    """The descriptions to judge; ``there`` says whether the corpus is."""
    if given.language:
        yield from own_cases() if given.language == ENGLISH else cases_in(given.language)
        return
    if there:
        yield from corpus_cases(given.corpus, [rule.id for rule in ruleset.rules])
    yield from unseen_cases()
    if not given.check:
        yield from own_cases()
        for language in LANGUAGES:
            yield from cases_in(language)


def show(judged: Sequence[Judged], before: Mapping[str, ByRule], given: argparse.Namespace, ruleset: RuleSet) -> None:
    """Print the disagreements that are asked for, and all figures."""
    shown = KEPT_BACK if given.held_back else {*PARTS} - KEPT_BACK
    differ = [
        each for each in disagreements(judged) if each.case.part in shown and given.rule in (None, each.finding.rule.id)
    ]
    for number, each in enumerate(differ, 1):
        print("\n".join(show_disagreement(number, each, ruleset)))
    print("\n".join(show_figures(figures(judged), before)))
    print("\nRows of the corpus with an even index are tuned, those with an odd one held back. ≤: the 95 % bound.")
    print("!: the share is over the bar. +1, -1: the change against docs/judgement.json.")


def main(arguments: list[str] | None = None) -> None:
    given = options().parse_args(arguments)
    ruleset = shipped()
    before: dict[str, ByRule] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    there = (given.corpus / "descriptions.jsonl").is_file()
    judged = judge(chosen(given, ruleset, there=there), ruleset)
    parts = figures(judged)
    if given.check:
        check(parts, before)
    else:
        show(judged, before, given, ruleset)
    if not there and not given.language:
        print(f"\nTHE CORPUS IS NOT THERE ({given.corpus}): these figures are without it.", file=sys.stderr)
    if given.write:
        # What cannot be measured here stays as it was measured elsewhere.
        kept = {part: parts.get(part) or before[part] for part in PARTS if part in parts or part in before}
        FIGURES.write_text(dumps(kept), "utf-8")
        PAGE.write_text(page(PAGE.read_text("utf-8"), kept), "utf-8")


if __name__ == "__main__":
    main()
