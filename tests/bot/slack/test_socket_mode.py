"""Socket Mode: the same app, over a WebSocket that we open."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.models import Request
from bot.settings import BotSettings
from bot.slack.socket_mode import acknowledge_unreadable, serve_socket
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office


class _FailsOnce(CeleryPublisher):
    """A queue that is down for one call."""

    failed = False

    def publish(self, request: Request) -> None:
        """Fail the first time."""
        if not self.failed:
            self.failed = True
            raise QueueUnavailable("down")
        super().publish(request)


@pytest.fixture
def publisher(redis_url: str) -> Iterator[CeleryPublisher]:
    """The real publisher, which fails once."""
    publisher = _FailsOnce(redis_url)
    yield publisher
    publisher.close()


@pytest.fixture
def connected(slack: RunningSandbox, edge: Edge, settings: BotSettings) -> Iterator[None]:
    """The app holds a connection to the local Slack."""
    slack.control("app", request_url=None)
    stop = threading.Event()
    socket_settings = settings.model_copy(update={"mode": "socket", "slack_app_token": _Token()})
    thread = threading.Thread(target=serve_socket, args=(edge.app, socket_settings, stop))
    thread.start()
    wait_until(lambda: slack.state()["sockets"]["A0FDESK"])
    yield
    stop.set()
    thread.join()
    wait_until(lambda: not slack.state()["sockets"]["A0FDESK"])  # else the next test's Slack may still send to it


class _Token:
    """Reads like pydantic's secret."""

    def get_secret_value(self) -> str:
        """The sandbox' app-level token."""
        return "xapp-sandbox-frontdesk"


def test_what_is_not_acknowledged_comes_again_and_is_asked_once(
    office: Office, slack: RunningSandbox, connected: None
) -> None:
    """The queue is down for the first delivery; Slack's second one finds the question in the office.ledger."""
    slack.control("settings", ack_timeout=1, retry_delays=[60])  # once again, and not before the clock is moved
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
    wait_until(lambda: [request for request in office.requests() if request.state == "received"])
    wait_until(lambda: [sent for sent in slack.deliveries() if sent["type"] == "message" and sent["attempts"]])
    slack.control("clock", advance=61)
    wait_until(lambda: office.queued("questions"))

    assert 1 == len(office.requests()) == len(office.queued("questions"))


def test_a_command_is_answered_over_the_socket(slack: RunningSandbox, connected: None) -> None:
    """Its first words travel with the acknowledgement."""
    slack.control("command", user="U0MAYA", channel="C0GENERAL", text="/kb")
    messages = wait_until(lambda: [m for m in slack.messages("C0GENERAL") if m["user"] == "U0FDESK"])

    assert messages[0]["text"].startswith("*What I can do*")


class _Client(BaseSocketModeClient):
    """Keeps what it would send."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send_socket_mode_response(self, response: object) -> None:
        """Keep the id."""
        assert isinstance(response, SocketModeResponse)
        self.sent.append(response.envelope_id)


@pytest.mark.parametrize(("payload", "sent"), [([1], ["e1"]), (None, ["e1"]), (3, ["e1"]), ({}, [])])
def test_an_envelope_around_nothing_that_can_be_read_is_acknowledged(payload: object, sent: list[str]) -> None:
    """The SDK would log it and Slack send it again; what can be read is left to Bolt."""
    client = _Client()
    acknowledge_unreadable(client, {"type": "events_api", "envelope_id": "e1", "payload": payload})

    assert sent == client.sent
