"""Slack's rate limits: so many calls a minute for each method, app and workspace."""

import math
from collections import deque

from ops.sandbox.clock import Clock
from ops.sandbox.config import Settings

# Calls a minute, docs.slack.dev/apis/web-api/rate-limits.
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
SPECIAL = 600  # "hundreds a minute": auth.test, chat.getPermalink
STATUS = 60  # assistant.threads.setStatus, for each conversation
POST_WORKSPACE = 300  # chat.postMessage: "several hundred messages a minute"
WINDOW = 60.0
POST_BURST = 5  # chat.postMessage: one a second for each channel, with short bursts


class RateLimits:
    """Counts calls in a sliding window. Keys are tuples such as (app, method)."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._calls: dict[tuple[str, ...], deque[float]] = {}

    def wait(self, *limits: tuple[tuple[str, ...], int, float]) -> int | None:
        """Count one call against each (key, calls, seconds) limit.

        Returns None where all allow it; otherwise counts nothing and returns the `Retry-After` in whole seconds.
        """
        if not self._settings.rate_limits:
            return None
        now = self._clock.now()
        waits = [self._left(key, calls, seconds, now) for key, calls, seconds in limits]
        if blocked := max(waits, default=0.0):
            return max(1, math.ceil(blocked))
        for key, _, _ in limits:
            self._calls[key].append(now)
        return None

    def _left(self, key: tuple[str, ...], calls: int, seconds: float, now: float) -> float:
        window = self._calls.setdefault(key, deque())
        while window and window[0] <= now - seconds:
            window.popleft()
        return window[0] + seconds - now if len(window) >= calls else 0.0

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
