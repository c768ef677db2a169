"""conversations.canvases.create. A canvas is a file whose bytes are HTML; no method gives its text."""

from markdown_it import MarkdownIt

from ops.sandbox.errors import SlackError
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import CANVAS_TYPE, File, Json
from ops.sandbox.web_api.call import Call

PAGE = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
RENDERER = MarkdownIt("commonmark", {"html": False}).enable("table")


def create(call: Call) -> Json:
    """conversations.canvases.create."""
    call.need("channel_id")
    channel = call.own_channel("channel_id")
    if channel.canvas:
        raise SlackError("channel_canvas_already_exists")
    content = call.value("document_content") or {}
    if content.get("type", "markdown") != "markdown":
        raise SlackError("invalid_arguments")
    body = PAGE.format(body=RENDERER.render(str(content.get("markdown") or ""))).encode()
    file = File(
        new_id("F"),
        "canvas",
        len(body),
        CANVAS_TYPE,
        call.app.bot_user,
        title=call.optional("title") or "",
        created=int(call.sandbox.clock.now()),
        channels=[channel.id],
        content=body,
        complete=True,
    )
    call.workspace.files[file.id] = file
    call.sandbox.store.save_file(file)
    channel.canvas = file.id
    return {"canvas_id": file.id}
