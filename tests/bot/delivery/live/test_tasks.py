"""What is done for an answer is shown as tasks, all of which end with the message; without them it comes as well."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest
from slack_sdk import WebClient

from bot.delivery.live.rate_budget import Budget
from bot.delivery.process import Parts
from bot.records.models import Request
from knowledge.domain import Found, Stage, StageName
from ops.sandbox.running import RunningSandbox
from tests.bot.delivery.live.relaying import Show, let_it_change, let_it_take_long
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to, unsaid
from workers.contract import LIVE_STREAM, FailureCode, Json, Reply, pack_stage

_STARTED: Final = ("started", "")
_LEAVE: Final = Found("Leave policy", "Annual leave", "https://policies.example/leave#annual")
_PAPER: Final = Found("Handbook on paper", "Holidays", "")


def _stage(name: StageName, *documents: Found) -> tuple[str, str]:
    return "stage", pack_stage(Stage(name, documents))


_SEARCHING: Final = _stage("searching")
_READING: Final = _stage("reading", _LEAVE)


def _begin(show: Show, parts: Parts, request: Request, *entries: tuple[str, str]) -> None:
    """A worker began long ago, and is where the entries say."""
    show(request, _STARTED)
    let_it_take_long(parts, request)
    show(request, *(entries or (_SEARCHING,)))


def _go_on(show: Show, parts: Parts, request: Request, *entries: tuple[str, str]) -> None:
    """A while later."""
    let_it_change(parts, request)
    show(request, *entries)


def _tasks(message: Json) -> dict[str, str]:
    """The status of each task that a message shows."""
    plans = [block for block in message["blocks"] if block["type"] == "plan"]
    return {task["task_id"]: task["status"] for plan in plans for task in plan["tasks"]}


def _kinds(message: Json) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def _body(message: Json) -> str:
    return next(block["text"] for block in message["blocks"] if block["type"] == "markdown")


@pytest.mark.parametrize("channel", ["D0MAYA", "C0GENERAL"])
def test_what_takes_long_shows_its_tasks_and_all_of_them_end_with_the_answer(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, channel: str
) -> None:
    """One message from the search to the buttons; the plan stays above the answer, folded."""
    request, seen = office.ask(channel=channel), []
    _begin(show, parts, request)
    seen += [_tasks(message) for message in office.posted(channel)]
    for stage in (_READING, _stage("writing"), _stage("checking")):
        _go_on(show, parts, request, stage)
        seen += [_tasks(message) for message in office.posted(channel)]
    _go_on(show, parts, request, ("text", "You have **25 days** [1]. "))
    parts.settler.settle(request.id, answer_to(request, "You have **25 days** [1]. Ask first."))
    (final,) = office.posted(channel)

    assert [
        {"searching": "in_progress"},
        {"searching": "complete", "reading": "in_progress"},
        {"searching": "complete", "reading": "complete", "writing": "in_progress"},
        {"searching": "complete", "reading": "complete", "writing": "in_progress", "checking": "in_progress"},
    ] == seen
    assert {"complete"} == set(_tasks(final).values())
    assert ("How this answer came about", "You have **25 days** [1]. Ask first.") == (
        final["blocks"][0]["title"],
        _body(final),
    )
    assert "context_actions" == _kinds(final)[-1]
    assert ("settled", "posted", None) == office.state(request)
    assert 1 == len(slack.calls("chat.startStream"))
    assert [] == slack.calls("chat.postMessage") + slack.calls("chat.update")


def test_what_was_found_is_named_with_its_links(office: Office, show: Show, parts: Parts) -> None:
    """A document without an address is named beside them."""
    request = office.ask()
    _begin(show, parts, request, _SEARCHING, _stage("reading", _LEAVE, _PAPER))
    (message,) = office.posted("D0MAYA")
    reading = message["blocks"][0]["tasks"][1]

    assert [{"type": "url", "url": _LEAVE.url, "text": "Leave policy › Annual leave"}] == reading["sources"]
    assert "Handbook on paper › Holidays" == reading["details"]["elements"][0]["elements"][0]["text"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("How many days?", ["Working on the answer…", "Searching the policies"]),
        ("如何申请休假？", ["正在准备回答…", "查阅公司制度"]),
        ("Wie viele Urlaubstage habe ich im Jahr?", ["Die Antwort entsteht…", "Richtlinien durchsuchen"]),
    ],
)
def test_tasks_are_told_in_the_language_of_the_question(
    office: Office, show: Show, parts: Parts, text: str, titles: list[str]
) -> None:
    """Their titles and the plan's."""
    request = office.ask(text=text)
    _begin(show, parts, request)
    (plan,) = office.posted("D0MAYA")[0]["blocks"]

    assert titles == [plan["title"], plan["tasks"][0]["title"]]


