"""Slack Connect: channels that are shared with other companies."""

from dataclasses import dataclass

from ops.sandbox.channels import Channels
from ops.sandbox.errors import SlackError
from ops.sandbox.events import Events
from ops.sandbox.hub import Hub
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import DIRECT, Channel
from ops.sandbox.store import Store
from ops.sandbox.workspace import Workspace


@dataclass(eq=False)
class SlackConnect:
    """Shares channels with companies, which are known by their team's id alone."""

    workspace: Workspace
    store: Store
    events: Events
    hub: Hub
    channels: Channels

    def invite(self, channel: Channel, team: str, *, keep_id: bool = False) -> None:
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
        self.channels.changed(channel)

    def connect(self, channel: Channel, team: str, *, keep_id: bool = False) -> None:
        """Share a channel with another company: sends `channel_shared`. Raises as `invite` does."""
        self.invite(channel, team, keep_id=keep_id)
        channel.pending_connected_team_ids.remove(team)
        if team not in channel.connected_team_ids:
            channel.connected_team_ids.append(team)
        channel.is_ext_shared = True
        event = {"type": "channel_shared", "connected_team_id": team, "channel": channel.id}
        self.events.emit_about(channel, event)
        self.channels.changed(channel)

    def disconnect(self, channel: Channel, team: str) -> None:
        """Share a channel no longer: its people leave, and `channel_unshared` is sent.

        Raises SlackError: `team_not_found`.
        """
        if team not in channel.connected_team_ids:
            raise SlackError("team_not_found")
        channel.connected_team_ids.remove(team)
        channel.is_ext_shared = bool(channel.connected_team_ids)
        self.channels.set_members(channel, [user for user in channel.members if self.workspace.team_of(user) != team])
        event = {"type": "channel_unshared", "previously_connected_team_id": team, "channel": channel.id}
        self.events.emit_about(channel, {**event, "is_ext_shared": channel.is_ext_shared})
        self.channels.changed(channel)

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
