"""Look for descriptions whose cost grows faster than their length: ``make growth`` (ARGS="--seconds 600").

A fuzzer that goes by coverage seldom repeats what it finds ten thousand times. Here a few pieces of Markdown and HTML,
drawn at random, are repeated to two lengths, and the longer text may take what its length allows.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable

from whylint.engine import lint
from whylint.markdown import parse
from whylint.model import PullRequest
from whylint.packs import shipped

RULES = shipped()
SHORT, LONG = 2_000, 16_000
STEEPEST, NOTICED = 2.5, 0.15
"""Times more than the length grows, and seconds (of CPU) below which nothing is looked at."""
# fmt: off
PIECES = (
    *"\n\t <>()[]!|-*_~`\"'=&;:/\\#.,\0\v",
    *("a", "B", "1", "\u00df", "\u202e", "\u0301", "\U0001f600", "\n\n", "  \n", "    ", "\r\n", "---", "```"),
    *("~~~", "$$", "because ", "n/a, ", "TBD", "we watch ", "e.g. ", "http://a.b/"),
    *("<!--", "-->", "--!>", "<!", "<!x", "<?", "?>", "<![CDATA[", "]]>", "</", "/>", "<a ", "<p>", "</p>", "<p a='"),
    *("<div\n", "<s>", "</s>", "<del>", "</del>", "<bdo>", "<rp>", "<table>", "<td>", "<tr>", "</table>", "<li>"),
    *("<ul>", "<svg>", "<pre>", "<script>", "</script>", "<style/x>", "<textarea", "<details>", "<summary>"),
    *("<h2>", "</h2>", "<select>", "<button>", "](", "[x]: y", "[^1]", "[^1]: ", "![", "](y( ", "- ", "- [ ] "),
    *("- [x] ", "> ", "1. ", "> [!NOTE]\n", "## ", "|-|-|\n", "|a|b|", "Why: ", "**Why**", "Problem\n===\n"),
    *("users ", "5% ", "from 3 to 4 "),
)
# fmt: on


def main() -> int:
    """Draw and measure until the time is over; returns 1 if something grew too fast."""
    parser = argparse.ArgumentParser(description="Look for costs that grow faster than the input.")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    draw, until, tried, found = random.Random(given.seed), time.monotonic() + given.seconds, 0, 0
    while time.monotonic() < until:
        unit = "".join(draw.choices(PIECES, k=draw.randint(1, 5)))
        before = "".join(draw.choices(PIECES, k=draw.randint(0, 2)))
        tried += 1
        if steep := growth(unit, before):
            found += 1
            print(f"{steep}: {unit!r} again and again behind {before!r}", flush=True)
    print(f"{tried} tried, {found} found")
    return found > 0


def growth(unit: str, before: str) -> str:
    """What grew how much, if repeating a piece costs more than it may; measured again before it is told.

    The first time, phrases are compiled as well.
    """
    for _ in range(3):
        short, long = (before + unit * (length // len(unit)) for length in (SHORT, LONG))
        parsed, judged = (seconds(each, long) for each in (parse, _judge))
        if max(parsed, judged) < NOTICED:
            return ""
        grown = (parsed / seconds(parse, short), judged / seconds(_judge, short))
        if max(grown) < STEEPEST * LONG / SHORT and judged < 3 * NOTICED:
            return ""
    return f"parsed {parsed:.2f} s, {grown[0]:.0f} times; judged {judged:.2f} s, {grown[1]:.0f} times"


def _judge(body: str) -> object:
    return lint(PullRequest(body=body), RULES)


def seconds(what: Callable[[str], object], body: str) -> float:
    """What something takes of a body, in seconds of CPU time."""
    start = time.process_time()
    what(body)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
