"""chat.startStream and its siblings."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk

from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox.apps import error_of


@pytest.fixture
def question(slack: RunningSandbox) -> str:
    """The ts of a question in a direct message."""
    return str(slack.control("message", user="U0MAYA", channel="D0MAYA", text="?")["ts"])


@pytest.fixture
def stream(client: WebClient, question: str) -> dict[str, str]:
    """The channel and ts of an open stream."""
    started = client.chat_startStream(channel="D0MAYA", thread_ts=question, markdown_text="One")
    return {"channel": "D0MAYA", "ts": started["ts"]}


def test_the_sdk_streams_an_answer(slack: RunningSandbox, client: WebClient, question: str) -> None:
    """What was appended is one message in the thread, and the final blocks stand below it."""
    streamer = client.chat_stream(channel="D0MAYA", thread_ts=question, buffer_size=1)
    streamer.append(markdown_text="**Twenty-five** ")
    streamer.append(markdown_text="days")
    streamer.stop(blocks=[{"type": "divider"}])
    reply = client.conversations_replies(channel="D0MAYA", ts=question)["messages"][1]

    assert "**Twenty-five** days" == reply["text"]
    assert ["markdown", "divider"] == [block["type"] for block in reply["blocks"]]
    assert "stopped" == slack.messages("D0MAYA")[1]["stream"]["state"]


def test_a_stopped_stream_takes_no_more(client: WebClient, stream: dict[str, str]) -> None:
    """Appending and stopping again are refused; an update is welcome."""
    client.chat_stopStream(**stream)

    assert "message_not_in_streaming_state" == error_of(client.chat_appendStream, **stream, markdown_text="Two")
    assert "message_not_in_streaming_state" == error_of(client.chat_stopStream, **stream)
    assert "Two" == client.chat_update(**stream, text="Two")["text"]


def test_a_stream_closes_after_five_minutes_even_while_it_is_written_to(
    slack: RunningSandbox, client: WebClient, stream: dict[str, str]
) -> None:
    """Appending does not prolong it, and chat.update recovers the message."""
    slack.control("clock", advance=200)
    client.chat_appendStream(**stream, markdown_text=" two")
    during = error_of(client.chat_update, **stream, text="Too early")
    slack.control("clock", advance=101)
    late = error_of(client.chat_appendStream, **stream, markdown_text=" three")
    client.chat_update(**stream, text="One two three")

    assert ("streaming_state_conflict", "message_not_in_streaming_state") == (during, late)
    assert "One two three" == slack.messages("D0MAYA")[1]["text"]


def test_outside_direct_messages_the_recipient_must_be_named(slack: RunningSandbox, client: WebClient) -> None:
    """Both ids are needed in a channel; a thread is needed everywhere."""
    ts = slack.control("message", user="U0MAYA", channel="C0ASKHR", text="?")["ts"]
    place = {"channel": "C0ASKHR", "thread_ts": ts}
    team_only = {**place, "recipient_team_id": "T0BRIGHT"}

    assert "missing_recipient_team_id" == error_of(client.chat_startStream, **place)
    assert "missing_recipient_user_id" == error_of(client.chat_startStream, **team_only)
    assert client.chat_startStream(**team_only, recipient_user_id="U0MAYA")["ok"]
    assert "invalid_arguments" == error_of(client.chat_startStream, channel="D0MAYA", thread_ts="")
    assert "thread_not_found" == error_of(client.chat_startStream, channel="D0MAYA", thread_ts="1.000000")


def test_a_piece_over_twelve_thousand_characters_is_too_long(client: WebClient, stream: dict[str, str]) -> None:
    """The limit is for each piece, not for the whole."""
    client.chat_appendStream(**stream, markdown_text="x" * 12_000)
    client.chat_appendStream(**stream, markdown_text="x" * 12_000)

    assert "msg_too_long" == error_of(client.chat_appendStream, **stream, markdown_text="x" * 12_001)
    assert "no_text" == error_of(client.chat_appendStream, **stream, markdown_text="")
    assert "invalid_chunks" == error_of(client.chat_appendStream, **stream, chunks=[{"type": "song"}])


def test_tasks_are_shown_as_cards_that_change(slack: RunningSandbox, client: WebClient, question: str) -> None:
    """A later update of the same task replaces its status and adds to its details."""
    one = [MarkdownTextChunk(text="One")]
    started = client.chat_startStream(channel="D0MAYA", thread_ts=question, chunks=one)
    stream = {"channel": "D0MAYA", "ts": started["ts"]}
    first = TaskUpdateChunk(id="search", title="Searching", status="in_progress", details="leave, ")
    second = TaskUpdateChunk(id="search", title="Searched", status="complete", details="pay")
    client.chat_appendStream(**stream, chunks=[first])
    client.chat_appendStream(**stream, chunks=[second, MarkdownTextChunk(text="Done")])
    client.chat_stopStream(**stream)
    blocks = slack.messages("D0MAYA")[1]["blocks"]

    assert ["markdown", "task_card", "markdown"] == [block["type"] for block in blocks]
    assert ("Searched", "complete") == (blocks[1]["title"], blocks[1]["status"])
    assert "leave, pay" == blocks[1]["details"]["elements"][0]["elements"][0]["text"]


def test_a_plan_holds_all_tasks_of_its_stream(client: WebClient, question: str) -> None:
    """In the mode `plan` tasks stand in one block below its title, wherever they came; text keeps its place."""
    where = {"channel": "D0MAYA", "thread_ts": question}
    task = {"type": "task_update", "id": "1", "title": "Search", "status": "in_progress"}
    begun = client.chat_startStream(**where, task_display_mode="plan", chunks=[task])
    chunks = [
        {"type": "markdown_text", "text": "Found"},
        {**task, "id": "2", "title": "Read"},
        {**task, "status": "complete"},
    ]
    client.chat_appendStream(channel="D0MAYA", ts=begun["ts"], chunks=chunks)
    blocks = client.chat_stopStream(
        channel="D0MAYA", ts=begun["ts"], chunks=[{"type": "plan_update", "title": "Looked it up"}]
    )["message"]["blocks"]

    assert ["plan", "markdown"] == [block["type"] for block in blocks]
    assert ("Looked it up", [("Search", "complete"), ("Read", "in_progress")]) == (
        blocks[0]["title"],
        [(each["title"], each["status"]) for each in blocks[0]["tasks"]],
    )


def test_a_plan_has_a_title_before_the_app_gives_one(client: WebClient, question: str) -> None:
    """Tasks alone make a plan; a stream without any makes none."""
    where = {"channel": "D0MAYA", "thread_ts": question, "task_display_mode": "plan"}
    task = {"type": "task_update", "id": "1", "title": "Search", "status": "pending"}
    begun = [client.chat_startStream(**where, chunks=[task]), client.chat_startStream(**where, markdown_text="x")]
    ended = [client.chat_stopStream(channel="D0MAYA", ts=stream["ts"])["message"]["blocks"] for stream in begun]

    assert ["plan", "markdown"] == [blocks[0]["type"] for blocks in ended]
    assert "Plan" == ended[0][0]["title"]


@pytest.mark.parametrize(
    "arguments", [{"task_display_mode": "list"}, {"chunks": [{"type": "task_update", "id": "1", "status": "done"}]}]
)
def test_a_mode_or_a_state_that_slack_does_not_know_is_refused(
    client: WebClient, question: str, arguments: dict[str, object]
) -> None:
    """The stream is not begun."""
    where = {"channel": "D0MAYA", "thread_ts": question}

    assert error_of(client.chat_startStream, **where, **arguments) in {"invalid_arguments", "invalid_chunks"}


def test_only_its_own_app_writes_to_a_stream(slack: RunningSandbox, client: WebClient, question: str) -> None:
    """A person's message is not a stream."""
    wrong = {"channel": "D0MAYA", "ts": question, "markdown_text": "x"}

    assert "message_not_owned_by_app" == error_of(client.chat_appendStream, **wrong)
    assert "message_not_found" == error_of(client.chat_appendStream, **{**wrong, "ts": "1.000000"})


