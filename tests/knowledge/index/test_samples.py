"""The sample company's policies through the default embedder: each question finds its policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.index import HybridIndex
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models import PreparedModels
from workers.settings import SHIPPED_ADAPTER

EMPLOYEE = frozenset({"everyone", "public"})


@pytest.fixture(scope="module")
def samples(prepared_models: PreparedModels, sample_index: Path) -> HybridIndex:
    """The index that `make run` builds."""
    return HybridIndex(sample_index, TransformersEmbedder(prepared_models.embedder, adapter=SHIPPED_ADAPTER))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How do I request vacation?", "people/annual-leave-policy.md"),
        ("如何申请休假？", "中国/请假制度.docx"),
        ("如何退货？", "customers/退货政策.md"),
        ("What is the deadline for expense reports?", "travel-and-expenses/expense-policy-2026.md"),
        ("What is the status of project Kingfisher?", "projects/project-kingfisher.md"),
        ("How much may a gift be worth?", "people/code-of-conduct.pdf"),
        ("What does the pension plan cost me?", "people/benefits-overview-2026.xlsx"),
        ("密码至少要多少位？", "中国/信息安全制度.pdf"),
    ],
)
def test_a_question_finds_its_policy(samples: HybridIndex, question: str, name: str) -> None:
    """Markdown, Word, PDF and Excel, in both languages: in the first two of the ten passages that are read."""
    assert name in {one.passage.document_id for one in samples.search(question, EMPLOYEE, 2)}


def test_a_name_comes_before_what_is_only_alike(samples: HybridIndex) -> None:
    """Three projects have a status; words tell them apart."""
    found = samples.search("What is the status of project Kingfisher?", EMPLOYEE, 1)

    assert "projects/project-kingfisher.md" == found[0].passage.document_id


def test_a_chinese_question_finds_what_only_an_english_policy_says(samples: HybridIndex) -> None:
    """There is no Chinese policy on pensions."""
    found = samples.search("都柏林的养老金计划公司缴纳多少？", EMPLOYEE, 5)

    assert "people/benefits-overview-2026.xlsx" in {one.passage.document_id for one in found}


@pytest.mark.parametrize(
    "question", ["What is the salary band B3?", "薪资等级 B3 是多少？", "Who signs for treasury payments?"]
)
def test_an_employee_does_not_find_what_hr_and_finance_keep(samples: HybridIndex, question: str) -> None:
    """Whoever is in the group does."""
    restricted = {one.passage.document_id.partition("/")[0] for one in samples.search(question, EMPLOYEE, 50)}
    allowed = samples.search(question, EMPLOYEE | {"group:hr", "group:finance"}, 3)

    assert restricted.isdisjoint({"hr-only", "finance-only"})
    assert allowed[0].passage.document_id.startswith(("hr-only/", "finance-only/"))
