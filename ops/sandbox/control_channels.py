"""The control API's part for channels: making them, changing them, sharing them with other companies."""

from dataclasses import asdict

from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Channel, Json
from ops.sandbox.requests import change, required

CHANNEL_FIELDS = ("topic", "purpose", "is_ext_shared")


class ControlChannels:
    """What only tests may do to channels."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace

    async def change(self, fields: Json) -> Json:
        """Change a channel (`channel` is its id or name) or create one; sends what members' changes send."""
        name = str(fields.get("channel") or fields.get("id") or required(fields, "name"))
        channel = self._workspace.channel_named(name)
        if channel is None:
            creator = next(iter(fields.get("members", [])), "")
            channel = self._sandbox.channels.create(name, creator, fields.get("kind", "channel"))
            channel.members.clear()  # whoever is named is told of as joining
        self._archive(channel, fields)
        change(channel, fields, CHANNEL_FIELDS)
        if "members" in fields:
            self._sandbox.channels.set_members(channel, list(fields["members"]))
        self._sandbox.channels.changed(channel, list(self._workspace.users))
        return {"channel": asdict(channel)}

    def _archive(self, channel: Channel, fields: Json) -> None:
        wanted, user = fields.get("is_archived", channel.is_archived), next(iter(channel.members), "")
        if wanted and not channel.is_archived:
            self._sandbox.channels.archive(channel, user)
        if channel.is_archived and not wanted:
            self._sandbox.channels.unarchive(channel, user)

    async def connect(self, fields: Json) -> Json:
        """Share a channel with the company `team` (Slack Connect); `pending` only invites it.

        A private channel gets another id by that, unless `keep_id`.
        """
        channel, shared = self._channel(fields), self._sandbox.slack_connect
        share = shared.invite if fields.get("pending") else shared.connect
        share(channel, str(required(fields, "team")), keep_id=bool(fields.get("keep_id")))
        return {"channel": asdict(channel)}

    async def disconnect(self, fields: Json) -> Json:
        """Share a channel with the company `team` no longer."""
        channel = self._channel(fields)
        self._sandbox.slack_connect.disconnect(channel, str(required(fields, "team")))
        return {"channel": asdict(channel)}

    def _channel(self, fields: Json) -> Channel:
        channel = self._workspace.channel_named(str(required(fields, "channel")))
        if channel is None:
            raise SlackError("channel_not_found")
        return channel
