"""``frontdesk eval QUESTIONS --docs FOLDER``: whole answers, as the worker makes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import FrontdeskError
from ops.cli.console import log_quietly
from ops.cli.eval.running import FILE, AsHtml, AsJson, Docs, Limit, Model, Rights, answered, settings_with
from ops.cli.eval.tables import gain, mean, show_measures, show_report

if TYPE_CHECKING:
    from knowledge.evaluation.run import Run
    from knowledge.evaluation.scoring import Scores


class Regressed(FrontdeskError):
    """A run is worse than the one it is compared with; the sentence names the figures."""


class NothingInCommon(FrontdeskError):
    """Two runs were of different questions."""


def answers(  # noqa: PLR0913 - one argument for each option
    questions: Annotated[Path, typer.Argument(help="JSONL: questions with gold answers, documents and spans.", **FILE)],
    *,
    docs: Docs,
    acl: Rights = None,
    model: Model = "",
    predictions: Annotated[Path | None, typer.Option(help="Write what was answered here, as JSONL.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="Predictions or --json of an earlier run; worse is an error.", **FILE)
    ] = None,
    limit: Limit = None,
    as_json: AsJson = None,
    as_html: AsHtml = None,
) -> None:
    """Score whole answers: right, declined, cited, supported, fast; by language and by kind of question.

    The documents are indexed into the data folder once; only what changed is embedded again.
    """
    log_quietly()
    from knowledge.evaluation import files
    from knowledge.evaluation.pages import run_page
    from knowledge.evaluation.predictions import write_predictions
    from knowledge.evaluation.run import read_scores, run_of

    gold = files.read_questions(questions)[:limit]
    rights = files.read_rights(acl) if acl else None
    before = read_scores(against, gold, rights) if against else None
    said = answered(gold, docs, rights, settings_with(model))
    if predictions:
        write_predictions(predictions, said)
    run = run_of(gold, said, rights)
    if as_json:
        files.write_text(as_json, run.as_json())
    if as_html:
        files.write_text(as_html, run_page(run, gold, said, questions.name))
    _show(run)
    if against and before is not None:
        _compare(run, against, before)


def _show(run: Run) -> None:
    from knowledge.evaluation import answers as answered
    from knowledge.evaluation.run import SEARCH

    show_report("Answers: mean and 95% confidence interval", run.report, mean, answered.FIGURES)
    show_report("What the search found for them", run.report, mean, SEARCH)
    show_measures("Time and length (words, or Chinese characters)", run.measures)


def _compare(run: Run, against: Path, before: Mapping[str, Scores]) -> None:
    """Show the differences. Raises Regressed where one is for the worse and more than chance."""
    from knowledge.evaluation import answers as answered
    from knowledge.evaluation.comparing import regressions
    from knowledge.evaluation.run import SEARCH

    differences = run.against(before)
    if not differences:
        raise NothingInCommon(f"{against} has none of these questions. Compare runs of the same file.")
    title = f"Gain over {against} with its interval (paired bootstrap by question); * is more than chance"
    show_report(title, differences, gain, answered.FIGURES)
    show_report(title, differences, gain, SEARCH)
    worse = regressions(differences)
    if worse:
        raise Regressed(f"Worse than {against} by more than chance: {'; '.join(map(str, worse))}.")
