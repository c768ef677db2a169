"""The ``frontdesk`` command. One file per command or group; each imports what is heavy only when it runs."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated, Any

import typer

from ops.cli.ask import ask
from ops.cli.console import CommandGroup, out
from ops.cli.doctor import doctor
from ops.cli.eval import evaluation
from ops.cli.kb import kb
from ops.cli.mcp import mcp
from ops.cli.models import models
from ops.cli.parts import bot, delivery, sandbox, worker
from ops.cli.train import train
from ops.cli.up import up
from ops.cli.write import draft, translate

_EXAMPLES = """
[bold]Examples[/bold]

  frontdesk up                                [dim]a local Slack in the browser[/dim]

  frontdesk ask "How do I request vacation?"  [dim]an answer in the terminal[/dim]

  frontdesk ask "如何申请休假？" --as lina    [dim]what Lina of HR would get[/dim]

  frontdesk doctor                            [dim]what is missing, and the remedy[/dim]

Settings come from the environment (FRONTDESK_…), .env and frontdesk.toml.
"""

_ORDER = tuple("up ask draft translate doctor kb models eval train bot worker delivery mcp sandbox".split())
_START = "Start here"
_KNOWLEDGE = "The policies and the models"
_PARTS = "One part alone, for production"


class _TopGroup(CommandGroup):
    """The panels in the order in which a newcomer needs them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - the library's own types are private
        """Every command, as the help page lists them."""
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(
    name="frontdesk",
    cls=_TopGroup,
    help="Answers employees' questions in Slack from the company's own policies, with the quote and the link.",
    epilog=_EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(rich_help_panel=_START)(up)
app.command(rich_help_panel=_START)(ask)
app.command(rich_help_panel=_START)(draft)
app.command(rich_help_panel=_START)(translate)
app.command(rich_help_panel=_START)(doctor)
app.add_typer(kb, name="kb", rich_help_panel=_KNOWLEDGE)
app.add_typer(models, name="models", rich_help_panel=_KNOWLEDGE)
app.add_typer(evaluation, name="eval", rich_help_panel=_KNOWLEDGE)
app.add_typer(train, name="train", rich_help_panel=_KNOWLEDGE)
app.command(rich_help_panel=_PARTS)(bot)
app.command(rich_help_panel=_PARTS)(worker)
app.command(rich_help_panel=_PARTS)(delivery)
app.add_typer(mcp, name="mcp", rich_help_panel=_PARTS)
app.command(rich_help_panel=_PARTS)(sandbox)


def _print_version(value: bool) -> None:  # noqa: FBT001 - the library's signature
    if value:
        out.print(f"frontdesk {_version()}", highlight=False)
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the command as a whole."""


def main() -> None:
    """The entry point."""
    app()


def _version() -> str:
    try:
        return metadata.version("frontdesk")
    except metadata.PackageNotFoundError:
        return "(not installed)"
