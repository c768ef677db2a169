"""``frontdesk eval QUESTIONS --docs FOLDER``: whole answers, as the worker makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import FrontdeskError
from ops.cli.console import err, log_quietly
from ops.cli.eval.running import (
    FILE,
    AsHtml,
    AsJson,
    Docs,
    EachFolder,
    Limit,
    Model,
    Rights,
    answered,
    settings_with,
)
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
    replay: Annotated[
        Path | None, typer.Option(help="Play back these answers in the model's place: JSONL {id, ideal, bad}.", **FILE)
    ] = None,
    field: Annotated[str, typer.Option(help="Which of them.")] = "ideal",
    limit: Limit = None,
    each_folder: EachFolder = False,
    as_json: AsJson = None,
    as_html: AsHtml = None,
    ragas: Annotated[
        Path | None, typer.Option(help="Write samples here, as JSONL for RAGAS' EvaluationDataset.from_jsonl.")
    ] = None,
) -> None:
    r"""Score whole answers: right at once, declined, cited, supported, fast; by language and by kind of question.

    A line of the file is a question: {id, lang, question, answerable, gold_answers, gold_docs, gold_span}, and may have
    history (\[{role, content}, …]), doc_lang, type, alt_spans, groups, user, forbidden and folder.

    Or it is a conversation: {id, lang, turns: \[{question, answerable, gold_answers, …}, …]}. Its turns are asked one
    after another, each after what was answered to those before it, and each is scored, as ID/1, ID/2 and so on.

    With --each-folder, a question belongs to the folder of its first gold document, or to the one that it names as
    folder, and else only to all.

    With --replay a scripted model answers, so that the way from a model's words to the reader is measured without one:
    what no document answers is declined, and what the file does not have is quoted.

    The documents are indexed into the data folder once; only what changed is embedded again.
    """
    log_quietly()
    from knowledge.evaluation import files
    from knowledge.evaluation.pages import run_page
    from knowledge.evaluation.predictions import write_predictions
    from knowledge.evaluation.ragas import write_samples
    from knowledge.evaluation.replay import read_replay
    from knowledge.evaluation.run import read_scores, run_of

    gold = files.read_questions(questions)[:limit]
    rights = files.read_rights(acl) if acl else None
    before = read_scores(against, gold, rights) if against else None
    played = read_replay(replay, gold, field) if replay else None
    said = answered(gold, docs, rights, settings_with("extractive" if played else model), generator=played)
    if predictions:
        write_predictions(predictions, said)
    if ragas:
        write_samples(ragas, gold, said)
    run = run_of(gold, said, rights, each_folder=each_folder)
    if as_json:
        files.write_text(as_json, run.as_json())
    if as_html:
        files.write_text(as_html, run_page(run, gold, said, questions.name))
    _show(run)
    if against and before is not None:
        _compare(run, against, before)


def _show(run: Run) -> None:
    for title, figures in _tables().items():
        show_report(title, run.report, mean, figures)
    show_measures("Time and length (words, or Chinese characters)", run.measures)
    if run.shown_in_models_words:
        err.print(f"In a model's own words: {run.shown_in_models_words:.0%} of the answers.", highlight=False)


def _tables() -> dict[str, Sequence[str]]:
    from knowledge.evaluation import answers as answered
    from knowledge.evaluation.run import SEARCH

    return {
        "Answers: mean and 95% confidence interval": answered.SAID,
        "Declining what the documents don't say; false abs: declined what they do; false ans: answered": (
            answered.DECLINED
        ),
        "What the search found for them": SEARCH,
    }


def _compare(run: Run, against: Path, before: Mapping[str, Scores]) -> None:
    """Show the differences. Raises Regressed where one is for the worse and more than chance."""
    from knowledge.evaluation.comparing import regressions

    differences = run.against(before)
    if not differences:
        raise NothingInCommon(f"{against} has none of these questions. Compare runs of the same file.")
    title = f"Gain over {against} with its interval (paired bootstrap by question); * is more than chance"
    for figures in _tables().values():
        show_report(title, differences, gain, figures)
    worse = regressions(differences)
    if worse:
        raise Regressed(f"Worse than {against} by more than chance: {'; '.join(map(str, worse))}.")
