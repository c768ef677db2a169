"""The shortcuts "Ask Frontdesk" and "Ask about this message": a modal to ask in."""

from __future__ import annotations

import structlog
from slack_bolt import Ack, App

from bot.desk import Desk
from bot.home.form import form_view, subject_of
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from workers.contract import Json

ANYWHERE = "ask_anywhere"
MESSAGE = "ask_about_message"

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once: the trigger that opens a modal lives for three seconds."""

    def acknowledge(ack: Ack) -> None:
        ack()

    def open_form(body: Json) -> None:
        offer(desk, body)

    app.shortcut(ANYWHERE)(ack=acknowledge, lazy=[open_form])
    app.shortcut(MESSAGE)(ack=acknowledge, lazy=[open_form])


def offer(desk: Desk, body: Json) -> None:
    """Open the modal; where that cannot be done, say so to the person alone."""
    user, message = body["user"]["id"], body.get("message")
    words = _words(desk, user)
    subject = subject_of(message, desk.identity.bot_user_id) if message is not None else ""
    if message is not None and not subject:
        _say(desk, body, words.ask_no_words)
        return
    try:
        call(desk.client.views_open, trigger_id=body["trigger_id"], view=form_view(words, subject))
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("form_not_opened", error=str(error))
        _say(desk, body, words.ask_not_opened)


def _words(desk: Desk, user: str) -> Wording:
    """Without asking Slack where their language is known: the trigger does not wait."""
    known = desk.languages.known("", user)
    return WORDINGS[known] if known else desk.homes.words_for(user)


def _say(desk: Desk, body: Json, sentence: str) -> None:
    """Through the URL that comes with a message; a global shortcut has none, so there in the direct messages."""
    if body.get("response_url"):
        say_privately(body["response_url"], sentence)
        return
    try:
        call(desk.client.chat_postMessage, channel=body["user"]["id"], text=sentence)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("sentence_not_shown", error=str(error))
