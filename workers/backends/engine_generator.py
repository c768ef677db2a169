"""What every generator in this process has in common: chat prompt -> tokens of an engine -> text deltas."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from knowledge.domain import Message, ModelProfile, Sampling
from knowledge.errors import ContextOverflow, GenerationFailed
from workers.backends.chat_prompt import ChatTemplate
from workers.backends.choosing import chooser
from workers.backends.detokenizer import Detokenizer
from workers.backends.model_profiles import profile_of
from workers.backends.requests import Request

_WARM_UP_SECONDS: Final = 600.0
_DRAIN_SECONDS: Final = 90.0


class AnyEngine(Protocol):
    """Writes the tokens of many requests at once."""

    def submit(self, request: Request) -> None:
        """Let the request wait for its place. Raises GenerationFailed when too many wait already, or after `close`."""
        ...

    def close(self, seconds: float) -> None:
        """Finish what is in hand, at most so long, and begin nothing more."""
        ...


class EngineGenerator:
    """A `knowledge.ports.Generator` over an engine; any number of threads may share it.

    ``context`` are the tokens that the model can read and write; ``profile`` overrules what the name tells.
    """

    def __init__(
        self,
        name: str,
        template: ChatTemplate,
        engine: AnyEngine,
        context: int,
        profile: ModelProfile | None,
    ) -> None:
        self.name = name
        self.profile = profile or profile_of(name)
        self._tokenizer, self._template = template.tokenizer, template
        self._engine, self._context = engine, context

    def warm_up(self, prompt: Sequence[Message] = (Message("user", "Hello"),)) -> None:
        """Pay for what the first call pays, and keep the prompt's system message as read."""
        for _ in self.tokens(prompt, 2, time.monotonic() + _WARM_UP_SECONDS, lambda: False):
            pass

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield text deltas; see `knowledge.ports.Generator.generate`.

        Closing the iterator frees the answer's place in the batch at the next step. Raises ContextOverflow when prompt
        and ``max_new_tokens`` together exceed the model's context; the caller shortens the prompt.
        """
        tokens = self.tokens(prompt, max_new_tokens, deadline, cancelled, sampling)
        detokenizer, blank = Detokenizer(self._tokenizer), True
        for token in tokens:
            if delta := detokenizer.push(token):
                blank = blank and delta.isspace()
                yield delta
        if rest := detokenizer.flush():
            blank = blank and rest.isspace()
            yield rest
        if blank and not cancelled():
            raise GenerationFailed(f"The model {self.name} wrote nothing.")

    def tokens(
        self,
        prompt: Sequence[Message],
        limit: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[int]:
        """Yield token ids as the engine writes them."""
        chat = self._template.encode(prompt)
        if len(chat.token_ids) + limit > self._context:
            raise ContextOverflow(
                f"The prompt's {len(chat.token_ids)} tokens and {limit} new ones exceed the "
                f"{self._context} tokens that {self.name} can read."
            )
        request = Request(chat, limit, chooser(sampling), deadline, sampling)
        self._engine.submit(request)
        yield from request.tokens(cancelled)

    def close(self) -> None:
        """Let the answers in hand be finished, and begin no more."""
        self._engine.close(_DRAIN_SECONDS)
