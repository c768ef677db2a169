"""One call of a Web API method: who calls, with which arguments, read as leniently as Slack reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.model import SCOPE_PREFIX, App, Channel, Message, User
from ops.sandbox.requests import parse_json
from ops.sandbox.workspace import Workspace

TRUE = frozenset({"1", "true", "True", "yes"})


@dataclass(frozen=True)
class Call:
    """A call that has passed authentication. Arguments from a form are strings, from JSON they have types.

    `execution_id` is the run of a custom function whose token was used, if it was one.
    """

    sandbox: Sandbox
    app: App
    method: str
    args: Mapping[str, Any]
    execution_id: str | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace that is called."""
        return self.sandbox.workspace

    @property
    def team(self) -> str:
        """The workspace's id."""
        return self.workspace.team.id

    # Arguments

    def need(self, *names: str) -> None:
        """Refuse the call with `invalid_arguments` if one of these arguments is missing."""
        missing = [name for name in names if self.args.get(name) in (None, "")]
        if missing:
            messages = [f"[ERROR] missing required field: {name}" for name in missing]
            raise SlackError("invalid_arguments", response_metadata={"messages": messages})

    def text(self, name: str) -> str:
        """Return a required string argument."""
        self.need(name)
        return str(self.args[name])

    def optional(self, name: str) -> str | None:
        """Return a string argument, or None where it is missing or empty."""
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean argument."""
        value = self.args.get(name)
        return default if value is None else value is True or str(value) in TRUE

    def number(self, name: str, default: int, most: int, error: str = "invalid_limit") -> int:
        """Return a positive whole number, at most `most`; raise `error` for anything else."""
        value = self.optional(name)
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError:
            raise SlackError(error) from None
        if number < 1:
            raise SlackError(error)
        return min(number, most)

    def value(self, name: str, error: str = "invalid_arguments") -> Any:  # noqa: ANN401  # it is JSON
        """Return a structured argument; in a form it is a string of JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return parse_json(value)
        except ValueError:
            raise SlackError(error) from None

    def items(self, name: str) -> list[str]:
        """Return a list of strings: a JSON array or separated by commas."""
        value = self.args.get(name)
        if isinstance(value, str) and not value.startswith("["):
            return [item.strip() for item in value.split(",") if item.strip()]
        return [str(item) for item in self.value(name) or []]

    # What arguments name

    def user(self, name: str = "user") -> User:
        """Return the user an argument names; raise `user_not_found`."""
        user = self.workspace.users.get(self.text(name))
        if user is None:
            raise SlackError("user_not_found")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """Return the conversation an argument names, if the app may know of it; raise `channel_not_found`."""
        channel = self.workspace.channel_named(self.text(name))
        if channel is None or (channel.kind != "channel" and not self.is_member(channel)):
            raise SlackError("channel_not_found")
        return channel

    def is_member(self, channel: Channel) -> bool:
        """Whether the app's bot user is in a channel."""
        return self.app.bot_user in channel.members

    def own_channel(self, name: str = "channel") -> Channel:
        """Return the conversation an argument names; raise `not_in_channel` unless the app is a member."""
        channel = self.channel(name)
        if not self.is_member(channel):
            raise SlackError("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """Return the message an argument names; raise `message_not_found`."""
        message = self.workspace.message(channel.id, self.text(name))
        if message is None:
            raise SlackError("message_not_found")
        return message

    def need_scope(self, *scopes: str) -> None:
        """Refuse the call with `missing_scope` unless the token holds one of these."""
        if scopes and set(scopes).isdisjoint(self.app.scopes):
            needed, provided = ",".join(scopes), ",".join(self.app.scopes)
            raise SlackError("missing_scope", needed=needed, provided=provided)

    def need_channel_scope(self, channel: Channel, right: str) -> None:
        """Require, for example, `groups:history` where `channel` is private and `right` is `history`."""
        self.need_scope(f"{SCOPE_PREFIX[channel.kind]}:{right}")
