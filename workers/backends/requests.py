"""One request to the engine, as its two sides see it: the thread that waits for words, and the engine's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from knowledge.domain import Sampling
from knowledge.errors import DeadlineExceeded, GenerationFailed
from workers.backends.chat_prompt import ChatPrompt
from workers.backends.choosing import Choose

_LOOK_SECONDS = 0.1  # between two looks at `cancelled` while no token comes


@dataclass(slots=True, eq=False)
class Request:
    """``limit`` is in new tokens, ``deadline`` in seconds of ``time.monotonic``.

    ``written`` are the tokens that are out: where a request has to begin anew, they are read and not chosen again.
    """

    prompt: ChatPrompt
    limit: int
    choose: Choose
    deadline: float
    sampling: Sampling | None = None
    """What ``choose`` was made of, for an engine that chooses by itself."""
    written: list[int] = field(default_factory=list)
    abandoned: bool = False
    _out: SimpleQueue[int | GenerationFailed | None] = field(default_factory=SimpleQueue)

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not self.abandoned and time.monotonic() < self.deadline

    def put(self, token: int) -> None:
        """Hand out one more token."""
        self.written.append(token)
        self._out.put(token)

    def end(self, error: GenerationFailed | None = None) -> None:
        """Say that no more tokens come, and why if that is a failure."""
        self._out.put(error)

    def tokens(self, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Yield tokens as they come; leaving the iterator frees the request's place at the engine's next step.

        Raises DeadlineExceeded, and what the engine ended it with.
        """
        try:
            while not cancelled():
                left = self.deadline - time.monotonic()
                if left <= 0:
                    raise DeadlineExceeded("The time for this answer ran out before it was complete.")
                try:
                    token = self._out.get(timeout=min(left, _LOOK_SECONDS))
                except Empty:
                    continue
                if token is None:
                    return
                if isinstance(token, GenerationFailed):
                    raise token
                yield token
        finally:
            self.abandoned = True
