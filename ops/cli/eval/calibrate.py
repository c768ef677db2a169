"""``frontdesk eval calibrate``: from which confidence on to answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ops.cli.console import log_quietly, out
from ops.cli.eval.running import FILE, observed, settings_with
from ops.cli.eval.tables import show_fit


def calibrate(  # noqa: PLR0913 - one argument for each option
    questions: Annotated[Path, typer.Argument(help="JSONL: questions, some of which nothing answers.", **FILE)],
    *,
    docs: Annotated[Path, typer.Option(help="The folder of documents.", exists=True, file_okay=False)],
    acl: Annotated[
        Path | None, typer.Option(help="JSON {document: \\[groups]}; what it does not name, nobody may read.", **FILE)
    ] = None,
    model: Annotated[
        str, typer.Option(help="The model that writes, or [bold]extractive[/bold]; else as configured.")
    ] = "",
    write: Annotated[
        Path | None, typer.Option(help="Write the fit here, as FRONTDESK_CONFIDENCE takes it.", show_default=False)
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many questions.")] = None,
    as_html: Annotated[Path | None, typer.Option("--html", help="Write a page with plots here.")] = None,
) -> None:
    """Fit the confidence, and the threshold under which to decline, to your own questions and embedder.

    All figures are of questions that were held out of the fit (ten folds).
    """
    log_quietly()
    from knowledge.calibration import written
    from knowledge.evaluation import files
    from knowledge.evaluation.fitting import fit, require_enough
    from knowledge.evaluation.pages import fit_page

    gold = files.read_questions(questions)[:limit]
    require_enough([one.answerable for one in gold])
    rights = files.read_rights(acl) if acl else None
    settings = settings_with(model)
    seen, embedder, now = observed(gold, docs, rights, settings)
    found = fit(seen, now)
    show_fit(found)
    if write:
        files.write_text(write, written(found.calibration, embedder))
        out.print(f"Written to {write}. Use it with FRONTDESK_CONFIDENCE={write}", markup=False)
    if as_html:
        files.write_text(as_html, fit_page(found, questions.name))
