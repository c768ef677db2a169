"""The next token from a model's logits: the likeliest, or one at random within bounds."""

from __future__ import annotations

from collections.abc import Callable

import torch

from knowledge.domain import Sampling

Choose = Callable[[torch.Tensor], int]
"""From the logits of one position, shape (vocabulary,), to a token id."""


def chooser(sampling: Sampling | None) -> Choose:
    """Return the choice for one request; a sampled one has its own random numbers, whatever runs beside it."""
    if sampling is None:
        return likeliest
    numbers = torch.Generator()  # on the CPU, so that a seed gives the same text on every device
    if sampling.seed is None:
        numbers.seed()
    else:
        numbers.manual_seed(sampling.seed)
    return lambda logits: _sampled(logits, sampling, numbers)


def likeliest(logits: torch.Tensor) -> int:
    """The greedy choice."""
    return int(logits.argmax().item())


def _sampled(logits: torch.Tensor, sampling: Sampling, numbers: torch.Generator) -> int:
    """Draw among the likeliest tokens that together have ``top_p`` of the likelihood; always at least one of them."""
    ordered, tokens = torch.softmax(logits.float().cpu() / sampling.temperature, dim=-1).sort(descending=True)
    before = ordered.cumsum(dim=-1) - ordered
    kept = ordered.masked_fill(before >= sampling.top_p, 0.0)
    return int(tokens[torch.multinomial(kept, 1, generator=numbers)].item())
