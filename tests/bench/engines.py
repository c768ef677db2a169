"""Search engines on one corpus: Frontdesk's, and those it is measured beside.

An engine's ``build`` writes its files, its ``open`` returns a search inside the asker's rights. Their libraries are
loaded where they are used, because each engine runs in processes of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from knowledge.code_version import LAYOUT
from knowledge.domain import Passage
from knowledge.index import IndexVersion
from knowledge.index.dense import DenseVectors
from knowledge.index.index_text import full_text, indexed_text
from knowledge.index.searching import NO_OPTIONS
from knowledge.index.store import ordered, records_of, write_table
from knowledge.index.versions import Manifest, version_folder
from knowledge.ports import Vectors
from tests.bench.corpus import ASKER, READERS, Corpus

DEPTH: Final = 50
SHOWN: Final = 10

Search = Callable[[str, Vectors], list[int]]
"""From a question and its vector to the rows found, best first."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Engine:
    """``build`` writes into a folder, ``open`` searches it."""

    name: str
    build: Callable[[list[Passage], Vectors, Path], None]
    open: Callable[[Corpus, Path], Search]


@dataclass(frozen=True)
class KnownEmbedder:
    """Knows the questions' vectors: what is measured is the search without the embedding."""

    vectors: dict[str, Vectors]
    name: str = "known"
    dimension: int = 384

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Look them up."""
        return np.stack([self.vectors[text] for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As for questions."""
        return self.embed_queries(texts)


def build_frontdesk(passages: list[Passage], vectors: Vectors, folder: Path) -> None:
    """Write a version as a reload does."""
    version_folder(folder, "v").mkdir(parents=True)
    write_table(version_folder(folder, "v"), ordered(None, records_of(passages)), vectors)


def open_frontdesk(corpus: Corpus, folder: Path) -> Search:
    """Both searches, fused, down to ten passages."""
    known = KnownEmbedder(corpus.known)
    manifest = Manifest("v", "", known.name, "", 0, corpus.size, {}, (), layout=LAYOUT)
    version = IndexVersion(folder, manifest, known, NO_OPTIONS)
    return lambda question, _: [int(one.passage.id) for one in version.search(question, ASKER, SHOWN)]


def open_frontdesk_dense(corpus: Corpus, folder: Path) -> Search:
    """Its search by meaning alone."""
    vectors = DenseVectors(version_folder(folder, "v"))
    rows = np.flatnonzero(corpus.readable())
    return lambda _, query: vectors.nearest(query, rows, DEPTH)


def build_lancedb(passages: list[Passage], vectors: Vectors, folder: Path) -> None:
    """Write its full text, its nearest-neighbour graph over eight-bit vectors, and a bitmap of the rights."""
    import lancedb  # noqa: PLC0415 - see the module's docstring
    import pyarrow as pa  # noqa: PLC0415 - as above
    from lancedb.index import FTS, Bitmap, HnswSq  # noqa: PLC0415 - as above

    columns = {
        "row": np.arange(len(passages)),
        "right": [READERS.index(tuple(sorted(passage.readers))) for passage in passages],
        "text": [passage.text for passage in passages],
        "terms": [full_text(indexed_text(passage)) for passage in passages],
        "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1]),
    }
    table = lancedb.connect(folder).create_table("passages", pa.table(columns))
    table.create_index("right", config=Bitmap())
    table.create_index("terms", config=FTS())
    table.create_index("vector", config=HnswSq(distance_type="dot"))


def open_lancedb(corpus: Corpus, folder: Path) -> Search:
    """Both searches with the rights before them, then ten texts; the rows are those found by meaning."""
    import lancedb  # noqa: PLC0415 - as above
    from lancedb.query import MatchQuery  # noqa: PLC0415 - as above

    table = lancedb.connect(folder).open_table("passages")
    readable = f"right IN ({', '.join(map(str, corpus.granted()))})"

    def search(question: str, query: Vectors) -> list[int]:
        words = table.search(MatchQuery(full_text(question), "terms"), query_type="fts")
        words.where(readable, prefilter=True).select(["row", "_score"]).limit(DEPTH).to_arrow()
        near = table.search(query, vector_column_name="vector").where(readable, prefilter=True)
        rows: list[int] = near.select(["row", "_distance"]).limit(DEPTH).to_arrow()["row"].to_pylist()
        table.take_offsets(rows[:SHOWN]).select(["row", "text"]).to_list()
        return rows

    return search


def build_faiss(passages: list[Passage], vectors: Vectors, folder: Path) -> None:
    """Write all vectors as they are."""
    import faiss  # noqa: PLC0415 - as above

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "flat"))


def open_faiss(corpus: Corpus, folder: Path) -> Search:
    """By meaning only, the rights as a selector."""
    import faiss  # noqa: PLC0415 - as above

    index = faiss.read_index(str(folder / "flat"))
    selector = faiss.IDSelectorBatch(np.flatnonzero(corpus.readable()))
    parameters = faiss.SearchParameters(sel=selector)
    return lambda _, query: index.search(query[None], DEPTH, params=parameters)[1][0].tolist()


def build_bm25s(passages: list[Passage], vectors: Vectors, folder: Path) -> None:
    """Write its matrix of words and pairs of Chinese characters."""
    import bm25s  # noqa: PLC0415 - as above

    index = bm25s.BM25()
    index.index([_words(indexed_text(passage)) for passage in passages], show_progress=False)
    index.save(folder)


def open_bm25s(corpus: Corpus, folder: Path) -> Search:
    """By words only, the rights as weights of nought and one."""
    import bm25s  # noqa: PLC0415 - as above

    index = bm25s.BM25.load(folder, mmap=True)
    weights = corpus.readable().astype(np.float32)

    def search(question: str, _query: Vectors) -> list[int]:
        found: list[int] = (
            index.retrieve([_words(question)], k=DEPTH, weight_mask=weights, show_progress=False).documents[0].tolist()
        )
        return found

    return search


FRONTDESK: Final = Engine("Frontdesk: both searches, fused, 10 passages", build_frontdesk, open_frontdesk)
OTHERS: Final = (
    Engine("LanceDB alone: both searches, 10 passages", build_lancedb, open_lancedb),
    Engine("FAISS flat: by meaning only", build_faiss, open_faiss),
    Engine("bm25s: by words only", build_bm25s, open_bm25s),
)


def _words(text: str) -> list[str]:
    return _WORD.findall(full_text(text).lower())
