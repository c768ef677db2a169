"""Drops what says the same again: a page that was copied, a policy that is kept in two formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.domain import Retrieved
from knowledge.index.index_text import indexed_text
from knowledge.language.text import numbers

ALIKE: Final = 0.95
"""Share of 8-grams, of the longer text, that two texts have in common where one is a copy of the other."""

_GRAM: Final = 8
_PROBES: Final = 16
_NO_LETTER: Final = re.compile(r"[\W_]+")
_NAME: Final = re.compile(r"\b[A-Z][\w&-]+")


@dataclass(frozen=True)
class _Wording:
    """What a passage says, title and headings included, in the forms in which it is compared."""

    text: str

    @cached_property
    def letters(self) -> str:
        return _NO_LETTER.sub("", "".join(self.text.split())).lower()  # twice as fast as by the expression alone

    @cached_property
    def grams(self) -> frozenset[str]:
        letters = self.letters
        return frozenset(letters[start : start + _GRAM] for start in range(max(1, len(letters) - _GRAM + 1)))

    @cached_property
    def probes(self) -> tuple[str, ...]:
        """A few grams from all over the text: nearly always enough to see that two texts are unlike."""
        step = max(1, len(self.letters) // _PROBES)
        return tuple(self.letters[start : start + _GRAM] for start in range(0, len(self.letters), step))

    @cached_property
    def facts(self) -> frozenset[str]:
        return numbers(self.text) | frozenset(_NAME.findall(self.text))

    def repeats(self, other: _Wording) -> bool:
        """Whether the two say the same, every number and name included: Dublin's rule is no copy of Cork's."""
        length, others = len(self.letters), len(other.letters)
        if length < ALIKE * others or others < ALIKE * length:
            return False
        if self.letters == other.letters:
            return True
        if sum(probe in other.letters for probe in self.probes) < len(self.probes) / 2:
            return False
        common = len(self.grams & other.grams)
        return common >= ALIKE * max(len(self.grams), len(other.grams)) and self.facts == other.facts


def without_duplicates(found: Mapping[int, Retrieved]) -> dict[int, Retrieved]:
    """Return what was found, of near-duplicates only the newer, else the better ranked, at the place of the better."""
    wordings = {row: _Wording(indexed_text(one.passage)) for row, one in found.items()}
    kept: dict[int, Retrieved] = {}
    for row, one in found.items():
        twin = next((other for other in kept if wordings[row].repeats(wordings[other])), None)
        if twin is None:
            kept[row] = one
        elif (one.passage.effective or "") > (kept[twin].passage.effective or ""):
            kept = {row if other == twin else other: one if other == twin else kept[other] for other in kept}
    return kept
