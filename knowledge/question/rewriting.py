"""A language model asked to let a follow-up stand alone. What it writes is looked over, and only searched with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from knowledge.answer.replies import whole_reply
from knowledge.domain import Question
from knowledge.language.names import LANGUAGES
from knowledge.language.quantities import facts
from knowledge.language.text import language_of, terms
from knowledge.ports import Generator
from knowledge.prompts.filling import filled

MAX_NEW_TOKENS: Final = 80
LONGEST: Final = 240
"""Characters of a question; a model that writes more has answered, or explains."""
_TURNS: Final = 6
_LONGEST_TURN: Final = 400


def rewritten(question: Question, generator: Generator, *, deadline: float, cancelled: Callable[[], bool]) -> str:
    """Return a follow-up as the model lets it stand alone; empty where that is of no use, or fails.

    It must be a question on one line, in the asker's language and the thread's words, with none but its numbers.
    """
    turns = question.history[-_TURNS:]
    said = [f"{'Employee' if turn.role == 'user' else 'You'}: {turn.text[:_LONGEST_TURN]}" for turn in turns]
    prompt = filled(
        "follow_up",
        language=LANGUAGES[question.language][0],
        conversation="\n".join(said),
        message=question.text,
    )
    reply = whole_reply(generator, prompt, max_new_tokens=MAX_NEW_TOKENS, deadline=deadline, cancelled=cancelled)
    text = reply.strip().strip('"“”「」')
    return text if _is_of_use(text, question) else ""


def _is_of_use(text: str, question: Question) -> bool:
    thread = " ".join([*(turn.text for turn in question.history), question.text])
    return (
        len(text) <= LONGEST
        and text.endswith(("?", "？"))
        and "\n" not in text
        and language_of(text, question.language) == question.language
        and facts(text) <= facts(thread)
        and bool(frozenset(terms(text)) & frozenset(terms(thread)))
    )
