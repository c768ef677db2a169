"""Trains the embedder's adapter on questions with and without answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from workers.backends.embedding_profile import EmbeddingProfile, read_profile
from workers.backends.transformers_embedder import pool
from workers.training.contrast import Bound, contrast
from workers.training.examples import Batch
from workers.training.lora import (
    Learner,
    Places,
    Progress,
    Recipe,
    by_length,
    encoder_of,
    learn,
    prepare,
    write_adapter,
)

_LENGTH: Final = 112
"""Tokens of a text that are learned from; nine in ten sentences with their headings are shorter."""


class Contrastive(Learner[Bound]):
    """The encoder with its adapter, and the loss of a batch."""

    def __init__(self, model: str | Path, recipe: Recipe) -> None:
        super().__init__(encoder_of(model), recipe, Bound())
        self.tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(model)
        self.profile: EmbeddingProfile = read_profile(model)

    def forward(self, batch: Batch) -> dict[str, torch.Tensor]:
        """Return the loss."""
        questions = [self.profile.query_prefix + text for text in batch.questions]
        sentences = [self.profile.passage_prefix + text for text in batch.sentences]
        vectors = self._vectors([*questions, *sentences])
        return {"loss": contrast(vectors[: len(questions)], vectors[len(questions) :], batch, self.beside)}

    def _vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Return unit vectors of shape (len(texts), dimension)."""
        token_ids: list[list[int]] = self.tokenizer(list(texts), truncation=True, max_length=_LENGTH)["input_ids"]
        return torch.nn.functional.normalize(by_length(token_ids, self._pooled), dim=1)

    def _pooled(self, token_ids: list[list[int]]) -> torch.Tensor:
        padded = self.tokenizer.pad({"input_ids": token_ids}, return_tensors="pt", pad_to_multiple_of=16)
        batch = padded.to(next(self.parameters()).device)
        states = self.encoder(**batch).last_hidden_state.float()
        return pool(states, batch["attention_mask"], self.profile.pooling)


def train(  # noqa: PLR0913, PLR0917 - what is trained, on what, where to, how
    model: str | Path, name: str, batches: Sequence[Batch], places: Places, progress: Progress, recipe: Recipe
) -> None:
    """Train an adapter for a model on batches, in their order. The lower layers say little of what answers.

    ``name`` is the embedder's name, without which nothing else loads the adapter.
    """
    prepare(recipe)
    learner = Contrastive(model, recipe)
    learn(learner, batches, places.work, progress, recipe)
    write_adapter(learner, recipe, name, places.adapter)
