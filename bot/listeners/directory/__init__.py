"""Changes of people, groups and channels: every process forgets what it remembered about who may read what."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Listen to every event that changes rights."""
    changes = desk.changes

    def user(event: Json) -> None:
        changes.tell("user", event["user"]["id"])

    def groups() -> None:
        changes.tell("groups")

    def channel(event: Json) -> None:
        changes.tell("channel", event["channel"])

    def renamed(event: Json) -> None:
        changes.tell("channel", event["old_channel_id"])
        changes.tell("channel", event["new_channel_id"])
        desk.ledger.channel_renamed(event["old_channel_id"], event["new_channel_id"])
        desk.channels.renamed(event["old_channel_id"], event["new_channel_id"])

    for name in ("user_change", "team_join"):
        app.event(name)(user)
    for name in ("subteam_created", "subteam_updated", "subteam_members_changed"):
        app.event(name)(groups)
    for name in ("member_joined_channel", "member_left_channel", "channel_shared", "channel_unshared"):
        app.event(name)(channel)
    app.event("channel_id_changed")(renamed)
