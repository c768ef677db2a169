"""What speaks for and against a claim following from sentences, as numbers that a fit weighs.

Words alone prove nothing, and a small encoder alone errs: the signs say where the claim has what its sources lack
(words, numbers, bounds, a denial), and what the sources have that the claim lacks (a condition, a limit).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from knowledge.answer.hard_facts import known_numbers, objection, stated_numbers
from knowledge.domain import Language
from knowledge.language.gloss import Gloss, gloss
from knowledge.language.logic import pattern_of, says
from knowledge.language.ranges import Range, ranges_of
from knowledge.language.text import language_of, terms

FIRST, SOME, ALL = 1, 3, 6
"""Sentences that are looked at, the nearest ones."""
OBJECTION: Final = "objection, all"
"""The sign of what `knowledge.answer.hard_facts` objects to."""
_LONGEST: Final = 60
"""Terms whose order is compared."""


@dataclass(frozen=True)
class Told:
    """A claim, its question, and the nearest sentences with their places and cosines, best first."""

    claim: str
    question: str
    texts: tuple[str, ...]
    places: tuple[str, ...]
    cosines: tuple[float, ...]

    @cached_property
    def language(self) -> Language:
        """The claim's."""
        return language_of(self.claim)

    @cached_property
    def same(self) -> bool:
        """Whether claim and sources are in one language."""
        return language_of(" ".join(self.texts[:ALL])) == self.language

    @cached_property
    def place(self) -> str:
        """Where the sentences stand, each place once."""
        return " ".join(dict.fromkeys(self.places))

    @property
    def sources(self) -> str:
        """All that the sentences say, and where."""
        return f"{self.place} {self.first(ALL)}"

    def first(self, count: int) -> str:
        """So many sentences as one text."""
        return " ".join(self.texts[:count])

    def share(self, count: int, *, asked: bool = False) -> float:
        """The share of the claim's words that so many sentences say, or the question; of meanings across languages."""
        return self.share_of(self.first(count), asked=asked)

    def share_of(self, text: str, *, asked: bool = False) -> float:
        """The share that a text says, with the places that the sentences stand in."""
        have = _terms(text) | _terms(self.place)
        if self._gloss is not None:
            return self._gloss.share(have)
        claimed = _terms(self.claim)
        return len(claimed & (have | _terms(self.question) if asked else have)) / max(1, len(claimed))

    @cached_property
    def _gloss(self) -> Gloss | None:
        return None if self.same else gloss(self.claim, language_of(self.first(ALL)))

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """The share that each sentence says."""
        return tuple(self.share_of(text) for text in self.texts[:ALL])

    @cached_property
    def best(self) -> str:
        """The sentence that is nearest in words and meaning together."""
        worth = [share + cosine / 2 for share, cosine in zip(self.shares, self.cosines, strict=False)]
        return self.texts[worth.index(max(worth))]


def signs(told: Told) -> dict[str, float]:
    """Return the signs by name; all 0 where there are no sentences."""
    return {**_wording(told), **_facts(told), **_logic(told)} if told.texts else dict.fromkeys(NAMES, 0.0)


def _wording(told: Told) -> dict[str, float]:
    """Words: which the sentences say, which they do not, and in which order."""
    claimed, asked, best = _terms(told.claim), _terms(told.question), told.best
    cosines = told.cosines[:ALL]
    unsaid = claimed - _terms(told.first(ALL)) - _terms(told.place) - asked if told.same else frozenset()
    by_best = claimed - _terms(best) - _terms(told.place) - asked
    missed = len(unsaid) if told.same else (1 - told.share(ALL)) * len(claimed)
    missed_by_best = len(by_best) if told.same else (1 - told.share_of(best)) * len(claimed)
    left = _terms(best) - claimed - asked
    return {
        "same language": float(told.same),
        "into English": float(not told.same and told.language == "en"),
        "into another": float(not told.same and told.language != "en"),
        "terms": min(len(claimed), 40) / 10,
        "nearest": cosines[0],
        "near": sum(cosines[:SOME]) / len(cosines[:SOME]),
        "ahead": cosines[0] - cosines[min(SOME, len(cosines) - 1)],
        "said by first": told.share(FIRST),
        "said by some": told.share(SOME),
        "said by all": told.share(ALL),
        "said or asked, first": told.share(FIRST, asked=True),
        "said or asked, all": told.share(ALL, asked=True),
        "unsaid": min(missed, 12) / 4,
        "unsaid by best": min(missed_by_best, 12) / 4,
        "letters unsaid": sum(map(len, unsaid)) / 20,
        "codes unsaid": float(any(_is_code(term) for term in unsaid)),
        "in order": _in_order(told.claim, best) if told.same else told.share_of(best),
        "left out": len(left) / max(1, len(_terms(best))) if told.same else 0.5,
    }


