"""What an employee does: the same for the page's visitor and for a test."""

import base64
import mimetypes

from ops.sandbox.core import Sandbox
from ops.sandbox.errors import SlackError
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import File, Json, Message, User
from ops.sandbox.requests import open_place, person, place, required, thread_of
from ops.sandbox.sharing import quotation


class Acting:
    """Acts as the employee that the field `user` of each request names."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace

    async def open(self, fields: Json) -> Json:
        """Open the direct message with `users`: one, or several for a group; return its id as `channel`."""
        user = person(self._workspace, fields)
        channel, _ = self._sandbox.channels.open(user.id, [str(other) for other in required(fields, "users")])
        return {"channel": channel.id}

    async def send(self, fields: Json) -> Json:
        """Post a message.

        `text` is Slack-encoded: &amp; &lt; &gt; are escaped, mentions are `<@U…>`. `files` have a `name` and their
        `content` as text or `content_base64`; `subtitles` are what is said in a clip, as WebVTT. What else they have
        stands in the file object: a `size` that nobody has to upload, the `transcription` of a clip. `subtype` makes it
        another of Slack's messages, such as `channel_topic`.
        """
        user = person(self._workspace, fields)
        channel = open_place(self._workspace, fields, user)
        text = str(fields.get("text") or "")
        files = [self._attached(user, dict(file)) for file in fields.get("files") or []]
        if not text.strip() and not files:
            raise SlackError("no_text")
        thread_ts = thread_of(self._workspace, channel, fields) or self._sandbox.assistants.chat_in(channel, user.id)
        message = self._sandbox.posting.typed(user.id, channel.id, text, thread_ts, files)
        message.subtype = fields.get("subtype") or message.subtype
        ids = self._sandbox.posting.post(message)
        return {"ts": message.ts, "event_id": ids.get("message"), "event_ids": ids}

    def _attached(self, user: User, given: Json) -> File:
        content = base64.b64decode(given.pop("content_base64", "")) or str(given.pop("content", "")).encode()
        file = self.keep_file(user, str(given.pop("name")), content)
        file.subtitles = given.pop("subtitles", None)
        file.about = given
        return file

    def keep_file(self, user: User, name: str, content: bytes) -> File:
        """Keep a file that an employee uploads."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(new_id("F"), name.replace("/", "_") or "file", len(content), kind, user.id)
        file.created, file.content, file.complete = int(self._sandbox.clock.now()), content, True
        self._workspace.files[file.id] = file
        self._sandbox.store.save_file(file)
        return file

    def _own(self, fields: Json) -> Message:
        user = person(self._workspace, fields)
        channel = place(self._workspace, fields, user)
        message = self._workspace.message(channel.id, str(fields.get("ts")))
        if message is None or message.user != user.id:
            raise SlackError("message_not_found")
        return message

    async def share(self, fields: Json) -> Json:
        """Forward the message `ts` of `channel` to the channel or person `to`, with a `text` of one's own or none."""
        user = person(self._workspace, fields)
        message = self._sent(fields)
        to = str(required(fields, "to"))
        if to in self._workspace.users:
            to = self._sandbox.channels.open(user.id, [to])[0].id
        target = open_place(self._workspace, {"channel": to}, user)
        thread_ts = thread_of(self._workspace, target, fields)
        forwarded = self._sandbox.posting.typed(user.id, target.id, str(fields.get("text") or ""), thread_ts)
        forwarded.attachments = [quotation(message, self._workspace, self._sandbox.base_url)]
        ids = self._sandbox.posting.post(forwarded)
        return {"channel": target.id, "ts": forwarded.ts, "event_ids": ids}

    def _sent(self, fields: Json) -> Message:
        """Return the message that is acted upon: one that everybody in its channel can see."""
        user = person(self._workspace, fields)
        channel = place(self._workspace, fields, user)
        message = self._workspace.message(channel.id, str(fields.get("ts")))
        if message is None or message.only_for:
            raise SlackError("message_not_found")
        return message

    async def edit(self, fields: Json) -> Json:
        """Change one's own message."""
        message = self._own(fields)
        text = str(fields.get("text") or "")
        if not (text.strip() or message.file_ids or message.attachments):
            raise SlackError("no_text")
        self._sandbox.posting.edit(message, text)
        return {"ts": message.ts}

    async def unfurl(self, fields: Json) -> Json:
        """Show `attachments` below one's own message, as Slack does a moment after a link was written."""
        message = self._own(fields)
        previous = self._sandbox.posting.snapshot(message)
        message.attachments = list(required(fields, "attachments"))
        self._sandbox.posting.changed(message, previous)
        return {"ts": message.ts}

    async def delete(self, fields: Json) -> Json:
        """Delete one's own message."""
        message = self._own(fields)
        self._sandbox.posting.delete(message)
        return {"ts": message.ts}

    async def react(self, fields: Json) -> Json:
        """Add a reaction, or take it away."""
        user, message = person(self._workspace, fields), self._sent(fields)
        added = self._sandbox.posting.react(message, user.id, str(required(fields, "name")))
        return {"added": added}

    async def pin(self, fields: Json) -> Json:
        """Pin a message to its channel, or with `unpin` take it away."""
        user, message = person(self._workspace, fields), self._sent(fields)
        self._sandbox.posting.pin(message, None if fields.get("unpin") else user.id)
        return {}

    async def command(self, fields: Json) -> Json:
        """Run a slash command; return the text of the app's immediate answer, which also stands where it was typed."""
        user = person(self._workspace, fields)
        channel = place(self._workspace, fields, user)
        answer = await self._sandbox.interactions.command(user.id, channel, str(fields.get("text") or ""))
        return {"text": str((answer or {}).get("text") or "")}

    async def action(self, fields: Json) -> Json:
        """Press a button or choose from a menu."""
        person(self._workspace, fields)
        await self._sandbox.interactions.action(fields)
        return {}

    async def shortcut(self, fields: Json) -> Json:
        """Run a shortcut."""
        person(self._workspace, fields)
        await self._sandbox.interactions.shortcut(fields)
        return {}

    async def home(self, fields: Json) -> Json:
        """Open the app's Home tab, or with `tab` its Messages tab; return the Home tab with the page's HTML."""
        user = person(self._workspace, fields)
        app = self._workspace.apps.get(str(fields.get("app"))) or next(iter(self._workspace.apps.values()))
        view = self._sandbox.views.homes.get((app.id, user.id))
        context = self._sandbox.assistants.entities(user.id)
        self._sandbox.events.home_opened(app, user.id, str(fields.get("tab") or "home"), view, context)
        return {"view": self._sandbox.client_view.view(view) if view else None}

    async def stop(self, fields: Json) -> Json:
        """Press Stop on an agent's answer in a thread."""
        user = person(self._workspace, fields)
        channel = place(self._workspace, fields, user)
        thread_ts = thread_of(self._workspace, channel, fields) or ""
        for app in self._workspace.apps_in(channel):
            self._sandbox.sessions.stop(app, channel, thread_ts, user.id)
        return {}

    async def retitle(self, fields: Json) -> Json:
        """Give a thread's session another `title`, as a reader may."""
        user = person(self._workspace, fields)
        channel = place(self._workspace, fields, user)
        thread_ts = thread_of(self._workspace, channel, fields) or ""
        for app in self._workspace.apps_in(channel):
            self._sandbox.sessions.retitle(app, channel, thread_ts, user.id, str(fields.get("title") or ""))
        return {}
