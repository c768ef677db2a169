"""What is no longer in force is found only by who asks about the past."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import ARCHIVED
from knowledge.index import HybridIndex, build_index
from knowledge.index.in_force import is_about_the_past
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

READER = frozenset({"everyone"})
TODAY = "2026-11-30"


@pytest.fixture
def hotels(path: Path) -> HybridIndex:
    """Three rules for hotels: one archived, one until the end of the year, one that holds."""
    archived = replace(document("A hotel may cost 150 euros.", "old.md"), until=ARCHIVED)
    ending = replace(document("A hotel abroad may cost 180 euros.", "ending.md"), until="2026-12-31")
    current = document("A hotel may cost 210 euros.", "current.md", title="Travel")
    build_index(ListSource([archived, ending, current]), HashingEmbedder(), path, quiet)
    return HybridIndex(path, HashingEmbedder())


def _found(index: HybridIndex, question: str, today: str) -> set[str]:
    return {one.passage.document_id for one in index.search(question, READER, 10, today)}


def test_what_is_archived_is_not_found(hotels: HybridIndex) -> None:
    """Neither by words nor by vectors."""
    assert {"current.md", "ending.md"} == _found(hotels, "What may a hotel cost?", TODAY)


def test_the_askers_day_decides_what_is_still_in_force(hotels: HybridIndex) -> None:
    """On the last day it is; in Shanghai the next one begins while it is still that day in New York."""
    assert "ending.md" in _found(hotels, "What may a hotel cost?", "2026-12-31")
    assert {"current.md"} == _found(hotels, "What may a hotel cost?", "2027-01-01")


def test_who_asks_about_the_past_finds_it(hotels: HybridIndex) -> None:
    """By an earlier year, or in words."""
    for question in ("What might a hotel cost in 2024?", "What did the old travel policy say of a hotel?"):
        assert "old.md" in _found(hotels, question, TODAY)


def test_who_asks_for_the_old_rule_is_not_given_the_one_in_force(path: Path) -> None:
    """Where both say the same of the same; what has no older one is found as ever."""
    old = replace(document("A hotel may cost 150 euros.", "old.md"), until=ARCHIVED)
    build_index(
        ListSource([old, document("A hotel may cost 210 euros.", "new.md"), document("Lunch is free.", "lunch.md")]),
        HashingEmbedder(), path, quiet,
    )  # fmt: skip
    index = HybridIndex(path, HashingEmbedder())

    assert {"old.md", "lunch.md"} == _found(index, "What might a hotel cost by the old rules?", TODAY)
    assert {"new.md", "lunch.md"} == _found(index, "What may a hotel cost?", TODAY)


def test_what_begins_later_is_found_from_its_day_on(path: Path) -> None:
    """Where the asker is, or by who asks about the future; somebody who asks about the past does not find it either."""
    coming = replace(document("A hotel may cost 230 euros.", "coming.md"), effective="2027-01-01")
    build_index(ListSource([coming, document("Lunch is free.", "lunch.md")]), HashingEmbedder(), path, quiet)
    index = HybridIndex(path, HashingEmbedder())

    assert "coming.md" not in _found(index, "What may a hotel cost?", "2026-12-31")
    assert "coming.md" not in _found(index, "What might a hotel cost in 2024?", TODAY)
    assert "coming.md" in _found(index, "What may a hotel cost?", "2027-01-01")
    assert "coming.md" in _found(index, "What may a hotel cost in 2027?", TODAY)
    assert "coming.md" in _found(index, "明年住酒店最多多少钱？", TODAY)


def test_many_archived_passages_do_not_hide_the_one_in_force(path: Path) -> None:
    """The full text, which knows no days, is asked for more than the search wants."""
    old = [
        replace(document(f"The hotel allowance of year {number} is 150 euros.", f"{number}.md"), until=ARCHIVED)
        for number in range(120)
    ]
    build_index(ListSource([*old, document("A hotel costs.", "current.md")]), HashingEmbedder(), path, quiet)
    (found,) = HybridIndex(path, HashingEmbedder()).search("hotel allowance of the year", READER, 10, TODAY)

    assert "current.md" == found.passage.document_id
    assert found.lexical is not None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What was the allowance in 2024?", True),
        ("What is the allowance in 2026?", False),
        ("What will it be in 2027?", False),
        ("under the old leave rules, how many days could i keep", True),
        ("my old laptop is broken, what is the policy", False),
        ("2025年的餐补是多少？", True),
        ("老办法请假先扣哪种", True),
        ("去年的住宿标准是多少？", True),
        ("6月30日以前要提交什么？", False),
        ("现在年假有几天？", False),
        ("25年的餐补是多少？", True),
        ("公司在24年的差旅标准是什么", True),
        ("26年的餐补是多少？", False),
        ("20年以上的老员工有什么待遇？", False),
        ("工作满15年的员工年假几天？", False),
        ("10年的合同怎么签？", False),
        ("旧的出差补助是多少", True),
        ("旧电脑怎么处理？", False),
        ("Wie hoch war damals das Kilometergeld?", True),
        ("Wie hoch ist das Kilometergeld?", False),
    ],
)
def test_a_question_about_the_past_is_told_by_its_words(question: str, expected: bool) -> None:  # noqa: FBT001
    """A year before this one, or what speaks of earlier rules."""
    assert expected is is_about_the_past(question, TODAY)
