"""What old apps still call (dialogs, files.upload), messages for later, and corners of modals."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S, Start, connect_socket, error_of

Json = dict[str, Any]
DIALOG = {
    "title": "Report a gap",
    "callback_id": "gap",
    "state": "kept",
    "notify_on_cancel": True,
    "elements": [
        {"type": "text", "label": "Topic", "name": "topic", "min_length": 3},
        {"type": "textarea", "label": "More", "name": "more", "optional": True},
        {"type": "select", "label": "Kind", "name": "kind", "options": [{"label": "New", "value": "new"}]},
    ],
}


def opened(slack: RunningSandbox, bolt: App, start: Start) -> tuple[str, list[Json]]:
    """Open the dialog with /kb as Sofia; return its id and what the app is told afterwards."""
    told: list[Json] = []

    @bolt.command("/kb")
    def ask(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.dialog_open(trigger_id=command["trigger_id"], dialog=DIALOG)

    @bolt.action({"type": "dialog_submission", "callback_id": "gap"})
    def take(ack: Ack, body: Json) -> None:
        told.append(body)
        known = body["submission"]["topic"] == "known"
        ack(errors=[{"name": "topic", "error": "Known already"}]) if known else ack()

    @bolt.action({"type": "dialog_cancellation", "callback_id": "gap"})
    def cancelled(ack: Ack, body: Json) -> None:
        told.append(body)
        ack()

    start(bolt)
    slack.control("command", user="U0SOFIA", channel="C0ASKHR", text="/kb")
    return str(wait_until(lambda: slack.state()["dialogs"])[0]["id"]), told


def test_a_dialog_is_opened_refused_and_submitted(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """What Slack's client refuses never reaches the app; what the app refuses keeps the dialog open."""
    dialog, told = opened(slack, bolt, start)
    submit = {"user": "U0SOFIA", "view_id": dialog}
    short = slack.control("view_submit", **submit, submission={"topic": "x", "kind": None})
    known = slack.control("view_submit", **submit, submission={"topic": "known", "kind": "new"})
    taken = slack.control("view_submit", **submit, submission={"topic": "meals", "kind": "new"})

    assert {"topic": "Please enter 3 to 150 characters.", "kind": "Please complete this required field."} == short[
        "errors"
    ]
    assert {"topic": "Known already"} == known["errors"]
    assert {"ok": True} == taken
    assert ("gap", "kept", "C0ASKHR", "meals") == (
        told[-1]["callback_id"],
        told[-1]["state"],
        told[-1]["channel"]["id"],
        told[-1]["submission"]["topic"],
    )
    assert [] == slack.state()["dialogs"]


