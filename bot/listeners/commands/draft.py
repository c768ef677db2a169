"""``/draft announcement instructions``: versions of a text, which only the person sees until they choose one."""

from __future__ import annotations

import re
from typing import Final

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.intake.language import language_in
from bot.intake.orders import Draft
from bot.intake.publishing import QueueUnavailable
from bot.listeners.commands.ask import address_of
from bot.listeners.saying import Said, acknowledge, say_later
from bot.slack.markup import escaped, has_words, plain_text, shortened
from bot.wording import Wording
from knowledge.domain import VERSIONS
from knowledge.question.wishes import GENRES, LONGEST_INSTRUCTIONS
from workers.contract import Json

_LONGEST_ECHO: Final = 50
_GENRE: Final = re.compile(r"([^\s:：]+)(?:[\s:：]\s*|$)")
_VERSIONS: Final = re.compile(rf"\s*(?:--|—|–)versions[ =]?([1-{VERSIONS}])\b\s*", re.IGNORECASE)
"""Slack on a Mac makes one long dash of two short ones."""


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    def take(ack: Ack, command: Json, context: BoltContext) -> None:
        typed = plain_text(command.get("text") or "", desk.identity.bot_user_id)
        said, instructions = first_words(desk, command, typed)
        acknowledge(ack, context, said, desk.languages.known(instructions, command["user_id"]))

    def say(command: Json, context: BoltContext) -> None:
        say_later(desk, command, context)

    app.command("/draft")(ack=take, lazy=[say])


def first_words(desk: Desk, command: Json, typed: str) -> tuple[Said, str]:
    """Take the instructions; return what the person reads at once, and the words that tell their language."""
    named = _GENRE.match(typed)
    genre = GENRES.get(named[1].casefold()) if named else None
    if named is None or genre is None:
        return _unknown(named[1] if named else ""), ""
    rest = typed[named.end() :]
    number = _VERSIONS.search(rest)
    instructions = _VERSIONS.sub(" ", rest).strip()
    if not has_words(instructions):
        return lambda words: f"{words.draft_empty}\n{words.draft_usage}", instructions
    if len(instructions) > LONGEST_INSTRUCTIONS:
        size = {"count": len(instructions), "limit": LONGEST_INSTRUCTIONS}
        return lambda words: words.text_too_long.format(**size), instructions
    asked = Draft(genre, instructions, language_in(instructions), int(number[1]) if number else VERSIONS)
    try:
        desk.orders.take_draft(command["trigger_id"], address_of(desk, command), asked)
    except QueueUnavailable:
        return lambda words: words.saved_for_later, instructions
    return lambda words: words.drafting, instructions


def _unknown(genre: str) -> Said:
    """What kinds of texts there are; of another, that there is no such kind."""

    def said(words: Wording) -> str:
        unknown = words.draft_unknown.format(genre=escaped(shortened(genre, _LONGEST_ECHO))) if genre else ""
        return f"{unknown}\n{words.draft_usage}".strip()

    return said
