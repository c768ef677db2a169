"""The three things that are served: a search, an answer, who may read a document. A caller's rights bound each."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import structlog

from knowledge.domain import Answer, Language, Question
from knowledge.index import index_status
from knowledge.index.documents import DocumentRecord
from knowledge.index.versions import documents_in_force, version_folder
from knowledge.language.markdown import as_asked
from knowledge.language.text import language_of
from knowledge.ports import Answers, Index
from knowledge.rights.later import later_rights
from knowledge.rights.readers import may_read
from ops.mcp import harmless, showing
from ops.mcp.caller import Caller
from ops.mcp.errors import CallRefused
from ops.mcp.late import Late
from ops.mcp.results import AnswerResult, ReadersResult, SearchResult
from workers import wiring
from workers.settings import WorkerSettings

_CLOSE: int = 3
"""Documents that are named where the one asked for is not known."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Library:
    """What searches and answers; ``close`` gives back what it holds."""

    index: Index
    answers: Answers
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Desk:
    """Serves callers from the published index in ``index_dir``, whichever version that is at each call.

    ``library`` has the models; who may read what is known without them. ``today`` tells the ISO date here,
    ``answer_seconds`` is the time for one answer. Every method raises `FrontdeskError` with one sentence.
    """

    index_dir: Path
    library: Late[Library]
    today: Callable[[], str]
    answer_seconds: float

    def prepare(self) -> None:
        """Load the models, unless there is nothing to answer from yet."""
        index_status(self.index_dir)
        self.library()

    def close(self) -> None:
        """Give back what the models hold."""
        if self.library.made:
            self.library.made.close()

    def search(self, caller: Caller, query: str, limit: int) -> SearchResult:
        """Return the passages that the caller may read and that fit best."""
        self.prepare()
        index = self.library().index.current()  # one version for all of it
        asked = index.mended(as_asked(_with_words(query)), caller.principals)
        found = index.search(asked, caller.principals, limit, self.today())
        return SearchResult(passages=showing.passages(found, limit), version=index.version)

    def answer(
        self, caller: Caller, text: str, *, wrote: Callable[[str], None], cancelled: Callable[[], bool]
    ) -> AnswerResult:
        """Return the product's own answer; ``wrote`` is called with each piece of it that is sure.

        Raises CallRefused where rights changed while it was written, so that it may no longer be shown.
        """
        deadline = time.monotonic() + self.answer_seconds
        self.prepare()
        language = language_of(as_asked(_with_words(text)))
        question = Question(f"mcp-{uuid.uuid4().hex}", text, language, caller.principals, today=self.today())
        with structlog.contextvars.bound_contextvars(request_id=question.id):
            answer = self.library().answers.answer(question, emit=wrote, deadline=deadline, cancelled=cancelled)
            log.info("mcp_question_answered", abstained=answer.abstained, generator=answer.generator, **answer.timings)
        self._require_readable(answer, caller)
        return showing.answered(answer)

    def who_may_read(self, caller: Caller, document: str, language: Language) -> ReadersResult:
        """Return who may read a document, by its id or by a title that no other has.

        Raises CallRefused in the same words where there is no such document, and where the caller may not read it.
        """
        version = index_status(self.index_dir).version
        record = _named(document, self._readable(version, caller))
        restricted = record.id in later_rights(version_folder(self.index_dir, version))
        return showing.readers(record, language, version, restricted=restricted)

    def _readable(self, version: str, caller: Caller) -> dict[str, DocumentRecord]:
        """Return the documents that the caller may read, by the id that callers are shown."""
        records = documents_in_force(self.index_dir, version).values()
        return {harmless.harmless(one.id): one for one in records if may_read(one.readers, caller.principals)}

    def _require_readable(self, answer: Answer, caller: Caller) -> None:
        """Raise CallRefused where a version published meanwhile keeps what the answer was made of from the caller."""
        version = index_status(self.index_dir).version
        if version == answer.knowledge_version:
            return
        named = {citation.document for citation in answer.citations}
        named |= {found.passage.document_id for found in answer.retrieved}  # an abstention may name the closest
        if not named <= {record.id for record in self._readable(version, caller).values()}:
            raise CallRefused("The policies changed while this was answered. Ask again.")


def open_desk(settings: WorkerSettings, today: Callable[[], str]) -> Desk:
    """Return the desk over the published index; models are loaded when they are needed first."""
    return Desk(settings.index_dir, Late(lambda: _library(settings)), today, settings.answer_seconds)


def _library(settings: WorkerSettings) -> Library:
    knowledge = wiring.knowledge(settings)
    answering = knowledge.answering
    return Library(answering.index, wiring.cached(settings, answering), knowledge.close)


def _with_words(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise CallRefused("There is no word in it. Ask one complete question, or name what to look for.")
    return text


def _named(document: str, readable: Mapping[str, DocumentRecord]) -> DocumentRecord:
    """Return the one document of this id or title; what the caller may not read has no part in it, not as a hint."""
    wanted = harmless.harmless(document)
    if wanted in readable:
        return readable[wanted]
    titled = [record for record in readable.values() if harmless.name(record.title).casefold() == wanted.casefold()]
    if len(titled) == 1:
        return titled[0]
    close = [harmless.harmless(one.id) for one in titled][:_CLOSE] or _close(wanted, readable)
    hint = f" Did you mean {' or '.join(close)}?" if close else " Take its id from what search or answer returned."
    raise CallRefused(f"There is no document “{wanted}” that you may read.{hint}")


def _close(wanted: str, ids: Iterable[str]) -> list[str]:
    """Return the ids that end so, or that look alike."""
    folded = {one.casefold(): one for one in ids}
    ends = [one for key, one in folded.items() if key.endswith(wanted.casefold())]
    return ends[:_CLOSE] or [folded[one] for one in get_close_matches(wanted.casefold(), folded, _CLOSE, 0.5)]
