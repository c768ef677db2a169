"""Claims, finished replies, the live stream: what workers share through Redis beside the queue."""

from __future__ import annotations

import json
import os
import socket
import threading
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import TracebackType
from typing import Any, Final, Self

import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from workers.contract import (
    CLAIM_HEARTBEAT_S,
    CLAIM_TTL_S,
    LIVE_STREAM,
    LIVE_STREAM_LENGTH,
    QUESTIONS,
    REPLY_TTL_S,
    WAITING_KEPT_S,
    LiveEntry,
    Reply,
    cancel_key,
    claim_key,
    presence_key,
    reply_key,
    waiting_key,
)

EXTEND_IF_MINE: Final = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('expire', KEYS[1], ARGV[2]) end
return 0
"""
EXTEND_UNLESS_TAKEN: Final = """
local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""
"""One that ran out unnoticed, while the machine slept or Redis was away, is ours still if nobody took it."""
RELEASE_IF_MINE: Final = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"

log = structlog.get_logger()


def connect(redis_url: str, patience_s: float = 5) -> Redis:
    """A client that gives up soon: the client library's ten tries take longer than an answer."""
    once = Retry(NoBackoff(), 1)
    return Redis.from_url(
        redis_url,
        socket_timeout=patience_s,
        socket_connect_timeout=min(3, patience_s),
        health_check_interval=5,
        retry=once,
    )


class Repeating(ABC):
    """Takes a step at once, and again every so many ``seconds``, in a thread of its own while the block lasts."""

    def __init__(self, name: str, seconds: float) -> None:
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        self._step()
        while not self._stopping.wait(self._seconds):
            self._step()

    @abstractmethod
    def _step(self) -> None:
        """Do it once. What it raises ends the thread."""


class Claims(Repeating):
    """Holds requests for this process; one thread extends all of them, and the sign that the process is ready."""

    def __init__(self, redis: Redis, part: str) -> None:
        super().__init__("claims", CLAIM_HEARTBEAT_S)
        self._redis = redis
        self._token = uuid.uuid4().hex
        self._presence = presence_key(part, f"{socket.gethostname()}:{os.getpid()}")
        self._held: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def hold(self, request_id: str) -> Iterator[bool]:
        """Claim the request for the block; yields whether it is ours, False when another worker has it."""
        key = claim_key(request_id)
        mine = bool(self._redis.set(key, self._token, nx=True, ex=CLAIM_TTL_S))
        if not mine:
            yield False
            return
        with self._lock:
            self._held.add(key)
        try:
            yield True
        finally:
            with self._lock:
                self._held.discard(key)
            self._redis.eval(RELEASE_IF_MINE, 1, key, self._token)

    def _step(self) -> None:
        try:
            self._extend()
        except RedisError as error:
            log.warning("claims_not_extended", error=type(error).__name__)

    def _extend(self) -> None:
        with self._lock:
            held = list(self._held)
        self._redis.set(self._presence, "ready", ex=CLAIM_TTL_S)
        for key in held:
            with self._lock:
                if key in self._held:
                    self._redis.eval(EXTEND_UNLESS_TAKEN, 1, key, self._token, CLAIM_TTL_S)


class Replies:
    """Finished replies, kept so that a lost message is sent again and never made again."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def stored(self, request_id: str) -> Reply | None:
        """The reply made before, if any."""
        packed = self._redis.get(reply_key(request_id))
        return None if packed is None else Reply(**json.loads(packed))

    def store(self, reply: Reply) -> None:
        """Keep the reply for as long as Slack may ask again."""
        self._redis.set(reply_key(reply.id), json.dumps(asdict(reply)), ex=REPLY_TTL_S)


class Live:
    """Shows what happens while it happens. A failure here is logged and never harms the answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def show(self, entry: LiveEntry) -> None:
        """Append to the live stream."""
        fields = {"id": entry.id, "kind": entry.kind, "data": entry.data}
        try:
            self._redis.xadd(LIVE_STREAM, fields, maxlen=LIVE_STREAM_LENGTH, approximate=True)  # type: ignore[arg-type]
        except RedisError as error:
            log.warning("live_entry_lost", request_id=entry.id, error=type(error).__name__)

    def waited(self, request_id: str) -> float:
        """For how many seconds the request has been in the queue, by Redis' own clock; 0 where that is not known."""
        try:
            left: Any = self._redis.pttl(waiting_key(request_id))
        except RedisError:
            return 0
        return max(0, WAITING_KEPT_S - left / 1000) if left > 0 else 0

    def others_wait(self) -> bool:
        """Whether questions wait for a worker; also where that is not known."""
        try:
            return bool(self._redis.llen(QUESTIONS))
        except RedisError:
            return True

    def cancelled(self, request_id: str) -> bool:
        """Whether the asker asked to stop."""
        try:
            return bool(self._redis.exists(cancel_key(request_id)))
        except RedisError:
            # The answer goes on: an unreachable Redis is no wish to stop.
            return False
