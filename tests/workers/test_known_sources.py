"""Which sources there are, as the edge offers them."""

from __future__ import annotations

import json
from pathlib import Path

from redis import Redis

from tests.knowledge.doubles import HashingEmbedder
from workers.contract import SOURCES_KEY
from workers.known_sources import KnownSources
from workers.library import build
from workers.settings import WorkerSettings

_SOURCE = '[[source]]\nname = "{name}"\nkind = "folder"\nlocation = "policies"\n'


def test_what_is_configured_and_what_is_published_is_told(redis: Redis, tmp_path: Path) -> None:
    """A source that was renamed answers under its old name until the next reload."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "leave.md").write_text("Annual leave is 25 days.")
    knowledge = tmp_path / "knowledge.toml"
    settings = WorkerSettings(data_dir=tmp_path / "data", knowledge=knowledge)
    told = []
    for name in ("handbook", "people"):
        knowledge.write_text(_SOURCE.format(name=name))
        KnownSources(redis, settings).tell()
        told.append(json.loads(redis.get(SOURCES_KEY)))  # type: ignore[arg-type]  # bytes
        build(settings, HashingEmbedder(), lambda _stage, _done, _total: None)

    assert [["handbook"], ["handbook", "people"]] == told
