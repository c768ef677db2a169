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
    office.prepare()
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
    office.prepare()
    slack.control("groups", handle="finance", users=[])
    edge.event({"type": event, "subteam_id": "S0FIN"})
    edge.message("U0TOM", "D0TOM", "And next year?")
    held = ["group:finance" in payload["principals"] for payload in office.queued("questions")]

    assert [True, False] == held


@pytest.mark.parametrize(
    "event",
    [
        {"type": "channel_shared", "channel": "C0GENERAL", "connected_team_id": "T0OTHER", "event_ts": "1.0"},
        {"type": "message", "subtype": "channel_convert_to_public", "channel": "C0GENERAL", "ts": "1.0"},
    ],
)
def test_a_channel_that_becomes_shared_is_asked_about_anew(
    office: Office, slack: RunningSandbox, edge: Edge, event: Json
) -> None:
    """The other company's people read along from that moment on."""
    edge.mention("U0TOM", "C0GENERAL", "How many days?")
    office.prepare()
    slack.control("channels", channel="C0GENERAL", is_ext_shared=True)
    assert 200 == edge.event(event).status
    edge.mention("U0TOM", "C0GENERAL", "And next year?")
    principals = [payload["principals"] for payload in office.queued("questions")]

    assert [["channel:C0GENERAL", "everyone", "public"], ["public"]] == principals


def test_the_envelope_says_it_before_the_event_does(office: Office, edge: Edge) -> None:
    """Events come in no order; `is_ext_shared_channel` stands on the question itself."""
    mention = {"type": "app_mention", "user": "U0TOM", "channel": "C0GENERAL", "text": "<@U0FDESK> How?", "ts": "1.0"}
    edge.event(mention, is_ext_shared_channel=True)

    assert [["public"]] == [payload["principals"] for payload in office.queued("questions")]


def test_a_channel_that_gets_another_id_keeps_its_threads(office: Office, edge: Edge) -> None:
    """Slack renames a channel when it is shared; the answer goes where the question is now."""
    request = office.ask(channel="C0GENERAL")
    edge.event({"type": "channel_id_changed", "old_channel_id": "C0GENERAL", "new_channel_id": "C0NEW"})
    now = office.ledger.get(request.id)

    assert "C0NEW" == (now and now.channel)
    assert office.ledger.follows("C0NEW", str(request.thread_ts))
