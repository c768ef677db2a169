"""Answers that were given before, in front of `knowledge.answer.story`: found by the same words or by the same meaning.

An answer is found again only by those who may read the same of the same version, in the same language, from the same
model, code and day (the day decides which edition is in force).
"""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from knowledge.answer.same_question import LEAST_SIMILARITY, borne_out, same_particulars
from knowledge.answer.stages import Tell, untold
from knowledge.answer.story import EXTRACTIVE, Answering, Emit, without_vectors
from knowledge.code_version import answering_files, code_version
from knowledge.domain import Answer, AnswerKind, Cached, CacheKey, Question
from knowledge.index.editions import day_of
from knowledge.language.markdown import as_asked
from knowledge.ports import AnswerCache, Generator, PassageIndex, Vectors
from knowledge.question.follow_ups import standalone
from knowledge.question.intents import Intents

KEPT: Final[frozenset[AnswerKind]] = frozenset({"answer", "conflict", "abstention"})
"""Kinds that are the same whoever asks; a question back or a greeting belongs to its conversation."""

RELEVANT: Final = 3
"""Sentences, the likeliest ones, of which a kept answer's first quote must be one."""
_CLOSING: Final = " \t.!?…。！？~、,，;；"


@dataclass(slots=True)
class CachingAnswering:
    """Answers as ``answering`` does, and the same question only once.

    ``semantic`` finds by meaning, too. ``configuration`` names the settings that answers depend on.
    """

    answering: Answering
    cache: AnswerCache
    semantic: bool = False
    configuration: str = ""
    _version: str = field(default="", init=False)

    def answer(
        self,
        question: Question,
        *,
        emit: Emit,
        deadline: float,
        cancelled: Callable[[], bool],
        tell: Tell = untold,
    ) -> Answer:
        """Return what was answered before, or answer; what and when it raises is `Answering.answer`'s."""
        if self.answering.talk(question):  # is answered without an index, and not worth a place or a miss
            return self.answering.answer(question, emit=emit, deadline=deadline, cancelled=cancelled, tell=tell)
        began = time.monotonic()
        index = self.answering.index.current().within(question.sources)
        self._follow(index.version)
        key = key_of(question, index, self.answering.generator, self.configuration, self.answering.intents)
        cached: Cached = "exact"
        found = self.cache.recall(key)
        if found is None:
            with self.cache.turn(key, deadline=deadline, cancelled=cancelled):
                found = self.cache.recall(key)
                if found is None and self._has_meaning(question):
                    found, cached = self._alike(question, key, index), "semantic"
                if found is None:
                    return self._made(question, key, emit, deadline, cancelled, tell)
        self.cache.count(cached)
        emit(found.text)
        seconds = round(time.monotonic() - began, 4)
        return replace(found, question_id=question.id, cached=cached, timings={"cache": seconds, "total": seconds})

    def _made(  # noqa: PLR0913, PLR0917 - what `answer` gets, passed on
        self,
        question: Question,
        key: CacheKey,
        emit: Emit,
        deadline: float,
        cancelled: Callable[[], bool],
        tell: Tell,
    ) -> Answer:
        """Answer anew, and keep it if nothing cut it short."""
        self.cache.count("")
        answer = self.answering.answer(question, emit=emit, deadline=deadline, cancelled=cancelled, tell=tell)
        cut_short = answer.shortfall or cancelled() or time.monotonic() >= deadline
        if not cut_short and answer.kind in KEPT and answer.knowledge_version == key.version:
            self.cache.keep(key, answer)
            if self._has_meaning(question) and answer.citations:
                asked = as_asked(question.text)
                self.cache.remember(key, asked, self._vector(asked))
        return answer

    def _alike(self, question: Question, key: CacheKey, index: PassageIndex) -> Answer | None:
        """The answer to a question that means the same, where what is found for this one bears it out."""
        asked = as_asked(question.text)
        for near in self.cache.alike(key, self._vector(asked), LEAST_SIMILARITY):
            answer = self.cache.recall(near.key) if same_particulars(asked, near.asked) else None
            if answer is not None:
                look = self.answering.look(*self.answering.search(question, index), question)
                if not self.answering.is_sure(look) or not borne_out(answer, look.ranking.evidence[:RELEVANT]):
                    return None
                answer = replace(answer, retrieved=without_vectors(look.found), confidence=round(look.confidence, 4))
                self.cache.keep(key, answer)
                return answer
        return None

    def _has_meaning(self, question: Question) -> bool:
        """Whether the question is compared by meaning; a follow-up takes its meaning from elsewhere."""
        return self.semantic and not question.history

    def _vector(self, text: str) -> Vectors:
        vector: Vectors = self.answering.embedder.embed_queries([text])[0]
        return vector

    def _follow(self, version: str) -> None:
        """Where another version was published, what quotes the one before is forgotten."""
        if version != self._version:
            self._version = version
            self.cache.forget_others(version)


def key_of(
    question: Question, index: PassageIndex, generator: Generator | None, configuration: str, intents: Intents
) -> CacheKey:
    """The key of a question. What may be read is in it, not who asks: equals share."""
    name = generator.name if generator else EXTRACTIVE
    audience = index.audience(question.principals)
    parts = (index.version, audience, question.language, name, configuration, day_of(question.today), _code())
    scope = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    # Both, because an answer to "B" after "A" is another than the answer to "A B".
    alone = as_asked(question.text)
    words = [words_of(alone)]
    if (asked := standalone(question, intents)) != alone:
        words.append(words_of(asked))
    return CacheKey(index.version, scope, "\n".join(words))


def words_of(text: str) -> str:
    """The text without what makes no difference: width, case, spaces, closing punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", folded).strip(_CLOSING)


@lru_cache(maxsize=1)
def _code() -> str:
    """An answer dies with the code that made it, too."""
    return code_version(answering_files())
