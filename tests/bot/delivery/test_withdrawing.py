"""A question that is deleted while it is answered: nothing of the answer stays, and the worker need not go on."""

from __future__ import annotations

import pytest
from redis import Redis

from bot.delivery.process import Parts
from bot.records.models import Request
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge, new_ts
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM, Json, cancel_key


def _delete(edge: Edge, request: Request, *, tombstone: bool = False) -> None:
    event: Json = {"type": "message", "channel": request.channel, "channel_type": "im", "ts": "9.9", "hidden": True}
    if tombstone:
        event |= {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": request.message_ts}}
    else:
        event |= {"subtype": "message_deleted", "deleted_ts": request.message_ts}
    assert 200 == edge.event(event).status


def _show(parts: Parts, redis: Redis, request: Request, *entries: tuple[str, str]) -> None:
    for kind, data in entries:
        redis.xadd(LIVE_STREAM, {"id": request.id, "kind": kind, "data": data})
    for _ in range(3):
        parts.relay.step()
        wait_until(lambda: not any(show.busy for show in parts.relay._shows._shows.values()))


@pytest.mark.parametrize("tombstone", [False, True])
def test_a_deleted_question_is_closed_without_an_answer(
    office: Office, edge: Edge, parts: Parts, redis: Redis, *, tombstone: bool
) -> None:
    """Whichever way Slack tells of it; the worker is asked to stop."""
    request = office.ask()
    _delete(edge, request, tombstone=tombstone)
    parts.settler.settle(request.id, answer_to(request))

    assert redis.exists(cancel_key(request.id))
    assert ("failed", "none", "withdrawn") == office.state(request)
    assert [] == office.posted("D0MAYA")


def test_what_was_shown_of_an_answer_is_removed(office: Office, edge: Edge, parts: Parts, redis: Redis) -> None:
    """No half an answer stays, and none is added to."""
    parts.relay.step()
    request = office.ask()
    _show(parts, redis, request, ("started", ""), ("text", "You have **25 days** [1]. "))
    shown = office.posted("D0MAYA")
    _delete(edge, request)
    _show(parts, redis, request, ("text", "Ask your manager "))
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(shown)
    assert [] == office.posted("D0MAYA")


@pytest.mark.parametrize(("channel", "text"), [("D0MAYA", "How many days?"), ("C0GENERAL", "<@U0FDESK> How many?")])
def test_a_question_whose_deletion_arrives_first_is_not_taken(
    office: Office, edge: Edge, redis: Redis, *, channel: str, text: str
) -> None:
    """Slack delivers its events in no certain order, and again where one failed."""
    ts = new_ts()
    previous: Json = {"type": "message", "user": "U0MAYA", "text": text, "ts": ts}
    deleted = {"type": "message", "subtype": "message_deleted", "channel": channel, "deleted_ts": ts, "hidden": True}
    kind = "im" if channel.startswith("D") else "channel"
    for _ in range(2):
        edge.event({**deleted, "channel_type": kind, "previous_message": previous, "ts": "9.9"})
        send = edge.message if kind == "im" else edge.mention
        assert 200 == send("U0MAYA", channel, text, ts=ts).status

    (request,) = office.requests()
    assert ("failed", "none", "withdrawn") == office.state(request)
    assert ({}, []) == (request.payload, office.queued("questions"))
    assert not redis.exists(cancel_key(request.id))


def test_a_message_that_was_not_for_us_is_not_kept_in_mind(office: Office, edge: Edge) -> None:
    """What people delete among themselves is nobody's business."""
    previous: Json = {"type": "message", "user": "U0MAYA", "text": "Lunch?", "ts": "1.1", "thread_ts": "1.0"}
    deleted = {"type": "message", "subtype": "message_deleted", "channel": "C0GENERAL", "deleted_ts": "1.1"}
    edge.event({**deleted, "channel_type": "channel", "previous_message": previous, "ts": "9.9", "hidden": True})

    assert [] == office.requests()


def test_an_answer_whose_thread_is_gone_is_not_posted_elsewhere(
    office: Office, parts: Parts, slack: RunningSandbox
) -> None:
    """The question was deleted, whenever the event that says so arrives."""
    request = office.ask()
    slack.control("delete", user="U0MAYA", channel="D0MAYA", ts=request.message_ts)
    parts.settler.settle(request.id, answer_to(request))

    assert ("failed", "none", "withdrawn") == office.state(request)
    assert [] == office.posted("D0MAYA")


def test_an_answer_that_was_given_stays(
    office: Office, edge: Edge, parts: Parts, redis: Redis, slack: RunningSandbox
) -> None:
    """Others may have read it; only its asker can ask for more."""
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request))
    _delete(edge, request)

    assert 1 == len(office.posted("D0MAYA"))
    assert ("settled", "posted", None) == office.state(request)
    assert not redis.exists(cancel_key(request.id))
    assert [] == slack.calls("chat.delete")
