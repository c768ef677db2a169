"""Which sentences contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answer.contradictions import conflict
from knowledge.answer.reading import Evidence
from tests.knowledge.builders import sentences


def _evidence(text: str, document: str, score: float = 0.9, effective: str | None = None) -> Evidence:
    title = document.removesuffix(".md")
    return Evidence(sentences(text, document_id=document, title=title, effective=effective)[0], score, score)


ONE = _evidence("Meals are paid up to 40 euros per day.", "travel.md")


@pytest.mark.parametrize(
    "other",
    [
        _evidence("Meals are paid up to 40 euros per day.", "expenses.md"),
        _evidence("Hotels are paid up to 140 euros per night.", "expenses.md"),
        _evidence("Meals are paid up to 50 euros per day.", "travel.md"),
        _evidence("Meals are paid up to 50 euros per day.", "expenses.md", score=0.9 - 1.51),
        _evidence("Meals take up to 2 hours per day.", "expenses.md"),
    ],
)
def test_the_same_amount_another_matter_and_the_same_document_are_no_conflict(other: Evidence) -> None:
    """Nor is what is much further from the question."""
    assert conflict([ONE, other]) is None


def test_another_amount_for_the_same_matter_is_one() -> None:
    """The better evidence first where no dates are known."""
    other = _evidence("Meals are paid up to 50 euros per day of travel.", "expenses.md", score=0.88)

    assert (ONE, other) == conflict([ONE, other])


def test_the_newer_one_comes_first() -> None:
    """Whatever its rank."""
    old = replace(ONE, sentence=sentences(ONE.sentence.quote, document_id="t.md", effective="2020-01-01")[0])
    new = _evidence("Meals are paid up to 50 euros per day.", "expenses.md", score=0.88, effective="2024-01-01")

    assert (new, old) == conflict([old, new])


def test_an_edition_that_was_replaced_does_not_contradict_the_one_in_force() -> None:
    """The search has put the newer one first already."""
    old = _evidence(
        "Meals are paid up to 40 euros per day.", "Travel rules 2020.md", score=0.88, effective="2020-01-01"
    )
    new = _evidence("Meals are paid up to 50 euros per day.", "Travel rules 2024.md", 0.9, "2024-01-01")

    assert conflict([new, old]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The parking permit costs €30 per month.", "A parking permit costs €45 per month."),
        ("The company gym opens at 6:30.", "The company gym opens at 7:00."),
        ("The self-assessment is due on 30 November.", "The self-assessment is due by 15 December 2026."),
        ("Smoking is allowed on the roof terrace.", "Smoking is not allowed on the roof terrace."),
        ("停车证每月300元。", "停车证每月450元。"),
        ("屋顶露台允许吸烟。", "屋顶露台不允许吸烟。"),
    ],
)
def test_prices_times_days_and_denials_contradict(one: str, other: str) -> None:
    """Not only numbers with a unit behind them."""
    assert conflict([_evidence(one, "a.md"), _evidence(other, "b.md", score=0.89)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You may use the Galway sauna for 45 minutes.", "You may use the Cork sauna for 90 minutes."),
        ("Send questions to the founders.", "If you don't want to send questions in public, write to the founders."),
    ],
)
def test_two_places_and_another_rule_do_not(one: str, other: str) -> None:
    """Each has a rule of its own."""
    assert conflict([_evidence(one, "a.md"), _evidence(other, "b.md", score=0.89)]) is None
