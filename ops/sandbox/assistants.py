"""What somebody looks at beside an app, and assistant apps, whose chats are threads of the direct message with them."""

from dataclasses import dataclass, field

from ops.sandbox.events import Events
from ops.sandbox.model import CHAT, App, Channel, Json, Message
from ops.sandbox.posting import Posting
from ops.sandbox.workspace import Workspace

FIRST_TEXT = "New Assistant Thread"


@dataclass(eq=False)
class Assistants:
    """The chats of people with assistant apps, and the conversation that each person has open."""

    workspace: Workspace
    events: Events
    posting: Posting
    _looks_at: dict[str, str] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget what people look at."""
        self._looks_at.clear()

    # Chats

    def begin(self, app: App, user: str) -> Message:
        """Begin a chat and send `assistant_thread_started`; return the message that is its root."""
        direct = self.workspace.open_direct_message(user, app.bot_user)
        root = Message(direct.id, self.posting.next_ts(), app.bot_user, FIRST_TEXT, app_id=app.id, subtype=CHAT)
        root.title = FIRST_TEXT
        self.posting.post_silently(root)
        self._tell(app, "assistant_thread_started", user, root)
        return root

    def latest(self, channel: Channel) -> Message | None:
        """Return the root of the latest chat in a direct message."""
        roots = (message for message in self.workspace.top_level(channel.id) if message.subtype == CHAT)
        return max(roots, key=lambda root: root.ts, default=None)

    def chat_in(self, channel: Channel, user: str) -> str | None:
        """Return the thread that a message typed into a direct message belongs to, begun if need be.

        None where the other side is no assistant app.
        """
        app = self._assistant(channel)
        if app is None:
            return None
        return (self.latest(channel) or self.begin(app, user)).ts

    def _assistant(self, channel: Channel) -> App | None:
        apps = self.workspace.apps_in(channel) if channel.kind == "im" else iter(())
        return next((app for app in apps if app.view == "assistant"), None)

    def name(self, root: Message, title: str) -> None:
        """Give a chat its title; other threads have none."""
        if root.subtype == CHAT:
            previous = self.posting.snapshot(root)
            root.title = title
            self.posting.changed(root, previous)

    # What is looked at

    def look(self, user: str, channel: Channel) -> None:
        """Note that somebody opened a conversation: with an assistant app their chat begins, others are a context."""
        self.chat_in(channel, user)
        is_app = channel.kind == "im" and any(self.workspace.apps_in(channel))
        if is_app or self._looks_at.get(user) == channel.id:
            return
        self._looks_at[user] = channel.id
        for app in self.workspace.apps.values():
            self._context_changed(app, user)

    def _context_changed(self, app: App, user: str) -> None:
        direct = self.workspace.direct_message(user, app.bot_user)
        if direct is None:
            return
        if app.view == "assistant" and (root := self.latest(direct)):
            self._tell(app, "assistant_thread_context_changed", user, root)
        if app.view == "agent":
            event = {"type": "app_context_changed", "user": user, "channel": direct.id, "context": self.entities(user)}
            self.events.emit(app, {**event, "event_ts": self.posting.next_ts()}, channel=direct)

    def entities(self, user: str) -> Json:
        """Return what somebody looks at, as agents are told it."""
        channel = self._looks_at.get(user)
        if channel is None:
            return {}
        return {"entities": [{"type": "slack#/types/channel_id", "value": channel, "team_id": self.workspace.team.id}]}

    def _tell(self, app: App, kind: str, user: str, root: Message) -> None:
        thread = {"user_id": user, "context": self._context(user), "channel_id": root.channel, "thread_ts": root.ts}
        event: Json = {"type": kind, "assistant_thread": thread, "event_ts": self.posting.next_ts()}
        self.events.emit(app, event, channel=self.workspace.channels[root.channel])

    def _context(self, user: str) -> Json:
        channel = self._looks_at.get(user)
        if channel is None:
            return {}
        return {"channel_id": channel, "team_id": self.workspace.team.id, "enterprise_id": None}
