"""What the page shows of apps' surfaces: blocks, plans, chats, search, Work Objects, functions."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import Receiver

pytestmark = pytest.mark.browser
Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def raw(text: str) -> Json:
    """A table's cell."""
    return {"type": "raw_text", "text": text}


DATA = {
    "type": "data_table",
    "caption": "Rates",
    "page_size": 2,
    "rows": [[raw("City"), raw("Rate")], *([raw(city), raw("90")] for city in ("Dublin", "Paris", "Rome"))],
}
LAYOUTS = [
    {"type": "alert", "level": "warning", "text": plain("Old rule")},
    {"type": "carousel", "elements": [{"type": "card", "title": plain(f"Card {n}")} for n in (1, 2)]},
    {
        "type": "container",
        "title": plain("Whole quote"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [{"type": "section", "text": plain("Folded away")}],
    },
    DATA,
]


def test_cards_alerts_and_folded_containers_are_shown(page: Page, client: WebClient) -> None:
    """A container opens when it is asked to, and a data table shows its other rows."""
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=LAYOUTS)
    message = page.get_by_test_id("message")

    expect(message.get_by_role("alert")).to_have_text("Old rule")
    expect(message.locator(".b-card")).to_have_text(["Card 1", "Card 2"])
    expect(message.get_by_text("Folded away")).to_be_hidden()
    message.get_by_text("Whole quote").click()
    expect(message.get_by_text("Folded away")).to_be_visible()
    expect(message.locator("tbody tr")).to_have_count(2)
    message.get_by_role("button", name="Show 1 more rows").click()
    expect(message.locator("tbody tr")).to_have_count(3)
    expect(message.locator("caption")).to_have_text("Rates")


def test_a_table_is_a_table_with_its_columns_aligned(page: Page, client: WebClient) -> None:
    """Its first row is the head."""
    rows = [[raw("City"), raw("Rate")], [raw("Dublin"), {"type": "raw_number", "value": 90, "text": "€90"}]]
    table = {"type": "table", "rows": rows, "column_settings": [{}, {"align": "right"}]}
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[table])
    message = page.get_by_test_id("message")

    expect(message.locator("thead th")).to_have_text(["City", "Rate"])
    expect(message.locator("tbody td")).to_have_text(["Dublin", "€90"])
    expect(message.locator("tbody td").nth(1)).to_have_css("text-align", "right")


def test_the_tasks_of_a_plan_are_shown_with_their_states(
    page: Page,
    slack: RunningSandbox,
    client: WebClient,
) -> None:
    """While the stream is open they change in place."""
    ts = slack.control("message", user="U0MAYA", channel="C0GENERAL", text="Leave?")["ts"]
    recipient = {"recipient_team_id": "T0BRIGHT", "recipient_user_id": "U0MAYA"}
    task = {"type": "task_update", "id": "1", "title": "Search", "status": "in_progress"}
    begun = client.chat_startStream(
        channel="C0GENERAL", thread_ts=ts, task_display_mode="plan", chunks=[task], **recipient
    )
    page.goto(f"/?user=U0MAYA&channel=C0GENERAL&thread={ts}")
    plan = page.get_by_test_id("thread-pane").locator(".b-plan")
    expect(plan.locator(".task-in_progress")).to_contain_text("Search")
    done = [{**task, "status": "complete"}, {"type": "plan_update", "title": "Looked it up"}]
    client.chat_stopStream(channel="C0GENERAL", ts=begun["ts"], chunks=done)

    expect(plan.get_by_role("heading")).to_have_text("Looked it up")
    expect(plan.locator(".task-complete")).to_contain_text("Search")


def test_a_chat_with_an_assistant_lies_open_beside_its_conversation(
    page: Page,
    slack: RunningSandbox,
    client: WebClient,
) -> None:
    """Opening the app begins one; its greeting and prompts are there; another can be begun."""
    slack.control("app", view="assistant", bot_events=["assistant_thread_started"])
    page.goto("/?user=U0MAYA&channel=D0MAYA")
    thread = page.get_by_test_id("thread-pane")
    expect(thread.locator(".chat-start")).to_have_text("New Assistant Thread")
    ts = slack.messages("D0MAYA")[0]["ts"]
    client.chat_postMessage(channel="D0MAYA", thread_ts=ts, text="How can I help?")
    prompts = [{"title": "Leave", "message": "How many days?"}]
    client.assistant_threads_setSuggestedPrompts(channel_id="D0MAYA", thread_ts=ts, prompts=prompts)
    thread.get_by_test_id("prompt").click()
    expect(thread.get_by_test_id("message").last).to_contain_text("How many days?")
    client.assistant_threads_setTitle(channel_id="D0MAYA", thread_ts=ts, title="Leave days")

    expect(thread.locator(".chat-start")).to_have_text("Leave days")
    page.get_by_test_id("new-chat").click()
    expect(thread.locator(".chat-start")).to_have_text("New Assistant Thread")
    assert ts == slack.messages("D0MAYA")[2]["thread_ts"]


