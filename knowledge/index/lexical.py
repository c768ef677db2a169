"""Full-text search: BM25 in tantivy, inside the reader's rights, from files that are mapped into memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy
from tantivy import Filter, Occur, Query

from knowledge.index.rights import RowRights

_FOLDER = "fulltext"
_TOKENIZER = "frontdesk"
_AHEAD = 4
"""Times as many rows as are wanted are looked at before only readable ones are."""
_HEAP = 128_000_000  # bytes that the writer fills before it puts a segment on disk


def write_full_text(folder: Path, terms: Iterable[str], rights: Iterable[int]) -> None:
    """Index each row's terms, as `index_text.full_text` makes them, with the number of its set of readers.

    Raises OSError where it cannot be written.
    """
    place = folder / _FOLDER
    place.mkdir()
    try:
        index = _with_tokenizer(tantivy.Index(_schema(), str(place)))
        writer = index.writer(_HEAP, num_threads=1)
        for row, (words, right) in enumerate(zip(terms, rights, strict=True)):
            fields = {"terms": words, "right": int(right), "row": row}
            writer.add_document(tantivy.Document.from_dict(fields, index.schema))
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:  # what tantivy raises for everything, a full disk too
        raise OSError(str(error)) from error


class FullText:
    """The full text of one version; any number of threads may share it."""

    def __init__(self, folder: Path, rights: RowRights) -> None:
        self._rights = rights
        self._schema, self._searcher = _opened(folder / _FOLDER)

    def bounded_by(self, rights: RowRights) -> FullText:
        """Return the same full text under other rights to its rows."""
        other = copy(self)
        vars(other).update(_rights=rights)
        return other

    def match(self, text: str, rights: Sequence[int], limit: int) -> dict[int, float]:
        """Return row -> BM25 score, best first, of the rows whose readers' number is among ``rights``.

        ``text`` is what `index_text.full_text_query` makes of a question. The best of all rows are looked
        at first, which takes a third of the time of gathering the readable ones; where too few of them are readable,
        the search is for readable ones only. A score does not depend on rights, so that both find the same. What later
        rights close is not known to the full text: it is passed over, however deep one must look for others.
        """
        words = dict.fromkeys(_ANALYZER.analyze(text))
        any_word = Query.boolean_query(
            [(Occur.Should, Query.term_query(self._schema, "terms", word, "freq")) for word in words]
        )
        granted, found = frozenset(rights), []
        for query, depth in self._ever_deeper(any_word, granted, limit):
            hits = self._searcher.search(query, depth, count=False).hits
            found = self._readable(hits, granted)
            if len(found) >= limit or len(hits) < depth:
                break
        return dict(found[:limit])

    def _ever_deeper(self, any_word: Query, granted: frozenset[int], limit: int) -> Iterator[tuple[Query, int]]:
        """Yield what to search for and how many to look at: first among all rows, then among those granted."""
        yield any_word, _AHEAD * limit
        written = {number for right, number in enumerate(self._rights.written) if right in granted}
        readable = Query.const_score_query(Query.term_set_query(self._schema, "right", list(written)), 0)
        both = Query.boolean_query([(Occur.Must, any_word), (Occur.Must, readable)])
        yield from ((both, limit * _AHEAD**times) for times in count())

    def _readable(
        self, hits: Sequence[tuple[float, tantivy.DocAddress]], granted: frozenset[int]
    ) -> list[tuple[int, float]]:
        """Return row and score of those hits whose readers' number is granted."""
        rows: list[int] = self._searcher.fast_field_values("row", [address for _, address in hits])  # type: ignore[assignment] # each has one
        rights_of = self._rights.of_row[np.array(rows, dtype=np.intp)].tolist()
        scores = (score for score, _ in hits)
        return [(row, score) for row, right, score in zip(rows, rights_of, scores, strict=True) if right in granted]


def _opened(place: Path) -> tuple[tantivy.Schema, tantivy.Searcher]:
    """Open an index for searching, also where nothing can be written. Raises ValueError where it is damaged."""
    try:
        return _searcher(place)
    except ValueError:  # what tantivy raises where it cannot write its lock, too
        if os.access(place, os.W_OK):
            raise
    with TemporaryDirectory(prefix="frontdesk-") as links:
        for file in place.iterdir():
            if file.suffix != ".lock":
                (Path(links) / file.name).symlink_to(file.absolute())
        return _searcher(Path(links))  # which has opened all files: nothing looks for the links again


def _searcher(place: Path) -> tuple[tantivy.Schema, tantivy.Searcher]:
    index = _with_tokenizer(tantivy.Index.open(str(place)))
    index.config_reader("manual")  # a version never changes: nothing to watch
    return index.schema, index.searcher()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_unsigned_field("right", indexed=True, fast=True)
    builder.add_unsigned_field("row", fast=True)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """Words as `index_text` leaves them, which has stemmed them already, without accents."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(Filter.ascii_fold()).build()


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_TOKENIZER, _ANALYZER)
    return index


_ANALYZER = _analyzer()
