"""A tab of the app was opened: the Home tab, or the Messages tab with its suggestions."""

from __future__ import annotations

import structlog
from slack_bolt import App

from bot.desk import Desk
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import Wording
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once; show afterwards, since nothing is lost when it fails."""

    def opened() -> None:
        """Nothing to do before the acknowledgement."""

    def show(event: Json) -> None:
        if event.get("tab") == "home":
            desk.homes.open(event["user"])
        else:
            _suggest(desk, event["channel"], desk.homes.words_for(event["user"]))

    app.event("app_home_opened")(ack=opened, lazy=[show])


def _suggest(desk: Desk, channel: str, words: Wording) -> None:
    prompts = [{"title": title, "message": message} for title, message in words.prompts]
    method = desk.client.assistant_threads_setSuggestedPrompts
    try:
        call(method, channel_id=channel, title=words.prompts_title, prompts=prompts)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.info("tab_not_shown", tab="messages", error=str(error))
