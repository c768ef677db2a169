"""The buttons below each version of a draft: use it as it is, or edit it first."""

from __future__ import annotations

import json
from typing import Final

import structlog
from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.intake.publishing import QueueUnavailable
from bot.records.models import Request
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.blocks import DRAFT_EDIT, DRAFT_USE
from bot.slack.elements import plain
from bot.slack.markup import pieces
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from workers.contract import Json

EDITOR: Final = "draft_editor"
TEXT: Final = "text"
"""Action of the editor's fields, and block of the first; a number stands behind it in the others'."""
LONGEST_FIELD: Final = 3000
"""Characters, by Slack's rule; a longer version is edited in several."""

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Choosing enters a post; editing opens a form."""

    def use(ack: Ack, body: Json, context: BoltContext) -> None:
        context["said"] = use_version(desk, body)
        ack()

    def say(body: Json, context: BoltContext) -> None:
        if context["said"]:
            say_privately(body["response_url"], context["said"], replace=True)

    def edit(body: Json) -> None:
        open_editor(desk, body)

    app.action(DRAFT_USE)(ack=use, lazy=[say])
    app.action(DRAFT_EDIT)(ack=_acknowledge, lazy=[edit])


def use_version(desk: Desk, body: Json) -> str:
    """Have the version posted; return what the person reads, empty where it is not theirs."""
    draft, number = version_of(desk, body["actions"][0]["value"], body["user"]["id"])
    if draft is None:
        return ""
    words: Wording = WORDINGS[draft.language]
    texts = desk.orders.versions(draft.work_id)
    if number > len(texts):
        return words.draft_gone
    return post(desk, draft, number, texts[number - 1], body["response_url"])


def post(desk: Desk, draft: Request, number: int, text: str, response_url: str) -> str:
    """Have a text posted as this version of the draft, once; return what the person reads."""
    words: Wording = WORDINGS[draft.language]
    try:
        desk.orders.take_chosen(draft, number, text, response_url)
    except QueueUnavailable:
        return words.saved_for_later
    _log.info("draft_chosen", request_id=draft.id, number=number)
    return words.draft_posting.format(number=number)


def version_of(desk: Desk, value: str, user: str) -> tuple[Request | None, int]:
    """The draft and the number of the version that a button names; None unless it is this person's."""
    request_id, _, number = value.rpartition(":")
    draft = desk.ledger.get(request_id)
    if draft is None or draft.kind not in {"draft", "question"}:  # a message may have ordered it
        return None, 0
    mine = draft.user == user and number.isdigit() and number != "0"
    return (draft, int(number)) if mine else (None, 0)


def open_editor(desk: Desk, body: Json) -> None:
    """Show the version in a form. Slack opens it within three seconds or not at all."""
    value = body["actions"][0]["value"]
    draft, number = version_of(desk, value, body["user"]["id"])
    if draft is None:
        return
    words, texts = WORDINGS[draft.language], desk.orders.versions(draft.work_id)
    if number > len(texts):
        say_privately(body["response_url"], words.draft_gone)
        return
    kept = json.dumps({"value": value, "response_url": body["response_url"]})
    try:
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=_editor(texts[number - 1], kept, words))
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("editor_not_opened", request_id=draft.id, error=str(error))


def _acknowledge(ack: Ack) -> None:
    ack()


def _editor(text: str, kept: str, words: Wording) -> Json:
    def field(place: int, piece: str) -> Json:
        name = TEXT if place == 0 else f"{TEXT}_{place}"
        label = words.draft_text if place == 0 else f"{words.draft_text} ({place + 1})"
        element = {"type": "plain_text_input", "action_id": TEXT, "multiline": True, "max_length": LONGEST_FIELD}
        asked = {"element": {**element, "initial_value": piece}, "optional": place > 0}
        return {"type": "input", "block_id": name, "label": plain(label), **asked}

    return {
        "type": "modal",
        "callback_id": EDITOR,
        "private_metadata": kept,
        "title": plain(words.draft_edit),
        "submit": plain(words.draft_post),
        "close": plain(words.cancel),
        "blocks": [field(place, piece) for place, piece in enumerate(pieces(text, LONGEST_FIELD))],
    }
