"""Slack Connect: channels shared with another company, and what an app hears of that."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import BOT_TOKEN, PATIENCE_S, Receiver, Start, error_of
from tests.ops.sandbox.test_events import of_type, say

Json = dict[str, Any]
PARTNER = {"user": "U0PAT", "name": "pat", "real_name": "Pat Partner", "team_id": "T0PARTNER"}
FLAGS = ("is_shared", "is_ext_shared", "is_pending_ext_shared")


def described(client: WebClient, channel: str) -> Json:
    """What Slack says of a channel."""
    return dict(client.conversations_info(channel=channel)["channel"])


def test_a_channel_that_becomes_shared_says_so(
    slack: RunningSandbox, bolt: App, client: WebClient, start: Start
) -> None:
    """An event with the company, the channel's flags, and the envelope of every later event."""
    heard: list[Json] = []
    bolt.event("channel_shared")(lambda body: heard.append(dict(body)))
    bolt.event("message")(lambda body: heard.append(dict(body)))
    start(bolt)
    before = described(client, "C0ASKHR")
    slack.control("connect", channel="C0ASKHR", team="T0PARTNER", pending=True)
    invited = described(client, "C0ASKHR")
    slack.control("connect", channel="C0ASKHR", team="T0PARTNER")
    shared = described(client, "C0ASKHR")
    wait_until(lambda: heard)
    say(slack, "C0ASKHR", "Hello")
    wait_until(lambda: len(heard) == 2)

    told, said = heard
    event = {name: value for name, value in told["event"].items() if name != "event_ts"}
    assert {"type": "channel_shared", "connected_team_id": "T0PARTNER", "channel": "C0ASKHR"} == event
    assert [(False, False, False), (False, False, True), (True, True, False)] == [
        tuple(channel[flag] for flag in FLAGS) for channel in (before, invited, shared)
    ]
    assert ["T0PARTNER"] == invited["pending_connected_team_ids"] == shared["connected_team_ids"]
    assert "connected_team_ids" not in invited
    assert said["is_ext_shared_channel"] is True


def test_a_private_channel_gets_another_id_when_it_is_first_offered(
    slack: RunningSandbox, receiver: Receiver, client: WebClient
) -> None:
    """All that was said is under the new one, and the old one is no more."""
    ts = say(slack, "C0FIN", "before", "U0TOM")["ts"]
    client.chat_postMessage(channel="C0FIN", text="answer", thread_ts=ts)
    new = slack.control("connect", channel="C0FIN", team="T0PARTNER", pending=True)["channel"]["id"]
    again = slack.control("connect", channel=new, team="T0PARTNER")["channel"]["id"]
    wait_until(lambda: of_type(receiver, "channel_shared"))
    thread = client.conversations_replies(channel=new, ts=ts)["messages"]

    (moved,) = of_type(receiver, "channel_id_changed")
    assert ("C0FIN", new, new) == (moved["old_channel_id"], moved["new_channel_id"], again)
    assert ["before", "answer"] == [message["text"] for message in thread]
    assert "channel_not_found" == error_of(client.chat_postMessage, channel="C0FIN", text="x")
    client.chat_postMessage(channel=new, text="here")


def test_a_shared_channel_may_keep_its_id(slack: RunningSandbox) -> None:
    """Where a test is about something else."""
    assert "C0FIN" == slack.control("connect", channel="C0FIN", team="T0P", keep_id=True)["channel"]["id"]


def test_people_of_the_other_company_carry_its_team(
    slack: RunningSandbox, receiver: Receiver, client: WebClient
) -> None:
    """Their messages, their joining, and the envelope; the installation stays the app's own."""
    slack.control("connect", channel="C0KINGFI", team="T0PARTNER")
    slack.control("users", **PARTNER)
    slack.control("channels", channel="C0KINGFI", members=["U0MAYA", "U0PAT", "U0FDESK"])
    say(slack, "C0KINGFI", "<@U0FDESK> hello", "U0PAT")
    wait_until(lambda: of_type(receiver, "app_mention") and of_type(receiver, "member_joined_channel"))

    (mention,) = of_type(receiver, "app_mention")
    (joined,) = of_type(receiver, "member_joined_channel")
    envelopes = [json.loads(body) for _, body in receiver.received]
    (outer,) = (envelope for envelope in envelopes if envelope["event"]["type"] == "app_mention")
    assert {"T0PARTNER"} == {mention[name] for name in ("team", "user_team", "source_team")} | {joined["team"]}
    assert ("T0PARTNER", "T0BRIGHT") == (outer["team_id"], outer["context_team_id"])
    assert "T0BRIGHT" == outer["authorizations"][0]["team_id"]
    assert "T0PARTNER" == client.users_info(user="U0PAT")["user"]["team_id"]


