"""Drops what says the same again: a page that was copied, a policy that is kept in two formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from knowledge.domain import Passage, Retrieved
from knowledge.index.indexed import indexed_text
from knowledge.text import normalise, numbers

ALIKE: Final = 0.95
"""Share of 8-grams, of the longer text, that two texts have in common where one is a copy of the other."""

_GRAM: Final = 8
_NO_LETTER: Final = re.compile(r"[\W_]+")
_NAME: Final = re.compile(r"\b[A-Z][\w&-]+")


def without_duplicates(found: Mapping[int, Retrieved]) -> dict[int, Retrieved]:
    """Return what was found, of near-duplicates only the newer, else the better ranked, at the place of the better."""
    kept: dict[int, Retrieved] = {}
    for row, one in found.items():
        twin = next((other for other in kept if _alike(kept[other].passage, one.passage)), None)
        if twin is None:
            kept[row] = one
        elif (one.passage.effective or "") > (kept[twin].passage.effective or ""):
            kept = {row if other == twin else other: one if other == twin else kept[other] for other in kept}
    return kept


def _alike(one: Passage, other: Passage) -> bool:
    """Whether two passages say the same, every number and name included: Dublin's rule is no copy of Cork's."""
    texts = indexed_text(one), indexed_text(other)
    letters, others = map(_letters, texts)
    if letters == others:
        return True
    if min(len(letters), len(others)) < ALIKE * max(len(letters), len(others)):
        return False
    grams, other_grams = _grams(letters), _grams(others)
    common = len(grams & other_grams)
    return common >= ALIKE * max(len(grams), len(other_grams)) and _facts(texts[0]) == _facts(texts[1])


@lru_cache(maxsize=512)
def _letters(text: str) -> str:
    return _NO_LETTER.sub("", normalise(text))


@lru_cache(maxsize=512)
def _grams(letters: str) -> frozenset[str]:
    return frozenset(letters[start : start + _GRAM] for start in range(max(1, len(letters) - _GRAM + 1)))


def _facts(text: str) -> frozenset[str]:
    return numbers(text) | frozenset(_NAME.findall(text))
