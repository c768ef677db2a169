"""Changes of people, groups and channels: what was remembered about who may read what is forgotten at once."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Listen to every event that changes rights."""
    directory = desk.directory

    def user(event: Json) -> None:
        directory.user_changed(event["user"]["id"])

    def groups() -> None:
        directory.groups_changed()

    def channel(event: Json) -> None:
        directory.channel_changed(event["channel"])

    for name in ("user_change", "team_join"):
        app.event(name)(user)
    for name in ("subteam_created", "subteam_updated", "subteam_members_changed"):
        app.event(name)(groups)
    for name in ("member_joined_channel", "member_left_channel"):
        app.event(name)(channel)
