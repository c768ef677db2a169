"""Whether somebody may have something posted in a channel, by what Slack says of it at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from slack_sdk import WebClient

from bot.slack.api import SlackRefused, SlackUnreachable, call
from bot.slack.directory import Directory, DirectoryUnavailable
from workers.contract import Json

Closed = Literal[
    "share_archived",
    "share_not_in",
    "share_not_posted",
    "share_not_yours",
    "share_read_only",
    "share_thread_gone",
    "share_unknown",
    "share_unseen",
]
"""Why it cannot be posted there: the names of sentences."""

_BY_ERROR: Final[Mapping[str, Closed]] = {
    "channel_not_found": "share_unseen",
    "is_archived": "share_archived",
    "not_in_channel": "share_not_in",
    "thread_not_found": "share_thread_gone",
}
_RESTRICTED: Final = "restricted_action"
"""What Slack's errors begin with where a channel's owners let only some people write."""


@dataclass(frozen=True, slots=True)
class Places:
    """Looks at channels. What is remembered of one is asked anew: its members may have left a moment ago."""

    client: WebClient
    directory: Directory

    def closed_to(self, user: str, channel: str) -> Closed | None:
        """Why the channel is closed to this person or to us; None where it is not.

        Raises RateLimited or SlackUnreachable while Slack may say more in a moment.
        """
        try:
            info = call(self.client.conversations_info, channel=channel)["channel"]
        except SlackRefused as refused:
            return "share_unseen" if refused.code == "channel_not_found" else "share_unknown"
        return _closed(info) or self._closed_to_person(user, info, channel)

    def _closed_to_person(self, user: str, info: Json, channel: str) -> Closed | None:
        """To somebody who is not in it a private channel is as one that is not there."""
        self.directory.forget_channel(channel)
        try:
            members = self.directory.members(channel)
        except DirectoryUnavailable as error:
            if error.passing:
                raise SlackUnreachable("Slack does not say who is in the channel.") from error
            return "share_unknown"
        if user not in members:
            return "share_unseen" if info.get("is_private") else "share_not_yours"
        return "share_read_only" if info.get("is_read_only") or info.get("is_frozen") else None


def closed_by(error: str) -> Closed:
    """What Slack's error says where it refuses a post."""
    if error.startswith(_RESTRICTED) or "read_only" in error:
        return "share_read_only"
    return _BY_ERROR.get(error, "share_not_posted")


def _closed(info: Json) -> Closed | None:
    """To everybody, or to us."""
    if info.get("is_archived"):
        return "share_archived"
    return None if info.get("is_member") or info.get("is_mpim") else "share_not_in"
