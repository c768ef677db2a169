"""The loss that teaches an embedder which sentence answers, and that some questions have no answer at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch.nn import functional

from workers.training.examples import Batch

TEMPERATURE: Final = 0.03
"""Of the softmax over cosines (InfoNCE, van den Oord et al. 2018)."""
_FIRST: Final = 0.3
"""Weight of the best of several sentences that answer, beside any of them."""
_ABSOLUTE: Final = 1.0
"""Weight of the loss that gives a cosine a meaning of its own: above a bound it answers, below it does not."""
_HARDEST: Final = 5
"""Sentences that do not answer, the nearest of a batch, of which each question is to be kept away."""


class Bound(torch.nn.Module):
    """Turns a cosine into the log-odds that a sentence answers; learned along."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor(12.0))
        self.offset = torch.nn.Parameter(torch.tensor(-9.0))

    def forward(self, cosines: torch.Tensor) -> torch.Tensor:
        """Return log-odds of the same shape."""
        return self.scale * cosines + self.offset


def contrast(questions: torch.Tensor, sentences: torch.Tensor, batch: Batch, bound: Bound) -> torch.Tensor:
    """Return the loss of a batch of unit vectors, shapes (questions, dimension) and (sentences, dimension)."""
    cosines = questions @ sentences.T
    log_odds = bound(cosines)
    ranked = [_ranking(row / TEMPERATURE, gold) for row, gold in zip(cosines, batch.gold, strict=True) if gold]
    absolute = [_absolute(row, gold) for row, gold in zip(log_odds, batch.gold, strict=True)]
    loss = _ABSOLUTE * torch.stack(absolute).mean()
    return loss + torch.stack(ranked).mean() if ranked else loss


def _ranking(logits: torch.Tensor, gold: Sequence[int]) -> torch.Tensor:
    """Any sentence that answers before all that do not, and the best of them most of all."""
    any_of_them = torch.logsumexp(logits, 0) - torch.logsumexp(logits[list(gold)], 0)
    without_others = torch.ones(len(logits), dtype=torch.bool)
    without_others[list(gold[1:])] = False
    return any_of_them + _FIRST * (torch.logsumexp(logits[without_others], 0) - logits[gold[0]])


def _absolute(log_odds: torch.Tensor, gold: Sequence[int]) -> torch.Tensor:
    """The nearest of those that do not answer below the bound, and the best one that does above it."""
    wrong = torch.ones(len(log_odds), dtype=torch.bool)
    wrong[list(gold)] = False
    nearest = torch.topk(log_odds[wrong], min(_HARDEST, int(wrong.sum()))).values
    loss = functional.softplus(nearest).mean()
    return loss + functional.softplus(-log_odds[gold[0]]) if gold else loss
