"""Figures and the tables that show them: in the terminal, and as Markdown for the documentation."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

Rows = Sequence[Sequence[str]]


class Figures:
    """Shows tables. Each says how busy the machine was, because absolute figures move with that."""

    def __init__(self, markdown: Path | None) -> None:
        """Append the tables to the file ``markdown``, too, where one is given."""
        self._markdown = markdown

    def show(self, title: str, header: Sequence[str], rows: Rows) -> None:
        """Print one table; a row may be shorter than the header."""
        load = f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores in the last minute."
        Console().print("\n", _table(header, rows, title=title, caption=load, box=box.ROUNDED))
        if self._markdown:
            with self._markdown.open("a", encoding="utf-8") as file:
                file.write(f"\n### {title}\n")
                Console(file=file, width=160).print(_table(header, rows, box=box.MARKDOWN))
                file.write(f"{load}\n")


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that ``percent`` of the values do not exceed, interpolated (1 to 99)."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, to three figures at least."""
    return f"{seconds * 1000:.2f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"


def p50_p99(values: Sequence[float]) -> tuple[str, str]:
    """Two cells: median and 99th percentile of seconds, in milliseconds."""
    return milliseconds(percentile(values, 50)), milliseconds(percentile(values, 99))


def against(goal: str, *, met: bool) -> str:
    """A goal, marked by whether it is met."""
    return f"{goal} {'✓' if met else '✗ missed'}"


def _table(
    header: Sequence[str], rows: Rows, *, box: box.Box, title: str | None = None, caption: str | None = None
) -> Table:
    table = Table(title=title, caption=caption, box=box, title_justify="left", caption_justify="left")
    for number, name in enumerate(header):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
