"""What a channel keeps beside its conversation: read from Slack for the workers, which hold no token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from slack_sdk import WebClient

from bot.slack.api import Identity, SlackRefused, call
from bot.slack.downloads import NotGiven, TooLarge, download
from bot.slack.markup import plain_text, storable
from knowledge.errors import FrontdeskError
from knowledge.sources.channel import Bookmark, Canvas, ChannelText, PinnedMessage
from workers.contract import Json

_LARGEST_CANVAS: Final = 4 * 2**20
_NOT_A_MEMBER: Final = frozenset({"channel_not_found", "not_in_channel"})


class ChannelUnreadable(FrontdeskError):
    """Slack does not show us the channel; the sentence says what to do."""


class Channels:
    """Reads channels that the bot is in."""

    def __init__(self, client: WebClient, identity: Identity) -> None:
        self._client = client
        self._identity = identity

    def read(self, channel: str) -> ChannelText:
        """Read what the channel keeps. Raises ChannelUnreadable, RateLimited or SlackUnreachable."""
        info = self._ask("channels:read or groups:read", self._client.conversations_info, channel=channel)["channel"]
        if not info.get("is_member"):
            raise _not_a_member(channel)
        pins = self._ask("pins:read", self._client.pins_list, channel=channel)["items"]
        bookmarks = self._ask("bookmarks:read", self._client.bookmarks_list, channel_id=channel)["bookmarks"]
        return ChannelText(
            name=str(info.get("name") or channel),
            pinned=tuple(self._pinned(pins)),
            canvases=tuple(self._canvas(file) for file in _canvases(info.get("properties") or {})),
            bookmarks=tuple(_bookmark(each) for each in bookmarks if each.get("link")),
        )

    def _ask(self, scope: str, method: Callable[..., Any], **arguments: str) -> Json:
        channel = arguments.get("channel") or arguments.get("channel_id") or arguments.get("file")
        try:
            return call(method, **arguments)
        except SlackRefused as refused:
            if refused.code in _NOT_A_MEMBER:
                raise _not_a_member(channel) from None
            if refused.code == "missing_scope":
                raise ChannelUnreadable(
                    f"The Slack app lacks the scope {scope}. Paste ops/deploy/slack-manifest.yaml into the app's "
                    "manifest page, then reinstall the app to the workspace."
                ) from None
            raise ChannelUnreadable(f"Slack does not show {channel} ({refused.code}). Check the channel.") from None

    def _pinned(self, items: list[Json]) -> Iterator[PinnedMessage]:
        """The messages among the pins; what the bot itself said is no source."""
        for message in (item["message"] for item in items if item.get("type") == "message"):
            text = plain_text(message.get("text") or "", self._identity.bot_user_id)
            if text and message.get("user") != self._identity.bot_user_id:
                thread = message.get("thread_ts") or ""
                yield PinnedMessage(message["ts"], "" if thread == message["ts"] else thread, text)

    def _canvas(self, file_id: str) -> Canvas:
        """One canvas; one that is not shown to us, as it may be another channel's, does not keep the rest from us."""
        team = self._identity.team_id
        try:
            file = self._ask("files:read", self._client.files_info, file=file_id)["file"]
            html = self._download(str(file.get("url_private_download") or file.get("url_private") or ""))
        except ChannelUnreadable as error:
            return Canvas(team, file_id, "", "", str(error))
        return Canvas(team, file_id, storable(str(file.get("title") or "")), html)

    def _download(self, url: str) -> str:
        """Get a canvas as HTML: Slack has no method that gives its text."""
        try:
            data = download(self._client, url, _LARGEST_CANVAS)
        except TooLarge:
            raise ChannelUnreadable("This canvas is larger than 4 MB. Split it.") from None
        except NotGiven as error:
            raise _not_given(error.status) from None
        return data.decode("utf-8", errors="replace")


def _not_a_member(channel: str | None) -> ChannelUnreadable:
    return ChannelUnreadable(
        f"Frontdesk is not in the Slack channel {channel}. Invite it there with `/invite @Frontdesk`, then reload."
    )


def _canvases(properties: Json) -> list[str]:
    """The ids of a channel's canvases: its own, and those in its tabs, where Slack names its own, too."""
    own = properties.get("canvas") or {}
    tabs = [tab for tab in properties.get("tabs") or () if "canvas" in str(tab.get("type"))]
    ids = [own.get("file_id"), *((tab.get("data") or {}).get("file_id") for tab in tabs)]
    empty = own.get("file_id") if own.get("is_empty") else None
    return [one for one in dict.fromkeys(ids) if one and one != empty]


def _bookmark(bookmark: Json) -> Bookmark:
    title = " ".join(storable(str(bookmark.get("title") or "")).split())
    return Bookmark(title, storable(str(bookmark["link"])))


def _not_given(status: int) -> ChannelUnreadable:
    if not status:
        return ChannelUnreadable("Slack gives no address for this canvas.")
    return ChannelUnreadable(
        f"Slack does not give the canvas ({status}). Check that the app has the scope files:read and that the "
        "canvas is shared with the channel."
    )
