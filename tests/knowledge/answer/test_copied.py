"""What repeats its source, and above all what does not."""

from __future__ import annotations

import pytest

from knowledge.answer.copied import copied_from
from knowledge.answer.source import Source
from tests.knowledge.builders import sentences

SOURCE = (
    "The deadline for expense reports is 30 calendar days after the date of the expense; for a trip it is 30 calendar "
    "days after the last day of the trip. Anna Kelly approves expense reports in Dublin. "
    "Employees must not share passwords with colleagues. A manager must inform the employee in 5 days."
)


def _supports(claim: str, source: str = SOURCE) -> bool:
    return copied_from(claim, [Source((sentence,)) for sentence in sentences(source)]) is not None


@pytest.mark.parametrize(
    "claim",
    [
        "The deadline for expense reports is 30 calendar days after the date of the expense.",
        "The deadline for expense reports: 30 calendar days after the date of the expense",
        "Anna Kelly approves expense reports in Dublin",
        "Employees must not share passwords with colleagues!",
    ],
)
def test_what_the_source_says_is_supported(claim: str) -> None:
    """All of it, or a clause of it."""
    assert _supports(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "The deadline for expense reports is 60 calendar days after the date of the expense.",
        "The deadline for expense reports is 30 calendar weeks after the date of the expense.",
        "The deadline for expense reports is 30 calendar days after the last day of the expense report.",
        "Tom Kelly approves expense reports in Dublin.",
        "Employees must share passwords with colleagues.",
        "The employee must inform a manager in 5 days.",
        "Expense reports in Dublin are approved after the last day of the trip.",
        "The deadline for expense reports is 30 calendar days after the last day of the trip.",
        "The deadline is 30 calendar days after the date of the expense.",
        "Anna Kelly approves expense reports.",
        "Yes.",
        "30 calendar days.",
        "The deadlines for expense reports are:",
    ],
)
def test_what_the_source_does_not_say_is_refused(claim: str) -> None:
    """Other numbers, units, names, polarity, roles, two clauses mixed into one, or a condition left out."""
    assert not _supports(claim)


def test_a_bound_belongs_to_its_number() -> None:
    """Twelve hours are not at most twelve hours."""
    source = "A session lasts at most 12 hours; after that you sign in again."

    assert _supports("A session lasts at most 12 hours; then you sign in again.", source)
    assert not _supports("A session lasts 12 hours; then you sign in again.", source)


def test_a_row_of_a_table_is_said_as_a_whole_or_not_at_all() -> None:
    """Its cells mean something only together: the words alone, in order, would bear out a false sentence."""
    table = "| Rule | 2024 version | From 2026 |\n|---|---|---|\n| Daily meal allowance | €38 | €45 |"

    assert _supports("Rule: Daily meal allowance; 2024 version: €38; from 2026: €45.", table)
    assert not _supports("The daily meal allowance in 2024 was €45.", table)
    assert not _supports("Daily meal allowance, 2024 version: €45", table)


def test_chinese_claims_are_held_to_the_same() -> None:
    """Numbers in either script, polarity and order."""
    source = "职工累计工作已满十年不满二十年的，年休假10天。未休的年休假不得结转。"

    assert _supports("职工累计工作已满10年不满20年的，年休假十天。", source)
    assert not _supports("已满10年不满20年的，年休假十天。", source)
    assert not _supports("已满10年不满20年的，年休假15天。", source)
    assert not _supports("未休的年休假可以结转。", source)


def test_what_is_said_of_all_is_said_whole() -> None:
    """A word left out makes it true of more than the source says."""
    source = "The programme is a free support resource for all Dublin employees of the company."

    assert _supports("The programme is a free support resource for all Dublin employees of the company.", source)
    assert not _supports("The programme is a free resource for all employees.", source)


def test_a_quote_begins_with_the_line_that_introduces_it() -> None:
    """What lies between that line and a far item is left out; what is quoted stands in the document."""
    items = [f"- the cost of item number {number}, whatever it is" for number in range(20)]
    found = sentences("\n".join(["The company does not pay for:", *items]))
    near, far = Source((found[1],)), Source((found[20],))

    assert f"The company does not pay for:\n{items[0]}" == near.quote
    assert f"The company does not pay for:\n…\n{items[19].removeprefix('- ')}" == far.quote


def test_what_an_item_says_is_what_its_introduction_makes_of_it() -> None:
    """Only the denial is supported."""
    source = Source((sentences("The company does not pay for:\n\n- the hotel minibar")[1],))

    assert source is copied_from("The company does not pay for the hotel minibar.", [source])
    assert copied_from("The company pays for the hotel minibar.", [source]) is None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The relocation bonus is €19,500.", "The relocation bonus of executives is €19,500."),
        ("Dogs are welcome in the office.", "Dogs are welcome in the Cork office on Mondays and Fridays."),
        ("Full-time employees have 15 days.", "Full-time employees have 25 days, part-time employees have 15 days."),
        ("You get 5 days if you request it.", "You get 5 days only if your manager agrees and you request it."),
        ("Managers may approve up to €500.", "Managers may approve up to €100, heads of department up to €500."),
        ("公章不得带出公司。", "公章不得带出公司；但确需带出的，须由两人同行。"),
        ("Sticks are not allowed.", "Sticks are not allowed; except those that IT hands out."),
    ],
)
def test_words_left_out_make_another_rule(claim: str, source: str) -> None:
    """Whom it is for, where, when, on which condition, and what is excepted."""
    assert not _supports(claim, source)
