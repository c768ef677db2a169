"""Links that an app unfurls, Work Objects below messages and opened beside them, and Slack's search."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import App, Complete
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import Start, error_of

Json = dict[str, Any]
LINK = "https://wiki.example.com/leave?a=1&b=2"
TYPED = f"See <{LINK.replace('&', '&amp;')}> and https://other.example/x"


def entity(url: str = LINK, **fields: object) -> Json:
    """A Work Object about a page of the wiki."""
    payload = {"attributes": {"title": {"text": "Leave policy"}}}
    reference = {"id": "leave", "type": "policy"}
    described = {"entity_type": "slack#/entities/content_item", "entity_payload": payload, "external_ref": reference}
    return {**described, "url": url, "app_unfurl_url": url, **fields}


@pytest.fixture(autouse=True)
def declared(slack: RunningSandbox) -> None:
    """The app unfurls the wiki and shows its pages."""
    slack.control("app", unfurl_domains=["example.com"], bot_events=["link_shared", "entity_details_requested"])


def post(slack: RunningSandbox, channel: str = "C0ASKHR", text: str = TYPED) -> str:
    """Post a link as Tom."""
    return str(slack.control("message", user="U0TOM", channel=channel, text=text)["ts"])


def test_a_link_is_unfurled_with_a_work_object(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """link_shared names only the app's links, and chat.unfurl shows what it knows to everyone."""
    heard: list[Json] = []

    @bolt.event("link_shared")
    def unfurl(event: Json, client: WebClient) -> None:
        heard.append(event)
        client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], metadata={"entities": [entity()]})

    start(bolt)
    ts = post(slack)
    wait_until(lambda: slack.messages("C0ASKHR")[0]["entities"])

    assert [{"domain": "example.com", "url": LINK}] == heard[0]["links"]
    assert ("U0TOM", ts, True, "conversations_history") == (
        heard[0]["user"],
        heard[0]["message_ts"],
        heard[0]["is_bot_user_member"],
        heard[0]["source"],
    )
    assert ["Leave policy"] == [
        each["entity_payload"]["attributes"]["title"]["text"] for each in slack.messages("C0ASKHR")[0]["entities"]
    ]


def test_an_unfurl_is_replaced_and_not_added_to(slack: RunningSandbox, client: WebClient) -> None:
    """A second chat.unfurl of the same link changes the first, also by the link's own id."""
    ts = post(slack)
    where = {"channel": "C0ASKHR", "ts": ts}
    client.chat_unfurl(**where, unfurls={LINK: {"text": "old"}})
    client.chat_unfurl(unfurl_id=f"C0ASKHR.{ts}", source="conversations_history", unfurls={LINK: {"text": "new"}})

    attachments = client.conversations_history(channel="C0ASKHR")["messages"][0]["attachments"]
    assert [("new", LINK, True)] == [(a["text"], a["from_url"], a["is_app_unfurl"]) for a in attachments]


def test_links_are_told_wherever_people_post_them_but_not_the_app_s_own(
    slack: RunningSandbox, client: WebClient
) -> None:
    """As at Slack, also where the app is no member."""
    post(slack, channel="C0RANDOM")
    client.chat_postMessage(channel="C0ASKHR", text=TYPED)

    assert ["link_shared"] == [delivery["type"] for delivery in slack.deliveries()]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"unfurls": {"https://wiki.example.com/other": {"text": "x"}}}, "cannot_unfurl_message"),
        ({"unfurls": {"https://other.example/x": {"text": "x"}}}, "cannot_unfurl_url"),
        ({"unfurls": ["x"]}, "invalid_unfurls_format"),
        ({}, "missing_unfurls"),
        ({"metadata": {"entities": [entity(entity_type="policy")]}}, "invalid_metadata_schema"),
        ({"metadata": {"entities": [entity(external_ref={})]}}, "invalid_metadata_schema"),
        ({"ts": "1.2", "unfurls": {LINK: {}}}, "cannot_find_message"),
        ({"channel": "C0NONE", "unfurls": {LINK: {}}}, "cannot_find_channel"),
    ],
)
def test_what_cannot_be_unfurled_has_its_error(
    slack: RunningSandbox, client: WebClient, arguments: Json, error: str
) -> None:
    """Each refusal has Slack's code, and nothing is shown."""
    where = {"channel": "C0ASKHR", "ts": post(slack)}

    assert error == error_of(client.api_call, api_method="chat.unfurl", json={**where, **arguments})
    assert [] == slack.messages("C0ASKHR")[0]["attachments"]


def test_who_must_sign_in_is_asked_where_only_they_see_it(slack: RunningSandbox, client: WebClient) -> None:
    """user_auth_required asks whoever posted the link."""
    client.chat_unfurl(channel="C0ASKHR", ts=post(slack), user_auth_required=True, user_auth_message="Sign in first")

    assert [("Sign in first", "U0TOM")] == [
        (m["text"], m["only_for"]) for m in slack.messages("C0ASKHR") if m["only_for"]
    ]


