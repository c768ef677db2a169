"""``/translate [language] text``: a translation that only the person sees."""

from __future__ import annotations

import re
from typing import Final

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.edge import Address
from bot.intake.publishing import QueueUnavailable
from bot.listeners.commands.ask import address_of
from bot.slack.markup import has_words, plain_text, translatable
from bot.wording import WORDINGS
from knowledge.language.names import language_named, other_than
from knowledge.language.text import language_of
from knowledge.question.wishes import LONGEST_TEXT
from workers.contract import Json

_LANGUAGE: Final = re.compile(r"(?:(?:in)?to\s+|译成|翻译成)?([^\s:：]+)(?:[\s:：]\s*|$)", re.IGNORECASE)


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    @app.command("/translate")
    def translate(ack: Ack, command: Json) -> None:
        said = first_words(desk, command["trigger_id"], address_of(desk, command), command.get("text") or "")
        ack(text=said, response_type="ephemeral")


def first_words(desk: Desk, trigger_id: str, address: Address, typed: str, *, may_name: bool = True) -> str:
    """Take the text and return what the person reads at once; the translation follows.

    ``typed`` is in Slack's markup; with ``may_name`` its first word may be a language.
    """
    text = translatable(typed)
    language = desk.asking.language_for("", address.user)
    words = WORDINGS[language]
    named = _LANGUAGE.match(text) if may_name else None
    target = language_named(named[1]) if named else None
    if named and target and target != language_of(text[named.end() :]):
        text = text[named.end() :]
    else:
        target = other_than(language_of(text, language), language)  # "English lessons start" names no language
    if not has_words(plain_text(text, desk.identity.bot_user_id)):
        return words.translate_usage
    if len(text) > LONGEST_TEXT:
        return words.text_too_long.format(count=len(text), limit=LONGEST_TEXT)
    try:
        desk.asking.take_translation(trigger_id, address, text, target, language)
    except QueueUnavailable:
        return words.saved_for_later
    return words.translating
