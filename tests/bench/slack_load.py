"""Slack's side of many questions at once: messages that exist in the sandbox, their events sent at a fixed rate."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from ops.sandbox.http_delivery import signature
from ops.stack.parts import SANDBOX_SIGNING_SECRET

Json = dict[str, Any]

BOT = "U0FDESK"
PEOPLE = ("MAYA", "TOM", "LINA", "WANG", "SOFIA", "DANA")


@dataclass(frozen=True, slots=True)
class Message:
    """A question that stands in somebody's direct messages or, mentioning the app, in a channel."""

    channel: str
    user: str
    ts: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the app made of an event: the HTTP status, 0 for none in time, and seconds until it came."""

    status: int
    seconds: float


class SandboxControl:
    """The sandbox' control API, as far as a load test needs it."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=60)

    def post_unheard(self, questions: Sequence[str], count: int, channel: str = "") -> list[Message]:
        """Post messages without sending their events, in turn from every employee: directly, or in a channel."""
        subscribed = self._control("app")["app"]["bot_events"]
        self._control("app", bot_events=[])
        pairs = zip(itertools.cycle(PEOPLE), itertools.islice(itertools.cycle(questions), count), strict=False)
        mention = f"<@{BOT}> " if channel else ""
        posted = [self._post(channel or f"D0{name}", f"U0{name}", mention + question) for name, question in pairs]
        self._control("app", bot_events=subscribed)
        return posted

    def make_channel(self, name: str, members: int) -> str:
        """Make a public channel with so many people and the app; return its id."""
        people = [f"U0{name}" for name in PEOPLE]
        strangers = [f"U9{number:05}" for number in range(members - len(people))]
        for user in strangers:
            self._control("users", user=user, name=user.lower())
        channel: str = self._control("channels", name=name, members=[*people, *strangers, BOT])["channel"]["id"]
        return channel

    def ask(self, channel: str, user: str, text: str) -> tuple[str, str]:
        """Somebody asks; returns the channel and the message."""
        posted = self._post(channel, user, text)
        return posted.channel, posted.ts

    def forget_everything(self, channel: str) -> None:
        """Tell the app that people, groups and a channel changed, so that it remembers nothing of them."""
        people = [{"type": "user_change", "user": {"id": f"U0{name}"}} for name in PEOPLE]
        for event in (*people, {"type": "subteam_updated"}, {"type": "channel_unshared", "channel": channel}):
            self._control("event", event=event)

    def fail(self, method: str, **failure: object) -> None:
        """Let a method fail until `mend`."""
        self._control("faults", method=method, times=None, **failure)

    def mend(self) -> None:
        """Let every method work again."""
        self._client.delete("/control/faults").raise_for_status()

    def slow_down(self, seconds: float) -> None:
        """Let every call of a Web API method take so long."""
        self._control("faults", method="*", kind="latency", value=seconds, times=None)

    def lift_rate_limits(self) -> None:
        """Let the app post as fast as it can; Slack would allow about one message a second in each channel."""
        self._control("settings", rate_limits=False)

    def replies(self) -> list[tuple[str, str]]:
        """Channel and thread of every message of the bot."""
        messages: dict[str, list[Json]] = self._client.get("/control/state").raise_for_status().json()["messages"]
        return [
            (channel, message["thread_ts"])
            for channel, posted in messages.items()
            for message in posted
            if message["user"] == "U0FDESK"
        ]

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def _post(self, channel: str, user: str, text: str) -> Message:
        ts = self._control("message", channel=channel, user=user, text=text)["ts"]
        return Message(channel, user, ts, text)

    def _control(self, action: str, **fields: object) -> Json:
        answer: Json = self._client.post(f"/control/{action}", json=fields).raise_for_status().json()
        return answer


async def send_events(url: str, messages: Sequence[Message], rate: float) -> list[Acknowledgement]:
    """Send each message's event at its moment, ``rate`` a second, whether or not earlier ones are acknowledged."""
    async with httpx.AsyncClient(trust_env=False, timeout=60, limits=httpx.Limits(max_connections=None)) as client:
        began = time.monotonic()
        sending = []
        for number, message in enumerate(messages):
            await asyncio.sleep(began + number / rate - time.monotonic())
            sending.append(asyncio.create_task(_send(client, url, message)))
        return await asyncio.gather(*sending)


async def _send(client: httpx.AsyncClient, url: str, message: Message) -> Acknowledgement:
    body = json.dumps(_event(message), ensure_ascii=False).encode()
    now = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature(SANDBOX_SIGNING_SECRET, now, body),
    }
    began = time.monotonic()
    try:
        status = (await client.post(url, content=body, headers=headers)).status_code
    except httpx.TransportError:
        status = 0
    return Acknowledgement(status, time.monotonic() - began)


def _event(message: Message) -> Json:
    event = {
        "type": "app_mention" if BOT in message.text else "message",
        "channel_type": "channel" if BOT in message.text else "im",
        "channel": message.channel,
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
    }
    return {
        "type": "event_callback",
        "team_id": "T0BRIGHT",
        "api_app_id": "A0FDESK",
        "event_id": f"Ev{message.channel}{message.ts}",
        "event_time": int(float(message.ts)),
        "event": event,
    }
