"""Writes many answers at once with OpenVINO's continuous batching, which runs in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing import Pipe
from typing import Any, Final

import structlog

from knowledge.errors import GenerationFailed, SettingError
from workers.backends.engine import loops
from workers.backends.openvino_messages import Drop, Load, News, Write
from workers.backends.requests import Request

log = structlog.get_logger()

_LOOK_SECONDS: Final = 0.05  # between two looks at who still waits
_LOAD_SECONDS: Final = 600.0


class OpenVinoEngine:
    """As `workers.backends.engine.Engine`: a batch of answers is written at once, and ``queue`` more may wait.

    ``ends`` are the tokens that end an answer. A seed is not kept: OpenVINO's random numbers are those of the whole
    batch. When its process dies, what it had in hand fails, and the next request starts another one.
    Raises SettingError when the model cannot be loaded.
    """

    def __init__(self, load: Load, *, name: str, ends: frozenset[int], queue: int) -> None:
        self._load, self._name, self._ends = load, name, ends
        self._most = load.batch + queue
        self._queue = queue
        self._requests: dict[int, Request] = {}
        self._lock = threading.Lock()
        self._closing = False
        self._count = 0
        self._child: _Child | None = _Child(load)
        try:
            self._child.wait_until_loaded()
        except GenerationFailed as error:
            self._child.end()
            raise SettingError(f"The model {name} could not be loaded by OpenVINO: {error}") from error
        self._deliver_from(self._child)

    def submit(self, request: Request) -> None:
        """Let the request wait for its place. Raises GenerationFailed when too many wait already, or after `close`."""
        with self._lock:
            if self._closing:
                raise GenerationFailed("The worker is stopping and begins no more answers.")
            if len(self._requests) >= self._most:
                raise GenerationFailed(
                    f"The model is busy: {self._queue} answers wait for it already. Ask again in a moment; "
                    "FRONTDESK_ENGINE_QUEUE sets how many may wait."
                )
            if self._child is None:
                self._child = _Child(self._load)
                self._deliver_from(self._child)
            self._count += 1
            self._requests[self._count] = request
            token_ids = request.prompt.token_ids
            self._child.send(Write(self._count, token_ids, request.limit, self._ends, request.sampling))

    def close(self, seconds: float) -> None:
        """Finish what is in hand, at most so long, and begin nothing more."""
        end = time.monotonic() + seconds
        with self._lock:
            self._closing = True
        while self._requests and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS)
        with self._lock:
            child = self._child
        if child is not None:
            child.end()

    def _deliver_from(self, child: _Child) -> None:
        threading.Thread(target=self._deliver, args=(child,), name="generation", daemon=True).start()

    def _deliver(self, child: _Child) -> None:
        """Hand tokens to whoever waits for them until the process ends."""
        with suppress(EOFError, OSError, GenerationFailed):
            child.wait_until_loaded()
            while True:
                for news in child.received():
                    self._handle(child, news)
                for number, request in list(self._requests.items()):
                    if not request.wanted:
                        self._end(child, number)
        with self._lock:
            left, self._requests, self._child = self._requests, {}, None
        status = child.end()
        if not self._closing:
            log.warning("engine_process_ended", model=self._name, status=status)
        for request in left.values():
            request.end(GenerationFailed(f"The model {self._name} failed while computing."))

    def _handle(self, child: _Child, news: News) -> None:
        request = self._requests.get(news.number)
        if request is None:
            return
        for token in news.tokens:
            if token in self._ends:
                break
            request.put(token)
        if news.failure:
            self._end(child, news.number, GenerationFailed(f"The model {self._name} failed: {news.failure}."))
        elif news.ended or loops(request.written):
            self._end(child, news.number)

    def _end(self, child: _Child, number: int, error: GenerationFailed | None = None) -> None:
        with self._lock:
            request = self._requests.pop(number, None)
            child.send(Drop(number))
        if request is not None:
            request.end(error)


class _Child:
    """One process, and the line to it."""

    def __init__(self, load: Load) -> None:
        self._line, theirs = Pipe()
        self._loaded = False
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-W", "ignore", "-m", "workers.backends.openvino_child", str(theirs.fileno())],
            env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours to handle; it ends where the line to us does
        )
        theirs.close()
        self.send(load)

    def wait_until_loaded(self) -> None:
        """Raise GenerationFailed with the reason where it cannot load the model."""
        if self._loaded:
            return
        try:
            failure = self._line.recv() if self._line.poll(_LOAD_SECONDS) else "it takes too long"
        except (EOFError, OSError):
            failure = f"its process ended with status {self._process.wait()}"
        if failure:
            raise GenerationFailed(f"{str(failure).removesuffix('.')}.")
        self._loaded = True

    def send(self, message: Load | Write | Drop) -> None:
        """Send it; one that has ended is seen where its news are awaited."""
        with suppress(OSError):
            self._line.send(message)

    def received(self) -> list[News]:
        """What is new, soon. Raises EOFError or OSError where the process has ended."""
        news: list[Any] = self._line.recv() if self._line.poll(_LOOK_SECONDS) else []
        return news

    def end(self) -> int:
        """End it, and return its exit status."""
        self._process.kill()
        return self._process.wait()
