"""The sentences that every renderer shares, so that the comment, the summary, the terminal and JSON say the same.

A ``quote`` is the function that makes a stranger's words safe for the place where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

from whylint.change import named
from whylint.model import Conclusion, Criterion, Finding, Report, Rule, RuleSet, Severity, Verdict, WaiverMode
from whylint.render import safe
from whylint.text import clip, fill

Quote = Callable[[str], str]
Messages = Mapping[str, str]
TITLES = 5
_SAMPLES = 4


def say(messages: Messages, key: str, **values: object) -> str:
    """The text of ``key`` with its values; the key itself where a rule set has no words for it."""
    return fill(messages.get(key, key), **{name: str(value) for name, value in values.items()})


def say_count(messages: Messages, key: str, count: int, **values: object) -> str:
    """Like ``say``, in singular or plural."""
    return say(messages, f"{key}.one" if count == 1 else f"{key}.other", count=count, **values)


def name(finding: Finding, messages: Messages) -> str:
    """The rule's title inside a sentence: in some languages with a small first letter, unless it is an abbreviation."""
    title = clip(finding.rule.title, 80)
    small = messages.get("title.inside") == "small" and title[1:2].islower()
    return title[:1].lower() + title[1:] if small else title


def in_a_row(items: Iterable[str], messages: Messages) -> str:
    """Several things one after the other, as the language sets them apart."""
    return say(messages, "list.comma").join(items)


def sentences(texts: Iterable[str], messages: Messages) -> str:
    """Sentences one after the other, without the empty ones; some scripts set no space between them."""
    said = filter(None, texts)
    return reduce(lambda before, text: say(messages, "list.sentence", before=before, next=text), said, next(said, ""))


def names(findings: Sequence[Finding], messages: Messages) -> str:
    """Titles in a row, at most five of them: ``success metric, feedback plan and 2 more``."""
    shown = in_a_row((name(finding, messages) for finding in findings[:TITLES]), messages)
    rest = len(findings) - TITLES
    return say(messages, "list.and", items=shown, last=say(messages, "more", count=rest)) if rest > 0 else shown


def answered_name(finding: Finding, messages: Messages) -> str:
    """Like ``name``, and if the answer is a waiver or was not wholly recognised, it says so."""
    key = f"answered.{finding.verdict}"
    title = name(finding, messages)
    return say(messages, key, title=title) if key in messages else title


def asked(report: Report) -> tuple[Finding, ...]:
    """The findings on questions that were put."""
    return tuple(finding for finding in report.findings if finding.verdict is not Verdict.SKIPPED)


def count(report: Report, messages: Messages) -> str:
    """How many questions are answered, as one sentence without Markdown."""
    total = len(asked(report))
    if not total:
        return say(messages, "status.none")
    if not report.open:
        return say_count(messages, "status.all", total, asked=total)
    return say_count(messages, "status.count", total, asked=total, answered=len(report.answered))


def standing(report: Report, messages: Messages, quote: Quote) -> str:
    """What follows the count: whether what is open matters to the check, what it is, and what else makes it red."""
    fault = say(messages, "status.fault", fault=quote(report.fault)) if report.fault else ""
    return sentences([_standing(report, messages, quote), fault], messages)


def _standing(report: Report, messages: Messages, quote: Quote) -> str:
    if not asked(report):
        reasons = dict.fromkeys(quote(finding.reason) for finding in report.findings if finding.reason)
        told = say(messages, "status.skipped", reason="; ".join(reasons))
        return told if reasons else say(messages, "status.no-rules")
    if not report.open:
        titles = in_a_row((answered_name(finding, messages) for finding in report.answered[:40]), messages)
        return say(messages, "status.titles", titles=titles)
    said = say(messages, "status.open", titles=names(report.open, messages))
    if report.conclusion is Conclusion.FAILURE or report.fault:
        return said
    return sentences([say(messages, "status.capped", reason=quote(why_green(report, messages))), said], messages)


def headline(report: Report, messages: Messages) -> str:
    """One plain line that says where things stand: the title of the check, the last line of a log."""
    return sentences([count(report, messages), standing(report, messages, safe.line)], messages)


def why_green(report: Report, messages: Messages) -> str:
    """Why what is open does not fail the check: a reason that holds for all of it, or how heavy it is."""
    reasons = {finding.capped for finding in report.open}
    heaviest = report.open[0].severity
    if len(reasons) == 1 and all(reasons):
        return reasons.pop()
    if heaviest is Severity.ERROR:
        return say(messages, "green.never")
    return say(messages, "green.light", severity=say(messages, f"severity.{heaviest}"))


def is_light(finding: Finding, report: Report, ruleset: RuleSet) -> bool:
    """Whether a finding is not among those by which a failing check fails."""
    if report.conclusion is not Conclusion.FAILURE or not finding.is_open:
        return False
    return finding.severity.weight < Severity(ruleset.fail_on.value).weight


def reading(finding: Finding, messages: Messages, quote: Quote, plain: Quote) -> str:
    """What was read for a rule and what to make of it, as one or two sentences.

    ``quote`` shows the author's words, ``plain`` a sentence that may hold words of strangers.
    """
    if finding.is_open:
        return _open(finding, messages, quote)
    if finding.verdict is Verdict.MET:
        return quote(finding.found) or say(messages, "rule.met")
    if finding.verdict is Verdict.UNSURE:
        message, found = finding.message or say(messages, "judge.unsure"), quote(finding.found)
        return say(messages, "rule.read", found=found, said=message) if found else message
    reason = finding.reason
    if finding.verdict is Verdict.WAIVED:
        return say(messages, "rule.waived-reason" if reason else "rule.waived", reason=quote(reason))
    return say(messages, "rule.skipped-reason" if reason else "rule.skipped", reason=plain(reason))


