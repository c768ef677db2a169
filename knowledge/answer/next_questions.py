"""What else may be asked: questions that the cited documents answer, each tried out before it is offered.

A question that stands in the document, as a heading or in a FAQ, is asked in its own words; another heading, in a few
of ours. What the product would not answer from just that section is not offered: better none than one that disappoints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from knowledge.answer.contradictions import conflict
from knowledge.answer.story import Answering
from knowledge.domain import Answer, AnswerKind, Passage, Question, Turn
from knowledge.language.leads import ASKS
from knowledge.language.markdown import as_asked
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import terms
from knowledge.ports import PassageIndex
from knowledge.question.about import question_about, written_question
from knowledge.question.follow_ups import standalone
from knowledge.question.particulars import particulars
from knowledge.question.question_back import choices

MOST: Final = 3
FEWEST: Final = 2
"""One alone looks like the only thing that is left to ask."""
SECONDS: Final = 1.0
"""That an answer may wait for them, once its words are out."""
_SPARE_S: Final = 5.0
"""Left until an answer's deadline; with less, nothing is tried."""
_LOOKED_AT: Final = 20
"""Candidates of a document, the nearest to what is cited."""
_TRIED: Final = 8
_IN_MANY: Final = 3
"""Documents with a heading that names no matter of its own: “Scope”, “附则”."""
_OFFERED_BELOW: Final[frozenset[AnswerKind]] = frozenset({"answer", "conflict"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the section that must answer it.

    ``written`` is how it stands in a FAQ there, and ``matter`` the words of its heading that an answer must take up;
    each empty where it does not come from there.
    """

    text: str
    document: str
    path: tuple[str, ...]
    written: str = ""
    matter: str = ""

    def is_answered_in(self, passage: Passage) -> bool:
        """Whether a passage stands in the section."""
        return passage.document_id == self.document and passage.heading_path[: len(self.path)] == self.path

    def is_answered_by(self, sentence: Sentence) -> bool:
        """Whether a sentence of the section answers just this, is not only the likeliest of it, and asks nothing."""
        elsewhere = not self.is_answered_in(sentence.passage) or (self.written and sentence.asked != self.written)
        if elsewhere or ASKS.search(sentence.own):
            return False
        language = sentence.passage.language
        return not self.matter or not set(terms(self.matter, language)).isdisjoint(terms(sentence.own, language))


@dataclass(frozen=True, slots=True)
class NextQuestions:
    """Adds to an answer what else may be asked, as `Answering.then`. ``busy`` tells whether others wait meanwhile."""

    answering: Answering
    busy: Callable[[], bool] = lambda: False

    def __call__(
        self, question: Question, answer: Answer, index: PassageIndex, deadline: float, cancelled: Callable[[], bool]
    ) -> Answer:
        """Return the answer with two or three questions, or with none; ``deadline`` is of ``time.monotonic``."""
        until = min(time.monotonic() + SECONDS, deadline - _SPARE_S)
        found: dict[str, Sentence] = {}

        def is_over() -> bool:
            return len(found) == MOST or time.monotonic() >= until or cancelled() or self.busy()

        for candidate in () if is_over() else islice(self._new(question, answer, index), _TRIED):
            if is_over():
                break
            best = self.answered_by(candidate, question, answer, index)
            if best is not None and best.quote not in {one.quote for one in found.values()}:
                found[candidate.text] = best
        return replace(answer, next_questions=tuple(found)) if len(found) >= FEWEST else answer

    def answered_by(
        self, candidate: Candidate, question: Question, answer: Answer, index: PassageIndex
    ) -> Sentence | None:
        """The sentence that would answer, in the candidate's section; None where another would, or none surely."""
        thread = (*question.history, Turn("user", question.text), Turn("assistant", answer.text))
        wanted = self.answering.intents.wanted(as_asked(candidate.text))
        asked_alone = replace(question, text=wanted, history=())
        if self.answering.talk(asked_alone):
            return None
        if standalone(replace(asked_alone, history=thread), self.answering.intents) != wanted:
            return None  # it would be read as going on with what was said
        asked, found = self.answering.search(asked_alone, index)
        if not found or not any(map(candidate.is_answered_in, found[0].parts)) or choices(asked, found):
            return None
        look = self.answering.look(asked, found, asked_alone)
        if not self.answering.is_sure(look) or conflict(look.ranking.evidence, question.today):
            return None
        best = look.ranking.evidence[0].sentence
        return best if candidate.is_answered_by(best) and not _is_said(best, answer) else None

    def _new(self, question: Question, answer: Answer, index: PassageIndex) -> list[Candidate]:
        """The candidates that were not asked yet, each once: what the document asks itself, then what is closest."""
        if answer.kind not in _OFFERED_BELOW:
            return []
        asked = [question.text, *(turn.text for turn in question.history if turn.role == "user")]
        known = {particulars(text) for text in asked}
        new = {particulars(one.text): one for one in reversed(candidates(question, answer, index))}
        left = [one for said, one in new.items() if said not in known]
        if not left:
            return []
        embedder = self.answering.embedder
        close = embedder.embed_passages([one.matter or one.text for one in left]) @ embedder.embed_queries(asked[:1])[0]
        order = sorted(range(len(left)), key=lambda place: (bool(left[place].matter), -close[place]))
        return [left[place] for place in order]


def candidates(question: Question, answer: Answer, index: PassageIndex) -> list[Candidate]:
    """What might be asked of the cited documents, the nearest to what is cited first."""
    found: list[Candidate] = []
    for cited in _cited(answer):
        found += islice(_near(cited, index, question.principals), _LOOKED_AT)
    return found


def _cited(answer: Answer) -> Iterator[Passage]:
    """A passage of each cited section that is in the language of the answer."""
    parts = [part for found in answer.retrieved for part in found.parts]
    for place in dict.fromkeys((citation.document, citation.heading) for citation in answer.citations):
        cited = next((part for part in parts if (part.document_id, part.heading) == place), None)
        if cited and cited.language == answer.language:
            yield cited


def _near(cited: Passage, index: PassageIndex, principals: frozenset[str]) -> Iterator[Candidate]:
    """Yield the candidates of a document, the nearest to what is cited first, those behind it before those above."""
    document = index.document(cited)
    paths = list(dict.fromkeys(each.heading_path for each in document))
    here = paths.index(cited.heading_path)
    for place in sorted(range(len(paths)), key=lambda place: (abs(place - here), place < here)):
        section = [each for each in document if each.heading_path == paths[place]]
        yield from _in_text(section)
        heading = paths[place][-1] if paths[place] else ""
        if place != here and heading and index.documents_with(heading, principals) < _IN_MANY:
            yield from _of_heading(heading, section)


def _in_text(section: Sequence[Passage]) -> Iterator[Candidate]:
    """What a FAQ asks."""
    for passage in section:
        for written in dict.fromkeys(sentence.asked for sentence in split_sentences(passage) if sentence.asked):
            if text := written_question(written):
                yield Candidate(text, passage.document_id, passage.heading_path, written)


def _of_heading(heading: str, section: Sequence[Passage]) -> Iterator[Candidate]:
    """What the section is about, as a question."""
    first, said = section[0], "\n".join(each.text for each in section)
    if text := written_question(heading):
        yield Candidate(text, first.document_id, first.heading_path)
    elif text := question_about(heading, first.title, said, first.language):
        yield Candidate(text, first.document_id, first.heading_path, matter=heading)


def _is_said(sentence: Sentence, answer: Answer) -> bool:
    """Whether the answer quotes it already."""
    return any(sentence.quote in cited.quote or cited.quote in sentence.quote for cited in answer.citations)
