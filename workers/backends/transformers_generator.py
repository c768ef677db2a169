"""Writes with any Hugging Face chat model: greedy, streamed, one answer at a time per process."""

from __future__ import annotations

import copy
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, Cache, DynamicCache

from knowledge.domain import Language, Message, Sampling
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed
from workers.backends.chat_prompt import ChatPrompt, ChatTemplate
from workers.backends.choosing import Choose, chooser, likeliest
from workers.backends.detokenizer import Detokenizer
from workers.backends.packed_linear import pack_linears
from workers.backends.torch_runtime import choose_device, choose_dtype, load, use_threads

_SETTING = "FRONTDESK_GENERATOR_MODEL"

# Part of the name -> languages it writes well enough to answer in; the first match wins.
_ENGLISH: frozenset[Language] = frozenset({"en"})
_BOTH: frozenset[Language] = frozenset({"en", "zh"})
_LANGUAGES = (
    ("smollm", _ENGLISH),
    ("qwen", _BOTH),
    ("deepseek", _BOTH),
    ("glm", _BOTH),
    ("gemma", _BOTH),
    ("internlm", _BOTH),
    ("minicpm", _BOTH),
)

_CHUNK = 512  # prompt tokens read between two looks at the deadline
_WAIT_SECONDS = 0.1  # between two looks at it while another answer is being written
_PREFIXES_KEPT = 4  # system prompts: answering and rewriting, each in two languages
_PREFIX_WORTH_KEEPING = 32  # tokens


