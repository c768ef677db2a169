"""Reloading ten thousand documents of which none, or ten, have changed, with a real folder and a real index.

The embedder is a stand-in that costs nothing, so that what is measured is everything but the embedding.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from knowledge.index import BuildReport, build_index
from knowledge.ports import Vectors
from knowledge.sources.folder import FolderOrigin
from knowledge.sources.library import Library
from knowledge.sources.reader import SourceReader
from ops.stack.parts import common_environment
from ops.stack.private import private_settings
from tests.bench.figures import Figures, against
from tests.bench.memory import Use, use_of

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

DOCUMENTS = 10_000
SECTIONS = 4
CHANGED = 10
RELOADS = 50
GOAL_S = 3.0
TUNING = ("ARROW_DEFAULT_MEMORY_POOL", "MALLOC_ARENA_MAX")
SECTION = """
## Section {section} of rule {number}

Requests for item {item} go to team {team} within {days} days, and the lead of team {team} confirms each of them.
Whoever travels for item {item} books through the portal, keeps the receipt, and asks for approval above {item} euros.
Rule {number} holds for all offices; exceptions are granted by the head of team {team} in writing, for one quarter.
"""


class FreeEmbedder:
    """Vectors without a model: as long as the default's, and made in no time."""

    name = "free"
    dimension = 384
    entailment = None
    reader = None

    @property
    def tuned(self) -> FreeEmbedder:
        """Itself."""
        return self

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension)."""
        vectors = np.random.default_rng(0).standard_normal((len(texts), self.dimension), dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As for queries."""
        return self.embed_queries(texts)


def _write(folder: Path, number: int, edition: int = 0) -> None:
    sections = (
        SECTION.format(
            section=section, number=number, item=number + section + edition, team=number % 61, days=section + 2
        )
        for section in range(SECTIONS)
    )
    file = folder / f"department-{number % 100}" / f"rule-{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# Rule {number}\n{''.join(sections)}", encoding="utf-8")


def _reload(folder: Path, index: Path) -> BuildReport:
    library = Library([SourceReader("rules", FolderOrigin(folder))], index / "records.db")
    return build_index(library, FreeEmbedder(), index, lambda _stage, _done, _total: None)


def _timed(folder: Path, index: Path) -> tuple[BuildReport, float]:
    started = time.monotonic()
    report = _reload(folder, index)
    return report, time.monotonic() - started


def test_reloading_ten_thousand_documents(tmp_path: Path, figures: Figures) -> None:
    """First all, then none changed, then ten of them."""
    folder, index = tmp_path / "rules", tmp_path / "index"
    for number in range(DOCUMENTS):
        _write(folder, number)
    first, first_s = _timed(folder, index)
    _timed(folder, index)
    nothing, nothing_s = _timed(folder, index)
    for number in range(CHANGED):
        _write(folder, number, edition=1)
    few, few_s = _timed(folder, index)
    figures.show(
        f"Reload of {DOCUMENTS:,} Markdown documents, {first.passages:,} passages, embedding left out (s)",
        ("", "seconds", "goal"),
        [
            ("first: all are converted and split", f"{first_s:.1f}"),
            ("nothing changed", f"{nothing_s:.2f}", against(f"≤ {GOAL_S:g}", met=nothing_s <= GOAL_S)),
            (f"{CHANGED} changed", f"{few_s:.2f}", against(f"≤ {GOAL_S:g}", met=few_s <= GOAL_S)),
        ],
    )

    assert (False, 0) == (nothing.changed, nothing.embedded)
    assert (CHANGED, CHANGED * SECTIONS) == (len(few.changes.modified), few.embedded)


def _uses_over_reloads(tmp_path: Path) -> list[Use]:
    """What a process uses after each of many reloads."""
    folder, index = tmp_path / "rules", tmp_path / "index"
    for number in range(500):
        _write(folder, number)
    uses = []
    for edition in range(RELOADS):
        _write(folder, edition, edition + 1)
        _reload(folder, index)
        uses.append(use_of(os.getpid()))
    return uses


def test_memory_over_fifty_reloads(tmp_path: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each publishes a version; what the first ones need is what the last ones need.

    In a process of its own, once as it comes and once with the settings that the stack gives its parts.
    """
    environment = common_environment(private_settings(tmp_path / "data"))
    untuned = _elsewhere(tmp_path / "untuned")
    for name in TUNING:
        monkeypatch.setenv(name, environment[name])
    tuned = _elsewhere(tmp_path / "tuned")
    figures.show(
        f"Memory over {RELOADS} reloads of 500 documents, one changed each time (MB)",
        ("after reload", "resident", "of it its own", "mapped files", "its own, untuned"),
        [
            (f"{number}", *_megabytes(tuned[number - 1]), _megabytes(untuned[number - 1])[1])
            for number in (1, 5, 10, 20, 30, 40, RELOADS)
        ],
    )

    assert tuned[-1].resident < tuned[9].resident * 1.05


def _elsewhere(folder: Path) -> list[Use]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_uses_over_reloads, folder).result()


def _megabytes(use: Use) -> tuple[str, ...]:
    """Resident, of it its own, mapped files."""
    return tuple(f"{size / 2**20:.0f}" for size in (use.resident, use.anonymous, use.resident - use.anonymous))
