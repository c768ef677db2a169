"""The sample company's documents: complete, dated, consistent with each other and with the questions about them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from knowledge.domain import Document, Reading
from knowledge.sources.folder import FolderSource

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests/eval/sample_questions.jsonl"
GERMAN_QUESTIONS = ROOT / "tests/eval/sample_questions_de.jsonl"

RELATED = re.compile(r"(?:Related documents|相关文件|Verwandte Dokumente)(?:: |\n+| \| )(?P<names>(?:.+\n?)+)")
"""The list of titles in each document; a PDF and a workbook have no italics to tell them by."""

QUOTED_TITLE = re.compile(r"《([^》]+)》|(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)")
"""The documents write each other's titles in 《》 or in italics, and nothing else."""

LONG = {"en": 9_500, "zh": 3_900, "de": 9_500}
"""Characters of text that print on more than five pages."""


@pytest.fixture(scope="module")
def reading() -> Reading:
    """Read the folder as the product does."""
    return FolderSource(ROOT / "ops/sample_policies").read(lambda _done, _total: None)


@pytest.fixture(scope="module")
def documents(reading: Reading) -> dict[str, Document]:
    """Give each document by its id."""
    return {document.id: document for document in reading.documents}


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    """Give the questions of the evaluation sets."""
    files = (QUESTIONS, GERMAN_QUESTIONS)
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_file_is_read_without_a_problem(reading: Reading) -> None:
    """A damaged document or a rule that names no file would be reported as a problem."""
    assert reading.problems == ()


def test_all_formats_are_present_in_both_languages(documents: dict[str, Document]) -> None:
    """A visitor meets each format, and Chinese in Word, PDF and Markdown."""
    formats = Counter(PurePosixPath(name).suffix for name in documents)
    chinese = {PurePosixPath(document.id).suffix for document in documents.values() if document.language == "zh"}
    least = {".docx": 2, ".html": 1, ".md": 1, ".pdf": 2, ".xlsx": 1}
    too_few = [suffix for suffix, count in least.items() if formats[suffix] < count]

    assert len(documents) >= 18
    assert too_few == []
    assert chinese == {".docx", ".md", ".pdf"}


def test_two_policies_are_in_german(documents: dict[str, Document]) -> None:
    """They show what a third language takes."""
    german = {name for name, document in documents.items() if document.language == "de"}

    assert {f"deutschland/{name}-deutschland.md" for name in ("homeoffice-regelung", "reisekosten")} == german


def test_several_documents_are_long_in_both_languages(documents: dict[str, Document]) -> None:
    """Splitting and ranking are only tried by documents of more than five pages."""
    lengthy = Counter(it.language for it in documents.values() if len(it.text) > LONG[it.language])

    assert lengthy["en"] >= 4
    assert lengthy["zh"] >= 3


def test_every_document_names_its_owner_and_its_effective_date(documents: dict[str, Document]) -> None:
    """A policy without an owner or a date cannot be trusted."""
    undated = [name for name, document in documents.items() if document.effective is None]
    ownerless = [
        name for name, it in documents.items() if not re.search("Owner|负责部门|Verantwortlich", it.text[:600])
    ]

    assert undated == []
    assert ownerless == []


def test_the_replaced_versions_say_by_what_and_are_older(documents: dict[str, Document]) -> None:
    """Both languages keep the rule of 2024 beside the one of 2026."""
    pairs = {
        "travel-and-expenses/travel-and-expense-policy-2024-archived.pdf": "Travel Policy 2026",
        "中国/报销制度-2024-已废止.md": "报销制度（2026年版）",
    }
    titles = {document.title: document for document in documents.values()}

    for old, new in pairs.items():
        assert new in documents[old].text
        assert documents[old].effective == "2024-01-01"
        assert titles[new].effective == "2026-01-01"


def test_restricted_folders_are_closed_and_customers_pages_are_public(documents: dict[str, Document]) -> None:
    """Only the documents that are named here are not for everyone."""
    special = {
        "hr-only/salary-bands-2026.xlsx": {"group:hr"},
        "hr-only/pay-review-timetable-2027.md": {"group:hr", "group:finance"},
        "finance-only/signing-authority-and-treasury-procedures.docx": {"group:finance"},
        "customers/price-and-returns-policy.md": {"public"},
        "customers/price-list-2026.xlsx": {"public"},
        "customers/退货政策.md": {"public"},
    }
    not_for_everyone = {name: set(it.readers) for name, it in documents.items() if it.readers != {"everyone"}}

    assert special == not_for_everyone


def test_cross_references_name_documents_that_exist(documents: dict[str, Document]) -> None:
    """A title in the text or in the list of related documents leads somewhere."""
    titles = {document.title for document in documents.values()}
    broken = [(name, it) for name, document in documents.items() for it in _references(document) if it not in titles]

    assert broken == []


def test_every_document_refers_to_another_one(documents: dict[str, Document]) -> None:
    """The list of related documents is found in every format, so the check above looks at something."""
    alone = [name for name, it in documents.items() if not set(_references(it)) - {it.title}]

    assert alone == []


def test_gold_spans_stand_in_their_documents(documents: dict[str, Document], questions: list[dict[str, Any]]) -> None:
    """The first gold document holds the span word for word, and some gold document holds each other span."""
    missing = []
    for question in questions:
        texts = [documents[name].text for name in question["gold_docs"]]
        if question["answerable"] and question["gold_span"] not in texts[0]:
            missing.append(question["id"])
        missing += [question["id"] for span in question.get("alt_spans", []) if not any(span in it for it in texts)]

    assert missing == []


def test_questions_are_numbered_once_and_the_unanswerable_have_no_gold(questions: list[dict[str, Any]]) -> None:
    """A question that must be declined names no answer, no document and no span."""
    declined = [question for question in questions if not question["answerable"]]
    with_gold = [it["id"] for it in declined if it["gold_answers"] or it["gold_docs"] or it["gold_span"]]

    assert len(questions) == len({question["id"] for question in questions})
    assert len(declined) >= 25
    assert with_gold == []


def _references(document: Document) -> list[str]:
    """Return the titles of documents that the text mentions."""
    mentioned = [chinese or italic for chinese, italic in QUOTED_TITLE.findall(document.text)]
    related = RELATED.search(document.text)
    listed = re.split(r"\n|; ", related["names"]) if related and document.id.endswith((".pdf", ".xlsx")) else []
    return mentioned + [name for it in listed if (name := it.strip("-•* |《》"))]
