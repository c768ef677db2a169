"""Figures as tables in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ops.cli.console import out

if TYPE_CHECKING:
    from knowledge.evaluation.bootstrap import Estimate
    from knowledge.evaluation.fitting import Fit
    from knowledge.evaluation.left_out import Figures, LeftOut
    from knowledge.evaluation.measures import Measures
    from knowledge.evaluation.report import Report

_WIDTH: Final = 150  # columns, also where the output is no terminal
_SELDOM: Final = "EM"
"""Of whole sentences it is 0; in JSON it stands."""
_PLOT: Final = 40  # columns
_HELD_OUT: Final = ("ok", "precision", "recall", "F1", "AUC")
_MEASURES: Final = ("p50 s", "p95 s", "words/s", "median words", "sentences", "unsupported")


def show_report(title: str, report: Report, cell: Callable[[Estimate], Text], figures: Sequence[str]) -> None:
    """Print those of the figures that the report has, a row for each group."""
    known_somewhere = frozenset(figure for estimates in report.values() for figure in estimates) - {_SELDOM}
    shown = [figure for figure in figures if figure in known_somewhere]
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


def show_fit(found: Fit) -> None:
    """Print what each threshold comes to, how reliable the confidence is, and what is fitted."""
    table = Table(box=box.SIMPLE_HEAD, title="Declining below a threshold (ten folds, held out)", title_justify="left")
    for name in ("threshold", "precision", "recall", "F1", "ok"):
        table.add_column(name, justify="right")
    for name, outcome in (
        *((f"{one.threshold:.2f}", one) for one in found.table),
        (f"fitted {found.chosen.threshold:.2f}", found.chosen),
        ("the same, threshold held out, too", found.honest),
        (f"in use now {found.before.threshold:.2f}", found.before),
    ):
        table.add_row(name, *(f"{one:.3f}" for one in (outcome.precision, outcome.recall, outcome.f1, outcome.ok)))
    _show(table)
    table = Table(box=box.SIMPLE_HEAD, title="Reliability: is it answerable as often as it says?", title_justify="left")
    for name in ("confidence", "n", "mean", "answerable"):
        table.add_column(name, justify="right")
    table.add_column("answerable, | where it says", min_width=_PLOT)
    for one in found.bins:
        figures = (str(one.count), f"{one.confidence:.2f}", f"{one.share:.2f}")
        table.add_row(f"{one.low:.1f}-{one.high:.1f}", *figures, _bar(one.share, one.confidence))
    _show(table)
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in found.calibration.weights.items())
    errors = f"Expected calibration error {found.error:.3f} (in use now {found.error_before:.3f}), AUC {found.auc:.3f}."
    fitted = f"Fitted: {weights}, bias {found.calibration.bias:.2f}, threshold {found.calibration.threshold:.2f}."
    out.print(f"{errors}\n{fitted}", highlight=False)
    if found.honest.ok <= found.before.ok:
        out.print("Held out, the fit is not better than what is in use now: there is no need to change it.")


def show_left_out(left_out: Sequence[LeftOut]) -> None:
    """Print what a fit is worth on each folder that it did not see, beside one that saw it; nothing without folders."""
    if not left_out:
        return
    table = _table("Each folder left out of the fit, and in it: what is declined, and AUC of the confidence")
    for name in ("unsaid", *_HELD_OUT, *(f"{name}, in" for name in _HELD_OUT)):
        table.add_column(name, justify="right", no_wrap=True)
    for one in left_out:
        cells = (*_figures(one.held_out), *_figures(one.in_sample))
        table.add_row(one.folder, str(one.questions), str(one.unanswerable), *cells)
    _show(table)


def _figures(figures: Figures) -> Iterator[str]:
    one = figures.outcome
    for value in (one.ok, one.precision, one.recall, one.f1, figures.auc):
        yield "-" if value is None else f"{value:.3f}"


def _bar(share: float, said: float) -> str:
    """A bar as long as the share, with a mark at what was said."""
    line = list("█" * round(share * (_PLOT - 1)) + " " * _PLOT)
    line[round(said * (_PLOT - 1))] = "|"
    return "".join(line[:_PLOT])


def mean(estimate: Estimate) -> Text:
    """A figure above its interval; a dash would run into the sign of what is below zero."""
    between = "-" if estimate.low >= 0 else "…"
    interval = _short(f"\n{estimate.low:.2f}{between}{estimate.high:.2f}")
    return Text.assemble((f"{estimate.mean:.3f}", "bold"), (interval, "dim"))


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
