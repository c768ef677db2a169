"""All sources together, as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from knowledge.domain import Reading
from knowledge.errors import SettingError, SourceUnreachable
from knowledge.sources.overlaps import bounded
from knowledge.sources.reader import SourceReader
from knowledge.sources.records import Records

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Library:
    """The configured sources; implements `knowledge.ports.Source`.

    ``records`` is the file in which readings are remembered. ``only`` names the one source to read, so that the others
    give what they gave before. ``anew`` tries again what could not be converted, and believes a source that is empty.
    """

    readers: Sequence[SourceReader]
    records: Path
    only: str | None = None
    anew: bool = False

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        """Read what changed. A source that cannot be reached gives what it gave before, and a problem.

        Raises SourceUnreachable where none could be reached, and SettingError where ``only`` is no source.
        """
        self.check_name()
        with Records(self.records) as records:
            readings: list[Reading] = []
            failures: list[SourceUnreachable] = []
            for reader in self.readers:
                try:
                    readings.append(self._read(reader, records, progress))
                except SourceUnreachable as error:
                    log.warning("source_unreachable", source=reader.name)
                    failures.append(error)
                    records.not_reached(reader.name, str(error))
                    readings.append(reader.recall(records))
                finally:
                    reader.origin.close()
            if failures and len(failures) == (1 if self.only else len(self.readers)):
                raise failures[0]
            if not failures:  # else what a broken-off source did give would be converted again
                records.prune([reader.name for reader in self.readers])
        readings = bounded(self.readers, readings)
        return Reading(
            documents=tuple(document for reading in readings for document in reading.documents),
            problems=tuple(problem for reading in readings for problem in reading.problems),
            sources=tuple(state for reading in readings for state in reading.sources),
        )

    def _read(self, reader: SourceReader, records: Records, progress: Callable[[int, int], None]) -> Reading:
        if self.only not in (None, reader.name):
            return reader.recall(records)
        return reader.read(records, progress, anew=self.anew)

    def check_name(self) -> None:
        """Raise SettingError where ``only`` is no source."""
        names = [reader.name for reader in self.readers]
        if self.only is not None and self.only not in names:
            raise SettingError(f"There is no source “{self.only}”. The sources are {', '.join(names)}.")
