"""A company's clients, over streamable HTTP: each request carries a bearer token, and each token its own rights."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import structlog
import uvicorn
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser, BearerAuthBackend
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge.errors import SettingError
from ops.mcp.caller import Caller
from ops.mcp.late import Late
from ops.mcp.server import Context, build_server
from ops.mcp.tokens import Tokens

if TYPE_CHECKING:
    from ops.mcp.desk import Desk  # as in tools.py

PATH: Final = "/mcp"
LONGEST_BODY: Final = 256 * 1024
"""Bytes of a request; the longest question takes a tenth of it."""
_LAST_REQUESTS_S: Final = 10
_PRINCIPALS: Final = "principals"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_UNNAMED: Final = "Frontdesk needs a token: send the header Authorization: Bearer <token>."
_NOT_GOOD: Final = "This token is unknown, revoked or expired."
_WHO_MAKES_ONE: Final = "Whoever runs Frontdesk makes one with frontdesk mcp token."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Verifier:
    """Tells the package whether a token is good. Its id stands for it from there on, and a session is bound to that."""

    tokens: Tokens

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return what its holder may read; None where it is not good."""
        held = self.tokens.holding(token)
        if held is None:
            return None
        claims = {_PRINCIPALS: held.principals}
        return AccessToken(
            token=held.id, client_id=held.id, scopes=[], expires_at=held.until, subject=held.user, claims=claims
        )


class _NeedsToken:
    """Answers 401 with a sentence where a request carries no good token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it."""
        if isinstance(scope.get("user"), AuthenticatedUser):
            await self._app(scope, receive, send)
            return
        await _refusal(Request(scope))(scope, receive, send)


def build_app(desk: Late[Desk], tokens: Tokens, at_once: int, names: Sequence[str] = ()) -> Starlette:
    """Return the ASGI app: ``/mcp`` for who holds a token, ``/healthz`` for whoever runs this.

    It answers to the loopback's names and to ``names`` alone, so that no page in a browser reaches it by a name of
    its own (DNS rebinding).
    """
    server = build_server(desk, lambda context: _caller_of(context, tokens), at_once)
    sessions = StreamableHTTPSessionManager(
        server,
        security_settings=_only_these(names),
        max_request_body_size=LONGEST_BODY,
    )
    return Starlette(
        routes=[
            Route(PATH, _NeedsToken(StreamableHTTPASGIApp(sessions))),
            Route("/healthz", lambda _request: PlainTextResponse("ok")),
        ],
        middleware=[Middleware(AuthenticationMiddleware, backend=BearerAuthBackend(_Verifier(tokens)))],
        lifespan=lambda _app: sessions.run(),
    )


def serve_http(app: Starlette, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. Raises SettingError where the address cannot be listened on."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_REQUESTS_S,
    )
    with _listening(host, port) as listener:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)  # uvicorn raises it again when it is done; that must not kill us
        log.info("mcp_listening", address=f"http://{host}:{port}{PATH}")
        uvicorn.Server(config).run(sockets=[listener])


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens on ``host``."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _caller_of(context: Context, tokens: Tokens) -> Caller:
    """Whoever sent this very request: a session may be old, and says nothing about rights."""
    access: AccessToken = cast("Request", context.request).user.access_token
    principals = frozenset((access.claims or {})[_PRINCIPALS])
    return Caller(access.client_id, principals, lambda: tokens.has(access.client_id))


def _refusal(request: Request) -> Response:
    """401 as RFC 6750 has it: an error code only where there was a token."""
    given = request.headers.get("authorization", "")
    sentence = _NOT_GOOD if given.lower().startswith("bearer ") else _UNNAMED
    error = ', error="invalid_token"' if sentence == _NOT_GOOD else ""
    body = {"error": "invalid_token", "error_description": f"{sentence} {_WHO_MAKES_ONE}"}
    return JSONResponse(body, 401, {"WWW-Authenticate": f'Bearer realm="frontdesk"{error}'})


def _only_these(names: Sequence[str]) -> TransportSecuritySettings:
    """The names, with any port and with none, as the hosts and origins that are let in."""
    hosts = [*_LOOPBACK, *names]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(
        allowed_hosts=[*hosts, *(f"{host}:*" for host in hosts)],
        allowed_origins=[*origins, *(f"{origin}:*" for origin in origins)],
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port or --host."
        ) from None
