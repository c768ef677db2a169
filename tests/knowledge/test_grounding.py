"""What a source supports, and above all what it does not."""

from __future__ import annotations

import pytest

from knowledge.grounding import Source, supporting
from tests.knowledge.builders import sentences

SOURCE = (
    "The deadline for expense reports is 30 calendar days after the date of the expense; for a trip it is 30 calendar "
    "days after the last day of the trip. Anna Kelly approves expense reports in Dublin. "
    "Employees must not share passwords with colleagues. A manager must inform the employee in 5 days."
)


def _supports(claim: str, source: str = SOURCE) -> bool:
    return supporting(claim, [Source((sentence,)) for sentence in sentences(source)]) is not None


@pytest.mark.parametrize(
    "claim",
    [
        "The deadline for expense reports is 30 calendar days after the date of the expense.",
        "Expense reports: 30 calendar days after the expense.",
        "Anna Kelly approves expense reports.",
        "Employees must not share passwords.",
    ],
)
def test_what_the_source_says_is_supported(claim: str) -> None:
    """Shortened, but in its words."""
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
        "Yes.",
    ],
)
def test_what_the_source_does_not_say_is_refused(claim: str) -> None:
    """Other numbers, units, names, polarity, roles, or two sentences mixed into one."""
    assert not _supports(claim)


def test_chinese_claims_are_held_to_the_same() -> None:
    """Numbers in either script, polarity and order."""
    source = "职工累计工作已满十年不满二十年的，年休假10天。未休的年休假不得结转。"

    assert _supports("已满10年不满20年的，年休假十天。", source)
    assert not _supports("已满10年不满20年的，年休假15天。", source)
    assert not _supports("未休的年休假可以结转。", source)
