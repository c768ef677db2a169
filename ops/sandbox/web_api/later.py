"""chat.scheduleMessage and what belongs to it; chat.meMessage."""

from ops.sandbox.content import Content, check_content
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.chat import content_args, destination, draft, shape
from ops.sandbox.web_api.paging import page


def schedule(call: Call) -> Json:
    """chat.scheduleMessage."""
    call.need("channel", "post_at")
    channel = destination(call)
    message = draft(call, channel, check_content(content_args(call)))
    scheduled = call.sandbox.scheduled.schedule(message, call.number("post_at", 0, 10**11, "invalid_time"))
    described = {name: value for name, value in shape(call, message).items() if name != "ts"}
    where = {"channel": channel.id, "scheduled_message_id": scheduled.id, "post_at": scheduled.post_at}
    return {**where, "message": described}


def delete_scheduled(call: Call) -> Json:
    """chat.deleteScheduledMessage."""
    call.need("channel", "scheduled_message_id")
    call.sandbox.scheduled.cancel(call.app, call.channel().id, call.text("scheduled_message_id"))
    return {}


def list_scheduled(call: Call) -> Json:
    """chat.scheduledMessages.list."""
    channel = call.channel().id if call.optional("channel") else None
    mine = [each for each in call.sandbox.scheduled.of(call.app) if channel in {None, each.message.channel}]
    shown, metadata = page(call, mine)
    return {"scheduled_messages": [each.to_json() for each in shown], "response_metadata": metadata}


def me_message(call: Call) -> Json:
    """chat.meMessage: what the app does, in the third person."""
    call.need("channel")
    if not call.optional("text"):
        raise SlackError("no_text")
    channel = destination(call)
    message = draft(call, channel, Content(call.text("text")))
    message.subtype = "me_message"
    call.sandbox.posting.post(message)
    return {"channel": channel.id, "ts": message.ts}
