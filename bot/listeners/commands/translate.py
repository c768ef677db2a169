"""``/translate [language] text``: a translation that only the person sees."""

from __future__ import annotations

import re
from typing import Final

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.edge import Address
from bot.intake.publishing import QueueUnavailable
from bot.listeners.commands.ask import address_of
from bot.listeners.saying import Said, acknowledge, say_later
from bot.slack.markup import has_words, plain_text, translatable
from knowledge.language.names import language_named
from knowledge.language.text import language_of
from knowledge.question.wishes import LONGEST_TEXT
from workers.contract import Json

_LANGUAGE: Final = re.compile(r"(?:(?:in)?to\s+|译成|翻译成)?([^\s:：]+)(?:[\s:：]\s*|$)", re.IGNORECASE)


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    def take(ack: Ack, command: Json, context: BoltContext) -> None:
        said = first_words(desk, command["trigger_id"], address_of(desk, command), command.get("text") or "")
        acknowledge(ack, context, said, desk.languages.known("", command["user_id"]))

    def say(command: Json, context: BoltContext) -> None:
        say_later(desk, command, context)

    app.command("/translate")(ack=take, lazy=[say])


def first_words(desk: Desk, trigger_id: str, address: Address, typed: str, *, may_name: bool = True) -> Said:
    """Take the text and return what the person reads at once; the translation follows.

    ``typed`` is in Slack's markup; with ``may_name`` its first word may be a language.
    """
    text = translatable(typed)
    named = _LANGUAGE.match(text) if may_name else None
    target = language_named(named[1]) if named else None
    if named and target and target != language_of(text[named.end() :]):
        text = text[named.end() :]
    else:
        target = None  # "English lessons start" names no language
    if not has_words(plain_text(text, desk.identity.bot_user_id)):
        return lambda words: words.translate_usage
    if len(text) > LONGEST_TEXT:
        return lambda words: words.text_too_long.format(count=len(text), limit=LONGEST_TEXT)
    try:
        desk.orders.take_translation(trigger_id, address, text, target)
    except QueueUnavailable:
        return lambda words: words.saved_for_later
    return lambda words: words.translating
