"""In which languages a text is written.

English cues are in force beside every language, so a description may mix them: each language that some sentence is
written in has its cues looked for in the whole text, and the one of most words is the *main* one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from whylint.frozen import frozen
from whylint.languages import ENGLISH, UNKNOWN, Sign
from whylint.text import Table

_FEWEST = 3
"""So many words of a language tell it."""
_HEADING = 5
"""In so few words, one of a language is enough to have it looked for."""
_STRANGE = 4
"""So many words that English has not are enough in any."""
_BORROWED = 20
"""One own letter among so many borrowed ones tells a language."""
_OF_EITHER = 8
"""So few borrowed letters without any of its own may be of either language."""
_LETTERS_OF_A_WORD = 2
"""So many letters of a script that sets no spaces are a word, and tell its language."""
_AROUND = ".,:;!?()[]{}<>\"'*_|…"  # may stand around a word
_SHORT = 3
"""So few capital letters are an abbreviation."""
_SHARE = 0.3  # of all letters; a text may quote some of another script


@frozen
class Spoken:
    """The languages of a text: the ``main`` one, and all that are ``met`` in it beside English and are read."""

    main: str = ENGLISH
    met: tuple[str, ...] = ()


def spoken(sentences: Iterable[str], signs: tuple[Sign, ...]) -> Spoken:
    """In which languages some cleaned sentences or headings are written."""
    sentences = list(sentences)
    letters = _by_script("".join(sentences), signs)
    found = {code for code, count in letters.items() if code and count >= _LETTERS_OF_A_WORD}  # one may be a shrug
    weights = Counter(
        {code: max(1, count // _LETTERS_OF_A_WORD) for code, count in letters.items() if count >= _FEWEST}
    )
    words, surely = _by_words(sentences, signs)
    weights += words
    main = max(weights, key=lambda code: (weights[code], code == ENGLISH), default=ENGLISH)
    found |= {main, *surely}
    return Spoken(main, tuple(each.code for each in signs if each.read and each.code in found - {ENGLISH}))


def _by_script(text: str, signs: tuple[Sign, ...]) -> Counter[str]:
    """How many letters stand there of scripts other than Latin, by their language."""
    if text.isascii():
        return Counter()
    languages, own = _languages(signs), Counter[str]()
    for letter, count in Counter(text).items():
        if not letter.isascii() and letter.isalpha():
            own[languages[ord(letter)]] += count
    for sign in signs:
        if sign.borrows and own[sign.code] * _BORROWED >= own[sign.borrows]:
            own[sign.code] += own.pop(sign.borrows, 0)
        elif sign.borrows and not own[sign.code] and own[sign.borrows] <= _OF_EITHER:
            own[sign.code] = own[sign.borrows]
    if own[UNKNOWN] <= _SHARE * sum(map(str.isalpha, text)):
        del own[UNKNOWN]
    return +own


def _by_words(sentences: list[str], signs: tuple[Sign, ...]) -> tuple[Counter[str], set[str]]:
    """The words of each language by their sentences, and the languages that some sentence is surely in."""
    known, said = _by_word(signs), Counter(sentences)
    split = list(map(_plain_words, said))
    found_here = [[code for word in words if word in known for code in known[word]] for words in split]
    totals = Counter(code for codes, times in zip(found_here, said.values(), strict=True) for code in codes * times)
    weights, found = Counter[str](), set[str]()
    for sentence, words, codes, times in zip(said, split, found_here, said.values(), strict=True):
        if not codes:
            continue
        if codes.count(ENGLISH) == len(codes):
            weights[ENGLISH] += len(words) * times
            continue
        hit = Counter(codes)
        winner = max(hit, key=lambda code: (hit[code], totals[code], code == ENGLISH))
        if winner != ENGLISH and hit[winner] <= hit[ENGLISH]:
            winner = ENGLISH
        weights[winner] += len(words) * times
        own = Counter(code for word in words for code in known.get(word, ()) if ENGLISH not in known[word])
        most = max(own.values(), default=0)
        found.update(code for code, count in own.most_common(1) if count >= _STRANGE)
        if winner != ENGLISH and hit[winner] > 1:  # neighbours share many words, so that several may win
            found.update(code for code, count in hit.items() if count == hit[winner])
        if most and len(sentence.split()) <= _HEADING and most >= hit[ENGLISH]:
            found.update(code for code, count in own.items() if count == most)
    fewest = _FEWEST if totals[ENGLISH] else _FEWEST - 1
    return Counter({code: count for code, count in weights.items() if code == ENGLISH or totals[code] >= fewest}), found


def _plain_words(sentence: str) -> list[str]:
    """The words of a sentence, in lower case, that stand by themselves: not those of `ns/op`, `@ana-o` or "OS"."""
    written = (each.strip(_AROUND) for each in sentence.split())
    whole = (each.lower() for each in written if not (each.isupper() and 1 < len(each) <= _SHORT))
    parts = (each.replace("-", "'").split("'") for each in whole)
    return [part for each in parts if all(map(str.isalpha, each)) for part in each]


@cache
def _by_word(signs: tuple[Sign, ...]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(each.code for each in signs if word in each.words) for sign in signs for word in sign.words}


@cache
def _languages(signs: tuple[Sign, ...]) -> Table:
    """By letter, the code of the language whose script it is of."""
    return Table(lambda letter: _language_of(letter, signs))


def _language_of(letter: str, signs: tuple[Sign, ...]) -> str:
    for sign in signs:
        letters = sign.letters
        while letters:
            last = letters[2] if letters[1:2] == "-" else letters[0]
            if letters[0] <= letter <= last:
                return sign.code
            letters = letters[3 if letters[1:2] == "-" else 1 :]
    return UNKNOWN
