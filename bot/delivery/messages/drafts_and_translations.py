"""Drafts and translations as messages; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from bot.records.models import Request
from bot.slack.blocks import DRAFT_EDIT, DRAFT_USE, Message, sentence_message
from bot.slack.elements import actions, button, context, section
from bot.slack.limits import LARGEST_MESSAGE, LONGEST_NOTIFICATION, LONGEST_TEXT, size_of
from bot.slack.markup import escaped, literal, pieces, shortened, with_mentions
from bot.slack.sources import source_blocks
from bot.wording import WORDINGS, Wording
from knowledge.domain import Citation
from knowledge.language.profiles import PROFILES
from workers.contract import Json, unpack_citations

_MOST_CITATIONS: Final = 4
_MOST_NAMES: Final = 8
_LONGEST_NAME: Final = 80
_ROOM_OF_SOURCES: Final = 2500
"""Characters of JSON."""
_WITHOUT_TEXT: Final = 150
"""Characters of JSON that a section has around each piece of a text."""


def compose_written(request: Request, written: Json, words: Wording) -> Message:
    """What was written, or why it was not. Raises AttributeError, KeyError or TypeError for what lacks a part."""
    if "declined" in written:
        sentence = words.declined.get(written["declined"]) or getattr(words, written["declined"])
        return sentence_message(sentence.format(id=request.id, **written.get("values", {})))
    return _COMPOSED[written["job"]](request, written, words)


def chosen_message(request: Request) -> Message:
    """The version that somebody chose, as plain text in which nothing is alive, and who had it posted."""
    text, words = str(request.payload["text"]), WORDINGS[request.language]
    by = context(words.posted_for.format(user=f"<@{request.user}>"))
    sections, _ = _sections(text, LARGEST_MESSAGE - size_of(by), "plain_text")
    return Message("", (*sections, by), notification=shortened(escaped(text), LONGEST_NOTIFICATION))


def not_posted_message(request: Request, error: str) -> Message:
    """What whoever chose it reads where the channel is closed to us; ``error`` is Slack's."""
    told = WORDINGS[request.language].draft_not_posted.format(channel=request.channel, error=escaped(error))
    message = chosen_message(request)
    notification = shortened(f"{told}\n{message.notification}", LONGEST_NOTIFICATION)
    return Message("", (section(told), *message.tail), notification)


def _drafts(request: Request, written: Json, words: Wording) -> Message:
    versions, citations = written["versions"], unpack_citations(written)
    below = _below_drafts(citations, escaped(written["generator"]), words)
    room = (LARGEST_MESSAGE - size_of(below)) // max(1, len(versions))
    blocks: list[Json] = []
    for number, version in enumerate(versions, start=1):
        blocks += _version(f"{request.id}:{number}", number, version, room, words)
    notification = "\n\n".join(escaped(version["text"]) for version in versions)
    return Message("", (*blocks, *below), shortened(notification, LONGEST_NOTIFICATION))


def _below_drafts(citations: Sequence[Citation], by: str, words: Wording) -> list[Json]:
    """The policies that were drawn on, and who wrote."""
    note = context(words.draft_model.format(model=by) if by else words.draft_frame)
    sources = source_blocks(citations, words, _MOST_CITATIONS, room=_ROOM_OF_SOURCES)[1:]
    return [{"type": "divider"}, *([section(words.draft_sources), *sources] if citations else ()), note]


def _version(value: str, number: int, version: Json, room: int, words: Wording) -> Iterator[Json]:
    """One version with its notes and buttons, in about so many characters of JSON."""
    notes = []
    if version["cut"]:
        notes.append(context(words.draft_cut.format(count=version["cut"])))
    if version["unknown"]:
        notes.append(context(words.draft_check.format(names=_names(version["unknown"]))))
    around = [section(words.draft_version.format(number=number)), *notes, _choices(value, words)]
    sections, left = _sections(version["text"], room - size_of(around) - size_of(words.draft_folded), "plain_text")
    folded = [context(words.draft_folded.format(count=f"{left:,}"))] if left else []
    yield from (around[0], *sections, *folded, *around[1:])


def _choices(value: str, words: Wording) -> Json:
    buttons = [(DRAFT_USE, words.draft_use), (DRAFT_EDIT, words.draft_edit)]
    return actions([button(label, action, value) for action, label in buttons])


def _translation(request: Request, written: Json, words: Wording) -> Message:
    target = written["target"]
    heading = words.translation_heading.format(language=PROFILES[request.language].languages[target])
    text = with_mentions(written["text"])
    notes = [context(words.translation_model.format(model=escaped(written["generator"])))]
    if written["unmatched"]:
        notes.insert(0, context(words.translation_names.format(names=_names(written["unmatched"]))))
    sections, left = _sections(text, LARGEST_MESSAGE - size_of([section(heading), *notes]) - _WITHOUT_TEXT, "mrkdwn")
    folded = [context(words.translation_cut)] if left else []
    tail = (section(heading), *sections, *folded, *notes)
    return Message(body="", tail=tail, notification=shortened(f"{heading}\n{text}", LONGEST_NOTIFICATION))


_COMPOSED: Final = {"draft": _drafts, "translate": _translation}


def _sections(text: str, room: int, kind: Literal["plain_text", "mrkdwn"]) -> tuple[list[Json], int]:
    """A text as sections of at most ``room`` characters of JSON, and how many of its characters are left out."""
    sections: list[Json] = []
    left = len(text)
    style = {"emoji": False} if kind == "plain_text" else {}
    for piece in pieces(text, LONGEST_TEXT):
        fitting = shortened(piece, max(1, min(len(piece), (room - _WITHOUT_TEXT) * len(piece) // size_of(piece))))
        sections.append({"type": "section", "text": {"type": kind, "text": fitting, **style}})
        left -= len(fitting)
        room -= size_of(sections[-1])
        if fitting != piece or room < 2 * _WITHOUT_TEXT:
            return sections, left
    return sections, 0


def _names(names: list[str]) -> str:
    return ", ".join(f"“{literal(shortened(name, _LONGEST_NAME))}”" for name in names[:_MOST_NAMES])
