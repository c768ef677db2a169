"""Events that change who may read what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge
from tests.bot.office import Office
from workers.contract import Json


def _become_guest(slack: RunningSandbox) -> Json:
    slack.control("users", user="U0MAYA", is_restricted=True)
    return {"type": "user_change", "user": {"id": "U0MAYA", "is_restricted": True}}


def _guest_joins(slack: RunningSandbox) -> Json:
    channels = slack.state()["channels"]
    members = next(channel["members"] for channel in channels if channel["id"] == "C0GENERAL")
    slack.control("channels", channel="C0GENERAL", members=[*members, "U0DANA"])
    return {"type": "member_joined_channel", "user": "U0DANA", "channel": "C0GENERAL", "channel_type": "C"}


@pytest.mark.parametrize("change", [_become_guest, _guest_joins])
def test_a_guest_in_the_channel_counts_with_the_event(
    office: Office, slack: RunningSandbox, edge: Edge, change: Callable[[RunningSandbox], Json]
) -> None:
    """The next question is answered with what the guest may read, not with what was remembered."""
    edge.mention("U0TOM", "C0GENERAL", "How many days?")
    assert 200 == edge.event(change(slack)).status
    edge.mention("U0TOM", "C0GENERAL", "And next year?")
    principals = [payload["principals"] for payload in office.queued("questions")]

    assert [["channel:C0GENERAL", "everyone", "public"], ["public"]] == principals


@pytest.mark.parametrize("event", ["subteam_members_changed", "subteam_updated", "subteam_created"])
def test_who_leaves_a_group_loses_its_documents_with_the_event(
    office: Office, slack: RunningSandbox, edge: Edge, event: str
) -> None:
    """Tom leaves finance."""
    edge.message("U0TOM", "D0TOM", "How many days?")
    slack.control("groups", handle="finance", users=[])
    edge.event({"type": event, "subteam_id": "S0FIN"})
    edge.message("U0TOM", "D0TOM", "And next year?")
    held = ["group:finance" in payload["principals"] for payload in office.queued("questions")]

    assert [True, False] == held
