"""Sessions: the Stop button that Slack shows in a thread while a question of it is answered, and the thread's title."""

from __future__ import annotations

import structlog
from slack_bolt import App

from bot.desk import Desk
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from workers.contract import Json

_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Stop answering whoever pressed Stop, and leave titles alone that people chose.

    The delivery process says in the thread that it stopped, and ends the session.
    """

    def stop(event: Json) -> None:
        desk.stopping.stop(event["channel"], event.get("thread_ts") or "", event["user"], event["event_ts"])

    def tidy(event: Json) -> None:
        channel, thread_ts = event["channel"], event.get("thread_ts") or ""
        if not desk.ledger.is_answering(channel, thread_ts):
            _take_button_away(desk, channel, thread_ts)

    app.event("agent_session_stopped")(ack=stop, lazy=[tidy])

    @app.event("agent_session_title_changed")
    def retitled(event: Json) -> None:  # never by us: Bolt passes over what an app does itself
        desk.titles.is_theirs(event["channel"], event.get("thread_ts") or "")


def _take_button_away(desk: Desk, channel: str, thread_ts: str) -> None:
    """Nothing is being answered: the button was left over from an answer whose end Slack did not hear."""
    try:
        call(desk.client.agents_sessions_setStatus, channel_id=channel, thread_ts=thread_ts, status="active")
    except (RateLimited, SlackRefused, SlackUnreachable) as error:
        _log.info("session_not_set", channel=channel, status="active", error=str(error))
