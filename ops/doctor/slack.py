"""Slack: the tokens, and whether the installed app has the scopes that the manifest asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ops.doctor.findings import Finding, bad, good, notice
from ops.doctor.lookups import lookups
from ops.settings import StackSettings

if TYPE_CHECKING:
    from slack_sdk import WebClient

MANIFEST = Path(__file__).parent.parent / "deploy" / "slack-manifest.yaml"
_TIMEOUT_S = 10


def slack() -> Iterator[Finding]:
    """Ask Slack itself about the tokens."""
    if StackSettings.read().sandboxed:
        remedy = "to connect a workspace, set FRONTDESK_SLACK_BOT_TOKEN (README: connecting a real workspace)"
        yield notice("Slack", "no bot token is set; frontdesk up brings a local Slack", remedy)
        return
    from bot.settings import BotSettings, DeliverySettings
    from bot.slack.api import web_client

    settings = BotSettings.read()
    client = web_client(settings, _TIMEOUT_S)
    yield from _bot_token(client)
    if channel := DeliverySettings.read().announce_channel:
        yield _announce_channel(client, channel)
    if settings.mode == "socket":
        yield from _app_token(client, settings.slack_app_token.get_secret_value())
    else:
        yield good("Slack requests", f"signed; Slack must reach port {settings.port} at /slack/events")


def _bot_token(client: WebClient) -> Iterator[Finding]:
    from slack_sdk.errors import SlackApiError

    try:
        response = client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error", "unknown_error")
        remedy = "copy the Bot User OAuth Token from OAuth & Permissions, and install the app to the workspace first"
        yield bad("Slack bot token", f"Slack says {code}", remedy)
        return
    except OSError as error:
        remedy = "check the network, the proxy and FRONTDESK_SLACK_BASE_URL"
        yield bad("Slack", f"{client.base_url} cannot be reached: {error}", remedy)
        return
    yield good("Slack bot token", f"{response['user']} in {response['team']}")
    yield from _scopes(_granted(response.headers))
    yield from lookups(client, response["user_id"])


def _announce_channel(client: WebClient, channel: str) -> Finding:
    from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call

    subject = "announcements"
    try:
        found = call(client.conversations_info, channel=channel)["channel"]
    except SlackRefused as refused:
        if refused.code != "channel_not_found":
            return bad(subject, str(refused), "see the lines about Slack above")
        remedy = "correct FRONTDESK_ANNOUNCE_CHANNEL, or invite the bot if the channel is private: /invite @Frontdesk"
        return bad(subject, f"Slack knows no channel {channel} that the bot can see", remedy)
    except (RateLimited, SlackUnreachable) as error:
        return notice(subject, f"{channel} was not checked: {error}")
    if found.get("is_archived"):
        return bad(subject, f"#{found['name']} is archived", "choose another FRONTDESK_ANNOUNCE_CHANNEL")
    if not found.get("is_member"):
        return bad(subject, f"the bot is not in #{found['name']}", "invite it there: /invite @Frontdesk")
    return good(subject, f"go to #{found['name']}")


def _app_token(client: WebClient, token: str) -> Iterator[Finding]:
    from slack_sdk.errors import SlackApiError

    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = error.response.get("error", "unknown_error")
        remedy = "make an app-level token with the scope connections:write, and turn Socket Mode on"
        yield bad("Slack app token", f"Slack says {code}", remedy)
    else:
        yield good("Slack app token", "Socket Mode connects")


def _granted(headers: Mapping[str, str]) -> set[str]:
    named = {name.lower(): value for name, value in headers.items()}
    return {scope.strip() for scope in named.get("x-oauth-scopes", "").split(",") if scope.strip()}


def _scopes(granted: set[str]) -> Iterator[Finding]:
    import yaml

    asked = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]
    wanted, optional = set(asked["bot"]), set(asked["bot_optional"])
    if missing := sorted(wanted - granted):
        remedy = f"paste {MANIFEST.name} into the app's manifest page, then reinstall the app to the workspace"
        yield bad("Slack scopes", f"missing: {', '.join(missing)}", remedy)
    else:
        yield good("Slack scopes", f"all {len(wanted)} are granted")
    if declined := sorted(optional - granted):
        remedy = 'grant them where a channel is a source of policies (kind = "slack"); else nothing is missing'
        yield notice("Slack scopes", f"optional and not granted: {', '.join(declined)}", remedy)
    if more := sorted(granted - wanted - optional):
        yield notice("Slack scopes", f"granted but not needed: {', '.join(more)}", "remove them from the app")
