"""Posting, changing and deleting messages: kept, sent to the apps as events, shown on the pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from ops.sandbox.client_view import ClientView
from ops.sandbox.clock import Clock
from ops.sandbox.events import Events
from ops.sandbox.hub import Hub
from ops.sandbox.model import SLACKBOT, File, Json, Message
from ops.sandbox.shapes import message_json
from ops.sandbox.store import Store
from ops.sandbox.workspace import Workspace

TEXT_LIMIT = 40_000  # Slack cuts longer text


@dataclass(eq=False)
class Posting:
    """The one way a message comes into being or changes."""

    workspace: Workspace
    store: Store
    clock: Clock
    events: Events
    hub: Hub
    view: ClientView
    base_url: str

    def next_ts(self) -> str:
        """Return a fresh timestamp."""
        return self.workspace.next_ts(self.clock.now())

    # New messages

    def typed(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: Iterable[File] = ()
    ) -> Message:
        """Return the message that an employee wrote (Slack-encoded text), for `post`."""
        message = Message(channel, self.next_ts(), user, text[:TEXT_LIMIT], thread_ts=thread_ts)
        message.client_msg_id = str(uuid4())
        message.file_ids = [file.id for file in files]
        message.subtype = "file_share" if message.file_ids else None
        return message

    def post(self, message: Message) -> dict[str, str]:
        """Post a message to everyone in its channel; return the ids of its events by type."""
        self.workspace.add(message)
        self.store.save(message)
        self._show("message", message)
        self._root_changed(message)
        for file in message.file_ids:
            self._file_shared(message, self.workspace.files[file])
        return self.events.message_posted(message)

    def post_silently(self, message: Message) -> None:
        """Show a message that apps hear nothing of: an ephemeral one, or the start of a chat with an assistant."""
        self.workspace.add(message)
        self.store.save(message)
        self._show("message", message)

    def _file_shared(self, message: Message, file: File) -> None:
        channel = self.workspace.channels[message.channel]
        file.channels.append(channel.id)
        self.store.save_file(file)
        event = {"type": "file_shared", "channel_id": channel.id, "file_id": file.id, "user_id": message.user}
        about = {"file": {"id": file.id}, "event_ts": message.ts}
        self.events.emit_in(channel, {**event, **about})

    # Changes

    def is_there(self, message: Message) -> bool:
        """Whether a message has not been deleted."""
        return self.workspace.message(message.channel, message.ts) is message

    def snapshot(self, message: Message) -> Json:
        """Return a message as it is now, to be handed to `changed` afterwards."""
        return message_json(message, self.workspace, self.base_url)

    def changed(self, message: Message, previous: Json) -> None:
        """Tell everyone that a message changed."""
        self.touched(message)
        if not message.only_for:
            self.events.message_changed(message, previous)

    def edit(self, message: Message, text: str) -> None:
        """Change a person's message; an app that the new text mentions hears of that again, marked as edited."""
        previous = self.snapshot(message)
        message.text, message.edited = text, {"user": message.user, "ts": self._edited_ts(message)}
        self.changed(message, previous)
        self.events.mentioned(message)

    def _edited_ts(self, message: Message) -> str:
        """Return whole seconds, as Slack does, and later than the edit before."""
        before = float(message.edited["ts"]) if message.edited else 0.0
        return f"{max(int(self.clock.now()), int(before) + 1)}.000000"

    def touched(self, message: Message) -> None:
        """Keep and show a message whose change apps hear of in another way (a reaction, a stream's end)."""
        self.store.save(message)
        self._show("message_changed", message)

    def react(self, message: Message, user: str, name: str) -> bool:
        """Add a reaction, or take it away if it is there; return whether it was added."""
        users = message.reactions.setdefault(name, [])
        added = user not in users
        if added:
            users.append(user)
        else:
            users.remove(user)
        if not users:
            del message.reactions[name]
        self.touched(message)
        self.events.reaction("reaction_added" if added else "reaction_removed", message, user, name)
        return added

    def pin(self, message: Message, user: str | None) -> None:
        """Pin a message to its channel, or take it away where nobody pins it."""
        message.pinned = {"created": int(self.clock.now()), "created_by": user} if user else None
        self.store.save(message)

    def delete(self, message: Message) -> None:
        """Delete a message; one that has replies leaves a tombstone."""
        previous = self.snapshot(message)
        if self.workspace.thread(message.channel, message.ts):
            self._bury(message, previous)
            return
        self.workspace.remove(message)
        self.store.delete(message)
        self._publish({"type": "message_deleted", "ts": message.ts, "thread_ts": message.thread_ts}, message)
        self._root_changed(message)
        if not message.only_for:
            self.events.message_deleted(message, previous)

    def _bury(self, message: Message, previous: Json) -> None:
        message.text, message.subtype, message.user = "This message was deleted.", "tombstone", SLACKBOT
        message.blocks, message.file_ids, message.app_id, message.stream = [], [], None, None
        self.changed(message, previous)

    def _root_changed(self, message: Message) -> None:
        """Show the new number of replies on the message that starts the thread."""
        root = self.workspace.message(message.channel, str(message.thread_ts)) if message.is_reply else None
        if root and not message.only_for:
            self._show("message_changed", root)

    # The pages

    def show_delta(self, message: Message) -> None:
        """Show the text of a stream so far."""
        html = self.view.message_html(message)
        delta = {"ts": message.ts, "thread_ts": message.thread_ts, "html": html, "text": message.text}
        self._publish({"type": "stream_delta", **delta}, message)

    def _show(self, kind: str, message: Message) -> None:
        self._publish({"type": kind, "message": self.view.message(message)}, message)

    def _publish(self, event: Json, message: Message) -> None:
        readers = [message.only_for] if message.only_for else self.workspace.channels[message.channel].members
        self.hub.publish({"channel": message.channel, **event}, readers)
