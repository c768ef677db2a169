"""Time as the sandbox sees it: real time plus what a test has advanced it by."""

import asyncio
import time
from contextlib import suppress


class Clock:
    """Wall-clock seconds that a test can move forward; sleepers notice the move."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Seconds since the epoch, including what was advanced."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Move time forward by `seconds` and wake whoever sleeps."""
        self._offset += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Sleep until `seconds` have passed on this clock."""
        deadline = self.now() + seconds
        while (left := deadline - self.now()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left)
