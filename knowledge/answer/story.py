"""The story of one answer: retrieve, judge, write, ground, cite. Everything outside comes in as an argument."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from knowledge.answer.cited import completed
from knowledge.answer.claims import Claim, Drafting, pointed_at
from knowledge.answer.confidence import Fit, Judge, Ranking, safe_fit
from knowledge.answer.contradictions import conflict
from knowledge.answer.general_knowledge import explain, is_general
from knowledge.answer.grounding import Checker
from knowledge.answer.named_clause import clause, tells_clause
from knowledge.answer.page import Page
from knowledge.answer.passages import likeliest_first, merged
from knowledge.answer.prompt import answer_prompt, fitting
from knowledge.answer.quotes import quotes, whole
from knowledge.answer.reading import Evidence, covered_by
from knowledge.answer.second_opinion import SecondOpinion
from knowledge.answer.source import Source
from knowledge.answer.stages import Tell, reading, untold
from knowledge.answer.support import material
from knowledge.answer.watched_generator import Watched
from knowledge.answer.whole_table import tells_table, without_any_row
from knowledge.answer.wrong_premises import otherwise
from knowledge.domain import Answer, AnswerKind, Passage, Question, Refusal, Retrieved, Stage
from knowledge.index.editions import day_of, without_replaced
from knowledge.index.index_text import place_of
from knowledge.injection import suspicious_places
from knowledge.language.clauses import clauses_in
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
from knowledge.question.rewriting import rewritten

EXTRACTIVE: Final = "extractive"
RETRIEVED: Final = 10
"""Passages retrieved and recorded; `knowledge.answer.reading` reads them all."""
ASKED_FROM: Final = 0.15
"""Confidence from which on a model that writes freely is asked, though one is not sure enough to quote: it reads whole
passages, says itself when they do not answer, and what it says is checked."""
REWRITING: Final = 0.2
"""Of the time left, what a model may take to let a follow-up stand alone."""

Emit = Callable[[str], None]
Then = Callable[[Question, Answer, PassageIndex, float, Callable[[], bool]], Answer]
"""From the question, its answer, where that is from, the deadline and whether it is cancelled, to the answer."""


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
    second_opinion: bool = False
    """Whether the generator is asked, too, about sentences that the checker is not sure of."""
    intents: Intents = field(default_factory=NoIntents)
    """Tells small talk, follow-ups, premises and what is asked for."""
    then: Then | None = None
    """What is done to an answer whose words are out (`knowledge.answer.next_questions`)."""

    def answer(
        self,
        question: Question,
        *,
        emit: Emit,
        deadline: float,
        cancelled: Callable[[], bool],
        tell: Tell = untold,
    ) -> Answer:
        """Answer from what ``question.principals`` may read, or abstain.

        ``emit`` receives the answer's text piece by piece, each piece final: joined they are the answer's text.
        ``deadline`` is in seconds of ``time.monotonic``; when it passes, what is missing is quoted. ``tell`` is called
        as each stage begins; small talk has none.

        Raises IndexMissing or IndexIncompatible when there is nothing to answer from.
        """
        asked_plainly = replace(question, text=self.intents.wanted(as_asked(question.text)))
        writer = Watched(self.generator) if self.generator else None
        asking = _Asking(Page(asked_plainly, emit), deadline, cancelled, writer, tell)
        if talk := self.talk(question):
            asking.page.write(SMALL_TALK[question.language][talk])
            return asking.answered("small_talk")
        index = self.index.current().within(question.sources)
        tell(Stage("searching"))
        with asking.clock.stage("retrieve"):
            asking.alone = self._alone(asking, question)
            asked, found = self.search(question, index, asking.alone)
        if found:
            tell(reading(found))
        answer = self._answered(asking, asked, found, index)
        suspicions = suspicious_places(question, answer.retrieved or found)
        answer = replace(answer, knowledge_version=index.version, suspicions=suspicions)
        return self.then(question, answer, index, deadline, cancelled) if self.then else answer

    def _answered(self, asking: _Asking, asked: str, found: Sequence[Retrieved], index: PassageIndex) -> Answer:
        """Ask back, answer or abstain; ``asked`` is the question as it stands alone."""
        page = asking.page
        headings = [] if page.question.history else choices(asked, found)
        if headings:
            page.write(question_back(headings, page.question.language))
            return replace(asking.answered("clarification"), retrieved=without_vectors(found))
        with asking.clock.stage("rank"):
            look = self.look(asked, found, page.question)
        if not self.is_sure(look) and (by := self._explain(asking, index)):
            return replace(asking.answered("general"), generator=by)
        kind, writer = self._from_policies(asking, look)
        if kind == "abstention":
            self._abstain(page, look.closest)
        return replace(
            asking.answered(kind),
            citations=tuple(completed(page.citations, page.cited, index)),
            retrieved=without_vectors(look.found),
            generator=writer,
            confidence=round(look.confidence, 4),
        )

    @property
    def judge(self) -> Judge:
        """What tells which sentence answers, and how sure one may be."""
        return Judge(self.embedder, self.fit, self.intents.asks)

    def talk(self, question: Question) -> Talk | None:
        """Which small talk a question is; none where it answers a question of ours, or is a clause's number."""
        if answers_a_question_back(question.history) or clauses_in(question.text):
            return None
        return self.intents.talk(as_asked(question.text))

    def _alone(self, asking: _Asking, question: Question) -> str:
        """The question as it stands alone; of one that follows up, as a model that writes freely puts it."""
        alone, writer = standalone(question, self.intents), self._free_writer(asking)
        if writer is None or writer.profile.thinks or "\n" not in alone:
            return alone
        now = time.monotonic()
        until = now + (asking.deadline - now) * REWRITING
        # Not the watched one: an answer lacks nothing where this fails.
        return rewritten(question, writer.generator, deadline=until, cancelled=asking.cancelled) or alone

    def search(self, question: Question, index: PassageIndex, alone: str = "") -> tuple[str, list[Retrieved]]:
        """Return what is searched for a question, as it stands alone and with slips mended, and what is found."""
        asked = index.mended(alone or standalone(question, self.intents), question.principals)
        return asked, index.search(asked, question.principals, RETRIEVED, question.today)

    def look(self, asked: str, found: Sequence[Retrieved], question: Question) -> Look:
        """Judge what was found for ``asked``, which is the question as it stands alone."""
        said = [turn.text for turn in question.history if turn.role == "assistant"]
        ranking = self.judge.rank(asked, found, said, question.today)
        told = tells_clause(asked, ranking.evidence)
        if told is None:
            told = tells_table(asked, ranking.evidence, found, ranking.wants)
        return Look(asked, found, ranking, self.judge.confidence(ranking) if told is None else float(told))

    def is_sure(self, look: Look) -> bool:
        """Whether that is enough for an answer."""
        return self.judge.is_sure(look.confidence)

    def _from_policies(self, asking: _Asking, look: Look) -> tuple[AnswerKind, str]:
        """Write what the policies say; return the kind of answer and the name of who wrote it."""
        page, evidence, sure = asking.page, look.ranking.evidence, self.is_sure(look)
        if sure and (contradiction := conflict(evidence, page.question.today)):
            _contradict(page, contradiction)
            return "conflict", EXTRACTIVE
        correction = otherwise(page.question.text, evidence, look.found) if sure else None
        if correction and self.intents.states_a_rule(page.question.text):
            page.write(OTHERWISE[page.question.language])
            for claim in quotes((correction, *evidence), page.cited):
                page.cite(claim)
            return "answer", EXTRACTIVE
        asking.tell(Stage("writing"))
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
        evidence = look.ranking.evidence if by_generator else _quotable(look, drafting, sure=sure)
        if of_clause := clause(look.asked, evidence, look.found):
            claims = [] if by_generator else of_clause
        elif asked_for := whole(evidence, look.found, look.ranking.wants, asking.alone):
            claims = [asked_for]
        else:
            claims = [] if by_generator else quotes(without_any_row(look.asked, evidence, look.found), page.cited)
        for claim in claims:
            page.cite(claim)
        return asking.writer.name if by_generator and asking.writer else EXTRACTIVE

    def _drafting(self, asking: _Asking, look: Look) -> Drafting | None:
        """What asks the generator, where it may answer in its own words; None where quotes are the answer."""
        writer, question = self._free_writer(asking), asking.page.question
        if writer is None:
            return None
        if look.confidence < min(ASKED_FROM, self.fit.calibration.threshold) or not look.ranking.evidence:
            return None
        alone = replace(question, text=asking.alone.replace("\n", " "), history=())
        found = without_replaced(look.asked, look.found, question.today)
        passages = likeliest_first(merged(found), look.ranking.evidence)
        shown = fitting(passages, writer.profile.context, asking.deadline - time.monotonic())
        return Drafting(
            alone,
            answer_prompt(question, date.fromisoformat(day_of(question.today)), shown),
            material(found, shown, self.embedder, look.ranking.evidence[0].sentence),
            self._checker(asking, writer),
            writer,
            deadline=asking.deadline,
            cancelled=asking.cancelled,
            tell=asking.tell,
        )

    @staticmethod
    def _free_writer(asking: _Asking) -> Watched | None:
        """The generator, where it may write in its own words in the asker's language."""
        writer = asking.writer
        if writer is None or not writer.profile.freely:
            return None
        return writer if asking.page.question.language in writer.profile.languages else None

    def _checker(self, asking: _Asking, writer: Watched) -> Checker:
        second = SecondOpinion(writer, asking.deadline, asking.cancelled) if self.second_opinion else None
        return Checker(self.embedder, self.entailment or self.embedder.entailment, second)


def _quotable(look: Look, drafting: Drafting | None, *, sure: bool) -> Sequence[Evidence]:
    """What is quoted where nothing that a model says is shown; nothing where it says that the passages do not answer.

    What its words are about comes first: it read whole passages, and finds the place even where its words are not borne
    out. Where one is not ``sure``, that is quoted only if they nearly are. Words that it gave up count for nothing.
    """
    evidence = look.ranking.evidence
    if drafting is None or drafting.gave_up:
        return evidence if sure else ()
    if drafting.declined:
        return ()
    pointed, verdict = pointed_at(evidence, drafting.doubted)
    return pointed if sure or (verdict and verdict.doubtful) else ()


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
    tell: Tell
    alone: str = ""
    """The question as it is understood without its thread; what it follows up stands in lines above it."""
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
