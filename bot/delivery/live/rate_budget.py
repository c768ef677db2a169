"""A rate shared by every delivery process, so that many answers streaming at once stay within Slack's limits."""

from __future__ import annotations

from typing import Final

from redis import Redis

# The generic cell rate algorithm: the key holds the time at which the bucket is full again, by Redis' own clock.
_TAKE: Final = """
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + ARGV[1]
if full_at - now > tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], string.format('%.6f', full_at), 'EX', 60)
return 1
"""
_ROUNDING_S: Final = 0.001


class Budget:
    """At most ``per_minute`` calls of one method in any minute, ``burst`` of them at once."""

    def __init__(self, redis: Redis, name: str, per_minute: int, burst: int) -> None:
        self._script = redis.register_script(_TAKE)
        self._redis = redis
        self._key = f"frontdesk:budget:{name}"
        self._paused = f"frontdesk:budget_paused:{name}"
        self._interval_s = 60 / (per_minute - burst)
        self._depth_s = burst * self._interval_s + _ROUNDING_S

    def take(self) -> bool:
        """Take one call out of the budget; False when there is none left now. May raise redis.RedisError."""
        return bool(self._script(keys=[self._key, self._paused], args=[self._interval_s, self._depth_s]))

    def pause(self, seconds: int) -> None:
        """Slack asked to wait with this method: nobody calls it until then. May raise redis.RedisError."""
        self._redis.set(self._paused, "1", ex=seconds)
