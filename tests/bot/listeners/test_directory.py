"""Events that change who may read what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.delivery.process import Parts
from bot.records.models import Request
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge, new_ts
from tests.bot.office import Office
from tests.bot.replies import answer_to
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


@pytest.fixture
def moved(office: Office, edge: Edge, parts: Parts) -> Callable[..., Request]:
    """Somebody asked in a channel that Slack gave another id since; ``answered`` or not."""

    def ask(*, answered: bool, text: str = "How many days of leave?") -> Request:
        request = office.ask(channel="C0GENERAL", text=text)
        if answered:
            parts.settler.settle(request.id, answer_to(request))
        office.slack.control("channels", channel="C0RANDOM", members=["U0MAYA", "U0FDESK"])
        edge.event({"type": "channel_id_changed", "old_channel_id": "C0GENERAL", "new_channel_id": "C0RANDOM"})
        return request

    return ask


def _happened(edge: Edge, request: Request, subtype: str, **event: object) -> None:
    """Slack tells what happened to the message, under the id that its channel has now."""
    previous = {"type": "message", "user": request.user, "text": "<@U0FDESK> How?", "ts": request.message_ts}
    place = {"type": "message", "channel": "C0RANDOM", "channel_type": "channel", "hidden": True, "ts": new_ts()}
    assert 200 == edge.event({**place, "subtype": subtype, "previous_message": previous, **event}).status


@pytest.mark.parametrize("answered", [True, False])
def test_an_edit_in_a_channel_with_another_id_is_one_of_the_question_that_it_has(
    office: Office, edge: Edge, moved: Callable[..., Request], *, answered: bool
) -> None:
    """And no new one."""
    request = moved(answered=answered)
    message = {"user": "U0MAYA", "text": "<@U0FDESK> And of parental leave?", "ts": request.message_ts}
    edited = {**message, "edited": {"user": "U0MAYA", "ts": "9999999990.000001"}}
    _happened(edge, request, "message_changed", message=edited)

    assert [(request.id, 1)] == [(known.id, known.revision) for known in office.requests()]
    assert f"{request.id}.1" == office.queued("questions")[-1]["id"]


def test_a_question_that_is_deleted_in_a_channel_with_another_id_is_withdrawn(
    office: Office, edge: Edge, parts: Parts, moved: Callable[..., Request]
) -> None:
    """Nothing is posted, and none is kept in mind that nobody asked."""
    request = moved(answered=False)
    _happened(edge, request, "message_deleted", deleted_ts=request.message_ts)
    parts.settler.settle(request.id, answer_to(request))

    assert ("failed", "none", "withdrawn") == office.state(request)
    assert [request.id] == [known.id for known in office.requests()]
    assert [] == office.posted("C0RANDOM")
