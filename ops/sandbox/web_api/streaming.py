"""chat.startStream, chat.appendStream, chat.stopStream."""

from typing import Literal, get_args

from ops.sandbox.blocks import CHUNKS, MARKDOWN_CHARACTERS, MESSAGE_BLOCKS, with_ids
from ops.sandbox.content import Content, check_blocks, check_metadata
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Channel, Json, Message, Mode
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.chat import destination, draft, own_message, shape
from ops.sandbox.work_objects import attach

MODES: tuple[Mode, ...] = get_args(Mode)
SESSION_STATES = frozenset({"active", "processing", "suspended", "closed"})


def start_stream(call: Call) -> Json:
    """chat.startStream: begin a message in a thread; outside direct messages its recipient must be named."""
    call.need("channel", "thread_ts")
    channel = destination(call)
    _check_recipient(call, channel)
    chunks = _chunks(call)
    message = draft(call, channel, Content())
    call.sandbox.streams.start(message, chunks, _mode(call))
    _keep_to_one_content(call, message)
    return {"channel": channel.id, "ts": message.ts}


def _mode(call: Call) -> Mode:
    asked = call.optional("task_display_mode") or "timeline"
    mode = next((mode for mode in MODES if mode == asked), None)
    if mode is None:
        raise SlackError("invalid_arguments")
    return mode


def _check_recipient(call: Call, channel: Channel) -> None:
    if channel.kind == "im":
        return
    for name in ("recipient_team_id", "recipient_user_id"):
        if not call.optional(name):
            raise SlackError(f"missing_{name}")
    recipient = call.user("recipient_user_id")
    if call.text("recipient_team_id") not in {call.team, call.workspace.team_of(recipient.id)}:
        raise SlackError("team_not_found")


def append_stream(call: Call) -> Json:
    """chat.appendStream."""
    call.need("channel", "ts")
    channel = call.channel()
    message = _open_stream(call, channel)
    chunks = _chunks(call)
    if not chunks:
        raise SlackError("no_text")
    _keep_to_one_content(call, message)
    call.sandbox.streams.append(message, chunks)
    return {"channel": channel.id, "ts": message.ts}


def stop_stream(call: Call) -> Json:
    """chat.stopStream: append what is left, put blocks below, finish the message."""
    call.need("channel", "ts")
    channel = call.channel()
    message = _open_stream(call, channel)
    state = call.optional("session_status")
    if state and state not in SESSION_STATES:
        raise SlackError("invalid_arguments")
    chunks = _chunks(call)
    _keep_to_one_content(call, message)
    footer = check_blocks(call.value("blocks", "invalid_blocks_format"))
    event, entities = check_metadata(call.value("metadata", "invalid_metadata_format"))
    message.metadata = event or message.metadata
    attach(message, call.app, entities)
    call.sandbox.streams.stop(message, chunks, footer)
    if state:
        call.sandbox.sessions.set_state(call.app, channel, str(message.thread_ts), {"status": state})
    return {"channel": channel.id, "ts": message.ts, "message": shape(call, message)}


def _open_stream(call: Call, channel: Channel) -> Message:
    message = own_message(call, channel, "message_not_owned_by_app")
    call.sandbox.streams.expire(message)
    if message.stream and message.stream.state == "stopped_by_user":
        raise SlackError("stopped_by_user")
    if not message.is_streaming:
        raise SlackError("message_not_in_streaming_state")
    return message


def _keep_to_one_content(call: Call, message: Message) -> None:
    """Raise `streaming_mode_mismatch` where a stream of chunks gets Markdown, or the other way round."""
    given: Literal["", "markdown_text", "chunks"] = "chunks" if call.value("chunks") else ""
    given = "markdown_text" if call.optional("markdown_text") else given
    if given and message.stream:
        if message.stream.content not in {"", given}:
            raise SlackError("streaming_mode_mismatch")
        message.stream.content = given


def _chunks(call: Call) -> list[Json]:
    """Return `markdown_text` and `chunks` as chunks; raise `msg_too_long`, `invalid_chunks`, `msg_blocks_too_many`."""
    chunks = call.value("chunks", "invalid_chunks") or []
    if text := call.optional("markdown_text"):
        if chunks:
            raise SlackError("cannot_provide_both_markdown_text_and_chunks")
        chunks = [{"type": "markdown_text", "text": text}]
    texts = (chunk.get("text") for chunk in chunks if isinstance(chunk, dict))
    if any(isinstance(text, str) and len(text) > MARKDOWN_CHARACTERS for text in texts):
        raise SlackError("msg_too_long")
    if faults := list(CHUNKS(chunks, "/chunks")):
        raise SlackError.with_messages("invalid_chunks", faults)
    if sum(len(chunk.get("blocks", [])) for chunk in chunks) > MESSAGE_BLOCKS:
        raise SlackError("msg_blocks_too_many")
    return [{**chunk, "blocks": with_ids(chunk["blocks"])} if "blocks" in chunk else chunk for chunk in chunks]
