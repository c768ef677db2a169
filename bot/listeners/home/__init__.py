"""The app's own page in Slack: the Home tab, and suggestions in an empty Messages tab."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import App

from bot.desk import Desk
from bot.listeners.home.view import home_view
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import WORDINGS, Wording

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Acknowledge at once; show afterwards, since nothing is lost when it fails."""

    def opened() -> None:
        """Nothing to do before the acknowledgement."""

    def show(event: dict[str, Any]) -> None:
        show_tab(desk, event)

    app.event("app_home_opened")(ack=opened, lazy=[show])


def show_tab(desk: Desk, event: dict[str, Any]) -> None:
    """Show the tab that was opened in the viewer's language."""
    words = WORDINGS[desk.languages.of_person(event["user"])]
    try:
        if event.get("tab") == "home":
            call(desk.client.views_publish, user_id=event["user"], view=home_view(words))
        else:
            _suggest(desk, event["channel"], words)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.info("tab_not_shown", tab=event.get("tab"), error=str(error))


def _suggest(desk: Desk, channel: str, words: Wording) -> None:
    prompts = [{"title": title, "message": message} for title, message in words.prompts]
    method = desk.client.assistant_threads_setSuggestedPrompts
    call(method, channel_id=channel, title=words.prompts_title, prompts=prompts)
