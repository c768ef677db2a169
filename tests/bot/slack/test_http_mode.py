"""HTTP mode: what Slack, a load balancer and a stranger get."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.slack.http_mode import LONGEST_BODY, build_server
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office

_SECRET = "sandbox-signing-secret"


class Sender:
    """Sends signed requests over connections that it keeps, as Slack does."""

    def __init__(self, client: httpx.Client, url: str) -> None:
        self.client = client
        self.url = url

    def post(self, body: bytes, secret: str = _SECRET, age: int = 0) -> httpx.Response:
        """Sign and send."""
        timestamp = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature or ""}
        return self.send(body, headers)

    def send(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Send as it is."""
        kind = {"content-type": "application/json"}
        return self.client.post(f"{self.url}/slack/events", content=body, headers=kind | headers)


@pytest.fixture
def sender(served: str) -> Iterator[Sender]:
    """Sends to the server."""
    with httpx.Client(timeout=120) as client:
        yield Sender(client, served)


def _event(ts: str = "1.0") -> bytes:
    event = {"type": "message", "user": "U0MAYA", "channel": "D0MAYA", "channel_type": "im", "text": "Hi?", "ts": ts}
    return json.dumps({"type": "event_callback", "team_id": "T0BRIGHT", "event_id": ts, "event": event}).encode()


def test_slacks_url_verification_is_answered(sender: Sender) -> None:
    """Slack asks it when the Request URL is entered."""
    response = sender.post(b'{"type": "url_verification", "challenge": "c1"}')

    assert (200, {"challenge": "c1"}) == (response.status_code, response.json())


def test_what_somebody_types_in_slack_reaches_the_ledger(office: Office, slack: RunningSandbox, served: str) -> None:
    """Over HTTP, signed by Slack itself."""
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
    (request,) = wait_until(office.requests)

    assert "How many days?" == request.payload["text"]


@pytest.mark.parametrize(("secret", "age"), [("wrong", 0), (_SECRET, 301), (_SECRET, -330)])
def test_a_wrong_or_stale_signature_is_refused(office: Office, sender: Sender, secret: str, age: int) -> None:
    """401, and nothing in the ledger. What comes from the future draws nearer while a slow machine sends it."""
    assert 401 == sender.post(_event(), secret, age).status_code
    assert [] == office.requests()


@pytest.mark.parametrize("body", [b"{not json", b"[1]", b'"text"', b"{" + b'"a":[' * 200_000 + b"]" * 10, b""])
def test_a_body_that_slack_never_sends_does_no_harm(sender: Sender, body: bytes) -> None:
    """Broken JSON, JSON that is no object, too deep a nesting, nothing at all."""
    response = sender.post(body)

    assert response.status_code in {200, 400, 401, 413}
    assert 200 == sender.client.get(f"{sender.url}/healthz").status_code


def test_a_broken_encoding_is_refused(sender: Sender) -> None:
    """A stranger's bytes do not get as far as the check of their signature."""
    assert 400 == sender.send(b"\xff\xfe{", {}).status_code


def test_a_body_that_is_too_long_is_not_read_to_its_end(sender: Sender) -> None:
    """Whoever has no signature may not fill the memory either."""
    assert 413 == sender.post(b"x" * (LONGEST_BODY + 1)).status_code


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/slack/events", 405), ("GET", "/", 404)])
def test_nothing_else_is_served(served: str, method: str, path: str, status: int) -> None:
    """Three endpoints and no more."""
    assert status == httpx.request(method, f"{served}{path}", timeout=120).status_code


def test_many_events_at_once_are_all_in_the_ledger(office: Office, sender: Sender) -> None:
    """A hundred within a moment, on more connections than there are threads."""
    with ThreadPoolExecutor(25) as pool:
        statuses = list(pool.map(lambda number: sender.post(_event(f"{number}.0")).status_code, range(100)))

    assert {200} == set(statuses)
    assert 100 == len(office.requests())


def test_readiness_names_what_is_not_ready(edge: Edge) -> None:
    """503 takes the process out of the load balancer; the reason is for whoever looks."""

    def broken() -> None:
        raise ConnectionError("secret address")

    server = build_server(edge.app, {"database": lambda: None, "queue": broken}, threads=1)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=server)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            return await client.get("/readyz")

    response = asyncio.run(ask())

    assert (503, {"database": "ok", "queue": "not ready: ConnectionError"}) == (response.status_code, response.json())
