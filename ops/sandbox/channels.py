"""Conversations: how one comes into being or changes. Kept, sent to the apps as events, shown on the pages."""

from dataclasses import dataclass

from ops.sandbox.errors import SlackError
from ops.sandbox.hub import Hub
from ops.sandbox.model import Channel
from ops.sandbox.store import Store
from ops.sandbox.workspace import Workspace

MOST_OTHERS = 8  # in a group direct message, besides whoever opens it (docs.slack.dev, conversations.open)


@dataclass(eq=False)
class Channels:
    """The one way a conversation comes into being or changes."""

    workspace: Workspace
    store: Store
    hub: Hub

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

    def _changed(self, channel: Channel) -> None:
        """Keep a conversation, and have its members' pages read it anew."""
        self.store.save_channel(channel)
        self.hub.publish({"type": "channel", "channel": channel.id}, channel.members)
