"""Socket Mode: each envelope goes to exactly one live connection and must be acknowledged on it."""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from ops.sandbox.background import Background
from ops.sandbox.config import Settings
from ops.sandbox.deliveries import Reply
from ops.sandbox.faults import Faults
from ops.sandbox.identifiers import new_secret
from ops.sandbox.model import App, Json

MAX_CONNECTIONS = 10
TICKET_LIFETIME = 30.0
DRAIN_SECONDS = 2.0  # between `disconnect` and the close, so that acknowledgements still arrive
LOST = Reply(reason="connection_failed", lost=True)


@dataclass(eq=False)
class Connection:
    """A live socket; `acks` holds the envelopes it has not acknowledged yet."""

    app_id: str
    socket: WebSocket
    acks: dict[str, asyncio.Future[Reply]] = field(default_factory=dict)
    draining: bool = False

    async def send(self, frame: Json) -> None:
        """Send one JSON frame."""
        await self.socket.send_text(json.dumps(frame, ensure_ascii=False))


class SocketMode:
    """Tickets, live connections and envelopes of all apps."""

    name = "socket"

    def __init__(self, settings: Settings, faults: Faults, background: Background) -> None:
        self._settings = settings
        self._faults = faults
        self._background = background
        self._tickets: dict[str, tuple[str, float]] = {}
        self._connections: list[Connection] = []
        self._arrived = asyncio.Event()

    def ticket(self, app: App) -> str:
        """Return a ticket that opens one connection within 30 seconds."""
        ticket = new_secret()
        self._tickets[ticket] = (app.id, time.monotonic() + TICKET_LIFETIME)
        return ticket

    def live(self, app_id: str) -> list[Connection]:
        """Return the connections that take envelopes."""
        return [c for c in self._connections if c.app_id == app_id and not c.draining]

    # One connection

    async def serve(self, socket: WebSocket) -> None:
        """Serve a connection from its ticket to its close."""
        app_id, expires = self._tickets.pop(socket.query_params.get("ticket", ""), ("", 0.0))
        if not app_id or expires < time.monotonic():
            await socket.close(code=4001, reason="The ticket is not valid; call apps.connections.open again.")
            return
        await socket.accept()
        connection = Connection(app_id, socket)
        if len(self.live(app_id)) >= MAX_CONNECTIONS:
            await connection.send(_disconnect("too_many_websockets"))
            await socket.close()
            return
        await connection.send(self._hello(app_id))
        self._connections.append(connection)
        self._arrived.set()
        await self._listen(connection)

    async def _listen(self, connection: Connection) -> None:
        try:
            while True:
                self._acknowledge(connection, await connection.socket.receive_text())
        except (WebSocketDisconnect, KeyError, RuntimeError):
            self._drop(connection)  # closed, a binary frame, or closed by us

    def _acknowledge(self, connection: Connection, frame: str) -> None:
        try:
            answer = json.loads(frame)
        except ValueError:
            return
        waiting = connection.acks.get(str(answer.get("envelope_id"))) if isinstance(answer, dict) else None
        if waiting is None or waiting.done() or self._faults.take("socket", "drop_ack"):
            return
        payload = answer.get("payload")
        waiting.set_result(Reply(status=200, body=json.dumps(payload).encode() if payload else b""))

    def _drop(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        for waiting in connection.acks.values():
            if not waiting.done():
                waiting.set_result(LOST)

    # Envelopes

    async def send(self, app: App, envelope: Json, *, patient: bool) -> Reply:
        """Send an envelope to one live connection and wait for its acknowledgement.

        `patient` waits for a connection where there is none; otherwise that is a failure.
        """
        started = time.monotonic()
        while not self.live(app.id):
            if not patient:
                return Reply(reason="connection_failed")
            self._arrived.clear()
            await self._arrived.wait()
        reply = await self._send(random.choice(self.live(app.id)), envelope)  # noqa: S311  # any one will do
        return Reply(reply.status, reply.reason, reply.body, {}, round(time.monotonic() - started, 6), reply.lost)

    async def _send(self, connection: Connection, envelope: Json) -> Reply:
        envelope_id = str(uuid4())
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        connection.acks[envelope_id] = waiting
        try:
            await connection.send({"envelope_id": envelope_id, **envelope})
            return await asyncio.wait_for(waiting, self._settings.ack_timeout)
        except TimeoutError:
            return Reply(reason="timeout")
        except (WebSocketDisconnect, RuntimeError):
            self._drop(connection)  # the peer was gone before we noticed
            return LOST
        finally:
            del connection.acks[envelope_id]

    # Disconnecting

    async def disconnect(self, app_id: str, reason: str) -> None:
        """Ask the oldest connection to reconnect, as Slack does from time to time; `abort` cuts it without a word."""
        connection = next(iter(self.live(app_id)), None)
        if connection is None:
            return
        connection.draining = True
        if reason != "abort":
            await connection.send(_disconnect(reason))
        self._background.spawn(self._close_soon(connection, 0 if reason == "abort" else DRAIN_SECONDS))

    async def _close_soon(self, connection: Connection, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._drop(connection)
        try:
            await connection.socket.close()
        except RuntimeError:
            return  # the app closed it first

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self._connections):
            await self._close_soon(connection, 0)

    def _hello(self, app_id: str) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.live(app_id)) + 1,
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18_060},
            "connection_info": {"app_id": app_id},
        }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
