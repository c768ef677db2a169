"""An index of a few documents in two languages, with rights."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.index import HybridIndex, build_index
from tests.knowledge.doubles import HashingEmbedder, ListSource, document


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def documents() -> list[Document]:
    """Leave for all in two languages, returns for the public, salaries for HR, and one that nobody may read."""
    return [
        document("Annual leave is 25 days. Request vacation in Harbour.", "leave.md"),
        document("员工申请年休假，应当提前十个工作日。", "请假.md", title="请假制度", language="zh"),
        document("Customers return goods within 30 days.", "returns.md", "public", title="Returns"),
        document("The salary band B1 begins at 31,000 euros.", "pay.md", "group:hr", "user:U'1", title="Salary bands"),
        Document("lost.md", "Lost", "The salary of the board.", "", "en", frozenset()),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the index lies."""
    return tmp_path / "index"


@pytest.fixture
def index(documents: list[Document], path: Path) -> HybridIndex:
    """The built index."""
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    return HybridIndex(path, HashingEmbedder())
