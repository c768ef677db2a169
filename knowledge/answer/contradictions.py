"""Finds two policies that contradict each other: the same matter, another amount or date, or a denial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.answer.reading import Evidence, nearly_as_likely
from knowledge.attached import is_attached
from knowledge.index.editions import day_of, gives_way
from knowledge.language.quantities import quantities
from knowledge.language.text import MONTHS, WEEKDAYS, names, negated, terms

SAME_MATTER: Final = (0.75, 0.5)
"""Shares of the shorter and of the longer sentence's terms, numbers aside, that both say."""

CALENDAR: Final = frozenset(terms(" ".join((*MONTHS, *WEEKDAYS))))
"""Capitalised, and no names of what a rule is about."""


def conflict(evidence: Sequence[Evidence], today: str = "") -> tuple[Evidence, Evidence] | None:
    """Return the best evidence and what contradicts it in another document, newest first; None where nothing does.

    An edition that the other has replaced by ``today``, see `editions.day_of`, is no contradiction.
    """
    for other in nearly_as_likely(evidence):
        best = evidence[0]
        if _contradict(best, other, day_of(today)):
            return (other, best) if _date(other) > _date(best) else (best, other)
    return None


def _contradict(one: Evidence, other: Evidence, today: str) -> bool:
    first, second = one.sentence, other.sentence
    if first.passage.document_id == second.passage.document_id or first.header or second.header:
        return False
    if is_attached(first.passage.document_id) or is_attached(second.passage.document_id):
        return False  # a file that somebody shows is no policy: what it says beside one is what they ask about
    if gives_way(first.passage, second.passage, today) or gives_way(second.passage, first.passage, today):
        return False
    if _named(first.readable) != _named(second.readable):
        return False  # each of two places, or of two products, has a rule of its own
    shorter, longer = sorted((_matter(first.readable), _matter(second.readable)), key=len)
    both = len(shorter & longer)
    if both < max(SAME_MATTER[0] * len(shorter), SAME_MATTER[1] * len(longer), 1):
        return False
    denied = negated(first.readable) != negated(second.readable) and both >= SAME_MATTER[0] * len(longer)
    return denied or _differs(first.readable, second.readable)


def _named(text: str) -> frozenset[str]:
    return names(text) - CALENDAR


def _matter(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if not term[0].isdigit())


def _differs(one: str, other: str) -> bool:
    """Whether both say an amount in the same unit, and not the same one."""
    units = {unit for _, unit in quantities(one)} & {unit for _, unit in quantities(other)}
    theirs = quantities(other)
    return any(unit in units and (digits, unit) not in theirs for digits, unit in quantities(one))


def _date(evidence: Evidence) -> str:
    return evidence.sentence.passage.effective or ""
