"""A direct message that orders a text instead of asking: from its words to the payload of the job that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.domain import VERSIONS, Brief, Question
from knowledge.language.markdown import as_asked
from knowledge.language.names import other_than
from knowledge.language.text import language_of
from knowledge.question.intents import Intents
from knowledge.question.wishes import draft_of, translation_of
from workers.contract import Json, pack_brief

Ordered = Callable[[Question, str], Json | None]
"""The payload of the job that a message orders; None where it asks something."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Tells orders from questions."""

    intents: Intents

    def __call__(self, question: Question, marked: str) -> Json | None:
        """Return the payload of what is ordered; ``marked`` is the message with its people, channels and links."""
        order = self.intents.order(as_asked(question.text))
        if order == "draft":
            return _draft(question)
        return _translation(question, marked) if order == "translate" else None


def _draft(question: Question) -> Json:
    wish = draft_of(question.text)
    language = language_of(wish.instructions, question.language)
    principals, today = question.principals, question.today
    return pack_brief(Brief(question.id, wish.genre, wish.instructions, language, principals, VERSIONS, today))


def _translation(question: Question, marked: str) -> Json:
    wish = translation_of(marked)
    target = wish.target or other_than(language_of(wish.text, question.language), question.language)
    return {"id": question.id, "job": "translate", "text": wish.text, "target": target}
