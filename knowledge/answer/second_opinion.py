"""The language model asked, yes or no, whether quotes bear out a sentence that the checker is not sure of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from knowledge.answer.replies import without_thoughts
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed
from knowledge.ports import Generator
from knowledge.prompts.filling import filled

_WORD: Final = 8
"""Tokens for one word, and what a model puts around it."""
_THOUGHT: Final = 600
"""Tokens more, for a model that thinks first."""
_YES: Final = re.compile(r"\W*(?:yes\b|ja\b|是)", re.IGNORECASE)
"""At the beginning: whoever says anything else does not agree."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """One model's word, for one question: until ``deadline``, in seconds of ``time.monotonic``."""

    generator: Generator
    deadline: float
    cancelled: Callable[[], bool]

    def agrees(self, quotes: str, claim: str, question: str) -> bool:
        """Whether the model says that the quotes bear out all of the claim. One that fails or is late does not."""
        prompt = filled("borne_out", quotes=quotes, question=question, claim=claim)
        thinks = self.generator.profile.thinks
        try:
            reply = "".join(
                self.generator.generate(
                    prompt,
                    max_new_tokens=_WORD + (_THOUGHT if thinks else 0),
                    deadline=self.deadline,
                    cancelled=self.cancelled,
                )
            )
        except (GenerationFailed, ContextOverflow, DeadlineExceeded) as error:
            log.warning("second_opinion_failed", error=type(error).__name__)
            return False
        return bool(_YES.match(without_thoughts(reply, thinks=thinks)))
