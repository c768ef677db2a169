"""``frontdesk train ranker``: how sentences are ranked and confidence is measured, fitted on organisations left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.console import err, out

if TYPE_CHECKING:
    from workers.training.ranker import Judged


def ranker(
    *,
    data: Annotated[
        Path | None, typer.Option(help="Where [bold]train data[/bold] wrote; [bold].frontdesk/training[/bold].")
    ] = None,
    half: Annotated[
        Path | None, typer.Option(help="Weights of [bold]train embedder --half[/bold]; beside the data if left out.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; beside the data if left out.")] = None,
) -> None:
    """Fit the ranking and the confidence on organisations that the embedder's half-trained form never saw.

    The fit is for the embedder that is configured, with all its weights. Prints what fits are worth on organisations
    that they were not fitted to.
    """
    from knowledge.training import divided, folds, load_questions
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers import wiring
    from workers.backends.transformers_embedder import TransformersEmbedder
    from workers.caches.vectors import RememberingEmbedder
    from workers.training import ranker as fitting
    from workers.training.looking import look

    settings = StackSettings.read()
    data = data or settings.data_dir / "training"
    questions = load_questions(data)
    _, held_out = divided(questions, folds(questions, 2)[1])
    model, _ = wiring.embedder_model(settings)
    learner = TransformersEmbedder(model, adapter=half or data / "half", threads=settings.model_threads)
    with stage_bars(counted=True) as show:
        remembering = RememberingEmbedder(learner)
        intents = wiring.load_intents(settings, remembering)
        looked = look(held_out, remembering, intents.asks, data / "indexes", show)
    verdicts = fitting.judged(looked)
    threshold = fitting.threshold_of(verdicts)
    safe = fitting.judged(looked, fitting.COSINES)
    fits = fitting.fits(looked, wiring.load_embedder(settings).name, threshold, fitting.threshold_of(safe))
    path = to or data / "fit.json"
    path.write_text(fitting.written(fits, looked), encoding="utf-8")
    _show({"this embedder": (verdicts, threshold), "any embedder": (safe, fitting.threshold_of(safe))})
    err.print(f"The fit is in {path}.", highlight=False)


def _show(fits: Mapping[str, tuple[Sequence[Judged], float]]) -> None:
    """Print a row for each fit and language."""
    from rich.table import Table

    from workers.training.ranker import worth

    table = Table("fit", "language", "questions", "found", "first", "AUC", "declined", "answered", "truth")
    for name, (verdicts, threshold) in fits.items():
        for language in ("all", *sorted({one.looked.question.lang for one in verdicts})):
            some = [one for one in verdicts if language in ("all", one.looked.question.lang)]
            if len({one.looked.question.answerable for one in some}) < 2:  # noqa: PLR2004 - both kinds are needed
                continue
            what = worth(some, threshold)
            figures = (what.found, what.first, what.auc, what.declined, what.answered, what.truth)
            table.add_row(name, language, str(len(some)), *(f"{figure:.3f}" for figure in figures))
    out.print(table)
