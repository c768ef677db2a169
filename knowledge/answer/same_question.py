"""Whether two questions ask for the same, so that one answer does for both. In doubt they do not.

The embedder cannot tell alone: of the 69 pairs in `tests/eval/alike_pairs.jsonl` that differ in something that matters
("own laptop, work stick" for "work laptop, own stick", one city for another), it puts 65 nearer to each other than the
farthest of the 38 paraphrases. So the words must agree as well, but for those that carry nothing, and what is found
for the new question must bear the answer out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.answer.reading import Evidence
from knowledge.domain import Answer, Citation
from knowledge.question.particulars import particulars

LEAST_SIMILARITY: Final = 0.97
"""Cosine of two questions. The 8 paraphrases of the pairs whose words agree have .977 and more; no other pair's do."""


def same_particulars(one: str, other: str) -> bool:
    """Whether two questions agree in all that matters: the words in their order, numbers and denials."""
    return particulars(one) == particulars(other)


def borne_out(answer: Answer, best: Sequence[Evidence]) -> bool:
    """Whether the answer quotes nothing but what is the best evidence for this question, too."""
    return bool(answer.citations) and all(_among(citation, best) for citation in answer.citations)


def _among(citation: Citation, best: Sequence[Evidence]) -> bool:
    sentences = (evidence.sentence for evidence in best)
    return any(
        sentence.passage.document_id == citation.document
        and sentence.passage.text[sentence.start : sentence.end] in citation.quote
        for sentence in sentences
    )
