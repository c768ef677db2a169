"""A folder of many small files: reading it the first time, and again when nothing has changed. Both must be linear."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.sources.folder import FolderOrigin
from knowledge.sources.library import Library
from knowledge.sources.reader import SourceReader
from tests.bench.figures import Figures

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

SIZES = (5_000, 10_000, 20_000)
A_FOLDER = 100
AN_HOUR_AGO_S = 3600
"""A file changed just now is read again."""


def _fill(folder: Path, count: int) -> None:
    """Put small files there, a hundred in each of its folders."""
    then = time.time() - AN_HOUR_AGO_S
    for number in range(count):
        file = folder / f"team-{number // A_FOLDER}" / f"rule-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# Rule {number}\n\nRequests for item {number} are answered within {number % 30} days.\n")
        os.utime(file, (then, then))


def _timed(folder: Path, records: Path) -> tuple[Reading, float]:
    library = Library([SourceReader("rules", FolderOrigin(folder))], records)
    started = time.monotonic()
    reading = library.read(lambda _done, _total: None)
    return reading, time.monotonic() - started


def test_reading_many_small_files(tmp_path: Path, figures: Figures) -> None:
    """Half of them, and half of that, tell whether it is linear."""
    rows = []
    for count in SIZES:
        folder, records = tmp_path / f"{count}", tmp_path / f"{count}.db"
        _fill(folder, count)
        first, first_s = _timed(folder, records)
        again, again_s = _timed(folder, records)
        per_thousand = (f"{seconds * 1000 / count:.2f}" for seconds in (first_s, again_s))
        rows.append((f"{count:,}", f"{first_s:.1f}", f"{again_s:.2f}", *per_thousand))

        assert (count, count) == (len(first.documents), len(again.documents))
    figures.show(
        "Reading a folder of small Markdown files, embedding and index left out (s)",
        ("files", "first time", "unchanged", "first time, per 1,000", "unchanged, per 1,000"),
        rows,
    )
