"""The Slack edge against a local Slack, a real Valkey and a real SQLite file."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
import uvicorn
from redis import Redis
from slack_sdk import WebClient

from bot.app import build_app
from bot.delivery.process import Parts, wire
from bot.intake.publishing import CeleryPublisher
from bot.records.database import Database, open_database
from bot.records.ledger import Ledger
from bot.settings import BotSettings
from bot.slack.api import Identity, identify, web_client
from bot.slack.http_mode import build_server
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.home_page import Page
from tests.bot.office import Office

Json = dict[str, Any]

_PATIENCE_S = 60
"""For one wait that only ends what hangs: a loaded machine may stand still for seconds."""
_LIMITS = (
    "bot.delivery.posting.DELIVERY_TIMEOUT_S",
    "bot.delivery.settling._WAIT_FOR_LIVE_SHOW_S",
    "bot.slack.privately._TIMEOUT_S",
    "bot.main._START_TIMEOUT_S",
    "bot.intake.publishing._TIMEOUT_S",
    "bot.slack.threads.TIMEOUT_S",
    "bot.slack.directory.TIMEOUT_S",
)
_LANGUAGES = {"U0MAYA": "en", "U0TOM": "en", "U0SOFIA": "en", "U0DANA": "en", "U0LINA": "zh", "U0WANG": "zh"}


@pytest.fixture(scope="package", autouse=True)
def _plain_logs() -> Iterator[None]:
    """Log as in production, without the library's costly pictures of stack frames."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time of ours is over before a test says so, however slow the machine is.

    Neither a limit on a wait, nor the half second after which a question gets its Stop button, nor those after which it
    shows tasks, nor the two after which a command that is not answered is said to be in work.
    """
    for limit in _LIMITS:
        monkeypatch.setattr(limit, _PATIENCE_S)
    monkeypatch.setattr("bot.delivery.live.shows._SESSION_AFTER_S", 3600)
    monkeypatch.setattr("bot.delivery.live.shows._SAID_AFTER_S", 3600)
    monkeypatch.setattr("bot.delivery.live.growing._TASKS_AFTER_S", 3600)
    monkeypatch.setattr("bot.delivery.live.relay._WAIT_MS", 5)  # a test steps when it has written what is to be read


@pytest.fixture(scope="session")
def _running_slack() -> Iterator[RunningSandbox]:
    with RunningSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def slack(_running_slack: RunningSandbox) -> RunningSandbox:
    """The local Slack as it is on the first day, connected to nothing, and patient."""
    _running_slack.control("reset")
    _running_slack.control("app", request_url=None)
    _running_slack.control("settings", ack_timeout=_PATIENCE_S, trigger_lifetime=3600)
    return _running_slack


@pytest.fixture
def settings(slack: RunningSandbox, redis_url: str, tmp_path: Path) -> BotSettings:
    """Settings of a bot that works at Brightwater."""
    return BotSettings(
        slack_bot_token="xoxb-sandbox-frontdesk",
        slack_signing_secret="sandbox-signing-secret",
        slack_base_url=slack.api_url,
        redis_url=redis_url,
        data_dir=tmp_path,
        admins="it-admins",
    )


@pytest.fixture
def client(settings: BotSettings) -> WebClient:
    """A Slack client as the edge makes it."""
    return web_client(settings, _PATIENCE_S)


@pytest.fixture
def identity(client: WebClient) -> Identity:
    """Who the bot is."""
    return identify(client)


@pytest.fixture
def database(settings: BotSettings) -> Iterator[Database]:
    """A fresh database file."""
    opened = open_database(settings.records_url)
    yield opened
    opened.close()


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """The ledger in it."""
    return Ledger(database)


@pytest.fixture
def publisher(redis_url: str) -> Iterator[CeleryPublisher]:
    """The real publisher on the real queue."""
    publisher = CeleryPublisher(redis_url)
    yield publisher
    publisher.close()


@pytest.fixture
def parts(
    client: WebClient, identity: Identity, database: Database, redis: Redis, publisher: CeleryPublisher
) -> Iterator[Parts]:
    """The delivery process' parts, none of them running."""
    wired = wire(client, identity, database, redis, publisher, admins=frozenset({"it-admins"}))
    yield wired
    wired.relay.close()


@pytest.fixture
def edge(
    settings: BotSettings,
    client: WebClient,
    identity: Identity,
    database: Database,
    publisher: CeleryPublisher,
    *,
    redis: Redis,
) -> Iterator[Edge]:
    """The app on the real queue; it has met everybody before, so that it knows in which language they read Slack."""
    redis.mset({f"frontdesk:language:{user}": language for user, language in _LANGUAGES.items()})
    app = build_app(settings, client, identity, database, publisher, redis=redis)
    yield Edge(app, settings.slack_signing_secret.get_secret_value())
    # What is said after an acknowledgement must not be said in the next test's Slack.
    app.listener_runner.listener_executor.shutdown()


@pytest.fixture
def served(edge: Edge, slack: RunningSandbox) -> Iterator[str]:
    """The app behind its own HTTP server, where the local Slack sends to; the server's address."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = build_server(edge.app, {}, threads=4)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_keep_alive=3600)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    wait_until(lambda: server.started)
    slack.control("app", request_url=f"{url}/slack/events")
    yield url
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def office(slack: RunningSandbox, edge: Edge, database: Database, redis: Redis, parts: Parts) -> Office:
    """People who ask, and what came of it."""
    said: list[str] = []
    return Office(slack, edge, database, redis, replace(parts.preparer, say=lambda _, told: said.append(told)), said)


@pytest.fixture
def page(slack: RunningSandbox, edge: Edge) -> Callable[[str], Page]:
    """Somebody's Home tab."""
    return lambda user: Page(slack, edge, user)
