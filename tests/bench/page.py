"""An employee at the sandbox' page: asks, and watches the Server-Sent Events that the page is drawn from."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

Json = dict[str, Any]

_PATIENCE_S = 120


@dataclass
class Seen:
    """When a question's answer was seen, in seconds since the question was sent."""

    asked_at: float
    first_words_s: float = 0.0
    whole_s: float = 0.0


class Page:
    """One person's page, open on their direct messages with the bot."""

    def __init__(self, url: str, user: str, channel: str) -> None:
        self._me = {"user": user, "channel": channel}
        self._client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=httpx.Timeout(30, read=None))
        self._events: asyncio.Queue[tuple[float, Json]] = asyncio.Queue()
        self._connected = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._listening = asyncio.create_task(self._listen())
        await self._connected.wait()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        await self._client.aclose()

    async def ask(self, questions: Sequence[str]) -> list[Seen]:
        """Ask all at once, each in a thread of its own; return when every answer is there."""
        sent = await asyncio.gather(*map(self._send, questions))
        waiting = dict(sent)
        while waiting:
            at, event = await asyncio.wait_for(self._events.get(), _PATIENCE_S)
            self._note(waiting, at, event)
        return [seen for _, seen in sent]

    async def _send(self, question: str) -> tuple[str, Seen]:
        seen = Seen(time.monotonic())
        answer = await self._client.post("/client/send", json={**self._me, "text": question})
        return answer.raise_for_status().json()["ts"], seen

    @staticmethod
    def _note(waiting: dict[str, Seen], at: float, event: Json) -> None:
        """Note what an event shows of an answer that is waited for."""
        message: Json = event.get("message", event)
        seen = waiting.get(message.get("thread_ts", ""))
        grows = event["type"] == "stream_delta"
        if seen is None or not (grows or message.get("bot")) or not message.get("text"):
            return
        seen.first_words_s = seen.first_words_s or at - seen.asked_at
        if not grows and not message["streaming"]:
            seen.whole_s = at - seen.asked_at
            del waiting[message["thread_ts"]]

    async def _listen(self) -> None:
        async with self._client.stream("GET", "/client/events", params=self._me) as response:
            self._connected.set()
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    self._events.put_nowait((time.monotonic(), json.loads(line.removeprefix("data: "))))
