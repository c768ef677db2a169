"""What may be read now of what was found earlier: the rules of now decide, and of a document that is gone, its last."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.errors import IndexMissing
from knowledge.index import build_index
from knowledge.index.readers_now import readable_now
from knowledge.index.versions import roll_back
from tests.knowledge.doubles import HashingEmbedder, ListSource, document

_MEMBER = frozenset({"everyone", "public"})
_HR = _MEMBER | {"group:hr"}
_LEAVE = document("Leave is 25 days.", "leave.md")


def _pay(*readers: str) -> Document:
    return document("The salary band begins at 31,000 euros.", "pay.md", *readers)


def _build(path: Path, *documents: Document) -> None:
    build_index(ListSource((_LEAVE, *documents)), HashingEmbedder(), path, lambda *_: None)


def _who_may(path: Path) -> list[bool]:
    """Whether a member, and HR, may read the pay policy now."""
    return ["pay.md" in readable_now(path, ["pay.md", "leave.md"], each) for each in (_MEMBER, _HR)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the index lies."""
    return tmp_path / "index"


def test_the_rules_of_now_decide(path: Path) -> None:
    """Of a document that was closed, and opened again."""
    seen = []
    for readers in ((), ("group:hr",), ()):
        _build(path, _pay(*readers))
        seen.append(_who_may(path))

    assert [[True, True], [False, True], [True, True]] == seen


def test_a_document_that_is_gone_keeps_the_readers_that_it_had_last(path: Path) -> None:
    """Not those that it had when it was found."""
    _build(path, _pay())
    _build(path, _pay("group:hr"))
    _build(path)
    _build(path, document("Cars are not provided.", "cars.md"))

    assert [False, True] == _who_may(path)


def test_a_rollback_opens_nothing_that_was_found_either(path: Path) -> None:
    """Neither to the version before the restriction, nor to one that never had the document."""
    _build(path)
    _build(path, _pay())
    _build(path, _pay("group:hr"))
    roll_back(path, None, lambda: None)
    before = _who_may(path)
    roll_back(path, None, lambda: None)

    assert [[False, True], [False, True]] == [before, _who_may(path)]


def test_a_document_that_no_version_has_is_nobodys(path: Path) -> None:
    """Nobody knows who might read it; what is not asked for is not named either."""
    _build(path, _pay())

    assert [] == readable_now(path, ["other.md"], _HR)
    assert ["leave.md"] == readable_now(path, ["leave.md", "leave.md"], _HR)


def test_without_an_index_nothing_is_readable(path: Path) -> None:
    """The worker says so, and the modal that waits says what to do."""
    with pytest.raises(IndexMissing):
        readable_now(path, ["leave.md"], _HR)
