"""64 KB of prose, of one language, of hostile input: what judging them costs at worst, in CPU time.

Needs only whylint itself, so that it runs in the image as well: ``main`` prints what it finds as JSON.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator

import yaml
from figures import HOSTILE_64, ROOT, Figure

from whylint.__main__ import MANY
from whylint.engine import lint
from whylint.model import PullRequest
from whylint.packs import shipped

HOSTILE: dict[str, str] = yaml.load((ROOT / "benchmarks" / "hostile.yml").read_bytes(), yaml.CSafeLoader)
PROSE = "64 KB of prose, a part of it in other languages"
ONE_LANGUAGE = "64 KB of prose in the language that takes longest"
HOSTILE_KINDS = f"the worst 64 KB of {len(HOSTILE)} kinds of hostile input"


def seconds(work: Callable[[], object], at_least: float = 0.2) -> float:
    """Seconds of CPU for one call of ``work``: the best of a few rounds that last long enough to be measured."""
    work()
    best, spent = float("inf"), 0.0
    while spent < at_least:
        start = time.process_time()
        work()
        took = time.process_time() - start
        best, spent = min(best, took), spent + took
    return best


def judging_takes(body: str, at_least: float = 0.2) -> float:
    """Seconds of CPU to judge a description."""
    ruleset = shipped()
    return seconds(lambda: lint(PullRequest(body=body), ruleset), at_least)


def texts(language: str = "") -> list[str]:
    """Every fourth of our own labelled descriptions: those of one language, or those that try many things."""
    if language == "en":
        files = sorted((ROOT / "training").glob("*.jsonl"))
        rows = [json.loads(row) for file in files for row in file.read_text("utf-8").splitlines()]
        return [row["body"] for row in rows][::4]
    bodies = []
    for file in sorted((ROOT / "tests" / "judgement" / language).glob("*.yml")):
        data = yaml.load(file.read_bytes(), yaml.CSafeLoader)
        bodies += [case["body"] or "" for case in (data["cases"] if isinstance(data, dict) else data)]
    return bodies[::4]


def cut(text: str, kilobytes: int) -> str:
    """So many kilobytes of ``text``, said again and again."""
    size, data = kilobytes * 1024, text.encode()
    return (data * (1 + size // len(data)))[:size].decode(errors="ignore")


def at_their_worst() -> dict[str, tuple[str, float]]:
    """By kind of 64 KB, which of that kind takes longest, and its seconds of CPU, garbage looked for as a run does."""
    gc.set_threshold(MANY)
    kinds = {
        PROSE: {"": "\n\n".join(texts())},
        ONE_LANGUAGE: {code: "\n\n".join(texts(code)) for code in ("en", *shipped().languages.read)},
        HOSTILE_KINDS: HOSTILE,
    }
    found = {}
    for kind, members in kinds.items():
        took = {name: judging_takes(cut(text, 64), at_least=0.6) for name, text in members.items()}
        which = max(took, key=took.__getitem__)
        found[kind] = which, took[which]
    return found


def of_64_kb(took: dict[str, tuple[str, float]], where: str = "") -> Iterator[Figure]:
    """A row for each of these kinds."""
    for kind, (which, seconds) in took.items():
        measured = f"{seconds:.2f} s" + (f" ({which})" if which else "")
        yield Figure(where + kind, measured, f"{HOSTILE_64} s", seconds <= HOSTILE_64)


def main() -> None:
    """Print what is found."""
    print(json.dumps(at_their_worst()))
