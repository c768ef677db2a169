"""How fast a model writes on this machine, through the port by which it answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.domain import Message

if TYPE_CHECKING:
    from knowledge.ports import Generator

_PROMPT: Final = (
    Message("system", "You answer employees' questions."),
    Message("user", "Explain in a few sentences what annual leave is."),
)
_TOKENS: Final = 64
_PATIENCE_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """After how many seconds the first word came, and how many tokens a second after it; none where one came."""

    first_s: float
    tokens_a_second: float

    def __str__(self) -> str:
        then = f", then {self.tokens_a_second:.1f} tokens/s" if self.tokens_a_second else ""
        return f"first word after {self.first_s:.1f} s{then}, of a short question"


def pace_of(generator: Generator, clock: Callable[[], float] = time.monotonic) -> Pace:
    """Let it write a little, the likeliest token each time. Raises GenerationFailed.

    The port gives pieces of text: one a token, but for a character that several tokens make.
    """
    began, came = clock(), list[float]()
    deadline = time.monotonic() + _PATIENCE_S
    for _ in generator.generate(_PROMPT, max_new_tokens=_TOKENS, deadline=deadline, cancelled=lambda: False):
        came.append(clock())
    taken = came[-1] - came[0]
    return Pace(came[0] - began, (len(came) - 1) / taken if taken else 0.0)
