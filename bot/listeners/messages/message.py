"""Which messages are questions: all direct ones, and those in a channel's thread where the bot was asked before."""

from __future__ import annotations

from typing import Final

from bot.asking import Typed, problem_with
from bot.desk import Desk
from bot.markup import first_mentioned, plain_text
from bot.records.ledger import Address
from bot.records.models import Surface
from workers.contract import Json

_ASKING_SUBTYPES: Final = frozenset({None, "thread_broadcast", "file_share"})
"""All other subtypes report edits, deletions, joins and the like."""


def take_message(desk: Desk, event: Json) -> None:
    """Take a message as a question if it is one for us, or a question back that was deleted."""
    if deleted := _deleted_ts(event):
        desk.asking.take_back(desk.identity.team_id, event["channel"], deleted)
    if not is_from_person(event, desk.identity.bot_user_id):
        return
    if event.get("channel_type") == "im":
        desk.asking.take_message(address_of(desk, event, "dm"), typed(event))
    elif _follows_up(desk, event):
        desk.asking.take_message(address_of(desk, event, "channel"), typed(event))


def is_from_person(event: Json, bot_user_id: str) -> bool:
    """Whether a person wrote it just now: not a bot, not an edit, not Slack's own report of something."""
    return (
        event.get("subtype") in _ASKING_SUBTYPES
        and not event.get("bot_id")
        and not event.get("hidden")
        and event.get("user") not in {None, bot_user_id, "USLACKBOT"}
    )


def typed(event: Json) -> Typed:
    """What was typed in the message."""
    return Typed(event.get("text") or "", has_file=bool(event.get("files")))


def address_of(desk: Desk, event: Json, surface: Surface) -> Address:
    """Where the message is. A message outside a thread begins one with the reply to it."""
    return Address(
        team=desk.identity.team_id,
        channel=event["channel"],
        user=event["user"],
        surface=surface,
        thread_ts=event.get("thread_ts") or event["ts"],
        message_ts=event["ts"],
    )


def _deleted_ts(event: Json) -> str:
    """The message that an event reports as deleted, if it does; one with replies leaves a tombstone in its place."""
    subtype, message = event.get("subtype"), event.get("message") or {}
    if subtype == "message_changed" and message.get("subtype") == "tombstone":
        return str(message.get("ts") or "")
    return str(event.get("deleted_ts") or "") if subtype == "message_deleted" else ""


def _follows_up(desk: Desk, event: Json) -> bool:
    """Whether a message that may not mention us is still meant for us.

    One that mentions us comes as ``app_mention`` too and is taken there. One that begins by mentioning somebody else,
    or has no words, is talk between people.
    """
    bot = desk.identity.bot_user_id
    text = event.get("text") or ""
    return (
        bool(event.get("thread_ts"))
        and f"<@{bot}" not in text
        and first_mentioned(text) is None
        and problem_with(plain_text(text, bot)) in {None, "question_too_long"}
        and desk.ledger.follows(event["channel"], event["thread_ts"])
    )
