"""Custom functions: run from outside, answered by a real Bolt app with the token of the run."""

from typing import Any

import pytest
from slack_bolt import Ack, App, Complete, Say
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import Start, error_of

Json = dict[str, Any]
FUNCTION = {
    "title": "Find a policy",
    "description": "Finds one",
    "input_parameters": {"topic": {"type": "string", "is_required": True}, "most": {"type": "integer"}},
    "output_parameters": {"policy": {"type": "string", "is_required": True}},
}


@pytest.fixture(autouse=True)
def declared(slack: RunningSandbox) -> None:
    """The app declares one function and hears of its runs."""
    slack.control("app", functions={"find": FUNCTION}, bot_events=["function_executed"])


def run_of(slack: RunningSandbox, execution_id: str) -> Json:
    """A run as it stands now."""
    runs: list[Json] = slack.state()["functions"]
    return next(run for run in runs if run["id"] == execution_id)


def begin(slack: RunningSandbox, **inputs: object) -> Json:
    """Run the function as Maya."""
    return slack.control("function", user="U0MAYA", callback_id="find", inputs=inputs)


def test_a_function_has_its_inputs_and_its_outputs_come_back(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """Bolt's `complete` ends the run, with the token that came in the event."""
    heard: list[Json] = []

    @bolt.function("find")
    def find(inputs: Json, complete: Complete, event: Json, client: WebClient) -> None:
        heard.append({**event, "client": client.token})
        complete({"policy": f"about {inputs['topic']}"})

    start(bolt)
    execution_id = begin(slack, topic="leave")["function_execution_id"]
    wait_until(lambda: run_of(slack, execution_id)["state"] != "running")

    run = run_of(slack, execution_id)
    assert ("complete", {"policy": "about leave"}) == (run["state"], run["outputs"])
    function = heard[0]["function"]
    assert ("find", "app", ["topic", "most"]) == (
        function["callback_id"],
        function["type"],
        [parameter["name"] for parameter in function["input_parameters"]],
    )
    assert heard[0]["bot_access_token"] == heard[0]["client"]
    assert heard[0]["client"].startswith("xwfp-")


def test_a_function_may_fail_with_a_reason(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """Bolt's `fail` ends the run with the sentence for whoever started it."""
    bolt.function("find")(lambda fail: fail("The policies are being read."))

    start(bolt)
    execution_id = begin(slack, topic="leave")["function_execution_id"]
    wait_until(lambda: run_of(slack, execution_id)["state"] != "running")

    assert ("error", "The policies are being read.") == (
        run_of(slack, execution_id)["state"],
        run_of(slack, execution_id)["error"],
    )


def test_a_button_within_a_function_ends_it(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """What is pressed in a message of the run knows its inputs, and completes it."""
    button = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take"}}
    pressed: list[Json] = []

    @bolt.function("find")
    def ask(say: Say) -> None:
        say(channel="U0MAYA", text="Take it?", blocks=[{"type": "actions", "block_id": "b", "elements": [button]}])

    @bolt.action("take")
    def take(ack: Ack, body: Json, inputs: Json, complete: Complete) -> None:
        pressed.append(body)
        ack()
        complete({"policy": inputs["topic"]})

    start(bolt)
    execution_id = begin(slack, topic="leave")["function_execution_id"]
    wait_until(lambda: slack.messages("D0MAYA"))
    ts = slack.messages("D0MAYA")[0]["ts"]
    slack.control("action", user="U0MAYA", channel="D0MAYA", message_ts=ts, action_id="take", type="button")
    wait_until(lambda: run_of(slack, execution_id)["state"] == "complete")

    assert {"policy": "leave"} == run_of(slack, execution_id)["outputs"]
    assert ("find", {"topic": "leave"}) == (
        pressed[0]["function_data"]["function"]["callback_id"],
        pressed[0]["function_data"]["inputs"],
    )


def test_a_modal_within_a_function_ends_it(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """The pointer of an interaction opens a view, whose submission knows the run."""
    button = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Open"}}
    plain = {"type": "plain_text", "text": "Sure?"}
    view = {"type": "modal", "callback_id": "sure", "title": plain, "submit": plain, "blocks": [{"type": "divider"}]}

    @bolt.function("find")
    def ask(say: Say) -> None:
        say(channel="U0MAYA", text="Open it?", blocks=[{"type": "actions", "block_id": "b", "elements": [button]}])

    @bolt.action("open")
    def open_it(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(interactivity_pointer=body["interactivity"]["interactivity_pointer"], view=view)

    @bolt.view("sure")
    def sure(ack: Ack, complete: Complete) -> None:
        ack()
        complete({"policy": "found"})

    start(bolt)
    execution_id = begin(slack, topic="leave")["function_execution_id"]
    wait_until(lambda: slack.messages("D0MAYA"))
    ts = slack.messages("D0MAYA")[0]["ts"]
    slack.control("action", user="U0MAYA", channel="D0MAYA", message_ts=ts, action_id="open", type="button")
    view_id = wait_until(lambda: slack.state()["views"])[0]["id"]
    slack.control("view_submit", user="U0MAYA", view_id=view_id)
    wait_until(lambda: run_of(slack, execution_id)["state"] == "complete")

    assert {"policy": "found"} == run_of(slack, execution_id)["outputs"]


@pytest.mark.parametrize(
    ("inputs", "fault"),
    [
        ({}, "missing required parameter [json-pointer:/inputs/topic]"),
        ({"topic": 7}, "must be of type string [json-pointer:/inputs/topic]"),
        ({"topic": "x", "most": True}, "must be of type integer [json-pointer:/inputs/most]"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(slack: RunningSandbox, inputs: Json, fault: str) -> None:
    """Nothing is run, and the answer says which parameter is wrong."""
    refused = begin(slack, **inputs)

    assert ("parameter_validation_failed", [fault]) == (refused["error"], refused["errors"])
    assert [] == slack.state()["functions"]


def test_wrong_ends_are_refused_and_a_run_ends_once(slack: RunningSandbox, client: WebClient) -> None:
    """Unknown runs, outputs that do not fit, and a second end have Slack's error codes."""
    execution_id = begin(slack, topic="leave")["function_execution_id"]
    complete, fail = client.functions_completeSuccess, client.functions_completeError
    unknown = error_of(complete, function_execution_id="Fx0", outputs={})
    unfit = error_of(complete, function_execution_id=execution_id, outputs={"policy": 7})
    complete(function_execution_id=execution_id, outputs={"policy": "found"})
    again = error_of(fail, function_execution_id=execution_id, error="too late")

    assert ["function_execution_not_found", "parameter_validation_failed", "execution_not_in_running_state"] == [
        unknown,
        unfit,
        again,
    ]
    assert "function_not_found" == slack.control("function", user="U0MAYA", callback_id="lose")["error"]


def test_an_app_that_is_not_subscribed_is_told_nothing(slack: RunningSandbox) -> None:
    """The run waits, and no event names it."""
    slack.control("app", bot_events=[])

    assert begin(slack, topic="leave")["event_id"] is None
    assert [] == slack.deliveries()


def test_a_made_up_token_opens_nothing(slack: RunningSandbox) -> None:
    """Only tokens of runs act for the app, and never as its app-level token."""
    assert "invalid_auth" == error_of(WebClient("xwfp-made-up", base_url=slack.api_url).auth_test)
