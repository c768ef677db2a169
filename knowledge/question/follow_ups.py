"""What a thread means for a question that follows up: which words of it the question needs."""

from __future__ import annotations

from typing import Final

from knowledge.domain import Question, Turn
from knowledge.language.markdown import as_asked
from knowledge.question.intents import Intents
from knowledge.question.question_back import chosen

MOST_TURNS: Final = 12
"""Messages of a thread that are looked back on."""
MOST_PARTS: Final = 3
"""Questions that a chain of follow-ups is searched with: the one with the content, and the last ones."""
LONGEST_PART: Final = 600
"""Characters of an earlier question."""


def standalone(question: Question, intents: Intents) -> str:
    """The question with what it needs of its thread in front: a follow-up alone says too little to be searched.

    A question that says what it is about stays as it is; of one that follows up, its own words are the last line. A
    chain of follow-ups reaches back to the question with the content; the answer to a question back stands for the
    heading that was chosen.
    """
    parts: list[str] = []
    said = ""
    for turn in (*question.history[-MOST_TURNS:], Turn("user", question.text)):
        if turn.role == "assistant":
            said = turn.text
        elif turn.text == question.text or chosen(said, turn.text) or not intents.talk(as_asked(turn.text)):
            parts = _followed(parts, intents.wanted(as_asked(turn.text)), said, intents)
            said = ""
    return "\n".join(parts)


def _followed(parts: list[str], text: str, said: str, intents: Intents) -> list[str]:
    """What is asked once this was said: more of the same, a choice, or something new."""
    choice = chosen(said, text) if said else None
    if choice is not None:
        return [*parts[:-1], " ".join([*parts[-1:], choice])]
    if not parts or not intents.follows_up(text):
        return [text]
    return [*(part[:LONGEST_PART] for part in (parts[0], *parts[1:][-(MOST_PARTS - 2) :])), text]
