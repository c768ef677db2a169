"""For whom a message is: all direct ones are for us; of others those that call us or go on where we were asked.

In a group's direct messages people also ask without calling anybody. What they say there is taken as well, as
*unasked*: only an answer from the policies interrupts them (`bot.delivery.settling`).
"""

from __future__ import annotations

from typing import Final, Literal

from bot.desk import Desk
from bot.intake.checks import problem_with
from bot.slack.forwarded import forwarded_in
from bot.slack.markup import first_mentioned, mentions_people, plain_text
from workers.contract import Json

Manner = Literal["asked", "unasked"]

_ASKING_SUBTYPES: Final = frozenset({None, "thread_broadcast", "file_share"})
"""All other subtypes report edits, deletions, joins and the like."""


def is_from_person(message: Json, bot_user_id: str) -> bool:
    """Whether a person wrote it: not a bot, not Slack's own report of something."""
    return (
        message.get("subtype") in _ASKING_SUBTYPES
        and not message.get("bot_id")
        and not message.get("hidden")
        and message.get("user") not in {None, "", bot_user_id, "USLACKBOT"}
    )


def is_direct(message: Json) -> bool:
    """Whether it was written to us alone."""
    return message.get("channel_type") == "im"


def manner_of(desk: Desk, message: Json) -> Manner | None:
    """How a message asks us; None where it does not, or is no person's."""
    bot = desk.identity.bot_user_id
    if not is_from_person(message, bot):
        return None
    if is_direct(message) or mentions(message, bot) or _follows_up(desk, message):
        return "asked"
    return "unasked" if message.get("channel_type") == "mpim" and _is_open_to_us(message, bot) else None


def mentions(message: Json, bot_user_id: str) -> bool:
    """Whether the message calls us."""
    return f"<@{bot_user_id}" in (message.get("text") or "")


def _follows_up(desk: Desk, message: Json) -> bool:
    """Whether it goes on in a thread where we were asked; one that begins by calling somebody else is for them."""
    bot = desk.identity.bot_user_id
    return (
        bool(message.get("thread_ts"))
        and first_mentioned(message.get("text") or "") is None
        and _has_words(message, bot)
        and desk.ledger.follows(message["channel"], message["thread_ts"], message["ts"])
    )


def _is_open_to_us(message: Json, bot_user_id: str) -> bool:
    """Whether it may be a question to everybody: it names nobody, and is short enough to be one."""
    text = message.get("text") or ""
    forwarded = forwarded_in(message, bot_user_id)
    return not mentions_people(text) and problem_with(plain_text(text, bot_user_id), forwarded=forwarded) is None


def _has_words(message: Json, bot_user_id: str) -> bool:
    text = plain_text(message.get("text") or "", bot_user_id)
    problem = problem_with(text, forwarded=forwarded_in(message, bot_user_id))
    return problem in {None, "question_too_long"}
