"""``frontdesk eval calibrate``: from which confidence on to answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ops.cli.console import log_quietly, out
from ops.cli.eval.running import FILE, AsHtml, Docs, EachFolder, Limit, Model, Rights, observed, settings_with
from ops.cli.eval.tables import show_fit, show_left_out


def calibrate(  # noqa: PLR0913 - one argument for each option
    questions: Annotated[Path, typer.Argument(help="JSONL: questions, some of which nothing answers.", **FILE)],
    *,
    docs: Docs,
    acl: Rights = None,
    model: Model = "",
    write: Annotated[
        Path | None, typer.Option(help="Write the fit here, as FRONTDESK_CONFIDENCE takes it.", show_default=False)
    ] = None,
    limit: Limit = None,
    each_folder: EachFolder = False,
    as_html: AsHtml = None,
) -> None:
    """Fit the confidence, and the threshold under which to decline, to your own questions and embedder.

    All figures are of questions that were held out of the fit (ten folds).

    With --each-folder, each top-level folder of the documents is also left out of a fit in turn, and what that fit is
    worth on the folder stands beside what the fit to all questions is worth there. A question belongs to the folder of
    its first gold document, or to the one that it names as folder; those without any are dealt out among the folders.
    """
    log_quietly()
    from knowledge.answer.confidence import written
    from knowledge.evaluation import files
    from knowledge.evaluation.fitting import fit, require_enough
    from knowledge.evaluation.left_out import leave_out, require_folders
    from knowledge.evaluation.pages import fit_page

    gold = files.read_questions(questions)[:limit]
    answerable, folders = [one.answerable for one in gold], [one.folder for one in gold]
    require_enough(answerable)
    if each_folder:
        require_folders(answerable, folders)
    rights = files.read_rights(acl) if acl else None
    settings = settings_with(model)
    seen, embedder, now = observed(gold, docs, rights, settings)
    found = fit(seen, now)
    left_out = leave_out(seen, folders, found.calibration) if each_folder else []
    show_fit(found)
    show_left_out(left_out)
    if write:
        files.write_text(write, written(found.calibration, embedder))
        out.print(f"Written to {write}. Use it with FRONTDESK_CONFIDENCE={write}", markup=False)
    if as_html:
        files.write_text(as_html, fit_page(found, questions.name, left_out))
