"""Says a question word for word in the other language, so that it finds what only policies in that language say.

An embedder puts whatever is in the question's own language first. The words of a dictionary are no translation, but
they are in the language of the policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from knowledge.domain import Language
from knowledge.language.dictionary import LONGEST_WORD, is_word, meanings, words_for
from knowledge.language.text import language_of, latin, question_tokens, terms
from knowledge.ports import Vectors

WEIGHT: Final = 0.3
"""Of the gloss's cosine beside the question's own; at .5, fewer development questions are answered rightly."""
_LONGEST_PHRASE: Final = 4
"""English words that a Chinese one is looked up for together."""

_OF_THE_DICTIONARY: Final[frozenset[Language]] = frozenset({"en", "zh"})

Meaning = frozenset[str]
"""The terms of one meaning, all of which stand where it is meant."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """A question in the words of the other language: ``words`` has the meanings of each of its words.

    ``text`` has each in its first meaning, for the embedder.
    """

    text: str
    words: tuple[frozenset[Meaning], ...]

    def share(self, said: frozenset[str]) -> float:
        """The share of the words of which some meaning is among the terms that are ``said``."""
        return sum(any(meaning <= said for meaning in word) for word in self.words) / len(self.words)


@lru_cache(maxsize=64)
def gloss(question: str, language: Language) -> Gloss | None:
    """Return the gloss of a question in a language; None where the dictionary leads elsewhere or has no word of it."""
    if {language_of(question), language} != _OF_THE_DICTIONARY:
        return None
    tokens = question_tokens(question)
    words = list(_in_chinese(tokens) if language == "zh" else _in_english(tokens))
    if not words:
        return None
    return Gloss(
        " ".join(meant[0] for meant in words),
        tuple(frozenset(frozenset(terms(meaning)) for meaning in meant) for meant in words),
    )


def _in_english(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Yield the meanings of each word; a name or a number means itself."""
    for token in tokens:
        if latin(token):
            yield [token]
            continue
        for word in _words(token):
            if meant := [meaning for meaning in meanings(word) if terms(meaning)]:
                yield meant


def _in_chinese(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Yield the Chinese words for each word or phrase, the longest first; what is unknown means itself."""
    rest = list(tokens)
    while rest:
        for length in range(min(_LONGEST_PHRASE, len(rest)), 0, -1):
            if words := words_for(" ".join(rest[:length])):
                yield words
                break
        else:
            length = 1
            yield rest[:1]
        del rest[:length]


def _words(run: str) -> list[str]:
    """Cut a run of Chinese into the words of the dictionary, the longest that fit beside each other.

    Of two cuts the later word is right: 天年假 is 年假, and not the 天年 before it.
    """
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        ways: list[tuple[int, list[str]]] = []
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            if is_word(word := run[start:end]):
                score, words = best[start]
                ways.append((score + len(word) ** 2, [*words, word]))
        best.append(max([*ways, best[end - 1]], key=lambda way: way[0]))
    return best[-1][1]


def with_gloss(cosines: Vectors, glossed: Vectors, languages: Sequence[Language]) -> Vectors:
    """Weigh the cosines to a Chinese question with those to its gloss, for the texts that are not in Chinese.

    All have shape (texts,).
    """
    foreign = np.array([language != "zh" for language in languages])
    return np.where(foreign, (1 - WEIGHT) * cosines + WEIGHT * glossed, cosines)
