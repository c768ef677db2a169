"""Slips of the keyboard, mended by the documents' words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.index import HybridIndex, build_index
from knowledge.index.spelling import Spelling, write_words
from knowledge.index.versions import roll_back
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

EVERYONE, BOARD = 0, 1
TEXTS = {
    "Vacation must be requested. The manager approves vacation within three days.": EVERYONE,
    "The meeting room on the second floor, the hotel in Zürich, the stuff of the Urlaubsantrag, a clause.": EVERYONE,
    "The merger with Jones is planned.": BOARD,
}
PRINCIPALS = frozenset({"everyone"})


@pytest.fixture
def spelling(tmp_path: Path) -> Spelling:
    """The words of the texts."""
    write_words(tmp_path, TEXTS, TEXTS.values())
    return Spelling(tmp_path)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how much vacaton", "how much vacation"),
        ("how much vaccation?", "how much vacation?"),
        ("is vacatoin paid", "is vacation paid"),
        ("vacetion", "vacation"),
        ("which manaer approves", "which manager approves"),
        ("mabookは vacaton 怎么申请", "mabookは vacation 怎么申请"),
        ("hotle", "hotel"),
    ],
)
def test_one_slip_is_mended(spelling: Spelling, typed: str, meant: str) -> None:
    """A letter left out, doubled or changed, or two that changed places; the rest stays as it was typed."""
    assert meant == spelling.mended(typed, {EVERYONE})


@pytest.mark.parametrize(
    "typed",
    [
        "vacations and managers",
        "vcatin",
        "romo hotl",
        "Manger and Hotels are names",
        "ask jonos",
        "MANGER",
        "lotel-based manger-like manger's",
        "manger2 x_manger PPR-hotal",
        "acation",
        "如何申请休假需要多长时间才能批准",
        "the staff and the cause",
        "wie lange dauert es bis der urlaubsantrog vom manger genehmigt ist",
        "",
    ],
)
def test_what_may_be_meant_stays(spelling: Spelling, typed: str) -> None:
    """Forms of known words, English ones, short ones, names, codes, two slips, other beginnings, other languages."""
    assert typed == spelling.mended(typed, {EVERYONE, BOARD})


def test_of_two_words_the_one_that_more_documents_have_is_meant(tmp_path: Path) -> None:
    """Where a slip lies between two."""
    write_words(tmp_path, ["the leaver", "a lever", "one lever"], [EVERYONE] * 3)

    assert "lever" == Spelling(tmp_path).mended("leever", {EVERYONE})


def test_a_word_of_what_one_may_not_read_mends_nothing(spelling: Spelling) -> None:
    """Else it could be found out letter by letter."""
    assert "planed" == spelling.mended("planed", {EVERYONE})
    assert "is it planned" == spelling.mended("is it plannd", {EVERYONE, BOARD})
    assert "is it plannd" == spelling.mended("is it plannd", {EVERYONE})
    assert "is it plannd" == spelling.mended("is it plannd", ())


def _index(path: Path, *documents: Document) -> HybridIndex:
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    return HybridIndex(path, HashingEmbedder())


def test_a_version_has_its_words_until_a_rollback_closed_some(tmp_path: Path) -> None:
    """They are asked for by who asks; which are still open to whom is not known after a rollback."""
    open_to_all = document("The sabbatical is paid.", "a.md")
    first = _index(tmp_path, open_to_all).current()
    assert "sabbatical" == first.mended("sabatical", PRINCIPALS)
    assert "sabatical" == first.mended("sabatical", frozenset({"public"}))

    _index(tmp_path, document("The sabbatical is paid.", "a.md", "group:hr"))
    roll_back(tmp_path, first.version, lambda: None)
    assert "sabatical" == HybridIndex(tmp_path, HashingEmbedder()).current().mended("sabatical", PRINCIPALS)
