"""The memory of all parts together, watched while they work (Linux)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.running import parts_of

_INTERVAL_S = 0.5
_FIELDS = ("Pss:", "Rss:", "Anonymous:")


@dataclass(frozen=True)
class Use:
    """Bytes of one process. ``proportional`` counts a page shared by n processes as one n-th (PSS): it adds up.

    ``anonymous`` of the resident ones are memory of its own; the others are mapped files, which the system may drop.
    """

    proportional: int
    resident: int
    anonymous: int


Sample = dict[str, Use]


class MemoryWatch:
    """Samples every part's memory twice a second for the block."""

    def __init__(self, pid: int) -> None:
        self._processes = parts_of(pid)
        self._samples: list[Sample] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def peak(self) -> Sample:
        """The sample in which all parts together used most."""
        return max(self._samples, key=proportional_sum)

    def _watch(self) -> None:
        while True:
            self._samples.append({name: use_of(pid) for name, pid in self._processes.items()})
            if self._over.wait(_INTERVAL_S):
                return


def proportional_sum(sample: Sample) -> int:
    """Bytes of all parts together, shared pages counted once."""
    return sum(use.proportional for use in sample.values())


def use_of(pid: int) -> Use:
    """The memory of one process now, as ``/proc/<pid>/smaps_rollup`` tells it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kilobytes = {words[0]: int(words[1]) for words in map(str.split, lines) if words[0] in _FIELDS}
    return Use(*(kilobytes[field] * 1024 for field in _FIELDS))