def _open(finding: Finding, messages: Messages, quote: Quote) -> str:
    """The finding's message; its words are the rule set's, and the author's are put in quoted."""
    found = quote(finding.found)
    if "{found}" in finding.message or "{heading}" in finding.message:
        bare = finding.message
        for name in ("{found}", "{heading}"):  # what is quoted has quotes of its own
            for quoted in (f'"{name}"', say(messages, "quote", text=name)):
                bare = bare.replace(quoted, name)
        return fill(bare, found=found, heading=quote(finding.heading))
    said = finding.message or say(messages, "rule.nothing")
    return say(messages, "rule.read", found=found, said=said) if finding.verdict is Verdict.WEAK and found else said


def quoted(text: str, messages: Messages, limit: int = 160) -> str:
    """A stranger's words in quotation marks, for a terminal or a log; empty if there is nothing to see."""
    shown = safe.line(text, limit)
    return say(messages, "quote", text=shown) if shown else ""


def kind(report: Report, ruleset: RuleSet) -> str:
    """What the change was taken for, in words."""
    return named(report.kind, ruleset.messages)


def origin(ruleset: RuleSet, messages: Messages, quote: Quote) -> str:
    """Where the rules come from: a name, or that they are ours."""
    return say(messages, "origin.shipped") if ruleset.origin == RuleSet.origin else quote(ruleset.origin)


def taken_for(report: Report, ruleset: RuleSet, plain: Quote) -> str:
    """What the change was taken for, and by which sign."""
    reason = plain(report.kind_reason)
    return say(ruleset.messages, "taken-by" if reason else "taken", kind=kind(report, ruleset), reason=reason)


def example(finding: Finding, report: Report) -> str:
    """An answer to the rule for this kind of change, or for the kind it has an answer for."""
    show = finding.rule.examples.show
    return " ".join(str(show.get(report.kind) or show.get("feature") or next(iter(show.values()), "")).split())


def cue(name: str, ruleset: RuleSet) -> str:
    """A cue's name with a few of its plain words, so that nobody has to open the file."""
    found = ruleset.cues.get(name)
    plain = [word for word in found.words if not set(word.removesuffix("*")) & set("(){}|?.*")] if found else []
    return say(ruleset.messages, "explain.cue", name=name, words=", ".join(plain[:_SAMPLES])) if plain else name


def hint(rule: Rule, ruleset: RuleSet) -> str:
    """What to write: the rule's hint, and what to do where it does not apply, if that is an answer."""
    way_out = "" if ruleset.waivers is WaiverMode.NEVER else rule.messages.get("waive", "")
    return sentences([rule.messages.get("hint") or rule.question, way_out], ruleset.messages)


def waive(report: Report, ruleset: RuleSet, quote: Quote) -> str:
    """How to answer a question that does not apply: one that has words of its own for it, and one that has none."""
    messages = ruleset.messages
    if ruleset.waivers is WaiverMode.NEVER:
        return ""
    found = [finding.rule for finding in report.open if finding.asked_under]
    own, others = (
        [rule for rule in found if (f"help.phrase.{rule.id}" in messages) is has_own] for has_own in (True, False)
    )
    return sentences((waive_rule(rule, messages, quote) for rule in own[:1] + others[:1]), messages)


def waive_rule(rule: Rule, messages: Messages, quote: Quote) -> str:
    """How to say that one question does not apply."""
    key = f"help.waive.{rule.id}"
    return say(messages, key if key in messages else "help.waive", phrase=quote(waiver(rule, messages)))


def waiver(rule: Rule, messages: Messages) -> str:
    """The opening words of an answer that says that a question does not apply."""
    key = f"help.phrase.{rule.id}"
    return say(messages, key if key in messages else "help.phrase", title=clip(rule.title, 80))


def wrong(report: Report, messages: Messages, quote: Quote) -> str:
    """What to do if a verdict is wrong."""
    return say(messages, "help.wrong", command=quote(f"whylint explain {report.open[0].rule.id}"))


def cut(items: Sequence[str], limit: int, budget: int, more: Callable[[int], str]) -> list[str]:
    """As many ``items`` as fit into a number and a budget of bytes, and then ``more(number left out)``."""
    kept: list[str] = []
    for item in items[:limit]:
        budget -= len(item.encode()) + 1
        if budget < 0:
            break
        kept.append(item)
    left = len(items) - len(kept)
    return [*kept, more(left)] if left else kept


def some_ways(criterion: Criterion, ruleset: RuleSet, most: int) -> str:
    """The first ways to meet a criterion, with a few words of each cue, and how many more there are."""
    shown = [joint.join(cue(name, ruleset) for name in way) for joint, way in ways(criterion)[:most]]
    rest = len(ways(criterion)) - len(shown)
    return "; ".join([*shown, say(ruleset.messages, "more", count=rest)] if rest > 0 else shown)


def ways(criterion: Criterion) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every alternative of a criterion as it is written: what joins its cues, and the cues."""
    together = ((" + ", way) for way in criterion.alternatives)
    return (*together, *((" & ", way) for way in criterion.nearby))