class TransformersGenerator:
    """The `knowledge.ports.Generator` for a Hugging Face id or folder; any number of threads may share it.

    ``languages`` overrules the table above. ``threads`` are the CPU threads of the model, 0 for all cores; device and
    dtype are the machine's best unless given.
    Raises SettingError when the model cannot be loaded or is not a chat model.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        languages: frozenset[Language] | None = None,
        threads: int = 0,
        device: torch.device | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        self.name = Path(model).name if Path(model).is_dir() else str(model)
        self.languages = _languages_of(self.name) if languages is None else languages
        self._device, self._threads = device or choose_device(), threads
        self._tokenizer = load(model, _SETTING, AutoTokenizer.from_pretrained)
        self._template = ChatTemplate(self._tokenizer)
        dtype = dtype or choose_dtype(self._device)
        self._model = load(model, _SETTING, AutoModelForCausalLM.from_pretrained, dtype=dtype)
        self._model.to(self._device).eval()
        self._ends = _end_tokens(self._model.generation_config.eos_token_id, self._tokenizer.eos_token_id)
        self._context: int = self._model.config.get_text_config().max_position_embeddings
        if (self._device.type, dtype) == ("cpu", torch.bfloat16):
            pack_linears(self._model)
        self._prefixes: dict[tuple[int, ...], Cache] = {}
        self._turn = threading.Lock()

    def warm_up(self, prompt: Sequence[Message] = (Message("user", "Hello"),)) -> None:
        """Pay for what the first call pays, and keep the prompt's system message as read."""
        tokens = self._tokens(self._template.encode(prompt), 2, lambda: True)
        with self._turn:
            list(tokens)

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

        Nothing is computed between two deltas, so closing the iterator stops the model at once. Raises ContextOverflow
        when prompt and ``max_new_tokens`` together exceed the model's context; the caller shortens the prompt.
        """
        chat = self._template.encode(prompt)
        self._require_room(len(chat.token_ids), max_new_tokens)
        go_on = _Watch(deadline, cancelled)
        with self._my_turn(go_on) as mine:
            if mine:
                yield from self._text(self._tokens(chat, max_new_tokens, go_on, chooser(sampling)), cancelled)

    def _require_room(self, prompt_tokens: int, max_new_tokens: int) -> None:
        if prompt_tokens + max_new_tokens > self._context:
            raise ContextOverflow(
                f"The prompt's {prompt_tokens} tokens and {max_new_tokens} new ones exceed the "
                f"{self._context} tokens that {self.name} can read."
            )

    @contextmanager
    def _my_turn(self, go_on: Callable[[], bool]) -> Iterator[bool]:
        """Wait for the model; yields False when cancelled meanwhile. Raises DeadlineExceeded."""
        mine = False
        while not mine and go_on():
            mine = self._turn.acquire(timeout=_WAIT_SECONDS)
        try:
            yield mine
        finally:
            if mine:
                self._turn.release()

    def _text(self, tokens: Iterator[int], cancelled: Callable[[], bool]) -> Iterator[str]:
        """Turn tokens into deltas. Raises GenerationFailed when the model wrote nothing, or only blanks."""
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

    def _tokens(
        self, chat: ChatPrompt, limit: int, go_on: Callable[[], bool], choose: Choose = likeliest
    ) -> Iterator[int]:
        """Yield tokens until the model ends, ``limit`` are out, or ``go_on`` says no."""
        use_threads(self._threads)
        cache, unread = self._read_prefix(chat)
        while len(unread) > _CHUNK:
            if not go_on():
                return
            self._next_token(unread[:_CHUNK], cache)
            unread = unread[_CHUNK:]
        for _ in range(limit):
            if not go_on():
                return
            token = self._next_token(unread, cache, choose)
            if token in self._ends:
                return
            yield token
            unread = [token]

    def _read_prefix(self, chat: ChatPrompt) -> tuple[Cache, list[int]]:
        """Return a cache that has read the shared prefix, and the token ids that are left to read.

        The prefix is read in one piece whether it is kept or new, so that the answer does not depend on which.
        """
        prefix = tuple(chat.token_ids[: chat.shared])
        if not _PREFIX_WORTH_KEEPING <= len(prefix) <= _CHUNK:
            return DynamicCache(config=self._model.config), chat.token_ids
        if prefix not in self._prefixes:
            cache = DynamicCache(config=self._model.config)
            self._next_token(list(prefix), cache)
            while len(self._prefixes) >= _PREFIXES_KEPT:
                del self._prefixes[next(iter(self._prefixes))]
            self._prefixes[prefix] = cache
        return copy.deepcopy(self._prefixes[prefix]), chat.token_ids[len(prefix) :]

    @torch.inference_mode()  # here and not around the generators: it would leak to whoever consumes them
    def _next_token(self, unread: list[int], cache: Cache, choose: Choose = likeliest) -> int:
        """Read tokens into the cache and return the next one. Raises GenerationFailed."""
        token_ids = torch.tensor([unread], device=self._device)
        try:
            output = self._model(input_ids=token_ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
        except RuntimeError as error:  # out of memory above all
            reason = str(error).strip().splitlines()[0]
            raise GenerationFailed(f"The model {self.name} failed while computing: {reason}") from error
        logits = output.logits[0, -1]
        if not math.isfinite(logits.max().item()):
            raise GenerationFailed(f"The model {self.name} computed numbers that are not finite.")
        return choose(logits)


class _Watch:
    """Says before each step whether to go on: False once cancelled. Raises DeadlineExceeded."""

    def __init__(self, deadline: float, cancelled: Callable[[], bool]) -> None:
        self._deadline, self._cancelled = deadline, cancelled

    def __call__(self) -> bool:
        if self._cancelled():
            return False
        if time.monotonic() >= self._deadline:
            raise DeadlineExceeded("The time for this answer ran out before it was complete.")
        return True


def _languages_of(name: str) -> frozenset[Language]:
    return next((languages for part, languages in _LANGUAGES if part in name.lower()), _ENGLISH)


def _end_tokens(*token_ids: int | list[int] | None) -> frozenset[int]:
    """Collect the ids that end an answer: models name them in two places, one or several in each."""
    ends: set[int] = set()
    for ids in token_ids:
        ends.update([ids] if isinstance(ids, int) else ids or [])
    return frozenset(ends)
