"""Which messages are questions: all direct ones, and those in a channel's thread where the bot was asked before."""

from __future__ import annotations

from typing import Final

from bot.desk import Desk
from bot.edge import Address, Surface
from bot.intake.checks import Typed, problem_with
from bot.slack.markup import first_mentioned, plain_text
from workers.contract import Json

_ASKING_SUBTYPES: Final = frozenset({None, "thread_broadcast", "file_share"})
"""All other subtypes report edits, deletions, joins and the like."""


def take_message(desk: Desk, event: Json, *, shared_outside: bool) -> None:
    """Take a message as a question if it is one for us, or a question back that was deleted."""
    if str(event.get("subtype")).startswith("channel_convert_to_"):
        desk.changes.tell("channel", event["channel"])
    if deleted := _deleted(event):
        address = address_of(desk, deleted, "dm" if _is_direct(event) else "channel")
        desk.stopping.take_back(address, was_for_us=_is_for_us(desk, deleted))
    if not is_from_person(event, desk.identity.bot_user_id):
        return
    if _is_direct(event):
        desk.asking.take_message(address_of(desk, event, "dm"), typed(event, shared_outside))
    elif _follows_up(desk, event):
        desk.asking.take_message(address_of(desk, event, "channel"), typed(event, shared_outside))


def is_from_person(event: Json, bot_user_id: str) -> bool:
    """Whether a person wrote it just now: not a bot, not an edit, not Slack's own report of something."""
    return (
        event.get("subtype") in _ASKING_SUBTYPES
        and not event.get("bot_id")
        and not event.get("hidden")
        and event.get("user") not in {None, bot_user_id, "USLACKBOT"}
    )


def typed(event: Json, shared_outside: bool) -> Typed:  # noqa: FBT001 - what Slack says beside the event
    """What was typed in the message, and whether Slack says that another company reads the channel."""
    return Typed(event.get("text") or "", bool(event.get("files")), shared_outside)


def is_shared_outside(body: Json) -> bool:
    """Whether Slack says with an event that another company reads its channel."""
    return bool(body.get("is_ext_shared_channel"))


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


def _is_direct(event: Json) -> bool:
    return event.get("channel_type") == "im"


def _deleted(event: Json) -> Json | None:
    """The message that an event reports as deleted, as it was; one with replies leaves a tombstone in its place."""
    subtype, message = event.get("subtype"), event.get("message") or {}
    buried = subtype == "message_changed" and message.get("subtype") == "tombstone"
    ts = message.get("ts") if buried else event.get("deleted_ts") if subtype == "message_deleted" else None
    place = {"channel": event["channel"], "channel_type": event.get("channel_type"), "ts": ts}
    return {"user": "", **(event.get("previous_message") or {}), **place} if ts else None


def _is_for_us(desk: Desk, message: Json) -> bool:
    """Whether a message is or was a question for us, wherever it stands."""
    mentioned = f"<@{desk.identity.bot_user_id}" in (message.get("text") or "")
    return is_from_person(message, desk.identity.bot_user_id) and (
        _is_direct(message) or mentioned or _follows_up(desk, message)
    )


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
