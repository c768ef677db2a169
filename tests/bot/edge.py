"""Slack's side of the app."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.slack.requests import http_request

Json = dict[str, Any]

_numbers = count(1)


@dataclass(frozen=True)
class Edge:
    """Slack's side of the app: signed requests in, Bolt's responses out."""

    app: App
    secret: str

    def event(self, event: Json, **envelope: object) -> BoltResponse:
        """Deliver an event."""
        body = {
            "type": "event_callback",
            "team_id": "T0BRIGHT",
            "api_app_id": "A0FDESK",
            "event_id": f"Ev{next(_numbers)}",
            "event": event,
            **envelope,
        }
        return self.send(json.dumps(body), "application/json")

    def message(self, user: str, channel: str, text: str, **event: object) -> BoltResponse:
        """Deliver a message; a channel whose id begins with D is a direct one."""
        kind = "im" if channel.startswith("D") else "channel"
        message: Json = {"type": "message", "user": user, "channel": channel, "channel_type": kind, "text": text}
        return self.event({"ts": new_ts(), **message, **event})

    def mention(self, user: str, channel: str, text: str, **event: object) -> BoltResponse:
        """Deliver a mention of the bot."""
        mention: Json = {"type": "app_mention", "user": user, "channel": channel, "text": f"<@U0FDESK> {text}"}
        return self.event({"ts": new_ts(), **mention, **event})

    def command(self, user: str, command: str, text: str, response_url: str = "http://127.0.0.1:9/r") -> str:
        """Send a slash command; returns what the person reads at once."""
        fields = {
            "command": command,
            "text": text,
            "user_id": user,
            "channel_id": "C0GENERAL",
            "team_id": "T0BRIGHT",
            "trigger_id": f"trigger-{next(_numbers)}",
            "response_url": response_url,
        }
        response = self.send(urlencode(fields), "application/x-www-form-urlencoded")
        assert 200 == response.status
        return str(json.loads(response.body)["text"]) if response.body.startswith("{") else response.body

    def action(self, payload: Json) -> BoltResponse:
        """Send an interaction."""
        return self.send(urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")

    def send(self, body: str, content_type: str, timestamp: str | None = None) -> BoltResponse:
        """Send a body, signed as Slack does."""
        timestamp = timestamp or str(int(time.time()))
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=timestamp, body=body)
        headers: dict[str, str | Sequence[str]] = {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature or "",
        }
        return self.app.dispatch(http_request(body, headers))


def new_ts() -> str:
    """A message id that no other message of this run has."""
    return f"{int(time.time())}.{next(_numbers):06d}"
