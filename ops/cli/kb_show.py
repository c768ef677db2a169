"""``frontdesk kb show``: what a document became, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ops.cli.console import err, out

if TYPE_CHECKING:
    from knowledge.domain import LeftOut, Passage

_WHY = {
    "hidden": "that no reader sees",
    "struck": "that are struck out",
    "deleted": "that are deleted, with changes tracked",
    "margin": "along the margins of the pages",
    "history": "of earlier mails",
    "comment": "of comments",
}


def show(
    document: Annotated[str, typer.Argument(help="The document's name, as answers show it.", show_default=False)],
) -> None:
    """Show what a document became: its passages, with tables drawn, and what was left out of them and why."""
    from knowledge.index.showing import became
    from workers.settings import WorkerSettings

    found = became(WorkerSettings.read().index_dir, document)
    readers = ", ".join(found.record.readers) or "nobody"
    out.print(Text.assemble((found.record.title, "bold"), f"\n{found.record.id} · readers: {readers}"))
    for passage in found.passages:
        for part in _drawn(passage):
            out.print(part)
    for one in found.record.left_out:
        err.print(Text(f"Left out: {left_out(one)}.", style="dim"))
    for problem in found.problems:
        err.print(Text(f"! {problem}", style="yellow"))


def left_out(one: LeftOut) -> str:
    """How much was left out, and why, in words."""
    return f"{one.letters:,} letters {_WHY[one.why]}" + (f", page {one.page}" if one.page else "")


def _drawn(passage: Passage) -> Iterator[RenderableType]:
    """Yield a passage's heading, then what it says."""
    from knowledge.index.showing import parts

    page = f" · page {passage.page}" if passage.page else ""
    yield Text(f"\n{passage.heading}{page}", style="cyan")
    for part in parts(passage):
        yield Text(part) if isinstance(part, str) else _table(part)


def _table(rows: list[list[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in rows[0]:
        table.add_column(name, overflow="fold")
    for row in rows[1:]:
        table.add_row(*row[: len(rows[0])])
    return table
