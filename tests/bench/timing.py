"""Builds and searches of an engine, each in a process of its own, so that its memory and threads are its own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from knowledge.ports import Vectors
from tests.bench.corpus import Corpus
from tests.bench.engines import Engine, Search

T = TypeVar("T")

CALLERS: Final = 8
ROUNDS: Final = 3
"""Times that every question is asked of an engine, alone and among eight callers."""
NEAREST: Final = 20


@dataclass(frozen=True)
class Searched:
    """Seconds of opening and of each search, rows found for each question, bytes resident at most.

    ``processor`` is the processor's time for one search, which other programs lengthen least.
    """

    opened: float
    processor: float
    alone: list[float]
    together: list[float]
    found: list[list[int]]
    peak: int


def build(engine: Engine, corpus: Corpus, folder: Path) -> float:
    """Seconds to build from passages and vectors in memory."""
    folder.mkdir()
    return _elsewhere(_build, engine, corpus, folder)


def search(engine: Engine, corpus: Corpus, folder: Path) -> Searched:
    """Ask every question."""
    return _elsewhere(_search, engine, corpus, folder)


def recall(search_by_meaning: Callable[[Corpus, Path], Search], corpus: Corpus, folder: Path) -> float:
    """The share of the `NEAREST` passages that the asker may read which are among as many found first."""
    return _elsewhere(_recall, search_by_meaning, corpus, folder)


def size(folder: Path) -> int:
    """Bytes of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _elsewhere(work: Callable[..., T], *arguments: object) -> T:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def _build(engine: Engine, corpus: Corpus, folder: Path) -> float:
    passages, vectors = list(corpus.passages()), corpus.vectors()
    began = time.perf_counter()
    engine.build(passages, vectors, folder)
    return time.perf_counter() - began


def _search(engine: Engine, corpus: Corpus, folder: Path) -> Searched:
    began = time.perf_counter()
    find = engine.open(corpus, folder)
    opened = time.perf_counter() - began
    asked = list(zip(corpus.questions, corpus.queries, strict=True))
    found = [find(*one) for one in asked]  # all that is mapped has been read once

    def timed(one: tuple[str, Vectors]) -> float:
        began = time.perf_counter()
        find(*one)
        return time.perf_counter() - began

    used = time.process_time()
    alone = [timed(one) for one in asked * ROUNDS]
    processor = (time.process_time() - used) / len(alone)
    with ThreadPoolExecutor(CALLERS) as callers:
        together = list(callers.map(timed, asked * ROUNDS))
    return Searched(opened, processor, alone, together, found, _peak())


def _peak() -> int:
    """Bytes that this process held at most (Linux)."""
    kilobytes = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(kilobytes[1]) * 1024 if kilobytes else 0


def _recall(search_by_meaning: Callable[[Corpus, Path], Search], corpus: Corpus, folder: Path) -> float:
    find, rows, vectors = search_by_meaning(corpus, folder), np.flatnonzero(corpus.readable()), corpus.vectors()
    shares = []
    for question, query in zip(corpus.questions, corpus.queries, strict=True):
        nearest = rows[np.argsort(-(vectors @ query)[rows])[:NEAREST]].tolist()
        shares.append(len(set(nearest) & set(find(question, query)[:NEAREST])) / NEAREST)
    return float(np.mean(shares))
