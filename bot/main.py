"""The two processes of the Slack edge, from settings to their end."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
import uvicorn
from redis import Redis
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.app import build_app
from bot.delivery.process import serve, wire
from bot.intake.publishing import CeleryPublisher
from bot.records.database import Database, open_database
from bot.settings import BotSettings, DeliverySettings
from bot.slack.api import DELIVERY_TIMEOUT_S, LISTENER_TIMEOUT_S, identify, web_client
from bot.slack.http_mode import Check, build_server
from bot.slack.socket_mode import serve_socket
from knowledge.errors import SettingError

_START_TIMEOUT_S: Final = 10
_LAST_REQUESTS_S: Final = 10

_log = structlog.get_logger()


def run_bot(settings: BotSettings) -> None:
    """Serve Slack until SIGTERM or SIGINT.

    Raises SettingError when something needed is missing or wrong.
    """
    redis_url = settings.required_redis_url()
    identity = identify(web_client(settings, _START_TIMEOUT_S))
    with _database(settings) as database, _publisher(redis_url) as publisher, _redis(redis_url, 1) as redis:
        app = build_app(settings, web_client(settings, LISTENER_TIMEOUT_S), identity, database, publisher, redis=redis)
        publisher.warm_up()
        _log.info("bot_ready", mode=settings.mode, team=identity.team_id, bot_user=identity.bot_user_id)
        if settings.mode == "socket":
            _serve_socket(app, settings)
        else:
            _serve_http(app, settings, {"database": database.check, "queue": publisher.check})


def run_delivery(settings: DeliverySettings) -> None:
    """Post replies until SIGTERM or SIGINT.

    Raises SettingError when something needed is missing or wrong.
    """
    redis_url = settings.required_redis_url()
    client = web_client(settings, DELIVERY_TIMEOUT_S)
    identity = identify(client)
    with _database(settings) as database, _publisher(redis_url) as publisher, _redis(redis_url, 5) as redis:
        parts = wire(
            client,
            identity,
            database,
            redis,
            publisher,
            announce_channel=settings.announce_channel,
            admins=settings.admin_names,
            unasked_confidence=settings.unasked_confidence,
        )
        serve(redis_url, parts, settings.delivery_threads)


def _serve_http(app: App, settings: BotSettings, checks: dict[str, Check]) -> None:
    """On a signal the server stops listening and finishes what is in hand."""
    config = uvicorn.Config(
        build_server(app, checks, settings.threads),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_REQUESTS_S,
    )
    with _listening(settings) as listener:
        _on_stop(lambda: None)  # uvicorn raises the signal again when it is done; that must not kill us
        uvicorn.Server(config).run(sockets=[listener])


def _serve_socket(app: App, settings: BotSettings) -> None:
    stop = threading.Event()
    _on_stop(stop.set)
    try:
        serve_socket(app, settings, stop)
    except SlackApiError as error:
        raise SettingError(
            f"Slack does not accept FRONTDESK_SLACK_APP_TOKEN ({error.response.get('error')}). It needs the scope "
            "connections:write, and Socket Mode must be switched on for the app."
        ) from None


def _listening(settings: BotSettings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise SettingError(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Choose another FRONTDESK_HOST or FRONTDESK_PORT; for `frontdesk up`, another FRONTDESK_BOT_PORT."
        ) from None


def _on_stop(then: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: then())


@contextmanager
def _database(settings: BotSettings | DeliverySettings) -> Iterator[Database]:
    database = open_database(settings.records_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _redis(redis_url: str, timeout_s: int) -> Iterator[Redis]:
    """A client that gives up after ``timeout_s`` seconds: Slack waits for the bot's side, nobody for the other."""
    connect_s = min(timeout_s, 3)
    redis = Redis.from_url(
        redis_url, socket_timeout=timeout_s, socket_connect_timeout=connect_s, health_check_interval=5
    )
    try:
        yield redis
    finally:
        redis.close()


@contextmanager
def _publisher(redis_url: str) -> Iterator[CeleryPublisher]:
    publisher = CeleryPublisher(redis_url)
    try:
        yield publisher
    finally:
        publisher.close()
