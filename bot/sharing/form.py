"""The button that shares an answer, and the modal in which a channel is chosen for it; pure."""

from __future__ import annotations

import json
from typing import Any, Final

from bot.records.models import Request
from bot.slack.blocks import SHARE_ACTION
from bot.slack.elements import button, mrkdwn, plain, section
from bot.wording import Wording
from workers.contract import Json

FORM: Final = "share_form"
"""The modal's callback id."""
CHANNEL: Final = "share_channel"
"""Block and action of its one field."""

_CHANNELS: Final = ("C", "G")
"""What the ids of channels and of groups' direct messages begin with."""


def channel_of(request: Request) -> str:
    """The channel in which an answer was asked for privately; empty where that was in no channel."""
    return request.channel if request.surface == "command" and request.channel.startswith(_CHANNELS) else ""


def share_button(request: Request, words: Wording) -> Json:
    """The button below a private answer. Where one press posts, Slack asks once more; else a channel is chosen."""
    shown = button(words.share_button, SHARE_ACTION, request.id)
    channel = channel_of(request)
    if not channel:
        return shown
    sure = {"title": plain(words.share_title), "text": mrkdwn(words.share_sure.format(channel=channel))}
    return {**shown, "confirm": {**sure, "confirm": plain(words.share_submit), "deny": plain(words.cancel)}}


def share_form(request_id: str, response_url: str, words: Wording) -> Json:
    """The modal; where to tell its sender what came of it travels in it."""
    chosen = {"type": "conversations_select", "action_id": CHANNEL, "filter": {"include": ["public", "private"]}}
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps({"request": request_id, "response_url": response_url}),
        "title": plain(words.share_title),
        "submit": plain(words.share_submit),
        "close": plain(words.cancel),
        "blocks": [
            section(words.share_what),
            {"type": "input", "block_id": CHANNEL, "label": plain(words.share_where), "element": chosen},
        ],
    }


def told_view(sentence: str, words: Wording) -> Json:
    """What stands in the modal once it was sent."""
    title, close = plain(words.share_title), plain(words.why_close)
    return {"type": "modal", "title": title, "close": close, "blocks": [section(sentence)]}


def chosen_in(view: Json) -> str:
    """The channel that was chosen; empty where none was, or something else."""
    field: Any = view["state"]["values"].get(CHANNEL, {}).get(CHANNEL, {})
    chosen = str(field.get("selected_conversation") or "")
    return chosen if chosen.startswith(_CHANNELS) else ""
