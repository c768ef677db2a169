"""HTTP mode: Slack's requests, each on a thread of a pool, beside two endpoints for whoever runs this."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

import structlog
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.requests import http_request

Check = Callable[[], None]
"""Raises when something is not ready."""

LONGEST_BODY: Final = 1_000_000
"""Bytes. Slack's own events and payloads are far below."""

_log = structlog.get_logger()


def build_server(app: App, checks: Mapping[str, Check], threads: int) -> Starlette:
    """Return the ASGI app: ``/slack/events``, ``/healthz`` (the process lives), ``/readyz`` (so do its neighbours)."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="slack")

    async def slack_events(request: Request) -> Response:
        return await _dispatch(app, pool, request)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        results = await asyncio.get_running_loop().run_in_executor(None, _run, checks)
        ready = all(result == "ok" for result in results.values())
        return JSONResponse(results, status_code=200 if ready else 503)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        pool.shutdown()

    routes = [
        Route("/slack/events", slack_events, methods=["POST"]),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _dispatch(app: App, pool: ThreadPoolExecutor, request: Request) -> Response:
    """Bolt is synchronous: on the event loop one slow request would hold up all others."""
    body = await _body(request)
    if body is None:
        return PlainTextResponse("The request is too large.", status_code=413)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        _log.warning("request_unreadable")
        return PlainTextResponse("The request is not what Slack sends.", status_code=400)
    bolt_request = http_request(text, dict(request.headers), str(request.url.query))
    response = await asyncio.get_running_loop().run_in_executor(pool, app.dispatch, bolt_request)
    return to_starlette_response(response)


async def _body(request: Request) -> bytes | None:
    """Read the body; None when it is too long, whatever its headers claim."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            return None
    return bytes(body)


def _run(checks: Mapping[str, Check]) -> dict[str, str]:
    return {name: _outcome(check) for name, check in checks.items()}


def _outcome(check: Check) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever a neighbour raises, it is not ready
        return f"not ready: {type(error).__name__}"
    return "ok"
