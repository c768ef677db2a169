"""Conversations: how one comes into being or changes. Kept, sent to the apps as events, shown on the pages."""

import re
from dataclasses import dataclass
from typing import Literal

from ops.sandbox.clock import Clock
from ops.sandbox.errors import SlackError
from ops.sandbox.events import Events
from ops.sandbox.hub import Hub
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import Channel, Kind
from ops.sandbox.posting import Posting
from ops.sandbox.store import Store
from ops.sandbox.workspace import Workspace

NAME = re.compile(r"[\w-]+")
NAME_LENGTH = 80
TOPIC_LENGTH = 250
GENERAL = "general"
MOST_OTHERS = 8  # in a group direct message, besides whoever opens it (docs.slack.dev, conversations.open)


@dataclass(eq=False)
class Channels:
    """The one way a conversation comes into being or changes."""

    workspace: Workspace
    store: Store
    clock: Clock
    events: Events
    hub: Hub
    posting: Posting

    # Direct messages

    def open(self, opener: str, others: list[str]) -> tuple[Channel, bool]:
        """Return the direct message of `opener` with one person or with several, and whether it was there already.

        Raises SlackError: `users_list_not_supplied`, `too_many_users`, `user_not_found`, `user_disabled`.
        """
        people = list(dict.fromkeys([opener, *others]))
        self._check_people(others)
        known = self.workspace.direct_message(*people)
        if known:
            return known, True
        channel = self.workspace.open_direct_message(*people)
        self.changed(channel)
        return channel, False

    def _check_people(self, users: list[str]) -> None:
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > MOST_OTHERS:
            raise SlackError("too_many_users")
        if not all(user in self.workspace.users for user in users):
            raise SlackError("user_not_found")
        if any(self.workspace.users[user].deleted for user in users):
            raise SlackError("user_disabled")

    # Channels

    def create(self, name: str, creator: str, kind: Kind = "channel") -> Channel:
        """Create a channel. Raises SlackError: `name_taken`, and what `check_name` raises."""
        self._check_name(name)
        members = [creator] if creator else []
        channel = Channel(new_id("C"), name, kind, members, created=int(self.clock.now()), creator=creator)
        self.workspace.channels[channel.id] = channel
        self.events.channel_created(channel)
        self.changed(channel)
        return channel

    def _check_name(self, name: str) -> None:
        if not name:
            raise SlackError("invalid_name_required")
        if len(name) > NAME_LENGTH:
            raise SlackError("invalid_name_maxlength")
        if not NAME.fullmatch(name) or name != name.lower():
            raise SlackError("invalid_name_specials")
        if self.workspace.channel_named(name):
            raise SlackError("name_taken")

    def rename(self, channel: Channel, user: str, name: str) -> None:
        """Rename a channel. Raises as `create` does."""
        self._check_name(name)
        before, channel.name = channel.name, name
        about = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
        about |= {"is_channel": channel.kind == "channel", "is_mpim": False}
        self.events.emit_about(channel, {"type": f"{_family(channel)}_rename", "channel": about})
        self._note(channel, user, "name", f'has renamed the channel from "{before}" to "{name}"')
        self.changed(channel)

    def archive(self, channel: Channel, user: str) -> None:
        """Close a channel to new messages. Raises SlackError: `already_archived`, `cant_archive_general`."""
        if channel.is_archived:
            raise SlackError("already_archived")
        if channel.name == GENERAL:
            raise SlackError("cant_archive_general")
        self._note(channel, user, "archive", "archived the channel")
        channel.is_archived = True
        event = {"type": f"{_family(channel)}_archive", "channel": channel.id, "user": user, "is_moved": 0}
        self.events.emit_about(channel, event)
        self.changed(channel)

    def unarchive(self, channel: Channel, user: str) -> None:
        """Open an archived channel again. Raises SlackError: `not_archived`."""
        if not channel.is_archived:
            raise SlackError("not_archived")
        channel.is_archived = False
        actor = {"user": user} if channel.kind == "channel" else {"actor_id": user}
        self.events.emit_about(channel, {"type": f"{_family(channel)}_unarchive", "channel": channel.id, **actor})
        self._note(channel, user, "unarchive", "un-archived the channel")
        self.changed(channel)

    def describe(self, channel: Channel, user: str, part: Literal["topic", "purpose"], value: str) -> None:
        """Set a channel's topic or purpose. Raises SlackError: `too_long` above 250 characters."""
        if len(value) > TOPIC_LENGTH:
            raise SlackError("too_long")
        setattr(channel, part, value)
        self._note(channel, user, part, f"set the channel {part}: {value}")
        self.changed(channel)

    def _note(self, channel: Channel, user: str, what: str, did: str) -> None:
        """Have the channel say what happened to it, in a message of the subtype that Slack has for that."""
        message = self.posting.typed(user, channel.id, f"<@{user}> {did}")
        message.subtype, message.client_msg_id = f"{_family(channel)}_{what}", None
        self.posting.post(message)

    # Members

    def add(self, channel: Channel, user: str, inviter: str = "") -> None:
        """Have somebody join a channel. Raises SlackError: `is_archived`."""
        if channel.is_archived:
            raise SlackError("is_archived")
        channel.members.append(user)
        self._note(channel, user, "join", "has joined the channel")
        self.events.member("member_joined_channel", channel, user, inviter)
        self.changed(channel)

    def remove(self, channel: Channel, user: str) -> None:
        """Have somebody leave a channel."""
        before = list(channel.members)
        self._note(channel, user, "leave", "has left the channel")
        channel.members.remove(user)
        self.events.member("member_left_channel", channel, user)
        self.changed(channel, before)

    def set_members(self, channel: Channel, members: list[str]) -> None:
        """Have exactly these people be in a channel; sends what their coming and going sends."""
        before, channel.members = channel.members, members
        for user in members:
            if user not in before:
                self.events.member("member_joined_channel", channel, user)
        for user in before:
            if user not in members:
                self.events.member("member_left_channel", channel, user)
        self.changed(channel, before)

    def changed(self, channel: Channel, before: list[str] | None = None) -> None:
        """Keep a conversation, and have the pages of its members, and of those `before`, read it anew."""
        self.store.save_channel(channel)
        self.hub.publish({"type": "channel", "channel": channel.id}, {*channel.members, *(before or [])})


def _family(channel: Channel) -> Literal["channel", "group"]:
    """Return the word that begins the events of a channel's kind; a private one is a `group`."""
    return "channel" if channel.kind == "channel" else "group"
