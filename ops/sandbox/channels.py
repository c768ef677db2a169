"""Conversations: how one comes into being or changes. Kept, sent to the apps as events, shown on the pages."""

from dataclasses import dataclass

from ops.sandbox.errors import SlackError
from ops.sandbox.events import Events
from ops.sandbox.hub import Hub
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import DIRECT, Channel
from ops.sandbox.store import Store
from ops.sandbox.workspace import Workspace

MOST_OTHERS = 8  # in a group direct message, besides whoever opens it (docs.slack.dev, conversations.open)


@dataclass(eq=False)
class Channels:
    """The one way a conversation comes into being or changes."""

    workspace: Workspace
    store: Store
    events: Events
    hub: Hub

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
        self._changed(channel)
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

    # Slack Connect

    def invite_team(self, channel: Channel, team: str, *, keep_id: bool = False) -> None:
        """Offer a channel to another company. A private one gets another id by that, unless `keep_id`.

        Raises SlackError: `method_not_supported_for_channel_type`.
        """
        if channel.kind in DIRECT:
            raise SlackError("method_not_supported_for_channel_type")
        unshared = not (channel.is_ext_shared or channel.pending_connected_team_ids)
        if team not in channel.pending_connected_team_ids:
            channel.pending_connected_team_ids.append(team)
        if channel.kind == "private" and unshared and not keep_id:
            self._move(channel)
        self._changed(channel)

    def connect_team(self, channel: Channel, team: str, *, keep_id: bool = False) -> None:
        """Share a channel with another company: sends `channel_shared`. Raises as `invite_team` does."""
        self.invite_team(channel, team, keep_id=keep_id)
        channel.pending_connected_team_ids.remove(team)
        if team not in channel.connected_team_ids:
            channel.connected_team_ids.append(team)
        channel.is_ext_shared = True
        event = {"type": "channel_shared", "connected_team_id": team, "channel": channel.id}
        self.events.emit_about(channel, event)
        self._changed(channel)

    def disconnect_team(self, channel: Channel, team: str) -> None:
        """Share a channel no longer: its people leave, and `channel_unshared` is sent.

        Raises SlackError: `team_not_found`.
        """
        if team not in channel.connected_team_ids:
            raise SlackError("team_not_found")
        channel.connected_team_ids.remove(team)
        channel.is_ext_shared = bool(channel.connected_team_ids)
        self.set_members(channel, [user for user in channel.members if self.workspace.team_of(user) != team])
        event = {"type": "channel_unshared", "previously_connected_team_id": team, "channel": channel.id}
        self.events.emit_about(channel, {**event, "is_ext_shared": channel.is_ext_shared})
        self._changed(channel)

    def _move(self, channel: Channel) -> None:
        old = channel.id
        self.workspace.move(channel, new_id("C"))
        self.store.forget_channel(old)
        for message in self.workspace.messages[channel.id].values():
            self.store.save(message)
        for file in self.workspace.files.values():
            if channel.id in file.channels:
                self.store.save_file(file)
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": channel.id}
        self.events.emit_about(channel, event)
        self.hub.publish({"type": "channel", "channel": old}, channel.members)

    # Members

    def set_members(self, channel: Channel, members: list[str]) -> None:
        """Have exactly these people be in a channel; sends what their coming and going sends."""
        before, channel.members = channel.members, members
        for user in members:
            if user not in before:
                self.events.member("member_joined_channel", channel, user)
        for user in before:
            if user not in members:
                self.events.member("member_left_channel", channel, user, self.workspace.app_of_bot(user))
        self._changed(channel, before)

    def _changed(self, channel: Channel, before: list[str] | None = None) -> None:
        """Keep a conversation, and have the pages of its members, and of those `before`, read it anew."""
        self.store.save_channel(channel)
        self.hub.publish({"type": "channel", "channel": channel.id}, {*channel.members, *(before or [])})
