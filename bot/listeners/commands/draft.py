"""``/draft announcement instructions``: versions of a text, which only the person sees until they choose one."""

from __future__ import annotations

import re
from typing import Final

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.intake.asking import Draft
from bot.intake.publishing import QueueUnavailable
from bot.listeners.commands.ask import address_of
from bot.slack.directory import DirectoryUnavailable
from bot.slack.markup import escaped, has_words, plain_text, shortened
from bot.wording import WORDINGS
from knowledge.domain import VERSIONS
from knowledge.question.wishes import GENRES, LONGEST_INSTRUCTIONS
from workers.contract import Json

_LONGEST_ECHO: Final = 50
_GENRE: Final = re.compile(r"([^\s:：]+)(?:[\s:：]\s*|$)")
_VERSIONS: Final = re.compile(rf"\s*(?:--|—|–)versions[ =]?([1-{VERSIONS}])\b\s*", re.IGNORECASE)
"""Slack on a Mac makes one long dash of two short ones."""


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    @app.command("/draft")
    def draft(ack: Ack, command: Json) -> None:
        ack(text=first_words(desk, command), response_type="ephemeral")


def first_words(desk: Desk, command: Json) -> str:
    """Take the instructions and return what the person reads at once; the versions follow."""
    typed = plain_text(command.get("text") or "", desk.identity.bot_user_id)
    named = _GENRE.match(typed)
    genre = GENRES.get(named[1].casefold()) if named else None
    rest = typed[named.end() :] if named else ""
    language = desk.asking.language_for(rest if genre else "", command["user_id"])
    words = WORDINGS[language]
    if named is None or genre is None:
        said = words.draft_unknown.format(genre=escaped(shortened(named[1], _LONGEST_ECHO))) if named else ""
        return f"{said}\n{words.draft_usage}".strip()
    number = _VERSIONS.search(rest)
    instructions = _VERSIONS.sub(" ", rest).strip()
    if not has_words(instructions):
        return f"{words.draft_empty}\n{words.draft_usage}"
    if len(instructions) > LONGEST_INSTRUCTIONS:
        return words.text_too_long.format(count=len(instructions), limit=LONGEST_INSTRUCTIONS)
    asked = Draft(genre, instructions, language, int(number[1]) if number else VERSIONS)
    try:
        desk.asking.take_draft(command["trigger_id"], address_of(desk, command), asked)
    except QueueUnavailable:
        return words.saved_for_later
    except DirectoryUnavailable:
        return words.rights_unknown
    return words.drafting
