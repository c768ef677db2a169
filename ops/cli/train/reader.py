"""``frontdesk train reader``: the weights that read a question and a sentence together."""

from __future__ import annotations

from typing import Annotated

import typer

from ops.cli.console import err
from ops.cli.train.options import Data, Seed, Threads, Weights

STEPS = 800
"""Of 16 questions each: all of ours nearly one and a half times."""


def reader(
    *,
    data: Data = None,
    to: Weights = None,
    steps: Annotated[int, typer.Option(min=1, help="Steps of 16 questions each.")] = STEPS,
    seed: Seed = 1,
    threads: Threads = 0,
) -> None:
    """Train the embedder's reader on what the embedder finds for the training questions.

    The organisations that judge are left out. A training that was killed goes on where it was.
    """
    from dataclasses import replace

    from knowledge.training import divided, judging_organisations, load_questions
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers import wiring
    from workers.caches.vectors import RememberingEmbedder
    from workers.training import reader as training
    from workers.training.looking import look
    from workers.training.lora import Places

    settings = StackSettings.read().model_copy(update={"reader": "off"})
    data = data or settings.data_dir / "training"
    questions, _ = divided(load_questions(data), judging_organisations())
    embedder = wiring.load_embedder(settings)
    weights = wiring.load_fit(settings, embedder).ranker
    model, made_for = wiring.embedder_model(settings)
    folder, work = to or data / "reader", data / f"reader-{steps}-{seed}"
    with stage_bars(counted=True) as show:
        looked = look(questions, RememberingEmbedder(embedder), data / "indexes", show)
        tasks = [one for one in (training.task_of(each, weights) for each in looked) if one]
        training.train(
            model,
            made_for,
            training.batches(tasks, steps, seed),
            Places(folder, work),
            lambda done, of: show("Training", done, of),
            replace(training.RECIPE, seed=seed, threads=threads),
        )
    err.print(f"Learned from {len(tasks)} questions. The weights are in {folder}.", highlight=False)
    err.print(f"To use them: FRONTDESK_READER={folder}, then frontdesk train ranker.", highlight=False)