ENTITY = {
    "entity_type": "slack#/entities/content_item",
    "external_ref": {"id": "leave"},
    "url": "https://wiki.example.com/leave",
    "entity_payload": {
        "attributes": {"title": {"text": "Leave policy"}, "product_name": "Wiki"},
        "custom_fields": [{"key": "owner", "label": "Owner", "type": "string", "value": "<b>HR</b>"}],
    },
}


def test_a_work_object_opens_beside_the_message(
    page: Page,
    slack: RunningSandbox,
    client: WebClient,
) -> None:
    """Its card shows fields as text, and the details are what the app presents."""
    slack.control("app", bot_events=["entity_details_requested"])
    client.chat_postMessage(channel="C0GENERAL", text="Here", metadata={"entities": [ENTITY]})
    card = page.get_by_test_id("entity")
    expect(card).to_contain_text("Leave policy")
    expect(card).to_contain_text("<b>HR</b>")
    card.click()
    opened = wait_until(lambda: slack.state()["work_objects"])[0]
    client.entity_presentDetails(trigger_id=opened["trigger_id"], metadata=ENTITY)

    expect(page.get_by_test_id("entity-details").get_by_role("link")).to_have_text(ENTITY["url"])


def test_the_search_shows_what_the_app_finds(page: Page, slack: RunningSandbox, client: WebClient) -> None:
    """Below the conversations, under the app's name."""
    slack.control("app", functions={"find": {}}, search={"search_function_callback_id": "find"})
    page.reload()
    page.get_by_role("button", name="Find a conversation").click()
    page.get_by_role("searchbox").fill("leave")
    run = wait_until(lambda: slack.state()["functions"])[0]
    result = {
        "external_ref": {"id": "1"},
        "title": "Leave policy",
        "description": "25 days",
        "link": "https://a.example",
    }
    client.functions_completeSuccess(function_execution_id=run["id"], outputs={"search_results": [result]})

    expect(page.get_by_test_id("search-results")).to_contain_text("Found by Frontdesk")
    expect(page.get_by_test_id("search-results").get_by_role("button")).to_contain_text("25 days")


def test_a_function_is_run_from_the_page(page: Page, slack: RunningSandbox, client: WebClient) -> None:
    """Under About, with a field for each input; what came of it is told."""
    inputs = {"topic": {"type": "string", "title": "Topic", "is_required": True}, "most": {"type": "integer"}}
    slack.control("app", functions={"find": {"title": "Find", "input_parameters": inputs}})
    page.goto("/?user=U0MAYA&channel=D0MAYA&tab=about")
    page.get_by_role("button", name="Run Find").click()
    page.get_by_label("Topic").fill("leave")
    page.get_by_label("most").fill("3")
    page.get_by_role("dialog").get_by_role("button", name="Run").click()
    run = wait_until(lambda: slack.state()["functions"])[0]
    expect(page.get_by_test_id("toast")).to_contain_text(run["id"])
    client.functions_completeSuccess(function_execution_id=run["id"], outputs={"policy": "annual leave"})

    expect(page.get_by_test_id("toast").last).to_contain_text("annual leave")
    assert {"topic": "leave", "most": 3} == run["inputs"]


def test_a_dialog_of_an_old_app_is_shown_as_a_form(
    page: Page, slack: RunningSandbox, client: WebClient, receiver: Receiver
) -> None:
    """With its label and its hint."""
    element = {"type": "text", "label": "Topic", "name": "topic", "hint": "One word"}
    dialog = {"title": "Report a gap", "callback_id": "gap", "elements": [element]}
    slack.control("app", shortcuts=[{"name": "Ask", "type": "global", "callback_id": "ask"}])
    slack.control("shortcut", user="U0MAYA", callback_id="ask")
    payload = json.loads(parse_qs(receiver.received[-1][1].decode())["payload"][0])
    client.dialog_open(trigger_id=payload["trigger_id"], dialog=dialog)

    expect(page.get_by_test_id("modal").get_by_label("Topic")).to_be_visible()
    expect(page.get_by_test_id("modal")).to_contain_text("One word")
