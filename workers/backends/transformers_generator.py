"""Writes with any Hugging Face chat model: streamed, many answers in one batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import torch
from transformers import AutoTokenizer

from knowledge.domain import Message, ModelProfile, Sampling
from knowledge.errors import ContextOverflow, GenerationFailed
from workers.backends.causal_model import SETTING, CausalModel
from workers.backends.chat_prompt import ChatTemplate
from workers.backends.choosing import chooser
from workers.backends.detokenizer import Detokenizer
from workers.backends.engine import Engine
from workers.backends.model_profiles import profile_of
from workers.backends.paged_engine import PagedEngine
from workers.backends.precision import Precision
from workers.backends.requests import Request
from workers.backends.torch_runtime import load

_WARM_UP_SECONDS: Final = 600.0
_DRAIN_SECONDS: Final = 90.0


class TransformersGenerator:
    """The `knowledge.ports.Generator` for a Hugging Face id or folder; any number of threads may share it.

    ``profile`` overrules what the name tells. ``threads`` are the CPU threads of the model, 0 for all cores;
    device and precision are the machine's best unless given. ``engine`` is ``paged`` on CUDA unless named.
    ``batch`` answers are written at once, ``queue`` more may wait.
    Raises SettingError when the model cannot be loaded or is not a chat model.
    """

    def __init__(  # noqa: PLR0913 - settings, each with its default
        self,
        model: str | Path,
        *,
        profile: ModelProfile | None = None,
        threads: int = 0,
        device: torch.device | None = None,
        precision: Precision = "auto",
        engine: Literal["auto", "ragged", "paged"] = "auto",
        batch: int = 16,
        queue: int = 64,
    ) -> None:
        self._tokenizer = load(model, SETTING, AutoTokenizer.from_pretrained)
        self._template = ChatTemplate(self._tokenizer)
        self._model = CausalModel(
            model, threads=threads, device=device, precision=precision, end_token=self._tokenizer.eos_token_id
        )
        self.name = self._model.name
        self.profile = profile or profile_of(self.name)
        paged = self._model.device.type == "cuda" if engine == "auto" else engine == "paged"
        self._engine = (PagedEngine if paged else Engine)(self._model, batch=batch, queue=queue)

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
        if len(chat.token_ids) + limit > self._model.context:
            raise ContextOverflow(
                f"The prompt's {len(chat.token_ids)} tokens and {limit} new ones exceed the "
                f"{self._model.context} tokens that {self.name} can read."
            )
        request = Request(chat, limit, chooser(sampling), deadline, sampling)
        self._engine.submit(request)
        yield from request.tokens(cancelled)

    def close(self) -> None:
        """Let the answers in hand be finished, and begin no more."""
        self._engine.close(_DRAIN_SECONDS)
