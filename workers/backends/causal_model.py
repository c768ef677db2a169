"""A causal language model and what it computes; who asks for what, and when, is the engine's business."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog
import torch
from transformers import AutoModelForCausalLM, Cache

from knowledge.errors import GenerationFailed
from workers.backends import ragged
from workers.backends.chat_prompt import ChatPrompt
from workers.backends.packed_linear import pack_linears
from workers.backends.precision import Precision, weights
from workers.backends.requests import Request
from workers.backends.torch_runtime import choose_device, load, use_threads

log = structlog.get_logger()

SETTING: Final = "FRONTDESK_GENERATOR_MODEL"

_CHUNK = 512  # prompt tokens read between two looks at whether they are still wanted
_PREFIXES_KEPT = 4  # system prompts: answering and rewriting, each in two languages
_PREFIX_WORTH_KEEPING = 32  # tokens
_TOLERANCE = 0.05  # share of the largest logit by which rounding may move one


class NotComputed(GenerationFailed):
    """A forward pass failed, out of memory above all; with fewer rows it may succeed."""


@dataclass(frozen=True, slots=True)
class Read:
    """A prompt that has been read, and the logits behind it."""

    cache: Cache
    logits: torch.Tensor


class CausalModel:
    """The model of a Hugging Face id or folder; one thread at a time may use it.

    ``threads`` are its CPU threads, 0 for all cores; ``end_token`` is the tokenizer's own, beside those that the model
    names. Raises SettingError when it cannot be loaded.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        threads: int = 0,
        device: torch.device | None = None,
        precision: Precision = "auto",
        end_token: int | None = None,
    ) -> None:
        self.name = Path(model).name if Path(model).is_dir() else str(model)
        self.device, self._threads = device or choose_device(), threads
        dtype, options = weights(precision, self.device)
        self.model: Any = load(model, SETTING, AutoModelForCausalLM.from_pretrained, dtype=dtype, **options)
        if not options:
            self.model.to(self.device)
        self.model.eval()
        self.context: int = self.model.config.get_text_config().max_position_embeddings
        self.ends = end_tokens(self.model.generation_config.eos_token_id, end_token)
        if (self.device.type, dtype, options) == ("cpu", torch.bfloat16, {}):
            pack_linears(self.model)
        self._prefixes: dict[tuple[int, ...], Cache] = {}
        self._together = self._can_decode_together()

    def read(self, prompt: ChatPrompt, wanted: Callable[[], bool]) -> Read | None:
        """Read a prompt in pieces; None when it is not wanted any more. Raises NotComputed.

        The prefix is read in one piece whether it is kept or new, so that the answer does not depend on which.
        """
        use_threads(self._threads)
        cache, unread = self._read_prefix(prompt)
        while len(unread) > _CHUNK:
            if not wanted():
                return None
            self._forward(unread[:_CHUNK], cache)
            unread = unread[_CHUNK:]
        return Read(cache, self._forward(unread, cache)) if wanted() else None

    @torch.inference_mode()
    def decode(self, tokens: Sequence[int], caches: Sequence[Cache]) -> list[torch.Tensor]:
        """Read one more token of each row and return the logits behind each. Raises NotComputed."""
        use_threads(self._threads)
        if len(tokens) == 1 or not self._together:
            return [self._forward([token], cache) for token, cache in zip(tokens, caches, strict=True)]
        try:
            return list(ragged.decode(self.model, tokens, caches))
        except RuntimeError as error:
            raise self._not_computed(error) from error

    def choose(self, logits: torch.Tensor, request: Request, known: int = 0) -> int:
        """Return the next token: where a row begins anew, the one that is out already, else as the request chooses.

        Raises GenerationFailed when the logits are no numbers.
        """
        if known < len(request.written):
            return request.written[known]
        if not math.isfinite(logits.max().item()):
            raise GenerationFailed(f"The model {self.name} computed numbers that are not finite.")
        return request.choose(logits)

    def forget(self) -> None:
        """Give back what memory can be spared."""
        self._prefixes.clear()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def _read_prefix(self, prompt: ChatPrompt) -> tuple[Cache, list[int]]:
        """Return a cache that has read the shared prefix, and the token ids that are left to read."""
        prefix = tuple(prompt.token_ids[: prompt.shared])
        if not _PREFIX_WORTH_KEEPING <= len(prefix) <= _CHUNK:
            return ragged.empty_cache(self.model.config), prompt.token_ids
        if prefix not in self._prefixes:
            cache = ragged.empty_cache(self.model.config)
            self._forward(list(prefix), cache)
            while len(self._prefixes) >= _PREFIXES_KEPT:
                del self._prefixes[next(iter(self._prefixes))]
            self._prefixes[prefix] = cache
        return copy.deepcopy(self._prefixes[prefix]), prompt.token_ids[len(prefix) :]

    @torch.inference_mode()  # here and not around the engine: it would leak to whoever computes in the same thread
    def _forward(self, unread: list[int], cache: Cache) -> torch.Tensor:
        """Read tokens into the cache; return the logits behind the last. Raises NotComputed."""
        token_ids = torch.tensor([unread], device=self.device)
        try:
            output = self.model(input_ids=token_ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
        except RuntimeError as error:
            raise self._not_computed(error) from error
        logits: torch.Tensor = output.logits[0, -1]
        return logits

    def _not_computed(self, error: RuntimeError) -> NotComputed:
        reason = str(error).strip().splitlines()[0]
        return NotComputed(f"The model {self.name} failed while computing: {reason}")

    def _can_decode_together(self) -> bool:
        """Try rows of different lengths together and alone: what a model does besides plain attention may not allow it.

        Such a model (state spaces, linear attention) writes its rows one after the other.
        """
        if not getattr(self.model, "_supports_sdpa", False):
            return False
        self.model.set_attn_implementation(ragged.ATTENTION)
        token, caches = 5, [ragged.empty_cache(self.model.config) for _ in range(2)]
        for length, cache in zip((3, 6), caches, strict=True):
            self._forward(list(range(token, token + length)), cache)
        alone = [self._forward([token], copy.deepcopy(cache)) for cache in caches]
        try:
            with torch.inference_mode():
                together = ragged.decode(self.model, [token, token], caches)
        except (RuntimeError, TypeError, AttributeError, ValueError, IndexError) as error:
            log.warning("rows_decoded_one_by_one", model=self.name, error=type(error).__name__)
            self.model.set_attn_implementation("sdpa")
            return False
        expected = torch.stack(alone).float()
        close = (together.float() - expected).abs().max() <= _TOLERANCE * expected.abs().max()
        if not close:
            log.warning("rows_decoded_one_by_one", model=self.name, error="other numbers")
            self.model.set_attn_implementation("sdpa")
        return bool(close)


def end_tokens(*token_ids: int | list[int] | None) -> frozenset[int]:
    """Collect the ids that end an answer: models name them in two places, one or several in each."""
    ends: set[int] = set()
    for ids in token_ids:
        ends.update([ids] if isinstance(ids, int) else ids or [])
    return frozenset(ends)
