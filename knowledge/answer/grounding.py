"""Checks a sentence of a model: it is shown only if two judges agree that what the model was shown bears it out.

What repeats its source needs no judge (`knowledge.answer.copied`). Of the rest, the first looks up what can be looked
up (`knowledge.answer.hard_facts`); the second reads claim, question and sources together (`knowledge.answer.support`).
A sentence may be put in other words, join several sentences, leave out what does not matter, and cross languages. In
doubt the model itself may be asked (`knowledge.answer.second_opinion`); else it is refused, and the source quoted
instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from knowledge.answer.claim_signs import Told, signs
from knowledge.answer.copied import copied_from
from knowledge.answer.hard_facts import objection
from knowledge.answer.restated import restated_from
from knowledge.answer.second_opinion import SecondOpinion
from knowledge.answer.source import Source
from knowledge.answer.support import Material, Near, speaks_to_a_model
from knowledge.answer.support_fit import support_fit_for
from knowledge.domain import Question, Refusal
from knowledge.language.sentences import Sentence
from knowledge.language.text import language_of, terms
from knowledge.ports import Embedder, Entailment

LONGEST: Final = 600
"""Characters of a claim; nobody reads a longer one, and no judge can."""
_LEAST: Final = 2
"""Content terms of a claim that says something: “16 weeks.” does, “Yes.” does not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What backs a claim; with a ``refusal`` it is what comes closest to it, and ``point`` is what it is about.

    ``probability`` that it follows; ``doubtful`` where something judged that this is not enough, but nearly.
    """

    sources: tuple[Source, ...]
    refusal: Refusal = ""
    probability: float = 0.0
    point: Sentence | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Checker:
    """Two judges, and the ``second`` opinion of a model on what the other judge of support is not sure of.

    Without ``entailment`` the second opinion alone tells what is supported; without either, only copies are shown.
    """

    embedder: Embedder
    entailment: Entailment | None
    second: SecondOpinion | None = None

    def check(self, claim: str, question: Question, material: Material) -> Verdict:
        """Judge one sentence of an answer to a question that stands alone, by what the model was shown."""
        if refusal := _formal(claim, question):
            return Verdict((), refusal)
        copy = copied_from(claim, material.sources)
        if copy and not speaks_to_a_model(copy.sentences[0]):
            return Verdict((copy,), probability=1.0)
        near = material.near(question.text, claim, self.embedder)
        if not near.sentences or frozenset(terms(claim)) & material.planted(question.text):
            return Verdict((), "unsupported")
        sources = tuple(Source((sentence,)) for sentence in near.quotes(claim))
        told = near.told(question.text, claim)
        if stated := objection(claim, question.text, told.sources):
            return Verdict(sources, stated, point=near.point(claim))
        support = self._support(near, told)
        doubtful = support.is_doubtful and self.entailment is not None
        restated = restated_from(claim, question.text, material.sources, material.likeliest) if doubtful else None
        if restated or self._suffices(support, near, told):
            return Verdict((restated,) if restated else sources, probability=support.probability)
        return Verdict(sources, "unsupported", support.probability, near.point(claim), doubtful)

    def _support(self, near: Near, told: Told) -> _Support:
        """How likely the claim follows by what judges it, and what that is worth."""
        if self.entailment is None:
            return _Support(0.0, enough=1.0, doubtful=0.0)
        judged = self.entailment.probability(near.text(), told.claim, told.question)
        fit = support_fit_for(self.entailment.name)
        if fit is None:
            return _Support(judged, self.entailment.threshold, self.entailment.threshold / 2)
        return _Support(fit.probability(signs(told), judged), fit.threshold, fit.doubtful)

    def _suffices(self, support: _Support, near: Near, told: Told) -> bool:
        if support.probability >= support.enough:
            return True
        if self.second is None or not support.is_doubtful:
            return False
        return self.second.agrees(near.text(), told.claim, told.question)


@dataclass(frozen=True, slots=True)
class _Support:
    """A probability, from when on it is ``enough``, and from when on only ``doubtful``: worth a second opinion."""

    probability: float
    enough: float
    doubtful: float

    @property
    def is_doubtful(self) -> bool:
        return self.probability >= self.doubtful


def _formal(claim: str, question: Question) -> Refusal:
    """Why it is not even read, if so."""
    if len(claim) > LONGEST:
        return "long"
    if len(terms(claim)) < _LEAST:
        return "empty"
    return "" if language_of(claim, question.language) == question.language else "language"
