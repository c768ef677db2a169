"""conversations.* and users.conversations."""

import re

from ops.sandbox.errors import SlackError
from ops.sandbox.model import DIRECT, SCOPE_PREFIX, Channel, Json, Kind, Message
from ops.sandbox.shapes import channel_json, message_json
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.paging import page

TYPES: dict[str, Kind] = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
TIMESTAMP = re.compile(r"\d{1,10}(\.\d{1,6})?")


def list_channels(call: Call) -> Json:
    """conversations.list: every public channel, and the private ones and direct messages the app is in."""
    known = (c for c in call.workspace.channels.values() if c.kind == "channel" or call.is_member(c))
    return _channel_page(call, list(known))


def users_conversations(call: Call) -> Json:
    """users.conversations: where somebody (by default the app itself) is a member, as far as the app may know."""
    user = call.user().id if call.optional("user") else call.app.bot_user
    theirs = call.workspace.visible_to(user)
    return _channel_page(call, [c for c in theirs if c.kind == "channel" or call.is_member(c)])


def _channel_page(call: Call, channels: list[Channel]) -> Json:
    names = call.items("types") or ["public_channel"]
    if not set(names) <= TYPES.keys():
        raise SlackError("invalid_types")
    kinds = {TYPES[name] for name in names}
    call.need_scope(*(f"{SCOPE_PREFIX[kind]}:read" for kind in kinds))
    wanted = [c for c in channels if c.kind in kinds and not (call.flag("exclude_archived") and c.is_archived)]
    shown, metadata = page(call, wanted)
    return {"channels": [shape(call, c) for c in shown], "response_metadata": metadata}


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.channel()
    call.need_channel_scope(channel, "read")
    about = shape(call, channel)
    if not call.flag("include_num_members"):
        about.pop("num_members", None)
    return {"channel": about}


def members(call: Call) -> Json:
    """conversations.members."""
    channel = call.channel()
    call.need_channel_scope(channel, "read")
    shown, metadata = page(call, channel.members)
    return {"members": shown, "response_metadata": metadata}


def open_conversation(call: Call) -> Json:
    """conversations.open: the direct message with one person or with several."""
    if call.optional("channel"):
        channel, existed = call.channel(), True
    else:
        others = [user for user in call.items("users") if user != call.app.bot_user]
        call.need_scope("mpim:write" if len(others) > 1 else "im:write")
        channel, existed = call.sandbox.channels.open(call.app.bot_user, others)
    if channel.kind not in DIRECT:
        raise SlackError("method_not_supported_for_channel_type")
    about = shape(call, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": about, **({"no_op": True, "already_open": True} if existed else {})}


def join(call: Call) -> Json:
    """conversations.join."""
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if call.is_member(channel):
        answer = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": shape(call, channel), **answer}
    call.sandbox.channels.add(channel, call.app.bot_user)
    return {"channel": shape(call, channel)}


def history(call: Call) -> Json:
    """conversations.history: what the channel itself shows, newest first."""
    channel = call.own_channel()
    call.need_channel_scope(channel, "history")
    messages = _between(call, call.workspace.top_level(channel.id), inclusive=call.flag("inclusive"))
    shown, metadata = page(call, messages[::-1])
    answer: Json = {"messages": [_message(call, message) for message in shown]}
    answer["has_more"] = bool(metadata["next_cursor"])
    return {**answer, "pin_count": 0, "channel_actions_ts": None, "response_metadata": metadata}


def replies(call: Call) -> Json:
    """conversations.replies: the thread's root on every page, then the replies, oldest first."""
    call.need("channel", "ts")
    channel = call.own_channel()
    call.need_channel_scope(channel, "history")
    root = call.workspace.thread_root(channel.id, call.text("ts"))
    if root is None:
        raise SlackError("thread_not_found")
    thread = _between(call, call.workspace.thread(channel.id, root.ts), inclusive=call.flag("inclusive"))
    shown, metadata = page(call, thread)
    answer: Json = {"messages": [_message(call, message) for message in (root, *shown)]}
    answer["has_more"] = bool(metadata["next_cursor"])
    return {**answer, "response_metadata": metadata}


def _between(call: Call, messages: list[Message], *, inclusive: bool) -> list[Message]:
    """Keep what lies between `oldest` and `latest`; the ends themselves only if `inclusive`."""
    oldest, latest = _timestamp(call, "oldest"), _timestamp(call, "latest")
    kept = [m for m in messages if (oldest is None or float(m.ts) >= oldest)]
    kept = [m for m in kept if latest is None or float(m.ts) <= latest]
    return kept if inclusive else [m for m in kept if float(m.ts) not in {oldest, latest}]


def _timestamp(call: Call, name: str) -> float | None:
    value = call.optional(name)
    if value is None or value in {"0", "now"}:
        return None
    if not TIMESTAMP.fullmatch(value):
        raise SlackError(f"invalid_ts_{name}")
    return float(value)


def _message(call: Call, message: Message) -> Json:
    metadata = call.flag("include_all_metadata")
    return message_json(message, call.workspace, call.sandbox.base_url, metadata=metadata)


def shape(call: Call, channel: Channel) -> Json:
    """Return a conversation as the app sees it."""
    return channel_json(channel, call.team, call.app.bot_user)
