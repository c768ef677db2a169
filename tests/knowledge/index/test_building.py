"""Builds: incremental, all or nothing, one at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.domain import Document, Problem
from knowledge.errors import FrontdeskError, IndexMissing, IndexNotBuilt
from knowledge.index import BuildReport, HybridIndex, Policy, build_index, index_status
from knowledge.index.versions import GRACE
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

EVERYONE = frozenset({"everyone"})


def _build(
    path: Path, documents: list[Document], embedder: HashingEmbedder | None = None, policy: Policy | None = None
) -> BuildReport:
    return build_index(ListSource(documents), embedder or HashingEmbedder(), path, quiet, policy)


def _found(path: Path, text: str) -> list[str]:
    return [one.passage.text for one in HybridIndex(path, HashingEmbedder()).search(text, EVERYONE, 10)]


def test_a_build_reports_what_it_did_and_the_status_repeats_it(path: Path, documents: list[Document]) -> None:
    """Documents, passages, languages and what stood in the way."""
    problem = Problem("torn.pdf", "It is damaged.")
    report = build_index(ListSource(documents, [problem]), HashingEmbedder(), path, quiet)
    status = index_status(path)

    assert (report.changed, report.documents, report.passages, report.embedded, report.reused) == (True, 5, 5, 5, 0)
    assert report.problems == (problem,) == status.problems
    assert (status.version, status.documents, status.passages) == (report.version, 5, 5)
    assert (status.embedder, status.languages) == ("hashing", {"en": 4, "zh": 1})


def test_progress_names_the_stages_in_their_order(path: Path, documents: list[Document]) -> None:
    """Each ends with all done."""
    seen: list[tuple[str, int, int]] = []
    build_index(ListSource(documents), HashingEmbedder(), path, lambda *step: seen.append(step))

    assert [("reading", 5, 5), ("embedding", 0, 11), ("embedding", 5, 11), ("embedding", 11, 11)] == seen[:4]
    assert ["writing", "writing", "publishing", "publishing"] == [stage for stage, _, _ in seen[4:]]


def test_only_what_changed_is_embedded(path: Path, documents: list[Document]) -> None:
    """A changed text is; a moved, re-linked or otherwise readable document is not."""
    _build(path, documents)
    embedder = HashingEmbedder()
    moved = replace(documents[2], id="moved.md", url="https://elsewhere.example", readers=EVERYONE)
    changed = replace(documents[0], text="Annual leave is 26 days.")
    report = _build(path, [changed, documents[1], moved, *documents[3:]], embedder)

    passage, sentence = embedder.embedded
    assert passage.endswith("\nAnnual leave is 26 days.")
    assert sentence.endswith(": Annual leave is 26 days.")
    assert (report.embedded, report.reused) == (1, 4)
    assert "Annual leave is 26 days." in _found(path, "annual leave")
    assert "Customers return goods within 30 days." in _found(path, "return goods")


def test_a_deleted_document_is_found_no_more(path: Path, documents: list[Document]) -> None:
    """It goes with the swap."""
    _build(path, documents)
    _build(path, documents[1:])

    assert not any("Annual leave" in text for text in _found(path, "annual leave vacation"))


def test_a_change_of_rights_alone_is_published(path: Path, documents: list[Document]) -> None:
    """No text changed, but who may read it did."""
    _build(path, documents)
    report = _build(path, [replace(documents[0], readers=frozenset({"group:hr"})), *documents[1:]])

    assert (report.changed, report.embedded) == (True, 0)
    assert not any("Annual leave" in text for text in _found(path, "annual leave vacation"))


def test_a_build_that_changes_nothing_publishes_nothing(path: Path, documents: list[Document]) -> None:
    """The version stays, and nothing is embedded."""
    first = _build(path, documents)
    again = _build(path, documents)

    assert (again.version, again.changed, again.embedded, again.reused) == (first.version, False, 0, 5)


def test_another_embedder_embeds_everything_anew(path: Path, documents: list[Document]) -> None:
    """Vectors of two models do not mix."""
    _build(path, documents)

    assert _build(path, documents, HashingEmbedder(name="another", dimension=32)).embedded == 5


def test_like_texts_are_embedded_once(path: Path) -> None:
    """A policy that lies in two folders costs one embedding, and one of its sentence."""
    embedder = HashingEmbedder()
    _build(path, [document("Leave.", "a.md"), document("Leave.", "b.md")], embedder)

    assert len(embedder.embedded) == 2


def test_a_build_that_fails_changes_nothing(path: Path, documents: list[Document]) -> None:
    """Whatever the embedder dies of, the version before still serves, and the next build works."""
    first = _build(path, documents)
    with pytest.raises(MemoryError):
        _build(path, [document("New.")], HashingEmbedder(fails=True))

    assert index_status(path).version == first.version
    assert _build(path, [document("New.")]).changed


def test_a_version_that_cannot_be_written_leaves_no_trace(
    path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is one clear sentence."""
    first = _build(path, documents)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("knowledge.index.building.publish", full)
    with pytest.raises(IndexNotBuilt, match="No space left on device"):
        _build(path, [document("New.")])

    assert [first.version] == [version.name for version in (path / "versions").iterdir()]
    assert index_status(path).version == first.version


