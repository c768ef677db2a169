"""When two questions are one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.answer.reading import Evidence
from knowledge.answer.same_question import borne_out, same_particulars
from knowledge.domain import Answer, Citation
from tests.knowledge.builders import sentences

_LINES = (Path(__file__).parents[2] / "eval" / "alike_pairs.jsonl").read_text(encoding="utf-8").splitlines()
PAIRS = [json.loads(line) for line in _LINES]


def test_no_near_miss_of_the_measured_pairs_passes() -> None:
    """One word, one number, one denial, another order: another question."""
    passed = [pair for pair in PAIRS if not pair["same"] and same_particulars(pair["first"], pair["second"])]

    assert [] == passed


def test_some_paraphrases_of_the_measured_pairs_pass() -> None:
    """Else it would be of no use."""
    passed = [pair for pair in PAIRS if pair["same"] and same_particulars(pair["first"], pair["second"])]

    assert len(passed) >= 8
    assert {"en", "zh"} == {"en" if pair["first"].isascii() else "zh" for pair in passed}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Must I keep receipts?", "May I keep receipts?"),
        ("What happens before probation ends?", "What happens after probation ends?"),
        ("When is Project Heron paused?", "Why is Project Heron paused?"),
        ("What is the allowance?", "What was the allowance?"),
        ("上海员工去北京出差住宿上限是多少？", "北京员工去上海出差住宿上限是多少？"),
        ("必须提交发票吗？", "可以提交发票吗？"),
    ],
)
def test_small_words_can_matter(one: str, other: str) -> None:
    """Duty and leave, before and after, whither and whence."""
    assert not same_particulars(one, other)


def test_an_answer_is_borne_out_only_by_the_best_evidence() -> None:
    """All that it quotes, and of the very document."""
    first, _ = sentences("Leave is 25 days. Sick pay is full.")
    best = [Evidence(first, 1, 1)]

    def answer(*quotes: str, document: str = "people/leave.md") -> Answer:
        citations = tuple(Citation(n, document, "", "", quote, "") for n, quote in enumerate(quotes))
        return Answer("q", "", "en", citations, False, (), "v", "g")

    assert borne_out(answer("Leave is 25 days."), best)
    assert not borne_out(answer("Leave is 25 days.", "Sick pay is full."), best)
    assert not borne_out(answer("Leave is 25 days.", document="other.md"), best)
    assert not borne_out(answer(), best)
