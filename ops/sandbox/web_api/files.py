"""files.*: the second way of uploading (an upload URL, the bytes, then sharing), and looking up."""

import mimetypes
from urllib.parse import quote

from ops.sandbox.content import check_blocks
from ops.sandbox.errors import SlackError
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import TOMBSTONE, Channel, File, Json, Message
from ops.sandbox.shapes import file_json
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.chat import thread

MOST_BYTES = 50 * 1024 * 1024


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    call.need("filename", "length")
    length = call.number("length", 0, MOST_BYTES + 1, "invalid_arguments")
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    name = call.text("filename").replace("/", "_")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(new_id("F"), name, length, kind, call.app.bot_user, created=int(call.sandbox.clock.now()))
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.sandbox.base_url}/upload/{file.id}/{quote(name)}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: finish uploads and share them in one message per channel."""
    call.need("files")
    asked = call.value("files")
    if not isinstance(asked, list) or not asked or not all(isinstance(item, dict) for item in asked):
        raise SlackError("invalid_arguments")
    files = [_uploaded(call, item) for item in asked]
    channels = _channels(call)
    for channel in channels:
        _share(call, channel, files)
    for file in files:
        file.complete = True
        call.sandbox.store.save_file(file)
    return {"files": [file_json(file, call.sandbox.base_url) for file in files]}


def _uploaded(call: Call, asked: Json) -> File:
    file = call.workspace.files.get(str(asked.get("id")))
    if file is None or file.content is None or file.complete or file.user != call.app.bot_user:
        raise SlackError("file_not_found")
    file.title = str(asked.get("title") or "")
    return file


def _channels(call: Call) -> list[Channel]:
    names = call.items("channels") or call.items("channel_id")
    channels = [call.workspace.channels.get(name) for name in names]
    found = [channel for channel in channels if channel and (channel.kind == "channel" or call.is_member(channel))]
    if len(found) < len(names):
        raise SlackError("channel_not_found")
    if not all(call.is_member(channel) for channel in found):
        raise SlackError("not_in_channel")
    if any(channel.is_archived for channel in found):
        raise SlackError("is_archived")
    return found


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    message = Message(
        channel.id,
        call.sandbox.posting.next_ts(),
        call.app.bot_user,
        call.optional("initial_comment") or "",
        app_id=call.app.id,
        thread_ts=thread(call, channel),
        subtype="file_share",
        blocks=check_blocks(call.value("blocks", "invalid_blocks_format")),
        file_ids=[file.id for file in files],
    )
    call.sandbox.posting.post(message)


def upload(_call: Call) -> Json:
    """files.upload: switched off on 2025-11-12; what is left of it is this answer."""
    raise SlackError("method_deprecated")


def _visible(call: Call) -> File:
    file = call.workspace.files.get(call.text("file"))
    if file is None or not call.workspace.may_read(call.app, file):
        raise SlackError("file_not_found")
    if file.about.get("mode") == TOMBSTONE:
        raise SlackError("file_deleted")
    return file


def info(call: Call) -> Json:
    """files.info."""
    return {"file": file_json(_visible(call), call.sandbox.base_url), "comments": []}
