"""One progress bar per stage, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ops.cli.console import err


class StageProgress(Protocol):
    """Called as often as the work likes, with how much of a stage is done."""

    def __call__(self, stage: str, done: float, total: float) -> None:
        """Show it."""


@contextmanager
def stage_bars(*, counted: bool) -> Iterator[StageProgress]:
    """Yield what draws a bar for each stage as it comes; ``counted`` shows how many of how many, else per cent.

    Beside it stand how many a second, the time taken and the time left.
    Where standard error is no terminal, each stage is one line when it begins.
    """
    amount = MofNCompleteColumn() if counted else TextColumn("{task.percentage:>3.0f}%")
    pace = (_RateColumn(), TimeElapsedColumn(), TimeRemainingColumn(compact=True))
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), amount, *pace)
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=err, disable=not err.is_terminal) as bars:

        def show(stage: str, done: float, total: float) -> None:
            if stage not in tasks:
                _complete(bars)
                tasks[stage] = bars.add_task(stage, total=total)
                if not err.is_terminal:
                    err.print(f"{stage} …")
            bars.update(tasks[stage], completed=done, total=total)

        yield show
        _complete(bars)


class _RateColumn(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Show it once there is something to count."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.1f}/s" if speed and (task.total or 0) > 1 else "", style="progress.data.speed")


def _complete(bars: Progress) -> None:
    """A stage that begins ends those before it, also where they never said so."""
    for task in bars.tasks:
        bars.update(task.id, completed=task.total)