def test_stop_pressed_by_the_reader_ends_the_stream(
    slack: RunningSandbox, client: WebClient, question: str, stream: dict[str, str]
) -> None:
    """The app is told, and its next append is refused."""
    slack.control("stop", user="U0MAYA", channel="D0MAYA", thread_ts=question)

    assert "stopped_by_user" == error_of(client.chat_appendStream, **stream, markdown_text="Two")
    assert "agent_session_stopped" in {delivery["type"] for delivery in slack.deliveries()}


def test_the_status_of_an_agent_is_checked(slack: RunningSandbox, client: WebClient, question: str) -> None:
    """It needs a thread that exists, and takes at most ten loading messages."""
    thread = {"channel_id": "D0MAYA", "thread_ts": question}
    client.assistant_threads_setStatus(**thread, status="is searching", loading_messages=["One", "Two"])
    client.assistant_threads_setStatus(**thread, status="")
    client.assistant_threads_setTitle(**thread, title="Leave")
    client.assistant_threads_setSuggestedPrompts(channel_id="D0MAYA", prompts=[{"title": "A", "message": "B"}])
    begun = client.agents_sessions_setStatus(**thread, status="processing")

    assert ("processing", "Leave", None) == (begun["status"], begun["title"], begun.get("warning"))
    wrong = {**thread, "thread_ts": "1.000000", "status": "x"}
    assert "invalid_thread_ts" == error_of(client.assistant_threads_setStatus, **wrong)
    many = {**thread, "status": "x", "loading_messages": ["x"] * 11}
    assert "invalid_arguments" == error_of(client.assistant_threads_setStatus, **many)
    assert "invalid_arguments" == error_of(client.agents_sessions_setStatus, **thread, status="dancing")
    assert [("Leave", "processing")] == [(s["title"], s["status"]) for s in slack.state()["sessions"]]


