"""What the engine writes with a model of random weights, beside ``generate`` and what the memory's bandwidth allows.

To write one more token of every answer, each weight and each answer's keys and values are read from memory at least
once, and the token after it cannot be computed before. That bounds the tokens a second, however fast one computes:

    bytes per cached token = 2 (keys and values) · layers · key-value heads · head size · bytes of one number
    step bytes             = weight bytes + answers · length · bytes per cached token
    limit, tokens/s        = answers · bandwidth / step bytes

``length`` is an answer's prompt and half of its new tokens: the mean over its steps. The weights are all parameters; of
an input embedding that is not the output's as well a step reads a few rows, so that it is left out. The bandwidth is
measured by a large copy within the device, of which each byte is read once and written once. An answer's first token
comes of reading its prompt, which computing bounds and not this limit: a run's share of the limit has that time in it,
its share "while all of them write" has not.

The model of the bound is that of Pope et al., "Efficiently Scaling Transformer Inference" (2022, arXiv:2211.05102),
section 2: a step takes at least as long as loading the weights and the key-value cache from memory.

No answer may end early, else fewer would be written at once than is said. So neither the model nor its tokenizer names
an end token; and tokens are drawn at random, because the likeliest ones of random weights may repeat, and the engine
ends an answer that goes round in circles. Whoever measures checks that each answer has all of its tokens.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PretrainedConfig, Qwen3Config

from knowledge.domain import Message, Sampling
from tests.bench.policies import long_policies
from workers.backends.transformers_generator import TransformersGenerator

Prompt = Sequence[Message]

HEADER: Final = ("", "tokens/s", "ratio", "limit", "of limit", "peak GB")
TINY: Final = Qwen3Config(
    vocab_size=49152,  # SmolLM2's tokens
    hidden_size=32,
    intermediate_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=8,
    max_position_embeddings=1024,
    tie_word_embeddings=True,
)
"""A shape for tests, which a processor computes at once."""
AT_RANDOM: Final = Sampling(temperature=1.0, top_p=1.0)

_SEED: Final = 4
_PATIENCE_S: Final = 1800.0
_COPIES, _ROUNDS = 8, 5  # the fastest round counts, as other programs only ever slow one down


@dataclass(frozen=True)
class Run:
    """Answers, so many ``at_once``: lengths of their ``prompts`` in tokens, their ``new`` tokens, the seconds for all.

    ``while_all_write`` is what `rate_while_all_write` says, None where nobody noted when tokens came.
    ``peak`` are the bytes of the device's memory held at most, 0 on a CPU.
    """

    at_once: int
    prompts: list[int]
    new: list[int]
    seconds: float
    while_all_write: float | None
    peak: int

    @property
    def rate(self) -> float:
        """New tokens a second, the reading of the prompts included."""
        return sum(self.new) / self.seconds

    @property
    def length(self) -> float:
        """Tokens of an answer with its prompt, in the mean over answers and steps."""
        return statistics.mean(self.prompts) + statistics.mean(self.new) / 2


@dataclass(frozen=True)
class Bound:
    """Bytes that a step reads: all ``weights``, and of each answer ``per_cached_token`` for each token it has."""

    weights: int
    per_cached_token: int

    @classmethod
    def of(cls, model: Any) -> Bound:  # noqa: ANN401 - any causal model
        """That of a transformers model in the number format it has; one on the meta device will do."""
        config: PretrainedConfig = model.config
        embedding, output = model.get_input_embeddings().weight, model.get_output_embeddings().weight
        weights = sum(parameter.nbytes for parameter in model.parameters())
        numbers = 2 * config.num_hidden_layers * config.num_key_value_heads * config.head_dim
        return cls(weights - (0 if embedding is output else embedding.nbytes), numbers * embedding.dtype.itemsize)

    def step(self, answers: int, length: float) -> float:
        """Bytes that are read to write one more token of each answer."""
        return self.weights + answers * length * self.per_cached_token

    def rate(self, answers: int, length: float, bandwidth: float) -> float:
        """Tokens a second at most; ``bandwidth`` in bytes a second."""
        return answers * bandwidth / self.step(answers, length)


def qwen3_4b() -> Qwen3Config:
    """The shape of Qwen3-4B, as its ``config.json`` has it: 4,022,468,096 parameters."""
    return Qwen3Config(
        vocab_size=151936,
        hidden_size=2560,
        intermediate_size=9728,
        num_hidden_layers=36,
        num_attention_heads=32,
        num_key_value_heads=8,
        head_dim=128,
        max_position_embeddings=40960,
        rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0},
        tie_word_embeddings=True,
    )


def save_random_model(config: Qwen3Config, tokenizer: Path, folder: Path, device: torch.device) -> None:
    """Write a model of this shape, made on the device in bf16, and a folder's tokenizer; neither with an end token.

    ``config.vocab_size`` must be the tokenizer's at least.
    """
    kept = AutoTokenizer.from_pretrained(tokenizer)
    kept.eos_token = None
    kept.save_pretrained(folder)
    torch.manual_seed(_SEED)
    with device:
        model = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
    model.save_pretrained(folder)


def prompts_of(generator: TransformersGenerator, count: int, tokens: int) -> list[Prompt]:
    """So many prompts with ``tokens`` tokens of text, or one more or less; none begins like another."""
    tokenizer = generator._tokenizer
    text = tokenizer(long_policies(), add_special_tokens=False, verbose=False)["input_ids"]
    apart = (len(text) - tokens) // count
    pieces = [tokenizer.decode(text[place * apart : place * apart + tokens]) for place in range(count)]
    return [[Message("user", f"{piece}\n\nWhat are the rules?")] for piece in pieces]


def together(generator: TransformersGenerator, prompts: Sequence[Prompt], new: int) -> Run:
    """All at once by the product's own engine: ``new`` tokens each, for each a thread that waits for them."""
    device = generator._model.device

    def write(prompt: Prompt) -> list[float]:
        tokens = generator.tokens(prompt, new, time.monotonic() + _PATIENCE_S, lambda: False, AT_RANDOM)
        return [time.perf_counter() for _ in tokens]

    _forget_peak(device)
    with ThreadPoolExecutor(len(prompts)) as pool:
        began = time.perf_counter()
        times = list(pool.map(write, prompts))
        seconds = time.perf_counter() - began
    lengths = [len(generator._template.encode(prompt).token_ids) for prompt in prompts]
    written = [len(one) for one in times]
    return Run(len(prompts), lengths, written, seconds, rate_while_all_write(times), _peak(device))