def test_what_is_answered_at_once_shows_no_tasks(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """Nothing flickers, and no stream is begun for it."""
    request = office.ask()
    show(request, _STARTED, _SEARCHING, _READING, _stage("writing"))
    parts.settler.settle(request.id, answer_to(request))

    assert [] == slack.calls("chat.startStream")
    assert ["markdown"] == _kinds(office.posted("D0MAYA")[0])[:1]


def test_what_waited_long_for_a_worker_and_is_answered_at_once_shows_no_tasks(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """The time in the queue is none in which anything was done."""
    request = office.ask()
    show(request)
    let_it_take_long(parts, request)
    show(request, _STARTED, _SEARCHING, _READING)
    show(request)

    assert [] == slack.calls("chat.startStream")


def test_words_that_come_first_are_streamed_without_tasks(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """A stream takes Markdown or chunks, never both."""
    request = office.ask()
    show(request, _STARTED, _SEARCHING, _READING, ("text", "You have "))
    let_it_take_long(parts, request)
    show(request, _stage("writing"), ("text", "**25 days** [1]. "))
    parts.settler.settle(request.id, answer_to(request, "You have **25 days** [1]. Ask first."))
    (message,) = office.posted("D0MAYA")

    assert {} == _tasks(message)
    assert [] == slack.calls("chat.update")


def test_an_answer_from_the_cache_has_no_tasks_however_long_it_waits(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """The worker tells of no stage, and nothing is made up."""
    request = office.ask()
    show(request, _STARTED)
    let_it_take_long(parts, request)
    show(request)

    assert [] == slack.calls("chat.startStream")


def test_a_question_that_called_nobody_shows_nothing(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """People who talk with each other are not interrupted by somebody who looks things up."""
    request = office.ask()
    with office.database.write() as session:
        asked = session.get_one(Request, request.id)
        asked.payload = {**asked.payload, "edge": {"unasked": True}}
    show(request, _STARTED, _SEARCHING, _READING)
    show(request)

    assert [] == slack.calls("chat.startStream") == slack.calls("assistant.threads.setStatus")


@pytest.mark.parametrize("error", ["invalid_chunks", "invalid_arguments", "unknown_method", "missing_scope"])
def test_where_slack_takes_no_chunks_the_words_are_streamed_as_before(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, error: str
) -> None:
    """And the next question does not try again."""
    first = office.ask()
    slack.control("faults", method="chat.startStream", kind="error", value=error, times=1)
    _begin(show, parts, first)
    _go_on(show, parts, first, _READING, ("text", "You have "))
    parts.settler.settle(first.id, answer_to(first))
    second = office.ask(text="And for part-timers?")
    _begin(show, parts, second)
    _go_on(show, parts, second, ("text", "You have "))
    parts.settler.settle(second.id, answer_to(second))
    tried = [call for call in slack.calls("chat.startStream") if "chunks" in call["args"]]

    assert [("You have **25 days** [1].", {})] * 2 == [
        (_body(message), _tasks(message)) for message in office.posted("D0MAYA")
    ]
    assert 1 == len(tried)


@pytest.mark.parametrize("fault", ["message_not_in_streaming_state", "invalid_chunks"])
@pytest.mark.parametrize("words", [[], [("text", "You have ")]])
def test_a_stream_that_takes_no_more_tasks_becomes_a_message_that_changes(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, *, fault: str, words: list[tuple[str, str]]
) -> None:
    """No task stays open in it; the answer completes it, once."""
    request = office.ask()
    _begin(show, parts, request)
    _go_on(show, parts, request, *words)
    if fault == "invalid_chunks":
        slack.control("faults", method="chat.appendStream", kind="error", value=fault, times=None)
    else:
        slack.control("clock", advance=301)
    _go_on(show, parts, request, _READING)
    (between,) = office.posted("D0MAYA")
    _go_on(show, parts, request, ("text", "**25 "))
    parts.settler.settle(request.id, answer_to(request, "You have **25 days** [1]." if words else "**25 days** [1]."))
    (final,) = office.posted("D0MAYA")

    assert {} == _tasks(between)
    assert ("You have " if words else "Reading what was found…") in between["text"]
    assert (between["ts"], {}) == (final["ts"], _tasks(final))
    assert _body(final).endswith("**25 days** [1].")
    assert "context_actions" == _kinds(final)[-1]


def test_a_stream_that_slack_closed_unnoticed_is_replaced_by_the_answer(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """After five minutes; nothing of the plan is left half done."""
    request = office.ask()
    _begin(show, parts, request)
    slack.control("clock", advance=301)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert ({}, "You have **25 days** [1].") == (_tasks(message), _body(message))


def test_an_answer_whose_words_were_not_shown_comes_below_the_tasks(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """With the call that ends the stream: as chunks, and never as Markdown beside them."""
    request = office.ask()
    _begin(show, parts, request)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")
    (stop,) = slack.calls("chat.stopStream")

    assert ["plan", "markdown"] == _kinds(message)[:2]
    assert ({"searching": "complete"}, "You have **25 days** [1].") == (_tasks(message), _body(message))
    assert "markdown_text" not in stop["args"]


@pytest.mark.parametrize("failure", ["deadline", "model_failed", "internal"])
def test_a_failure_marks_the_task_at_which_it_happened(
    office: Office, show: Show, parts: Parts, failure: FailureCode
) -> None:
    """What was done before is done."""
    request = office.ask()
    _begin(show, parts, request, _SEARCHING, _READING)
    parts.settler.settle(request.id, Reply(request.id, failure=failure))
    (message,) = office.posted("D0MAYA")

    assert {"searching": "complete", "reading": "error"} == _tasks(message)
    assert "Not finished" == message["blocks"][0]["title"]
    assert "section" == _kinds(message)[-1]


def test_typing_stop_ends_the_tasks(office: Office, edge: Edge, show: Show, parts: Parts) -> None:
    """And says so below them."""
    request = office.ask()
    _begin(show, parts, request, _SEARCHING, _READING)
    edge.message("U0MAYA", "D0MAYA", "stop", ts=f"{request.message_ts}1", thread_ts=request.thread_ts)
    for payload in office.queued("replies"):
        parts.settler.settle(payload["id"], Reply(**payload))
    (message,) = office.posted("D0MAYA")

    assert {"searching": "complete", "reading": "error"} == _tasks(message)
    assert "Stopped." == message["blocks"][-1]["text"]["text"]


def test_pressing_stop_leaves_no_task_open(office: Office, edge: Edge, show: Show, parts: Parts) -> None:
    """Slack has ended the stream by itself, so that its tasks cannot be: the sentence takes their place."""
    request = office.ask()
    _begin(show, parts, request)
    place = {"user": "U0MAYA", "channel": "D0MAYA", "thread_ts": request.thread_ts}
    office.slack.control("stop", **place)
    event = {"type": "agent_session_stopped", "event_ts": f"{office.slack.state()['now'] + 1:.6f}", **place}
    edge.event(event)
    _go_on(show, parts, request, _READING)
    for payload in office.queued("replies"):
        parts.settler.settle(payload["id"], Reply(**payload))
    (message,) = office.posted("D0MAYA")

    assert ({}, "Stopped.") == (_tasks(message), message["text"])


def test_tasks_go_with_a_question_that_is_deleted(office: Office, edge: Edge, show: Show, parts: Parts) -> None:
    """Nothing stays of what was being looked up."""
    request = office.ask()
    _begin(show, parts, request)
    deleted = {"type": "message", "subtype": "message_deleted", "channel": "D0MAYA", "deleted_ts": request.message_ts}
    edge.event({**deleted, "channel_type": "im", "ts": "9.9", "hidden": True})
    parts.settler.settle(request.id, answer_to(request))

    assert [] == office.posted("D0MAYA")


def _narrow(office: Office, request: Request) -> None:
    """Whoever reads there holds less than the question was searched with."""
    with office.database.write() as session:
        asked = session.get_one(Request, request.id)
        asked.payload = {**asked.payload, "principals": [*asked.payload["principals"], "group:board"]}


def test_what_was_found_is_not_shown_to_readers_who_may_read_less_by_now(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """Titles are as private as the documents are: rights are asked anew before each is named."""
    early, late = office.ask(channel="C0GENERAL"), office.ask(channel="C0GENERAL", text="And for part-timers?")
    _begin(show, parts, late)
    for request in (early, late):
        _narrow(office, request)
    _begin(show, parts, early, _SEARCHING, _READING)
    _go_on(show, parts, late, _READING)
    (message,) = office.posted("C0GENERAL")

    assert {"searching": "in_progress"} == _tasks(message)
    assert "Leave policy" not in json.dumps(slack.calls("chat.startStream") + slack.calls("chat.appendStream"))


@pytest.mark.parametrize("reply", ["failure", "answer"])
def test_named_documents_go_where_readers_may_read_less_when_the_reply_is_there(
    office: Office, show: Show, parts: Parts, reply: str
) -> None:
    """Even where the reply itself says nothing that they may not read."""
    request = office.ask(channel="C0GENERAL")
    _begin(show, parts, request, _SEARCHING, _READING)
    _narrow(office, request)
    parts.settler.settle(request.id, Reply(request.id, failure="internal") if reply == "failure" else unsaid(request))

    assert ["Leave policy" in json.dumps(message) for message in office.posted("C0GENERAL")] == [False]


@pytest.mark.parametrize(
    "hostile",
    [
        Found("Ask <!channel> and <@U0MAYA>", "@here", "https://policies.example/a"),
        Found("[Win](https://evil.example)", "<https://evil.example|here>", ""),
        Found("x" * 5000, "y" * 5000, "https://policies.example/" + "z" * 5000),
        Found("\u202eevil", "a\nb\x00c", "javascript:alert(1)"),
        Found("", "", "https://policies.example/no title"),
        Found("制度" * 200, "", "https://policies.example/制度"),
    ],
)
def test_titles_from_documents_are_harmless_and_within_slack_s_limits(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, hostile: Found
) -> None:
    """Nobody is called, nothing leads elsewhere, and Slack takes them."""
    request = office.ask()
    _begin(show, parts, request, _SEARCHING, _stage("reading", *[hostile] * 5))
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")
    (start,) = slack.calls("chat.startStream")
    said = json.dumps(start["args"]["chunks"], ensure_ascii=False)
    reading = message["blocks"][0]["tasks"][1]
    urls = [source["url"] for source in reading.get("sources", ())]

    assert start["response"]["ok"]
    assert [] == re.findall(r"<[@#!/a-z]|\]\(|@(?=here|channel|everyone)|\u202e", said)
    assert all(url.startswith("https://policies.example/") and url.isascii() for url in urls)
    assert all(source["text"] for source in reading.get("sources", ()))
    assert not re.search(r"https?://", reading["title"] + json.dumps(reading.get("details", "")))
    assert len(said) < 4000


@pytest.mark.parametrize("method", ["start_stream", "append_stream"])
def test_no_task_is_shown_beyond_what_slack_allows(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, method: str
) -> None:
    """The status stays, or the tasks that are there; all of them end with the answer."""
    growing: Any = parts.relay._shows._growing  # type: ignore[attr-defined]
    spent = Budget(office.redis, f"{method}_of_test", per_minute=2, burst=1)  # the next one in a minute
    assert spent.take()
    request = office.ask()
    if method == "start_stream":
        growing._starts = spent
    _begin(show, parts, request)
    growing._appends = spent
    _go_on(show, parts, request, _READING)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert [] == slack.calls("chat.appendStream")
    assert ({} if method == "start_stream" else {"searching": "complete"}) == _tasks(message)
    assert "You have **25 days** [1]." == _body(message)


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream"])
def test_tasks_wait_where_slack_asks_to(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, method: str
) -> None:
    """The answer does not."""
    request = office.ask()
    slack.control("faults", method=method, kind="ratelimited", value=None, retry_after=600, times=None)
    _begin(show, parts, request)
    for _ in range(2):
        _go_on(show, parts, request, _READING)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert 1 == len(slack.calls(method))
    assert set(_tasks(message).values()) <= {"complete"}
    assert "You have **25 days** [1]." == _body(message)


def test_a_start_that_was_never_answered_leaves_one_message_without_open_tasks(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """It is found and becomes the answer."""
    request = office.ask()
    slack.control("faults", method="chat.startStream", kind="status", value=500, after=True)
    _begin(show, parts, request)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert ({}, "You have **25 days** [1].") == (_tasks(message), _body(message))


@pytest.mark.parametrize("error", ["streaming_mode_mismatch", "msg_blocks_too_long", "invalid_chunks"])
def test_where_slack_does_not_take_the_end_the_answer_replaces_all(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, error: str
) -> None:
    """Once, with its buttons, and without tasks."""
    request = office.ask()
    _begin(show, parts, request)
    slack.control("faults", method="chat.stopStream", kind="error", value=error, times=1)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert ({}, "You have **25 days** [1].") == (_tasks(message), _body(message))
    assert "context_actions" == _kinds(message)[-1]


def test_a_worker_that_begins_anew_repeats_no_task(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """The first one died while it read."""
    request = office.ask()
    _begin(show, parts, request, _SEARCHING, _READING)
    _go_on(show, parts, request, _STARTED, _SEARCHING, _READING, _stage("writing"))
    (message,) = office.posted("D0MAYA")

    (appended,) = slack.calls("chat.appendStream")

    assert {"searching": "complete", "reading": "complete", "writing": "in_progress"} == _tasks(message)
    assert ["reading", "writing"] == [chunk["id"] for chunk in appended["args"]["chunks"]]
    assert 1 == len(slack.calls("chat.startStream"))


@pytest.mark.parametrize(
    "data",
    [
        '{"name": "pondering", "documents": []}',
        '{"name": "reading"}',
        '{"name": ["reading"], "documents": []}',
        '{"name": "reading", "documents": [{"title": "Leave"}]}',
        '{"name": "reading", "documents": 7}',
        "[]",
        "no json",
    ],
)
def test_a_stage_that_is_not_known_is_passed_over(office: Office, show: Show, parts: Parts, data: str) -> None:
    """A worker of another release must not silence the relay."""
    request = office.ask()
    _begin(show, parts, request, _SEARCHING, ("stage", data), ("song", "la"))
    (message,) = office.posted("D0MAYA")

    assert {"searching": "in_progress"} == _tasks(message)


def test_what_a_later_worker_says_besides_is_passed_over(office: Office, show: Show, parts: Parts) -> None:
    """Of an entry, of a stage, and of a document."""
    request = office.ask()
    stage = {"name": "reading", "mood": "good", "documents": [{**_fields_of(_LEAVE), "owner": "HR"}]}
    show(request, _STARTED)
    let_it_take_long(parts, request)
    entry = {"id": request.id, "kind": "stage", "data": json.dumps(stage), "seconds": "3"}
    office.redis.xadd(LIVE_STREAM, entry)  # type: ignore[arg-type]
    show(request)
    (message,) = office.posted("D0MAYA")

    assert {"reading": "in_progress"} == _tasks(message)


def _fields_of(found: Found) -> dict[str, str]:
    """Its fields."""
    return {"title": found.title, "heading": found.heading, "url": found.url}


def test_an_order_shows_no_tasks(office: Office, slack: RunningSandbox, show: Show, parts: Parts) -> None:
    """What it turns out to be is said in the status."""
    request = office.ask(text="translate into Chinese: Closed.")
    _begin(show, parts, request, ("writing", "translate"))

    assert [] == slack.calls("chat.startStream")


def test_a_plan_that_somebody_deleted_does_not_take_the_answer_with_it(
    office: Office, client: WebClient, show: Show, parts: Parts
) -> None:
    """It is posted anew."""
    request = office.ask()
    _begin(show, parts, request)
    (begun,) = office.posted("D0MAYA")
    client.chat_delete(channel="D0MAYA", ts=begun["ts"])
    parts.settler.settle(request.id, answer_to(request))

    assert "You have **25 days** [1]." == _body(office.posted("D0MAYA")[-1])


def test_the_status_gives_way_to_the_tasks(office: Office, slack: RunningSandbox, show: Show, parts: Parts) -> None:
    """What is said once is not said twice."""
    request = office.ask()
    _begin(show, parts, request)
    for stage in (_READING, _stage("writing")):
        _go_on(show, parts, request, stage)

    assert 1 == len(slack.calls("assistant.threads.setStatus"))
