"""A source that has lost most of its documents publishes nothing unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import Document, Problem, SourceState
from knowledge.errors import IndexNotBuilt
from knowledge.index import BuildReport, Policy, build_index, index_status
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet


def _documents(source: str, count: int, first: int = 0) -> list[Document]:
    return [
        replace(
            document(f"Rule {source} {number}.", f"{source}/{number}.md", title=f"{source} {number}"), source=source
        )
        for number in range(first, first + count)
    ]


def _build(
    path: Path,
    documents: list[Document],
    *configured: str,
    policy: Policy | None = None,
    place: str = "/policies",
    kind: str = "folder",
    problems: tuple[Problem, ...] = (),
) -> BuildReport:
    sources = tuple(SourceState(name, kind, place, 0, 0, "") for name in configured)
    return build_index(ListSource(documents, problems, sources=sources), HashingEmbedder(), path, quiet, policy)


def test_a_source_that_has_lost_most_of_its_documents_publishes_nothing_and_says_which(path: Path) -> None:
    """A share that was not mounted; the same source with half of them left, and one more, is published."""
    other = _documents("hr", 3)
    _build(path, _documents("wiki", 12) + other, "wiki", "hr")
    with pytest.raises(IndexNotBuilt) as raised:
        _build(path, _documents("wiki", 5) + other, "wiki", "hr")

    assert (
        "7 of 12 documents of the source wiki are gone since it was last read (wiki/10.md, wiki/11.md, wiki/5.md and 4 "
        "more), so nothing was published. Bring them back, or if they are meant to go, reload with --force."
    ) == str(raised.value)
    assert 15 == index_status(path).documents
    assert 9 == _build(path, _documents("wiki", 6) + other, "wiki", "hr").documents


def test_others_in_the_place_of_most_documents_do_not_make_up_for_them(path: Path) -> None:
    """A sitemap that suddenly names another part of the site."""
    _build(path, _documents("wiki", 12), "wiki")

    with pytest.raises(IndexNotBuilt, match="12 of 12 documents of the source wiki are gone"):
        _build(path, _documents("wiki", 12, first=50), "wiki")


def test_of_a_small_source_all_may_not_go_but_most_may(path: Path) -> None:
    """Of three documents two are soon taken away on purpose."""
    other = _documents("wiki", 1)
    _build(path, _documents("hr", 3) + other, "wiki", "hr")

    assert 2 == _build(path, _documents("hr", 1) + other, "wiki", "hr").documents
    with pytest.raises(IndexNotBuilt, match="1 of 1 documents of the source hr"):
        _build(path, other, "wiki", "hr")


def test_documents_that_were_moved_are_not_gone(path: Path) -> None:
    """A folder that was renamed takes its documents along."""
    before = _documents("wiki", 12)
    _build(path, before, "wiki")
    moved = [replace(each, id=f"handbook/{each.id}", url="https://elsewhere.example") for each in before]

    assert _build(path, moved, "wiki").changed


def test_a_source_that_is_no_longer_configured_goes_with_its_documents(path: Path) -> None:
    """Who takes it out of knowledge.toml means it."""
    kept = _documents("hr", 2)
    _build(path, _documents("wiki", 12) + kept, "wiki", "hr")

    assert 2 == _build(path, kept, "hr").documents


def test_a_source_that_lies_elsewhere_now_is_another_one(path: Path) -> None:
    """Who has tried the sample company puts their own documents in its place."""
    _build(path, _documents("wiki", 12), "wiki")

    assert _build(path, _documents("wiki", 3, first=50), "wiki", place="/srv/policies").changed


def test_one_command_takes_away_what_is_meant_to_go(path: Path) -> None:
    """It is what --force is for."""
    other = _documents("hr", 1)
    _build(path, _documents("wiki", 12) + other, "wiki", "hr")

    assert 1 == _build(path, other, "wiki", "hr", policy=Policy(gone_share=1)).documents


@pytest.mark.parametrize(("kind", "said"), [("site", "are gone since"), ("folder", "can no longer be read")])
def test_a_page_of_a_site_that_fails_is_no_folder(path: Path, kind: str, said: str) -> None:
    """Its address may end in a slash; those below it went for reasons of their own."""
    _build(path, _documents("wiki", 12), "wiki", kind=kind)
    failed = (Problem("wiki/", "It answers 500.", "wiki"),)

    with pytest.raises(IndexNotBuilt, match=said):
        _build(path, _documents("wiki", 2), "wiki", kind=kind, problems=failed)
