"""The story of one answer: retrieve, judge, write, ground, cite. Everything outside comes in as an argument."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

from knowledge.answer.claims import Claim, Drafting
from knowledge.answer.confidence import Fit, Judge, Ranking, safe_fit
from knowledge.answer.contradictions import conflict
from knowledge.answer.general_knowledge import explain, is_general
from knowledge.answer.grounding import Checker
from knowledge.answer.page import Page
from knowledge.answer.passages import likeliest_first, merged
from knowledge.answer.prompt import answer_prompt, fitting
from knowledge.answer.quotes import quotes, whole
from knowledge.answer.reading import Evidence, covered_by
from knowledge.answer.source import Source
from knowledge.answer.support import material
from knowledge.answer.watched_generator import Watched
from knowledge.answer.wrong_premises import otherwise
from knowledge.domain import Answer, AnswerKind, Passage, Question, Refusal, Retrieved, Turn
from knowledge.index.editions import without_replaced
from knowledge.index.index_text import place_of
from knowledge.injection import suspicious_places
from knowledge.language.markdown import as_asked
from knowledge.language.phrases import (
    ABSTENTION,
    ANYBODY,
    CLOSEST,
    CONFLICT,
    HUMAN,
    NEWEST_FIRST,
    OTHERWISE,
    SMALL_TALK,
)
from knowledge.language.sentences import plain
from knowledge.ports import Embedder, Entailment, Generator, Index, PassageIndex
from knowledge.question.follow_ups import standalone
from knowledge.question.intents import Intents, NoIntents, Talk
from knowledge.question.question_back import answers_a_question_back, choices, question_back

EXTRACTIVE: Final = "extractive"
RETRIEVED: Final = 10
"""Passages retrieved and recorded; `knowledge.answer.reading` reads them all."""
ASKED_FROM: Final = 0.15
"""Confidence from which on a model that writes freely is asked, though one is not sure enough to quote: it reads whole
passages, says itself when they do not answer, and what it says is checked."""

Emit = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found for a question, how it ranks, and how sure one may be that it answers."""

    asked: str
    found: Sequence[Retrieved]
    ranking: Ranking
    confidence: float

    @property
    def closest(self) -> Passage | None:
        """The section to name where nothing answers: first in search and reading, and it says a word of the question.

        Of 599 declined questions of organisations left out, 7 in 10 such sections are about the matter, of others 4.
        """
        if not self.ranking.evidence:
            return None
        nearest = self.ranking.evidence[0].sentence.passage
        said = f"{place_of(nearest)} {nearest.text}"
        near = nearest.id == self.found[0].passage.id and covered_by(self.asked, said, nearest) > 0
        return nearest if near else None


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions. ``generator`` may be None: then answers are quotes.

    ``contact`` is whom to ask where the policies don't say; empty names nobody in particular.
    """

    index: Index
    embedder: Embedder
    generator: Generator | None
    fit: Fit = field(default_factory=safe_fit)
    contact: str = ""
    general_knowledge: bool = False
    """Whether the generator may explain a general term that no document mentions."""
    entailment: Entailment | None = None
    """Judges whether what a model says follows from its sources, with what can be looked up; else the embedder's."""
    intents: Intents = field(default_factory=NoIntents)
    """Tells small talk, follow-ups, premises and what is asked for."""

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
        asked_plainly = replace(question, text=self.intents.wanted(as_asked(question.text)))
        writer = Watched(self.generator) if self.generator else None
        asking = _Asking(Page(asked_plainly, emit), deadline, cancelled, writer, today_of(question))
        if talk := self.talk(question):
            asking.page.write(SMALL_TALK[question.language][talk])
            return asking.answered("small_talk")
        index = self.index.current()
        with asking.clock.stage("retrieve"):
            asked, found = self.search(question, index)
        answer = self._answered(asking, asked, found, index)
        suspicions = suspicious_places(question, answer.retrieved or found)
        return replace(answer, knowledge_version=index.version, suspicions=suspicions)

    def _answered(self, asking: _Asking, asked: str, found: Sequence[Retrieved], index: PassageIndex) -> Answer:
        """Ask back, answer or abstain; ``asked`` is the question as it stands alone."""
        page = asking.page
        headings = [] if page.question.history else choices(asked, found)
        if headings:
            page.write(question_back(headings, page.question.language))
            return replace(asking.answered("clarification"), retrieved=without_vectors(found))
        with asking.clock.stage("rank"):
            look = self.look(asked, found, page.question.history)
        if not self.is_sure(look) and (by := self._explain(asking, index)):
            return replace(asking.answered("general"), generator=by)
        kind, writer = self._from_policies(asking, look)
        if kind == "abstention":
            self._abstain(page, look.closest)
        return replace(
            asking.answered(kind),
            retrieved=without_vectors(look.found),
            generator=writer,
            confidence=round(look.confidence, 4),
        )

    @property
    def judge(self) -> Judge:
        """What tells which sentence answers, and how sure one may be."""
        return Judge(self.embedder, self.fit, self.intents.asks)

    def talk(self, question: Question) -> Talk | None:
        """Which small talk a question is; none where it answers a question of ours."""
        if answers_a_question_back(question.history):
            return None
        return self.intents.talk(as_asked(question.text))

    def search(self, question: Question, index: PassageIndex) -> tuple[str, list[Retrieved]]:
        """Return what is searched for a question, as it stands alone and with slips mended, and what is found."""
        asked = index.mended(standalone(question, self.intents), question.principals)
        return asked, index.search(asked, question.principals, RETRIEVED)

    def look(self, asked: str, found: Sequence[Retrieved], history: Sequence[Turn] = ()) -> Look:
        """Judge what was found for a question that was asked after a thread's ``history``."""
        said = [turn.text for turn in history if turn.role == "assistant"]
        ranking = self.judge.rank(asked, found, said)
        return Look(asked, found, ranking, self.judge.confidence(ranking))

    def is_sure(self, look: Look) -> bool:
        """Whether that is enough for an answer."""
        return self.judge.is_sure(look.confidence)

    def _from_policies(self, asking: _Asking, look: Look) -> tuple[AnswerKind, str]:
        """Write what the policies say; return the kind of answer and the name of who wrote it."""
        page, evidence, sure = asking.page, look.ranking.evidence, self.is_sure(look)
        if sure and (contradiction := conflict(evidence)):
            _contradict(page, contradiction)
            return "conflict", EXTRACTIVE
        correction = otherwise(page.question.text, evidence, look.found) if sure else None
        if correction and self.intents.states_a_rule(page.question.text):
            page.write(OTHERWISE[page.question.language])
            for claim in quotes((correction, *evidence), page.cited):
                page.cite(claim)
            return "answer", EXTRACTIVE
        with asking.clock.stage("write"):
            writer = self._write(asking, look, sure=sure)
        return ("answer" if page.citations else "abstention"), writer

    def _abstain(self, page: Page, closest: Passage | None) -> None:
        """Say that the policies don't, what comes closest where something does, and who may know."""
        language = page.question.language
        parts = [ABSTENTION[language]]
        if closest:
            parts.append(CLOSEST[language].format(heading=plain(closest.heading), title=plain(closest.title)))
        parts.append(HUMAN[language].format(contact=self.contact or ANYBODY[language]))
        page.write(("" if language == "zh" else " ").join(parts))

    def _explain(self, asking: _Asking, index: PassageIndex) -> str:
        """Explain a general term where that is allowed; return the name of who did, empty where nobody may."""
        page = asking.page
        if asking.writer is None or not (self.general_knowledge and is_general(page.question, index)):
            return ""
        for piece in explain(page.question, asking.writer, deadline=asking.deadline, cancelled=asking.cancelled):
            page.write(piece)
        return asking.writer.name if page.text else ""

    def _write(self, asking: _Asking, look: Look, *, sure: bool) -> str:
        """Write what the generator says truly, and the steps or the table asked for, or quotes; return who wrote.

        Nothing is written where the generator says that the passages do not answer, or where one is not ``sure`` and it
        says nothing that is borne out.
        """
        page = asking.page
        drafting = self._drafting(asking, look)
        for claim in drafting.claims() if drafting else ():
            page.cite(claim)
        by_generator = bool(page.cited)
        if drafting:
            asking.refused = drafting.refused
        if by_generator or (sure and not (drafting and drafting.declined)):
            self._quote(page, look, by_generator=by_generator)
        return asking.writer.name if by_generator and asking.writer else EXTRACTIVE

    @staticmethod
    def _quote(page: Page, look: Look, *, by_generator: bool) -> None:
        """Quote the steps or the table asked for as a whole; where nobody wrote anything, else what answers."""
        asked_for = whole(look.ranking.evidence, look.found, look.ranking.wants)
        if asked_for is not None:
            page.cite(asked_for)
        elif not by_generator:
            for claim in quotes(look.ranking.evidence, page.cited):
                page.cite(claim)

    def _drafting(self, asking: _Asking, look: Look) -> Drafting | None:
        """What asks the generator, where it may answer in its own words; None where quotes are the answer."""
        writer, question = asking.writer, asking.page.question
        if writer is None or not writer.profile.freely or question.language not in writer.profile.languages:
            return None
        if look.confidence < min(ASKED_FROM, self.fit.calibration.threshold) or not look.ranking.evidence:
            return None
        alone = replace(question, text=standalone(question, self.intents, separator=" "), history=())
        found = without_replaced(look.asked, look.found, asking.today.isoformat())
        passages = likeliest_first(merged(found), look.ranking.evidence)
        shown = fitting(passages, writer.profile.context, asking.deadline - time.monotonic())
        return Drafting(
            alone,
            answer_prompt(question, asking.today, shown),
            material(found, shown, self.embedder),
            Checker(self.embedder, self.entailment or self.embedder.entailment),
            writer,
            deadline=asking.deadline,
            cancelled=asking.cancelled,
        )


