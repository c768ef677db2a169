"""``frontdesk train checker``: the weights that tell whether a model's sentence is borne out, and their fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ops.cli.console import err
from ops.cli.train.options import Data, Seed, Threads, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.training.checker import Observed

STEPS = 700
"""Of 32 claims each: all of ours nearly twice, after some thousand copies of policies' own sentences."""
COPIES = 4200
"""Questions whose answers are learned as they stand, with wrong twins."""


def checker(
    *,
    data: Data = None,
    to: Weights = None,
    steps: Annotated[int, typer.Option(min=1, help="Steps of 32 claims each.")] = STEPS,
    seed: Seed = 1,
    threads: Threads = 0,
) -> None:
    """Train what checks a model's sentences, on claims and on wrong twins of policies' own sentences.

    The organisations that judge are left out; the fit and its threshold are made on them, and what it is worth is said
    for each by a fit to the others. A training that was killed goes on where it was.
    """
    from dataclasses import replace

    from knowledge.training import divided, judging_organisations, load_questions
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers import wiring
    from workers.backends.transformers_embedder import TransformersEmbedder
    from workers.caches.vectors import RememberingEmbedder
    from workers.training import checker as training
    from workers.training.lora import Places

    settings = StackSettings.read().model_copy(update={"checker": "off"})
    data = data or settings.data_dir / "training"
    learn, judge = divided(load_questions(data), judging_organisations())
    embedder = RememberingEmbedder(wiring.load_embedder(settings))
    model, made_for = wiring.embedder_model(settings)
    folder, work = to or data / "checker", data / f"checker-{steps}-{seed}"
    pairs = training.pairs_of(learn)
    with stage_bars(counted=True) as show:
        claims = training.learned_of(
            [pair for _, pair in pairs], embedder, lambda done, of: show("Reading the claims", done, of)
        )
        asked = [question for question in learn if question.answerable and not question.history]
        copies = training.copies_of(asked[:COPIES], [pair for _, pair in pairs], seed)
        training.train(
            model,
            made_for,
            training.batches(claims, copies, steps, seed),
            Places(folder, work),
            lambda done, of: show("Training", done, of),
            replace(training.RECIPE, seed=seed, threads=threads),
            settings.reader_folder,
        )
        trained = TransformersEmbedder(model, checker=folder, threads=threads).entailment
        signs = training.observe(pairs, embedder, None, lambda done, of: show("Comparing", done, of))
        seen = training.observe(training.pairs_of(judge), embedder, trained, lambda done, of: show("Judging", done, of))
    content = training.fitted(signs, seen, trained.name if trained else "", seed)
    _show(seen, content)
    training.write_fit(content, folder / "support.json")
    err.print(f"The weights are in {folder}, their fit in {folder / 'support.json'}.", highlight=False)


def _show(seen: Sequence[Observed], content: dict[str, Any]) -> None:
    from rich.table import Table

    from workers.training.checker import worth

    table = Table(title="Shown at a threshold from the others, by organisation that judges")
    for column in ("organisation", "supported", "unsupported", "AUC"):
        table.add_column(column, justify="left" if column == "organisation" else "right")
    for org, supported, unsupported, auc in worth(seen, content):
        table.add_row(org, f"{supported:.2f}", f"{unsupported:.3f}", f"{auc:.3f}")
    err.print(table)
