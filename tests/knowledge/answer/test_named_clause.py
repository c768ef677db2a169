"""What a clause says that is asked for by its number."""

from __future__ import annotations

import pytest

from knowledge.answer.named_clause import clause, tells_clause
from knowledge.answer.reading import Evidence
from knowledge.domain import Passage
from tests.knowledge.builders import passage, retrieved, sentences

HOTELS = "A hotel may cost 180 EUR. Breakfast is paid on top."
"""In section 4.2."""


def _evidence(where: Passage) -> list[Evidence]:
    return [Evidence(one, 1.0, 0.9) for one in sentences(where.text, heading=where.heading, title=where.title)]


@pytest.mark.parametrize(
    ("question", "tells"),
    [
        ("What does section 4.2 say?", True),
        ("section 4.2 of the travel policy", True),
        ("section 4.2 on hotels", True),
        ("section 4.2 on parrots", None),
        ("section 4.3", False),
        ("How much may a hotel cost?", None),
    ],
)
def test_a_clause_that_is_asked_for_is_told_by_its_number(question: str, *, tells: bool | None) -> None:
    """One that is not there is told by nothing else; where more is asked, the likeliest sentence must say it."""
    assert tells is tells_clause(question, _evidence(passage(HOTELS, title="Travel", heading="4.2 Hotels")))


def test_nothing_found_is_no_clause() -> None:
    """Nor are there words of it."""
    assert (False, []) == (tells_clause("section 4.2", []), clause("section 4.2", [], []))


def test_a_clause_is_told_in_its_order_and_without_its_neighbours() -> None:
    """One claim for each of its sections."""
    first = passage("4.2 Hotels cost 180 EUR.\n\nAsk first.\n\n4.3 Taxis are paid.", title="Travel", heading="Costs")
    found = [one.text for one in clause("section 4.2", list(reversed(_evidence(first)[:2])), retrieved(first))]

    assert ["- 4.2 Hotels cost 180 EUR.\n- Ask first."] == found
    assert not clause("section 4.2 on parrots", _evidence(first), retrieved(first))


def test_a_long_clause_is_cut_at_a_sentence() -> None:
    """Its link shows the rest."""
    long = passage("\n\n".join(f"Rule {number} is {'very ' * 60}long." for number in "abcd"), heading="4.2", title="T")
    [claim] = clause("section 4.2", _evidence(long), retrieved(long))

    assert ("Rule b" in claim.text, "Rule c" in claim.text) == (True, False)