def test_an_app_that_would_not_hear_of_stop_is_warned_and_its_readers_get_no_button(
    slack: RunningSandbox, client: WebClient, question: str
) -> None:
    """Neither is there one once the session is active again."""
    thread = {"channel_id": "D0MAYA", "thread_ts": question}
    client.agents_sessions_setStatus(**thread, status="processing")
    heard = [slack.get("/client/boot", user=user)["stoppable"] for user in ("U0MAYA", "U0TOM")]
    client.agents_sessions_setStatus(**thread, status="active")
    over = slack.get("/client/boot", user="U0MAYA")["stoppable"]
    slack.control("app", bot_events=["message.im"])
    deaf = client.agents_sessions_setStatus(**thread, status="processing")

    assert [[["D0MAYA", question]], []] == heard
    assert [] == over
    assert "missing_agent_session_stopped_event_subscription" == deaf["warning"]
    assert [] == slack.get("/client/boot", user="U0MAYA")["stoppable"]


@pytest.mark.parametrize("first", [{"markdown_text": "One"}, {"chunks": [{"type": "markdown_text", "text": "One"}]}])
def test_a_stream_takes_markdown_or_chunks_and_never_both(
    client: WebClient, question: str, first: dict[str, Any]
) -> None:
    """Whatever came first; one that began empty takes either."""
    where = {"channel": "D0MAYA", "thread_ts": question}
    both = {"markdown_text": "Two", "chunks": [{"type": "markdown_text", "text": "Two"}]}
    other = {name: value for name, value in both.items() if name not in first}
    begun = client.chat_startStream(**where, **first)
    empty = client.chat_startStream(**where)
    stream = {"channel": "D0MAYA", "ts": begun["ts"]}
    client.chat_appendStream(channel="D0MAYA", ts=empty["ts"], **first)

    assert "cannot_provide_both_markdown_text_and_chunks" == error_of(client.chat_appendStream, **stream, **both)
    assert "streaming_mode_mismatch" == error_of(client.chat_appendStream, **stream, **other)
    assert "streaming_mode_mismatch" == error_of(client.chat_stopStream, **stream, **other)
    assert "streaming_mode_mismatch" == error_of(client.chat_stopStream, channel="D0MAYA", ts=empty["ts"], **other)
    assert client.chat_stopStream(**stream, **first)["ok"]


def test_a_session_has_the_title_that_it_began_with_until_it_is_renamed(client: WebClient, question: str) -> None:
    """A later status brings no title, and what is no session cannot be renamed."""
    thread = {"channel_id": "D0MAYA", "thread_ts": question}
    missing = error_of(client.agents_sessions_rename, **thread, title="Leave")
    begun = client.agents_sessions_setStatus(**thread, status="processing", title="Leave")
    ended = client.agents_sessions_setStatus(**thread, status="active", title="Pay")
    renamed = client.agents_sessions_rename(**thread, title="Holidays")

    assert "session_not_found" == missing
    assert ["Leave", "Leave", "Holidays"] == [begun["title"], ended["title"], renamed["title"]]
    assert "invalid_arguments" == error_of(client.agents_sessions_rename, **thread, title="x" * 201)


def test_an_app_hears_of_the_title_that_a_reader_gives(slack: RunningSandbox, client: WebClient, question: str) -> None:
    """With the one before."""
    thread = {"channel_id": "D0MAYA", "thread_ts": question}
    client.agents_sessions_setStatus(**thread, status="active", title="Leave")
    slack.control("retitle", user="U0MAYA", channel="D0MAYA", thread_ts=question, title="My holidays")
    (session,) = slack.state()["sessions"]

    assert "My holidays" == session["title"]
    assert "agent_session_title_changed" in {delivery["type"] for delivery in slack.deliveries()}
