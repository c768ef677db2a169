"""What becomes of a message: a question, a question that is worded anew, or one that is taken back."""

from __future__ import annotations

from bot.desk import Desk
from bot.edge import Address
from bot.intake.checks import Typed
from bot.listeners.messages.addressed import Manner, is_direct, manner_of, mentions
from bot.slack.forwarded import forwarded_in
from bot.slack.shown_files import NO_FILES, files_in
from workers.contract import Json


def take_message(desk: Desk, event: Json, *, shared_outside: bool) -> None:
    """Take a message as a question if it is one for us, or what happened to one."""
    if str(event.get("subtype")).startswith("channel_convert_to_"):
        desk.changes.tell("channel", event["channel"])
    elif deleted := _deleted(event):
        desk.stopping.take_back(address_of(desk, deleted), was_for_us=manner_of(desk, deleted) is not None)
    elif edited := _edited(event):
        take_edit(desk, edited, event.get("previous_message") or {}, shared_outside=shared_outside)
    elif manner := _manner(desk, event):
        desk.asking.take_message(address_of(desk, event), typed(desk, event, manner, shared_outside=shared_outside))


def take_edit(desk: Desk, message: Json, previous: Json, *, shared_outside: bool) -> None:
    """Take what a message says now. One that no longer calls us is no question any more, unless it follows up.

    Slack reports previews below a message, too: with them comes no new time of an edit, and nothing happens.
    """
    if message.get("bot_id"):  # other apps change their messages as they go; the first words count
        return
    manner = manner_of(desk, message)
    before = {**previous, "channel": message["channel"], "channel_type": message["channel_type"], "ts": message["ts"]}
    called = mentions(before, desk.identity.bot_user_id) and not is_direct(message)
    if manner == "asked" or (manner and not called):
        desk.asking.take_message(address_of(desk, message), typed(desk, message, manner, shared_outside=shared_outside))
    else:
        was_for_us = manner_of(desk, before) is not None
        desk.stopping.take_back(address_of(desk, message), was_for_us=was_for_us, at=message["edited"]["ts"])


def typed(desk: Desk, message: Json, manner: Manner = "asked", *, shared_outside: bool) -> Typed:
    """What was typed and passed on in the message, and what Slack says with it."""
    return Typed(
        message.get("text") or "",
        files=NO_FILES if manner == "unasked" else files_in(message),
        shared_outside=shared_outside,
        forwarded=forwarded_in(message, desk.identity.bot_user_id),
        unasked=manner != "asked",
        offered=manner == "offered",
        by_bot=bool(message.get("bot_id")),
        edited_at=(message.get("edited") or {}).get("ts") or "",
    )


def is_shared_outside(body: Json) -> bool:
    """Whether Slack says with an event that another company reads its channel."""
    return bool(body.get("is_ext_shared_channel"))


def address_of(desk: Desk, message: Json) -> Address:
    """Where the message is. A message outside a thread begins one with the reply to it."""
    return Address(
        team=desk.identity.team_id,
        channel=message["channel"],
        user=message.get("user") or message.get("bot_id", ""),
        surface="dm" if is_direct(message) else "channel",
        thread_ts=message.get("thread_ts") or message["ts"],
        message_ts=message["ts"],
    )


def _manner(desk: Desk, event: Json) -> Manner | None:
    """How a new message asks us. A person's mention in a channel comes as ``app_mention``, too, and is taken there."""
    by_person = not event.get("bot_id") and event.get("channel_type") not in {"im", "mpim"}
    twin = by_person and mentions(event, desk.identity.bot_user_id)
    return None if twin else manner_of(desk, event)


def _deleted(event: Json) -> Json | None:
    """The message that an event reports as deleted, as it was; one with replies leaves a tombstone in its place."""
    subtype, message = event.get("subtype"), event.get("message") or {}
    buried = subtype == "message_changed" and message.get("subtype") == "tombstone"
    ts = message.get("ts") if buried else event.get("deleted_ts") if subtype == "message_deleted" else None
    return {"user": "", **(event.get("previous_message") or {}), **_place(event), "ts": ts} if ts else None


def _edited(event: Json) -> Json | None:
    """The message that an event reports as edited by its author, as it is now."""
    message = event.get("message") or {}
    before = (event.get("previous_message") or {}).get("edited")
    if event.get("subtype") != "message_changed" or not (message.get("edited") and message.get("ts")):
        return None
    if message["edited"] == before:  # a preview below a message that was edited long ago
        return None
    return {"user": "", **message, **_place(event)}


def _place(event: Json) -> Json:
    return {"channel": event["channel"], "channel_type": event.get("channel_type")}
