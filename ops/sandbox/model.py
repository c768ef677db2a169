"""The nouns of a Slack workspace. `Workspace` owns every instance; nothing else keeps a copy."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["channel", "private", "im", "mpim"]
Mode = Literal["timeline", "plan", "dense"]

# Where a conversation's kind appears in Slack's vocabulary.
CHANNEL_TYPE: dict[Kind, str] = {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}
MESSAGE_EVENT: dict[Kind, str] = {
    "channel": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
SCOPE_PREFIX: dict[Kind, str] = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
DIRECT: frozenset[Kind] = frozenset({"im", "mpim"})
SLACKBOT = "USLACKBOT"
CHAT = "assistant_app_thread"  # the subtype of the message that starts a chat with an assistant app
CANVAS_TYPE = "application/vnd.slack-docs"


@dataclass(frozen=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


@dataclass
class User:
    """A person or a bot. `is_restricted` marks a guest; a `team_id` somebody of another company (Slack Connect)."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Dublin"
    color: str = "616061"
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    team_id: str = ""
    updated: int = 0


@dataclass
class UserGroup:
    """A user group ("subteam" in Slack's API)."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    date_update: int = 0


@dataclass
class Channel:
    """A conversation: public channel, private channel, direct message of two members (`im`) or of several (`mpim`).

    `canvas` is the id of the file that is its canvas. `connected_team_ids` are the companies that it is shared with,
    `pending_connected_team_ids` those that were invited; `former_id` is the id from before a private one was shared.
    """

    id: str
    name: str
    kind: Kind
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    created: int = 1_700_000_000
    creator: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    connected_team_ids: list[str] = field(default_factory=list)
    pending_connected_team_ids: list[str] = field(default_factory=list)
    former_id: str = ""
    canvas: str = ""
    bookmarks: list[Json] = field(default_factory=list)

    @staticmethod
    def from_json(saved: Json) -> "Channel":
        """Rebuild a conversation from what the store kept."""
        return Channel(**_known(Channel, saved))


@dataclass
class App:
    """An installed app: its public sandbox secrets, and what its manifest declares.

    `view` says how people talk to it in direct messages: as an "agent", in the threads of an "assistant", or plainly.
    `functions` are its custom functions by callback id; `search` names those that answer Slack's search.
    """

    id: str
    name: str
    bot_user: str
    bot_id: str
    bot_token: str
    signing_secret: str
    app_token: str = ""
    description: str = ""
    request_url: str | None = None
    scopes: list[str] = field(default_factory=list)
    bot_events: list[str] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    shortcuts: list[Json] = field(default_factory=list)
    suggested_prompts: list[Json] = field(default_factory=list)
    view: str = ""
    functions: dict[str, Json] = field(default_factory=dict)
    search: dict[str, str] = field(default_factory=dict)
    unfurl_domains: list[str] = field(default_factory=list)

    @property
    def verification_token(self) -> str:
        """The deprecated token that every payload still carries."""
        return f"verification-{self.id}"


@dataclass
class Stream:
    """A message that is being streamed. `state` never returns to `streaming`; `mode` says how its tasks are shown.

    `content` is what it takes: whatever came first, Markdown or chunks.
    """

    started: float
    state: Literal["streaming", "stopped", "expired", "stopped_by_user"] = "streaming"
    chunks: list[Json] = field(default_factory=list)
    footer: list[Json] = field(default_factory=list)
    mode: Mode = "timeline"
    content: Literal["", "markdown_text", "chunks"] = ""


@dataclass
class Message:
    """One message. `text` is Slack's encoded mrkdwn; `only_for` names the one reader of an ephemeral message.

    `pinned` has who pinned it and when; `entities` are its Work Objects, each with its `app_id`; `execution_id` is the
    run of a custom function that posted it; `title` is that of the chat that the message starts.
    """

    channel: str
    ts: str
    user: str
    text: str = ""
    app_id: str | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    file_ids: list[str] = field(default_factory=list)
    metadata: Json | None = None
    username: str | None = None
    icons: Json | None = None
    edited: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    pinned: Json | None = None
    entities: list[Json] = field(default_factory=list)
    execution_id: str | None = None
    title: str | None = None
    client_msg_id: str | None = None
    only_for: str | None = None
    stream: Stream | None = None

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in a thread below another one."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_top_level(self) -> bool:
        """Whether the message shows in the channel itself."""
        return not self.is_reply or self.subtype == "thread_broadcast"

    @property
    def is_streaming(self) -> bool:
        """Whether text may still be appended."""
        return self.stream is not None and self.stream.state == "streaming"

    def to_json(self) -> Json:
        """Return the form the store keeps."""
        return asdict(self)

    @staticmethod
    def from_json(saved: Json) -> "Message":
        """Rebuild a message; a stream that was open when the server stopped is over."""
        stream = saved.pop("stream", None)
        message = Message(**_known(Message, saved))
        if stream:
            message.stream = Stream(**_known(Stream, stream))
            if message.is_streaming:
                message.stream.state = "expired"
        return message


def _known(kind: type, saved: Json) -> Json:
    """Leave out what an older version kept and this one does not know."""
    return {each.name: saved[each.name] for each in fields(kind) if each.name in saved}


TOMBSTONE = "tombstone"
"""The `mode` of a file that was deleted: of it nothing is told."""


@dataclass
class File:
    """An uploaded file; `content` is None until the bytes have arrived.

    `about` has further fields of the file object, such as the `subtype` and `transcription` of a voice clip.
    """

    id: str
    name: str
    size: int
    mimetype: str
    user: str
    title: str = ""
    created: int = 0
    channels: list[str] = field(default_factory=list)
    content: bytes | None = field(default=None, repr=False)
    complete: bool = False
    about: Json = field(default_factory=dict)
    subtitles: str | None = None
    """What is said in a clip, as WebVTT."""
