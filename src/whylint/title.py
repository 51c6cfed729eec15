"""Rules that look at a pull request's title: one short line, where an answer is there or is not."""

from __future__ import annotations

from collections.abc import Mapping

from whylint.mapped import Builder
from whylint.model import OWN_SECTION, Finding, Rule, Verdict
from whylint.searched import Searched
from whylint.text import fill, size
from whylint.voices import Finder

Span = tuple[int, int]


def judge_title(rule: Rule, title: str, lexicon: Finder, messages: Mapping[str, str]) -> Finding:
    """What a rule says about a title: met, weak where a bad sign or a part of the answer stands there, else missing."""
    builder = Builder()
    builder.add(title, 0)
    mapped = builder.mapped()
    text = mapped.text
    searched = Searched(text)
    ignored = [(cue, span) for cue in rule.ignore for span in lexicon.find(cue, searched)]
    signs = [(cue, span) for cue, span in ignored if cue in rule.messages]

    def stands(cue: str) -> bool:
        spans = lexicon.find(cue, searched) if cue != OWN_SECTION else []
        return any(all(end <= start or stop <= begin for _, (begin, end) in ignored) for start, stop in spans)

    met = {
        each.name for each in rule.requires if any(all(map(stands, way)) for way in (*each.alternatives, *each.nearby))
    }
    unmet = tuple(each.name for each in rule.requires if each.name not in met)
    is_short = size(text) < max(rule.minimum_words, 1)
    if not (unmet or is_short or (signs and not rule.requires)):
        return Finding(rule, Verdict.MET, rule.severity, rule.severity, found=title)
    verdict, found = (Verdict.WEAK, title) if met or signs else (Verdict.MISSING, "")
    message = message_of(rule, unmet[0] if unmet and met else "missing", messages)
    if signs:
        cue, (start, end) = signs[0]
        found, message = mapped.quote(title, start, end), rule.messages[cue]
    elif is_short and not unmet:
        message = too_short(rule, messages)
    return Finding(rule, verdict, rule.severity, rule.severity, message, unmet, found=found)


def too_short(rule: Rule, messages: Mapping[str, str]) -> str:
    """What is said of an answer with fewer words than the rule asks for."""
    told = rule.messages.get("minimum-words") or messages.get("judge.short", "")
    return fill(told, words=str(rule.minimum_words))


def message_of(rule: Rule, key: str, messages: Mapping[str, str]) -> str:
    """The rule's own words for what is open, or plain ones where a team's rule has none."""
    if key in rule.messages:
        return rule.messages[key]
    general = messages.get("judge.missing" if key == "missing" else "judge.criterion", "")
    return fill(general, question=rule.question, criterion=key.replace("-", " "))
