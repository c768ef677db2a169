"""Brightwater with a worker that looks up what Slack asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from redis import Redis

from bot.delivery.process import Parts
from bot.delivery.tasks import create_app
from ops.sandbox.running import RunningSandbox
from tests.bot.lookups.desk import Worker, published
from tests.workers.company import Company


@pytest.fixture(scope="package")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company's policies, which these tests only read."""
    return published(Company(tmp_path_factory.mktemp("company")))


@pytest.fixture(autouse=True)
def _patient_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits ten seconds for results; on a busy machine that is not what is tested."""
    monkeypatch.setattr("ops.sandbox.searching.PATIENCE_S", 60)


@pytest.fixture
def idle(slack: RunningSandbox, redis: Redis, redis_url: str, parts: Parts, company: Company) -> Worker:
    """The worker before it begins: what is asked waits in the queue."""
    return Worker(slack, redis, create_app(redis_url, parts), company)


@pytest.fixture
def worker(idle: Worker, served: str) -> Iterator[Worker]:
    """The worker at work, and the app where Slack sends to."""
    assert served
    with idle:
        yield idle


@pytest.fixture
def failing(idle: Worker, served: str) -> Iterator[Worker]:
    """A worker without an index."""
    assert served
    with replace(idle, company=None) as worker:
        yield worker


@pytest.fixture
def post(slack: RunningSandbox) -> Callable[..., str]:
    """Post a link in Slack; returns the message's id."""
    return lambda user, channel, text: str(slack.control("message", user=user, channel=channel, text=text)["ts"])
