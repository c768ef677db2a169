"""``frontdesk train embedder``: the weights that turn the embedder into one that knows what answers a question."""

from __future__ import annotations

from typing import Annotated

import typer

from ops.cli.console import err
from ops.cli.train.options import Data, Seed, Threads, Weights

STEPS = 660
"""Of 28 questions each: all of ours nearly twice."""


def embedder(
    *,
    data: Data = None,
    to: Weights = None,
    steps: Annotated[int, typer.Option(min=1, help="Steps of 28 questions each.")] = STEPS,
    seed: Seed = 1,
    threads: Threads = 0,
) -> None:
    """Train the embedder's tuned form on the training questions, without the organisations that judge.

    A training that was killed goes on where it was.
    """
    from knowledge.training import divided, judging_organisations, load_questions
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers.training import embedder as training
    from workers.training.examples import batches, example_of
    from workers.training.lora import Places, Recipe
    from workers.wiring import embedder_model

    settings = StackSettings.read()
    data = data or settings.data_dir / "training"
    questions, _ = divided(load_questions(data), judging_organisations())
    made = batches([one for one in map(example_of, questions) if one], steps, seed)
    model, made_for = embedder_model(settings)
    folder = to or data / "embedder"
    with stage_bars(counted=True) as show:
        training.train(
            model,
            made_for,
            made,
            Places(folder, data / f"embedder-{steps}-{seed}"),
            lambda done, of: show("Training", done, of),
            Recipe(seed=seed, threads=threads),
        )
    err.print(f"Learned from {len(questions)} questions. The weights are in {folder}.", highlight=False)
    err.print(f"To use them: FRONTDESK_EMBEDDER_ADAPTER={folder}, then frontdesk kb build.", highlight=False)
