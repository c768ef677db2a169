"""What a document became: its passages in the published version, what was left out of them, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.domain import Passage
from knowledge.index.documents import DocumentRecord
from knowledge.index.explaining import explain
from knowledge.index.sections import tables
from knowledge.index.store import PassageFile
from knowledge.index.versions import read_manifest, version_folder
from knowledge.language.tables import cells

Rows = list[list[str]]
"""A table's cells, its header first."""


@dataclass(frozen=True, slots=True)
class Became:
    """A document, its passages in their order, and the sentences that `kb status` has on it."""

    record: DocumentRecord
    passages: tuple[Passage, ...]
    problems: tuple[str, ...]


def became(path: Path, document: str) -> Became:
    """Return what the published version made of a document, by its id or by a title that no other has.

    Raises IndexMissing, and DocumentUnknown with why it could not be read, or with the closest names.
    """
    record = explain(path, document).record
    manifest = read_manifest(path)
    file = PassageFile(version_folder(path, manifest.version))
    rows = file.rows_of({record.id}).get(record.id, [])
    found = file.passages(rows) if rows else {}
    problems = tuple(one.reason for one in manifest.problems if one.document == record.id)
    return Became(record, tuple(found[row] for row in sorted(found)), problems)


def parts(passage: Passage) -> Iterator[str | Rows]:
    """Yield what a passage says, under what it stands under: lines of text, and tables as rows."""
    text = f"{passage.context}\n{passage.text}".strip("\n")
    end = 0
    for table in tables(text, 0, len(text)):
        if before := text[end : table.start].strip("\n"):
            yield before
        rows = text[table.rows : table.end].splitlines()
        yield [cells(line) for line in (table.header.partition("\n")[0], *rows)]
        end = table.end
    if behind := text[end:].strip("\n"):
        yield behind
