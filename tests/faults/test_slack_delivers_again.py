"""Slack delivers again what it thinks was lost, and loses answers itself: each question is still answered once."""

from __future__ import annotations

import pytest

from tests.journeys.slack import Workspace
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

QUESTION = "How do I request vacation?"
STEPS = "My time > Request time off"
FIRST, RETRY = 0, 1


def test_an_event_that_comes_again_is_answered_once(slack: Workspace) -> None:
    """As a retry of the same event, and as another event about the same message."""
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    event = {"type": "message", "channel": "D0MAYA", "channel_type": "im", "user": "U0MAYA", "text": QUESTION}
    again = {**event, "ts": asked.ts, "event_ts": asked.ts}
    retried = slack.control("event", event=again, event_id=asked.event_ids["message"], retry_num=1)
    other = slack.control("event", event=again)
    answer = slack.answer_to(asked)
    late = slack.control("event", event=again, event_id=asked.event_ids["message"], retry_num=3)

    assert [200, 200, 200] == [retried["status"], other["status"], late["status"]]
    assert STEPS in answer.text
    assert answer == slack.answer_to(asked)


def test_an_acknowledgement_that_got_lost_makes_no_second_answer(slack: Workspace) -> None:
    """Slack waits three seconds, then delivers what was taken already."""
    eventually(lambda: not slack.pending(), "the end of other deliveries")  # of what the bot itself has posted
    slack.control("faults", target="events", kind="drop_ack")
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    eventually(lambda: len(slack.attempts(asked)) > RETRY, "a second delivery")
    answer = slack.answer_to(asked)

    assert STEPS in answer.text
    assert ["http_timeout", None] == [attempt["reason"] for attempt in slack.attempts(asked)]


def test_a_question_is_taken_while_slack_does_not_say_who_may_read_what(slack: Workspace) -> None:
    """It is acknowledged and safe; Slack is asked again, and the answer comes without a second delivery."""
    slack.set_group("finance", ["U0TOM"])  # what is known of groups is forgotten
    slack.control("faults", method="usergroups.list", kind="status", value=500, times=1)
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    answer = slack.answer_to(asked)

    assert STEPS in answer.text
    assert [200] == [attempt["status"] for attempt in slack.attempts(asked)]


def test_a_bot_that_is_away_is_found_again(slack: Workspace) -> None:
    """What Slack could not deliver while the bot was started again is answered afterwards."""
    with slack.retrying_soon():
        with slack.stack.nothing_started_again():
            slack.stack.kill("bot")
            asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
            eventually(lambda: slack.attempts(asked), "an attempt at the bot that is away")
        answer = slack.answer_to(asked)

    assert STEPS in answer.text
    assert "connection_failed" == slack.attempts(asked)[FIRST]["reason"]


def test_what_slack_did_without_saying_so_is_not_done_again(slack: Workspace) -> None:
    """Slack posts a message and answers 500: the message that is there is found by its request's id."""
    slack.control("faults", method="chat.startStream", kind="error", value="unknown_method")
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    answer = slack.answer_to(asked)

    assert STEPS in answer.text
    assert [500] == [call["status"] for call in slack.calls("chat.postMessage", asked)][:1]


def test_slacks_wish_to_wait_is_honoured(slack: Workspace) -> None:
    """A rate limit delays an answer and loses none."""
    for method in ("chat.startStream", "chat.postMessage"):
        slack.control("faults", method=method, kind="ratelimited", retry_after=2)
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    answer = slack.answer_to(asked)
    refused, accepted = slack.calls("chat.postMessage", asked)

    assert STEPS in answer.text
    assert [429, 200] == [refused["status"], accepted["status"]]
    assert accepted["at"] - refused["at"] >= 2
