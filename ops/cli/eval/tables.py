"""Figures as tables in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ops.cli.console import out

if TYPE_CHECKING:
    from knowledge.evaluation.bootstrap import Estimate
    from knowledge.evaluation.measures import Measures
    from knowledge.evaluation.report import Report

_WIDTH: Final = 132  # columns, also where the output is no terminal
_SELDOM: Final = "EM"
"""Of whole sentences it is 0; in JSON it stands."""
_MEASURES: Final = ("p50 s", "p95 s", "words/s", "median words", "sentences", "unsupported")


def show_report(title: str, report: Report, cell: Callable[[Estimate], Text], figures: Sequence[str]) -> None:
    """Print those of the figures that the report has, a row for each group."""
    shown = [figure for figure in figures if figure in report["all"] and figure != _SELDOM]
    table = _table(title)
    for figure in shown:
        table.add_column(figure, justify="right", no_wrap=True)
    for group, estimates in report.items():
        known = [estimates[figure] for figure in shown if figure in estimates]
        if known:
            cells = (cell(estimates[figure]) if figure in estimates else Text("-") for figure in shown)
            table.add_row(group, str(max(one.count for one in known)), *cells)
    _show(table)


def show_measures(title: str, measures: Mapping[str, Measures]) -> None:
    """Print how long answers took and how long they are."""
    table = _table(title)
    for name in _MEASURES:
        table.add_column(name, justify="right", no_wrap=True)
    for group, one in measures.items():
        seconds = (f"{one.p50:.2f}", f"{one.p95:.2f}", f"{one.rate:.0f}")
        table.add_row(group, str(one.asked), *seconds, f"{one.length:.0f}", str(one.claimed), str(one.unsupported))
    _show(table)


def mean(estimate: Estimate) -> Text:
    """A figure above its interval."""
    return Text.assemble((f"{estimate.mean:.3f}", "bold"), (_short(f"\n{estimate.low:.2f}-{estimate.high:.2f}"), "dim"))


def gain(estimate: Estimate) -> Text:
    """A difference above its interval, marked where it is more than chance."""
    mark, style = ("*", "bold") if estimate.is_real else ("", "dim")
    interval = _short(f"\n{estimate.low:+.2f} {estimate.high:+.2f}")
    return Text.assemble((f"{mark}{estimate.mean:+.3f}", style), (interval, "dim"))


def _table(title: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    table.add_column("questions", style="bold", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    return table


def _show(table: Table) -> None:
    Console(width=max(_WIDTH, out.width)).print(table)


def _short(interval: str) -> str:
    return interval.replace("0.", ".")
