"""One person's client, which starts this process and speaks over its standard streams."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import anyio
from mcp.server.stdio import stdio_server

from ops.mcp.caller import Caller
from ops.mcp.late import Late
from ops.mcp.server import build_server

if TYPE_CHECKING:
    from ops.mcp.desk import Desk  # as in tools.py


def serve_stdio(desk: Late[Desk], principals: frozenset[str], at_once: int) -> None:
    """Serve until the client closes standard input. Whoever starts the process says whose rights count."""
    caller = Caller("local", principals)
    server = build_server(desk, lambda _context: caller, at_once)

    async def serve() -> None:
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    anyio.run(serve)
    if desk.making or (desk.made and desk.made.library.making):
        sys.stderr.flush()
        os._exit(0)  # no thread that loads a model can be stopped, and a client kills whatever does not end at once