def test_an_answer_is_streamed_to_somebody_of_the_other_company(slack: RunningSandbox, client: WebClient) -> None:
    """Named with the company of either side, and with no third one's."""
    slack.control("users", **PARTNER)
    ts = say(slack, "C0ASKHR")["ts"]
    where = {"channel": "C0ASKHR", "thread_ts": ts, "recipient_user_id": "U0PAT"}

    assert client.chat_startStream(**where, recipient_team_id="T0PARTNER")["ok"]
    assert client.chat_startStream(**where, recipient_team_id="T0BRIGHT")["ok"]
    assert "team_not_found" == error_of(client.chat_startStream, **where, recipient_team_id="T0OTHER")


def test_with_the_sharing_its_people_leave(slack: RunningSandbox, receiver: Receiver, client: WebClient) -> None:
    """One company after the other; only after the last is the channel private to us again."""
    slack.control("users", **PARTNER)
    for team in ("T0PARTNER", "T0OTHER"):
        slack.control("connect", channel="C0KINGFI", team=team)
    slack.control("channels", channel="C0KINGFI", members=["U0MAYA", "U0PAT", "U0FDESK"])
    slack.control("disconnect", channel="C0KINGFI", team="T0PARTNER")
    members = client.conversations_members(channel="C0KINGFI")["members"]
    slack.control("disconnect", channel="C0KINGFI", team="T0OTHER")
    wait_until(lambda: len(of_type(receiver, "channel_unshared")) == 2)

    ends = {e["previously_connected_team_id"]: e["is_ext_shared"] for e in of_type(receiver, "channel_unshared")}
    assert {"T0PARTNER": True, "T0OTHER": False} == ends
    assert ["U0MAYA", "U0FDESK"] == members
    assert described(client, "C0KINGFI")["is_ext_shared"] is False
    assert "team_not_found" == slack.control("disconnect", channel="C0KINGFI", team="T0OTHER")["error"]


def test_sharing_is_told_by_the_scope_of_the_kind_of_channel(slack: RunningSandbox, receiver: Receiver) -> None:
    """A private channel's only to members with groups:read, a public one's to everyone with channels:read."""
    slack.control("channels", name="secret", kind="private", members=["U0MAYA"])
    slack.control("connect", channel="secret", team="T0PARTNER")
    slack.control("scopes", scopes=["channels:read"])
    slack.control("connect", channel="C0FIN", team="T0PARTNER", keep_id=True)
    slack.control("connect", channel="C0RANDOM", team="T0PARTNER")
    wait_until(lambda: receiver.received)

    assert ["C0RANDOM"] == [event["channel"] for event in of_type(receiver, "channel_shared")]
    assert 1 == len(slack.deliveries())
    refused = slack.control("connect", channel="D0MAYA", team="T0PARTNER")
    assert "method_not_supported_for_channel_type" == refused["error"]


def test_a_moved_channel_stays_moved_after_a_restart(tmp_path: Path) -> None:
    """With what was said in it; the old id does not come back from the seed."""
    config = SandboxConfig(data=tmp_path, rate_limits=False)
    with RunningSandbox(config) as slack:
        ts = say(slack, "C0FIN", "before", "U0TOM")["ts"]
        new = slack.control("connect", channel="C0FIN", team="T0PARTNER")["channel"]["id"]
    with RunningSandbox(config) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        kept = slack.messages(new)
        gone = error_of(client.conversations_info, channel="C0FIN")

    assert [(ts, new)] == [(message["ts"], message["channel"]) for message in kept]
    assert "channel_not_found" == gone


def test_an_answer_to_a_command_follows_the_channel_to_its_new_id(slack: RunningSandbox, receiver: Receiver) -> None:
    """A response URL is bound to the place, not to its id."""
    slack.control("command", user="U0TOM", channel="C0FIN", text="/ask leave")
    url = parse_qs(receiver.received[0][1].decode())["response_url"][0]
    new = slack.control("connect", channel="C0FIN", team="T0PARTNER")["channel"]["id"]
    httpx.post(url, json={"text": "Found it"}, trust_env=False, timeout=PATIENCE_S).raise_for_status()

    assert ["Found it"] == [message["text"] for message in slack.messages(new)]


def test_an_event_of_another_installation_can_be_sent(slack: RunningSandbox, receiver: Receiver) -> None:
    """Its team stands in the envelope and in the authorization."""
    other = {"team_id": "T0OTHER", "user_id": "U0THEIRS", "is_bot": True, "is_enterprise_install": False}
    envelope = {"team_id": "T0OTHER", "context_team_id": "T0OTHER", "authorizations": [other]}
    event = {"type": "message", "channel": "D0MAYA", "user": "U0MAYA", "text": "x", "ts": "1.000000"}
    slack.control("event", event=event, envelope=envelope)
    sent = json.loads(receiver.received[0][1])

    assert ("T0OTHER", [other]) == (sent["team_id"], sent["authorizations"])
    assert ("A0FDESK", event) == (sent["api_app_id"], sent["event"])
