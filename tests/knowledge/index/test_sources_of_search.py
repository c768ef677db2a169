"""A search bounded by sources: like rights, that bounds what is ranked and not what is shown of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.domain import Document
from knowledge.index import HybridIndex, build_index
from knowledge.index.lexical import FullText
from knowledge.index.searching import IndexVersion
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

_ALL = frozenset({"everyone"})
_HR, _IT = frozenset({"hr"}), frozenset({"it"})


def _of(source: str, text: str, name: str, *readers: str) -> Document:
    return replace(document(text, name, *readers), source=source)


@pytest.fixture
def version(tmp_path: Path) -> IndexVersion:
    """Three hundred passages of IT that speak of vacation, one of HR, and one of HR that is its own."""
    documents = [
        *(_of("it", f"Vacation vacation vacation replies {n}.", f"{n}.md") for n in range(300)),
        _of("hr", "Vacation is 25 days.", "leave.md"),
        _of("hr", "Vacation of the board is 40 days.", "board.md", "group:hr"),
    ]
    path = tmp_path / "index"
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    return HybridIndex(path, HashingEmbedder()).current()


def _found(version: IndexVersion, sources: frozenset[str], limit: int = 400) -> set[str]:
    return {one.passage.document_id for one in version.within(sources).search("vacation days", _ALL, limit)}


def test_a_passage_of_another_source_is_never_ranked(version: IndexVersion) -> None:
    """However many better ones there are; and rights bound what is left as before."""
    (found,) = version.within(_HR).search("vacation days", _ALL, 5)

    assert "leave.md" == found.passage.document_id
    assert found.lexical is not None
    assert found.dense is not None


def test_without_sources_all_are_searched(version: IndexVersion) -> None:
    """None is all of them."""
    both = _found(version, frozenset())

    assert both > _found(version, _HR)
    assert "leave.md" in both | _found(version, _HR | _IT)
    assert version is version.within(frozenset())


@pytest.mark.parametrize("removed", ["dense", "full text"])
def test_without_its_bound_either_search_would_rank_others(
    version: IndexVersion, monkeypatch: pytest.MonkeyPatch, removed: str
) -> None:
    """The first test would see it: each search is bounded for itself."""
    if removed == "dense":
        monkeypatch.setattr("knowledge.index.searching._rows_of", lambda of_row, _: np.arange(len(of_row)))
    else:
        monkeypatch.setattr(FullText, "bounded_by", lambda full_text, _: full_text)

    assert {"leave.md"} < _found(version, _HR)


def test_a_source_that_there_is_none_of_has_nothing(version: IndexVersion) -> None:
    """It was removed since the channel's sources were chosen: no other stands in for it."""
    assert set() == _found(version, frozenset({"gone"}))


def test_answers_of_other_sources_are_not_found_again(version: IndexVersion) -> None:
    """The digest that is part of every key of an answer differs."""
    digests = {version.within(sources).audience(_ALL) for sources in (frozenset[str](), _HR, _IT)}

    assert 3 == len(digests)
    assert version.within(_HR).audience(_ALL) == version.within(frozenset({"hr"})).audience(_ALL)
