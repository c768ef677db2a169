"""Slack's JSON for users, channels, messages, files and views."""

import re
from urllib.parse import quote

from ops.sandbox import text
from ops.sandbox.model import CANVAS_TYPE, CHAT, TOMBSTONE, App, Channel, File, Json, Message, User, UserGroup
from ops.sandbox.workspace import Workspace

PIECE = re.compile(r"<([^<>\n]+)>")


def user_json(user: User, team: str, *, locale: bool = False) -> Json:
    """Return a user object; `locale` adds what `include_locale` asks for."""
    team = user.team_id or team
    shape: Json = {
        "id": user.id,
        "team_id": team,
        "name": user.name,
        "deleted": user.deleted,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_stranger": user.is_stranger,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "profile": _profile_json(user, team),
    }
    return {**shape, "locale": user.locale} if locale else shape


def _profile_json(user: User, team: str) -> Json:
    return {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "email": user.email,
        "team": team,
    }


def group_json(group: UserGroup, team: str, *, users: bool = False) -> Json:
    """Return a user group; `users` adds its members."""
    shape: Json = {
        "id": group.id,
        "team_id": team,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 0,
        "date_update": group.date_update,
        "date_delete": 0,
        "user_count": len(group.users),
    }
    return {**shape, "users": list(group.users)} if users else shape


def channel_json(channel: Channel, team: str, reader: str) -> Json:
    """Return a conversation as `reader` (a user id) sees it."""
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "context_team_id": team,
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        **_sharing_json(channel, team),
    }
    if channel.kind == "im":
        other = next((member for member in channel.members if member != reader), reader)
        return {**common, "user": other, "is_user_deleted": False, "is_open": True}
    canvas = {"canvas": {"file_id": channel.canvas, "is_empty": False, "quip_thread_id": ""}}
    tab = {"id": f"Ct{channel.canvas}", "type": "canvas", "label": "", "data": {"file_id": channel.canvas}}
    return {
        **common,
        **({"properties": {**canvas, "tabs": [tab]}} if channel.canvas else {}),
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_private": channel.kind != "channel",
        "is_general": channel.name == "general",
        "is_member": reader in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def _sharing_json(channel: Channel, team: str) -> Json:
    return {
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": bool(channel.pending_connected_team_ids),
        "pending_shared": [],
        "pending_connected_team_ids": list(channel.pending_connected_team_ids),
        "shared_team_ids": [team, *channel.connected_team_ids],
        **({"connected_team_ids": list(channel.connected_team_ids)} if channel.is_ext_shared else {}),
    }


def file_json(file: File, base_url: str) -> Json:
    """Return a file object; its bytes need a token with `files:read`."""
    if file.about.get("mode") == TOMBSTONE:
        return {"id": file.id, "mode": TOMBSTONE}
    url = f"{base_url}/files-pri/{file.id}/{quote(file.name)}"
    is_canvas = file.mimetype == CANVAS_TYPE
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": "quip" if is_canvas else file.name.rpartition(".")[2],
        "user": file.user,
        "size": file.size,
        "mode": "quip" if is_canvas else "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": url,
        "url_private_download": url,
        "permalink": f"{base_url}/files/{file.user}/{file.id}/{quote(file.name)}",
        "channels": list(file.channels),
        **({"vtt": f"{base_url}/files-tmb/{file.id}/file.vtt"} if file.subtitles else {}),
        **file.about,
    }


def message_json(message: Message, workspace: Workspace, base_url: str, *, metadata: bool = False) -> Json:
    """Return a message as the Web API and events carry it; `metadata` adds its metadata."""
    shape: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        **_team_json(message, workspace),
        **_author_json(message, workspace),
        **_thread_json(message, workspace),
    }
    if message.file_ids:
        files = (workspace.files[file] for file in message.file_ids if file in workspace.files)
        shape |= {"files": [file_json(file, base_url) for file in files], "upload": False}
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    optional = {"attachments": message.attachments, "edited": message.edited, "subtype": message.subtype}
    shape |= {name: value for name, value in optional.items() if value}
    if message.subtype == CHAT:
        shape[CHAT] = {"title": message.title, "title_blocks": typed_blocks(message.title or ""), "artifacts": []}
    return {**shape, "metadata": message.metadata} if metadata and message.metadata else shape


def _team_json(message: Message, workspace: Workspace) -> Json:
    """Return the author's company; somebody of another one is marked as such (Slack Connect)."""
    team = workspace.team_of(message.user)
    return {"team": team} if team == workspace.team.id else {"team": team, "user_team": team, "source_team": team}


def _author_json(message: Message, workspace: Workspace) -> Json:
    app = workspace.apps.get(message.app_id or "")
    if not app:
        blocks = message.blocks or typed_blocks(message.text)
        typed = {"client_msg_id": message.client_msg_id, "blocks": blocks} if message.client_msg_id else {}
        return {name: value for name, value in typed.items() if value}
    author: Json = {"bot_id": app.bot_id, "app_id": app.id, "bot_profile": bot_json(app, workspace.team.id)}
    # Slack gives a message that has only text the rich text of it; Bolt's store of an assistant's context relies on it.
    blocks = message.blocks or ([] if message.attachments else typed_blocks(message.text))
    optional = {"username": message.username, "icons": message.icons, "blocks": blocks}
    return {**author, **{name: value for name, value in optional.items() if value}}


def bot_json(app: App, team: str) -> Json:
    """Return an app's bot profile."""
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "user_id": app.bot_user,
        "name": app.name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": team,
    }


def _thread_json(message: Message, workspace: Workspace) -> Json:
    if message.is_reply:
        root = workspace.message(message.channel, str(message.thread_ts))
        parent = {"parent_user_id": root.user} if root else {}
        return {"thread_ts": message.thread_ts, **parent}
    replies = workspace.thread(message.channel, message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users[:5],
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def typed_blocks(encoded: str) -> list[Json]:
    """Return the rich_text block that Slack's composer makes of a typed message."""
    if not encoded:
        return []
    pieces = PIECE.split(encoded)
    leaves = [
        _typed_leaf(piece) if index % 2 else {"type": "text", "text": text.decode(piece)}
        for index, piece in enumerate(pieces)
        if piece
    ]
    section = {"type": "rich_text_section", "elements": leaves}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _typed_leaf(token: str) -> Json:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": text.decode(target), **({"text": text.decode(label)} if label else {})}
