"""Lets as many threads work at once as there are places, the others in the order in which they came."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Where eight callers share two cores and each goes on at once, each waits for the others at every step.

    A semaphore would not do: the thread that just left takes the place again before one that waits wakes up.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a place for the block."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        called = threading.Lock()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called.acquire()
            self._waiting.append(called)
        called.acquire()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
