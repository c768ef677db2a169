"""Asks the whole pipeline the questions of an evaluation, each inside its asker's rights."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.answer.confidence import Calibration
from knowledge.answer.story import Answering
from knowledge.domain import Answer, Question
from knowledge.evaluation.conversations import Threads
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.first_sentence import first_claim
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.retrieval import PrincipalsOf
from knowledge.evaluation.support import support_of
from knowledge.ports import Answers


def ask(
    questions: Sequence[GoldQuestion], answering: Answers, principals: PrincipalsOf, seconds: float
) -> Iterator[Prediction]:
    """Yield what is answered, question by question; ``seconds`` is the time for one answer.

    A turn of a conversation is asked after the turns before it and what was answered to them here.
    Raises IndexMissing or IndexIncompatible when there is nothing to answer from.
    """
    threads = Threads()
    for gold in questions:
        question = Question(gold.id, gold.text, gold.language, principals(gold), threads.before(gold))
        answer = answering.answer(
            question,
            emit=lambda _piece: None,
            deadline=time.monotonic() + seconds,
            cancelled=lambda: False,
        )
        threads.add(gold, answer.text)
        yield prediction_of(answer)


def prediction_of(answer: Answer) -> Prediction:
    """What the figures are made from."""
    return Prediction(
        answer.question_id,
        tuple((one.passage.document_id, one.text) for one in answer.retrieved),
        tuple(dict.fromkeys(citation.document for citation in answer.citations)),
        answer.text,
        answer.abstained,
        answer.kind,
        answer.confidence,
        answer.generator,
        support_of(answer),
        answer.timings,
        first_claim(answer),
        answer.generator if answer.citations else "",
    )


@dataclass(frozen=True)
class _Watching(Calibration):
    """Remembers the signs that it is asked about, and declines nothing for them."""

    seen: list[Mapping[str, float]] = field(default_factory=list)

    def confidence(self, signs: Mapping[str, float]) -> float:
        """As sure as can be where anything was found."""
        self.seen.append(signs)
        return float(bool(signs))


def observe(
    questions: Sequence[GoldQuestion], answering: Answering, principals: PrincipalsOf, seconds: float
) -> Iterator[tuple[Prediction, Mapping[str, float]]]:
    """Yield what is answered where nothing is declined for want of confidence, with the signs of confidence.

    No signs where nothing was found.
    """
    now = answering.fit.calibration
    watching = _Watching(now.weights, now.bias, threshold=0.5)
    undaunted = replace(answering, fit=replace(answering.fit, calibration=watching))
    for said in ask(questions, undaunted, principals, seconds):
        yield said, watching.seen[-1] if watching.seen else {}
        watching.seen.clear()
