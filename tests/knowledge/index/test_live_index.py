"""Readers follow the published version, and one answer stays in one version."""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.errors import IndexIncompatible, IndexMissing
from knowledge.index import HybridIndex, build_index
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

EVERYONE = frozenset({"everyone"})


def _publish(path: Path, text: str, embedder: HashingEmbedder | None = None) -> str:
    return build_index(ListSource([document(text)]), embedder or HashingEmbedder(), path, quiet).version


def test_a_new_version_is_followed_without_a_restart(path: Path) -> None:
    """The next search sees it."""
    _publish(path, "Leave is 25 days.")
    index = HybridIndex(path, HashingEmbedder())
    before = index.search("leave", EVERYONE, 1)[0].passage.text
    version = _publish(path, "Leave is 26 days.")

    assert before == "Leave is 25 days."
    assert index.search("leave", EVERYONE, 1)[0].passage.text == "Leave is 26 days."
    assert index.version == version


def test_a_pinned_version_stays_the_same(path: Path) -> None:
    """Two searches of one answer see the same passages whatever is published between them."""
    first = _publish(path, "Leave is 25 days.")
    pinned = HybridIndex(path, HashingEmbedder()).current()
    _publish(path, "Leave is 26 days.")

    assert pinned.search("leave", EVERYONE, 1)[0].passage.text == "Leave is 25 days."
    assert pinned.version == first


def test_before_the_first_build_the_remedy_is_named(path: Path) -> None:
    """And the index is found as soon as it is built."""
    index = HybridIndex(path, HashingEmbedder())
    with pytest.raises(IndexMissing, match="frontdesk kb build"):
        index.search("leave", EVERYONE, 1)
    _publish(path, "Leave is 25 days.")

    assert len(index.search("leave", EVERYONE, 1)) == 1


def test_an_index_of_another_embedder_is_refused(path: Path) -> None:
    """Its vectors mean nothing to this one."""
    _publish(path, "Leave is 25 days.", HashingEmbedder(name="another"))

    with pytest.raises(IndexIncompatible, match=r"another.*hashing.*frontdesk kb build"):
        HybridIndex(path, HashingEmbedder()).current()


def test_an_index_of_an_earlier_release_is_refused_and_built_anew_without_embedding(path: Path) -> None:
    """Its files are not those that a search reads; its vectors are as good as ever."""
    version = _publish(path, "Leave is 25 days.")
    manifest = path / "versions" / version / "manifest.json"
    former = json.loads(manifest.read_text(encoding="utf-8"))
    del former["layout"]
    manifest.write_text(json.dumps(former | {"content": "of that time"}), encoding="utf-8")
    with pytest.raises(IndexIncompatible, match=r"another release.*frontdesk kb build"):
        HybridIndex(path, HashingEmbedder()).current()
    embedder = HashingEmbedder()
    build_index(ListSource([document("Leave is 25 days.")]), embedder, path, quiet)

    assert embedder.embedded == []
    assert HybridIndex(path, embedder).search("leave", EVERYONE, 1)[0].passage.text == "Leave is 25 days."


def test_a_version_that_cannot_be_opened_leaves_the_old_one_serving(path: Path) -> None:
    """A build with another embedder, or a damaged one, does not take running workers down."""
    first = _publish(path, "Leave is 25 days.")
    index = HybridIndex(path, HashingEmbedder())
    index.current()
    _publish(path, "Leave is 26 days.", HashingEmbedder(name="another"))

    assert index.version == first
    assert len(index.search("leave", EVERYONE, 1)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads what is mapped from /proc")
def test_nothing_of_a_version_stays_in_memory_once_nobody_holds_it(path: Path) -> None:
    """However often an index is built: the files of older versions are no longer mapped.

    A thread of tantivy's, which looks after an index that is opened, may hold an older one a moment longer.
    """
    index = HybridIndex(path, HashingEmbedder())
    versions = []
    for number in range(3):
        versions.append(_publish(path, f"Leave is {number} days."))
        assert len(index.search("leave", EVERYONE, 1)) == 1
    until = time.monotonic() + 60
    while [False, False, True] != (mapped := _mapped(versions)) and time.monotonic() < until:
        time.sleep(0.05)

    assert [False, False, True] == mapped


def _mapped(versions: list[str]) -> list[bool]:
    """Tell of each version whether a file of its is mapped into memory now."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    return [version in maps for version in versions]


def test_no_search_fails_while_versions_change(path: Path, documents: list[Document]) -> None:
    """Every answer comes from one whole version."""
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    index = HybridIndex(path, HashingEmbedder())
    stop, wrong = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            pinned = index.current()
            texts = {pinned.search("vacation leave", EVERYONE, 1)[0].passage.text for _ in range(3)}
            if len(texts) != 1:
                wrong.append(texts)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(5):
        changed = replace(documents[0], text=f"Annual leave is {number} days. Request vacation in Harbour.")
        build_index(ListSource([changed, *documents[1:]]), HashingEmbedder(), path, quiet)
    stop.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert "is 4 days" in index.search("vacation leave", EVERYONE, 1)[0].passage.text
