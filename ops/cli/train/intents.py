"""``frontdesk train intents``: what tells questions from small talk and orders, fitted to the examples that ship."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ops.cli.console import err, log_quietly, out

if TYPE_CHECKING:
    from knowledge.question.intents import Fitted
    from knowledge.training.intent_fit import Figures

_COLUMNS: Final = ("file", "what", "language", "examples", "found", "false alarms", "in hard cases")

_CARD: Final = """# Intents

What tells small talk, orders to write, follow-ups, stated rules and what a question asks for: multinomial logistic
regressions on the embedder's vector of a text and on its words (hashed, see `words.py`); and, by words alone, sentences
of documents that are aimed at a language model.

Embedder: {embedder}. Examples: `knowledge/training/intents` (Apache-2.0), digest {examples}.

Made again, on a CPU in two minutes and the same but for rounding, by

    frontdesk train intents --to knowledge/question/intents.npz --card knowledge/question/intents.md

Figures in five-fold cross-validation, at the thresholds in the file: the share of its examples that each label found,
and of the others that were taken for it; hard cases are those that were written to be mistaken.

{table}
"""


def intents(
    *,
    to: Annotated[Path | None, typer.Option(help="The file to write; the worker's own if left out.")] = None,
    card: Annotated[Path | None, typer.Option(help="Write the figures here as Markdown, too.")] = None,
) -> None:
    """Fit the intents to the examples in knowledge/training/intents, for the embedder that is configured.

    All figures are of examples that were held out of the fit (five folds).
    """
    log_quietly()
    from knowledge.question.intents import write_fitted
    from knowledge.training.intent_files import kept_at
    from knowledge.training.intent_fit import figures, fit_intents
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers import wiring
    from workers.caches.vectors import RememberingEmbedder

    settings = StackSettings.read()
    with stage_bars(counted=True) as show:
        plain = settings.model_copy(update={"embedder_adapter": "off"})  # intents are told by the untuned vectors
        embedder = RememberingEmbedder(wiring.load_embedder(plain))
        fitted, held = fit_intents(embedder, lambda name, done, of: show(f"Learning {name}", done, of))
    measured = list(figures(held, fitted))
    _show(measured)
    path = to or kept_at(embedder.name, settings.data_dir / "intents")
    write_fitted(fitted, path)
    if card:
        card.write_text(card_of(fitted, measured), encoding="utf-8")
    err.print(f"The fit is in {path}.", highlight=False)


def card_of(fitted: Fitted, measured: Sequence[Figures]) -> str:
    """What is to be known of a fit, as Markdown."""
    header = f"| {' | '.join(_COLUMNS)} |\n|{' --- |' * len(_COLUMNS)}"
    rows = "\n".join(f"| {' | '.join(_row(each))} |" for each in measured)
    return _CARD.format(embedder=fitted.made_for, examples=fitted.examples, table=f"{header}\n{rows}")


def _show(measured: Sequence[Figures]) -> None:
    from rich.table import Table

    table = Table(*_COLUMNS)
    for each in measured:
        table.add_row(*_row(each))
    out.print(table)


def _row(each: Figures) -> tuple[str, ...]:
    shares = (f"{share:.3f}" for share in (each.found, each.alarms, each.hard))
    return (each.decision.file, each.decision.name, each.lang or "all", str(each.examples), *shares)
