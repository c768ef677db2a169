"""A real Bolt app, written as for Slack, over signed HTTP and over Socket Mode."""

from contextlib import ExitStack
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S, SECRET, Start, connect_socket

MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "topic",
            "label": {"type": "plain_text", "text": "Topic"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}
FEEDBACK = {
    "type": "context_actions",
    "block_id": "rating",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "up"},
            "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"},
        }
    ],
}
Json = dict[str, Any]


def texts(slack: RunningSandbox, channel: str) -> list[str]:
    """The texts of a channel's messages."""
    return [message["text"] for message in slack.messages(channel)]


def submission(value: str) -> Json:
    """The state of the form when `value` was typed."""
    return {"values": {"topic": {"value": {"type": "plain_text_input", "value": value}}}}


def test_a_direct_message_is_answered_in_its_thread(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """The event of a top-level direct message has no thread_ts, and the reply lands below it."""
    heard: list[Json] = []

    @bolt.event("message")
    def answer(event: Json, say: Say) -> None:
        heard.append(event)
        say(text=f"You said: {event['text']}", thread_ts=event["ts"])

    start(bolt)
    ts = slack.control("message", user="U0MAYA", channel="D0MAYA", text="Hello")["ts"]
    wait_until(lambda: len(slack.messages("D0MAYA")) == 2)

    assert ["Hello", "You said: Hello"] == texts(slack, "D0MAYA")
    assert ts == slack.messages("D0MAYA")[1]["thread_ts"]
    assert "thread_ts" not in heard[0]
    assert ("im", "U0MAYA", "Hello") == (heard[0]["channel_type"], heard[0]["user"], heard[0]["text"])


def test_a_mention_arrives_as_message_and_as_app_mention(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """Both events tell of the same message, by its ts."""
    seen: list[tuple[str, str]] = []
    bolt.event("message")(lambda event: seen.append(("message", event["ts"])))
    bolt.event("app_mention")(lambda event: seen.append(("app_mention", event["ts"])))

    start(bolt)
    ts = slack.control("message", user="U0MAYA", channel="C0ASKHR", text="<@U0FDESK> hi")["ts"]
    wait_until(lambda: len(seen) == 2)

    assert [("app_mention", ts), ("message", ts)] == sorted(seen)


def test_a_command_answers_at_once_and_later(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """The acknowledgement is shown to the asker only; the response URL may speak to everyone."""

    @bolt.command("/ask")
    def ask(ack: Ack, command: Json, respond: Respond) -> None:
        ack(f"Looking for: {command['text']}")
        respond(text="Found it", response_type="in_channel")

    start(bolt)
    answer = slack.control("command", user="U0LINA", channel="C0ASKHR", text="/ask leave & pay")
    wait_until(lambda: len(slack.messages("C0ASKHR")) == 2)

    assert "Looking for: leave &amp; pay" == answer["text"]
    shown = {(message["text"], message["only_for"]) for message in slack.messages("C0ASKHR")}
    assert {("Looking for: leave &amp; pay", "U0LINA"), ("Found it", None)} == shown


def test_feedback_buttons_tell_who_pressed_which(
    slack: RunningSandbox, bolt: App, client: WebClient, start: Start
) -> None:
    """The action carries its value, the message and the person, and the message can be replaced."""
    pressed: list[Json] = []

    @bolt.action("feedback")
    def rate(ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        pressed.append(body)
        respond(text="Thank you", replace_original=True)

    start(bolt)
    ts = client.chat_postMessage(channel="C0ASKHR", text="Answer", blocks=[FEEDBACK])["ts"]
    where = {"user": "U0TOM", "channel": "C0ASKHR", "message_ts": ts, "block_id": "rating", "action_id": "feedback"}
    slack.control("action", **where, type="feedback_buttons", value="down")
    wait_until(lambda: texts(slack, "C0ASKHR") == ["Thank you"])

    action = pressed[0]["actions"][0]
    assert ("feedback_buttons", "down", "Bad") == (action["type"], action["value"], action["text"]["text"])
    assert ("U0TOM", ts) == (pressed[0]["user"]["id"], pressed[0]["message"]["ts"])


def test_a_modal_is_opened_refused_and_submitted(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """A trigger opens the modal; errors keep it open; an empty acknowledgement closes it."""

    @bolt.command("/kb")
    def open_form(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=MODAL)

    @bolt.view("form")
    def submit(ack: Ack, view: Json) -> None:
        if view["state"]["values"]["topic"]["value"]["value"] == "bad":
            ack(response_action="errors", errors={"topic": "Not this one."})
        else:
            ack()

    start(bolt)
    slack.control("command", user="U0SOFIA", channel="D0SOFIA", text="/kb")
    view_id = wait_until(lambda: slack.state()["views"])[0]["id"]
    empty = slack.control("view_submit", user="U0SOFIA", view_id=view_id, state=submission(""))
    refused = slack.control("view_submit", user="U0SOFIA", view_id=view_id, state=submission("bad"))
    taken = slack.control("view_submit", user="U0SOFIA", view_id=view_id, state=submission("good"))

    assert {"topic": "Please complete this required field."} == empty["errors"]
    assert {"topic": "Not this one."} == refused["errors"]
    assert {"ok": True} == taken
    assert [] == slack.state()["views"]


def test_a_button_of_an_ephemeral_message_brings_its_place_and_not_the_message(
    slack: RunningSandbox, bolt: App, client: WebClient, start: Start
) -> None:
    """So it is with Slack."""
    pressed: list[Json] = []

    @bolt.action("feedback")
    def rate(ack: Ack, body: Json) -> None:
        pressed.append(body)
        ack()

    start(bolt)
    only_tom = {"channel": "C0ASKHR", "user": "U0TOM"}
    ts = client.chat_postEphemeral(**only_tom, text="Answer", blocks=[FEEDBACK])["message_ts"]
    slack.control("action", **only_tom, message_ts=ts, action_id="feedback", value="up")
    (body,) = pressed

    assert ("C0ASKHR", True, False) == (body["channel"]["id"], body["container"]["is_ephemeral"], "message" in body)


def test_shortcuts_reach_the_app_with_their_message(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """A global shortcut has no channel; a message shortcut brings the message."""
    shortcuts = [
        {"name": "Ask", "type": "global", "callback_id": "ask_anywhere"},
        {"name": "Ask about this", "type": "message", "callback_id": "ask_about"},
    ]
    slack.control("app", shortcuts=shortcuts)
    seen: list[Json] = []

    @bolt.shortcut("ask_anywhere")
    @bolt.shortcut("ask_about")
    def take(ack: Ack, shortcut: Json) -> None:
        seen.append(shortcut)
        ack()  # the shortcut is over for whoever ran it

    start(bolt)
    ts = slack.control("message", user="U0MAYA", channel="C0GENERAL", text="Lunch?")["ts"]
    slack.control("shortcut", user="U0MAYA", callback_id="ask_anywhere")
    slack.control("shortcut", user="U0MAYA", callback_id="ask_about", channel="C0GENERAL", message_ts=ts)

    assert ["shortcut", "message_action"] == [payload["type"] for payload in seen]
    assert "channel" not in seen[0]
    assert "Lunch?" == seen[1]["message"]["text"]


def test_the_home_tab_is_published_when_it_is_opened(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """app_home_opened leads to views.publish, and the next opening shows the view."""

    @bolt.event("app_home_opened")
    def show(event: Json, client: WebClient) -> None:
        header = {"type": "header", "text": {"type": "plain_text", "text": "Welcome"}}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [header]})

    start(bolt)
    first = slack.get("/client/home", user="U0MAYA")
    shown = wait_until(lambda: slack.get("/client/home", user="U0MAYA")["view"])

    assert first["view"] is None
    assert "Welcome" == shown["blocks"][0]["text"]["html"]


def test_a_missing_app_shows_the_error_that_slack_shows(slack: RunningSandbox) -> None:
    """Without a connection or behind a dead address, a command fails with dispatch_failed."""
    unconnected = slack.control("command", user="U0MAYA", channel="D0MAYA", text="/ask anything")
    slack.control("app", request_url="http://127.0.0.1:9/slack/events")
    unreachable = slack.control("command", user="U0MAYA", channel="D0MAYA", text="/ask anything")

    assert {"ok": False, "error": "dispatch_failed"} == unconnected
    assert unconnected == unreachable


def test_a_listener_that_fails_is_sent_the_event_again(slack: RunningSandbox, client: WebClient, start: Start) -> None:
    """With process_before_response nothing is acknowledged before the work is done."""
    app = App(client=client, signing_secret=SECRET, process_before_response=True)
    tries: list[str] = []

    @app.event("message")
    def fail_once(body: Json) -> None:
        tries.append(body["event_id"])
        if len(tries) == 1:
            raise RuntimeError("The queue is away.")

    start(app)
    if slack.app.request_url is None:  # over a socket a failure is told by silence
        slack.control("settings", ack_timeout=0.1)
    slack.control("settings", retry_delays=[60])
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="Hello")
    wait_until(lambda: tries and slack.deliveries()[0]["attempts"])
    slack.control("settings", ack_timeout=PATIENCE_S)
    slack.control("clock", advance=60)
    wait_until(lambda: slack.deliveries()[0]["outcome"] == "delivered")

    assert [tries[0]] * 2 == tries


def test_a_refreshed_socket_loses_nothing(slack: RunningSandbox, bolt: App) -> None:
    """The SDK reconnects when it is asked to, and what comes meanwhile arrives once."""
    heard: list[str] = []
    bolt.event("message")(lambda event: heard.append(event["text"]))
    with ExitStack() as stack:
        connect_socket(bolt, slack, stack)
        slack.control("faults", target="socket", kind="disconnect", value="refresh_requested")
        for number in range(5):
            slack.control("message", user="U0MAYA", channel="D0MAYA", text=str(number))
        wait_until(lambda: len(heard) == 5)

    assert ["0", "1", "2", "3", "4"] == sorted(heard)


def test_options_of_an_external_select_come_from_the_app(
    slack: RunningSandbox, bolt: App, client: WebClient, start: Start
) -> None:
    """What was typed goes to the app, and its options come back."""

    @bolt.options("policy")
    def options(ack: Ack, payload: Json) -> None:
        found = {"text": {"type": "plain_text", "text": f"{payload['value']} policy"}, "value": "1"}
        ack(options=[found])

    start(bolt)
    menu = {"type": "external_select", "action_id": "policy", "placeholder": {"type": "plain_text", "text": "Which?"}}
    blocks = [{"type": "actions", "block_id": "choose", "elements": [menu]}]
    ts = client.chat_postMessage(channel="C0ASKHR", text="Which?", blocks=blocks)["ts"]
    where = {"channel": "C0ASKHR", "message_ts": ts, "block_id": "choose", "action_id": "policy"}
    answer = slack.control("options", user="U0MAYA", value="Leave", **where)

    assert "Leave policy" == answer["options"][0]["text"]["text"]
