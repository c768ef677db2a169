"""Versions change under a steady stream of questions: none fails, and none is answered from two."""

from __future__ import annotations

from pathlib import Path

from redis import Redis

from tests.bench.changing import changing


def test_each_answer_says_what_its_version_says(tmp_path: Path, redis: Redis, redis_url: str) -> None:
    """A few reloads and a rollback; `tests/bench/test_changing.py` goes on for longer, with the real embedder."""
    with changing(tmp_path, redis, redis_url) as policies:
        outcome = policies.run(["reload", "rollback", "reload"])

    assert outcome.sent > 0
    assert [] == outcome.failed
    assert [] == outcome.wrong
    assert outcome.both > 0
    assert outcome.sent + 4 == policies.delivered()
