"""Saying something that only the person sees, through the URL that comes with what they did."""

from __future__ import annotations

from typing import Final

import structlog
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call

_TIMEOUT_S: Final = 5
_OK: Final = 200
_log = structlog.get_logger()


def take_away(response_url: str) -> None:
    """Remove the message that was clicked on, which only the person sees. Where Slack refuses, nothing is lost."""
    try:
        WebhookClient(response_url, timeout=_TIMEOUT_S).send_dict({"delete_original": True})
    except OSError as error:
        _log.info("message_not_taken_away", error=type(error).__name__)


def say_in_channel(client: WebClient, channel: str, user: str, sentence: str) -> None:
    """Say it to one person in a channel or, where Slack does not let us in, in their direct messages."""
    try:
        call(client.chat_postEphemeral, channel=channel, user=user, text=sentence)
    except SlackRefused:
        _say_directly(client, user, sentence)
    except (RateLimited, SlackUnreachable) as error:
        _log.info("sentence_not_shown", error=str(error))


def _say_directly(client: WebClient, user: str, sentence: str) -> None:
    try:
        call(client.chat_postMessage, channel=user, text=sentence)
    except (RateLimited, SlackUnreachable, SlackRefused) as error:
        _log.info("sentence_not_shown", error=str(error))


def say_privately(response_url: str, sentence: str, *, replace: bool = False) -> bool:
    """Say it, in place of the message that was clicked on with ``replace``; False where Slack does not take it."""
    webhook = WebhookClient(response_url, timeout=_TIMEOUT_S)
    try:
        response = webhook.send(text=sentence, response_type="ephemeral", replace_original=replace)
    except OSError as error:
        _log.info("sentence_not_shown", error=type(error).__name__)
        return False
    if response.status_code != _OK:
        _log.info("sentence_not_shown", status=response.status_code)
    return response.status_code == _OK
