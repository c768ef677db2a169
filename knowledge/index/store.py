"""One version on disk: the rows with their vectors in LanceDB, and beside them the files that a search reads.

What a search needs is made from the rows once and mapped into memory, because LanceDB's own full text and look-up of
rows cost a search several times what it may take (tests/bench/README.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from knowledge.domain import Passage
from knowledge.index.columns import write_numbered
from knowledge.index.dense import BY_ANSWER, write_vectors
from knowledge.index.embedding import NOTHING_KNOWN, Digests, Known
from knowledge.index.in_force import write_standing
from knowledge.index.index_text import full_text, indexed_text
from knowledge.index.lexical import write_full_text
from knowledge.index.sentence_vectors import digest_of, sentence_texts, write_sentences
from knowledge.index.spelling import write_words
from knowledge.language.clauses import clause_terms
from knowledge.language.numbered import numbers_of
from knowledge.ports import Vectors

TABLE = "passages"

_PASSAGES = "passages.arrow"
_BATCH = 1024  # rows; from the row follows the batch that it is in


class PassageTable:
    """The store: what the next build takes over, and what versions are compared by."""

    def __init__(self, folder: Path) -> None:
        self._table = lancedb.connect(folder).open_table(TABLE)

    def embedded(self, kind: str) -> Known:
        """Return the digests of the rows' indexed texts with their vectors of a kind, ``vector`` or ``tuned``."""
        if kind not in self._table.schema.names:
            return NOTHING_KNOWN
        table = self._read("digest", kind)
        return Known(digests(table), _matrix(table, kind))

    def rows(self, documents: Collection[str]) -> pa.Table:
        """Return all rows of these documents, without their vectors."""
        wanted = pa.array(documents, pa.string())
        rows = self._read(*_SCHEMA.names)
        return rows.filter(pc.is_in(rows["document_id"], value_set=wanted))

    def sections(self, documents: Collection[str]) -> dict[str, dict[str, str]]:
        """Return the text below each heading of these documents, in their order."""
        rows = self._read("document_id", "title", "heading_path", "text", "start")
        rows = rows.filter(pc.is_in(rows["document_id"], value_set=pa.array(documents, pa.string()))).sort_by("start")
        found: dict[str, dict[str, str]] = {name: {} for name in documents}
        for row in rows.to_pylist():
            below = found[row["document_id"]]
            heading = " › ".join(row["heading_path"]) or row["title"]
            below[heading] = f"{below.get(heading, '')}\n{row['text']}"
        return found

    def _read(self, *names: str) -> pa.Table:
        table = self._table.search().select(list(names)).limit(self._table.count_rows()).to_arrow()
        return table.combine_chunks()  # rows are picked many times faster out of one piece than out of dozens


