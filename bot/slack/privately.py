"""Saying something that only the person sees, through the URL that comes with what they did."""

from __future__ import annotations

from typing import Final

import structlog
from slack_sdk.webhook import WebhookClient

_TIMEOUT_S: Final = 5
_OK: Final = 200
_log = structlog.get_logger()


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
