"""The best of the retrieved passages, as one where they are neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.answer.reading import Evidence
from knowledge.domain import Passage, Retrieved
from knowledge.language.sentences import Sentence, split_sentences

_GAP: Final = 2
"""Characters of white space between two passages of one section."""


def merged(found: Sequence[Retrieved]) -> list[Passage]:
    """The passages with the neighbours that were found too, one passage where they share a heading.

    Lists and tables are cut in splitting.
    """
    best: list[Passage] = []
    for retrieved in found:
        for passage in (retrieved.passage, *retrieved.neighbours):
            neighbour = next((other for other in best if _adjacent(other, passage)), None)
            if neighbour is not None:
                best[best.index(neighbour)] = _joined(*sorted((neighbour, passage), key=lambda each: each.start))
            else:
                best.append(passage)
    return best


def likeliest_first(passages: Sequence[Passage], evidence: Sequence[Evidence]) -> list[Passage]:
    """The passages in the order in which their best sentences may answer; those without one come last."""
    places: dict[int, int] = {}
    for place, one in enumerate(evidence):
        where = _index_of(one.sentence, passages)
        if where is not None:
            places.setdefault(where, place)
    order = sorted(range(len(passages)), key=lambda where: places.get(where, len(evidence)))
    return [passages[where] for where in order]


def is_within(part: Passage, passages: Sequence[Passage]) -> bool:
    """Whether a passage is part of one of these."""
    return any(each.document_id == part.document_id and each.start <= part.start < each.end for each in passages)


def in_whole(sentence: Sentence, passages: Sequence[Passage]) -> Sentence:
    """Return the same sentence in the passage that its neighbours were joined to: splitting may have cut its list."""
    at = sentence.passage.start + sentence.start
    for passage in passages:
        if passage.document_id == sentence.passage.document_id and passage.start <= at < passage.end:
            same = (one for one in split_sentences(passage) if passage.start + one.start == at)
            return next(same, sentence)
    return sentence


def _index_of(sentence: Sentence, passages: Sequence[Passage]) -> int | None:
    return next((where for where, each in enumerate(passages) if is_within(sentence.passage, [each])), None)


def _adjacent(one: Passage, other: Passage) -> bool:
    """Whether nothing but white space lies between the two, and they stand under one heading."""
    gap = max(one.start, other.start) - min(one.end, other.end)
    same_place = (one.document_id, one.heading_path) == (other.document_id, other.heading_path)
    return same_place and 0 <= gap <= _GAP


def _joined(first: Passage, second: Passage) -> Passage:
    filler = "\n" * (second.start - first.end)
    turned = (second.page or 0) - (first.page_at(len(first.text)) or 0)  # a page may begin between the two
    breaks = (*first.page_breaks, *[second.start] * turned, *second.page_breaks)
    return replace(first, text=first.text + filler + second.text, end=second.end, page_breaks=breaks)
