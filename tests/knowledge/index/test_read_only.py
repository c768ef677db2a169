"""A folder that nothing can be written into: a volume mounted read-only, a disk that the system has closed."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.index import build_index
from tests.knowledge.doubles import HashingEmbedder, ListSource
from tests.knowledge.index.conftest import quiet

_SCRIPT = """
import sys
from functools import partial
from pathlib import Path
from knowledge.errors import FrontdeskError
from knowledge.index import HybridIndex, build_index, index_status
from knowledge.index.versions import is_building, roll_back
from tests.knowledge.doubles import HashingEmbedder, ListSource, document

path = Path(sys.argv[1])
index = HybridIndex(path, HashingEmbedder())
say = partial(print, file=sys.stderr)
say(index_status(path).documents, is_building(path))
for query in ("annual leave", "请假"):
    say(index.search(query, frozenset({"everyone"}), 1)[0].passage.text)
for change in (
    lambda: build_index(ListSource([document("New.")]), HashingEmbedder(), path, lambda *_: None),
    lambda: roll_back(path, None, lambda: None),
):
    try:
        change()
    except FrontdeskError as error:
        say(error)
"""
_DROP_FROM_BOUNDING_SET, _OVERRIDE = 24, (1, 2)
"""Linux' numbers: of prctl(2), and of the capabilities by which root reads and writes whatever the modes say."""


def _as_modes_say() -> None:
    """Give up root's right to write everywhere, in a child that is about to run something else."""
    if os.geteuid() == 0:
        for capability in _OVERRIDE:
            ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


@pytest.fixture
def closed(path: Path, documents: list[Document]) -> Iterator[Path]:
    """An index in which no file and no folder may be written."""
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    inside = [path, *path.rglob("*")]
    for each in inside:
        each.chmod(0o555 if each.is_dir() else 0o444)
    yield path
    for each in inside:
        each.chmod(0o755)


def test_an_index_that_cannot_be_written_is_searched_and_says_why_it_does_not_change(closed: Path) -> None:
    """Searches are as ever; a reload and a rollback say what is wrong and what to do."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(closed)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."},
        preexec_fn=_as_modes_say,
        capture_output=True,
        text=True,
        check=False,
    )
    said = (
        f"The index folder {closed} cannot be written (Permission denied), so nothing was changed; what was published "
        "still serves. Make it writable, or name another folder in FRONTDESK_DATA_DIR."
    )

    assert [
        "5 False",
        "Annual leave is 25 days. Request vacation in Harbour.",
        "员工申请年休假，应当提前十个工作日。",
        said,
        said,
    ] == done.stderr.splitlines()
