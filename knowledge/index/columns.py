"""A column of which most rows share few values: the distinct ones, and each row's number among them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


def write_numbered(folder: Path, name: str, values: Iterable[str | tuple[str, ...]]) -> Numbers:
    """Write a column under ``name`` and return each row's number."""
    numbers_of: dict[str | tuple[str, ...], int] = {}
    numbers = np.array([numbers_of.setdefault(value, len(numbers_of)) for value in values], dtype=np.int32)
    (folder / f"{name}.json").write_text(json.dumps(list(numbers_of), ensure_ascii=False), encoding="utf-8")
    np.save(folder / f"{name}.npy", numbers)
    return numbers


def read_numbered(folder: Path, name: str) -> tuple[list[str | list[str]], Numbers]:
    """Return the distinct values of a column, and each row's number, mapped into memory."""
    distinct = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return distinct, np.load(folder / f"{name}.npy", mmap_mode="r")
