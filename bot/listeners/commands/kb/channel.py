"""``/kb channel``: a modal in which a channel's owner or an administrator says how the bot behaves there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog

from bot.desk import Desk
from bot.home.channel_form import Meant, channel_form, channel_sentence
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.markup import plain_text
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from workers.contract import Json

CHANNEL: Final = "channel"
AUDITED: Final = "kb_channel"
"""The action's name on the audit trail."""

_log = structlog.get_logger()


def asks_for_channel(desk: Desk, command: Json) -> bool:
    """Whether the command is this one, and typed where there is something to open."""
    first = [*plain_text(command.get("text") or "", desk.identity.bot_user_id).split(None, 1), ""][0]
    return first.casefold() == CHANNEL and is_typed_in_channel(command)


def is_typed_in_channel(command: Json) -> bool:
    """Whether it may be a channel by its id; that it is a group's direct messages only Slack can say."""
    return not command["channel_id"].startswith("D")


def offer_channel_form(desk: Desk, command: Json) -> None:
    """Open a modal at once, since its trigger lives for three seconds; then find out what it may show."""
    user = command["user_id"]
    waiting = WORDINGS[desk.languages.known("", user) or "en"]
    loading = channel_sentence(waiting.channel_loading, waiting)
    try:
        opened = call(desk.client.views_open, trigger_id=command["trigger_id"], view=loading)
        view = _view(desk, user, command["channel_id"], desk.homes.words_for(user))
        call(desk.client.views_update, view_id=opened["view"]["id"], view=view)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.warning("form_not_opened", error=str(error))
        say_privately(command["response_url"], waiting.channel_not_opened)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not say how the bot behaves in a channel. ``is_final``: it is not just Slack that is silent."""

    sentence: str
    is_final: bool


def refusal(desk: Desk, user: str, channel: str, words: Wording) -> Refusal | None:
    """Why not; None where they may. Refusals are audited."""
    standing = desk.audience.owns(user, channel, desk.admins)
    if standing.is_admin:
        return None
    desk.outcomes.audited(user, AUDITED, allowed=False, arguments=[f"channel={channel}"])
    _log.warning("admin_action_refused", user=user, action=AUDITED, channel=channel)
    if not standing.gaps:
        return Refusal(words.channel_not_yours, is_final=True)
    gap = standing.gaps[0]
    return Refusal(words.channel_unknown.format(method=gap.method, error=gap.error), is_final=False)


def _view(desk: Desk, user: str, channel: str, words: Wording) -> Json:
    """The form, or the sentence that says why there is none."""
    if desk.audience.is_conversation(channel):
        return channel_sentence(words.channel_not_here, words)
    if refused := refusal(desk, user, channel, words):
        return channel_sentence(refused.sentence, words)
    kept = desk.channels.kept(channel)
    return channel_form(Meant(channel, kept.version), kept.rules, desk.sources.names(), words)
