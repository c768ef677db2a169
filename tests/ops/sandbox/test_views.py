"""views.* and response URLs: triggers, hashes, stacks, uses and lifetimes."""

import json
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from ops.sandbox.config import Settings
from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox.apps import Receiver, error_of

MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Title"}, "blocks": [{"type": "divider"}]}
HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def form_of(receiver: Receiver) -> dict[str, str]:
    """The form that the app was sent last; events come as JSON."""
    forms = [body for headers, body in receiver.received if "form" in headers["content-type"]]
    return dict(httpx.QueryParams(forms[-1].decode()))


def payload_of(receiver: Receiver) -> dict[str, Any]:
    """The payload of the interaction that the app was sent last."""
    payload: dict[str, Any] = json.loads(form_of(receiver)["payload"])
    return payload


@pytest.fixture
def form(slack: RunningSandbox, receiver: Receiver) -> dict[str, str]:
    """What the app is sent for a slash command."""
    slack.control("command", user="U0MAYA", channel="C0ASKHR", text="/ask something")
    return form_of(receiver)


def test_a_trigger_opens_one_view_within_three_seconds(
    slack: RunningSandbox, client: WebClient, form: dict[str, str]
) -> None:
    """It is refused when invented, used twice or late."""
    late = dict(form)
    opened = client.views_open(trigger_id=form["trigger_id"], view=MODAL)["view"]
    twice = error_of(client.views_open, trigger_id=form["trigger_id"], view=MODAL)
    slack.control("command", user="U0MAYA", channel="C0ASKHR", text="/ask again")
    invented = error_of(client.views_open, trigger_id="1.2.3", view=MODAL)

    assert ("modal", "U0MAYA") == (opened["type"], late["user_id"])
    assert ("exchanged_trigger_id", "invalid_trigger_id") == (twice, invented)


def test_a_trigger_expires(slack: RunningSandbox, client: WebClient, receiver: Receiver) -> None:
    """Three seconds after the interaction it is too late."""
    slack.control("settings", trigger_lifetime=Settings().trigger_lifetime)
    slack.control("command", user="U0MAYA", channel="C0ASKHR", text="/ask something")
    slack.control("clock", advance=3.5)

    trigger_id = form_of(receiver)["trigger_id"]
    assert "expired_trigger_id" == error_of(client.views_open, trigger_id=trigger_id, view=MODAL)


def test_an_update_checks_the_hash(slack: RunningSandbox, client: WebClient, form: dict[str, str]) -> None:
    """Only the state that was seen last may be replaced."""
    view = client.views_open(trigger_id=form["trigger_id"], view={**MODAL, "external_id": "mine"})["view"]
    updated = client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)["view"]
    stale = error_of(client.views_update, view_id=view["id"], hash=view["hash"], view=MODAL)
    by_external_id = client.views_update(external_id="mine", view=MODAL)["view"]

    assert view["id"] == updated["id"] == by_external_id["id"]
    assert "hash_conflict" == stale
    assert "not_found" == error_of(client.views_update, view_id="V0", view=MODAL)


def test_views_are_pushed_up_to_three(slack: RunningSandbox, receiver: Receiver, client: WebClient) -> None:
    """Each push needs a trigger from the view on top; a fourth view is one too many."""
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    view = {**MODAL, "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}]}
    slack.control("command", user="U0MAYA", channel="D0MAYA", text="/ask")
    opened = client.views_open(trigger_id=form_of(receiver)["trigger_id"], view=view)["view"]

    def push() -> None:
        top = slack.state()["views"][-1]["id"]
        slack.control("action", user="U0MAYA", view_id=top, block_id="b", action_id="more", type="button")
        client.views_push(trigger_id=payload_of(receiver)["trigger_id"], view=view)

    push()
    push()

    assert "push_limit_reached" == error_of(push)
    assert [opened["id"]] * 3 == [view["root_view_id"] for view in slack.state()["views"]]


@pytest.mark.parametrize(
    "view",
    [
        {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}},
        {**MODAL, "blocks": [{"type": "divider"}] * 101},
        {**MODAL, "private_metadata": "x" * 3001},
        {"type": "modal", "title": {"type": "plain_text", "text": "No blocks"}},
        {
            **MODAL,
            "blocks": [
                {
                    "type": "input",
                    "label": {"type": "plain_text", "text": "No submit"},
                    "element": {"type": "plain_text_input", "action_id": "a"},
                }
            ],
        },
    ],
)
def test_a_view_beyond_slack_s_limits_is_refused(client: WebClient, view: dict[str, object]) -> None:
    """Whatever the trigger."""
    assert "invalid_arguments" == error_of(client.views_open, trigger_id="1.2.3", view=view)


def test_the_home_tab_belongs_to_one_person(slack: RunningSandbox, client: WebClient) -> None:
    """It is published for somebody, keeps its id, and its hash guards it."""
    first = client.views_publish(user_id="U0MAYA", view=HOME)["view"]
    second = client.views_publish(user_id="U0MAYA", view=HOME, hash=first["hash"])["view"]

    assert first["id"] == second["id"]
    assert slack.get("/client/home", user="U0TOM")["view"] is None
    assert "hash_conflict" == error_of(client.views_publish, user_id="U0MAYA", view=HOME, hash=first["hash"])
    assert "user_not_found" == error_of(client.views_publish, user_id="U0NOBODY", view=HOME)


def test_a_response_url_works_five_times(slack: RunningSandbox, form: dict[str, str]) -> None:
    """The sixth use is refused; all five are seen by the asker only."""
    webhook = WebhookClient(form["response_url"])
    statuses = [webhook.send(text=str(number)).status_code for number in range(6)]

    assert [200] * 5 + [404] == statuses
    assert {"U0MAYA"} == {message["only_for"] for message in slack.messages("C0ASKHR")}


def test_a_response_url_expires_after_half_an_hour(slack: RunningSandbox, form: dict[str, str]) -> None:
    """The error says so."""
    slack.control("clock", advance=1801)
    answer = WebhookClient(form["response_url"]).send(text="Late")

    assert (404, "expired_url") == (answer.status_code, json.loads(answer.body)["error"])


def test_a_response_url_deletes_the_message_it_belongs_to(
    slack: RunningSandbox, receiver: Receiver, client: WebClient
) -> None:
    """delete_original takes the message with the pressed button away."""
    button = {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "x"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    ts = client.chat_postMessage(channel="C0ASKHR", text="x", blocks=blocks)["ts"]
    where = {"channel": "C0ASKHR", "message_ts": ts, "block_id": "b", "action_id": "x"}
    slack.control("action", user="U0MAYA", type="button", **where)
    WebhookClient(payload_of(receiver)["response_url"]).send(delete_original=True)

    assert [] == slack.messages("C0ASKHR")


def test_a_slow_app_is_told_apart_from_a_missing_one(slack: RunningSandbox, receiver: Receiver) -> None:
    """No acknowledgement in time is operation_timeout, not dispatch_failed."""
    slack.control("settings", ack_timeout=0.1)
    receiver.held = 1
    answer = slack.control("command", user="U0MAYA", channel="D0MAYA", text="/ask anything")

    assert "operation_timeout" == answer["error"]
