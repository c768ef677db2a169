"""Reloads by schedule: what is due is sent once, whichever worker looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from knowledge.index.versions import only_build, roll_back
from tests.knowledge.doubles import HashingEmbedder
from workers.contract import SCHEDULED, Json
from workers.library import build
from workers.schedule import Schedule
from workers.settings import WorkerSettings

CONFIGURATION = """
[[source]]
name = "handbook"
kind = "folder"
location = "handbook"
schedule = "every 15 minutes"

[[source]]
name = "archive"
kind = "folder"
location = "archive"
"""


@pytest.fixture
def settings(tmp_path: Path) -> WorkerSettings:
    """Two sources, one with a schedule; both were read just now."""
    for name in ("handbook", "archive"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"Rule of the {name}.")
    (tmp_path / "knowledge.toml").write_text(CONFIGURATION)
    settings = WorkerSettings(data_dir=tmp_path / "data", knowledge=tmp_path / "knowledge.toml")
    _reload(settings)
    return settings


@pytest.fixture
def later() -> datetime:
    """Half an hour from now: the schedule has come round since whatever a test reads, even where a quarter begins."""
    return datetime.now(UTC) + timedelta(minutes=30)


def _reload(settings: WorkerSettings) -> None:
    build(settings, HashingEmbedder(), lambda _stage, _done, _total: None)


def _schedule(redis: Redis, settings: WorkerSettings, send: Callable[[Json], None]) -> Schedule:
    return Schedule(redis, settings, send)


def test_what_is_due_is_sent_once_by_whoever_looks_first(
    redis: Redis, settings: WorkerSettings, later: datetime
) -> None:
    """The id is made of source and moment; a source without a schedule is never due."""
    sent: list[Json] = []
    first, second = (_schedule(redis, settings, sent.append) for _ in range(2))
    too_early = first.look(datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=16))
    looked = [first.look(later), second.look(later), first.look(later)]
    next_time = second.look(later + timedelta(minutes=15))

    assert too_early is None
    assert [looked[0], None, None] == looked
    assert [looked[0], next_time] == [payload["id"] for payload in sent]
    assert str(looked[0]).startswith(f"{SCHEDULED}handbook-")
    assert {"source": "handbook"} == sent[0]["arguments"]


def test_nothing_is_sent_while_a_build_runs(redis: Redis, settings: WorkerSettings, later: datetime) -> None:
    """Reloads that wait for each other would keep threads from answering; it is sent afterwards."""
    schedule = _schedule(redis, settings, lambda _payload: None)
    with only_build(settings.index_dir, lambda: None):
        during = schedule.look(later)

    assert during is None
    assert schedule.look(later) is not None


def test_after_a_rollback_schedules_rest_until_somebody_reloads(
    redis: Redis, settings: WorkerSettings, later: datetime
) -> None:
    """Else the next quarter of an hour would bring back what was rolled back."""
    schedule = _schedule(redis, settings, lambda _payload: None)
    (settings.data_dir.parent / "handbook" / "a.md").write_text("A mistake.")
    _reload(settings)
    roll_back(settings.index_dir, None, lambda: None)
    rested = schedule.look(later)
    _reload(settings)

    assert rested is None
    assert schedule.look(later) is not None


def test_what_could_not_be_sent_is_sent_at_the_next_look(
    redis: Redis, settings: WorkerSettings, later: datetime
) -> None:
    """The queue may be away for a moment."""

    def away(_payload: Json) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        _schedule(redis, settings, away).look(later)

    assert _schedule(redis, settings, lambda _payload: None).look(later) is not None
