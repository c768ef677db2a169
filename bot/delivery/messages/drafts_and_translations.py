"""Drafts and translations as messages; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.records.models import Request
from bot.slack.blocks import DRAFT_EDIT, DRAFT_USE, Message, sentence_message, source_blocks
from bot.slack.markup import escaped, shortened, with_mentions
from bot.wording import WORDINGS, Wording
from knowledge.language.profiles import PROFILES
from workers.contract import Json, unpack_citations

_MOST_CITATIONS: Final = 4
_MOST_NAMES: Final = 8
_LONGEST_NAME: Final = 80
_LONGEST_SECTION: Final = 2900
"""Characters after escaping; Slack takes 3000."""
_LONGEST_NOTIFICATION: Final = 3000


def compose_written(request: Request, written: Json, words: Wording) -> Message:
    """What was written, or why it was not. Raises AttributeError, KeyError or TypeError for what lacks a part."""
    if "declined" in written:
        sentence = words.declined.get(written["declined"]) or getattr(words, written["declined"])
        return sentence_message(sentence.format(id=request.id, **written.get("values", {})))
    return _COMPOSED[written["job"]](request, written, words)


def chosen_message(request: Request) -> Message:
    """The version that somebody chose, as plain text in which nothing is alive, and who had it posted."""
    text, words = str(request.payload["text"]), WORDINGS[request.language]
    by = words.posted_for.format(user=f"<@{request.user}>")
    blocks = ({"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}, _small_print(by))
    return Message(body="", tail=blocks, notification=shortened(escaped(text), _LONGEST_NOTIFICATION))


def not_posted_message(request: Request, error: str) -> Message:
    """What whoever chose it reads where the channel is closed to us; ``error`` is Slack's."""
    told = WORDINGS[request.language].draft_not_posted.format(channel=request.channel, error=escaped(error))
    message = chosen_message(request)
    return Message("", (_section(told), *message.tail), f"{told}\n{message.notification}")


def _drafts(request: Request, written: Json, words: Wording) -> Message:
    versions, citations = written["versions"], unpack_citations(written)
    blocks: list[Json] = []
    for number, version in enumerate(versions, start=1):
        blocks += _version(request.id, number, version, words)
    sources = [_section(words.draft_sources), *source_blocks(citations, words, _MOST_CITATIONS)[1:]]
    by = escaped(written["generator"])
    notes = [_small_print(words.draft_model.format(model=by) if by else words.draft_frame)]
    tail = (*blocks, {"type": "divider"}, *(sources if citations else ()), *notes)
    notification = "\n\n".join(escaped(version["text"]) for version in versions)
    return Message(body="", tail=tail, notification=shortened(notification, _LONGEST_NOTIFICATION))


def _version(request_id: str, number: int, version: Json, words: Wording) -> Iterator[Json]:
    value = f"{request_id}:{number}"
    yield _section(words.draft_version.format(number=number))
    yield {"type": "section", "text": {"type": "plain_text", "text": version["text"], "emoji": False}}
    if version["cut"]:
        yield _small_print(words.draft_cut.format(count=version["cut"]))
    if version["unknown"]:
        yield _small_print(words.draft_check.format(names=_names(version["unknown"])))
    buttons = [(DRAFT_USE, words.draft_use), (DRAFT_EDIT, words.draft_edit)]
    yield {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": label}}
            for action, label in buttons
        ],
    }


def _translation(request: Request, written: Json, words: Wording) -> Message:
    target = written["target"]
    heading = words.translation_heading.format(language=PROFILES[request.language].languages[target])
    text = with_mentions(written["text"])
    notes = [_small_print(words.translation_model.format(model=escaped(written["generator"])))]
    if written["unmatched"]:
        notes.insert(0, _small_print(words.translation_names.format(names=_names(written["unmatched"]))))
    tail = (_section(heading), *map(_section, _pieces(text)), *notes)
    return Message(body="", tail=tail, notification=shortened(f"{heading}\n{text}", _LONGEST_NOTIFICATION))


_COMPOSED: Final = {"draft": _drafts, "translate": _translation}


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that a section takes, cut where a line or a word ends."""
    while len(text) > _LONGEST_SECTION:
        end = max(text.rfind("\n", 1, _LONGEST_SECTION), text.rfind(" ", 1, _LONGEST_SECTION))
        end = end if end > 0 else _LONGEST_SECTION
        yield text[:end]
        text = text[end:].lstrip()
    yield text


def _names(names: list[str]) -> str:
    return ", ".join(f"“{escaped(shortened(name, _LONGEST_NAME))}”" for name in names[:_MOST_NAMES])


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _small_print(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
