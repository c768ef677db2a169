"""Answers in Redis, for all workers: by their words, by their meaning, and made by one worker at a time.

Keys begin with `PREFIX`; every one of them ends by itself.

frontdesk:cache:answer:<digest>      one packed answer
frontdesk:cache:kept                 sorted set: the version and digest of each, by the time it was kept
frontdesk:cache:meaning:<scope>      hash: digest -> the question's words and vector
frontdesk:cache:turn:<digest>        who is making this answer (`workers.caches.turns`)
frontdesk:cache:counts:<day>         hash: where the day's answers came from -> how many (`workers.counting`)
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import numpy as np
import structlog
from redis import Redis, RedisError

from knowledge.domain import Answer, Cached, CacheKey
from knowledge.ports import Near, Vectors
from workers.caches.packing import pack, unpack
from workers.caches.turns import Turns
from workers.counting import DailyCounts

PREFIX: Final = "frontdesk:cache:"
LIFETIME_S: Final = 24 * 3600
MOST_ANSWERS: Final = 2000
"""Kept at once, by all workers together; the oldest go first. About 5 KB each."""
MOST_MEANINGS: Final = 500
"""Questions in one scope whose vectors are compared; about 1 KB each."""
CACHE_PATIENCE_S: Final = 1
"""Of the cache's client with a server that hangs: the answer waits for it several times."""

_KEPT: Final = f"{PREFIX}kept"
_COUNTS: Final = DailyCounts(f"{PREFIX}counts:", days=7)
_MADE: Final = "made"
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, zlib.error)

log = structlog.get_logger()


class RedisAnswerCache:
    """An `AnswerCache`. Answers are the same to all processes that share the server; none of them needs another."""

    def __init__(self, redis: Redis, *, most: int = MOST_ANSWERS) -> None:
        self._redis = redis
        self._most = most
        self._turns = Turns(redis, f"{PREFIX}turn:")

    def recall(self, key: CacheKey) -> Answer | None:
        """Return the answer that was kept under this key."""
        with _harmless("recall"):
            packed: Any = self._redis.get(_answer_key(_digest(key)))
            return None if packed is None else unpack(packed)
        return None

    def keep(self, key: CacheKey, answer: Answer) -> None:
        """Keep an answer for a day, or until others need its place."""
        digest = _digest(key)
        with _harmless("keep"), self._redis.pipeline() as pipe:
            pipe.set(_answer_key(digest), pack(answer), ex=LIFETIME_S)
            pipe.zadd(_KEPT, {f"{key.version}:{digest}": time.time()})
            pipe.expire(_KEPT, LIFETIME_S)
            pipe.zcard(_KEPT)
            surplus = pipe.execute()[-1] - self._most
            if surplus > 0:
                oldest: Any = self._redis.zpopmin(_KEPT, surplus)
                self._remove([member for member, _ in oldest])

    def remember(self, key: CacheKey, asked: str, vector: Vectors) -> None:
        """Let questions that mean the same find the answer that was kept under this key."""
        meaning = {
            "text": key.text,
            "asked": asked,
            "vector": base64.b64encode(vector.astype("<f2").tobytes()).decode(),
        }
        name = f"{PREFIX}meaning:{key.scope}"
        with _harmless("remember"), self._redis.pipeline() as pipe:
            pipe.hset(name, _digest(key), json.dumps(meaning, ensure_ascii=False))
            pipe.expire(name, LIFETIME_S)
            pipe.hlen(name)
            surplus = pipe.execute()[-1] - MOST_MEANINGS
            if surplus > 0:
                some: Any = self._redis.hrandfield(name, surplus)
                self._redis.hdel(name, *some)

    def alike(self, key: CacheKey, vector: Vectors, least: float) -> list[Near]:
        """Return the questions in the same scope with at least this cosine to ``vector``, nearest first."""
        with _harmless("alike"):
            packed: Any = self._redis.hvals(f"{PREFIX}meaning:{key.scope}")
            meanings = [json.loads(meaning) for meaning in packed]
            if not meanings:
                return []
            vectors = np.stack([np.frombuffer(base64.b64decode(each["vector"]), "<f2") for each in meanings])
            cosines = vectors.astype(np.float32) @ vector
            nearest = [place for place in np.argsort(-cosines) if cosines[place] >= least]
            found = [meanings[place] for place in nearest]
            return [Near(CacheKey(key.version, key.scope, each["text"]), each["asked"]) for each in found]
        return []

    def turn(self, key: CacheKey, *, deadline: float, cancelled: Callable[[], bool]) -> AbstractContextManager[None]:
        """Wait while another makes the answer to this key; see `Turns`."""
        return self._turns.turn(_digest(key), deadline=deadline, cancelled=cancelled)

    def count(self, cached: Cached) -> None:
        """Count an answer by where it came from."""
        with _harmless("count"):
            _COUNTS.add(self._redis, [cached or _MADE])

    def forget_others(self, version: str) -> None:
        """Forget what quotes other versions than this one."""
        with _harmless("forget_others"):
            members: Any = self._redis.zrange(_KEPT, 0, -1)
            self._remove([member for member in members if not member.decode().startswith(f"{version}:")])

    def _remove(self, members: list[bytes]) -> None:
        if members:
            self._redis.zrem(_KEPT, *members)
            self._redis.delete(*(_answer_key(member.decode().rpartition(":")[2]) for member in members))


def counts(redis: Redis) -> dict[str, int]:
    """Answers of the last seven days: ``asked``, and ``cached`` of them. Raises redis.RedisError."""
    totals = _COUNTS.totals(redis)
    return {"asked": totals.total(), "cached": totals.total() - totals[_MADE]}


@contextmanager
def _harmless(action: str) -> Iterator[None]:
    """An answer is worth more than its cache: whatever fails here is logged, and the answer made without."""
    try:
        yield
    except RedisError as error:
        log.warning("answer_cache_unavailable", action=action, error=type(error).__name__)
    except _UNREADABLE as error:
        log.warning("answer_cache_unreadable", action=action, error=type(error).__name__)


def _answer_key(digest: str) -> str:
    return f"{PREFIX}answer:{digest}"


def _digest(key: CacheKey) -> str:
    return hashlib.sha256(f"{key.scope}\0{key.text}".encode()).hexdigest()
