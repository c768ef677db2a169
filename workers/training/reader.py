"""Trains the reader: the embedder's encoder, reading a question and a sentence together."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Final

import torch
from transformers import AutoTokenizer

from knowledge.answer.reading import READ, ranked
from knowledge.language.sentences import Sentence
from workers.backends.adapter import HEAD
from workers.backends.embedding_profile import read_profile
from workers.backends.transformers_reader import Head, Pairs
from workers.training.examples import shown
from workers.training.looking import Looked
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

QUESTIONS: Final = 16
"""In a batch: with their sentences about 8,000 tokens, which two cores read and learn from in three seconds."""
SENTENCES: Final = READ
"""Of a question; as many as an answer has read."""
_GOLD: Final = 2
"""Sentences that answer, at most."""

RECIPE: Final = Recipe(rank=32, frozen=3, rate=6e-4, head_rate=6e-3, warm_up=20)
"""Of twice the rank of the tuned form, as two texts are read together that the embedder read apart."""


@dataclass(frozen=True, slots=True)
class Task:
    """A question, the sentences that answer it, and others: the likelier they seemed, the earlier they stand."""

    asked: str
    gold: tuple[Sentence, ...]
    others: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A question and texts of which the first ``gold`` answer it; none where the documents do not say."""

    asked: str
    texts: tuple[str, ...]
    gold: int


def task_of(looked: Looked, weights: Mapping[str, float]) -> Task | None:
    """Return what there is to learn of a question; nothing where the answer was not found."""
    golden = looked.golden
    if not looked.candidates or (looked.question.answerable and not golden):
        return None
    sentences = [one.sentence for one in ranked(looked.candidates, weights)]
    return Task(
        looked.asked,
        tuple(one for one in sentences if id(one) in golden)[:_GOLD],
        tuple(one for one in sentences if id(one) not in golden),
    )


def batches(tasks: Sequence[Task], count: int, seed: int) -> list[tuple[Choice, ...]]:
    """Return so many batches, all tasks before any comes again. The same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    dealt = chain.from_iterable(chance.sample(tasks, len(tasks)) for _ in repeat(None))
    choices = (_choice(task, chance) for task in dealt)
    return [tuple(islice(choices, QUESTIONS)) for _ in range(count)]


def _choice(task: Task, chance: random.Random) -> Choice:
    """Sentences that seemed likely are nearly all shown, and now and then one that did not."""
    room = SENTENCES - len(task.gold)
    likely, rest = task.others[:SENTENCES], task.others[SENTENCES : 2 * SENTENCES]
    chosen = chance.sample(likely, min(len(likely), room - 1))
    chosen += chance.sample(rest, min(len(rest), room - len(chosen)))
    texts = tuple(shown(sentence, chance) for sentence in (*task.gold, *chosen))
    return Choice(task.asked, texts, len(task.gold))


class Reading(Learner[Head]):
    """The encoder with its adapter and its head, and the loss of a batch."""

    def __init__(self, model: str | Path, recipe: Recipe) -> None:
        encoder = encoder_of(model)
        super().__init__(encoder, recipe, Head(encoder.config.hidden_size))
        self.pairs = Pairs(AutoTokenizer.from_pretrained(model), read_profile(model))

    def forward(self, batch: Sequence[Choice]) -> dict[str, torch.Tensor]:
        """Return the loss."""
        log_odds = self._log_odds([(choice.asked, text) for choice in batch for text in choice.texts])
        parts = torch.split(log_odds, [len(choice.texts) for choice in batch])
        absolute = [_absolute(part, choice.gold) for part, choice in zip(parts, batch, strict=True)]
        ranking = [_ranking(part, choice.gold) for part, choice in zip(parts, batch, strict=True) if choice.gold]
        loss = torch.stack(absolute).mean()
        return {"loss": loss + torch.stack(ranking).mean() if ranking else loss}

    def _log_odds(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        return by_length(self.pairs.token_ids(pairs), partial(self.pairs.log_odds, self.encoder, self.beside))


def _ranking(log_odds: torch.Tensor, gold: int) -> torch.Tensor:
    """How unlikely those are that answer, of all."""
    return torch.logsumexp(log_odds, dim=0) - torch.logsumexp(log_odds[:gold], dim=0)


def _absolute(log_odds: torch.Tensor, gold: int) -> torch.Tensor:
    """How far each is from what it is, so that the number means something where nothing answers."""
    wanted = torch.zeros_like(log_odds)
    wanted[:gold] = 1
    return torch.nn.functional.binary_cross_entropy_with_logits(log_odds, wanted)


def train(  # noqa: PLR0913, PLR0917 - what is trained, on what, where to, how
    model: str | Path,
    name: str,
    made: Sequence[Sequence[Choice]],
    places: Places,
    progress: Progress,
    recipe: Recipe = RECIPE,
) -> None:
    """Train a reader over a model on batches, in their order.

    ``name`` is the embedder's, without which nothing else loads the reader.
    """
    prepare(recipe)
    learner = Reading(model, recipe)
    learn(learner, made, places.work, progress, recipe)
    write_adapter(learner, recipe, name, places.adapter, HEAD)
