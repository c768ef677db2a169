"""What a model is judged on comes from organisations that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from knowledge.training.records import Asked

Q = TypeVar("Q", bound=Asked)


def divided(questions: Sequence[Q], held_out: frozenset[str]) -> tuple[list[Q], list[Q]]:
    """Return the questions to learn from and those of the organisations that are left out to judge."""
    learn = [question for question in questions if question.org not in held_out]
    return learn, [question for question in questions if question.org in held_out]
