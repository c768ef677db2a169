"""Messages that are passed on: the address that opens one, and the attachment that quotes it."""

from datetime import UTC, datetime

from ops.sandbox.model import DIRECT, Json, Message
from ops.sandbox.shapes import message_json
from ops.sandbox.workspace import Workspace


def permalink(message: Message, base_url: str) -> str:
    """Return the address of a message, in Slack's own form."""
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else ""
    return f"{base_url}/archives/{message.channel}/p{message.ts.replace('.', '')}{thread}"


def quotation(message: Message, workspace: Workspace, base_url: str) -> Json:
    """Return the attachment that carries a forwarded message: its words, its author, and where it was said."""
    shape = message_json(message, workspace, base_url)
    where = {"team": workspace.team.id, "channel": message.channel, "ts": message.ts}
    blocks = {"message_blocks": [{**where, "message": {"blocks": shape["blocks"]}}]} if shape.get("blocks") else {}
    files = {"files": shape["files"]} if "files" in shape else {}
    return {
        "id": 1,
        "ts": message.ts,
        "channel_id": message.channel,
        "channel_team": workspace.team.id,
        "is_msg_unfurl": True,
        "is_share": True,
        **_author(message, workspace, base_url),
        **blocks,
        **files,
        "text": message.text,
        "from_url": permalink(message, base_url),
        "footer": _footer(message, workspace),
        "mrkdwn_in": ["text"],
    }


def _author(message: Message, workspace: Workspace, base_url: str) -> Json:
    author = workspace.users.get(message.user)
    name = author.real_name if author else message.user
    said = datetime.fromtimestamp(float(message.ts), UTC).strftime("%B %d, %Y %I:%M %p")
    return {
        "author_id": message.user,
        "author_name": name,
        "author_subname": author.name if author else "",
        "author_link": f"{base_url}/team/{message.user}",
        "fallback": f"[{said}] {name}: {message.text}",
    }


def _footer(message: Message, workspace: Workspace) -> str:
    channel = workspace.channels[message.channel]
    if channel.kind in DIRECT:
        return "Direct message"
    return f"{'Thread' if message.is_reply else 'Posted'} in #{channel.name}"
