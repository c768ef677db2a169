"""For whom a message is: all direct ones are for us; of others those that call us or go on where we were asked.

In a group's direct messages people also ask without calling anybody. What they say there is taken as well, as
*unasked*: only an answer from the policies interrupts them (`bot.delivery.settling`). A channel may want the like;
there it is *offered* to whoever asked (`bot.delivery.offering`). Other apps are heard where a channel wants it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from bot.desk import Desk
from bot.intake.checks import problem_with
from bot.slack.forwarded import forwarded_in
from bot.slack.markup import first_mentioned, mentions_people, plain_text
from workers.contract import Json

Manner = Literal["asked", "unasked", "offered"]

_ASKING_SUBTYPES: Final = frozenset({None, "thread_broadcast", "file_share"})
"""All other subtypes report edits, deletions, joins and the like."""


_LONGEST_OFFERED: Final = 300
"""Characters of what may be a question to a whole channel."""
_ASKS: Final = re.compile(r"[?？][\s)\]\"'”’）」』]*(?=\s|$)")
"""What is certainly a question. A model that tells it of other words is the worker's, and costs a look at each."""


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
        return "asked" if mentions(message, bot) and is_from_welcome_bot(desk, message) else None
    if is_direct(message) or mentions(message, bot):
        return "asked"
    manner = _manner_uncalled(desk, message)
    if manner is None:  # as most of what people say to each other: it costs no look at the channel's rules
        return None
    rules = desk.channels.rules(message["channel"])
    return manner if rules.enabled and (rules.unasked or manner != "offered") else None


def _manner_uncalled(desk: Desk, message: Json) -> Manner | None:
    """How a message that does not call us may ask us all the same, if its channel wants that."""
    bot = desk.identity.bot_user_id
    if _follows_up(desk, message):
        return "asked"
    if message.get("channel_type") == "mpim":
        return "unasked" if _is_open_to_us(message, bot) else None
    return "offered" if _asks_a_channel(message, bot) else None


def is_from_welcome_bot(desk: Desk, message: Json) -> bool:
    """Whether another app wrote it, in a channel that wants us to answer those; what one changes is not heard."""
    us = {desk.identity.bot_id, desk.identity.bot_user_id}
    by_bot = bool(message.get("bot_id")) and message.get("subtype") in {None, "bot_message"}
    ours = bool(us & {message.get("bot_id"), message.get("user")})
    return by_bot and not ours and not message.get("edited") and desk.channels.rules(message["channel"]).bots


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


def _asks_a_channel(message: Json, bot_user_id: str) -> bool:
    """Whether it asks everybody in a channel something: short, in no thread, and it calls nobody and no group."""
    text = message.get("text") or ""
    plain = message.get("subtype") is None and not message.get("files") and not message.get("attachments")
    alone = plain and message.get("thread_ts") in {None, message["ts"]} and "<!" not in text and "<@" not in text
    is_short = len(text) <= _LONGEST_OFFERED and _ASKS.search(text) is not None
    return alone and is_short and problem_with(plain_text(text, bot_user_id)) is None


def _has_words(message: Json, bot_user_id: str) -> bool:
    text = plain_text(message.get("text") or "", bot_user_id)
    problem = problem_with(text, forwarded=forwarded_in(message, bot_user_id))
    return problem in {None, "question_too_long"}
