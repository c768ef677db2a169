"""What a Slack channel keeps beside its conversation, and the port that gives it: nothing here talks to Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self


@dataclass(frozen=True, slots=True)
class PinnedMessage:
    """A pinned message as plain text. ``ts`` is its time and its name at Slack; ``thread`` its thread's, if any."""

    ts: str
    thread: str
    text: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """A canvas as HTML. ``error`` says in one sentence why it could not be read; then there is no HTML."""

    team: str
    id: str
    title: str
    html: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A link in the channel's bar."""

    title: str
    link: str


@dataclass(frozen=True, slots=True)
class ChannelText:
    """All of it, for the channel of this name."""

    name: str
    pinned: tuple[PinnedMessage, ...] = ()
    canvases: tuple[Canvas, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()

    @classmethod
    def unpacked(cls, fields: Mapping[str, Any]) -> Self:
        """Return what `dataclasses.asdict` and JSON made of it."""
        return cls(
            fields["name"],
            tuple(PinnedMessage(**each) for each in fields["pinned"]),
            tuple(Canvas(**each) for each in fields["canvases"]),
            tuple(Bookmark(**each) for each in fields["bookmarks"]),
        )


class ChannelReader(Protocol):
    """Whoever can ask Slack."""

    def read(self, channel: str) -> ChannelText:
        """Read a channel by its id. Raises SourceUnreachable with what is wrong and what to do."""
        ...
