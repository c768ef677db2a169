"""Messages that people change after they were sent."""

from typing import Any

import pytest
from slack_bolt import App

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import Receiver, Start
from tests.ops.sandbox.test_events import events, of_type, say

Json = dict[str, Any]


def edit(slack: RunningSandbox, ts: str, text: str, channel: str = "C0ASKHR") -> None:
    """Have Maya change her message."""
    slack.control("edit", user="U0MAYA", channel=channel, ts=ts, text=text)


def test_a_mention_that_is_edited_in_is_told_as_one(slack: RunningSandbox, bolt: App, start_http: Start) -> None:
    """It has the message's own ts and says by `edited` that it was not there from the start."""
    changed: list[Json] = []
    mentions: list[Json] = []
    bolt.event({"type": "message", "subtype": "message_changed"})(lambda event: changed.append(dict(event)))
    bolt.event("message")(lambda: None)
    bolt.event("app_mention")(lambda event: mentions.append(dict(event)))
    start_http(bolt)
    ts = say(slack, "C0ASKHR", "how much leave?")["ts"]
    edit(slack, ts, "<@U0FDESK> how much leave?")
    wait_until(lambda: changed and mentions)

    (change,), (mention,) = changed, mentions
    assert (ts, ts) == (change["message"]["ts"], mention["ts"])
    assert "U0MAYA" == change["message"]["edited"]["user"] == mention["edited"]["user"]
    assert ("how much leave?", "<@U0FDESK> how much leave?") == (change["previous_message"]["text"], mention["text"])
    assert "edited" not in change["previous_message"]
    assert change["ts"] != ts


def test_each_edit_of_a_mention_is_told_again_and_its_removal_is_not(slack: RunningSandbox, receiver: Receiver) -> None:
    """Every edit has a later time of its own, in whole seconds as at Slack."""
    ts = say(slack, "C0ASKHR", "<@U0FDESK> leaf?")["ts"]
    edit(slack, ts, "<@U0FDESK> leave?")
    edit(slack, ts, "<@U0FDESK> leave, please?")
    edit(slack, ts, "never mind")
    wait_until(lambda: len(receiver.received) == 7)

    assert 4 == len([event for event in of_type(receiver, "message") if event["event_ts"] >= ts])
    mentions = sorted(of_type(receiver, "app_mention"), key=lambda event: str(event.get("edited")))
    first, second = (event["edited"]["ts"] for event in mentions if "edited" in event)
    assert float(first) < float(second)
    assert first.endswith(".000000")


@pytest.mark.parametrize("channel", ["D0MAYA", "C0ASKHR"])
def test_a_reply_keeps_its_thread_when_it_is_edited(slack: RunningSandbox, receiver: Receiver, channel: str) -> None:
    """Before and after."""
    root = say(slack, channel, "one")["ts"]
    reply = slack.control("message", user="U0MAYA", channel=channel, text="two", thread_ts=root)["ts"]
    edit(slack, reply, "three", channel)
    wait_until(lambda: len(receiver.received) == 3)

    (change,) = (event for event in events(receiver) if event.get("subtype") == "message_changed")
    assert [root, root] == [change[name]["thread_ts"] for name in ("message", "previous_message")]
    assert "im" == change["channel_type"] or channel == "C0ASKHR"


def test_a_link_that_unfurls_changes_a_message_that_nobody_edited(slack: RunningSandbox, receiver: Receiver) -> None:
    """The text is the same, there is no `edited`, and no second mention."""
    ts = say(slack, "C0ASKHR", "<@U0FDESK> <https://example.com>")["ts"]
    preview = {"title": "Example", "from_url": "https://example.com", "id": 1}
    slack.control("unfurl", user="U0MAYA", channel="C0ASKHR", ts=ts, attachments=[preview])
    wait_until(lambda: len(receiver.received) == 3)

    (change,) = (event for event in events(receiver) if event.get("subtype") == "message_changed")
    assert [preview] == change["message"]["attachments"]
    assert change["message"]["text"] == change["previous_message"]["text"]
    assert "edited" not in change["message"]
    assert 3 == len(slack.deliveries())


def test_a_question_with_answers_below_it_leaves_a_tombstone(slack: RunningSandbox, receiver: Receiver) -> None:
    """Deleted, it is a change; without replies it is a deletion."""
    root = say(slack, "C0ASKHR", "one")["ts"]
    slack.control("message", user="U0TOM", channel="C0ASKHR", text="two", thread_ts=root)
    slack.control("delete", user="U0MAYA", channel="C0ASKHR", ts=root)
    wait_until(lambda: len(receiver.received) == 3)

    (change,) = (event for event in events(receiver) if event.get("subtype") == "message_changed")
    assert ("tombstone", "one") == (change["message"]["subtype"], change["previous_message"]["text"])
