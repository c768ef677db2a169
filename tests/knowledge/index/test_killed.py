"""A build that is killed while it embeds, or that meets a full disk: the old version serves, the next carries on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.index import HybridIndex, build_index, index_status
from knowledge.index import embedding as embedding_module
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

EVERYONE = frozenset({"everyone"})
DOCUMENTS = [document(f"Rule {number} says so.", f"{number}.md") for number in range(10)]
SCRIPT = """
import os, signal
from pathlib import Path
from knowledge.index import build_index, embedding
from tests.knowledge.doubles import HashingEmbedder
from tests.knowledge.index.test_killed import DOCUMENTS, ListSource, quiet
embedding._PORTION = 2
class Killed(HashingEmbedder):
    def embed_passages(self, texts, progress=None):
        if len(self.embedded) == 6:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_passages(texts, progress)
build_index(ListSource(DOCUMENTS), Killed(), Path({path!r}), quiet)
"""


FULL = """
import resource
from pathlib import Path
from knowledge.errors import IndexNotBuilt
from knowledge.index import build_index
from tests.knowledge.doubles import HashingEmbedder
from tests.knowledge.index.test_killed import DOCUMENTS, ListSource, quiet
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    build_index(ListSource(DOCUMENTS), HashingEmbedder(), Path({path!r}), quiet)
except IndexNotBuilt as error:
    print(error)
"""


def _run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )


@pytest.fixture
def old(path: Path) -> Path:
    """An index with one version."""
    build_index(ListSource([document("The old rule.")]), HashingEmbedder(), path, quiet)
    return path


@pytest.fixture
def killed(old: Path) -> Path:
    """An index whose second build was killed after six of ten texts."""
    assert _run(SCRIPT.format(path=str(old))).returncode == -signal.SIGKILL
    return old


@pytest.mark.parametrize("limit", [500, 4_000, 12_000])
def test_a_full_disk_is_one_sentence_and_the_old_version_serves(old: Path, limit: int) -> None:
    """Whichever file meets it first: a file that may not grow further fails as one on a full disk does."""
    said = _run(FULL.format(path=str(old), limit=limit))
    serving = HybridIndex(old, HashingEmbedder()).search("rule", EVERYONE, 1)[0].passage.text
    mended = build_index(ListSource(DOCUMENTS), HashingEmbedder(), old, quiet)

    assert "The version before still serves." in said.stdout
    assert (serving, "v000002", 10) == ("The old rule.", mended.version[:7], mended.documents)


def test_the_old_version_serves_and_the_next_build_carries_on(killed: Path) -> None:
    """Six of ten are not embedded again, and what they were kept in goes with the publishing.

    The sentences of all ten were not come to yet.
    """
    serving = HybridIndex(killed, HashingEmbedder()).search("rule", EVERYONE, 1)[0].passage.text
    embedder = HashingEmbedder()
    report = build_index(ListSource(DOCUMENTS), embedder, killed, quiet)

    assert serving == "The old rule."
    assert (4, 4 + 10) == (report.embedded, len(embedder.embedded))
    assert 10 == index_status(killed).documents
    assert [] == [*killed.glob("embedded.db*"), *killed.glob("tuned.db*")]


def test_vectors_of_another_embedder_are_not_taken(killed: Path) -> None:
    """They mean nothing to it."""
    embedder = HashingEmbedder(name="another", dimension=32)

    assert 10 == build_index(ListSource(DOCUMENTS), embedder, killed, quiet).embedded


def test_damaged_vectors_are_made_again(killed: Path) -> None:
    """The file only saves work."""
    for part in killed.glob("embedded.db*"):
        part.write_bytes(b"garbage" * 1000)

    assert 10 == build_index(ListSource(DOCUMENTS), HashingEmbedder(), killed, quiet).embedded


def test_portions_together_are_the_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row has its own text's vector, and progress goes on from portion to portion."""
    monkeypatch.setattr(embedding_module, "_PORTION", 3)
    seen: list[int] = []
    build_index(
        ListSource(DOCUMENTS),
        HashingEmbedder(),
        path,
        lambda stage, done, _total: seen.append(done) if stage == "embedding" else None,
    )
    index = HybridIndex(path, HashingEmbedder())

    assert [0, 3, 6, 9, 10, 13, 16, 19, 20] == seen
    assert all(
        f"Rule {number} says" in index.search(f"Rule {number} says so", EVERYONE, 1)[0].passage.text
        for number in range(10)
    )
