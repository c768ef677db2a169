"""The Stop button is there while a question is answered, and no longer; an answer never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from redis import Redis

from bot.delivery.live.rate_budget import Budget
from bot.delivery.process import Parts
from bot.records.models import Request
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM

METHOD = "agents.sessions.setStatus"
Wait = Callable[[Request], None]


@pytest.fixture
def wait(parts: Parts, redis: Redis) -> Wait:
    """A worker begins, and the time passes after which the person who asked gets the button; nobody else's does."""
    parts.relay.step()
    shows: Any = parts.relay._shows

    def begin(request: Request) -> None:
        redis.xadd(LIVE_STREAM, {"id": request.id, "kind": "started", "data": ""})
        for _ in range(2):
            parts.relay.step()
            wait_until(lambda: not any(show.busy for show in shows._shows.values()))
            if request.id in shows._shows:
                shows._shows[request.id].opened_at = -inf

    return begin


def _statuses(slack: RunningSandbox) -> list[str]:
    return [call["args"]["status"] for call in slack.calls(METHOD)]


@pytest.mark.parametrize("channel", ["D0MAYA", "C0GENERAL"])
def test_a_question_can_be_stopped_until_it_is_answered(
    office: Office, slack: RunningSandbox, parts: Parts, wait: Wait, channel: str
) -> None:
    """In its thread, for its asker; Slack has the button as long as the session is processing."""
    request = office.ask(channel=channel)
    wait(request)
    (begun,) = slack.calls(METHOD)
    (during,) = slack.state()["sessions"]
    parts.settler.settle(request.id, answer_to(request))
    (after,) = slack.state()["sessions"]

    assert (channel, request.thread_ts, "U0MAYA") == tuple(
        begun["args"][name] for name in ("channel_id", "thread_ts", "initiator_user_id")
    )
    assert during["stoppable"]
    assert "active" == after["status"]


def test_what_is_answered_at_once_needs_no_button(
    office: Office, slack: RunningSandbox, parts: Parts, redis: Redis
) -> None:
    """A call to Slack is saved; the other one gives the thread its title."""
    parts.relay.step()
    request = office.ask()
    parts.relay.step()
    parts.settler.settle(request.id, answer_to(request))

    assert ["active"] == _statuses(slack)


def test_the_button_stays_while_another_question_of_the_thread_is_answered(
    office: Office, slack: RunningSandbox, parts: Parts, wait: Wait
) -> None:
    """The last answer takes it away."""
    first, second = office.ask(), office.ask(text="And for part-timers?")
    with office.database.write() as session:
        session.merge(second).thread_ts = first.thread_ts
    wait(first)
    parts.settler.settle(first.id, answer_to(first))
    before = _statuses(slack)
    parts.settler.settle(second.id, answer_to(second))

    assert ["processing"] == before
    assert ["processing", "active"] == _statuses(slack)


@pytest.mark.parametrize("fault", [("error", "unknown_method"), ("error", "missing_scope"), ("ratelimited", None)])
def test_where_slack_refuses_the_answer_comes_and_slack_is_left_alone(
    office: Office, slack: RunningSandbox, parts: Parts, wait: Wait, fault: tuple[str, Any]
) -> None:
    """A workspace without agents, or a busy one: no second try for the next question, and nothing to end."""
    slack.control("faults", method=METHOD, kind=fault[0], value=fault[1], retry_after=600, times=None)
    for text in ("How many days?", "And for part-timers?"):
        request = office.ask(text=text)
        wait(request)
        parts.settler.settle(request.id, answer_to(request))

    assert ["processing"] == _statuses(slack)
    assert 2 == len(office.posted("D0MAYA"))


def test_a_refusal_in_a_channel_says_nothing_of_direct_messages(
    office: Office, slack: RunningSandbox, wait: Wait
) -> None:
    """Slack may know sessions in one and not in the other."""
    slack.control("faults", method=METHOD, kind="error", value="channel_not_supported", times=1)
    wait(office.ask(channel="C0GENERAL"))
    wait(office.ask())
    (session,) = slack.state()["sessions"]

    assert ["D0MAYA", "processing"] == [session["thread"][0], session["status"]]


@pytest.mark.parametrize("after", [True, False], ids=["carried out", "not carried out"])
def test_a_button_that_slack_may_have_shown_is_taken_away(
    office: Office, slack: RunningSandbox, parts: Parts, wait: Wait, *, after: bool
) -> None:
    """The response was lost."""
    slack.control("faults", method=METHOD, kind="status", value=503, after=after)
    request = office.ask()
    wait(request)
    parts.settler.settle(request.id, answer_to(request))

    assert ["active"] == [session["status"] for session in slack.state()["sessions"]]


def test_no_more_sessions_are_begun_than_slack_lets_us_end(
    office: Office, slack: RunningSandbox, parts: Parts, redis: Redis, wait: Wait
) -> None:
    """Beyond that a question is answered without the button."""
    sessions: Any = parts.settler._slack.sessions
    sessions._budget = Budget(redis, "begin_session", per_minute=2, burst=1)  # the next one in a minute
    assert sessions._budget.take()
    request = office.ask()
    wait(request)
    parts.settler.settle(request.id, answer_to(request))

    assert [] == slack.calls(METHOD)
    assert 1 == len(office.posted("D0MAYA"))


def test_what_cannot_be_stopped_has_no_button(office: Office, slack: RunningSandbox, edge: Edge, wait: Wait) -> None:
    """A reload goes on to its end."""
    edge.command("U0SOFIA", "/kb", "reload")
    wait(office.requests()[0])

    assert [] == slack.calls(METHOD)
