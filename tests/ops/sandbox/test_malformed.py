"""Requests that no Slack should send, for apps that must survive them."""

import base64
from contextlib import ExitStack
from typing import Any

import pytest
from slack_bolt import App

from ops.sandbox.http_delivery import signature
from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import SECRET, Receiver, Start, connect_socket

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"body": "{"}, b"{"),
        ({"body": ""}, b""),
        ({"body": []}, b"[]"),
        ({"body": {"type": "event_callback", "event": "a string"}}, b'{"type": "event_callback", "event": "a string"}'),
        ({"body_base64": base64.b64encode(b"\xff\xfe").decode()}, b"\xff\xfe"),
    ],
)
def test_any_body_arrives_as_it_is_with_a_valid_signature(
    slack: RunningSandbox, receiver: Receiver, given: Json, sent: bytes
) -> None:
    """Bad JSON, wrong types, what is no text."""
    answer = slack.control("raw", **given)
    headers, body = receiver.received[0]
    signed = signature(SECRET, headers["x-slack-request-timestamp"], sent)

    assert (200, None) == (answer["status"], answer["reason"])
    assert (sent, "application/json") == (body, headers["content-type"])
    assert signed == headers["x-slack-signature"]


def test_headers_and_the_kind_of_content_are_the_test_s(slack: RunningSandbox, receiver: Receiver) -> None:
    """A form without its payload, and a forged signature."""
    slack.control(
        "raw", body="payload=", content_type="application/x-www-form-urlencoded", headers={"X-Slack-Signature": "v0=x"}
    )
    headers, body = receiver.received[0]

    assert (b"payload=", "application/x-www-form-urlencoded") == (body, headers["content-type"])
    assert "v0=x" == headers["x-slack-signature"]


def test_what_bolt_makes_of_a_bad_body_is_told(slack: RunningSandbox, bolt: App, start_http: Start) -> None:
    """Its status is the answer, and the next good message is heard."""
    heard: list[str] = []
    bolt.event("message")(lambda event: heard.append(event["text"]))
    start_http(bolt)
    status = slack.control("raw", body={"type": "event_callback", "event": {}})["status"]
    slack.control("message", user="U0MAYA", channel="D0MAYA", text="Still there?")
    wait_until(lambda: heard)

    assert 404 == status
    assert ["Still there?"] == heard


def test_over_a_socket_any_payload_can_be_sent(slack: RunningSandbox, bolt: App) -> None:
    """And what is left out of an event is not put in again."""
    heard: list[Json] = []
    bolt.event("message")(lambda event: heard.append(dict(event)))
    bare = {"type": "event_callback", "event": {"type": "message", "channel": "D0MAYA"}, "team_id": "T0BRIGHT"}
    with ExitStack() as stack:
        connect_socket(bolt, slack, stack)
        answer = slack.control("raw", body=bare)
        wait_until(lambda: heard)

    assert 200 == answer["status"]
    assert [bare["event"]] == heard


@pytest.mark.parametrize("event", [{}, {"type": None}, [], "message", None])
def test_an_event_need_not_be_one(slack: RunningSandbox, receiver: Receiver, event: object) -> None:
    """Inside a good envelope it may be anything."""
    answer = slack.control("event", event=event)

    assert 200 == answer["status"]
    assert [""] == [delivery["type"] for delivery in slack.deliveries()]


def test_a_body_must_be_given(slack: RunningSandbox, receiver: Receiver) -> None:
    """The control request names what it lacks."""
    assert {"ok": False, "error": "invalid_arguments", "missing": "body"} == slack.control("raw")
    assert [] == receiver.received
