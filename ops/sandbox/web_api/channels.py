"""conversations.* that change a conversation."""

from ops.sandbox.channels import GENERAL
from ops.sandbox.errors import SlackError
from ops.sandbox.model import DIRECT, Channel, Json, Kind
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.conversations import shape

MOST_INVITED = 100


def create(call: Call) -> Json:
    """conversations.create."""
    kind: Kind = "private" if call.flag("is_private") else "channel"
    call.need_scope("groups:write" if kind == "private" else "channels:manage")
    name = (call.optional("name") or "").strip()
    return {"channel": shape(call, call.sandbox.channels.create(name, call.app.bot_user, kind))}


def _named(call: Call, right: str = "") -> Channel:
    """Return the channel that is changed; `right` is the narrower scope that is enough for it."""
    channel = call.channel()
    if channel.kind in DIRECT:
        raise SlackError("method_not_supported_for_channel_type")
    family, whole = ("channels", "channels:manage") if channel.kind == "channel" else ("groups", "groups:write")
    call.need_scope(*([f"{family}:write.{right}"] if right else []), whole)
    return channel


def _own(call: Call, right: str = "") -> Channel:
    channel = _named(call, right)
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    return channel


def archive(call: Call) -> Json:
    """conversations.archive."""
    call.sandbox.channels.archive(_own(call), call.app.bot_user)
    return {}


def unarchive(call: Call) -> Json:
    """conversations.unarchive."""
    call.sandbox.channels.unarchive(_own(call), call.app.bot_user)
    return {}


def rename(call: Call) -> Json:
    """conversations.rename."""
    channel = _own(call)
    call.sandbox.channels.rename(channel, call.app.bot_user, (call.optional("name") or "").strip())
    return {"channel": shape(call, channel)}


def set_topic(call: Call) -> Json:
    """conversations.setTopic."""
    channel = _open(call, "topic")
    call.sandbox.channels.describe(channel, call.app.bot_user, "topic", call.optional("topic") or "")
    return {"channel": shape(call, channel)}


def set_purpose(call: Call) -> Json:
    """conversations.setPurpose."""
    channel = _open(call, "topic")
    call.sandbox.channels.describe(channel, call.app.bot_user, "purpose", call.optional("purpose") or "")
    return {"channel": shape(call, channel), "purpose": channel.purpose}


def _open(call: Call, right: str) -> Channel:
    channel = _own(call, right)
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def invite(call: Call) -> Json:
    """conversations.invite: all of `users`, or with `force` those of them who can be."""
    channel = _open(call, "invites")
    users = call.items("users")
    if not users or len(users) > MOST_INVITED:
        raise SlackError("too_many_users" if users else "no_user")
    problems = [{"user": user, "ok": False, "error": code} for user in users if (code := _why_not(call, channel, user))]
    if problems and not call.flag("force"):
        raise SlackError(str(problems[0]["error"]), errors=problems)
    refused = {problem["user"] for problem in problems}
    for user in users:
        if user not in refused:
            call.sandbox.channels.add(channel, user, inviter=call.app.bot_user)
    return {"channel": shape(call, channel), **({"errors": problems} if problems else {})}


def _why_not(call: Call, channel: Channel, user: str) -> str:
    if user == call.app.bot_user:
        return "cant_invite_self"
    if user not in call.workspace.users:
        return "user_not_found"
    return "already_in_channel" if user in channel.members else ""


def kick(call: Call) -> Json:
    """conversations.kick."""
    channel, user = _own(call), call.user().id
    if user == call.app.bot_user:
        raise SlackError("cant_kick_self")
    if channel.name == GENERAL:
        raise SlackError("cant_kick_from_general")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    call.sandbox.channels.remove(channel, user)
    return {"errors": {}}


def leave(call: Call) -> Json:
    """conversations.leave."""
    channel = _named(call)
    if channel.name == GENERAL:
        raise SlackError("cant_leave_general")
    if not call.is_member(channel):
        return {"not_in_channel": True}
    if len(channel.members) == 1 and channel.kind == "private":
        raise SlackError("last_member")
    call.sandbox.channels.remove(channel, call.app.bot_user)
    return {}


def close(call: Call) -> Json:
    """conversations.close: put a direct message away; what was said in it stays."""
    channel = call.own_channel()
    if channel.kind not in DIRECT:
        raise SlackError("method_not_supported_for_channel_type")
    return {}


def mark(call: Call) -> Json:
    """conversations.mark: apps have no unread messages here, so that only the arguments are checked."""
    call.need("channel", "ts")
    call.own_channel()
    return {}
