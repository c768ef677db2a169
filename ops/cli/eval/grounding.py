"""``frontdesk eval grounding PAIRS``: what the checker shows of claims that a passage bears out, and of others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.cli.console import err, log_quietly
from ops.cli.eval.running import FILE, AsJson, Limit


def grounding(
    pairs: Annotated[Path, typer.Argument(help="JSONL: claims, each with a passage and a label.", **FILE)],
    *,
    limit: Limit = None,
    as_json: AsJson = None,
) -> None:
    """Measure the checker of a model's sentences: shares shown of what is supported, and of what is not.

    A line of the file is {source, title, heading, question, claim, label, kind, lang, source_lang}; the label is
    supported or unsupported. With FRONTDESK_SECOND_OPINION the generator is asked, too. The figures are printed as
    JSON, for all, and by kind and by the languages of claim and source.
    """
    log_quietly()
    from knowledge.answer.confidence import Judge
    from knowledge.answer.grounding import Checker
    from knowledge.evaluation.files import write_text
    from knowledge.evaluation.grounding import judged, read_pairs, summed
    from ops.cli.progress import stage_bars
    from workers import wiring
    from workers.caches.vectors import RememberingEmbedder
    from workers.settings import WorkerSettings

    read = read_pairs(pairs)[:limit]
    settings = WorkerSettings.read()
    with stage_bars(counted=True) as show:
        show("Loading the models", 0, 1)
        embedder = RememberingEmbedder(wiring.load_embedder(settings))
        generator = wiring.load_generator(settings) if settings.second_opinion else None
        checker = Checker(embedder, wiring.load_entailment(settings) or embedder.entailment)
        judge = Judge(embedder, wiring.load_fit(settings, embedder), wiring.load_intents(settings, embedder).asks)
        verdicts = []
        for verdict in judged(read, checker, generator, judge):
            verdicts.append(verdict)
            show("Checking the claims", len(verdicts), len(read))
        if generator:
            generator.close()
    figures = summed(read, verdicts)
    _show(figures)
    typer.echo(json.dumps(figures, ensure_ascii=False))
    if as_json:
        write_text(as_json, json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


def _show(figures: Mapping[str, Any]) -> None:
    from rich.table import Table

    table = Table(title="Shown, of claims that are supported and of others")
    for column in ("", "supported", "of", "unsupported", "of"):
        table.add_column(column, justify="left" if not column else "right")
    for group, one in {"all": figures, **figures["by"]}.items():
        shares = (one["supported_shown"], one["supported"], one["unsupported_shown"], one["unsupported"])
        table.add_row(group, *(_cell(share) for share in shares))
    err.print(table)


def _cell(figure: float | None) -> str:
    if figure is None:
        return "–"
    return str(figure) if isinstance(figure, int) else f"{figure:.2f}"
