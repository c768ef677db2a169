"""A direct message that orders a text instead of asking: from its words to the payload of the job that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.domain import VERSIONS, Brief, Question
from knowledge.errors import Declined
from knowledge.language.markdown import as_asked
from knowledge.language.names import other_than
from knowledge.language.text import language_of
from knowledge.question.intents import Intents
from knowledge.question.wishes import LONGEST_INSTRUCTIONS, LONGEST_TEXT, draft_of, translation_of
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
    return pack_brief(Brief(question.id, wish.genre, wish.instructions, language, question.principals, VERSIONS))


def _translation(question: Question, marked: str) -> Json:
    wish = translation_of(marked)
    target = wish.target or other_than(language_of(wish.text, question.language), question.language)
    return {"id": question.id, "job": "translate", "text": wish.text, "target": target}


def require_writable(payload: Json) -> None:
    """Raise Declined for a job without a text, or with too long a one; a command's was looked at when it was typed."""
    job = payload["job"]
    said, limit = (payload["instructions"], LONGEST_INSTRUCTIONS) if job == "draft" else (payload["text"], LONGEST_TEXT)
    if not any(map(str.isalnum, said)):
        raise Declined("draft_usage" if job == "draft" else "translate_usage", "The order does not say what to write.")
    if len(said) > limit:
        sentence = f"The text has {len(said)} characters; at most {limit} can be taken."
        raise Declined("text_too_long", sentence, count=len(said), limit=limit)
