"""chat.*: posting, changing and deleting messages."""

from typing import Any

from ops.sandbox.content import Content, check_content, check_metadata
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Channel, Json, Message
from ops.sandbox.posting import TEXT_LIMIT
from ops.sandbox.shapes import message_json
from ops.sandbox.sharing import permalink
from ops.sandbox.web_api.call import Call
from ops.sandbox.work_objects import attach

UPDATE_LIMIT = 4000  # chat.update refuses longer text; chat.postMessage cuts it at 40,000
CONTENT_ERRORS = {"blocks": "invalid_blocks_format", "attachments": "invalid_attachments"}


def content_args(call: Call) -> dict[str, Any]:
    """Return the arguments that make up a message, decoded."""
    args: dict[str, Any] = {name: call.args.get(name) for name in ("text", "markdown_text")}
    args |= {name: call.value(name, error) for name, error in CONTENT_ERRORS.items()}
    return {**args, "metadata": call.value("metadata", "invalid_metadata_format")}


def destination(call: Call) -> Channel:
    """Return where a message goes: a channel's id or name, or a user's id for the direct message with them."""
    target = call.text("channel")
    if target in call.workspace.users and target != call.app.bot_user:
        return call.sandbox.channels.open(call.app.bot_user, [target])[0]
    channel = call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if not call.is_member(channel) and "chat:write.public" not in call.app.scopes:
        raise SlackError("not_in_channel")
    return channel


def thread(call: Call, channel: Channel) -> str | None:
    """Return the root of the thread that `thread_ts` names; raise `thread_not_found`."""
    thread_ts = call.optional("thread_ts")
    if thread_ts is None:
        return None
    root = call.workspace.thread_root(channel.id, thread_ts)
    if root is None:
        raise SlackError("thread_not_found")
    return root.ts


def own_message(call: Call, channel: Channel, error: str) -> Message:
    """Return the message that `ts` names if the app wrote it; raise `message_not_found` or `error`."""
    message = call.message(channel)
    if message.only_for:
        raise SlackError("message_not_found")
    if message.app_id != call.app.id:
        raise SlackError(error)
    return message


def draft(call: Call, channel: Channel, content: Content) -> Message:
    """Return the new message that the arguments describe; nothing is posted yet."""
    icons = {name: call.args[f"icon_{name}"] for name in ("emoji", "url") if call.args.get(f"icon_{name}")}
    message = Message(
        channel=channel.id,
        ts=call.sandbox.posting.next_ts(),
        user=call.app.bot_user,
        text=content.text,
        app_id=call.app.id,
        thread_ts=thread(call, channel),
        blocks=content.blocks,
        attachments=content.attachments,
        metadata=content.metadata,
        username=call.optional("username"),
        icons=icons or None,
        execution_id=call.execution_id,
    )
    attach(message, call.app, content.entities)
    return message


def shape(call: Call, message: Message) -> Json:
    """Return a message as the answer to its author carries it."""
    return message_json(message, call.workspace, call.sandbox.base_url, metadata=True)


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = destination(call)
    content = check_content(content_args(call))
    message = draft(call, channel, content)
    if message.is_reply and call.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"
    call.sandbox.posting.post(message)
    answer = {"channel": channel.id, "ts": message.ts, "message": shape(call, message)}
    warning = {"warnings": ["message_truncated"]}
    return {**answer, "warning": "message_truncated", "response_metadata": warning} if content.truncated else answer


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    call.need("channel", "user")
    channel = destination(call)
    reader = call.user()
    if reader.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = draft(call, channel, check_content(content_args(call), limit=TEXT_LIMIT))
    message.only_for = reader.id
    call.sandbox.posting.post_silently(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """chat.update: what is not given stays, but `text` without `blocks` removes the blocks."""
    call.need("channel", "ts")
    channel = call.channel()
    message = own_message(call, channel, "cant_update_message")
    call.sandbox.streams.expire(message)
    if message.is_streaming:
        raise SlackError("streaming_state_conflict")
    previous = call.sandbox.posting.snapshot(message)
    _apply(call, message)
    call.sandbox.posting.changed(message, previous)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shape(call, message)}


def _apply(call: Call, message: Message) -> None:
    args = content_args(call)
    if all(args[name] is None for name in ("text", "markdown_text", "blocks", "attachments")):
        if args["metadata"] is None:
            raise SlackError("no_text")
        event, entities = check_metadata(args["metadata"])
        message.metadata = event or None
        attach(message, call.app, entities)
        return
    content = check_content(args, limit=UPDATE_LIMIT)
    if args["text"] is not None and args["blocks"] is None:
        message.edited = {"user": call.app.bot_user, "ts": call.sandbox.posting.next_ts()}
    if args["text"] is not None or args["markdown_text"] is not None:
        message.text = content.text
    if any(args[name] is not None for name in ("text", "markdown_text", "blocks")):
        message.blocks = content.blocks
    message.stream = None  # what is shown now is no longer the streamed text
    if args["attachments"] is not None:
        message.attachments = content.attachments
    if args["metadata"] is not None:
        message.metadata = content.metadata or None
        attach(message, call.app, content.entities)


def delete(call: Call) -> Json:
    """chat.delete."""
    call.need("channel", "ts")
    channel = call.channel()
    message = own_message(call, channel, "cant_delete_message")
    call.sandbox.posting.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    call.need("channel", "message_ts")
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": permalink(message, call.sandbox.base_url)}
