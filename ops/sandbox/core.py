"""The sandbox as a whole: its services, each built once and passed what it needs."""

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from ops.sandbox.assistants import Assistants
from ops.sandbox.background import Background
from ops.sandbox.channels import Channels
from ops.sandbox.client_view import ClientView
from ops.sandbox.clock import Clock
from ops.sandbox.config import SandboxConfig, Settings
from ops.sandbox.deliveries import DeliveryLog
from ops.sandbox.dialogs import Dialogs
from ops.sandbox.events import Events
from ops.sandbox.faults import Faults
from ops.sandbox.functions import Functions
from ops.sandbox.http_delivery import HttpDelivery
from ops.sandbox.hub import Hub
from ops.sandbox.interactions import Interactions
from ops.sandbox.model import Json
from ops.sandbox.posting import Posting
from ops.sandbox.rate_limits import RateLimits
from ops.sandbox.response_urls import ResponseUrls
from ops.sandbox.scheduled import Scheduled
from ops.sandbox.searching import Searching
from ops.sandbox.seed import load_faults, load_workspace
from ops.sandbox.sessions import Sessions
from ops.sandbox.slack_connect import SlackConnect
from ops.sandbox.socket_mode import SocketMode
from ops.sandbox.store import Store
from ops.sandbox.streams import Streams
from ops.sandbox.transport import Transport
from ops.sandbox.views import Views
from ops.sandbox.work_objects import WorkObjects

CALLS_KEPT = 10_000


class Forgetful(Protocol):
    """Something that a reset empties."""

    def clear(self) -> None:
        """Forget everything."""


class Sandbox:
    """One running workspace. The public attributes are its services."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.base_url = config.base_url
        self.settings = Settings(rate_limits=config.rate_limits)
        self.calls: deque[Json] = deque(maxlen=CALLS_KEPT)
        self.clock = Clock()
        self.faults = Faults(load_faults(config))
        self.hub = Hub()
        self.deliveries = DeliveryLog()
        self.workspace = load_workspace(config)
        self.store = Store(config.data)
        self.limits = RateLimits(self.settings, self.clock)
        self.background = Background()
        self._connect()
        self.views.restore(self.store.load(self.workspace))

    def _connect(self) -> None:
        clock, workspace = self.clock, self.workspace
        self.sockets = SocketMode(self.settings, self.faults, self.background)
        self.http = HttpDelivery(self.settings, self.faults)
        self.transport = Transport(
            self.settings, clock, self.faults, self.deliveries, self.background, self.http, self.sockets
        )
        self.events = Events(workspace, clock, self.transport, self.base_url)
        self.client_view = ClientView(workspace)
        self.posting = Posting(workspace, self.store, clock, self.events, self.hub, self.client_view, self.base_url)
        self.channels = Channels(workspace, self.store, clock, self.events, self.hub, self.posting)
        self.slack_connect = SlackConnect(workspace, self.store, self.events, self.hub, self.channels)
        self.streams = Streams(self.posting, clock, self.background)
        self.sessions = Sessions(workspace, clock, self.background, self.events, self.hub, self.streams)
        self.views = Views(self.settings, clock, workspace, self.store, self.hub, self.client_view)
        self.response_urls = ResponseUrls(self.posting, clock, self.base_url)
        self.functions = Functions(self.events, clock, self.hub)
        self.interactions = Interactions(
            workspace, self.transport, self.posting, self.views, self.response_urls, self.functions
        )
        self.assistants = Assistants(workspace, self.events, self.posting)
        self.dialogs = Dialogs(workspace, self.transport, self.views, self.response_urls, self.hub)
        self.scheduled = Scheduled(self.posting, clock, self.background)
        self.searching = Searching(workspace, self.functions)
        self.work_objects = WorkObjects(self.hub, self.client_view)

    def _forgetful(self) -> Iterator[Forgetful]:
        """Yield what remembers something of what people and apps did."""
        yield from (self.store, self.faults, self.limits, self.deliveries, self.calls)
        yield from (self.views, self.response_urls, self.dialogs, self.functions, self.work_objects)
        yield from (self.sessions, self.assistants, self.scheduled)

    async def reset(self) -> None:
        """Start over from the seed: history, rights, faults, limits, records and pending deliveries are forgotten.

        Where the apps are reached stays as it was set last.
        """
        await self.background.close()
        urls = {app.id: app.request_url for app in self.workspace.apps.values()}
        self.workspace.become(load_workspace(self.config))
        for app in self.workspace.apps.values():
            app.request_url = urls.get(app.id, app.request_url)
        for each in self._forgetful():
            each.clear()
        self.faults.reset(load_faults(self.config))
        vars(self.settings).update(vars(Settings(rate_limits=self.config.rate_limits)))
        self.hub.publish_to_all({"type": "reset"})

    async def stop_streams(self) -> None:
        """End pages' event streams and sockets, so that the server can stop."""
        self.hub.close()
        self.faults.clear()
        await self.sockets.close()

    async def close(self) -> None:
        """Let go of everything."""
        await self.background.close()
        await self.http.close()
        self.store.close()
