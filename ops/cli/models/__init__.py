"""``frontdesk models``: those that ship, those of a hub or of a server here, and whether one may write answers."""

from __future__ import annotations

import typer

from ops.cli.models.check import check
from ops.cli.models.fetch import fetch
from ops.cli.models.found import found
from ops.cli.models.listing import listing
from ops.cli.models.prepare import prepare
from ops.cli.models.use import use

models = typer.Typer(help="The language model and the embedder.", no_args_is_help=True)
models.command("list")(listing)
models.command()(fetch)
models.command()(use)
models.command()(check)
models.command()(found)
models.command()(prepare)


@models.callback()
def group() -> None:
    """The language model and the embedder."""
