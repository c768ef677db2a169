"""Direct messages of several people: opened by a person or by the app, with the app among them."""

from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import BOT_TOKEN, EVERY_SCOPE, Receiver, Start, error_of
from tests.ops.sandbox.test_events import of_type

Json = dict[str, Any]


def open_group(slack: RunningSandbox, *others: str) -> str:
    """Have Maya open a direct message with several others; return its id."""
    return str(slack.control("open", user="U0MAYA", users=list(others))["channel"])


def test_a_question_among_several_people_reaches_the_app(slack: RunningSandbox, bolt: App, start: Start) -> None:
    """Its kind is `mpim`, and a mention there is told twice, as in a channel."""
    heard: list[Json] = []
    bolt.event("message")(lambda event: heard.append(dict(event)))
    bolt.event("app_mention")(lambda event: heard.append(dict(event)))
    start(bolt)
    group = open_group(slack, "U0TOM", "U0FDESK")
    slack.control("message", user="U0TOM", channel=group, text="How many days of leave?")
    slack.control("message", user="U0MAYA", channel=group, text="<@U0FDESK> do you know?")
    wait_until(lambda: len(heard) == 3)

    kinds = {(event["type"], event.get("channel_type"), event["text"]) for event in heard}
    assert {
        ("message", "mpim", "How many days of leave?"),
        ("message", "mpim", "<@U0FDESK> do you know?"),
        ("app_mention", None, "<@U0FDESK> do you know?"),
    } == kinds
    assert {group} == {event["channel"] for event in heard}


def test_without_its_own_scope_nothing_of_a_group_is_heard(slack: RunningSandbox, receiver: Receiver) -> None:
    """Neither `im:history` nor `channels:history` opens it; a mention needs only the right to hear of mentions."""
    slack.control("scopes", scopes=["im:history", "channels:history", "app_mentions:read"])
    group = open_group(slack, "U0TOM", "U0FDESK")
    slack.control("message", user="U0MAYA", channel=group, text="<@U0FDESK> hi")
    wait_until(lambda: of_type(receiver, "app_mention"))

    assert ["app_mention"] == [delivery["type"] for delivery in slack.deliveries()]


def test_a_group_is_described_as_neither_channel_nor_private_channel(slack: RunningSandbox, client: WebClient) -> None:
    """Its name is made of its people; the listing has it only where it is asked for."""
    group = open_group(slack, "U0TOM", "U0FDESK")
    channel = client.conversations_info(channel=group)["channel"]
    listed = client.conversations_list(types="mpim")["channels"]

    assert "mpdm-maya--tom--frontdesk-1" == channel["name"]
    flags = ("is_mpim", "is_im", "is_channel", "is_group", "is_private", "is_member")
    assert (True, False, False, False, True, True) == tuple(channel[flag] for flag in flags)
    assert [group] == [other["id"] for other in listed]
    assert ["U0MAYA", "U0TOM", "U0FDESK"] == client.conversations_members(channel=group)["members"]
    slack.control("scopes", scopes=["im:read", "channels:read", "groups:read"])
    assert "missing_scope" == error_of(client.conversations_info, channel=group)


def test_the_app_opens_a_group_once_and_writes_there(slack: RunningSandbox, client: WebClient) -> None:
    """The same people in another order are the same group."""
    first = client.conversations_open(users=["U0MAYA", "U0TOM"])["channel"]["id"]
    second = client.conversations_open(users="U0TOM,U0MAYA", return_im=True)
    client.chat_postMessage(channel=first, text="Hello, both")

    assert (first, True, True) == (second["channel"]["id"], second["already_open"], second["channel"]["is_mpim"])
    assert ["Hello, both"] == [message["text"] for message in slack.messages(first)]


def test_a_group_that_slack_would_refuse_is_refused(slack: RunningSandbox, client: WebClient) -> None:
    """More than eight others, somebody unknown, somebody who has left, a missing scope, a channel."""
    people = [f"U0N{number}" for number in range(9)]
    for user in people:
        slack.control("users", user=user)
    slack.control("users", user="U0LINA", deleted=True)
    errors = [
        error_of(client.conversations_open, users=users)
        for users in (people, ["U0TOM", "U0NOBODY"], ["U0TOM", "U0LINA"])
    ]
    slack.control("scopes", scopes=["im:write", "channels:read"])

    assert ["too_many_users", "user_not_found", "user_disabled"] == errors
    assert "missing_scope" == error_of(client.conversations_open, users=["U0TOM", "U0MAYA"])
    assert "method_not_supported_for_channel_type" == error_of(client.conversations_open, channel="C0ASKHR")


def test_outside_a_group_nobody_sees_it(slack: RunningSandbox, client: WebClient) -> None:
    """Neither on the page nor through the app, which is no member."""
    group = open_group(slack, "U0TOM", "U0LINA")
    shown = {user: slack.get("/client/boot", user=user)["channels"] for user in ("U0MAYA", "U0SOFIA")}

    named = [(channel["name"], channel["kind"]) for channel in shown["U0MAYA"] if channel["id"] == group]
    assert [("Tom Brennan, 李娜 (Li Na)", "group")] == named
    assert group not in {channel["id"] for channel in shown["U0SOFIA"]}
    assert "channel_not_found" == error_of(client.conversations_info, channel=group)


def test_a_group_is_back_after_a_restart(tmp_path: Path) -> None:
    """With its people and what was said."""
    config = SandboxConfig(data=tmp_path, rate_limits=False)
    with RunningSandbox(config) as slack:
        group = open_group(slack, "U0TOM", "U0FDESK")
        slack.control("message", user="U0TOM", channel=group, text="Still here?")
    with RunningSandbox(config) as slack:
        slack.control("scopes", scopes=EVERY_SCOPE)
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        again = client.conversations_open(users="U0TOM,U0MAYA")
        said = slack.messages(group)

    assert (group, True) == (again["channel"]["id"], again["already_open"])
    assert ["Still here?"] == [message["text"] for message in said]
