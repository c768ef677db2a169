"""Asks again what somebody found well answered, and compares the sources: what is not as it was before a reload."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.answer.story import Answering
from knowledge.domain import Answer, Citation, Question
from knowledge.evaluation.matching import letters


@dataclass(frozen=True, slots=True)
class Approved:
    """A question whose answer was found helpful, and what that quoted; nothing, where declining was."""

    question: Question
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What is different now.

    ``same`` is how many still rest on one of their quotes, or are still declined. ``changed`` are answered from another
    text, the first of which is given. ``left`` were not asked: the time was over.
    """

    same: int
    changed: tuple[tuple[str, Citation], ...]
    declined: tuple[str, ...]
    left: int
    version: str


def recheck(
    approved: Iterable[Approved], answering: Answering, seconds: float, progress: Callable[[int, int], None]
) -> Rechecked:
    """Ask them all, in ``seconds`` at most. ``progress`` is told before each how many were asked, and of how many.

    Raises IndexMissing or IndexIncompatible.
    """
    until = time.monotonic() + seconds
    waiting = list(approved)
    total = len(waiting)
    version = answering.index.current().version
    same, changed, declined = 0, [], []
    while waiting and time.monotonic() < until:
        progress(total - len(waiting), total)
        one = waiting.pop(0)
        answer = answering.answer(one.question, emit=lambda _piece: None, deadline=until, cancelled=lambda: False)
        if _as_before(answer, one):
            same += 1
        elif answer.citations:
            changed.append((one.question.text, answer.citations[0]))
        else:
            declined.append(one.question.text)
    return Rechecked(same, tuple(changed), tuple(declined), len(waiting), version)


def _as_before(answer: Answer, approved: Approved) -> bool:
    now = {(citation.document, letters(citation.quote)) for citation in answer.citations}
    before = {(document, letters(quote)) for document, quote in approved.quotes}
    return bool(now & before) if before else not now
