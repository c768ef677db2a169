"""A running sandbox, and real apps that talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox.apps import (
    BOT_TOKEN,
    EVERY_EVENT,
    EVERY_SCOPE,
    SECRET,
    Receiver,
    Start,
    connect_http,
    connect_socket,
)


@pytest.fixture(scope="session")
def running() -> Iterator[RunningSandbox]:
    """One sandbox for the whole run; `slack` resets it for each test."""
    with RunningSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def slack(running: RunningSandbox) -> RunningSandbox:
    """A fresh workspace whose app may do everything, hears everything and is not connected yet."""
    running.control("reset")
    running.control("app", scopes=EVERY_SCOPE, bot_events=EVERY_EVENT, request_url=None)
    return running


@pytest.fixture
def client(slack: RunningSandbox) -> WebClient:
    """The app's Web API client."""
    return WebClient(BOT_TOKEN, base_url=slack.api_url)


@pytest.fixture
def receiver(slack: RunningSandbox) -> Iterator[Receiver]:
    """A bare request URL in the app's place."""
    receiver = Receiver()
    with receiver.served() as served:
        slack.control("app", request_url=served.url)
        yield receiver


@pytest.fixture
def bolt(client: WebClient) -> App:
    """A Bolt app as one writes it for Slack; only the address of the Web API differs."""
    return App(client=client, signing_secret=SECRET)


@pytest.fixture(params=["http", "socket"])
def start(request: pytest.FixtureRequest, slack: RunningSandbox) -> Iterator[Start]:
    """Connect a Bolt app to the sandbox, over either transport."""
    connect = {"http": connect_http, "socket": connect_socket}[request.param]
    with ExitStack() as stack:
        yield lambda app: connect(app, slack, stack)
