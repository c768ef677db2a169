"""Scores what was retrieved for a question against its gold span and gold documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from knowledge.evaluation.files import GoldQuestion, principals_of
from knowledge.evaluation.matching import letters
from knowledge.evaluation.predictions import Prediction

DEPTHS: Final = (1, 5, 10)
FIGURES: Final = (*(f"span@{k}" for k in DEPTHS), "MRR", *(f"doc@{k}" for k in DEPTHS), "doc MRR", "leak")
"""span@k: one of the first k texts holds the gold span. doc@k: one of them is from a gold document. MRR: the reciprocal
rank of the first text with the span, doc MRR of the first gold document, 0 beyond the tenth. leak: something was shown
that none of the asker's groups may read."""

Scores = dict[str, float]

_GRAM: Final = 8
_LEAST_FOR_GRAMS: Final = 24  # characters
_GRAMS_FOUND: Final = 0.9


def score(
    questions: Iterable[GoldQuestion], predictions: Iterable[Prediction], rights: Mapping[str, frozenset[str]] | None
) -> dict[str, Scores]:
    """Return each question's figures by its id; a question without a prediction has found nothing.

    ``rights`` are each document's principals; where they are given, a document that they don't name is nobody's.
    """
    found = {prediction.id: prediction for prediction in predictions}
    return {one.id: _scores(one, found.get(one.id, Prediction(one.id, ())), rights) for one in questions}


def holds(text: str, span: str) -> bool:
    """Whether the text holds the span: its letters and digits, or nine tenths of a long span's 8-grams."""
    wanted, said = letters(span), letters(text)
    if not wanted or wanted in said:
        return bool(wanted)
    grams = [wanted[start : start + _GRAM] for start in range(len(wanted) - _GRAM + 1)]
    return len(wanted) >= _LEAST_FOR_GRAMS and sum(gram in said for gram in grams) / len(grams) >= _GRAMS_FOUND


def _scores(question: GoldQuestion, found: Prediction, rights: Mapping[str, frozenset[str]] | None) -> Scores:
    scores: Scores = {}
    best = found.retrieved[: DEPTHS[-1]]
    if question.answerable and question.gold_spans:
        scores |= _ranked("span@", "MRR", best, lambda _, text: any(holds(text, span) for span in question.gold_spans))
    if question.answerable and question.gold_documents:
        scores |= _ranked("doc@", "doc MRR", best, lambda document, _: document in question.gold_documents)
    if rights is not None and question.groups:
        shown = [document for document, _ in found.retrieved] + list(found.citations)
        reader = principals_of(question.groups)
        scores["leak"] = float(any(reader.isdisjoint(rights.get(document, ())) for document in shown))
    return scores


def _ranked(at: str, mrr: str, found: Sequence[tuple[str, str]], right: Callable[[str, str], bool]) -> Scores:
    """Return the recall at each depth and the reciprocal rank of the first right one."""
    rank = next((place for place, (document, text) in enumerate(found, start=1) if right(document, text)), None)
    recalls = {f"{at}{depth}": float(rank is not None and rank <= depth) for depth in DEPTHS}
    return {**recalls, mrr: 1 / rank if rank else 0.0}
