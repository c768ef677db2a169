"""The state of the workspace: who and what there is, and every message. One owner, in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ops.sandbox.identifiers import new_id
from ops.sandbox.model import DIRECT, App, Channel, File, Message, Team, User, UserGroup

PAIR = 2  # people in a direct message; more make it a group


@dataclass
class Workspace:
    """Users, groups, channels, apps, messages and files. Methods look up and change; they send nothing."""

    team: Team
    users: dict[str, User]
    groups: dict[str, UserGroup]
    channels: dict[str, Channel]
    apps: dict[str, App]
    files: dict[str, File] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    replies: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    last_ts: int = 0

    def next_ts(self, now: float) -> str:
        """Return a message timestamp: `now` in seconds, with the microseconds made unique and increasing."""
        self.last_ts = max(int(now * 1_000_000), self.last_ts + 1)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def become(self, other: "Workspace") -> None:
        """Take over the contents of `other`; timestamps go on increasing."""
        last_ts = self.last_ts
        vars(self).update(vars(other))
        self.last_ts = max(last_ts, self.last_ts)

    # Messages

    def add(self, message: Message) -> None:
        """Store a new message and enter it in its thread."""
        self.messages.setdefault(message.channel, {})[message.ts] = message
        if message.is_reply and not message.only_for:
            self.replies.setdefault((message.channel, str(message.thread_ts)), []).append(message.ts)
        self.last_ts = max(self.last_ts, int(message.ts.replace(".", "")))

    def remove(self, message: Message) -> None:
        """Forget a message; replies to it stay."""
        self.messages[message.channel].pop(message.ts, None)
        thread = self.replies.get((message.channel, str(message.thread_ts)), [])
        if message.is_reply and message.ts in thread:
            thread.remove(message.ts)

    def message(self, channel: str, ts: str) -> Message | None:
        """Return one message, ephemeral ones included."""
        return self.messages.get(channel, {}).get(ts)

    def top_level(self, channel: str) -> list[Message]:
        """Return what the channel itself shows to everyone, oldest first."""
        messages = self.messages.get(channel, {}).values()
        return [message for message in messages if message.is_top_level and not message.only_for]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Return the replies below the message `ts`, oldest first."""
        stored = self.messages.get(channel, {})
        return [stored[reply] for reply in self.replies.get((channel, ts), []) if reply in stored]

    def thread_root(self, channel: str, ts: str) -> Message | None:
        """Return the message that starts the thread `ts` belongs to; None where there is none."""
        message = self.message(channel, ts)
        if message is None or message.only_for:
            return None
        return self.message(channel, str(message.thread_ts)) if message.is_reply else message

    # People and places

    def channel_named(self, name: str) -> Channel | None:
        """Return the channel of that id or name (with or without `#`)."""
        by_name = (c for c in self.channels.values() if c.kind not in DIRECT and c.name == name.removeprefix("#"))
        return self.channels.get(name) or next(by_name, None)

    def direct_message(self, *people: str) -> Channel | None:
        """Return the direct message of exactly these people, if they ever opened one."""
        wanted = set(people)
        found = (c for c in self.channels.values() if c.kind in DIRECT and set(c.members) == wanted)
        return next(found, None)

    def open_direct_message(self, *people: str, channel_id: str = "") -> Channel:
        """Return the direct message of two people or of several, opened if need be."""
        channel = self.direct_message(*people)
        if channel is None:
            channel = self._group(people) if len(people) > PAIR else Channel(new_id("D"), "", "im", list(people))
            channel.id = channel_id or channel.id
            self.channels[channel.id] = channel
        return channel

    def move(self, channel: Channel, new_id: str) -> None:
        """Give a channel another id, under which all that was said in it is found from now on."""
        old, channel.id = channel.id, new_id
        channel.former_id = old
        self.channels[new_id] = self.channels.pop(old)
        self.messages[new_id] = self.messages.pop(old, {})
        for message in self.messages[new_id].values():
            message.channel = new_id
        for thread in [key for key in self.replies if key[0] == old]:
            self.replies[new_id, thread[1]] = self.replies.pop(thread)
        for file in self.files.values():
            file.channels = [new_id if shared == old else shared for shared in file.channels]

    def current_id(self, channel: str) -> str:
        """Return the id that a channel has now, where it was given another one."""
        moved = (other.id for other in self.channels.values() if other.former_id == channel)
        return channel if channel in self.channels else next(moved, channel)

    def _group(self, people: tuple[str, ...]) -> Channel:
        names = [self.users[user].name for user in people]
        about = "Group messaging with: " + " ".join(f"@{name}" for name in names)
        name = f"mpdm-{'--'.join(names)}-1"
        return Channel(new_id("C"), name, "mpim", list(people), topic="Group messaging", purpose=about)

    def apps_in(self, channel: Channel) -> Iterator[App]:
        """Yield the apps whose bot user is a member."""
        return (app for app in self.apps.values() if app.bot_user in channel.members)

    def app_of_bot(self, user: str) -> App | None:
        """Return the app whose bot user this is."""
        return next((app for app in self.apps.values() if app.bot_user == user), None)

    def groups_of(self, user: str) -> Iterable[UserGroup]:
        """Return the user groups somebody is in."""
        return [group for group in self.groups.values() if user in group.users]

    def apps_knowing(self, channel: Channel) -> Iterator[App]:
        """Yield the apps that may know of a channel: all of them of a public one, else its members."""
        return iter(self.apps.values()) if channel.kind == "channel" else self.apps_in(channel)

    def may_read(self, app: App, file: File) -> bool:
        """Whether an app may see a file: its own, or one in a channel that it is in."""
        shared = (self.channels[channel] for channel in file.channels if channel in self.channels)
        return file.user == app.bot_user or any(app.bot_user in channel.members for channel in shared)

    def team_of(self, user: str) -> str:
        """Return the company that somebody belongs to."""
        known = self.users.get(user)
        return (known.team_id if known else "") or self.team.id

    def visible_to(self, user: str) -> list[Channel]:
        """Return the channels somebody is a member of."""
        return [channel for channel in self.channels.values() if user in channel.members]
