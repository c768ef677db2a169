"""The story of one answer: retrieve, judge, write, ground, cite. Everything outside comes in as an argument."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from knowledge.composing import Page
from knowledge.domain import Answer, Question
from knowledge.drafting import Claim, draft, standalone
from knowledge.evidence import Ranking, rank
from knowledge.phrases import ABSTENTION
from knowledge.ports import Embedder, Generator, Index
from knowledge.quoting import procedure, quotes

EXTRACTIVE: Final = "extractive"
RETRIEVED: Final = 10
"""Passages retrieved and recorded; `knowledge.evidence` reads the best few of them."""
THRESHOLD: Final = 0.37
"""Confidence under which the answer is that the policies don't say."""
SENTENCES: Final = 3
"""An answer is short."""
RELEVANT: Final = 6
"""A generated sentence must rest on one of this many best pieces of evidence: true but beside the point is none."""

Emit = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions. ``generator`` may be None: then answers are quotes."""

    index: Index
    embedder: Embedder
    generator: Generator | None

    def answer(
        self,
        question: Question,
        *,
        emit: Emit,
        deadline: float,
        cancelled: Callable[[], bool],
    ) -> Answer:
        """Answer from what ``question.principals`` may read, or abstain.

        ``emit`` receives the answer's text piece by piece, each piece final: joined they are the answer's text.
        ``deadline`` is in seconds of ``time.monotonic``; when it passes, what is missing is quoted.

        Raises IndexMissing or IndexIncompatible when there is nothing to answer from.
        """
        clock = _Clock()
        index = self.index.current()
        with clock.stage("retrieve"):
            asked = standalone(question)
            found = index.search(asked, question.principals, RETRIEVED)
            ranking = rank(asked, found, self.embedder)
        page, writer = Page(question, emit), EXTRACTIVE
        if ranking.confidence < THRESHOLD:
            page.write(ABSTENTION[question.language])
        else:
            with clock.stage("write"):
                writer = self._write(page, ranking, deadline, cancelled)
        return Answer(
            question_id=question.id,
            text=page.text,
            language=question.language,
            citations=tuple(page.citations),
            abstained=not page.citations,
            retrieved=tuple(found),
            knowledge_version=index.version,
            generator=writer,
            timings=clock.timings(),
            kind="answer" if page.citations else "abstention",
            confidence=round(ranking.confidence, 4),
        )

    def _write(self, page: Page, ranking: Ranking, deadline: float, cancelled: Callable[[], bool]) -> str:
        """Write the procedure, or what the generator says truly, or quotes; return the name of who wrote.

        What the generator wrote is completed by the best evidence where it passed over it.
        """
        steps = procedure(page.question.text, ranking.evidence)
        if steps is not None:
            page.cite(steps)
            return EXTRACTIVE
        for claim in self._claims(page.question, ranking, deadline, cancelled):
            page.cite(claim)
            if len(page.cited) == SENTENCES:
                break
        writer = self.generator.name if page.cited and self.generator else EXTRACTIVE
        missing = ranking.evidence[:1] if page.cited else ranking.evidence
        for claim in quotes(missing, page.cited, SENTENCES):
            page.cite(claim)
        return writer

    def _claims(
        self, question: Question, ranking: Ranking, deadline: float, cancelled: Callable[[], bool]
    ) -> Iterator[Claim]:
        """Yield the generator's supported and relevant sentences; none in a language that it does not speak."""
        if self.generator is None or question.language not in self.generator.languages:
            return
        evidence = [item.sentence for item in ranking.evidence]
        relevant = evidence[:RELEVANT]
        for claim in draft(question, evidence, self.generator, deadline=deadline, cancelled=cancelled):
            if any(sentence in relevant for sentence in claim.source.sentences):
                yield claim


@dataclass(slots=True)
class _Clock:
    """Seconds by stage, and in total since it was made."""

    started: float = field(default_factory=time.monotonic)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = round(time.monotonic() - began, 4)

    def timings(self) -> dict[str, float]:
        return {**self.seconds, "total": round(time.monotonic() - self.started, 4)}
