"""What a channel keeps, read from the local Slack, and given to the worker that asked for it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from redis import Redis
from slack_sdk import WebClient

from bot.delivery.reading import ChannelAnswers
from bot.slack.api import Identity, RateLimited
from bot.slack.channels import Channels, ChannelUnreadable
from knowledge.sources.channel import Bookmark, ChannelText, PinnedMessage
from ops.sandbox.running import RunningSandbox
from workers.contract import channel_key

KEEPING = ("pins:write", "bookmarks:write", "canvases:write")
"""Scopes that the tests need and Frontdesk does not."""


@pytest.fixture
def channels(client: WebClient, identity: Identity) -> Channels:
    """What reads."""
    return Channels(client, identity)


@pytest.fixture
def answers(channels: Channels, redis: Redis) -> ChannelAnswers:
    """What answers workers."""
    return ChannelAnswers(channels, redis)


@pytest.fixture
def scopes(slack: RunningSandbox) -> list[str]:
    """The manifest's scopes."""
    return list(slack.state()["apps"][0]["scopes"])


def _pin(slack: RunningSandbox, text: str, **more: str) -> str:
    ts = str(slack.control("message", user="U0LINA", channel="C0ASKHR", text=text, **more)["ts"])
    slack.control("pin", user="U0LINA", channel="C0ASKHR", ts=ts)
    return ts


def _answer(redis: Redis, request_id: str) -> dict[str, Any]:
    packed: Any = redis.lpop(channel_key(request_id))
    return dict(json.loads(packed))


def test_pins_canvas_and_bookmarks_are_read_as_plain_text(
    slack: RunningSandbox, client: WebClient, channels: Channels, scopes: list[str]
) -> None:
    """Markup is spoken, nobody's name is kept, the canvas is HTML, and what the bot said itself is left out."""
    slack.control("app", scopes=[*scopes, *KEEPING])
    own = client.chat_postMessage(channel="C0ASKHR", text="The policies don't say.")["ts"]
    client.pins_add(channel="C0ASKHR", timestamp=own)
    client.bookmarks_add(channel_id="C0ASKHR", title="Portal", type="link", link="https://hr.example/?a=1")
    content = {"type": "markdown", "markdown": "## Dogs\n\nDogs are welcome on Fridays."}
    client.api_call(
        "conversations.canvases.create",
        json={"channel_id": "C0ASKHR", "title": "House rules", "document_content": content},
    )
    slack.control("app", scopes=scopes)
    root = _pin(slack, "<@U0MAYA> pays &lt; 40 euro, see <https://a.example|the list>")
    reply = _pin(slack, "From January 45 euro.", thread_ts=root)
    found = channels.read("C0ASKHR")
    (canvas,) = found.canvases

    assert {
        PinnedMessage(root, "", "@someone pays < 40 euro, see the list"),
        PinnedMessage(reply, root, "From January 45 euro."),
    } == set(found.pinned)
    assert ("ask-hr", (Bookmark("Portal", "https://hr.example/?a=1"),)) == (found.name, found.bookmarks)
    assert ("T0BRIGHT", "House rules", "") == (canvas.team, canvas.title, canvas.error)
    assert "<h2>Dogs</h2>" in canvas.html


@pytest.mark.parametrize("channel", ["C0RANDOM", "C0NOWHERE"])
def test_a_channel_without_the_bot_is_said_with_the_remedy(channels: Channels, channel: str) -> None:
    """Public or not known at all: who may read it cannot be told."""
    with pytest.raises(ChannelUnreadable, match=f"{channel}. Invite it there"):
        channels.read(channel)


@pytest.mark.parametrize("scope", ["pins:read", "bookmarks:read"])
def test_a_missing_scope_is_named(slack: RunningSandbox, channels: Channels, scopes: list[str], scope: str) -> None:
    """With the manifest to paste."""
    slack.control("app", scopes=[each for each in scopes if each != scope])

    with pytest.raises(ChannelUnreadable, match=f"lacks the scope {scope}.*slack-manifest.yaml"):
        channels.read("C0ASKHR")


def test_a_canvas_that_is_not_shown_does_not_keep_the_rest_back(
    slack: RunningSandbox, client: WebClient, channels: Channels, scopes: list[str]
) -> None:
    """An app that was installed before canvases were read lacks the scope for them."""
    slack.control("app", scopes=[*scopes, *KEEPING])
    client.api_call("conversations.canvases.create", json={"channel_id": "C0ASKHR"})
    slack.control("app", scopes=[each for each in scopes if each != "files:read"])
    ts = _pin(slack, "40 euro.")
    found = channels.read("C0ASKHR")

    assert "files:read" in found.canvases[0].error
    assert [ts] == [message.ts for message in found.pinned]


def test_the_answer_lies_where_the_worker_waits_and_goes_away(
    slack: RunningSandbox, answers: ChannelAnswers, redis: Redis
) -> None:
    """What was found, or the sentence; a worker that gave up leaves nothing behind."""
    ts = _pin(slack, "40 euro.")
    answers.give("r1", "C0ASKHR")
    answers.give("r2", "C0RANDOM")
    lives: Any = redis.ttl(channel_key("r1"))

    assert 0 < lives <= 60
    assert ChannelText("ask-hr", (PinnedMessage(ts, "", "40 euro."),)) == ChannelText.unpacked(_answer(redis, "r1"))
    assert "Invite it there" in _answer(redis, "r2")["error"]


def test_slacks_wish_to_wait_is_kept(slack: RunningSandbox, answers: ChannelAnswers, redis: Redis) -> None:
    """The task waits where the worker does, too; what takes longer is said."""
    slack.control("faults", method="pins.list", kind="ratelimited", retry_after=7, times=1)
    with pytest.raises(RateLimited) as limited:
        answers.give("r1", "C0ASKHR")
    slack.control("faults", method="pins.list", kind="ratelimited", retry_after=90, times=1)
    answers.give("r1", "C0ASKHR")

    assert 7 == limited.value.retry_after
    assert "wait for 90 seconds" in _answer(redis, "r1")["error"]


def test_a_slack_in_trouble_is_said(slack: RunningSandbox, answers: ChannelAnswers, redis: Redis) -> None:
    """The next reload may have more luck."""
    slack.control("faults", method="bookmarks.list", kind="status", value=503, times=1)
    answers.give("r1", "C0ASKHR")

    assert "Reload again" in _answer(redis, "r1")["error"]
