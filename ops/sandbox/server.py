"""The ASGI application, and the server that runs it."""

import contextlib
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from ops.sandbox.app_endpoints import AppEndpoints
from ops.sandbox.client_api import ClientApi
from ops.sandbox.config import PAGE, SandboxConfig
from ops.sandbox.control_api import ControlApi
from ops.sandbox.core import Sandbox
from ops.sandbox.guard import Guard
from ops.sandbox.intranet import Intranet
from ops.sandbox.web_api.endpoint import WebApi

_KEEP_ALIVE_S = 75
"""Longer than clients keep a connection, so that none is closed as they use it again."""


def create_app(config: SandboxConfig) -> Starlette:
    """Build the application; `app.state.sandbox` is its `Sandbox`."""
    sandbox = Sandbox(config)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await sandbox.close()

    api = WebApi(sandbox)
    hosts = frozenset({config.host, urlsplit(config.base_url).hostname or config.host})
    app = Starlette(
        routes=[
            Route("/api/{method}", api.answer, methods=["GET", "POST"]),
            WebSocketRoute("/link/", sandbox.sockets.serve),
            *AppEndpoints(sandbox).routes(),
            *ClientApi(sandbox).routes(),
            *ControlApi(sandbox).routes(),
            *_intranet(config, sandbox),
            Mount("/", StaticFiles(directory=PAGE, html=True, check_dir=False)),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        lifespan=lifespan,
    )
    app.state.sandbox = sandbox
    return app


def _intranet(config: SandboxConfig, sandbox: Sandbox) -> list[Route]:
    if config.documents is None:
        return []
    readers = frozenset(name.strip() for name in config.default_readers.split(","))
    return Intranet(config.documents, readers, sandbox.workspace).routes()


class SandboxServer(uvicorn.Server):
    """uvicorn, which otherwise waits for ever for the pages' event streams to end."""

    def __init__(self, config: SandboxConfig, *, log_level: str = "warning") -> None:
        self._app = create_app(config)
        super().__init__(
            uvicorn.Config(
                self._app,
                host=config.host,
                port=config.port,
                log_level=log_level,
                access_log=False,
                timeout_graceful_shutdown=3,
                timeout_keep_alive=_KEEP_ALIVE_S,
                ws="websockets-sansio",
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams and sockets first, then stop as usual."""
        await self._app.state.sandbox.stop_streams()
        await super().shutdown(sockets)
