"""A Slack channel as a source: its pinned messages, its canvases and its bookmarks, each a document."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator

from knowledge.domain import Problem
from knowledge.sources.channel import ChannelReader, ChannelText, PinnedMessage
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.specification import SourceSpecification, Surroundings

_LINK: Final = re.compile(r"(?P<workspace>https?://[^/\s]+)/archives/(?P<channel>[CG][A-Z0-9]{2,})")
_BOOKMARKS: Final = "bookmarks.md"


def _channel_link(location: str) -> str:
    if not _LINK.fullmatch(location):
        raise ValueError(
            "it is no link of a channel, such as https://acme.slack.com/archives/C0123ABCD. Choose Copy link in the "
            "channel's menu"
        )
    return location


@dataclass(frozen=True, slots=True)
class SlackOrigin:
    """What the channel at this link keeps. Implements `knowledge.sources.origin.Origin`.

    A document's name is what Slack calls it, so that its link can be made of its name.
    """

    location: str
    channels: ChannelReader
    read: dict[str, bytes] = field(default_factory=dict, compare=False)
    """The documents of the last listing: Slack gives them all at once."""

    @property
    def kind(self) -> str:
        """The kind's name."""
        return "slack"

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """Read the channel. Raises SourceUnreachable."""
        found = self.channels.read(self.location.rpartition("/")[2])
        problems += (Problem(_canvas(each.team, each.id), each.error) for each in found.canvases if each.error)
        self.read.clear()
        for name, text in _documents(found):
            self.read[name] = text.encode()
            yield Entry(name, hashlib.sha256(self.read[name]).hexdigest()[:16], name)

    def fetch(self, entry: Entry, known: str) -> Fetched:
        """Give what was read."""
        return Fetched(self.read[entry.name], entry.stamp)

    def link(self, name: str) -> str:
        """The message, the canvas, or for the bookmarks the channel."""
        kind, *parts = name.rpartition(".")[0].split("/")
        if kind == "pinned":
            *thread, ts = parts
            message = f"{self.location}/p{ts.replace('.', '')}"
            return f"{message}?thread_ts={thread[0]}&cid={self.location.rpartition('/')[2]}" if thread else message
        if kind == "canvas":
            return f"{self.location.partition('/archives/')[0]}/docs/{'/'.join(parts)}"
        return self.location

    def close(self) -> None:
        """Forget what was read."""
        self.read.clear()


class SlackSpecification(SourceSpecification):
    """``kind = "slack"``: ``location`` is the channel's link. Who reads the channel may read what it keeps."""

    kind: Literal["slack"]
    location: Annotated[str, AfterValidator(_channel_link)]

    def origin(self, around: Surroundings) -> SlackOrigin:
        """The channel."""
        return SlackOrigin(self.location, around.channels)

    def stated_readers(self) -> frozenset[str]:
        """The readers that are written, else the channel's own."""
        return super().stated_readers() or frozenset({f"channel:{self.location.rpartition('/')[2]}"})


def _documents(found: ChannelText) -> Iterator[tuple[str, str]]:
    for message in found.pinned:
        day = datetime.fromtimestamp(float(message.ts), UTC).date().isoformat()
        yield _pinned(message), _headed(message.text, title=f"#{found.name}, {day}", effective=day)
    for canvas in found.canvases:
        if not canvas.error:
            yield _canvas(canvas.team, canvas.id), _headed(canvas.html, title=canvas.title or f"#{found.name}")
    if found.bookmarks:
        lines = "\n".join(f"- {bookmark.title}: {bookmark.link}" for bookmark in found.bookmarks)
        yield _BOOKMARKS, _headed(lines, title=f"#{found.name}")


def _pinned(message: PinnedMessage) -> str:
    thread = f"{message.thread}/" if message.thread else ""
    return f"pinned/{thread}{message.ts}.md"


def _canvas(team: str, canvas: str) -> str:
    return f"canvas/{team}/{canvas}.html"


def _headed(text: str, **facts: str) -> str:
    """Put front matter of our own first, so that none that somebody wrote below it is believed."""
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in facts.items())
    return f"---\n{lines}---\n{text}\n"
