"""What ``frontdesk up`` shows before the logs and once everything is ready."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ops.stack.part import Part


def show_parts(console: Console, parts: Sequence[Part], data_dir: Path) -> None:
    """Print what runs where."""
    table = Table(box=box.SIMPLE_HEAD, title=f"Frontdesk keeps its data in {data_dir.absolute()}", title_justify="left")
    table.add_column("Part")
    table.add_column("What it does")
    table.add_column("Address", overflow="fold")
    for part in parts:
        table.add_row(Text(part.name, style=part.colour), part.title, part.address or "-")
    console.print(table)


def announce_ready(console: Console, page: str | None) -> None:
    """Print the one line that everybody waits for: ``page`` is the sandbox's, None with a real workspace."""
    where = Text.assemble("Open ", (page, "bold underline cyan")) if page else Text("Ask it in your Slack workspace.")
    body = Text.assemble(("Frontdesk is ready. ", "bold green"), where, "\n", ("Ctrl-C stops everything.", "dim"))
    console.print(Panel(body, border_style="green", expand=False, padding=(0, 2)))
