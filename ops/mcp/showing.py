"""What was found, answered or looked up -> what the tools return: harmless, and of bounded length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Final

from knowledge import domain
from knowledge.domain import Answer, Citation, Language, Retrieved
from knowledge.index.documents import DocumentRecord
from knowledge.injection import is_suspicious
from ops.mcp import harmless
from ops.mcp.readers import in_words
from ops.mcp.results import AnswerResult, Passage, ReadersResult, Source

LONGEST_QUOTE: Final = 1500
"""Characters of a passage or a quote."""
LONGEST_ANSWER: Final = 6000
"""Characters of an answer's text; the product's own are far below."""
MOST_CITATIONS: Final = 20


def passages(found: Sequence[Retrieved], most: int) -> list[Passage]:
    """What a search returns: what fits best, then what was found right beside it, each at its own place."""
    beside = (neighbour for each in found for neighbour in each.neighbours)
    return [_passage(one) for one in islice(chain((each.passage for each in found), beside), most)]


def answered(answer: Answer) -> AnswerResult:
    """What an answer returns."""
    text, cut = harmless.shortened(harmless.harmless(answer.text), LONGEST_ANSWER)
    suspects = (place for place in answer.suspicions if place)  # the question's own place is empty
    return AnswerResult(
        text=text,
        abstained=answer.abstained,
        kind=answer.kind,
        language=answer.language,
        confidence=min(1.0, max(0.0, answer.confidence)),
        citations=[_source(citation) for citation in answer.citations[:MOST_CITATIONS]],
        shortened=cut or len(answer.citations) > MOST_CITATIONS,
        shortfall=answer.shortfall,
        suspected_injections=[harmless.harmless(place) for place in suspects],
        version=answer.knowledge_version,
    )


def readers(record: DocumentRecord, language: Language, version: str, *, restricted: bool) -> ReadersResult:
    """What is returned of who may read a document."""
    return ReadersResult(
        document=harmless.harmless(record.id),
        title=harmless.name(record.title),
        in_words=in_words(record.readers, language),
        readers=list(record.readers),
        because=harmless.harmless(record.rule),
        restricted=restricted,
        valid_from=record.effective,
        valid_until=record.until,
        version=version,
    )


def _source(citation: Citation) -> Source:
    quote, cut = harmless.shortened(harmless.read(citation.quote), LONGEST_QUOTE)
    return Source(
        number=citation.number,
        document=harmless.harmless(citation.document),
        title=harmless.name(citation.title),
        heading=harmless.name(citation.heading),
        page=citation.page,
        quote=quote,
        shortened=cut,
        link=harmless.link(citation.url),
    )


def _passage(one: domain.Passage) -> Passage:
    words = f"{one.context}\n{one.text}".strip()
    quote, cut = harmless.shortened(harmless.read(words), LONGEST_QUOTE)
    return Passage(
        document=harmless.harmless(one.document_id),
        title=harmless.name(one.title),
        heading=harmless.name(one.heading),
        page=one.page,
        quote=quote,
        shortened=cut,
        link=harmless.link(one.url),
        valid_from=one.effective,
        valid_until=one.until,
        suspected_injection=is_suspicious(words),
    )
