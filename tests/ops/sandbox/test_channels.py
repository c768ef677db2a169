"""Channels that an app or a person makes, changes, closes, joins and leaves."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import BOT_TOKEN, EVERY_SCOPE, Receiver, Start, error_of
from tests.ops.sandbox.test_events import of_type, say

Json = dict[str, Any]


def heard_by(bolt: App, *kinds: str) -> list[Json]:
    """What an app hears of these events, in the order in which it comes."""
    heard: list[Json] = []
    for kind in kinds:
        bolt.event(kind)(lambda event: heard.append(dict(event)))
    return heard


def subtypes(slack: RunningSandbox, channel: str) -> list[str]:
    """What a channel's messages are."""
    return [message["subtype"] for message in slack.messages(channel)]


def test_a_channel_that_the_app_makes_has_the_app_in_it(
    slack: RunningSandbox, bolt: App, client: WebClient, start_http: Start
) -> None:
    """It can write there at once, and everybody who may know hears of the channel."""
    heard = heard_by(bolt, "channel_created")
    start_http(bolt)
    made = client.conversations_create(name="new-hires")["channel"]
    client.chat_postMessage(channel=made["id"], text="Welcome")
    private = client.conversations_create(name="new-bosses", is_private=True)["channel"]
    wait_until(lambda: heard)

    assert ("new-hires", "U0FDESK", True, False) == tuple(
        made[name] for name in ("name", "creator", "is_member", "is_private")
    )
    assert (True, ["U0FDESK"]) == (
        private["is_private"],
        client.conversations_members(channel=private["id"])["members"],
    )
    assert [(made["id"], "U0FDESK")] == [(event["channel"]["id"], event["channel"]["creator"]) for event in heard]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("general", "name_taken"),
        ("New Hires", "invalid_name_specials"),
        ("a" * 81, "invalid_name_maxlength"),
    ],
)
def test_a_channel_s_name_has_rules(client: WebClient, name: str, error: str) -> None:
    """Small letters of any script, digits, hyphens, up to 80, and nobody else's."""
    made = client.conversations_create(name="新员工-1")["channel"]["id"]

    assert error == error_of(client.conversations_create, name=name)
    assert error == error_of(client.conversations_rename, channel=made, name=name)


def test_nobody_writes_in_an_archived_channel(slack: RunningSandbox, client: WebClient) -> None:
    """Neither people nor apps, by no way; after it is opened again everybody may."""
    ts = say(slack, "C0ASKHR", "Hello")["ts"]
    client.conversations_archive(channel="C0ASKHR")
    refused = [
        error_of(client.chat_postMessage, channel="C0ASKHR", text="x"),
        error_of(client.chat_postEphemeral, channel="C0ASKHR", user="U0MAYA", text="x"),
        error_of(client.chat_startStream, channel="C0ASKHR", thread_ts=ts),
        error_of(client.reactions_add, channel="C0ASKHR", timestamp=ts, name="eyes"),
        error_of(client.files_upload_v2, channel="C0ASKHR", content="x", filename="x.txt"),
        error_of(client.conversations_invite, channel="C0ASKHR", users="U0DANA"),
        say(slack, "C0ASKHR", "x")["error"],
        slack.control("share", user="U0MAYA", channel="C0ASKHR", ts=ts, to="C0ASKHR")["error"],
    ]
    archived = client.conversations_info(channel="C0ASKHR")["channel"]["is_archived"]
    again = error_of(client.conversations_archive, channel="C0ASKHR")
    client.conversations_unarchive(channel="C0ASKHR")
    client.chat_postMessage(channel="C0ASKHR", text="Open")

    assert {"is_archived"} == set(refused)
    assert (True, "already_archived") == (archived, again)
    assert "not_archived" == error_of(client.conversations_unarchive, channel="C0ASKHR")
    assert "cant_archive_general" == error_of(client.conversations_archive, channel="C0GENERAL")


def test_a_channel_s_changes_are_told(slack: RunningSandbox, receiver: Receiver, client: WebClient) -> None:
    """By events of its kind, and by messages of their own subtypes in the channel."""
    for channel, name in (("C0ASKHR", "ask-people"), ("C0FIN", "money")):
        client.conversations_rename(channel=channel, name=name)
        client.conversations_archive(channel=channel)
        client.conversations_unarchive(channel=channel)
    wait_until(lambda: of_type(receiver, "channel_unarchive") and of_type(receiver, "group_unarchive"))
    wait_until(lambda: of_type(receiver, "channel_rename") and of_type(receiver, "group_archive"))

    (renamed,), (closed,) = of_type(receiver, "channel_rename"), of_type(receiver, "group_archive")
    (opened,), (reopened,) = of_type(receiver, "channel_unarchive"), of_type(receiver, "group_unarchive")
    assert ("C0ASKHR", "ask-people") == (renamed["channel"]["id"], renamed["channel"]["name"])
    assert ("C0FIN", "U0FDESK") == (closed["channel"], closed["user"])
    assert ("C0ASKHR", "U0FDESK") == (opened["channel"], opened["user"])
    assert ("C0FIN", "U0FDESK") == (reopened["channel"], reopened["actor_id"])
    assert ["channel_name", "channel_archive", "channel_unarchive"] == subtypes(slack, "C0ASKHR")
    assert ["group_name", "group_archive", "group_unarchive"] == subtypes(slack, "C0FIN")


