"""The queue's server hangs or dies: nothing is acknowledged that is not safe, and nothing that is safe is lost."""

from __future__ import annotations

import pytest

from tests.journeys.slack import Workspace
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

QUESTION = "How do I request vacation?"
STEPS = "My time > Request time off"


def test_a_question_that_cannot_be_queued_is_not_acknowledged_and_answered_later(slack: Workspace) -> None:
    """Slack is told 500 within its three seconds, and the answer comes once when the queue is back."""
    with slack.retrying_soon(), slack.stack.hung("valkey"):
        asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
        # A busy machine may be late once; but it is the bot's rule to be in time.
        eventually(lambda: any(each["latency"] < 3 for each in slack.attempts(asked)), "a word within three seconds")
        told = {each["status"] for each in slack.attempts(asked)}
        unready = slack.stack.bot_status("/readyz")
    answer = slack.answer_to(asked)

    assert {500} == told
    assert 503 == unready
    assert STEPS in answer.text


def test_a_command_that_cannot_be_queued_says_that_it_is_saved(slack: Workspace) -> None:
    """A person who typed a command is told at once, and answered when the queue is back."""
    before = len(slack.only_for("U0MAYA", "C0GENERAL"))
    with slack.stack.hung("valkey"):
        slack.control("command", user="U0MAYA", channel="C0GENERAL", text=f"/ask {QUESTION}")
    slack.wait_until_quiet()
    said = [message["text"] for message in slack.only_for("U0MAYA", "C0GENERAL")[before:]]

    assert "Your request is saved" in said[0]
    assert "Request time off" in said[1]
    assert 2 == len(said)


def test_questions_survive_the_death_of_the_queues_server(slack: Workspace) -> None:
    """What was acknowledged is answered once, whatever of it the server had written to its disk."""
    people = (("U0MAYA", "D0MAYA"), ("U0TOM", "D0TOM"), ("U0SOFIA", "D0SOFIA"))
    asked = [slack.say(*person, QUESTION) for person in people]
    for one in asked:
        eventually(lambda one=one: slack.is_delivered(one), "an acknowledgement")  # type: ignore[misc]
    slack.stack.kill("valkey")
    answers = [slack.answer_to(one) for one in asked]

    assert all(STEPS in answer.text for answer in answers)
