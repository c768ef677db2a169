"""What keeps something that was typed from being a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from bot.slack.forwarded import NOTHING_FORWARDED, Forwarded
from bot.slack.markup import has_words
from bot.slack.shown_files import NO_FILES, FilesShown

LONGEST_QUESTION: Final = 4000
"""Characters; Slack's own advice for the length of a message."""

Problem = Literal["question_empty", "question_wordless", "question_is_file", "question_too_long", "question_is_hidden"]
"""What can be wrong with a question; also the name of the sentence in `bot.wording` that says so."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, in Slack's markup, and what came with it.

    ``shared_outside``: Slack said with the event that the channel is shared with another company. ``unasked``: people
    talk among themselves, and nobody called us; ``offered``: in a channel, where an answer is offered to them alone.
    ``by_bot``: another app wrote it. ``edited_at``: Slack's time of the last edit, if any.
    """

    text: str
    files: FilesShown = NO_FILES
    shared_outside: bool = False
    forwarded: Forwarded = NOTHING_FORWARDED
    unasked: bool = False
    offered: bool = False
    by_bot: bool = False
    edited_at: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A question asked in a form, plain. ``key`` is its idempotency key, ``subject`` what it is about, if anything."""

    key: str
    team: str
    user: str
    text: str
    subject: str = ""


def problem_with(text: str, *, files: FilesShown = NO_FILES, forwarded: Forwarded | None = None) -> Problem | None:
    """What keeps a plain text from being a question, if anything.

    What was forwarded is one without words beside it, and so is a clip, in which somebody speaks.
    """
    passed_on = forwarded or NOTHING_FORWARDED
    if not has_words(text) and (files.clips or has_words(passed_on.text)):
        return None
    checks: tuple[tuple[Problem, Callable[[], bool]], ...] = (
        ("question_is_hidden", lambda: passed_on.hidden and not has_words(text)),
        ("question_is_file", lambda: bool(files.documents) and not has_words(text)),
        ("question_empty", lambda: not text),
        ("question_wordless", lambda: not has_words(text)),
        ("question_too_long", lambda: len(text) > LONGEST_QUESTION),
    )
    return next((problem for problem, applies in checks if applies()), None)
