"""What keeps something that was typed from being a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from bot.slack.markup import has_words

LONGEST_QUESTION: Final = 4000
"""Characters; Slack's own advice for the length of a message."""

Problem = Literal["question_empty", "question_wordless", "question_is_file", "question_too_long"]
"""What can be wrong with a question; also the name of the sentence in `bot.wording` that says so."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, in Slack's markup, and what came with it.

    ``shared_outside``: Slack said with the event that the channel is shared with another company.
    """

    text: str
    has_file: bool = False
    shared_outside: bool = False


def problem_with(text: str, *, has_file: bool = False) -> Problem | None:
    """What keeps a plain text from being a question, if anything."""
    checks: tuple[tuple[Problem, Callable[[], bool]], ...] = (
        ("question_is_file", lambda: has_file and not has_words(text)),
        ("question_empty", lambda: not text),
        ("question_wordless", lambda: not has_words(text)),
        ("question_too_long", lambda: len(text) > LONGEST_QUESTION),
    )
    return next((problem for problem, applies in checks if applies()), None)