def test_a_dialog_asks_its_app_for_options(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """What was typed goes to the app, which is told the element; the page has its options as a modal's."""
    told: list[Json] = []
    element = {"type": "select", "label": "Policy", "name": "policy", "data_source": "external"}

    @bolt.command("/kb")
    def ask(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.dialog_open(trigger_id=command["trigger_id"], dialog={**DIALOG, "elements": [element]})

    @bolt.options("gap")
    def suggest(ack: Ack, body: Json) -> None:
        told.append(body)
        ack(options=[{"label": "Leave policy", "value": "leave"}])

    start(bolt)
    slack.control("command", user="U0SOFIA", channel="C0ASKHR", text="/kb")
    dialog = wait_until(lambda: slack.state()["dialogs"])[0]["id"]
    options = slack.control("options", user="U0SOFIA", view_id=dialog, block_id="policy", value="lea")["options"]

    assert [({"type": "plain_text", "text": "Leave policy"}, "leave")] == [(o["text"], o["value"]) for o in options]
    assert ("dialog_suggestion", "policy", "lea") == (told[0]["type"], told[0]["name"], told[0]["value"])


def test_a_dialog_on_the_page_is_a_modal_and_tells_when_it_is_left(
    slack: RunningSandbox, bolt: App, start: Start
) -> None:
    """The page sends a modal's state; leaving is told because the dialog asks for it."""
    dialog, told = opened(slack, bolt, start)
    state = {
        "values": {
            "topic": {"topic": {"type": "plain_text_input", "value": "known"}},
            "kind": {"kind": {"type": "static_select", "selected_option": {"value": "new"}}},
        }
    }
    refused = slack.post("/client/view_submit", user="U0SOFIA", view_id=dialog, state=state)
    slack.post("/client/view_close", user="U0SOFIA", view_id=dialog)

    assert {"topic": "Known already"} == refused["errors"]
    assert ["dialog_submission", "dialog_cancellation"] == [each["type"] for each in told]
    assert {"topic": "known", "kind": "new"} == told[0]["submission"]


@pytest.mark.parametrize(
    ("dialog", "error"),
    [
        ({**DIALOG, "title": "x" * 25}, "validation_errors"),
        ({**DIALOG, "elements": []}, "validation_errors"),
        ({**DIALOG, "elements": DIALOG["elements"][:1] * 2}, "validation_errors"),
        ({**DIALOG, "elements": [{"type": "slider", "label": "x", "name": "x"}]}, "validation_errors"),
        (DIALOG, "invalid_trigger"),
    ],
)
def test_a_dialog_that_is_not_valid_is_refused(client: WebClient, dialog: Json, error: str) -> None:
    """Its limits, and a trigger that nobody caused."""
    assert error == error_of(client.dialog_open, trigger_id="1.2", dialog=dialog)


def test_files_upload_is_switched_off(client: WebClient) -> None:
    """Since November 2025 the old method only says so."""
    assert "method_deprecated" == error_of(client.api_call, api_method="files.upload", params={"content": "x"})


# Messages for later


def test_a_scheduled_message_is_posted_at_its_time(slack: RunningSandbox, client: WebClient) -> None:
    """Nothing before, one message then, and one that was taken back never."""
    now = int(slack.state()["now"])
    kept = client.chat_scheduleMessage(channel="C0ASKHR", text="Later", post_at=now + 60)
    gone = client.chat_scheduleMessage(channel="C0ASKHR", text="Never", post_at=now + 90)
    client.chat_deleteScheduledMessage(channel="C0ASKHR", scheduled_message_id=gone["scheduled_message_id"])
    listed = client.chat_scheduledMessages_list(channel="C0ASKHR")["scheduled_messages"]
    before = slack.messages("C0ASKHR")
    slack.control("clock", advance=120)
    wait_until(lambda: slack.messages("C0ASKHR"))

    assert ([], [(kept["scheduled_message_id"], now + 60)]) == (before, [(e["id"], e["post_at"]) for e in listed])
    assert ["Later"] == [message["text"] for message in slack.messages("C0ASKHR")]
    assert [] == client.chat_scheduledMessages_list()["scheduled_messages"]


@pytest.mark.parametrize(
    ("seconds", "error"), [(-5, "time_in_past"), (121 * 86_400, "time_too_far"), (-(10**12), "invalid_time")]
)
def test_a_time_that_cannot_be_is_refused(slack: RunningSandbox, client: WebClient, seconds: int, error: str) -> None:
    """The past, more than 120 days, and no time at all."""
    post_at = int(slack.state()["now"]) + seconds

    assert error == error_of(client.chat_scheduleMessage, channel="C0ASKHR", text="x", post_at=post_at)


def test_not_more_than_thirty_wait_for_the_same_minutes(slack: RunningSandbox, client: WebClient) -> None:
    """The thirty-first of five minutes in a channel is refused."""
    post_at = int(slack.state()["now"]) + 600
    later = {"channel": "C0ASKHR", "text": "x", "post_at": post_at}
    for _ in range(30):
        client.chat_scheduleMessage(**later)

    assert "restricted_too_many" == error_of(client.chat_scheduleMessage, **later)
    unknown = {"channel": "C0ASKHR", "scheduled_message_id": "Q0"}
    assert "invalid_scheduled_message_id" == error_of(client.chat_deleteScheduledMessage, **unknown)


def test_a_me_message_is_posted(slack: RunningSandbox, client: WebClient) -> None:
    """It has its own subtype."""
    client.chat_meMessage(channel="C0ASKHR", text="reads the policies")

    assert [("me_message", "reads the policies")] == [(m["subtype"], m["text"]) for m in slack.messages("C0ASKHR")]


# Modals

PLAIN = {"type": "plain_text", "text": "Share"}
CHOOSE = {
    "type": "modal",
    "callback_id": "share",
    "title": PLAIN,
    "submit": PLAIN,
    "blocks": [
        {
            "type": "input",
            "block_id": "where",
            "label": PLAIN,
            "element": {"type": "conversations_select", "action_id": "to", "response_url_enabled": True},
        }
    ],
}
CHOSEN = {"values": {"where": {"to": {"type": "conversations_select", "selected_conversation": "C0ASKHR"}}}}


def share(slack: RunningSandbox, bolt: App, start: Start) -> str:
    """Open the modal with /kb as Sofia; return its id."""

    @bolt.command("/kb")
    def choose(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=CHOOSE)

    start(bolt)
    slack.control("command", user="U0SOFIA", channel="C0ASKHR", text="/kb")
    return str(wait_until(lambda: slack.state()["views"])[0]["id"])


def test_a_chosen_channel_comes_with_a_response_url(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """Through it the app speaks there without being a member's choice."""
    told: list[Json] = []

    @bolt.view("share")
    def take(ack: Ack, body: Json) -> None:
        told.extend(body["response_urls"])
        ack()

    view_id = share(slack, bolt, start)
    slack.control("view_submit", user="U0SOFIA", view_id=view_id, state=CHOSEN)
    WebhookClient(told[0]["response_url"]).send(text="Shared", response_type="in_channel")

    assert [("where", "to", "C0ASKHR")] == [(t["block_id"], t["action_id"], t["channel_id"]) for t in told]
    assert ["Shared"] == [message["text"] for message in slack.messages("C0ASKHR")]


def test_a_modal_submitted_twice_at_once_is_told_twice_and_closed_once(slack: RunningSandbox, bolt: App) -> None:
    """The second answer finds the modal closed, which is no error; later the modal is gone."""
    both = Barrier(2)

    @bolt.view("share")
    def take(ack: Ack) -> None:
        both.wait(PATIENCE_S)
        ack()

    with ExitStack() as stack, ThreadPoolExecutor() as two:
        view_id = share(slack, bolt, lambda app: connect_socket(app, slack, stack))
        submit = {"user": "U0SOFIA", "view_id": view_id, "state": CHOSEN}
        answers = list(two.map(lambda _: slack.control("view_submit", **submit), range(2)))

    assert [{"ok": True}] * 2 == answers
    assert "not_found" == slack.control("view_submit", **submit)["error"]
