"""The look-ups by which Slack says who may read what: one that it refuses means that people are told less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ops.doctor.findings import Finding, bad, good, notice

if TYPE_CHECKING:
    from slack_sdk import WebClient

_NO_GROUPS: Final = {"paid_teams_only", "plan_upgrade_required"}
_OF_A_CHANNEL: Final = ("conversations.info", "conversations.members")
_LESS: Final = {
    "usergroups.list": "nobody reads what only a user group may read",
    "users.info": "everybody counts as an outsider, who reads public documents only",
    "users.list": "in large channels only public documents are used",
    "conversations.info": "in channels only public documents are used",
    "conversations.members": "in channels only public documents are used",
}
"""What a refusal of each method costs."""


def lookups(client: WebClient, bot_user_id: str) -> Iterator[Finding]:
    """Call each of them once. Of channels those that the bot is in count; it may be in none yet."""
    from bot.slack.api import RateLimited, SlackUnreachable

    methods: dict[str, dict[str, Any]] = {
        "users.info": {"user": bot_user_id},
        "users.list": {"limit": 1},
        "usergroups.list": {"include_users": True},
    }
    try:
        channel = _a_channel(client)
        methods |= {method: {"channel": channel} for method in _OF_A_CHANNEL if channel}
        refused = [finding for method, arguments in methods.items() if (finding := _refused(client, method, arguments))]
    except (RateLimited, SlackUnreachable) as error:
        yield notice("Slack look-ups", f"not checked: {error}")
        return
    yield from refused
    if not refused:
        more = "" if channel else "; the bot is in no channel yet, so channels were not tried"
        yield good("Slack look-ups", f"Slack says who may read what{more}")


def _a_channel(client: WebClient) -> str | None:
    from bot.slack.api import SlackRefused, call

    try:
        kinds = "public_channel,private_channel"
        found = call(client.users_conversations, types=kinds, exclude_archived=True, limit=1)["channels"]
    except SlackRefused:
        return None
    return str(found[0]["id"]) if found else None


def _refused(client: WebClient, method: str, arguments: dict[str, Any]) -> Finding | None:
    from bot.slack.api import SlackRefused, call

    try:
        call(getattr(client, method.replace(".", "_")), **arguments)
    except SlackRefused as refused:
        if refused.code in _NO_GROUPS:
            return None
        remedy = "paste the manifest into the app's manifest page and reinstall the app to the workspace"
        return bad(f"Slack look-up {method}", f"Slack says {refused.code}: {_LESS[method]}", remedy)
    return None
