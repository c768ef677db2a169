"""A model behind a server that takes its time: what it has written is read meanwhile, and outlives its worker."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from bot.asking import message_key
from bot.records.ledger import Address
from tests.journeys.slack import Workspace
from tests.journeys.stack import RunningFrontdesk, eventually
from tests.workers.backends.openai_server import Server, event, openai_server, respond
from workers.contract import reply_key
from workers.models import PreparedModels

pytestmark = pytest.mark.journey

RECEIPT = "From what amount do I need a receipt?"
FIRST = "A receipt is required for every expense of €15 or more. "
SHOWN = "A receipt is required for every expense of **€15** or more."
SECOND = "For amounts below €15, a line with the reason is sufficient. "
DONE = b"data: [DONE]\n\n"
PAUSE_S = 2


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    """The server; each test says how it acts."""
    with openai_server() as server:
        yield server


@pytest.fixture(scope="module")
def slack(
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


def slowly(handler: BaseHTTPRequestHandler) -> None:
    """Write two sentences with a pause between them."""
    respond(200, event(f"{FIRST}For"))(handler)
    time.sleep(PAUSE_S)
    for part in (event(SECOND.removeprefix("For")), DONE):
        handler.wfile.write(part)


def test_an_answer_grows_in_one_message_while_it_is_written(slack: Workspace, model: Server) -> None:
    """The first sentence is read while the second is being written."""
    model.acts = [slowly]
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    answer = slack.answer_to(asked)
    (start,) = slack.calls("chat.startStream", asked)
    (append, *_) = slack.calls("chat.appendStream", asked)

    assert start["args"]["markdown_text"].startswith(SHOWN)
    assert SECOND.strip() not in start["args"]["markdown_text"].replace("**", "")
    assert SECOND.strip() in append["args"]["markdown_text"].replace("**", "")
    assert append["at"] - start["at"] > PAUSE_S / 2
    assert SECOND.strip() in answer.text
    assert 2 <= len(answer.sources)


def test_a_worker_killed_in_the_middle_of_an_answer(slack: Workspace, model: Server) -> None:
    """Its claim runs out, another process writes the answer into the message that the first words are in."""
    model.acts = [model.hang_after(f"{FIRST}For"), respond(200, event(FIRST), event(SECOND), DONE)]
    asked = slack.say("U0MAYA", "D0MAYA", RECEIPT)
    request_id = message_key(Address("T0BRIGHT", asked.channel, "", "dm", asked.thread_ts, asked.ts))
    (begun,) = eventually(lambda: slack.replies(asked), "the first words in Slack")
    finished_before = slack.stack.redis.exists(reply_key(request_id))
    slack.stack.kill("worker")
    answer = slack.answer_to(asked)
    calls = slack.calls("chat.startStream", asked) + slack.calls("chat.appendStream", asked)
    streamed = "".join(call["args"]["markdown_text"] for call in calls)

    assert not finished_before
    assert streamed.startswith(SHOWN)
    assert answer.markdown.startswith(streamed)
    assert begun["ts"] == answer.ts
    assert request_id == answer.request_id
    assert SECOND.strip() in answer.text
