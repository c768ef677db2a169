"""The door: only this machine's own programs and pages may talk to the sandbox.

A web site that somebody visits could otherwise drive it: by a cross-site request, which browsers mark with `Origin` or
`Sec-Fetch-Site`, or by DNS rebinding, which shows in `Host`. Programs send neither mark.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAME_SITE = frozenset({"same-origin", "none"})
API_PREFIXES = ("/api/", "/client/", "/control/", "/response/", "/upload/", "/files-pri/", "/files-tmb/", "/link/")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data: https:; frame-ancestors 'none'; base-uri 'none'",
    ),
]


class Guard:
    """Middleware that refuses foreign hosts and cross-site requests, and adds security headers."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts | LOOPBACK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if problem := self._problem(Headers(scope=scope), scope["path"]):
            await PlainTextResponse(problem, status_code=403)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in SECURITY_HEADERS if h[0] not in present)]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _problem(self, headers: Headers, path: str) -> str:
        host = headers.get("host", "")
        if _hostname(f"//{host}") not in self._hosts:
            return "The sandbox does not answer under this host name; start it with --public-url to allow one."
        if not path.startswith(API_PREFIXES):
            return ""
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != host
        if foreign or headers.get("sec-fetch-site", "none") not in SAME_SITE:
            return "The sandbox refuses requests from other web sites."
        return ""


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
