"""What a reader sees beside a quote: who answers for its document, and the table that it is a row of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from knowledge.answer.passages import in_whole, merged
from knowledge.answer.source import Source
from knowledge.domain import Citation, CitedTable, Retrieved
from knowledge.language.lists import block_of
from knowledge.language.sentences import Sentence
from knowledge.language.tables import cells
from knowledge.ports import PassageIndex

MOST_ROWS: Final = 100
"""That go with an answer; what is longer is read in the document."""


def completed(citations: Sequence[Citation], cited: Sequence[Source], index: PassageIndex) -> Iterator[Citation]:
    """Yield the citations with their documents' owners and the tables that they are rows of."""
    sources = {(source.sentences[0].passage.document_id, source.quote): source for source in cited}
    for citation in citations:
        source = sources.get((citation.document, citation.quote))
        table = cited_table(source, index) if source else None
        yield replace(citation, owner=index.owner(citation.document), table=table)


def cited_table(source: Source, index: PassageIndex) -> CitedTable | None:
    """Return the whole table that a quote is of; None where it is of none, or of one whose rows are cut for width."""
    quoted = [sentence for sentence in source.sentences if sentence.header]
    if not quoted:
        return None
    passages = merged([Retrieved(passage, 0.0) for passage in index.section(quoted[0].passage)])
    rows = [row for row in block_of(in_whole(quoted[0], passages)) if row.header]
    if len({row.header for row in rows}) != 1:
        return None
    starts = {_start(sentence) for sentence in quoted}
    own = [place for place, row in enumerate(rows) if _start(row) in starts]
    others = (place for place in range(len(rows)) if place not in own)
    carried = sorted([*own, *others][:MOST_ROWS])
    return CitedTable(
        header=tuple(cells(rows[0].header)),
        rows=tuple(tuple(cells(rows[place].quote)) for place in carried),
        quoted=tuple(carried.index(place) for place in own[:MOST_ROWS]),
        total=len(rows),
    )


def _start(sentence: Sentence) -> int:
    """Where it stands in its document."""
    return sentence.passage.start + sentence.start
