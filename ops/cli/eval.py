"""``frontdesk eval``: how well it does on questions with known answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from knowledge.errors import FrontdeskError
from ops.cli.asker import principals
from ops.cli.console import log_quietly, out

if TYPE_CHECKING:
    from knowledge.evaluation.bootstrap import Estimate
    from knowledge.evaluation.files import GoldQuestion, Prediction
    from knowledge.evaluation.report import Report
    from ops.cli.progress import StageProgress

evaluation = typer.Typer(help="Measure on questions with known answers.", no_args_is_help=True)

_FILE = {"exists": True, "dir_okay": False, "show_default": False}
_ASKING = "Asking the questions"
_WIDTH = 132  # columns, also where the output is no terminal


class EvaluationDisturbed(FrontdeskError):
    """The index that was built for this run was replaced before it was opened."""


@evaluation.callback()
def _group() -> None:
    """Keep ``retrieval`` a word of its own while it is the only measurement."""


@evaluation.command()
def retrieval(  # noqa: PLR0913 - one argument for each option
    questions: Annotated[Path, typer.Argument(help="JSONL: questions with gold spans and documents.", **_FILE)],
    *,
    docs: Annotated[Path, typer.Option(help="The folder of documents.", exists=True, file_okay=False)],
    acl: Annotated[
        Path | None, typer.Option(help="JSON {document: \\[groups]}; what it does not name, nobody may read.", **_FILE)
    ] = None,
    predictions: Annotated[Path | None, typer.Option(help="Write what was retrieved here, as JSONL.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with these predictions.", **_FILE)] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many questions.")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """Score the search on questions: span recall, reciprocal rank, document recall, leaks.

    The documents are indexed into the data folder once; only what changed is embedded again.
    """
    log_quietly()
    from knowledge.evaluation import files, report, scoring

    gold = files.read_questions(questions)[:limit]
    rights = files.read_rights(acl) if acl else None
    before = files.read_predictions(against) if against else None
    found = _found(gold, docs, rights)
    if predictions:
        files.write_predictions(predictions, found)
    groups = report.groups_of(gold)
    scores = scoring.score(gold, found, rights)
    summary = report.summed_up(scores, groups)
    _show(_table("Mean and 95% confidence interval", summary, _mean))
    if before is not None:
        gains = report.compared(scores, scoring.score(gold, before, rights), groups)
        title = f"Gain over {against} with its interval (paired bootstrap by question); * is more than chance"
        _show(_table(title, gains, _gain))
    if as_json:
        _write_json(as_json, summary)


def _found(gold: Sequence[GoldQuestion], docs: Path, rights: Mapping[str, frozenset[str]] | None) -> list[Prediction]:
    """Index the documents and ask the questions, with a bar for each stage."""
    from knowledge.evaluation.files import principals_of
    from knowledge.evaluation.retrieval import RestrictedSource, retrieve
    from knowledge.index import build_index
    from ops.cli.kb import STAGES
    from ops.cli.progress import stage_bars
    from workers import library, wiring
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    path = settings.data_dir / "evaluation" / _name(docs)
    source = library.library_of(settings, docs, path)
    with stage_bars(counted=True) as show:
        show("Loading the embedder", 0, 1)
        embedder = wiring.load_embedder(settings)
        report = build_index(
            source if rights is None else RestrictedSource(source, rights),
            embedder,
            path,
            lambda stage, done, total: show(STAGES[stage], done, total),
        )
        index = wiring.load_index(settings, embedder, path).current()
        if index.version != report.version:
            raise EvaluationDisturbed("Another evaluation of this folder began meanwhile. Run one after the other.")
        reader = _reader if rights is None else lambda question: principals_of(question.groups)
        return [_counted(show, done, len(gold), one) for done, one in enumerate(retrieve(gold, index, reader), start=1)]


def _reader(question: GoldQuestion) -> frozenset[str]:
    """Return the principals where the documents state their own rights: any employee's, or the named person's."""
    return principals(question.user)


def _counted(show: StageProgress, done: int, total: int, prediction: Prediction) -> Prediction:
    show(_ASKING, done, total)
    return prediction


def _name(docs: Path) -> str:
    """Return the name of the folder's index; with other rights it is another version, which embeds nothing again."""
    digest = hashlib.sha256(str(docs.resolve()).encode()).hexdigest()
    return f"{docs.resolve().name}-{digest[:8]}"


def _table(title: str, report: Report, cell: Callable[[Estimate], Text]) -> Table:
    figures = list(report["all"])
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    table.add_column("questions", style="bold", no_wrap=True)
    table.add_column("n", justify="right")
    for figure in figures:
        table.add_column(figure, justify="right", no_wrap=True)
    for group, estimates in report.items():
        if estimates:
            count = max(one.count for one in estimates.values())
            cells = (cell(estimates[figure]) if figure in estimates else Text("-") for figure in figures)
            table.add_row(group, str(count), *cells)
    return table


def _show(table: Table) -> None:
    Console(width=max(_WIDTH, out.width)).print(table)


def _mean(estimate: Estimate) -> Text:
    return Text.assemble((f"{estimate.mean:.3f}", "bold"), (_short(f"\n{estimate.low:.2f}-{estimate.high:.2f}"), "dim"))


def _gain(estimate: Estimate) -> Text:
    mark, style = ("*", "bold") if estimate.is_real else ("", "dim")
    interval = _short(f"\n{estimate.low:+.2f} {estimate.high:+.2f}")
    return Text.assemble((f"{mark}{estimate.mean:+.3f}", style), (interval, "dim"))


def _short(interval: str) -> str:
    return interval.replace("0.", ".")


def _write_json(path: Path, report: Report) -> None:
    content = {group: {figure: asdict(one) for figure, one in estimates.items()} for group, estimates in report.items()}
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
