"""A model behind a server that takes its time: what it has written is read meanwhile, whatever becomes of the rest.

What Slack does to an answer that grows is tried here, where it is certain to grow: the model writes its first sentence,
and the second one only when Slack has been told of the first.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from bot.edge import Address
from bot.intake.keys import message_key
from tests.journeys.conftest import CitedDocuments
from tests.journeys.slack import MENTION, Asked, Workspace
from tests.journeys.stack import PATIENCE_S, RunningFrontdesk, eventually
from tests.workers.backends.openai_server import Server, event, openai_server, respond
from workers.contract import reply_key
from workers.models import PreparedModels

pytestmark = pytest.mark.journey

RECEIPT = "From what amount do I need a receipt?"
FIRST = "A receipt is required for every expense of €15 or more. "
SHOWN = "A receipt is required for every expense of **€15** or more."
SECOND = "For amounts below €15, a line with the reason is sufficient. "
THIRD = "If a receipt is lost, fill in the form Missing receipt in Slipway."
POLICY = "travel-and-expenses/expense-policy-2026.md"
DONE = b"data: [DONE]\n\n"
START, APPEND, STOP = "chat.startStream", "chat.appendStream", "chat.stopStream"


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    """The server; each test says how it acts."""
    with openai_server() as server:
        yield server


@pytest.fixture(scope="module")
def company(
    model: Server, tmp_path_factory: pytest.TempPathFactory, prepared_models: PreparedModels
) -> Iterator[Workspace]:
    """A company whose Frontdesk writes with it, and whose only policies are those on travel and expenses."""
    settings = {
        "FRONTDESK_GENERATOR": "openai",
        "FRONTDESK_GENERATOR_MODEL": "one-that-takes-its-time",
        "FRONTDESK_OPENAI_BASE_URL": model.url,
        "FRONTDESK_ANSWER_CACHE": "off",
    }
    running = RunningFrontdesk(tmp_path_factory.mktemp("slow"), prepared_models.generator.parent, settings)
    for other in running.policies.iterdir():
        if other.is_dir() and other.name != "travel-and-expenses":
            shutil.rmtree(other)  # what is not asked for takes long to embed
    with running as stack, Workspace(stack) as workspace:
        yield workspace


@pytest.fixture
def slack(company: Workspace) -> Iterator[Workspace]:
    """Its Slack, whole again after each test."""
    company.stack.allow_streaming()
    yield company
    company.clear_faults()
    company.wait_until_quiet()


class Pen:
    """Writes the next sentence when it is told to; a sentence is finished where the next one begins."""

    def __init__(self) -> None:
        self.second, self.end = threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        """Write the three of them."""
        respond(200, event(f"{FIRST}For"))(handler)
        assert self.second.wait(PATIENCE_S)
        handler.wfile.write(event(f"{SECOND.removeprefix('For')}If"))
        assert self.end.wait(PATIENCE_S)
        for part in (event(THIRD.removeprefix("If")), DONE):
            handler.wfile.write(part)

    def finish(self) -> None:
        """Write all the rest."""
        self.second.set()
        self.end.set()


@pytest.fixture
def pen(model: Server) -> Iterator[Pen]:
    """What the model writes with in this test."""
    pen = Pen()
    model.acts = [pen]
    yield pen
    pen.finish()


def accepted(slack: Workspace, method: str, asked: Asked) -> list[dict[str, Any]]:
    """The arguments of the calls that Slack carried out."""
    return [call["args"] for call in slack.calls(method, asked) if call["status"] == 200 and call["response"]["ok"]]


def words_in(call: dict[str, Any]) -> str:
    """The words that a stream was given, by themselves or beside tasks."""
    chunks = [chunk["text"] for chunk in call.get("chunks") or () if chunk["type"] == "markdown_text"]
    return str(call.get("markdown_text") or "".join(chunks))


def streamed(slack: Workspace, asked: Asked) -> str:
    """All that was shown while it was written."""
    return "".join(words_in(call) for method in (START, APPEND) for call in accepted(slack, method, asked))


def named(slack: Workspace, asked: Asked) -> list[dict[str, Any]]:
    """The documents that were shown while they were read."""
    calls = [call for method in (START, APPEND) for call in accepted(slack, method, asked)]
    return [source for call in calls for chunk in call.get("chunks") or () for source in chunk.get("sources", ())]


def test_an_answer_grows_in_one_message_while_it_is_written(slack: Workspace, pen: Pen, cited: CitedDocuments) -> None:
    """The first sentence is read while the second is being written, and both while the third is.

    What was started, appended and stopped with makes up the answer, under a status, in the question's thread.
    """
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    first = eventually(lambda: streamed(slack, asked), "the first sentence being read")
    pen.second.set()
    eventually(lambda: SECOND.strip() in streamed(slack, asked).replace("**", ""), "the second sentence being read")
    pen.end.set()
    answer = slack.answer_to(asked)
    (start,) = accepted(slack, START, asked)
    (stop,) = accepted(slack, STOP, asked)
    statuses = [call["args"]["status"] for call in slack.calls("assistant.threads.setStatus", asked)]

    assert first.startswith(SHOWN)
    assert SECOND.strip() not in first.replace("**", "")
    assert asked.ts == start["thread_ts"]
    assert answer.markdown == streamed(slack, asked) + words_in(stop)
    assert [] == accepted(slack, "chat.postMessage", asked)
    assert "Searching the policies…" in statuses  # behind others it waited for its turn
    assert SECOND.strip() in answer.text
    assert 2 <= len(answer.sources)
    assert POLICY in cited(answer)


def test_what_is_done_for_an_answer_is_seen_until_its_first_words_come(slack: Workspace, model: Server) -> None:
    """What was found, with its links, and every task ticked off above the answer in the end; its thread has a title."""
    begin = threading.Event()

    def write_late(handler: BaseHTTPRequestHandler) -> None:
        assert begin.wait(PATIENCE_S)
        respond(200, event(FIRST), event(SECOND), DONE)(handler)

    model.acts = [write_late]
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    eventually(lambda: named(slack, asked), "what was found")
    begin.set()
    answer = slack.answer_to(asked)
    plan = answer.blocks[0]
    tasks = {task["task_id"]: task for task in plan["tasks"]}

    assert ("plan", "How this answer came about") == (plan["type"], plan["title"])
    assert ["searching", "reading"] == list(tasks)[:2]
    assert {"complete"} == {task["status"] for task in tasks.values()}
    assert any(POLICY in source["url"] for source in tasks["reading"]["sources"])
    assert FIRST.strip() in answer.text
    assert RECEIPT in [session.get("title") for session in slack.get("/control/state")["sessions"]]


@pytest.mark.parametrize(
    ("fault", "by"),
    [
        ({"method": START, "kind": "error", "value": "unknown_method", "times": None}, "chat.postMessage"),
        ({"method": START, "kind": "ratelimited", "retry_after": 30}, "chat.postMessage"),
        ({"method": START, "kind": "status", "value": 500}, "chat.postMessage"),
        ({"method": STOP, "kind": "ratelimited", "retry_after": 1}, STOP),
    ],
    ids=["no such method", "rate limited", "Slack in trouble", "rate limited at the end"],
)
def test_where_slack_does_not_stream_the_whole_answer_still_arrives_once(
    slack: Workspace, pen: Pen, cited: CitedDocuments, fault: dict[str, Any], by: str
) -> None:
    """By another message, by changing the one that was begun, or a little later."""
    slack.control("faults", **fault)
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    eventually(lambda: slack.calls(START, asked), "an attempt to stream")
    pen.finish()
    answer = slack.answer_to(asked)

    assert FIRST.strip() in answer.text
    assert SECOND.strip() in answer.text
    assert POLICY in cited(answer)
    assert 1 == len(accepted(slack, by, asked))
    assert len(slack.calls(fault["method"], asked)) > len(accepted(slack, fault["method"], asked))


def test_an_answer_whose_stream_slack_has_closed_is_completed(
    slack: Workspace, pen: Pen, cited: CitedDocuments
) -> None:
    """Slack closes a stream after five minutes, whatever is appended: the message is then changed as a whole."""
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    eventually(lambda: slack.calls(START, asked), "a stream")
    slack.control("clock", advance=301)
    pen.finish()
    answer = slack.answer_to(asked)
    refusals = [call["response"].get("error") for call in slack.calls(STOP, asked)]

    assert SECOND.strip() in answer.text
    assert POLICY in cited(answer)
    assert "message_not_in_streaming_state" in refusals
    assert accepted(slack, "chat.update", asked)
    assert [] == accepted(slack, "chat.postMessage", asked)


def test_the_end_of_a_stream_that_slack_did_without_saying_so_is_not_done_again(slack: Workspace, pen: Pen) -> None:
    """Slack ends it and answers 500: the message that is there is found by its request's id."""
    slack.control("faults", method=STOP, kind="status", value=500, after=True)
    asked = slack.say("U0MAYA", "C0GENERAL", f"{MENTION} {RECEIPT}")
    eventually(lambda: slack.calls(START, asked), "a stream")
    pen.finish()
    answer = slack.answer_to(asked)

    assert SECOND.strip() in answer.text
    assert [500] == [call["status"] for call in slack.calls(STOP, asked)][:1]


def test_a_worker_killed_in_the_middle_of_an_answer(slack: Workspace, model: Server) -> None:
    """Its claim runs out, another process writes the answer into the message that the first words are in."""
    model.acts = [model.hang_after(f"{FIRST}For"), respond(200, event(FIRST), event(SECOND), DONE)]
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    request_id = message_key(Address("T0BRIGHT", asked.channel, "", "dm", asked.thread_ts, asked.ts))
    eventually(lambda: streamed(slack, asked), "the first words in Slack")
    (begun,) = slack.replies(asked)
    finished_before = slack.stack.redis.exists(reply_key(request_id))
    slack.stack.kill("worker")
    answer = slack.answer_to(asked)
    shown = streamed(slack, asked)

    assert not finished_before
    assert shown.startswith(SHOWN)
    assert answer.markdown.startswith(shown)
    assert begun["ts"] == answer.ts
    assert request_id == answer.request_id
    assert SECOND.strip() in answer.text
