"""``frontdesk train data``: the passages that the training questions are about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ops.cli.console import complain, err, out

if TYPE_CHECKING:
    from knowledge.training.bringing import Bringing, Brought

_WIDTH: Final = 150  # columns, also where the output is no terminal
_NAMED: Final = 5  # passages of which each is worth a line


def data(
    *,
    from_: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            help="Take them from a folder of records, without network; may be given twice.",
            exists=True,
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The folder to write to; [bold].frontdesk/training[/bold].", file_okay=False)
    ] = None,
) -> None:
    """Bring the passages of the training questions from their public repositories, and check that they are the same.

    What was brought before is not brought again. The invented companies need neither network nor folder.
    """
    from knowledge.training.bringing import PASSAGES, Bringing
    from knowledge.training.organisations import read_organisations
    from knowledge.training.references import shipped_questions
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings

    folder = to or StackSettings.read().data_dir / "training"
    with stage_bars(counted=True) as show:
        bringing = Bringing(shipped_questions(), read_organisations(), folder / PASSAGES, show)
        brought = bringing.bring(from_ or [])
    _show(brought)
    _say(bringing, brought)
    err.print(f"The records are in {bringing.to}.", highlight=False)
    if bringing.unreachable:
        raise typer.Exit(1)


def _show(brought: Sequence[Brought]) -> None:
    """Print a row for each organisation, and all of them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    numbers = [(one.questions, one.answerable, one.found, one.missing) for one in brought]
    sums = [f"{sum(column):,}" for column in zip(*numbers, strict=True)]
    table.add_column("organisation", footer="all")
    table.add_column("documents in")
    for name, footer in zip(("questions", "answerable", "passages", "missing"), sums, strict=True):
        table.add_column(name, footer=footer, justify="right")
    table.add_column("licence")
    for one, row in zip(brought, numbers, strict=True):
        languages = ", ".join(one.languages)
        table.add_row(one.organisation.name, languages, *map(str, row), one.organisation.licence)
    console = out if out.is_terminal else Console(width=_WIDTH)
    console.print(table)


def _say(bringing: Bringing, brought: Sequence[Brought]) -> None:
    """Say in sentences what is not there, and why."""
    for sentence in bringing.unreachable:
        complain(sentence)
    for sentence in bringing.wrong[:_NAMED]:
        err.print(f"Left out: {sentence}", highlight=False)
    if more := bringing.wrong[_NAMED:]:
        err.print(f"Left out: {len(more)} more passages that are not the same.", highlight=False)
    homeless = [one.organisation.name for one in brought if one.missing and not one.organisation.repository]
    if homeless:
        err.print(f"Only a folder has the passages of {', '.join(homeless)}: name it with --from.", highlight=False)