def test_a_work_object_is_opened_and_its_details_shown(
    slack: RunningSandbox, bolt: App, client: WebClient, start: Start
) -> None:
    """entity_details_requested tells which one, and entity.presentDetails answers for it alone."""
    refused: list[str] = []

    @bolt.event("entity_details_requested")
    def show(event: Json, client: WebClient) -> None:
        other = entity(external_ref={"id": "other"})
        trigger = {"trigger_id": event["trigger_id"]}
        refused.append(error_of(client.entity_presentDetails, **trigger, metadata=other))
        client.entity_presentDetails(**trigger, metadata=entity(event["entity_url"]))

    start(bolt)
    ts = client.chat_postMessage(channel="C0ASKHR", text="Here", metadata={"entities": [entity()]})["ts"]
    slack.control("entity", user="U0MAYA", channel="C0ASKHR", message_ts=ts, url=LINK)
    shown = wait_until(lambda: [each for each in slack.state()["work_objects"] if each["shown"]])

    assert ["entity_metadata_does_not_match_trigger"] == refused
    assert ("U0MAYA", LINK) == (shown[0]["user"], shown[0]["shown"]["metadata"]["url"])
    assert "invalid_trigger_id" == error_of(client.entity_presentDetails, trigger_id="1.2", metadata=entity())


RESULT = {
    "external_ref": {"id": "leave"},
    "title": "Leave policy",
    "description": "25 days",
    "link": LINK,
    "date_updated": "2026-07-01",
}
TEXT = {"type": "string", "is_required": True}
SEARCH = {"search_function_callback_id": "find", "search_filters_function_callback_id": "by"}
FUNCTIONS = {
    "find": {"input_parameters": {"query": TEXT}, "output_parameters": {"search_results": {"type": "array"}}},
    "by": {"output_parameters": {"filters": {"type": "array"}}},
}
FILTERS = [
    {"name": "old", "display_name": "Also old ones", "type": "toggle"},
    {
        "name": "country",
        "display_name": "Country",
        "type": "multi_select",
        "options": [{"name": "Ireland", "value": "ie"}],
    },
]


@pytest.fixture
def searchable(slack: RunningSandbox) -> None:
    """The app is part of Slack's search."""
    slack.control("app", functions=FUNCTIONS, search=SEARCH, bot_events=["function_executed"])


@pytest.mark.usefixtures("searchable")
def test_the_search_asks_the_app_for_its_filters_and_results(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """The function is told the words, the filters and who searches; its results come back."""
    asked: list[Json] = []

    @bolt.function("find")
    def find(inputs: Json, complete: Complete) -> None:
        asked.append(inputs)
        complete({"search_results": [RESULT]})

    bolt.function("by")(lambda complete: complete({"filters": FILTERS}))

    start(bolt)
    filters = slack.control("search_filters", user="U0MAYA")["filters"]
    results = slack.control("search", user="U0MAYA", query="leave", filters={"country": ["ie"]})["results"]

    assert ["toggle", "multi_select"] == [each["type"] for each in filters]
    assert [RESULT] == results
    assert ("leave", {"country": ["ie"]}, "U0MAYA") == (
        asked[0]["query"],
        asked[0]["filters"],
        asked[0]["user_context"]["id"],
    )


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(
    "outputs",
    [
        {},
        {"search_results": [{**RESULT, "link": None}]},
        {"search_results": [{**RESULT, "external_ref": {}}]},
        {"search_results": [RESULT] * 51},
    ],
)
def test_results_that_slack_could_not_show_are_told(slack: RunningSandbox, client: WebClient, outputs: Json) -> None:
    """The developer reads what is wrong instead of an empty list."""
    with ThreadPoolExecutor() as page:
        answer = page.submit(slack.control, "search", user="U0MAYA", query="leave")
        run = wait_until(lambda: slack.state()["functions"])[0]
        client.functions_completeSuccess(function_execution_id=run["id"], outputs=outputs)

    assert "invalid_search_results" == answer.result()["error"]


@pytest.mark.usefixtures("searchable")
def test_a_failed_search_says_why_and_a_silent_one_ends(slack: RunningSandbox, client: WebClient) -> None:
    """The app's own sentence is shown; after ten seconds nobody waits any more."""
    with ThreadPoolExecutor() as page:
        failed = page.submit(slack.control, "search", user="U0MAYA", query="leave")
        run = wait_until(lambda: slack.state()["functions"])[0]
        client.functions_completeError(function_execution_id=run["id"], error="Not now")
        silent = page.submit(slack.control, "search", user="U0MAYA", query="pay")
        wait_until(lambda: len(slack.state()["functions"]) == 2)
        slack.control("clock", advance=11)

    assert ("function_failed", "Not now") == (failed.result()["error"], failed.result()["message"])
    assert "function_timed_out" == silent.result()["error"]


def test_without_a_search_app_the_search_says_so(slack: RunningSandbox) -> None:
    """An app that declares none is not asked."""
    slack.control("app", search={})

    assert "search_not_found" == slack.control("search", user="U0MAYA", query="leave")["error"]
