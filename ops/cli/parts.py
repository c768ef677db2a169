"""``frontdesk bot``, ``worker``, ``delivery``, ``sandbox``: one part in this process, as production runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ops.cli.console import err

_PAGE_PORT: Final = "FRONTDESK_PAGE_PORT"


def bot() -> None:
    """Take questions from Slack, over HTTP or Socket Mode."""
    log_as_part()
    from bot.main import run_bot
    from bot.settings import BotSettings

    run_bot(BotSettings.read())


def delivery() -> None:
    """Post answers into Slack."""
    log_as_part()
    from bot.main import run_delivery
    from bot.settings import DeliverySettings

    run_delivery(DeliverySettings.read())


def worker() -> None:
    """Find passages and write answers: the part that wants a GPU."""
    log_as_part()
    from workers.app import run_worker
    from workers.settings import WorkerSettings

    run_worker(WorkerSettings.read())


def sandbox(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=65535, envvar=_PAGE_PORT, help="Port of the page and of the Web API.")
    ] = 8765,
    request_url: Annotated[
        str, typer.Option(help="Where the app takes events; without it the app connects by Socket Mode.")
    ] = "",
    data: Annotated[
        Path | None, typer.Option(help="Folder that keeps the history; without it nothing is kept.", show_default=False)
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(help="Folder of policies to show under /policies/.", show_default=False)
    ] = None,
) -> None:
    """Run the local Slack with its page, for trying things out."""
    log_as_part()
    from ops.sandbox.config import SandboxConfig
    from ops.sandbox.server import SandboxServer
    from ops.stack.ports import require_free
    from workers.settings import WorkerSettings

    require_free(port, "sandbox", _PAGE_PORT, "--port")
    config = SandboxConfig(
        host=host,
        port=port,
        request_url=request_url or None,
        data=data,
        documents=documents,
        default_readers=WorkerSettings.read().default_readers,
    )
    SandboxServer(config).run()


def log_as_part() -> None:
    """Set up this process's log; it comes first, so that whatever follows is logged in that form."""
    from ops.logs import configure
    from ops.settings import LogSettings
    from ops.unknown_settings import warnings

    configure(LogSettings.read())
    for warning in warnings():
        err.print(warning, style="yellow", markup=False, highlight=False)
