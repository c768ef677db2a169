"""``frontdesk train``: make the shipped models again from examples."""

from __future__ import annotations

import typer

from ops.cli.train.checker import checker
from ops.cli.train.data import data
from ops.cli.train.embedder import embedder
from ops.cli.train.intents import intents
from ops.cli.train.language import language
from ops.cli.train.questions import questions
from ops.cli.train.ranker import ranker
from ops.cli.train.reader import reader

train = typer.Typer(help="The examples and the models that are trained on them.", no_args_is_help=True)
train.command()(data)
train.command()(language)
train.command()(questions)
train.command()(embedder)
train.command()(reader)
train.command()(checker)
train.command()(ranker)
train.command()(intents)


@train.callback()
def group() -> None:
    """The examples and the models that are trained on them."""
