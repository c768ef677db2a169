"""Counts of late: added up over the days, gone when they are old, and never worth an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from redis import Redis
from structlog.testing import capture_logs

from knowledge.domain import Answer
from workers.coordination import connect
from workers.counting import Counts, DailyCounts

ANSWER = Answer("q-1", "25 days", "en", (), False, (), "v000001", "extractive")
WEEK = DailyCounts("t:counts:", days=7)


def test_the_days_are_added_up(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today's and those before, as far back as is counted."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)  # no midnight comes in between
    monkeypatch.setattr("workers.counting.datetime", SimpleNamespace(now=lambda _zone: now))
    WEEK.add(redis, ["a.md", "b.md"])
    WEEK.add(redis, ["a.md"])
    for ago in (1, 6, 7):
        redis.hset(f"t:counts:{now - timedelta(days=ago):%Y-%m-%d}", "a.md", 10)

    assert {"a.md": 22, "b.md": 1} == WEEK.totals(redis)


def test_a_day_ends_by_itself(redis: Redis) -> None:
    """When nobody counts it any more."""
    WEEK.add(redis, ["a.md"])
    (day,) = redis.scan_iter("*")

    assert 7 * 86400 < redis.ttl(day) <= 8 * 86400  # type: ignore[operator]


def test_without_redis_the_answer_goes_out_uncounted() -> None:
    """With a line in the log, without the document's words."""
    with connect("redis://127.0.0.1:9/0") as nowhere, capture_logs() as logged:
        Counts(nowhere).count(replace(ANSWER, suspicions=("poem.md",)))

    assert ["answer_not_counted"] == [entry["event"] for entry in logged]