def test_topic_and_purpose_are_set_and_told(slack: RunningSandbox, receiver: Receiver, client: WebClient) -> None:
    """At most 250 characters of each; that the message names the app is no mention."""
    topic = client.conversations_setTopic(channel="C0ASKHR", topic="Leave")["channel"]["topic"]["value"]
    purpose = client.conversations_setPurpose(channel="C0ASKHR", purpose="Ask")["purpose"]
    wait_until(lambda: len(slack.deliveries()) == 2 == len(receiver.received))

    assert ("Leave", "Ask") == (topic, purpose)
    assert ["channel_purpose", "channel_topic"] == sorted(e["subtype"] for e in of_type(receiver, "message"))
    assert "too_long" == error_of(client.conversations_setTopic, channel="C0ASKHR", topic="x" * 251)
    assert "not_in_channel" == error_of(client.conversations_setTopic, channel="C0RANDOM", topic="x")


def test_people_are_invited_and_removed(slack: RunningSandbox, receiver: Receiver, client: WebClient) -> None:
    """All or none; with `force` those who can be. The event says by whom."""
    refused = error_of(client.conversations_invite, channel="C0FIN", users=["U0MAYA", "U0NOBODY"])
    before = client.conversations_members(channel="C0FIN")["members"]
    forced = client.conversations_invite(channel="C0FIN", users=["U0MAYA", "U0TOM"], force=True)
    client.conversations_kick(channel="C0FIN", user="U0TOM")
    wait_until(lambda: of_type(receiver, "member_left_channel") and of_type(receiver, "member_joined_channel"))

    (joined,), (left,) = of_type(receiver, "member_joined_channel"), of_type(receiver, "member_left_channel")
    assert ("user_not_found", ["U0TOM", "U0FDESK"]) == (refused, before)
    assert [("U0TOM", "already_in_channel")] == [(item["user"], item["error"]) for item in forced["errors"]]
    assert ("U0MAYA", "U0FDESK", "U0TOM") == (joined["user"], joined["inviter"], left["user"])
    assert ["U0FDESK", "U0MAYA"] == client.conversations_members(channel="C0FIN")["members"]
    errors = [error_of(client.conversations_kick, channel="C0FIN", user=user) for user in ("U0FDESK", "U0LINA")]
    assert ["cant_kick_self", "not_in_channel"] == errors


def test_an_app_leaves_and_hears_that_it_left(
    slack: RunningSandbox, bolt: App, client: WebClient, start_http: Start
) -> None:
    """Afterwards it may not write; leaving again is no error."""
    heard = heard_by(bolt, "member_left_channel")
    start_http(bolt)
    client.conversations_leave(channel="C0ASKHR")
    wait_until(lambda: heard)

    assert [("C0ASKHR", "U0FDESK")] == [(event["channel"], event["user"]) for event in heard]
    assert client.conversations_leave(channel="C0ASKHR")["not_in_channel"]
    assert "not_in_channel" == error_of(client.chat_postMessage, channel="C0ASKHR", text="x")
    assert "cant_leave_general" == error_of(client.conversations_leave, channel="C0GENERAL")
    assert "method_not_supported_for_channel_type" == error_of(client.conversations_leave, channel="D0MAYA")


def test_each_kind_of_channel_has_its_own_right(slack: RunningSandbox, client: WebClient) -> None:
    """channels:manage does not change a private channel; a narrower scope is enough for its one thing."""
    slack.control("scopes", scopes=["channels:manage", "groups:write.topic", "channels:read", "groups:read"])

    assert "missing_scope" == error_of(client.conversations_create, name="x", is_private=True)
    assert "missing_scope" == error_of(client.conversations_rename, channel="C0FIN", name="money")
    assert client.conversations_setTopic(channel="C0FIN", topic="Budget")["ok"]
    assert client.conversations_rename(channel="C0ASKHR", name="ask-people")["ok"]


def test_a_read_marker_and_a_closed_direct_message_change_nothing(slack: RunningSandbox, client: WebClient) -> None:
    """What was said stays."""
    ts = say(slack)["ts"]
    client.conversations_mark(channel="D0MAYA", ts=ts)
    client.conversations_close(channel="D0MAYA")

    assert [ts] == [message["ts"] for message in client.conversations_history(channel="D0MAYA")["messages"]]
    assert "method_not_supported_for_channel_type" == error_of(client.conversations_close, channel="C0ASKHR")


def test_changed_channels_are_back_after_a_restart(tmp_path: Path) -> None:
    """The app's own and the company's, with their people and their state."""
    config = SandboxConfig(data=tmp_path, rate_limits=False)
    with RunningSandbox(config) as slack:
        slack.control("scopes", scopes=EVERY_SCOPE)
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        made = client.conversations_create(name="new-hires")["channel"]["id"]
        client.conversations_invite(channel=made, users="U0LINA")
        slack.control("channels", channel="C0ASKHR", is_archived=True)
    with RunningSandbox(config) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        members = client.conversations_members(channel=made)["members"]
        archived = client.conversations_info(channel="C0ASKHR")["channel"]["is_archived"]

    assert (["U0FDESK", "U0LINA"], True) == (members, archived)
