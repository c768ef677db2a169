"""The two processes as they run in production: started from settings, stopped by a signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from bot.delivery.locks import lock_key
from bot.intake.publishing import CeleryPublisher
from bot.main import run_bot
from bot.records.database import Database
from bot.settings import BotSettings
from knowledge.errors import SettingError
from ops.sandbox.running import RunningSandbox, wait_until
from ops.stack.ports import free_port
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM

_BOT = "from bot.main import run_bot; from bot.settings import BotSettings; run_bot(BotSettings.read())"
_DELIVERY = _BOT.replace("run_bot", "run_delivery").replace("BotSettings", "DeliverySettings")
_LONG = 200
"""Seconds for what only ends a wait: a loaded machine takes long to start Python, and Slack to be asked again."""


@contextmanager
def _running(program: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", program], env=os.environ | environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def environment(slack: RunningSandbox, settings: BotSettings, database: Database) -> dict[str, str]:
    """Settings as an operator gives them."""
    return {
        "FRONTDESK_SLACK_BOT_TOKEN": "xoxb-sandbox-frontdesk",
        "FRONTDESK_SLACK_SIGNING_SECRET": "sandbox-signing-secret",
        "FRONTDESK_SLACK_BASE_URL": slack.api_url,
        "FRONTDESK_REDIS_URL": settings.redis_url,
        "FRONTDESK_DATA_DIR": str(settings.data_dir),
        "FRONTDESK_HOST": "127.0.0.1",
        "FRONTDESK_PORT": str(free_port()),
    }


def test_the_bot_serves_until_it_is_told_to_stop(
    office: Office, slack: RunningSandbox, environment: dict[str, str]
) -> None:
    """Ready when its neighbours are, and gone without an error."""
    url = f"http://127.0.0.1:{environment['FRONTDESK_PORT']}"
    slack.control("app", request_url=f"{url}/slack/events")
    slack.control("settings", retry_delays=[1] * 60)  # the process has its own short patience with Slack
    with _running(_BOT, environment) as process:
        wait_until(lambda: _answers(f"{url}/readyz"), _LONG)
        slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
        wait_until(office.requests, _LONG)
        process.send_signal(signal.SIGTERM)

        assert 0 == process.wait(timeout=_LONG)


def test_delivery_posts_what_workers_finish_and_stops_cleanly(
    office: Office, slack: RunningSandbox, environment: dict[str, str], redis: Redis, publisher: CeleryPublisher
) -> None:
    """One reply meets a rate limit and one a lost response; Celery brings both again, and each is posted once."""
    limited, lost = office.ask(), office.ask()
    redis.delete("questions")
    slack.control("faults", method="chat.postMessage", kind="ratelimited", retry_after=1)
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    with _running(_DELIVERY, environment) as process:
        for request in (limited, lost):
            publisher.deliver(answer_to(request, f"Answer {request.id}."))
        wait_until(lambda: all(office.state(request)[0] == "settled" for request in (limited, lost)), _LONG)
        process.send_signal(signal.SIGTERM)
        status = process.wait(timeout=_LONG)
    texts = sorted(message["text"] for message in office.posted("D0MAYA"))

    assert sorted(f"Answer {request.id}." for request in (limited, lost)) == texts
    assert 0 == status


def test_a_delivery_process_that_is_killed_while_streaming_is_followed_by_one_that_finishes(
    office: Office, slack: RunningSandbox, environment: dict[str, str], redis: Redis, publisher: CeleryPublisher
) -> None:
    """The half-shown answer is completed in the same message."""
    with _running(_DELIVERY, environment) as first:
        wait_until(lambda: _reads_live(redis), _LONG)
        request = office.ask()
        for kind, data in (("started", ""), ("text", "You have ")):
            redis.xadd(LIVE_STREAM, {"id": request.id, "kind": kind, "data": data})
        wait_until(lambda: office.state(request)[1] == "streaming", _LONG)
        wait_until(lambda: not redis.exists(lock_key(request.id)), _LONG)  # else the next one waits for its end
        first.kill()
    redis.delete("questions")
    with _running(_DELIVERY, environment):
        publisher.deliver(answer_to(request))
        wait_until(lambda: office.state(request)[0] == "settled", _LONG)

    assert ["You have **25 days** [1]."] == [message["blocks"][0]["text"] for message in office.posted("D0MAYA")]


def test_a_wrong_token_is_a_sentence(settings: BotSettings) -> None:
    """Asked once, at the start."""
    wrong: Any = settings.model_copy(update={"slack_bot_token": _Secret("xoxb-wrong")})

    with pytest.raises(SettingError, match=r"does not accept FRONTDESK_SLACK_BOT_TOKEN \(invalid_auth\)"):
        run_bot(wrong)


def test_a_slack_that_cannot_be_reached_is_a_sentence(settings: BotSettings) -> None:
    """Usually a proxy."""
    with pytest.raises(SettingError, match=r"Slack cannot be reached at http://127.0.0.1:9/"):
        run_bot(settings.model_copy(update={"slack_base_url": "http://127.0.0.1:9/"}))


def test_a_port_that_is_taken_is_a_sentence(settings: BotSettings, tmp_path: Path) -> None:
    """It names the port and the setting."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = settings.model_copy(update={"host": "127.0.0.1", "port": port})

        with pytest.raises(SettingError, match=f"Cannot listen on 127.0.0.1:{port}.*FRONTDESK_PORT"):
            run_bot(busy)


class _Secret:
    """Reads like pydantic's secret."""

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The value."""
        return self._value


def _reads_live(redis: Redis) -> bool:
    """Whether a relay has asked for what is new in the live stream, so that it misses nothing from now on."""
    clients: Any = redis.client_list()
    return any(client["cmd"] == "xread" for client in clients)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False
