"""A question that is deleted while it is answered: nothing of the answer stays, and the worker need not go on."""

from __future__ import annotations

import pytest
from redis import Redis

from bot.delivery.process import Parts
from bot.records.models import Request
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
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
