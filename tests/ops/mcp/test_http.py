"""The way in over HTTP: a real server on the loopback, the package's own client, and bare requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx
import httpx2
import pytest
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from ops.mcp.http import build_app, is_loopback
from ops.mcp.tokens import Tokens, principals_held
from ops.stack.ports import free_port
from tests.ops.mcp.served import desk_over

_INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
_BANDS = {
    "jsonrpc": "2.0",
    "id": 2,
    "method": "tools/call",
    "params": {"name": "search", "arguments": {"query": "pay"}},
}
_ACCEPT = {"Accept": "application/json, text/event-stream"}


@dataclass(frozen=True)
class Running:
    """A server, its address and its tokens."""

    url: str
    tokens: Tokens

    def token(self, *groups: str, guest: bool = False) -> str:
        """Make one for somebody in these groups."""
        return self.tokens.make("somebody", principals_held("somebody", groups, guest=guest), 90)[1]

    def post(self, body: object = _INITIALIZE, **headers: str) -> httpx.Response:
        """Send one bare request."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(self.url, json=body, headers={**_ACCEPT, **sent}, timeout=60)

    async def call(self, token: str, tool: str, mode: str = "auto", **arguments: object) -> CallToolResult:
        """Call a tool as the package's own client does."""
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(self.url, http_client=http), mode=mode) as client,
        ):
            return await client.call_tool(tool, arguments)


@pytest.fixture(scope="module")
def running(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The server over the company's index, which `mcp.example.com` names, too."""
    tokens, port = Tokens(tmp_path_factory.mktemp("http") / "tokens.json"), free_port()
    app = build_app(desk_over(index), tokens, 4, ["mcp.example.com"])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Running(f"http://127.0.0.1:{port}/mcp", tokens)
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search", {"query": "At what salary does band three begin?"}),
        ("answer", {"question": "At what salary does band three begin?"}),
        ("who_may_read", {"document": "hr/bands.md"}),
    ],
)
def test_each_token_has_its_own_rights(running: Running, tool: str, arguments: dict[str, str], mode: str) -> None:
    """In both ages of the protocol; a guest finds nothing at all."""
    said = [
        repr(anyio.run(lambda token=token: running.call(token, tool, mode, **arguments)))
        for token in (running.token("hr"), running.token(), running.token(guest=True))
    ]

    assert [True, False, False] == ["group:hr" in one or "52,000" in one for one in said]


def test_callers_at_once_keep_their_own_rights(running: Running) -> None:
    """However their requests lie between each other."""
    tokens = [running.token("hr"), running.token()] * 6
    said: dict[int, str] = {}

    async def ask(place: int) -> None:
        said[place] = repr(await running.call(tokens[place], "search", query="salary band three"))

    async def ask_all() -> None:
        async with anyio.create_task_group() as tasks:
            for place in range(len(tokens)):
                tasks.start_soon(ask, place)

    anyio.run(ask_all)

    assert [True, False] * 6 == ["52,000" in said[place] for place in range(len(tokens))]


def test_without_a_token_the_answer_is_401_and_a_sentence(running: Running) -> None:
    """It says what to send and who makes one."""
    refused = running.post()

    assert 401 == refused.status_code
    assert 'Bearer realm="frontdesk"' == refused.headers["WWW-Authenticate"]
    assert (
        "Frontdesk needs a token: send the header Authorization: Bearer <token>. "
        "Whoever runs Frontdesk makes one with frontdesk mcp token."
    ) == refused.json()["error_description"]


@pytest.mark.parametrize("header", ["Bearer fdmcp_wrong", "bearer x", "Basic dTpw", "fdmcp_x"])
def test_what_is_no_token_is_refused(running: Running, header: str) -> None:
    """However it is sent."""
    assert 401 == running.post(Authorization=header).status_code


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS", "HEAD"])
def test_no_method_goes_without_a_token(running: Running, method: str) -> None:
    """The stream of a session as little as its end."""
    assert 401 == httpx.request(method, running.url, headers=_ACCEPT).status_code


def test_a_token_in_the_address_is_none(running: Running) -> None:
    """Addresses stand in logs."""
    assert 401 == httpx.post(f"{running.url}?access_token={running.token()}", json=_INITIALIZE).status_code


def test_a_revoked_token_is_refused_within_its_session(running: Running) -> None:
    """A session lives on no right of its own."""
    made, secret = running.tokens.make("leaver", frozenset({"everyone", "public", "group:hr"}), 90)
    bearer = f"Bearer {secret}"
    session = running.post(Authorization=bearer).headers["mcp-session-id"]
    running.tokens.revoke(made.id)

    refused = running.post(_BANDS, Authorization=bearer, mcp_session_id=session)

    assert 401 == refused.status_code
    assert refused.json()["error_description"].startswith("This token is unknown, revoked or expired.")


def test_a_session_serves_only_the_token_that_began_it(running: Running) -> None:
    """Whoever learns of its id learns nothing by it."""
    session = running.post(Authorization=f"Bearer {running.token('hr')}").headers["mcp-session-id"]

    stolen = running.post(_BANDS, Authorization=f"Bearer {running.token()}", mcp_session_id=session)

    assert 404 == stolen.status_code
    assert "52,000" not in stolen.text


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:1", "http://localhost:1", 200),
        ("mcp.example.com", "https://mcp.example.com", 200),
        ("mcp.example.com:8443", "https://mcp.example.com:8443", 200),
        ("evil.example", "http://localhost", 421),
        ("127.0.0.1.evil.example", "http://localhost", 421),
        ("localhost", "https://evil.example", 403),
        ("localhost", "null", 403),
    ],
)
def test_only_its_own_names_are_answered_to(running: Running, host: str, origin: str, status: int) -> None:
    """A page that points its own name at this machine gets nothing (DNS rebinding)."""
    asked = running.post(Authorization=f"Bearer {running.token()}", Host=host, Origin=origin)

    assert status == asked.status_code


def test_a_request_that_is_too_large_is_refused(running: Running) -> None:
    """Before anything of it is read as a call."""
    assert 413 == running.post({"x": "x" * 300_000}, Authorization=f"Bearer {running.token()}").status_code


def test_whoever_runs_it_needs_no_token_to_see_that_it_lives(running: Running) -> None:
    """And learns nothing else."""
    assert "ok" == httpx.get(running.url.replace("/mcp", "/healthz")).text


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("mcp.example.com", False)],  # noqa: S104 - told apart here
)
def test_is_loopback(host: str, *, expected: bool) -> None:
    """Whether only this machine reaches it."""
    assert expected == is_loopback(host)
