"""One version's passages in LanceDB: the rows, the full text over them, the vectors beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lancedb.index import FTS
from lancedb.query import MatchQuery

from knowledge.domain import Passage
from knowledge.index.indexed import full_text, indexed_text
from knowledge.ports import Vectors

TABLE = "passages"


class PassageTable:
    """A table that is written once and read by any number of threads."""

    def __init__(self, folder: Path) -> None:
        self._table = lancedb.connect(folder).open_table(TABLE)

    def columns(self) -> tuple[list[frozenset[str]], list[str], Vectors]:
        """Return each row's readers and language, and the vectors as one matrix of shape (rows, dimension)."""
        table = self._read("row", "readers", "language", "vector").sort_by("row")
        readers = [frozenset(principals) for principals in table["readers"].to_pylist()]
        return readers, table["language"].to_pylist(), _matrix(table)

    def embedded(self) -> tuple[list[str], Vectors]:
        """Return the digests of the rows' indexed texts, and the vectors as one matrix of shape (rows, dimension)."""
        table = self._read("digest", "vector")
        return table["digest"].to_pylist(), _matrix(table)

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

    def match(self, text: str, principals: frozenset[str], limit: int) -> dict[int, float]:
        """Return row -> full-text score, best first, of rows that one of the principals may read.

        ``text`` is what `full_text_query` makes of a question.
        """
        query = self._table.search(MatchQuery(text, "terms"), query_type="fts")  # type: ignore[call-arg] # its defaults
        found = query.where(_readable_by(principals), prefilter=True).select(["row", "_score"]).limit(limit).to_arrow()
        return dict(zip(found["row"].to_pylist(), found["_score"].to_pylist(), strict=True))

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows."""
        if not rows:
            return {}
        found = self._table.take_offsets(list(rows)).to_list()
        return {record["row"]: _passage(record) for record in found}

    def _read(self, *names: str) -> pa.Table:
        table = self._table.search().select(list(names)).limit(self._table.count_rows()).to_arrow()
        return table.combine_chunks()  # rows are picked many times faster out of one piece than out of dozens


def write_table(folder: Path, table: pa.Table, vectors: Vectors) -> None:
    """Write the rows with their vectors, and the full text over them."""
    values = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel(), pa.float32()), vectors.shape[1])
    lance = lancedb.connect(folder).create_table(TABLE, table.append_column("vector", values))
    lance.create_index("terms", config=FTS())


def records_of(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return the rows of a table, without vectors. ``digest`` names what is embedded."""
    return [_record(row, passage) for row, passage in enumerate(passages)]


def ordered(kept: pa.Table | None, records: list[dict[str, Any]]) -> pa.Table:
    """Return the rows of a table, made of kept ones and of records, in the order of their documents and places."""
    rows = pa.Table.from_pylist(records, schema=_SCHEMA)
    if kept is not None:
        rows = pa.concat_tables([kept.cast(_SCHEMA), rows])
    rows = rows.sort_by([("document_id", "ascending"), ("start", "ascending")])
    return rows.set_column(0, _SCHEMA.field("row"), pa.array(range(len(rows)), pa.int32()))


def _matrix(table: pa.Table) -> Vectors:
    """Return the vectors of a table's rows as a matrix."""
    flat = table["vector"].combine_chunks().flatten().to_numpy()
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
        "indexed": indexed,
        "terms": full_text(indexed),
        "digest": hashlib.sha256(indexed.encode()).hexdigest(),
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
    )


def _readable_by(principals: frozenset[str]) -> str:
    """Return the filter as SQL; a quote in a principal is doubled."""
    names = ", ".join(f"'{principal.replace(chr(39), chr(39) * 2)}'" for principal in sorted(principals))
    return f"array_has_any(readers, [{names}])"


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
        ("indexed", pa.string()),
        ("terms", pa.string()),
        ("digest", pa.string()),
    ]
)
