"""Slack's Web API as this edge uses it: who we are, and what an error means for what happens next."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.settings import SlackSettings
from knowledge.errors import FrontdeskError, SettingError
from workers.contract import Json

LISTENER_TIMEOUT_S: Final = 2
"""Slack waits three seconds for an acknowledgement; one slow look-up must leave room for a clear failure."""
DELIVERY_TIMEOUT_S: Final = 10

_TRY_AGAIN: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_TOO_MANY_REQUESTS: Final = 429
_SERVER_ERROR: Final = 500
_DEFAULT_RETRY_AFTER_S: Final = 30


class RateLimited(FrontdeskError):
    """Slack asks to wait; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Slack asks to wait for {retry_after} seconds.")
        self.retry_after = retry_after


class SlackUnreachable(FrontdeskError):
    """No usable response: the call may or may not have been carried out."""


class SlackRefused(FrontdeskError):
    """Slack understood and said no; ``code`` is its error, such as ``channel_not_found``."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}.")
        self.code = code


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the token makes us."""

    team_id: str
    bot_user_id: str
    bot_id: str
    enterprise_id: str | None = None
    url: str = ""
    """Of the workspace, with a slash at its end; empty where Slack does not tell."""


def web_client(settings: SlackSettings, timeout_s: int) -> WebClient:
    """Return a client that never tries again by itself: after a lost response a second post would be a duplicate."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_base_url,
        timeout=timeout_s,
        retry_handlers=[],
    )


def identify(client: WebClient) -> Identity:
    """Ask Slack who we are, once, at the start.

    Raises SettingError when the token is wrong or Slack cannot be reached.
    """
    try:
        who = call(client.auth_test)
    except SlackRefused as refused:
        raise SettingError(
            f"Slack does not accept FRONTDESK_SLACK_BOT_TOKEN ({refused.code}). Copy the Bot User OAuth Token from "
            "OAuth & Permissions of your app, and install the app to the workspace first."
        ) from None
    except (RateLimited, SlackUnreachable):
        raise SettingError(
            f"Slack cannot be reached at {client.base_url}. Check the network, the proxy and FRONTDESK_SLACK_BASE_URL."
        ) from None
    return Identity(who["team_id"], who["user_id"], who["bot_id"], who.get("enterprise_id"), who.get("url") or "")


def call(method: Callable[..., SlackResponse], **arguments: Any) -> Json:  # noqa: ANN401 - Slack's own arguments
    """Call one Web API method and return its response.

    Raises RateLimited, SlackUnreachable or SlackRefused, and nothing else.
    """
    try:
        data = method(**arguments).data
    except SlackApiError as error:
        raise _meaning(error) from None
    except (OSError, http.client.HTTPException) as error:
        raise SlackUnreachable(f"Slack did not answer: {type(error).__name__}.") from None
    if not isinstance(data, dict):
        raise SlackUnreachable("Slack answered with something else than JSON.")
    return data


def _meaning(error: SlackApiError) -> FrontdeskError:
    response = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    code = str(response.get("error") or "unknown_error")
    if status == _TOO_MANY_REQUESTS or code in {"ratelimited", "rate_limited"}:
        return RateLimited(retry_after(getattr(response, "headers", {})))
    if status >= _SERVER_ERROR or code in _TRY_AGAIN or " " in code:  # a sentence: the body was no JSON of Slack's
        return SlackUnreachable(f"Slack is in trouble: {status}.")
    return SlackRefused(code)


def retry_after(headers: Mapping[str, str]) -> int:
    """Seconds that a 429 response asks to wait."""
    value = next((headers[name] for name in headers if name.lower() == "retry-after"), "")
    return max(1, int(value)) if value.isdigit() else _DEFAULT_RETRY_AFTER_S
