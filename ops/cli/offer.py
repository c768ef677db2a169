"""Offers the model server that runs on this machine, when everything is started by hand and nobody named a model."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console

if TYPE_CHECKING:
    from ops.settings import StackSettings

_PATIENCE_S: Final = 10
"""For a key to be pressed; then everything starts as it is set."""


def offer(settings: StackSettings, console: Console) -> None:
    """Say which chat model a server here has, and use it where ``y`` is pressed.

    Nothing is offered where a model is named, where answers are to be quotes, or where no person sits at the terminal.
    What is used is set in the environment of the parts that are started, and nowhere else.
    """
    from workers.models.servers import running_servers

    if settings.generator != "transformers" or settings.generator_model:
        return
    server = next((each for each in running_servers() if each.models[0][1].freely), None)
    if server is None:
        return
    console.print(f"{server.name} runs on this machine and has the model {server.best}.", highlight=False)
    if _pressed(console):
        os.environ.update({f"FRONTDESK_{name.upper()}": value for name, value in server.settings.items()})
        console.print(f"Answers are written by {server.best}, each sentence checked.", highlight=False)
    else:
        console.print("Answers are quotes. To use it: FRONTDESK_GENERATOR=auto", highlight=False)


def _pressed(console: Console) -> bool:
    """Whether the person at the terminal agrees in time."""
    if not sys.stdin.isatty():
        return False
    console.print(f"Use it? Press y and Enter within {_PATIENCE_S} seconds.", highlight=False)
    ready, _, _ = select.select([sys.stdin], [], [], _PATIENCE_S)
    return bool(ready) and sys.stdin.readline().strip().lower() in {"y", "yes", "j", "ja", "是"}
