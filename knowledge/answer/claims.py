"""Asks a model that writes freely for an answer, and passes on, sentence by sentence, what the sources bear out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as PythonGenerator
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from knowledge.answer.grounding import Checker, Verdict
from knowledge.answer.prompt import MAX_NEW_TOKENS, prompt_again
from knowledge.answer.reading import Evidence
from knowledge.answer.replies import declines, is_courtesy, is_lead, sentences, without_lead
from knowledge.answer.restated import decided_by
from knowledge.answer.source import Source
from knowledge.answer.stages import Tell, untold
from knowledge.answer.support import Material
from knowledge.domain import Message, Question, Refusal, Stage
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed
from knowledge.language.text import letters_of
from knowledge.ports import Generator

MOST: Final = 3
"""Sentences of an answer."""
POINTED: Final = 2.0
"""Log-odds by which what a model's words are about may be less likely than the likeliest."""
_SECONDS_FOR_MORE: Final = 3.0
"""Left until the deadline without which nothing is asked for again."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer and the quotes that back it, the first of them the nearest."""

    text: str
    source: Source
    also: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """All of them."""
        return (self.source, *self.also)


@dataclass(frozen=True, slots=True)
class Drafting:
    """One answer being asked for. ``question`` stands alone; ``prompt`` shows the ``material``.

    ``refused`` collects why sentences were not shown, ``doubted`` the verdicts on them.
    """

    question: Question
    prompt: Sequence[Message]
    material: Material
    checker: Checker
    generator: Generator
    deadline: float
    cancelled: Callable[[], bool]
    tell: Tell = untold
    refused: list[Refusal] = field(default_factory=list)
    doubted: list[Verdict] = field(default_factory=list)

    @property
    def declined(self) -> bool:
        """Whether the first that the model said is that the passages do not answer."""
        return self.refused[:1] == ["declined"]

    @property
    def gave_up(self) -> bool:
        """Whether it said so when it was asked again: a small model does whatever the passages say."""
        return "declined" in self.refused and not self.declined

    def claims(self) -> Iterator[Claim]:
        """Yield the sentences that are borne out, each as soon as it is finished.

        The first that is not ends the model's turn: what follows may rest on it. Where nothing was shown yet, the
        answer is asked for once more, with the quotes that decide, if there is time; behind what was shown, the quote
        that comes closest takes its place. Where nothing is shown in the end, the caller quotes.
        """
        shown: list[Claim] = []
        try:
            refused = yield from self._checked(self.prompt, shown)
            if refused and shown:
                yield from self._instead(refused[1], shown)
            elif refused and self._may_ask_again():
                claim, verdict = refused
                quotes = [source.said for source in verdict.sources]
                yield from self._checked(prompt_again(self.prompt, claim, quotes, self.question.language), shown)
            if not (shown or self.refused):
                self.refused.append("empty")
        except (GenerationFailed, ContextOverflow, DeadlineExceeded) as error:
            log.warning("generation_failed_quoting_instead", request_id=self.question.id, error=type(error).__name__)

    def _checked(
        self, prompt: Sequence[Message], shown: list[Claim]
    ) -> PythonGenerator[Claim, None, tuple[str, Verdict] | None]:
        """Yield what is borne out; return the first sentence that is not, with its verdict."""
        deltas = self.generator.generate(
            prompt, max_new_tokens=MAX_NEW_TOKENS, deadline=self.deadline, cancelled=self.cancelled
        )
        lead = ""
        for sentence in sentences(deltas, thinks=self.generator.profile.thinks):
            if declines(sentence):
                if not shown:
                    self.refused.append("declined")
                return None
            if not shown and is_courtesy(sentence):
                continue
            if is_lead(sentence):
                lead = sentence
                continue
            if any(letters_of(sentence) == letters_of(claim.text) for claim in shown):
                return None
            if not (shown or self.refused):
                self.tell(Stage("checking"))
            claimed, verdict = self._judged(lead, sentence)
            lead = ""
            if verdict.refusal:
                self.refused.append(verdict.refusal)
                self.doubted.append(verdict)
                log.info("sentence_refused", request_id=self.question.id, reason=verdict.refusal)
                return claimed, verdict
            shown.append(Claim(claimed, verdict.sources[0], verdict.sources[1:]))
            yield shown[-1]
            if len(shown) >= MOST:
                return None
        return None

    def _judged(self, lead: str, sentence: str) -> tuple[str, Verdict]:
        """Judge a sentence with the Yes or No before it, and without that where it does not hold with it.

        Where the sentence itself says Yes or No to the question, it keeps that.
        """
        claimed, bare = f"{lead} {sentence}".lstrip(), without_lead(sentence)
        verdict = self.checker.check(claimed, self.question, self.material)
        if verdict.refusal and bare != claimed:
            verdict = self.checker.check(bare, self.question, self.material)
            return claimed if decided_by(bare, claimed, self.question.text) else bare, verdict
        return claimed, verdict

    def _instead(self, verdict: Verdict, shown: Sequence[Claim]) -> Iterator[Claim]:
        """Yield the nearest source in its own words, where the asker reads them and none of it was cited."""
        source = next(iter(verdict.sources), None)
        cited = [sentence for claim in shown for each in claim.sources for sentence in each.sentences]
        if source and source.sentences[0] not in cited and self._reads(source):
            yield Claim(source.said, source)

    def _reads(self, source: Source) -> bool:
        return source.sentences[0].passage.language == self.question.language

    def _may_ask_again(self) -> bool:
        return not self.cancelled() and self.deadline - time.monotonic() >= _SECONDS_FOR_MORE


def pointed_at(evidence: Sequence[Evidence], doubted: Sequence[Verdict]) -> tuple[Sequence[Evidence], Verdict | None]:
    """Return the evidence with what the first verdict is about in front, as likely as the likeliest, and that verdict.

    Verdicts about what is no evidence, or far less likely than the best, are passed over: a model that obeys an
    instruction planted in a document speaks of that, which has little to do with the question.
    """
    likely = [item for item in evidence if item.score >= evidence[0].score - POINTED]
    places = {item.sentence: item for item in reversed(likely)}
    for verdict in doubted:
        if verdict.point in places:
            first = places[verdict.point]
            others = [item for item in evidence if item is not first]
            return (replace(first, score=evidence[0].score), *others), verdict
    return evidence, None
