"""A worker that shows what it does."""

from __future__ import annotations

import pytest
from redis import Redis

from bot.delivery.process import Parts
from bot.records.models import Request
from tests.bot.delivery.live.relaying import Show, settle_down
from workers.contract import LIVE_STREAM


@pytest.fixture
def show(parts: Parts, redis: Redis) -> Show:
    """A worker shows something; the relay takes it and does all that it can do at once."""
    parts.relay.step()

    def add(request: Request, *entries: tuple[str, str]) -> None:
        for kind, data in entries:
            redis.xadd(LIVE_STREAM, {"id": request.id, "kind": kind, "data": data})
        settle_down(parts)

    return add
