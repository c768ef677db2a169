"""pins.*."""

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json, Message
from ops.sandbox.sharing import permalink
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.chat import shape


def add(call: Call) -> Json:
    """pins.add."""
    if not call.optional("timestamp"):
        raise SlackError("no_item_specified")
    message = call.message(call.own_channel(), "timestamp")
    if message.only_for:
        raise SlackError("message_not_found")
    if message.pinned:
        raise SlackError("already_pinned")
    call.sandbox.posting.pin(message, call.app.bot_user)
    return {}


def list_pins(call: Call) -> Json:
    """pins.list: the newest pin first."""
    channel = call.channel()
    pinned = [message for message in call.workspace.messages.get(channel.id, {}).values() if message.pinned]
    items = [
        {
            "type": "message",
            "channel": channel.id,
            **(message.pinned or {}),
            "message": _pinned(call, message),
        }
        for message in pinned
    ]
    return {"items": sorted(items, key=lambda item: item["created"], reverse=True)}


def _pinned(call: Call, message: Message) -> Json:
    link = permalink(message, call.sandbox.base_url)
    return {**shape(call, message), "pinned_to": [message.channel], "permalink": link}
