"""A rollback opens nothing: what was closed since the version was built stays closed in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.index import HybridIndex, build_index
from knowledge.index.explaining import explain
from knowledge.index.versions import RolledBack, is_rolled_back, roll_back
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

MEMBER = frozenset({"everyone", "public"})
HR = MEMBER | {"group:hr"}
LAWYER_IN_HR = HR | {"group:law"}
PAY = "The salary band begins at 31,000 euros."


def _build(path: Path, *documents: Document) -> str:
    return build_index(ListSource(documents), HashingEmbedder(), path, quiet).version


def _back(path: Path, version: str | None = None) -> RolledBack:
    return roll_back(path, version, lambda: None)


def _pay(*readers: str) -> Document:
    return document(PAY, "pay.md", *readers)


def _who_finds(path: Path) -> list[bool]:
    """Whether a member, HR and a lawyer in HR find the pay policy, and none of the searches says else."""
    index = HybridIndex(path, HashingEmbedder())
    return ["pay.md" in _names(index, each) for each in (MEMBER, HR, LAWYER_IN_HR)]


def _names(index: HybridIndex, principals: frozenset[str], text: str = "salary band") -> set[str]:
    return {found.passage.document_id for found in index.search(text, principals, 50)}


def test_a_document_that_was_restricted_since_stays_so(path: Path) -> None:
    """For a running worker as for a new one; only whom both versions admit may read it, and that is what is shown."""
    first = _build(path, _pay(), document("Leave is 25 days.", "leave.md"))
    index = HybridIndex(path, HashingEmbedder())
    open_to_all = index.current()
    _build(path, _pay("group:hr"), document("Leave is 25 days.", "leave.md"))
    back = _back(path)
    explained = explain(path, "pay.md")
    found = index.search("salary band", HR, 50)

    assert (first, first, 1) == (back.manifest.version, index.version, back.restricted)
    assert [False, True, True] == _who_finds(path)
    assert {"leave.md"} == _names(index, MEMBER)
    assert {"pay.md": {"group:hr"}, "leave.md": {"everyone"}} == {
        each.passage.document_id: set(each.passage.readers) for each in found
    }
    assert (("group:hr",), True) == (explained.record.readers, explained.restricted)
    assert not explain(path, "leave.md").restricted
    assert 3 == len({index.current().audience(HR), index.current().audience(MEMBER), open_to_all.audience(MEMBER)})


def test_a_document_that_was_opened_since_is_not_opened_in_the_version_before(path: Path) -> None:
    """And none is counted whose rights are as strict as they were."""
    _build(path, _pay("group:hr"))
    _build(path, _pay())

    assert 0 == _back(path).restricted
    assert [False, True, True] == _who_finds(path)


def test_where_nothing_is_left_to_read_nothing_is_found(path: Path) -> None:
    """In any language."""
    _build(path, _pay(), document("薪酬等级从三万一千欧元开始。", "薪酬.md", language="zh"))
    _build(path, _pay("group:hr"), document("薪酬等级从三万一千欧元开始。", "薪酬.md", "group:hr", language="zh"))
    _back(path)
    current = HybridIndex(path, HashingEmbedder()).current()

    for text in ("salary band", "薪酬等级"):
        assert [] == current.search(text, MEMBER, 5)


def test_several_rollbacks_in_a_row_lose_no_restriction(path: Path) -> None:
    """Back, further back, and forward again, also over a version that does not have the document."""
    without = _build(path, document("Leave is 25 days.", "leave.md"))
    by_law = _build(path, _pay("group:law"))
    opened = _build(path, _pay())
    _build(path, _pay("group:hr"))
    seen = []
    for version in (opened, by_law, without, opened, by_law):
        _back(path, version)
        seen.append(_who_finds(path))

    assert [False, True, True] == seen[0]
    assert [False, False, True] == seen[1] == seen[3] == seen[4]
    assert [False, False, False] == seen[2]


def test_a_document_that_was_removed_comes_back_with_the_rights_that_it_had_last(path: Path) -> None:
    """As it would step by step."""
    first = _build(path, _pay(), document("Leave is 25 days.", "leave.md"))
    _build(path, _pay("group:hr"), document("Leave is 25 days.", "leave.md"))
    _build(path, document("Leave is 25 days.", "leave.md"))
    _back(path, first)

    assert [False, True, True] == _who_finds(path)


@pytest.mark.parametrize("text", [PAY, f"{PAY} More."])
def test_a_reload_reads_the_rights_anew(path: Path, text: str) -> None:
    """Whether or not it finds just what the version held that was rolled back to; running workers follow."""
    _build(path, _pay())
    _build(path, _pay("group:hr"))
    _back(path)
    index = HybridIndex(path, HashingEmbedder())
    closed = _names(index, MEMBER)
    _build(path, document(text, "pay.md"))

    assert (set(), {"pay.md"}) == (closed, _names(index, MEMBER))
    assert not explain(path, "pay.md").restricted
    assert not is_rolled_back(path)


def test_what_was_closed_does_not_crowd_out_what_may_be_read(path: Path) -> None:
    """Three hundred better passages that only HR may read now, by words as by meaning."""
    better = [(f"Vacation vacation vacation {n}.", f"{n}.md") for n in range(300)]
    leave = document("Vacation is 25 days.")
    _build(path, *[document(text, name) for text, name in better], leave)
    _build(path, *[document(text, name, "group:hr") for text, name in better], leave)
    _back(path)
    index = HybridIndex(path, HashingEmbedder())
    found = index.search("vacation", MEMBER, 5)

    assert ["people/leave.md"] == [each.passage.document_id for each in found]
    assert found[0].lexical is not None
    assert found[0].dense is not None
    assert 5 == len(index.search("vacation", HR, 5))
