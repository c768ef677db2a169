"""Keeps what a build has embedded until its version is published, so that a killed build has not worked for nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from knowledge.ports import Vectors

_SCHEMA = """
CREATE TABLE IF NOT EXISTS embedded (
  embedder TEXT NOT NULL, digest TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedder, digest)
) WITHOUT ROWID
"""


class Checkpoint:
    """The vectors of one embedder by the digest of the text, in a file of its own. Held by the one build that runs."""

    def __init__(self, file: Path, embedder: str) -> None:
        self._file = file
        self._embedder = embedder
        self._database = sqlite3.connect(file)

    def __enter__(self) -> Self:
        try:
            self._prepare()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged: what it held is only embedded again
            self.discard()
            self._database = sqlite3.connect(self._file)
            self._prepare()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()

    def vectors(self) -> dict[str, Vectors]:
        """Return what an earlier build embedded and did not come to publish."""
        rows = self._database.execute("SELECT digest, vector FROM embedded WHERE embedder = ?", (self._embedder,))
        return {digest: np.frombuffer(vector, dtype=np.float32) for digest, vector in rows}

    def add(self, digests: Sequence[str], vectors: Vectors) -> None:
        """Keep some vectors for good."""
        rows = zip(digests, vectors.astype(np.float32), strict=True)
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO embedded VALUES (?, ?, ?)",
                ((self._embedder, digest, vector.tobytes()) for digest, vector in rows),
            )

    def discard(self) -> None:
        """Remove the file: what it held is published now."""
        self._database.close()
        for part in self._file.parent.glob(f"{self._file.name}*"):
            part.unlink()

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute(_SCHEMA)
