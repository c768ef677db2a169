"""reactions.*."""

import re

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json, Message
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.chat import shape

NAME = re.compile(r"[\w+-]+(::skin-tone-[2-6])?")


def _target(call: Call) -> Message:
    if not (call.optional("channel") and call.optional("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.own_channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    return call.message(channel, "timestamp")


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name


def add(call: Call) -> Json:
    """reactions.add."""
    message, name, user = _target(call), _name(call), call.app.bot_user
    if user in message.reactions.get(name, []):
        raise SlackError("already_reacted")
    call.sandbox.posting.react(message, user, name)
    return {}


def remove(call: Call) -> Json:
    """reactions.remove."""
    message, name, user = _target(call), _name(call), call.app.bot_user
    if user not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    call.sandbox.posting.react(message, user, name)
    return {}


def get(call: Call) -> Json:
    """reactions.get."""
    message = _target(call)
    return {"type": "message", "channel": message.channel, "message": shape(call, message)}
