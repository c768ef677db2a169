"""A thread that the ledger does not know is read from Slack, and the question is taken whatever comes of that."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.records.models import Request
from tests.bot.edge import Edge
from tests.bot.office import Office

CHANNEL = "C0ASKHR"


def _say(office: Office, user: str, text: str, channel: str = CHANNEL, **more: str) -> str:
    return str(office.slack.control("message", user=user, channel=channel, text=text, **more)["ts"])


def _follow_up(office: Office, edge: Edge, root: str, text: str = "and for part-timers?") -> Request:
    ts = _say(office, "U0TOM", f"<@U0FDESK> {text}", thread_ts=root)
    assert 200 == edge.mention("U0TOM", CHANNEL, text, ts=ts, thread_ts=root).status
    return office.requests()[-1]


def _history(request: Request) -> list[tuple[str, str]]:
    return [(turn["role"], turn["text"]) for turn in request.payload["history"]]


def test_what_was_said_before_the_bot_was_asked_is_its_history(office: Office, edge: Edge, client: WebClient) -> None:
    """People's words and our own, in the order of the thread, and not the question itself."""
    root = _say(office, "U0MAYA", "How many days of leave do we have &amp; when?")
    client.chat_postMessage(channel=CHANNEL, thread_ts=root, text="25 days.")

    request = _follow_up(office, edge, root)

    assert [("user", "How many days of leave do we have & when?"), ("assistant", "25 days.")] == _history(request)
    assert request.payload["text"] == "and for part-timers?"


def test_a_question_that_begins_a_thread_asks_slack_nothing(office: Office, edge: Edge) -> None:
    """Neither does it get another thread's words."""
    _say(office, "U0MAYA", "How many days of leave do we have?")
    office.slack.control("faults", method="conversations.replies", kind="status", value=500, times=None)

    edge.mention("U0TOM", CHANNEL, "And for interns?")

    assert [] == _history(office.requests()[-1])


@pytest.mark.parametrize("fault", [("ratelimited", None), ("error", "missing_scope"), ("status", 503)])
def test_where_slack_refuses_the_question_is_taken_without(office: Office, edge: Edge, fault: tuple[str, Any]) -> None:
    """A follow-up alone is better than none."""
    root = _say(office, "U0MAYA", "How many days of leave do we have?")
    office.slack.control("faults", method="conversations.replies", kind=fault[0], value=fault[1], times=None)

    request = _follow_up(office, edge, root)

    assert ("queued", []) == (request.state, _history(request))


def test_slack_is_left_alone_for_as_long_as_it_asks(office: Office, edge: Edge) -> None:
    """One refusal is enough."""
    root = _say(office, "U0MAYA", "How many days of leave do we have?")
    office.slack.control("faults", method="conversations.replies", kind="ratelimited", retry_after=600, times=1)

    requests = [_follow_up(office, edge, root), _follow_up(office, edge, root, "and for interns?")]

    assert [[], []] == [_history(request) for request in requests]


def test_a_number_is_answered_in_the_language_of_its_thread(office: Office, edge: Edge) -> None:
    """Whatever the language of the person's Slack is."""
    root = _say(office, "U0MAYA", "报销")

    assert "zh" == _follow_up(office, edge, root, "2").language
