"""Every Web API method of the sandbox with its scopes and its tier (docs.slack.dev, 2026-05)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ops.sandbox.model import Json
from ops.sandbox.rate_limits import SPECIAL, STATUS, TIER_2, TIER_3, TIER_4
from ops.sandbox.web_api import (
    agents,
    apps,
    blocks_api,
    bookmarks,
    canvases,
    channels,
    chat,
    conversations,
    files,
    functions_api,
    later,
    people,
    pins,
    reactions,
    samples,
    streaming,
    unfurling,
    views_api,
)
from ops.sandbox.web_api.call import Call

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
MANAGE = ("channels:manage", "groups:write")
TOPIC = (*MANAGE, "channels:write.topic", "groups:write.topic")
INVITE = (*MANAGE, "channels:write.invites", "groups:write.invites")
AGENT = ("assistant:write", "chat:write")


@dataclass(frozen=True)
class Method:
    """A method: one of `scopes` is needed (none if empty), `tier` calls a minute are allowed."""

    handler: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "none"] = "bot"  # noqa: S105  # a kind, not a token


METHODS: dict[str, Method] = {
    "agents.sessions.rename": Method(agents.rename_session, TIER_3, ("chat:write",)),
    "agents.sessions.setStatus": Method(agents.set_session_status, TIER_3, AGENT),
    "api.test": Method(apps.api_test, TIER_4, token="none"),  # noqa: S106
    "apps.connections.open": Method(apps.connections_open, TIER_3, token="app"),  # noqa: S106
    "assistant.threads.setStatus": Method(agents.set_status, STATUS, AGENT),
    "assistant.threads.setSuggestedPrompts": Method(agents.set_suggested_prompts, TIER_4, ("assistant:write",)),
    "assistant.threads.setTitle": Method(agents.set_title, TIER_4, ("assistant:write",)),
    "auth.test": Method(apps.auth_test, SPECIAL),
    "blocks.validate": Method(blocks_api.validate, TIER_4),
    "bookmarks.add": Method(bookmarks.add, TIER_2, ("bookmarks:write",)),
    "bookmarks.list": Method(bookmarks.list_bookmarks, TIER_3, ("bookmarks:read",)),
    "bots.info": Method(people.bots_info, TIER_3, ("users:read",)),
    "chat.appendStream": Method(streaming.append_stream, TIER_4, ("chat:write",)),
    "chat.delete": Method(chat.delete, TIER_3, ("chat:write",)),
    "chat.deleteScheduledMessage": Method(later.delete_scheduled, TIER_3, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, SPECIAL),
    "chat.meMessage": Method(later.me_message, TIER_3, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, TIER_4, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, SPECIAL, ("chat:write",)),
    "chat.scheduleMessage": Method(later.schedule, TIER_3, ("chat:write",)),
    "chat.scheduledMessages.list": Method(later.list_scheduled, TIER_3),
    "chat.startStream": Method(streaming.start_stream, TIER_2, ("chat:write",)),
    "chat.stopStream": Method(streaming.stop_stream, TIER_2, ("chat:write",)),
    "chat.unfurl": Method(unfurling.unfurl, TIER_3, ("links:write",)),
    "chat.update": Method(chat.update, TIER_3, ("chat:write",)),
    "conversations.archive": Method(channels.archive, TIER_2, MANAGE),
    "conversations.canvases.create": Method(canvases.create, TIER_2, ("canvases:write",)),
    "conversations.close": Method(channels.close, TIER_2, OPEN),
    "conversations.create": Method(channels.create, TIER_2, MANAGE),
    "conversations.history": Method(conversations.history, TIER_3, HISTORY),
    "conversations.info": Method(conversations.info, TIER_3, READ),
    "conversations.invite": Method(channels.invite, TIER_3, INVITE),
    "conversations.join": Method(conversations.join, TIER_3, ("channels:join",)),
    "conversations.kick": Method(channels.kick, TIER_3, MANAGE),
    "conversations.leave": Method(channels.leave, TIER_3, MANAGE),
    "conversations.list": Method(conversations.list_channels, TIER_2, READ),
    "conversations.mark": Method(channels.mark, TIER_3, OPEN),
    "conversations.members": Method(conversations.members, TIER_4, READ),
    "conversations.open": Method(conversations.open_conversation, TIER_3, OPEN),
    "conversations.rename": Method(channels.rename, TIER_2, MANAGE),
    "conversations.replies": Method(conversations.replies, TIER_3, HISTORY),
    "conversations.setPurpose": Method(channels.set_purpose, TIER_2, TOPIC),
    "conversations.setTopic": Method(channels.set_topic, TIER_2, TOPIC),
    "conversations.unarchive": Method(channels.unarchive, TIER_2, MANAGE),
    "developer.sampleData.get": Method(samples.get, TIER_3),
    "dialog.open": Method(views_api.open_dialog, TIER_4),
    "entity.presentDetails": Method(unfurling.present_details, TIER_3),
    "files.completeUploadExternal": Method(files.complete_upload, TIER_4, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, TIER_4, ("files:write",)),
    "files.info": Method(files.info, TIER_4, ("files:read",)),
    "files.upload": Method(files.upload, TIER_2, ("files:write",)),
    "functions.completeError": Method(functions_api.complete_error, TIER_3),
    "functions.completeSuccess": Method(functions_api.complete_success, TIER_3),
    "pins.add": Method(pins.add, TIER_2, ("pins:write",)),
    "pins.list": Method(pins.list_pins, TIER_2, ("pins:read",)),
    "reactions.add": Method(reactions.add, TIER_3, ("reactions:write",)),
    "reactions.get": Method(reactions.get, TIER_3, ("reactions:read",)),
    "reactions.remove": Method(reactions.remove, TIER_2, ("reactions:write",)),
    "team.info": Method(people.team_info, TIER_3, ("team:read",)),
    "usergroups.list": Method(people.usergroups_list, TIER_2, ("usergroups:read",)),
    "usergroups.users.list": Method(people.usergroups_users_list, TIER_2, ("usergroups:read",)),
    "users.conversations": Method(conversations.users_conversations, TIER_3, READ),
    "users.info": Method(people.users_info, TIER_4, ("users:read",)),
    "users.list": Method(people.users_list, TIER_2, ("users:read",)),
    "users.lookupByEmail": Method(people.users_lookup_by_email, TIER_3, ("users:read.email",)),
    "views.open": Method(views_api.open_view, TIER_4),
    "views.publish": Method(views_api.publish, TIER_4),
    "views.push": Method(views_api.push, TIER_4),
    "views.update": Method(views_api.update, TIER_4),
}
