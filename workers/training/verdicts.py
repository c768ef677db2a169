"""Trains what tells whether a sentence says yes or no to a question, over the reader."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch

from knowledge.training.records import TrainingQuestion
from workers.backends.transformers_reader import HEAD, VERDICTS, Verdict
from workers.training.examples import example_of, shown
from workers.training.lora import Learner, Places, Progress, Recipe, learn, prepare, write_adapter
from workers.training.reader import Reading

PAIRS: Final = 32
"""In a batch."""
EPOCHS: Final = 6
_OTHERS: Final = 0.5
"""So many questions that ask for something else are shown, for each that yes or no may answer."""

RECIPE: Final = Recipe(rank=16, frozen=8, rate=4e-4, head_rate=4e-3, warm_up=20)
"""What is said is read by the upper layers; the lower ones are the reader's."""


@dataclass(frozen=True, slots=True)
class Said:
    """A question, a text, and which of `VERDICTS` the text says to it."""

    asked: str
    text: str
    says: str


class Verdicts(Learner[Verdict]):
    """The reader's encoder with another adapter on its upper layers, and the loss of a batch of `Said`."""

    def __init__(self, reading: Reading, recipe: Recipe) -> None:
        encoder = reading.encoder.merge_and_unload()
        super().__init__(encoder, recipe, Verdict(reading.beside.weight.numel()))
        self.pairs = reading.pairs

    def forward(self, batch: Sequence[Said]) -> dict[str, torch.Tensor]:
        """Return the loss."""
        token_ids = self.pairs.token_ids([(one.asked, one.text) for one in batch])
        numbers = self.pairs.read(self.encoder, self.beside, token_ids)
        wanted = torch.tensor([VERDICTS.index(one.says) for one in batch], device=numbers.device)
        return {"loss": torch.nn.functional.cross_entropy(numbers, wanted)}


def said_in(questions: Sequence[TrainingQuestion], seed: int) -> list[Said]:
    """Return what there is to learn: what answers says yes, no or neither; another sentence of its passage neither.

    Questions that ask for something else are among them: yes or no is no answer to those.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    judged = [one for one in questions if one.says]
    unjudged = [one for one in questions if not one.says and one.answerable and one.kind != "yes_no"]
    chosen = judged + chance.sample(unjudged, min(len(unjudged), int(_OTHERS * len(judged))))
    said: list[Said] = []
    for question in chosen:
        example = example_of(question)
        if example is None:
            continue
        says = question.says if question.says in VERDICTS else ""
        said.append(Said(example.asked, shown(example.sentences[example.gold[0]], chance), says))
        others = [place for place in range(len(example.sentences)) if place not in example.gold]
        if others and question.says:
            said.append(Said(example.asked, shown(example.sentences[chance.choice(others)], chance), ""))
    return said


def batches(said: Sequence[Said], epochs: int, seed: int) -> list[tuple[Said, ...]]:
    """Return all of it in batches, so many times. The same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    dealt = [one for _ in range(epochs) for one in chance.sample(said, len(said))]
    return [tuple(dealt[start : start + PAIRS]) for start in range(0, len(dealt), PAIRS)]


def train(  # noqa: PLR0913, PLR0917 - what is trained, on what, where to, how
    reading: Reading,
    name: str,
    made: Sequence[Sequence[Said]],
    places: Places,
    progress: Progress,
    recipe: Recipe = RECIPE,
) -> None:
    """Train over a reader, whose encoder is its own from here on; ``name`` is that of the reader's embedder."""
    prepare(recipe)
    learner = Verdicts(reading, recipe)
    learn(learner, made, places.work, progress, recipe)
    write_adapter(learner, recipe, name, places.adapter, HEAD)
