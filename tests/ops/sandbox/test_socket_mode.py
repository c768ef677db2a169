"""Socket Mode: one live connection for each envelope, and again when it is not acknowledged."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import APP_TOKEN, PATIENCE_S

Json = dict[str, Any]
Open = Callable[[], ClientConnection]


def ticket(slack: RunningSandbox) -> str:
    """The address of one more connection."""
    return str(WebClient(APP_TOKEN, base_url=slack.api_url).apps_connections_open(app_token=APP_TOKEN)["url"])


@pytest.fixture
def open_socket(slack: RunningSandbox) -> Iterator[Open]:
    """Open raw Socket Mode connections that are past their hello."""
    with ExitStack() as stack:

        def open_one() -> ClientConnection:
            socket = stack.enter_context(connect(ticket(slack), proxy=None, open_timeout=PATIENCE_S))
            assert "hello" == receive(socket)["type"]
            return socket

        yield open_one


def receive(socket: ClientConnection, timeout: float = PATIENCE_S) -> Json:
    """Return the next frame."""
    frame: Json = json.loads(socket.recv(timeout=timeout))
    return frame


def come_in(sockets: list[ClientConnection]) -> list[tuple[ClientConnection, Json]]:
    """The next frame of each connection that has one by now, with the connection."""
    got = []
    for socket in sockets:
        try:
            got.append((socket, receive(socket, timeout=0.01)))
        except TimeoutError:
            continue
    return got


def acknowledge(socket: ClientConnection, envelope: Json) -> None:
    """Acknowledge an envelope."""
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))


def delivered(slack: RunningSandbox) -> bool:
    """Whether the first event was acknowledged."""
    return bool(slack.deliveries()[0]["outcome"] == "delivered")


def say(slack: RunningSandbox) -> None:
    """Have an employee write a direct message."""
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="Hello")


def test_an_envelope_goes_to_exactly_one_connection(slack: RunningSandbox, open_socket: Open) -> None:
    """Of three connections one is sent the event."""
    sockets = [open_socket() for _ in range(3)]
    say(slack)
    got = wait_until(lambda: come_in(sockets))
    acknowledge(*got[0])
    wait_until(lambda: delivered(slack))
    slack.control("faults", target="socket", kind="disconnect", times=None)

    assert 1 == len(got)
    assert ["disconnect"] * 3 == [receive(socket)["type"] for socket in sockets]  # with nothing before it
    assert ("events_api", 0) == (got[0][1]["type"], got[0][1]["retry_attempt"])


def test_an_unacknowledged_envelope_is_sent_again(slack: RunningSandbox, open_socket: Open) -> None:
    """After the time to acknowledge it comes again, marked as a retry, with the same event."""
    slack.control("settings", ack_timeout=0.1, retry_delays=[60])
    socket = open_socket()
    say(slack)
    first = receive(socket)
    wait_until(lambda: slack.deliveries()[0]["attempts"])
    slack.control("settings", ack_timeout=PATIENCE_S)
    slack.control("clock", advance=60)
    second = receive(socket)
    acknowledge(socket, second)
    wait_until(lambda: delivered(slack))

    assert (1, "timeout") == (second["retry_attempt"], second["retry_reason"])
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


def test_a_dropped_acknowledgement_is_like_none(slack: RunningSandbox, open_socket: Open) -> None:
    """The fault makes the sandbox deaf once: what was acknowledged goes to the next connection like what was not."""
    slack.control("faults", target="socket", kind="drop_ack")
    deaf = open_socket()
    say(slack)
    acknowledge(deaf, receive(deaf))
    deaf.close()  # arrives behind the acknowledgement
    socket = open_socket()
    acknowledge(socket, receive(socket))
    wait_until(lambda: delivered(slack))

    assert ["connection_failed", None] == [attempt["reason"] for attempt in slack.deliveries()[0]["attempts"]]


def test_what_a_closed_connection_held_goes_to_the_next_one(slack: RunningSandbox, open_socket: Open) -> None:
    """An app that dies with an event in hand is sent it again when it is back."""
    dying = open_socket()
    say(slack)
    lost = receive(dying)
    dying.close()
    socket = open_socket()
    again = receive(socket)
    acknowledge(socket, again)
    wait_until(lambda: delivered(slack))

    assert lost["payload"] == again["payload"]
    assert ["connection_failed", None] == [attempt["reason"] for attempt in slack.deliveries()[0]["attempts"]]
    assert 1 == again["retry_attempt"]


def test_events_wait_for_a_connection(slack: RunningSandbox, open_socket: Open) -> None:
    """What happens while the app is away arrives when it connects."""
    say(slack)
    socket = open_socket()
    envelope = receive(socket)

    assert "Hello" == envelope["payload"]["event"]["text"]


def test_a_refresh_asks_to_reconnect_and_sends_nothing_more_there(slack: RunningSandbox, open_socket: Open) -> None:
    """After `disconnect` the new connection gets the events, and the old one is closed."""
    old = open_socket()
    slack.control("faults", target="socket", kind="disconnect", value="refresh_requested")
    asked = receive(old)
    new = open_socket()
    say(slack)
    acknowledge(new, receive(new))
    wait_until(lambda: delivered(slack))
    with pytest.raises(ConnectionClosed):
        receive(old)

    assert ("disconnect", "refresh_requested") == (asked["type"], asked["reason"])


def test_a_ticket_opens_one_connection(slack: RunningSandbox) -> None:
    """A used or invented ticket is refused before the handshake."""
    url = ticket(slack)
    with connect(url, proxy=None, open_timeout=PATIENCE_S) as socket:
        receive(socket)
        with pytest.raises(InvalidStatus) as refused, connect(url, proxy=None, open_timeout=PATIENCE_S):
            pass

    assert 403 == refused.value.response.status_code


def test_the_eleventh_connection_is_one_too_many(slack: RunningSandbox, open_socket: Open) -> None:
    """Slack allows an app ten."""
    for _ in range(10):
        open_socket()
    with connect(ticket(slack), proxy=None, open_timeout=PATIENCE_S) as socket:
        refused = receive(socket)

    assert ("disconnect", "too_many_websockets") == (refused["type"], refused["reason"])


def test_opening_a_connection_needs_the_app_level_token(slack: RunningSandbox, client: WebClient) -> None:
    """A bot token is the wrong kind."""
    with pytest.raises(SlackApiError) as refused:
        client.apps_connections_open(app_token=str(client.token))

    assert "not_allowed_token_type" == refused.value.response["error"]