def _facts(told: Told) -> dict[str, float]:
    """Numbers: whether sentences have them, and whether those that do are those that the claim is about."""
    stated = stated_numbers(told.claim) - known_numbers(told.question)
    have = [
        place
        for place, text in enumerate(told.texts[:ALL])
        if stated <= known_numbers(text) | known_numbers(told.places[place])
    ]
    cosines, shares = told.cosines[:ALL], told.shares
    of_these = max((cosines[place] for place in have), default=min(cosines) - 0.1)
    words_of_these = max((shares[place] for place in have), default=0.0)
    return {
        "objection, first": float(bool(objection(told.claim, told.question, f"{told.places[0]} {told.first(FIRST)}"))),
        "objection, some": float(bool(objection(told.claim, told.question, f"{told.place} {told.first(SOME)}"))),
        OBJECTION: float(bool(objection(told.claim, told.question, told.sources))),
        "numbers": min(len(stated), 4) / 2,
        "numbers elsewhere": 5 * (max(cosines) - of_these) if stated else 0.0,
        "numbers elsewhere, in words": max(shares) - words_of_these if stated else 0.0,
        "bound": float(other_bound(told)),
    }


def _logic(told: Told) -> dict[str, float]:
    """What denies, obliges, allows and limits, in the claim and not in its sources, or the other way round."""
    claim, best, some, all_of = told.claim, told.best, told.first(SOME), told.first(ALL)
    denials, denied = _count("negation", claim), _count("negation", best)
    return {
        "denies otherwise": float(denials % 2 != denied % 2),
        "denials": min(denials, 3.0),
        "denials of best": min(denied, 3.0),
        "must": _has("must", claim) * (1 - _has("must", some)),
        "must left out": _has("must", best) * (1 - _has("must", claim)),
        "may": _has("may", claim) * (1 - _has("may", some)),
        "may left out": _has("may", best) * (1 - _has("may", claim)),
        "should": abs(_has("should", claim) - _has("should", best)),
        "only": _has("only", claim) * (1 - _has("only", some)),
        "all": _has("universal", claim) * (1 - _has("universal", some)),
        "condition left out": _has("condition", best) * (1 - _has("condition", claim)),
        "hedge": _has("hedge", claim) * (1 - _has("hedge", all_of)),
        "yes": _has("yes", claim),
        "no": _has("no", claim),
        "yes to a denial": _has("yes", claim) * min(1.0, denied),
    }


@lru_cache(maxsize=8192)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _is_code(term: str) -> bool:
    return any(map(str.isdigit, term)) and any(map(str.isalpha, term))


def _in_order(claim: str, text: str) -> float:
    """The share of the claim's terms that the text has in the same order: their longest common subsequence."""
    claimed, said = terms(claim)[:_LONGEST], terms(text)[: 2 * _LONGEST]
    row = [0] * (len(said) + 1)
    for term in claimed:
        diagonal = 0
        for place, other in enumerate(said, start=1):
            diagonal, row[place] = row[place], diagonal + 1 if term == other else max(row[place], row[place - 1])
    return row[-1] / max(1, len(claimed))


def other_bound(told: Told) -> bool:
    """Whether an amount that is a bound in the claim is another bound in every sentence that has it."""
    theirs = [each for text in told.texts[:ALL] for each in ranges_of(text)]
    for bound in ranges_of(told.claim):
        same = [each for each in theirs if _end(bound) in {each.low, each.high}]
        if same and not any(_faces(each, bound) for each in same):
            return True
    return False


def _end(bound: Range) -> float:
    return bound.low if bound.low > 0 else bound.high


def _faces(one: Range, other: Range) -> bool:
    """Whether two ranges with a common end lie on the same side of it."""
    open_alike = (one.low > 0) == (other.low > 0) and math.isinf(one.high) == math.isinf(other.high)
    return open_alike or (one.low == _end(other)) == (other.low == _end(other))


def _has(name: str, text: str) -> float:
    return float(says(name, text))


def _count(name: str, text: str) -> int:
    return len(pattern_of(name).findall(text))


NAMES: Final = tuple(signs(Told("", "", ("",), ("",), (0.0,))))
"""The signs', in the order in which a fit has their weights."""
