"""bookmarks.*."""

from urllib.parse import urlsplit

from ops.sandbox.errors import SlackError
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call


def add(call: Call) -> Json:
    """bookmarks.add: links only."""
    call.need("channel_id", "title", "type")
    channel = call.own_channel("channel_id")
    if call.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    link = call.optional("link") or ""
    if urlsplit(link).scheme not in {"http", "https"}:
        raise SlackError("invalid_link")
    bookmark = {
        "id": new_id("Bk"),
        "channel_id": channel.id,
        "title": call.text("title"),
        "link": link,
        "emoji": call.optional("emoji") or "",
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": int(call.sandbox.clock.now()),
        "date_updated": 0,
        "rank": "",
        "last_updated_by_user_id": call.app.bot_user,
    }
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark}


def list_bookmarks(call: Call) -> Json:
    """bookmarks.list."""
    return {"bookmarks": list(call.channel("channel_id").bookmarks)}
