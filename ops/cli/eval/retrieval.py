"""``frontdesk eval retrieval``: the search alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.console import log_quietly
from ops.cli.eval.running import FILE, AsJson, Docs, EachFolder, Limit, Rights, indexed, reader
from ops.cli.eval.tables import gain, mean, show_report

if TYPE_CHECKING:
    from knowledge.evaluation.files import GoldQuestion
    from knowledge.evaluation.predictions import Prediction


def retrieval(  # noqa: PLR0913 - one argument for each option
    questions: Annotated[Path, typer.Argument(help="JSONL: questions with gold spans and documents.", **FILE)],
    *,
    docs: Docs,
    acl: Rights = None,
    predictions: Annotated[Path | None, typer.Option(help="Write what was retrieved here, as JSONL.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with these predictions.", **FILE)] = None,
    limit: Limit = None,
    each_folder: EachFolder = False,
    as_json: AsJson = None,
) -> None:
    """Score the search alone: span recall, reciprocal rank, document recall, leaks.

    The file is that of the answers; of a conversation, a turn is searched for behind the questions before it.
    With --each-folder, a question belongs to the folder of its first gold document, or to the one that it names.

    The documents are indexed into the data folder once; only what changed is embedded again.
    """
    log_quietly()
    from knowledge.evaluation import files, report, scoring
    from knowledge.evaluation.predictions import read_predictions, write_predictions
    from knowledge.evaluation.run import plain

    gold = files.read_questions(questions)[:limit]
    rights = files.read_rights(acl) if acl else None
    before = read_predictions(against) if against else None
    found = _found(gold, docs, rights)
    if predictions:
        write_predictions(predictions, found)
    groups = report.groups_of(gold, each_folder=each_folder)
    scores = scoring.score(gold, found, rights)
    summary = report.summed_up(scores, groups)
    show_report("Mean and 95% confidence interval", summary, mean, scoring.FIGURES)
    if before is not None:
        gains = report.compared(scores, scoring.score(gold, before, rights), groups)
        title = f"Gain over {against} with its interval (paired bootstrap by question); * is more than chance"
        show_report(title, gains, gain, scoring.FIGURES)
    if as_json:
        files.write_text(as_json, json.dumps(plain(summary), indent=1))


def _found(gold: Sequence[GoldQuestion], docs: Path, rights: Mapping[str, frozenset[str]] | None) -> list[Prediction]:
    """Index the documents and search for the questions, with a bar for each stage."""
    from knowledge.evaluation.retrieval import retrieve
    from workers import wiring
    from workers.caches.vectors import RememberingEmbedder

    with indexed(docs, rights) as setting:
        index = wiring.load_index(setting.settings, setting.embedder, setting.path).current()
        setting.require(index.version)
        intents = wiring.load_intents(setting.settings, RememberingEmbedder(setting.embedder))
        return setting.counted(retrieve(gold, index, reader(rights), intents), len(gold))
