"""Assistant apps, written with Bolt's `Assistant`; and what agents hear of what people look at."""

from typing import Any

import pytest
from slack_bolt import App, Assistant, BoltContext, Say, SetStatus, SetSuggestedPrompts, SetTitle
from slack_bolt.context.get_thread_context import GetThreadContext
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import Start

Json = dict[str, Any]
EVENTS = ["assistant_thread_started", "assistant_thread_context_changed", "message.im", "app_context_changed"]


@pytest.fixture
def assistant(slack: RunningSandbox, bolt: App) -> tuple[Assistant, list[Json]]:
    """An assistant that greets, and what it was told."""
    slack.control("app", view="assistant", bot_events=EVENTS)
    assistant, told = Assistant(), []

    @assistant.thread_started
    def greet(say: Say, set_suggested_prompts: SetSuggestedPrompts, payload: Json) -> None:
        told.append(payload)
        say("How can I help?")
        set_suggested_prompts(prompts=[{"title": "Leave", "message": "How many days?"}], title="Try")

    bolt.assistant(assistant)
    return assistant, told


def test_a_chat_begins_with_its_greeting_in_a_thread(
    slack: RunningSandbox, bolt: App, start: Start, assistant: tuple[Assistant, list[Json]]
) -> None:
    """assistant_thread_started names the thread, and what the app says lands there."""
    start(bolt)
    chat = slack.control("chat", user="U0MAYA")
    wait_until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))

    told = assistant[1][0]["assistant_thread"]
    assert ("U0MAYA", chat["channel"], chat["thread_ts"], {}) == (
        told["user_id"],
        told["channel_id"],
        told["thread_ts"],
        told["context"],
    )
    root, greeting = slack.messages("D0MAYA")
    assert ("assistant_app_thread", "U0FDESK") == (root["subtype"], root["user"])
    assert ("How can I help?", chat["thread_ts"]) == (greeting["text"], greeting["thread_ts"])


def test_what_is_typed_goes_into_the_chat_and_is_answered_there(
    slack: RunningSandbox, bolt: App, client: WebClient, start: Start, assistant: tuple[Assistant, list[Json]]
) -> None:
    """A message without a thread is one of the latest chat, which is begun if need be; Bolt's helpers work in it."""
    heard: list[Json] = []

    @assistant[0].user_message
    def answer(payload: Json, say: Say, set_status: SetStatus, set_title: SetTitle) -> None:
        heard.append(payload)
        set_status("is reading...")
        set_title(payload["text"])
        say("25 days")

    start(bolt)
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
    answered = wait_until(lambda: [m for m in slack.messages("D0MAYA") if m["text"] == "25 days"])

    root = next(m for m in slack.messages("D0MAYA") if m["subtype"])
    assert [root["ts"]] * 2 == [answered[0]["thread_ts"], heard[0]["thread_ts"]]
    assert ("U0FDESK", "im") == (heard[0]["parent_user_id"], heard[0]["channel_type"])
    assert not slack.calls("assistant.threads.setStatus")[0]["response"].get("error")
    shown = client.conversations_replies(channel="D0MAYA", ts=root["ts"])["messages"][0]
    assert "How many days?" == shown["assistant_app_thread"]["title"]


def test_the_context_of_a_chat_is_told_kept_and_found(
    slack: RunningSandbox, bolt: App, start: Start, assistant: tuple[Assistant, list[Json]]
) -> None:
    """Bolt's own store keeps it in the metadata of the first reply, and finds it there after a change."""
    found: list[Any] = []

    @assistant[0].user_message
    def answer(say: Say, get_thread_context: GetThreadContext, context: BoltContext) -> None:
        found.append(get_thread_context())
        say("Seen")

    start(bolt)
    slack.control("look", user="U0MAYA", channel="C0ASKHR")
    slack.control("chat", user="U0MAYA")
    wait_until(lambda: len(slack.messages("D0MAYA")) == 2)
    slack.control("look", user="U0MAYA", channel="C0GENERAL")
    wait_until(lambda: slack.calls("chat.update"))
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="What is this channel about?")
    wait_until(lambda: found)

    assert "C0ASKHR" == assistant[1][0]["assistant_thread"]["context"]["channel_id"]
    assert ["C0GENERAL"] == [context["channel_id"] for context in found]


def test_a_second_chat_is_a_thread_of_its_own(slack: RunningSandbox) -> None:
    """What is typed afterwards belongs to the newer one, and the older one can still be answered in."""
    slack.control("app", view="assistant", bot_events=EVENTS)
    first, second = (slack.control("chat", user="U0MAYA")["thread_ts"] for _ in range(2))
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="new")
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="old", thread_ts=first)

    typed = {m["text"]: m["thread_ts"] for m in slack.messages("D0MAYA") if m["user"] == "U0MAYA"}
    assert {"new": second, "old": first} == typed


def test_an_agent_hears_what_is_looked_at_and_has_no_chats(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """app_context_changed and app_home_opened name the channel; a direct message stays without a thread."""
    slack.control("app", bot_events=["app_context_changed", "app_home_opened", "message.im"])
    heard: list[Json] = []
    for kind in ("app_context_changed", "app_home_opened", "message"):
        bolt.event(kind)(lambda event: heard.append(event))  # noqa: PLW0108  # Bolt reads its arguments

    start(bolt)
    slack.control("look", user="U0MAYA", channel="C0ASKHR")
    slack.control("look", user="U0MAYA", channel="C0ASKHR")
    slack.control("home", user="U0MAYA", tab="messages")
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="Hello")
    wait_until(lambda: len(heard) == 3)

    by_type = {event["type"]: event for event in heard}
    entity = {"type": "slack#/types/channel_id", "value": "C0ASKHR", "team_id": "T0BRIGHT"}
    assert [{"entities": [entity]}] * 2 == [by_type[k]["context"] for k in ("app_context_changed", "app_home_opened")]
    assert "thread_ts" not in by_type["message"]
    assert "not_an_assistant" == slack.control("chat", user="U0MAYA")["error"]
