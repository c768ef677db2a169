"""What the page shows: workspace objects as its API describes them, with safe HTML on every text."""

import re

from ops.sandbox import text
from ops.sandbox.entity_view import entity_card, unfurl_card
from ops.sandbox.markdown import markdown
from ops.sandbox.model import DIRECT, App, Channel, File, Json, Message, User
from ops.sandbox.text import Names
from ops.sandbox.workspace import Workspace

INITIALS = 2
PAGE_KIND = {"im": "dm", "mpim": "group"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class ClientView:
    """Turns Slack JSON into what the page renders."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._names = Names(self._user_name, self._channel_name, self._group_name)

    def _user_name(self, user: str) -> str | None:
        known = self._workspace.users.get(user)
        return known.real_name if known else None

    def _channel_name(self, channel: str) -> str | None:
        known = self._workspace.channels.get(channel)
        return known.name if known else None

    def _group_name(self, group: str) -> str | None:
        known = self._workspace.groups.get(group)
        return known.handle if known else None

    def user(self, user: User) -> Json:
        """Return a person."""
        groups = [group.handle for group in self._workspace.groups_of(user.id)]
        return {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name,
            "title": user.title,
            "locale": user.locale,
            "color": f"#{user.color}",
            "initials": _initials(user.real_name),
            "is_bot": user.is_bot,
            "is_guest": user.is_restricted or user.is_ultra_restricted,
            "is_admin": user.is_admin,
            "groups": groups,
        }

    def channel(self, channel: Channel, reader: str, unread: int) -> Json:
        """Return a conversation as `reader` sees it."""
        others = [member for member in channel.members if member != reader] or [reader]
        names = ", ".join(self._user_name(other) or other for other in others)
        return {
            "id": channel.id,
            "name": names if channel.kind in DIRECT else channel.name,
            "kind": PAGE_KIND.get(channel.kind, channel.kind),
            "topic": channel.topic,
            "member_count": len(channel.members),
            "members": list(channel.members),
            "unread": unread,
            "app": channel.kind == "im" and self._workspace.app_of_bot(others[0]) is not None,
        }

    def app(self, app: App) -> Json:
        """Return the app that the page is about."""
        about = {"id": app.id, "bot_user_id": app.bot_user, "name": app.name, "description": app.description}
        searches = app.search.values()
        functions = [{**item, "callback_id": name} for name, item in app.functions.items() if name not in searches]
        return {**about, "view": app.view, "functions": functions}

    def message(self, message: Message) -> Json:
        """Return a message. While it streams, its text is in `html` and `blocks` holds only the rest."""
        replies = [] if message.is_reply else self._workspace.thread(message.channel, message.ts)
        blocks = [block for block in message.blocks if not (message.is_streaming and block["type"] == "markdown")]
        thread_ts = message.thread_ts or (message.ts if replies else None)
        return {
            "ts": message.ts,
            "user": message.user,
            "bot": message.app_id is not None,
            "username": message.username or self._user_name(message.user) or message.user,
            "text": message.text,
            "html": self.message_html(message),
            "blocks": self.blocks(blocks),
            **({"thread_ts": thread_ts} if thread_ts else {}),
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
            **({"latest_reply": replies[-1].ts} if replies else {}),
            "subtype": message.subtype,
            "title": message.title,
            "entities": [self.entity(entity) for entity in message.entities],
            "unfurls": [self.unfurl(each) for each in message.attachments if each.get("is_app_unfurl")],
            "edited": message.edited is not None,
            "streaming": message.is_streaming,
            "ephemeral": message.only_for is not None,
            "quotes": [self._quote(quoted) for quoted in message.attachments if quoted.get("text")],
            "files": [self.file(self._workspace.files[file]) for file in message.file_ids],
            "reactions": [{"name": n, "users": u, "count": len(u)} for n, u in message.reactions.items()],
        }

    def chat(self, root: Message, title: str) -> Json:
        """Return a thread as one line of a list: its title, if it has one, and its first message."""
        last = self._workspace.thread(root.channel, root.ts)[-1]
        return {"ts": root.ts, "title": title or root.title or "", "html": self.message_html(root), "latest": last.ts}

    def _quote(self, attachment: Json) -> Json:
        """Return an attachment as a quotation."""
        return {
            "author": str(attachment.get("author_name") or attachment.get("title") or ""),
            "html": text.mrkdwn(str(attachment["text"]), self._names),
            "footer": str(attachment.get("footer") or ""),
            "url": str(attachment.get("from_url") or ""),
        }

    def message_html(self, message: Message) -> str:
        """Return the text of a message as HTML; streamed text is markdown, all other is mrkdwn."""
        convert = markdown if message.stream else text.mrkdwn
        return convert(message.text, self._names)

    def entity(self, entity: Json) -> Json:
        """Return a Work Object."""
        return entity_card(entity, self._names)

    def unfurl(self, attachment: Json) -> Json:
        """Return what an app says about a link."""
        return {**unfurl_card(attachment, self._names), "blocks": self.blocks(attachment.get("blocks", []))}

    def file(self, file: File) -> Json:
        """Return a file."""
        url = f"/client/files/{file.id}"
        known = {"id": file.id, "name": file.name, "url": url, "size": file.size, "mimetype": file.mimetype}
        return {**known, **_spoken(file)}

    def view(self, view: Json) -> Json:
        """Return a modal or Home tab."""
        return {**view, "blocks": self.blocks(view["blocks"])}

    def blocks(self, blocks: list[Json]) -> list[Json]:
        """Return blocks with `html` on every text object, markdown block and rich text."""
        return [self._with_html(block) for block in blocks]

    def _with_html(self, value: Json) -> Json:
        # Only the HTML made here may reach the page: an app's own `html` is dropped.
        shown = {name: self._walk(child) for name, child in value.items() if name != "html"}
        html = self._html(value)
        return shown if html is None else {**shown, "html": html}

    def _walk(self, value: object) -> object:
        if isinstance(value, dict):
            return self._with_html(value)
        return [self._walk(item) for item in value] if isinstance(value, list) else value

    def _html(self, value: Json) -> str | None:
        kind, body = value.get("type"), value.get("text")
        if kind == "rich_text":
            return text.rich_text(value, self._names)
        if not isinstance(body, str):
            return None
        if kind == "markdown":
            return markdown(body, self._names)
        if kind == "mrkdwn":
            return text.mrkdwn(body, self._names)
        return text.plain(body) if kind in {"plain_text", "raw_text", "raw_number"} else None


def _spoken(file: File) -> Json:
    """Return what a voice clip has besides: how long it is, and what Slack heard."""
    if file.about.get("subtype") != "slack_audio":
        return {}
    heard = (file.about.get("transcription") or {}).get("preview") or {}
    return {"seconds": int(file.about.get("duration_ms") or 0) / 1000, "transcript": str(heard.get("content") or "")}


def _initials(name: str) -> str:
    """Return `MO` for Maya Okafor and 娜 for 李娜 (Li Na)."""
    if CHINESE.match(name):
        return name.split(maxsplit=1)[0][-1]
    return "".join(word[0] for word in name.split()[:INITIALS]).upper()
