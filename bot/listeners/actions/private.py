"""A sentence that only whoever clicked reads."""

from __future__ import annotations

from typing import Final

import structlog
from slack_sdk.webhook import WebhookClient

_TIMEOUT_S: Final = 5
_OK: Final = 200

_log = structlog.get_logger()


def say_privately(response_url: str, sentence: str) -> None:
    """Post it through the click's URL; that may fail without harm."""
    webhook = WebhookClient(response_url, timeout=_TIMEOUT_S)
    try:
        response = webhook.send(text=sentence, response_type="ephemeral", replace_original=False)
    except OSError as error:
        _log.info("sentence_not_shown", error=type(error).__name__)
        return
    if response.status_code != _OK:
        _log.info("sentence_not_shown", status=response.status_code)
