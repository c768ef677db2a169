"""A sandbox that runs in a thread: for tests, on a free port, stopped at the end."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from ops.sandbox.config import SandboxConfig
from ops.sandbox.model import App, Json
from ops.sandbox.server import SandboxServer

T = TypeVar("T")


class RunningSandbox:
    """`with RunningSandbox() as slack:` then point a `WebClient(base_url=slack.api_url)` at it."""

    def __init__(self, config: SandboxConfig | None = None) -> None:
        # The protocol is named so that asyncio recognises TCP and switches Nagle's algorithm off.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.config = replace(config or SandboxConfig(rate_limits=False), host="127.0.0.1", port=port)
        self.url = self.config.base_url
        self.api_url = f"{self.url}/api/"
        self._server = SandboxServer(self.config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="sandbox")
        self._client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        self._thread.start()
        wait_until(lambda: self._server.started)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop, and wait for the end."""
        self._client.close()
        self._server.should_exit = True
        self._thread.join(timeout=15)
        self._socket.close()

    @property
    def app(self) -> App:
        """The first app of the workspace, with its tokens and scopes. Read it only."""
        sandbox = self._server.config.app.state.sandbox  # type: ignore[union-attr]  # we built it
        return next(iter(sandbox.workspace.apps.values()))  # type: ignore[no-any-return]

    # The control API and the page's

    def get(self, path: str, **params: str) -> Json:
        """GET /control/… or /client/… and return the answer."""
        return _read(self._client.get(path, params=params))

    def post(self, path: str, **body: Any) -> Json:  # noqa: ANN401  # it is JSON
        """POST /control/… or /client/… and return the answer."""
        return _read(self._client.post(path, json=body))

    def control(self, action: str, **body: Any) -> Json:  # noqa: ANN401  # it is JSON
        """Act through the control API: `control("message", user="U0MAYA", channel="D0MAYA", text="Hello")`."""
        return self.post(f"/control/{action}", **body)

    def clear_faults(self) -> None:
        """Remove all injected faults."""
        self._client.delete("/control/faults")

    def state(self) -> Json:
        """Return the whole workspace."""
        return self.get("/control/state")

    def calls(self, method: str) -> list[Json]:
        """Return the calls of a Web API method."""
        calls: list[Json] = self.get("/control/calls", method=method)["calls"]
        return calls

    def deliveries(self) -> list[Json]:
        """Return the event deliveries."""
        deliveries: list[Json] = self.get("/control/deliveries")["deliveries"]
        return deliveries

    def messages(self, channel: str) -> list[Json]:
        """Return a channel's messages, replies and ephemerals included, oldest first."""
        messages: list[Json] = self.state()["messages"].get(channel, [])
        return messages


def _read(response: httpx.Response) -> Json:
    response.raise_for_status()
    answer: Json = response.json()
    return answer


def wait_until(condition: Callable[[], T], seconds: float = 30) -> T:
    """Return the first true value of `condition`; raise TimeoutError when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError("What was waited for did not happen.")
        time.sleep(0.02)
    return value