class PassageFile:
    """The passages by row, mapped into memory; any number of threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._batches = pa.ipc.open_file(pa.memory_map(str(folder / _PASSAGES))).read_all().to_batches()

    def rows_of(self, documents: Collection[str]) -> dict[str, list[int]]:
        """Return the rows of those of these documents that there are."""
        column = pa.chunked_array([batch["document_id"] for batch in self._batches])
        rows = np.flatnonzero(pc.is_in(column, value_set=pa.array(documents, pa.string())))
        found: dict[str, list[int]] = {}
        for row, document in zip(rows.tolist(), column.take(rows).to_pylist(), strict=True):
            found.setdefault(document, []).append(row)
        return found

    def addresses(self) -> list[tuple[str, str]]:
        """Return every document with each address that passages of it have, once."""
        pairs = pa.Table.from_batches(self._batches).select(["document_id", "url"]).group_by(["document_id", "url"])
        return [(row["document_id"], row["url"]) for row in pairs.aggregate([]).to_pylist()]

    def headings(self) -> dict[str, list[int]]:
        """Return each heading right above some text, with one row below it of each document that has it."""
        found: dict[str, dict[str, int]] = {}
        for number, batch in enumerate(self._batches):
            paths, documents = batch["heading_path"].to_pylist(), batch["document_id"].to_pylist()
            for place, (path, document) in enumerate(zip(paths, documents, strict=True)):
                if path:
                    found.setdefault(path[-1], {}).setdefault(document, number * _BATCH + place)
        return {heading: list(rows.values()) for heading, rows in found.items()}

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, one at least."""
        found = pa.concat_batches([self._batches[row // _BATCH].slice(row % _BATCH, 1) for row in rows])
        return {row: _passage(record) for row, record in zip(rows, found.to_pylist(), strict=True)}


@dataclass(frozen=True, slots=True)
class RowVectors:
    """The vectors of all rows and of their sentences, each of shape (texts, dimension).

    ``tuned`` is None where the embedder has no tuned form; the sentences' are the embedder's own then.
    """

    passages: Vectors
    tuned: Vectors | None
    sentences: Vectors


def digests(table: pa.Table) -> Digests:
    """Return the digests of the rows' indexed texts."""
    return np.array(table["digest"].to_pylist(), dtype="S64")


def sentence_digests(table: pa.Table) -> Digests:
    """Return the digests of all rows' sentences, one row's after the other's."""
    return np.array(pc.list_flatten(table["sentences"]).to_pylist(), dtype="S16")


def passage_at(table: pa.Table, row: int) -> Passage:
    """Return the passage of a row."""
    return _passage(table.slice(row, 1).to_pylist()[0])


def write_table(folder: Path, table: pa.Table, vectors: RowVectors) -> None:
    """Write the rows with their vectors, and what a search needs of them. Raises OSError or RuntimeError."""
    stored = table.append_column("vector", _column(vectors.passages))
    if vectors.tuned is not None:
        stored = stored.append_column("tuned", _column(vectors.tuned))
    lancedb.connect(folder).create_table(TABLE, stored)
    write_searched(folder, table, vectors)


def write_searched(folder: Path, table: pa.Table, vectors: RowVectors) -> None:
    """Write what a search needs of the rows, and no more. Raises OSError."""
    _write_passages(folder, table)
    counts = pc.list_value_length(table["sentences"]).to_pylist()
    write_sentences(folder, counts, sentence_digests(table), vectors.sentences)
    rights = write_numbered(folder, "readers", map(tuple, table["readers"].to_pylist()))
    write_numbered(folder, "language", table["language"].to_pylist())
    write_standing(folder, zip(table["effective"].to_pylist(), table["until"].to_pylist(), strict=True))
    write_vectors(folder, vectors.passages)
    if vectors.tuned is not None:
        write_vectors(folder, vectors.tuned, BY_ANSWER)
    write_full_text(folder, table["terms"].to_pylist(), rights)
    write_words(folder, table["indexed"].to_pylist(), rights)


def records_of(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return the rows of a table, without vectors.

    ``digest`` and ``sentences`` name what is embedded; ``terms`` is kept because making it takes longer than all else
    of a reload.
    """
    return [_record(row, passage) for row, passage in enumerate(passages)]


def ordered(kept: pa.Table | None, records: list[dict[str, Any]]) -> pa.Table:
    """Return the rows of a table, made of kept ones and of records, in the order of their documents and places."""
    rows = pa.Table.from_pylist(records, schema=_SCHEMA)
    if kept is not None:
        rows = pa.concat_tables([kept.cast(_SCHEMA), rows])
    rows = rows.sort_by([("document_id", "ascending"), ("start", "ascending")])
    return rows.set_column(0, _SCHEMA.field("row"), pa.array(range(len(rows)), pa.int32()))


def _column(vectors: Vectors) -> pa.FixedSizeListArray:
    return pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel(), pa.float32()), vectors.shape[1])


def _matrix(table: pa.Table, kind: str) -> Vectors:
    """Return the vectors of a table's rows as a matrix."""
    flat = table[kind].combine_chunks().flatten().to_numpy()
    return np.asarray(flat.reshape(len(table), -1), dtype=np.float32)


def _record(row: int, passage: Passage) -> dict[str, Any]:
    indexed = indexed_text(passage)
    return {
        "row": row,
        "id": passage.id,
        "document_id": passage.document_id,
        "title": passage.title,
        "heading_path": list(passage.heading_path),
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "url": passage.url,
        "language": passage.language,
        "readers": sorted(passage.readers),
        "effective": passage.effective,
        "context": passage.context,
        "page": passage.page,
        "page_breaks": list(passage.page_breaks),
        "until": passage.until,
        "indexed": indexed,
        "digest": hashlib.sha256(indexed.encode()).hexdigest(),
        "terms": " ".join([full_text(indexed), *clause_terms(numbers_of(passage))]),
        "sentences": [digest_of(text) for text in sentence_texts(passage)],
    }


def _passage(record: dict[str, Any]) -> Passage:
    return Passage(
        id=record["id"],
        document_id=record["document_id"],
        title=record["title"],
        heading_path=tuple(record["heading_path"]),
        text=record["text"],
        start=record["start"],
        end=record["end"],
        url=record["url"],
        language=record["language"],
        readers=frozenset(record["readers"]),
        effective=record["effective"],
        context=record["context"],
        page=record["page"],
        page_breaks=tuple(record["page_breaks"]),
        until=record["until"],
    )


def _write_passages(folder: Path, table: pa.Table) -> None:
    shown = table.drop_columns(["row", "indexed", "digest", "terms", "sentences"])
    with pa.OSFile(str(folder / _PASSAGES), "wb") as file, pa.ipc.new_file(file, shown.schema) as writer:
        for start in range(0, len(shown), _BATCH):
            writer.write_table(shown.slice(start, _BATCH).combine_chunks())


_SCHEMA = pa.schema(
    [
        ("row", pa.int32()),
        ("id", pa.string()),
        ("document_id", pa.string()),
        ("title", pa.string()),
        ("heading_path", pa.list_(pa.string())),
        ("text", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("readers", pa.list_(pa.string())),
        ("effective", pa.string()),
        ("context", pa.string()),
        ("page", pa.int32()),
        ("page_breaks", pa.list_(pa.int32())),
        ("until", pa.string()),
        ("indexed", pa.string()),
        ("digest", pa.string()),
        ("terms", pa.string()),
        ("sentences", pa.list_(pa.string())),
    ]
)
