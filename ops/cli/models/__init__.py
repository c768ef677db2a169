"""``frontdesk models``: the models that ship, those that a server here has, and whether one may write answers."""

from __future__ import annotations

import typer

from ops.cli.models.check import check
from ops.cli.models.found import found
from ops.cli.models.prepare import prepare

models = typer.Typer(help="The language model and the embedder.", no_args_is_help=True)
models.command()(prepare)
models.command()(found)
models.command()(check)


@models.callback()
def group() -> None:
    """The language model and the embedder."""
