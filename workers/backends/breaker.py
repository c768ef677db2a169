"""Stops asking a server that keeps failing, and tries it again with one request after a while."""

from __future__ import annotations

import threading
import time
from typing import Final

_FAILURES: Final = 5
_REST_SECONDS: Final = 20.0


class Breaker:
    """Open after ``failures`` in a row; ``rest`` seconds later a single request may try whether it works again."""

    def __init__(self, failures: int = _FAILURES, rest: float = _REST_SECONDS) -> None:
        self._most, self._rest = failures, rest
        self._failures, self._closed_from = 0, 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether to ask now. After the rest only the first caller may; the others wait for what it finds."""
        with self._lock:
            if self._failures < self._most:
                return True
            if time.monotonic() < self._closed_from:
                return False
            self._closed_from = time.monotonic() + self._rest
            return True

    def succeeded(self) -> None:
        """It works."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """It does not."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._most:
                self._closed_from = time.monotonic() + self._rest
