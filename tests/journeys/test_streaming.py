"""Words appear while they are written; where Slack does not let them, the answer still arrives, once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import CitedDocuments
from tests.journeys.slack import Asked, Workspace
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

QUESTION = "What do I get per kilometre when I use my own car?"
SEVERAL_SENTENCES = (QUESTION, "What is the status of Project Kingfisher?", "From what amount do I need a receipt?")
OK = 200
START, APPEND, STOP = "chat.startStream", "chat.appendStream", "chat.stopStream"


def accepted(slack: Workspace, method: str, asked: Asked) -> list[dict[str, Any]]:
    """The arguments of the calls that Slack carried out."""
    return [call["args"] for call in slack.calls(method, asked) if call["status"] == OK and call["response"]["ok"]]


def test_an_answer_grows_in_one_message_while_it_is_written(slack: Workspace, cited: CitedDocuments) -> None:
    """What was started, appended and stopped with makes up each answer, under a status, in the question's thread."""
    for question in SEVERAL_SENTENCES:
        asked = slack.say("U0MAYA", "D0MAYA", question)
        answer = slack.answer_to(asked)
        (start,), appends, (stop,) = (accepted(slack, method, asked) for method in (START, APPEND, STOP))
        statuses = [call["args"]["status"] for call in slack.calls("assistant.threads.setStatus", asked)]

        assert asked.ts == start["thread_ts"]
        assert start["markdown_text"].strip()
        assert answer.markdown == "".join(call["markdown_text"] for call in (start, *appends, stop))
        assert [] == accepted(slack, "chat.postMessage", asked)
        assert "Searching the policies…" == statuses[-1]  # behind others it waited for its turn
        assert cited(answer)


@pytest.mark.parametrize(
    ("method", "fault", "by"),
    [
        (START, {"kind": "error", "value": "unknown_method"}, "chat.postMessage"),
        (START, {"kind": "ratelimited", "retry_after": 30}, "chat.postMessage"),
        (START, {"kind": "status", "value": 500}, "chat.postMessage"),
        (STOP, {"kind": "ratelimited", "retry_after": 1}, STOP),
    ],
    ids=["no such method", "rate limited", "Slack in trouble", "rate limited at the end"],
)
def test_where_slack_does_not_stream_the_whole_answer_still_arrives_once(
    slack: Workspace, cited: CitedDocuments, method: str, fault: dict[str, Any], by: str
) -> None:
    """By another message, by changing the one that was begun, or a little later."""
    slack.control("faults", method=method, **fault)
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    answer = slack.answer_to(asked)

    assert "€0.43 per kilometre" in answer.text
    assert "travel-and-expenses/expense-policy-2026.md" in cited(answer)
    assert 1 == len(accepted(slack, by, asked))
    assert len(slack.calls(method, asked)) > len(accepted(slack, method, asked))


def test_an_answer_whose_stream_slack_has_closed_is_completed(slack: Workspace, cited: CitedDocuments) -> None:
    """Slack closes a stream after five minutes, whatever is appended: the message is then changed as a whole."""
    slack.control("faults", method=STOP, kind="latency", value=3)
    asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
    eventually(lambda: slack.calls(START, asked), "a stream")
    slack.control("clock", advance=301)
    answer = slack.answer_to(asked)
    refusals = [call["response"].get("error") for call in slack.calls(STOP, asked)]

    assert "€0.43 per kilometre" in answer.text
    assert cited(answer)
    assert "message_not_in_streaming_state" in refusals
    assert accepted(slack, "chat.update", asked)
    assert [] == accepted(slack, "chat.postMessage", asked)
