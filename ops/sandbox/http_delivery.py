"""Sending requests to an app over HTTP, signed as Slack signs them."""

import hashlib
import hmac
import time
from collections.abc import Mapping

import httpx

from ops.sandbox.config import Settings
from ops.sandbox.deliveries import Reply
from ops.sandbox.faults import Faults
from ops.sandbox.model import App

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SUCCESS = range(200, 300)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the `X-Slack-Signature` of a request (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpDelivery:
    """A pooled client that posts to request URLs."""

    name = "http"

    def __init__(self, settings: Settings, faults: Faults) -> None:
        self._settings = settings
        self._faults = faults
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
        # trust_env=False: a proxy in the environment is for the internet, not for the app beside us.
        self._client = httpx.AsyncClient(limits=limits, max_redirects=2, follow_redirects=True, trust_env=False)

    async def post(self, app: App, body: bytes, content_type: str, headers: Mapping[str, str]) -> Reply:
        """Post `body`, signed with the app's secret; `headers` are added and win."""
        timestamp = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(app.signing_secret, timestamp, body),
            **headers,
        }
        started = time.monotonic()
        reply = await self._send(app.request_url or "", body, signed)
        latency = round(time.monotonic() - started, 6)
        if self._faults.take("events", "drop_ack"):
            return Reply(reason="http_timeout", latency=latency)
        return Reply(reply.status, reply.reason, reply.body, reply.headers, latency)

    async def _send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        timeout = httpx.Timeout(self._settings.ack_timeout)
        try:
            response = await self._client.post(url, content=body, headers=headers, timeout=timeout)
        except httpx.TimeoutException:
            return Reply(reason="http_timeout")
        except httpx.TooManyRedirects:
            return Reply(reason="too_many_redirects")
        except httpx.HTTPError as error:
            return Reply(reason="ssl_error" if "SSL" in str(error) else "connection_failed")
        except httpx.InvalidURL:
            return Reply(reason="unknown_error")
        reason = None if response.status_code in SUCCESS else "http_error"
        return Reply(response.status_code, reason, response.content, response.headers)

    async def close(self) -> None:
        """Close the pool."""
        await self._client.aclose()
