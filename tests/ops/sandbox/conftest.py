"""A running sandbox, and real apps that talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox import browsing
from tests.ops.sandbox.apps import (
    BOT_TOKEN,
    EVERY_EVENT,
    EVERY_SCOPE,
    PATIENCE_S,
    SECRET,
    Receiver,
    Start,
    connect_http,
    connect_socket,
)

browser, page = browsing.browser, browsing.page


@pytest.fixture(scope="session")
def running() -> Iterator[RunningSandbox]:
    """One sandbox for the whole run; `slack` resets it for each test."""
    with RunningSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def slack(running: RunningSandbox) -> Iterator[RunningSandbox]:
    """A fresh workspace whose app may do everything, hears everything and is not connected yet.

    An app has longer to acknowledge and to use a trigger than at Slack: a pause of a loaded machine is no timeout.
    """
    running.control("reset")
    running.control("settings", ack_timeout=PATIENCE_S, trigger_lifetime=PATIENCE_S)
    running.control("app", scopes=EVERY_SCOPE, bot_events=EVERY_EVENT, request_url=None)
    yield running
    running.control("reset")  # else what is still to be delivered is sent, and logged, while other tests run


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
        receiver.released.set()


@pytest.fixture
def bolt(client: WebClient) -> Iterator[App]:
    """A Bolt app as one writes it for Slack; only the address of the Web API differs.

    Its listeners have ended when the test has: they could otherwise act in the workspace of the next one.
    """
    with ThreadPoolExecutor() as listeners:
        yield App(client=client, signing_secret=SECRET, listener_executor=listeners)


@pytest.fixture
def start_http(slack: RunningSandbox, bolt: App) -> Iterator[Start]:
    """Connect a Bolt app over HTTP, for what does not depend on the transport."""
    with ExitStack() as stack:
        yield lambda app: connect_http(app, slack, stack)


@pytest.fixture(params=["http", "socket"])
def start(request: pytest.FixtureRequest, slack: RunningSandbox, bolt: App) -> Iterator[Start]:
    """Connect a Bolt app to the sandbox, over either transport; disconnected before `bolt` lets go of its listeners."""
    connect = {"http": connect_http, "socket": connect_socket}[request.param]
    with ExitStack() as stack:
        yield lambda app: connect(app, slack, stack)
