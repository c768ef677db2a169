"""Carrying events and interactions to an app, over whichever transport it uses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import structlog

from ops.sandbox.background import Background
from ops.sandbox.clock import Clock
from ops.sandbox.config import Settings
from ops.sandbox.deliveries import Delivery, DeliveryLog, Reply
from ops.sandbox.faults import Faults
from ops.sandbox.http_delivery import FORM, JSON, HttpDelivery
from ops.sandbox.model import App, Json
from ops.sandbox.socket_mode import SocketMode

log = structlog.get_logger()


@dataclass(frozen=True)
class Attempt:
    """One try to deliver an event: its number (0 is the first), why the one before failed, HTTP headers to add."""

    number: int = 0
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def retry_headers(self) -> dict[str, str]:
        """Slack's marks of a retry."""
        if self.number == 0:
            return {}
        return {"X-Slack-Retry-Num": str(self.number), "X-Slack-Retry-Reason": self.reason}


@dataclass(eq=False)
class Transport:
    """HTTP for an app with a request URL, Socket Mode for one without."""

    settings: Settings
    clock: Clock
    faults: Faults
    deliveries: DeliveryLog
    background: Background
    http: HttpDelivery
    sockets: SocketMode

    # Events are sent again until they are acknowledged

    def send_event(self, app: App, envelope: Json) -> None:
        """Deliver an event in the background, with Slack's retries: at once, after a minute, after five."""
        delivery = self.deliveries.open(envelope["event_id"], app.id, envelope["event"]["type"])
        self.background.spawn(self._deliver(app, envelope, delivery))

    async def _deliver(self, app: App, envelope: Json, delivery: Delivery) -> None:
        delays = iter(self.settings.retry_delays)
        attempt = Attempt()
        while True:
            reply = await self.attempt_event(app, envelope, delivery, attempt)
            if reply.ok:
                delivery.outcome = "delivered"
                return
            # An event whose socket closed goes to the next connection at once; that uses up no retry.
            delay = 0 if reply.lost else next(delays, None)
            if delay is None or reply.no_retry:
                delivery.outcome = "gave_up"
                log.warning("sandbox.event_undelivered", event_id=delivery.event_id, reason=reply.reason)
                return
            await self.clock.sleep(delay)
            attempt = Attempt(attempt.number + 1, str(reply.reason))

    async def attempt_event(self, app: App, envelope: Json, delivery: Delivery, attempt: Attempt) -> Reply:
        """Send an event once and record how that went."""
        if fault := self.faults.take("events", "latency"):
            await self.clock.sleep(float(fault.value or 0))
        at = self.clock.now()
        if app.request_url:
            body = json.dumps(envelope, ensure_ascii=False).encode()
            reply = await self.http.post(app, body, JSON, {**attempt.retry_headers, **attempt.headers})
        else:
            frame = {"type": "events_api", "payload": envelope, "accepts_response_payload": False}
            retry = {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
            reply = await self.sockets.send(app, {**frame, **retry}, patient=True)
        delivery.record(at, attempt.number, "http" if app.request_url else "socket", reply)
        return reply

    # Interactions are sent once, while the visitor waits

    async def send_command(self, app: App, form: Mapping[str, str]) -> Reply:
        """Deliver a slash command."""
        if app.request_url:
            return await self.http.post(app, urlencode(form).encode(), FORM, {})
        return await self._interact(app, "slash_commands", dict(form))

    async def send_interaction(self, app: App, payload: Json) -> Reply:
        """Deliver an action, a view submission, a shortcut or a request for options."""
        if app.request_url:
            form = urlencode({"payload": json.dumps(payload, ensure_ascii=False)})
            return await self.http.post(app, form.encode(), FORM, {})
        return await self._interact(app, "interactive", payload)

    async def _interact(self, app: App, kind: str, payload: Json) -> Reply:
        envelope = {"type": kind, "payload": payload, "accepts_response_payload": True}
        return await self.sockets.send(app, envelope, patient=False)
