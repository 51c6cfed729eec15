"""Whether what stands under a heading says anything: nothing, a placeholder, a bare link and the title again do not."""

from __future__ import annotations

from whylint.searched import Searched
from whylint.text import LINK, clean, pieces, size
from whylint.voices import Finder

_TITLE_OVERLAP, _NEW_WORDS = 0.7, 4
_LONG = 2000  # if so many characters say something, all of a text does
_PASSED_OVER = ("link", "filler")


def why_blank(text: str, title: str, lexicon: Finder, *, waivable: bool) -> str:
    """The key of the message that says why a cleaned text is no answer; empty if it may be one.

    ``title`` is the pull request's; ``waivable`` is whether "not applicable" would do with a reason.
    """
    if len(text) > _LONG and not why_blank(text[:_LONG].rpartition(" ")[0], title, lexicon, waivable=waivable):
        return ""
    unlinked = text.replace(LINK, " ")
    said = pieces(unlinked)
    if not said and LINK not in text:
        return "empty"
    each_word = unlinked.split()
    plain, once = " ".join(each_word), " ".join(dict.fromkeys(each_word))
    bare = [Searched(each) for each in dict.fromkeys((plain, _bare(plain), _bare(once)))]
    if any(lexicon.matches_whole("placeholder", each) for each in bare):
        waives = any(lexicon.matches_whole("not-applicable", each) for each in bare)
        return "no-reason" if waives and waivable else "placeholder"
    if _is_link_only(lexicon, text):
        return "link-only"
    again = pieces(clean(title))
    if again and said and len(again & said) >= _TITLE_OVERLAP * len(again) and len(said - again) < _NEW_WORDS:
        return "title-again"
    return ""


def _bare(text: str) -> str:
    """A text without the signs around it, emoji among them."""
    kept = [at for at, sign in enumerate(text) if sign.isalnum()]
    return text[kept[0] : kept[-1] + 1] if kept else text


def _is_link_only(lexicon: Finder, text: str) -> bool:
    """Whether fewer than three words are left when links, references and words such as "see" are taken away."""
    searched = Searched(text, only=_PASSED_OVER)
    return bool(lexicon.find("link", searched)) and not _says_more(lexicon, searched)


def _says_more(lexicon: Finder, searched: Searched) -> bool:
    kept, position = [], 0
    for start, end in sorted(span for cue in _PASSED_OVER for span in lexicon.find(cue, searched)):
        kept.append(searched.text[position:start])
        position = max(position, end)
    return size(" ".join([*kept, searched.text[position:]])) >= 3