def today_of(question: Question) -> date:
    """The day on which the question was asked, where its asker is."""
    return date.fromisoformat(question.today) if question.today else datetime.now(UTC).date()


def without_vectors(found: Sequence[Retrieved]) -> tuple[Retrieved, ...]:
    """What was found as an answer keeps it: the vectors are the index's, and large."""
    return tuple(replace(one, vectors={}) for one in found)


def _contradict(page: Page, contradiction: tuple[Evidence, Evidence]) -> None:
    """Quote both sides, each with its document and date."""
    language = page.question.language
    dated = all(side.sentence.passage.effective for side in contradiction)
    page.write((NEWEST_FIRST if dated else CONFLICT)[language])
    for side in contradiction:
        passage = side.sentence.passage
        page.write("\n\n- ")
        page.cite(Claim(side.sentence.readable, Source((side.sentence,))))
        page.write(f" ({', '.join(part for part in (plain(passage.title), passage.effective) if part)})")


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


@dataclass(slots=True)
class _Asking:
    """One question being answered: where its words go, until when, who writes, and how long each stage took."""

    page: Page
    deadline: float
    cancelled: Callable[[], bool]
    writer: Watched | None
    today: date
    clock: _Clock = field(default_factory=_Clock)
    refused: Sequence[Refusal] = ()

    def answered(self, kind: AnswerKind) -> Answer:
        """What is on the page as an answer; without what was found for it."""
        return Answer(
            question_id=self.page.question.id,
            text=self.page.text,
            language=self.page.question.language,
            citations=tuple(self.page.citations),
            abstained=kind == "abstention",
            retrieved=(),
            knowledge_version="",
            generator=EXTRACTIVE,
            timings=self.clock.timings(),
            kind=kind,
            shortfall=self.writer.shortfall if self.writer else "",
            refused=tuple(dict.fromkeys(self.refused)),
        )