def one_by_one(generator: TransformersGenerator, prompts: Sequence[Prompt], new: int) -> Run:
    """One after another by transformers' ``generate`` and the same weights.

    Before the engine has begun to write: it takes most of the memory for its cache.
    """
    model, device = generator._model.model, generator._model.device
    inputs = [torch.tensor([generator._template.encode(prompt).token_ids], device=device) for prompt in prompts]
    _forget_peak(device)
    began = time.perf_counter()
    outputs = [
        model.generate(tokens, attention_mask=torch.ones_like(tokens), max_new_tokens=new, do_sample=False).tolist()
        for tokens in inputs
    ]
    seconds = time.perf_counter() - began
    lengths = [tokens.shape[1] for tokens in inputs]
    written = [len(output[0]) - length for output, length in zip(outputs, lengths, strict=True)]
    return Run(1, lengths, written, seconds, None, _peak(device))


def rate_while_all_write(times: Sequence[Sequence[float]]) -> float | None:
    """Tokens a second from when every answer has begun until the first one ends; None if there is no such time.

    ``times`` are the seconds at which each answer's tokens came.
    """
    if not all(times):
        return None
    began, ended = max(one[0] for one in times), min(one[-1] for one in times)
    if began >= ended:
        return None
    return sum(began < at <= ended for one in times for at in one) / (ended - began)


def measure_bandwidth(device: torch.device, size: int) -> float:
    """Bytes a second that the device's memory moves, by copies of ``size`` bytes: many times what its caches hold."""
    source = torch.zeros(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    seconds = []
    for _ in range(_ROUNDS):
        _wait_for(device)
        began = time.perf_counter()
        for _ in range(_COPIES):
            target.copy_(source)
        _wait_for(device)
        seconds.append(time.perf_counter() - began)
    return 2 * size * _COPIES / min(seconds)


def rows(bound: Bound, bandwidth: float, alone: Run, engine: Run) -> list[tuple[str, ...]]:
    """The table below `HEADER`; ``bandwidth`` in bytes a second."""

    def row(name: str, run: Run, rate: float, peak: str) -> tuple[str, ...]:
        limit = bound.rate(run.at_once, run.length, bandwidth)
        return name, f"{rate:,.0f}", f"{rate / alone.rate:.2f}", f"{limit:,.0f}", f"{rate / limit:.1%}", peak

    lines = [
        row("transformers, one after another", alone, alone.rate, _gigabytes(alone.peak)),
        row(f"Frontdesk's engine, {engine.at_once} at once", engine, engine.rate, _gigabytes(engine.peak)),
    ]
    if engine.while_all_write is not None:
        lines.append(row("of this, while all of them write", engine, engine.while_all_write, ""))
    return lines


def _gigabytes(count: float) -> str:
    return f"{count / 1e9:.1f}"


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _forget_peak(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)


def _peak(device: torch.device) -> int:
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else 0
