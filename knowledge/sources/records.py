"""What was read before, in one SQLite file: which content each file had, and what that content was converted to.

It saves reading and converting, and it stands in for a source that cannot be reached. Whatever is lost with it is only
read again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from knowledge.domain import Problem
from knowledge.rights.renamed import Renamed
from knowledge.sources.conversion import Conversion

log = structlog.get_logger()

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, read_at TEXT NOT NULL, problems TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entry (
  source TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unreached (name TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS renamed (source TEXT PRIMARY KEY, found TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conversion (key TEXT PRIMARY KEY, text TEXT NOT NULL, rest TEXT NOT NULL);
"""
_TABLES = (("entry", "source"), ("source", "name"), ("unreached", "name"), ("renamed", "source"))
"""What is kept by source, and the column that names it."""
_UNUSED = "DELETE FROM conversion WHERE key NOT IN (SELECT key FROM entry)"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was last read: the stamp that it had, and its conversion's key."""

    stamp: str
    key: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """One source as it was last read whole; ``read_at`` is empty where it never was.

    ``unreached`` says why it could not be read when that was last tried, empty where it could. ``renamed`` has what may
    have become of files that a rule still looks for.
    """

    read_at: str
    entries: Mapping[str, Seen]
    problems: tuple[Problem, ...]
    unreached: str = ""
    renamed: tuple[Renamed, ...] = ()


class Records:
    """Held open by the one build that runs. ``file`` None keeps everything in memory."""

    def __init__(self, file: Path | None = None) -> None:
        self._database = _open(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()

    def remembered(self, source: str) -> Remembered:
        """Return what is known of a source."""
        rows = self._database.execute("SELECT name, stamp, key FROM entry WHERE source = ?", (source,))
        entries = {name: Seen(stamp, key) for name, stamp, key in rows}
        found = self._database.execute("SELECT read_at, problems FROM source WHERE name = ?", (source,)).fetchone()
        read_at, problems = found or ("", "[]")
        reason = self._database.execute("SELECT reason FROM unreached WHERE name = ?", (source,)).fetchone()
        groups = self._database.execute("SELECT found FROM renamed WHERE source = ?", (source,)).fetchone()
        return Remembered(
            read_at,
            entries,
            tuple(Problem(**problem) for problem in json.loads(problems)),
            reason[0] if reason else "",
            tuple(Renamed(tuple(gone), tuple(new)) for gone, new in (json.loads(groups[0]) if groups else ())),
        )

    def conversions(self, source: str) -> dict[str, Conversion]:
        """Return the conversions of a source's files by key."""
        rows = self._database.execute(
            "SELECT key, text, rest FROM conversion WHERE key IN (SELECT key FROM entry WHERE source = ?)", (source,)
        )
        return {key: Conversion.unpacked(text, rest) for key, text, rest in rows}

    def conversion(self, key: str) -> Conversion | None:
        """Return the conversion of one content, if this reader version made it."""
        row = self._database.execute("SELECT text, rest FROM conversion WHERE key = ?", (key,)).fetchone()
        return Conversion.unpacked(*row) if row else None

    def keep(self, key: str, conversion: Conversion) -> None:
        """Keep a conversion, at once: a build that is killed has not converted for nothing."""
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO conversion VALUES (?, ?, ?)", (key, *conversion.packed()))

    def complete(self, source: str, read: Remembered) -> None:
        """Put a whole reading of a source in the place of the one before, in one step."""
        entries = read.entries
        before = self.remembered(source).entries
        changed = [(source, name, seen.stamp, seen.key) for name, seen in entries.items() if before.get(name) != seen]
        gone = [(source, name) for name in before if name not in entries]
        written = json.dumps([asdict(problem) for problem in read.problems], ensure_ascii=False)
        renamed = json.dumps([(each.vanished, each.appeared) for each in read.renamed], ensure_ascii=False)
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (source, read.read_at, written))
            self._database.execute("INSERT OR REPLACE INTO renamed VALUES (?, ?)", (source, renamed))
            self._database.execute("DELETE FROM unreached WHERE name = ?", (source,))
            self._database.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", changed)
            self._database.executemany("DELETE FROM entry WHERE source = ? AND name = ?", gone)

    def not_reached(self, source: str, reason: str) -> None:
        """Keep why a source could not be read, until it is read whole."""
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO unreached VALUES (?, ?)", (source, reason))

    def prune(self, sources: Sequence[str]) -> None:
        """Drop other sources than these, and the conversions that no file has any more."""
        marks = ", ".join("?" * len(sources))
        with self._database:
            for table, column in _TABLES:
                self._database.execute(
                    f"DELETE FROM {table} WHERE {column} NOT IN ({marks})",  # noqa: S608 - constants
                    tuple(sources),
                )
            self._database.execute(_UNUSED)


def _open(file: Path | None) -> sqlite3.Connection:
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(file)
    except sqlite3.DatabaseError as error:
        if file is None or isinstance(error, sqlite3.OperationalError):
            raise  # a full or unreachable disk is no reason to throw anything away
        log.warning("records_damaged", error=str(error))
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
        return _connect(file)


def _connect(file: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(file or ":memory:")
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