def test_an_empty_source_publishes_nothing(path: Path, documents: list[Document]) -> None:
    """An unmounted folder must not empty the index."""
    first = _build(path, documents)
    with pytest.raises(IndexNotBuilt, match="Check the folder"):
        _build(path, [])

    assert index_status(path).version == first.version


@pytest.mark.parametrize("moment", ["write_table", "publish", "prune"])
def test_a_build_that_is_killed_changes_nothing_or_all(path: Path, documents: list[Document], moment: str) -> None:
    """SIGKILL before and after the writing, and before the pruning; the next build goes on from there."""
    first = _build(path, documents)
    script = f"""
import os, signal
from pathlib import Path
from knowledge.index import build_index, building
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
building.{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
build_index(ListSource([document("New rule.")]), HashingEmbedder(), Path({str(path)!r}), lambda *_: None)
"""
    root = Path(__file__).parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    after = index_status(path)

    assert killed.returncode == -signal.SIGKILL
    assert (after.version == first.version) == (moment != "prune")
    assert _build(path, [document("New rule.")]).changed == (moment != "prune")
    assert _found(path, "new rule") == ["New rule."]


def test_the_second_of_two_builds_waits_and_says_so(path: Path, documents: list[Document]) -> None:
    """It then sees what the first one published."""
    reading, go_on = threading.Event(), threading.Event()

    class SlowSource(ListSource):
        def read(self, progress: object) -> object:  # type: ignore[override]
            reading.set()
            go_on.wait(30)
            return super().read(progress)  # type: ignore[arg-type]

    first = threading.Thread(target=build_index, args=(SlowSource(documents), HashingEmbedder(), path, quiet))
    first.start()
    reading.wait(30)
    seen: list[str] = []

    def watch(stage: str, _done: int, _total: int) -> None:
        seen.append(stage)
        go_on.set()

    second = build_index(ListSource(documents), HashingEmbedder(), path, watch)
    first.join()

    assert ["waiting", "reading"] == seen
    assert not second.changed


def _kept(path: Path) -> list[str]:
    return sorted(version.name[:7] for version in (path / "versions").iterdir())


def test_old_versions_are_removed_once_nobody_can_be_in_them(path: Path) -> None:
    """An answer that began in the first of five quick reloads still finds its passages."""
    for number in range(5):
        _build(path, [document(f"Rule {number}.")], policy=Policy(kept=3))
    soon = _kept(path)
    for version in path.glob("versions/*"):
        os.utime(version, (0, version.stat().st_mtime - GRACE - 1))
    _build(path, [document("The last rule.")], policy=Policy(kept=3))

    assert soon == ["v000001", "v000002", "v000003", "v000004", "v000005"]
    assert _kept(path) == ["v000004", "v000005", "v000006"]
    assert _found(path, "rule") == ["The last rule."]


def test_a_damaged_version_is_reported_and_built_anew(path: Path, documents: list[Document]) -> None:
    """A manifest cut short by a dying disk does not stop the next build."""
    first = _build(path, documents)
    (path / "versions" / first.version / "manifest.json").write_text("{")
    with pytest.raises(IndexMissing, match="damaged"):
        index_status(path)

    assert _build(path, documents).changed


def test_without_a_build_there_is_no_status(path: Path) -> None:
    """The sentence names the command."""
    with pytest.raises(FrontdeskError, match="frontdesk kb build"):
        index_status(path)
