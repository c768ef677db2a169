"""``frontdesk train ranker``: how sentences are ranked and confidence is measured, fitted on organisations left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.console import err, out
from ops.cli.train.options import Data

if TYPE_CHECKING:
    from workers.training.ranker import Judged


def ranker(
    *,
    data: Data = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; beside the data if left out.")] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw here, as SVG, how often the documents answer at each confidence.")
    ] = None,
) -> None:
    """Fit the ranking and the confidence of the configured embedder to the organisations that judge.

    It was not trained on them. Prints what fits are worth on organisations that they were not fitted to.
    """
    from knowledge.answer.confidence import judged_by
    from knowledge.training import divided, judging_organisations, load_questions
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers import wiring
    from workers.caches.vectors import RememberingEmbedder
    from workers.training import ranker as fitting
    from workers.training.looking import look

    settings = StackSettings.read()
    data = data or settings.data_dir / "training"
    _, held_out = divided(load_questions(data), judging_organisations())
    embedder = wiring.load_embedder(settings)
    with stage_bars(counted=True) as show:
        looked = look(held_out, RememberingEmbedder(embedder), data / "indexes", show)
        if embedder.reader:
            looked = fitting.read(looked, embedder.reader, lambda done, of: show("Reading", done, of))
    kinds = {"with its reader": (judged_by(embedder), fitting.WITH_READER)} if embedder.reader else {}
    kinds |= {"this embedder": (embedder.name, fitting.UNREAD), "any embedder": ("", fitting.SAFE)}
    fits, figures = [], {}
    for kind, (made_for, by) in kinds.items():
        verdicts = fitting.judged(looked, by)
        threshold = fitting.threshold_of(verdicts)
        fits.append(fitting.fitted_at(threshold, looked, made_for, by))
        figures[kind] = (verdicts, threshold)
    path = to or data / "fit.json"
    path.write_text(fitting.written(fits, looked), encoding="utf-8")
    if plot:
        plot.write_text(_reliability(next(iter(figures.values()))[0]), encoding="utf-8")
    _show(figures)
    err.print(f"The fit is in {path}.", highlight=False)


def _reliability(verdicts: Sequence[Judged]) -> str:
    """What was so over what was said, on organisations left out."""
    import numpy as np

    from knowledge.evaluation import plots
    from knowledge.evaluation.reliability import reliability

    said = np.array([one.confidence for one in verdicts])
    return plots.reliability(reliability(said, np.array([one.looked.question.answerable for one in verdicts])))


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
