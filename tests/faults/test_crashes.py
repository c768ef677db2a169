"""A part that is killed is started again, and what it had in hand is finished: each question is answered once."""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest

from bot.edge import Address
from bot.intake.keys import message_key
from tests.journeys.slack import MENTION, Asked, Workspace, answer_of, request_of
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

STOLEN = "My laptop was stolen. How quickly must I report it?"
FIRST_WORDS = "Report a security incident, "
VACATION = "How do I request vacation?"
MANY = (
    ("U0MAYA", "D0MAYA", VACATION),
    ("U0TOM", "D0TOM", "What is the deadline for expense reports?"),
    ("U0LINA", "D0LINA", "如何申请休假？"),
    ("U0WANG", "D0WANG", "如何退货？"),
    ("U0SOFIA", "C0GENERAL", f"{MENTION} How do I set up the VPN on my laptop?"),
)
ROUNDS = 4


def request_id(asked: Asked) -> str:
    """The id that a message's request has everywhere."""
    return message_key(Address("T0BRIGHT", asked.channel, "", "dm", asked.thread_ts, asked.ts))


def test_a_delivery_killed_with_one_answer_begun_and_another_just_posted(slack: Workspace) -> None:
    """Nobody knows what became of its last calls: what was begun is finished, what was posted is found."""
    # No message is completed before the kill, however late that is: Slack takes its time, then asks to wait.
    slack.control("faults", method="chat.stopStream", kind="latency", value=6, times=None)
    slack.control("faults", method="chat.stopStream", kind="ratelimited", times=None)
    with slack.stack.hung("worker"):
        streamed = slack.say("U0MAYA", "D0MAYA", STOLEN)
        slack.stack.begin(request_id(streamed), FIRST_WORDS)
        (begun,) = eventually(lambda: slack.replies(streamed), "the first words")
    slack.control("faults", method="chat.startStream", kind="error", value="unknown_method")
    slack.control("faults", method="chat.postMessage", kind="latency", value=3)
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    posted = slack.say("U0TOM", "D0TOM", VACATION)
    eventually(lambda: slack.stack.reply_state(request_id(posted)) == "posting", "an attempt to post")
    slack.stack.kill("delivery")
    slack.clear_faults()
    answers = [slack.answer_to(asked) for asked in (streamed, posted)]

    assert begun["ts"] == answers[0].ts
    assert "within 1 hour" in answers[0].text
    assert "My time > Request time off" in answers[1].text
    assert all(answer.sources for answer in answers)


def test_twenty_questions_and_a_worker_killed_between_them(slack: Workspace) -> None:
    """All are answered, none twice."""
    asked = [slack.say(*one) for one in MANY * (ROUNDS // 2)]
    eventually(lambda: any(slack.finished(one) for one in asked), "the first answer")
    with slack.stack.hung("worker") as worker:  # whatever it had time for: what comes now it cannot answer any more
        asked += [slack.say(*one) for one in MANY * (ROUNDS // 2)]
        eventually(lambda: all(slack.is_delivered(one) for one in asked), "the other questions being taken")
        unanswered = [one for one in asked if not slack.finished(one)]
        os.kill(worker, signal.SIGKILL)
    for one in asked:
        eventually(lambda one=one: slack.finished(one), "an answer to each")  # type: ignore[misc]
    slack.wait_until_quiet()
    finals = Counter(request_of(message) for one in asked for message in slack.finished(one))
    texts = [answer_of(slack.replies(one)[0]).text for one in asked]

    assert unanswered
    assert {request_id(one): 1 for one in asked} == finals
    assert [1] * len(asked) == [len(slack.replies(one)) for one in asked]
    assert len(MANY) == len(set(texts))
