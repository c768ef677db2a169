"""Brightwater at work: people who ask, and what came of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redis import Redis
from sqlalchemy import select

from bot.intake.preparing import Preparer
from bot.intake.publishing import INTAKE
from bot.records.database import Database
from bot.records.ledger import Ledger
from bot.records.models import Request
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from workers.contract import LOOK_FOR, READABLE, Reply

Json = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """The local Slack, the app, its database and its queue."""

    slack: RunningSandbox
    edge: Edge
    database: Database
    redis: Redis
    preparer: Preparer
    said: list[str]
    """What people who typed a command read when it was found out that they may."""

    @property
    def ledger(self) -> Ledger:
        """The ledger in the database."""
        return Ledger(self.database)

    def ask(self, user: str = "U0MAYA", channel: str = "D0MAYA", text: str = "How many days of leave?") -> Request:
        """Somebody asks in Slack; returns the request in the ledger."""
        message = self.slack.control("message", user=user, channel=channel, text=text)
        send = self.edge.message if channel.startswith("D") else self.edge.mention
        assert 200 == send(user, channel, text, ts=message["ts"]).status
        return next(request for request in self.requests() if request.message_ts == message["ts"])

    def prepare(self) -> None:
        """Prepare what waits on the intake queue, as the delivery process does, which no test of the edge runs."""
        for waiting in self.taken(INTAKE):
            self.preparer.prepare(waiting["id"])

    def requests(self) -> list[Request]:
        """All requests of the ledger, prepared, oldest first."""
        self.prepare()
        with self.database.read() as session:
            return list(session.scalars(select(Request).order_by(Request.created_at)))

    def taken(self, queue: str) -> Iterator[Json]:
        """Take out of a queue what waits in it, oldest first."""
        while waiting := self.redis.rpop(queue):
            yield task_payload(waiting)  # type: ignore[arg-type]  # one element

    def looked_up(self, *hidden: str) -> Reply:
        """What a worker says to the last modal that waits for it: all of its documents may be read but the hidden."""
        asked = wait_until(lambda: self.waiting_looks()[-1:])[0]
        readable = [name for name in asked["arguments"]["documents"] if name not in hidden]
        return Reply(asked["id"], report={"action": READABLE, "readable": readable})

    def waiting_looks(self) -> list[Json]:
        """What workers are asked for modals, oldest first; those of Home tabs are others."""
        return [asked for asked in self.queued("knowledge") if asked["id"].startswith(LOOK_FOR)]

    def state(self, request: Request) -> tuple[str, str, str | None]:
        """State, reply state and failure as they are now."""
        now = self.ledger.get(request.id)
        assert now is not None
        return now.state, now.reply_state, now.failure

    def posted(self, channel: str) -> list[Json]:
        """Every message of the bot in a channel, oldest first."""
        return [message for message in self.slack.messages(channel) if message["user"] == "U0FDESK"]

    def queued(self, queue: str) -> list[Json]:
        """What waits in a queue, as the payloads that a worker would get, oldest first."""
        self.prepare()
        waiting: Any = self.redis.lrange(queue, 0, -1)
        return [task_payload(message) for message in reversed(waiting)]


def task_payload(waiting: bytes) -> Json:
    """What a task in the queue is called with."""
    message: Json = json.loads(waiting)
    arguments: list[list[Json]] = json.loads(base64.b64decode(message["body"]))
    return arguments[0][0]
