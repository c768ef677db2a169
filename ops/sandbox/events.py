"""Which app hears of what: subscriptions, scopes, membership; and the envelope around each event."""

from dataclasses import dataclass

from ops.sandbox.clock import Clock
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import (
    CHANNEL_TYPE,
    MESSAGE_EVENT,
    SCOPE_PREFIX,
    App,
    Channel,
    Json,
    Message,
    User,
    UserGroup,
)
from ops.sandbox.shapes import channel_json, group_json, message_json, user_json
from ops.sandbox.transport import Transport
from ops.sandbox.work_objects import link_events
from ops.sandbox.workspace import Workspace

# The scopes of which an app needs one to be sent an event; events not listed need none.
EVENT_SCOPES: dict[str, frozenset[str]] = {
    "app_mention": frozenset({"app_mentions:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
    "subteam_created": frozenset({"usergroups:read"}),
    "subteam_updated": frozenset({"usergroups:read"}),
    "subteam_members_changed": frozenset({"usergroups:read"}),
    "user_change": frozenset({"users:read"}),
    "team_join": frozenset({"users:read"}),
    "channel_created": frozenset({"channels:read"}),
    "channel_archive": frozenset({"channels:read"}),
    "channel_unarchive": frozenset({"channels:read"}),
    "channel_rename": frozenset({"channels:read"}),
    "group_archive": frozenset({"groups:read"}),
    "group_unarchive": frozenset({"groups:read"}),
    "group_rename": frozenset({"groups:read"}),
    "channel_shared": frozenset({"channels:read", "groups:read"}),
    "channel_unshared": frozenset({"channels:read", "groups:read"}),
    "channel_id_changed": frozenset({"groups:read"}),
    "file_shared": frozenset({"files:read"}),
    "link_shared": frozenset({"links:read"}),
    "agent_session_stopped": frozenset({"assistant:write", "chat:write"}),
    "agent_session_title_changed": frozenset({"assistant:write", "chat:write"}),
}

# The subtypes of what somebody said; others tell what happened, and mention nobody.
SAID = frozenset({None, "file_share", "thread_broadcast"})


def hears(app: App, name: str) -> bool:
    """Whether an app subscribes to an event and holds a scope for it."""
    needed = EVENT_SCOPES.get(name)
    return name in app.bot_events and (needed is None or not needed.isdisjoint(app.scopes))


@dataclass(eq=False)
class Events:
    """Emits the events that a change of the workspace causes."""

    workspace: Workspace
    clock: Clock
    transport: Transport
    base_url: str

    # The envelope

    def envelope(self, app: App, event: Json, channel: Channel | None = None, event_id: str = "") -> Json:
        """Wrap an event as `event_callback`.

        In a channel that is shared with other companies `team_id` is that of whoever acted; `authorizations` says
        for which installation the event is.
        """
        team = self.workspace.team.id
        shared = bool(channel and channel.is_ext_shared)
        authorization = {
            "enterprise_id": None,
            "team_id": team,
            "user_id": app.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": app.verification_token,
            "team_id": self.workspace.team_of(str(event.get("user"))) if shared else team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or new_id("Ev"),
            "event_time": int(self.clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": shared,
            "event_context": f"4-{team}-{app.id}-{channel.id if channel else ''}",
        }

    def emit(self, app: App, event: Json, *, name: str = "", channel: Channel | None = None) -> str | None:
        """Send an event to one app if it hears `name` (by default the event's type); return the event id."""
        if not hears(app, name or event["type"]):
            return None
        envelope = self.envelope(app, event, channel)
        self.transport.send_event(app, envelope)
        return str(envelope["event_id"])

    def emit_to_all(self, event: Json) -> None:
        """Send an event that concerns no channel."""
        for app in self.workspace.apps.values():
            self.emit(app, event)

    def emit_in(self, channel: Channel, event: Json, *, name: str = "") -> str | None:
        """Send an event to the apps in a channel; return the event id of one of them."""
        ids = [self.emit(app, event, name=name, channel=channel) for app in self.workspace.apps_in(channel)]
        return next(filter(None, ids), None)

    def emit_about(self, channel: Channel, event: Json) -> None:
        """Send an event about a channel to the apps that may know of it and hold the scope of its kind."""
        event = {**event, "event_ts": self._stamp()}
        for app in self.workspace.apps_knowing(channel):
            if f"{SCOPE_PREFIX[channel.kind]}:read" in app.scopes:
                self.emit(app, event, channel=channel)

    # Messages

    def message_posted(self, message: Message) -> dict[str, str]:
        """Send `message` and, for each app that the text mentions, `app_mention`; return event ids by type."""
        channel = self.workspace.channels[message.channel]
        where = {"channel": channel.id, "channel_type": CHANNEL_TYPE[channel.kind], "event_ts": message.ts}
        posted = {**self._message(message), **where}
        ids = {"message": self.emit_in(channel, posted, name=MESSAGE_EVENT[channel.kind])}
        ids["app_mention"] = self.mentioned(message, message.ts)
        for app, event in link_events(self.workspace, message):
            self.emit(app, event, channel=channel)
        return {name: event_id for name, event_id in ids.items() if event_id}

    def mentioned(self, message: Message, event_ts: str = "") -> str | None:
        """Send `app_mention` to each app that the text mentions; return the event id of one of them."""
        channel = self.workspace.channels[message.channel]
        event = {**self._message(message), "type": "app_mention", "channel": channel.id}
        event["event_ts"] = event_ts or self._stamp()
        apps = (app for app in self.workspace.apps_in(channel) if self._mentions(app, message, channel))
        return next(filter(None, [self.emit(app, event, channel=channel) for app in apps]), None)

    @staticmethod
    def _mentions(app: App, message: Message, channel: Channel) -> bool:
        said = message.subtype in SAID and message.app_id != app.id
        named = f"<@{app.bot_user}>" in message.text or f"<@{app.bot_user}|" in message.text
        return named and said and channel.kind != "im"

    def message_changed(self, message: Message, previous: Json) -> None:
        """Send `message_changed`; `previous` is the message as it was, in Slack's JSON."""
        self._message_event(message, "message_changed", message=self._message(message), previous_message=previous)

    def message_deleted(self, message: Message, previous: Json) -> None:
        """Send `message_deleted`."""
        self._message_event(message, "message_deleted", deleted_ts=message.ts, previous_message=previous)

    def _message_event(self, posted: Message, subtype: str, **fields: object) -> None:
        channel = self.workspace.channels[posted.channel]
        now = self.workspace.next_ts(self.clock.now())
        event: Json = {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "channel_type": CHANNEL_TYPE[channel.kind],
            "ts": now,
            "event_ts": now,
            **fields,
        }
        self.emit_in(channel, event, name=MESSAGE_EVENT[channel.kind])

    def _message(self, message: Message) -> Json:
        return message_json(message, self.workspace, self.base_url, metadata=True)

    # Everything else

    def reaction(self, kind: str, message: Message, user: str, name: str) -> None:
        """Send `reaction_added` or `reaction_removed`."""
        channel = self.workspace.channels[message.channel]
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
        self.emit_in(channel, {**event, "event_ts": self._stamp()})

    def member(self, kind: str, channel: Channel, user: str, inviter: str = "") -> None:
        """Send `member_joined_channel` or `member_left_channel`; an app that has just left hears of that, too."""
        letter = "C" if channel.kind == "channel" else "G"
        event = {"type": kind, "user": user, "channel": channel.id, "channel_type": letter}
        event |= {"team": self.workspace.team_of(user), "event_ts": self._stamp()}
        self.emit_in(channel, {**event, "inviter": inviter} if inviter else event)
        left = self.workspace.app_of_bot(user)
        if left and user not in channel.members:
            self.emit(left, event, channel=channel)

    def channel_created(self, channel: Channel) -> None:
        """Send `channel_created` for a public channel."""
        if channel.kind == "channel":
            about = channel_json(channel, self.workspace.team.id, channel.creator)
            self.emit_to_all({"type": "channel_created", "channel": about, "event_ts": self._stamp()})

    def group_changed(self, group: UserGroup, before: list[str], previous_update: int) -> None:
        """Send `subteam_members_changed` and `subteam_updated`."""
        team = self.workspace.team.id
        added = [user for user in group.users if user not in before]
        removed = [user for user in before if user not in group.users]
        changed = {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": team,
            "date_previous_update": previous_update,
            "date_update": group.date_update,
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
        }
        self.emit_to_all({**changed, "event_ts": self._stamp()})
        about = group_json(group, team, users=True)
        self.emit_to_all({"type": "subteam_updated", "subteam": about, "event_ts": self._stamp()})

    def group_created(self, group: UserGroup) -> None:
        """Send `subteam_created`."""
        about = group_json(group, self.workspace.team.id, users=True)
        self.emit_to_all({"type": "subteam_created", "subteam": about, "event_ts": self._stamp()})

    def user_changed(self, user: User, *, joined: bool = False) -> None:
        """Send `user_change`, or `team_join` for somebody new."""
        about = user_json(user, self.workspace.team.id, locale=True)
        self.emit_to_all({"type": "team_join" if joined else "user_change", "user": about, "event_ts": self._stamp()})

    def home_opened(self, app: App, user: str, tab: str, view: Json | None, context: Json | None = None) -> None:
        """Send `app_home_opened` for the `home` or `messages` tab; an agent's says what else is looked at."""
        channel = self.workspace.open_direct_message(user, app.bot_user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
        event["event_ts"] = self._stamp()
        optional = {"view": view, "context": context if app.view == "agent" else None}
        self.emit(app, {**event, **{name: v for name, v in optional.items() if v is not None}}, channel=channel)

    def session_stopped(self, app: App, channel: Channel, thread_ts: str, user: str, streams: list[str]) -> None:
        """Send `agent_session_stopped`, after the reader pressed Stop."""
        event = {"type": "agent_session_stopped", "channel": channel.id, "thread_ts": thread_ts, "user": user}
        event |= {"streaming_message_ts": streams, "event_ts": self._stamp()}  # type: ignore[dict-item]
        self.emit(app, event, channel=channel)

    def session_retitled(self, app: App, channel: Channel, thread_ts: str, user: str, titles: tuple[str, str]) -> None:
        """Send `agent_session_title_changed`, after a reader gave a session another title: the one before, and it."""
        previous, title = titles
        event = {"type": "agent_session_title_changed", "channel": channel.id, "thread_ts": thread_ts, "user": user}
        event |= {"title": title, "team_id": self.workspace.team.id, "event_ts": self._stamp()}
        self.emit(app, {**event, **({"previous_title": previous} if previous else {})}, channel=channel)

    def _stamp(self) -> str:
        return self.workspace.next_ts(self.clock.now())
