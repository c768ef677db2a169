"""A tab of the app was opened, or something else beside it: the Home tab, or the Messages tab with its suggestions."""

from __future__ import annotations

from collections.abc import Iterator

import structlog
from slack_bolt import App

from bot.desk import Desk
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import WORDINGS
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once; show afterwards, since nothing is lost when it fails."""

    def acknowledge() -> None:
        """Nothing to do before the acknowledgement."""

    def show(event: Json) -> None:
        if event.get("tab") == "home":
            desk.homes.open(event["user"])
        else:
            suggest(desk, event)

    def suggest_anew(event: Json) -> None:
        suggest(desk, event)

    app.event("app_home_opened")(ack=acknowledge, lazy=[show])
    app.event("app_context_changed")(ack=acknowledge, lazy=[suggest_anew])


def suggest(desk: Desk, event: Json) -> None:
    """Suggest questions in the Messages tab, by what the person looks at beside it."""
    user = event.get("user")
    if not user:
        _log.info("nobody_to_suggest_to", event_type=event["type"])
        return
    language = desk.homes.language_of(user)
    offered = desk.homes.prompts.of(user, language, list(channels_in(event.get("context") or {})))
    prompts = [{"title": title, "message": message} for title, message in offered]
    method, title = desk.client.assistant_threads_setSuggestedPrompts, WORDINGS[language].prompts_title
    try:
        channel = event.get("channel") or call(desk.client.conversations_open, users=[user])["channel"]["id"]
        call(method, channel_id=channel, title=title, prompts=prompts)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.info("tab_not_shown", tab="messages", error=str(error))


def channels_in(context: Json) -> Iterator[str]:
    """The channels that somebody looks at, the most relevant first, as Slack lists what is before them."""
    for entity in context.get("entities") or ():
        value = entity.get("value")
        if entity["type"] == "slack#/types/message_context" and isinstance(value, dict):
            value = value.get("channel_id")
        elif entity["type"] != "slack#/types/channel_id":
            continue
        if isinstance(value, str) and value.startswith(("C", "G")):
            yield value
