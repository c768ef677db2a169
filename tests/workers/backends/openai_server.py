"""A server that speaks OpenAI's protocol on this machine, and misbehaves as its script says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[[BaseHTTPRequestHandler], None]


def event(text: str, finish: str | None = None) -> bytes:
    """One server-sent event."""
    return (
        b"data: " + json.dumps({"choices": [{"delta": {"content": text}, "finish_reason": finish}]}).encode() + b"\n\n"
    )


def respond(status: int, *parts: bytes, kind: str = "text/event-stream") -> Act:
    """Answer with these parts and close the connection."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()

    return act


GOOD = respond(200, b": hello\n\n", event("Twenty "), event("days."), b"data: [DONE]\n\n")


class Server:
    """Acts as its script says, the last act again and again; remembers what it was sent."""

    def __init__(self) -> None:
        self.acts: list[Act] = [GOOD]
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.released = threading.Event()
        self.gone = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                server.keys.append(self.headers["Authorization"])
                act = server.acts.pop(0) if len(server.acts) > 1 else server.acts[0]
                act(self)

            def do_GET(self) -> None:
                server.acts[0](self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Write one word, then nothing until the other side hangs up."""
        self.hang_after("Twenty ")(handler)

    def hang_after(self, text: str) -> Act:
        """Write this, then nothing until the other side hangs up."""

        def act(handler: BaseHTTPRequestHandler) -> None:
            handler.connection.settimeout(120)
            try:
                respond(200, event(text))(handler)
                left = handler.connection.recv(1) == b""
            except ConnectionError:  # it hung up before it had read everything
                left = True
            if left:
                self.gone.set()

        return act


@contextmanager
def openai_server() -> Iterator[Server]:
    """Run one for the block."""
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()
