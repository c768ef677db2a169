"""Finds two policies that contradict each other: the same matter, another number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from knowledge.evidence import Evidence
from knowledge.grounding import quantities
from knowledge.index.editions import gives_way
from knowledge.text import numbers, terms

MARGIN: Final = 0.05
"""Evidence this much worse than the best is about something else."""
SAME_MATTER: Final = (0.75, 0.5)
"""Shares of the shorter and of the longer sentence's terms, numbers aside, that both say."""


def conflict(evidence: Sequence[Evidence]) -> tuple[Evidence, Evidence] | None:
    """Return the best evidence and what contradicts it in another document, newest first; None where nothing does.

    An edition that the other has replaced is no contradiction.
    """
    if not evidence:
        return None
    best = evidence[0]
    for other in evidence[1:]:
        if other.score < best.score - MARGIN:
            return None
        if _contradict(best, other):
            return (other, best) if _date(other) > _date(best) else (best, other)
    return None


def _contradict(one: Evidence, other: Evidence) -> bool:
    first, second = one.sentence, other.sentence
    if first.passage.document_id == second.passage.document_id or first.header or second.header:
        return False
    today = datetime.now(UTC).date().isoformat()
    if gives_way(first.passage, second.passage, today) or gives_way(second.passage, first.passage, today):
        return False
    shorter, longer = sorted((_matter(first.readable), _matter(second.readable)), key=len)
    least = max(SAME_MATTER[0] * len(shorter), SAME_MATTER[1] * len(longer), 1)
    return len(shorter & longer) >= least and _differs(first.readable, second.readable)


def _matter(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if not term[0].isdigit())


def _differs(one: str, other: str) -> bool:
    """Whether both say an amount in the same unit, and not the same one."""
    units = {unit for _, unit in quantities(one)} & {unit for _, unit in quantities(other)}
    return any(digits not in numbers(other) for digits, unit in quantities(one) if unit in units)


def _date(evidence: Evidence) -> str:
    return evidence.sentence.passage.effective or ""
