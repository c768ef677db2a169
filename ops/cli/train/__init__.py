"""``frontdesk train``: make the shipped models again from examples."""

from __future__ import annotations

import typer

from ops.cli.train.data import data
from ops.cli.train.questions import questions

train = typer.Typer(help="The examples and the models that are trained on them.", no_args_is_help=True)
train.command()(data)
train.command()(questions)


@train.callback()
def group() -> None:
    """The examples and the models that are trained on them."""
