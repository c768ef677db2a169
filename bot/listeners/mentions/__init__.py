"""Mentions of the bot in channels and group conversations."""

from __future__ import annotations

from slack_bolt import App

from bot.desk import Desk
from bot.listeners.messages.addressed import is_from_person, is_from_welcome_bot
from bot.listeners.messages.message import address_of, is_shared_outside, typed
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Take every mention by a person as a question, and another app's where the channel wants that."""

    @app.event("app_mention")
    def mention(event: Json, body: Json) -> None:
        if is_from_person(event, desk.identity.bot_user_id) or is_from_welcome_bot(desk, event):
            typed_now = typed(desk, event, shared_outside=is_shared_outside(body))
            desk.asking.take_message(address_of(desk, event), typed_now)
