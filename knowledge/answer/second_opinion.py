"""The language model asked, yes or no, whether quotes bear out a sentence that the checker is not sure of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from knowledge.answer.replies import whole_reply
from knowledge.ports import Generator
from knowledge.prompts.filling import filled

_WORD: Final = 8
"""Tokens for one word, and what a model puts around it."""
_THOUGHT: Final = 600
"""Tokens more, for a model that thinks first."""
_YES: Final = re.compile(r"\W*(?:yes\b|ja\b|是)", re.IGNORECASE)
"""At the beginning: whoever says anything else does not agree."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """One model's word, for one question: until ``deadline``, in seconds of ``time.monotonic``."""

    generator: Generator
    deadline: float
    cancelled: Callable[[], bool]

    def agrees(self, quotes: str, claim: str, question: str) -> bool:
        """Whether the model says that the quotes bear out all of the claim. One that fails or is late does not."""
        prompt = filled("borne_out", quotes=quotes, question=question, claim=claim)
        reply = whole_reply(
            self.generator,
            prompt,
            max_new_tokens=_WORD + (_THOUGHT if self.generator.profile.thinks else 0),
            deadline=self.deadline,
            cancelled=self.cancelled,
        )
        return bool(_YES.match(reply))
