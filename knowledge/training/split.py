"""Folds by organisation: what a model is judged on comes from organisations that it was not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from knowledge.training.records import Asked

Q = TypeVar("Q", bound=Asked)

FOLDS: Final = 5


def folds(questions: Iterable[Asked], count: int = FOLDS) -> tuple[frozenset[str], ...]:
    """Deal the organisations into folds, each with about the same share of every language; always the same way.

    The largest are dealt first, each to the fold that it leaves most even.
    """
    sizes: dict[str, Counter[str]] = {}
    for question in questions:
        sizes.setdefault(question.org, Counter())[question.lang] += 1
    all_of: Counter[str] = sum(sizes.values(), Counter())
    dealt: list[tuple[set[str], Counter[str]]] = [(set(), Counter()) for _ in range(count)]
    for org in sorted(sizes, key=lambda org: (-sizes[org].total(), org)):
        members, held = min(dealt, key=lambda fold: _fullness(fold[1], sizes[org], all_of))
        members.add(org)
        held.update(sizes[org])
    return tuple(frozenset(members) for members, _ in dealt)


def divided(questions: Sequence[Q], held_out: frozenset[str]) -> tuple[list[Q], list[Q]]:
    """Return the questions to learn from and those of the organisations that are left out to judge."""
    learn = [question for question in questions if question.org not in held_out]
    return learn, [question for question in questions if question.org in held_out]


def _fullness(held: Counter[str], more: Counter[str], all_of: Counter[str]) -> float:
    """How full a fold would be: the squares punish a language that is full already."""
    return sum(((held[lang] + more[lang]) / all_of[lang]) ** 2 for lang in more)
