"""Links to policies are shown with what is known of them, to those alone who may read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from redis import Redis

from bot.slack.refusals import Refusals
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.lookups.desk import SITE, Worker
from workers.contract import KNOWLEDGE

Json = dict[str, Any]
Post = Callable[[str, str, str], str]
_LEAVE = f"{SITE}leave.md#carrying-over"


def _cards(slack: RunningSandbox, channel: str) -> list[Json]:
    """What stands below the messages of a channel."""
    return [entity for message in slack.messages(channel) for entity in message["entities"]]


def _facts(card: Json) -> dict[str, str]:
    """What a card says, by its labels."""
    payload = card["entity_payload"]
    fields = [payload["fields"]["description"], *payload["custom_fields"]]
    return {field["label"]: field["value"] for field in fields}


def _answered(worker: Worker, count: int = 1) -> None:
    """Wait until so many look-ups were delivered."""
    wait_until(lambda: len(worker.delivered) >= count)


def test_a_link_unfurls_with_what_is_known_of_the_policy(worker: Worker, slack: RunningSandbox, post: Post) -> None:
    """Title, version, owner, since when it is valid, and the exact words of the section."""
    post("U0MAYA", "C0GENERAL", f"See <{_LEAVE}>.")
    (card,) = wait_until(lambda: _cards(slack, "C0GENERAL"))
    words, facts = WORDINGS["en"], _facts(card)

    assert worker
    assert "Leave policy" == card["entity_payload"]["attributes"]["title"]["text"]
    assert "Five days of annual leave at most.\n\nThey end in March." == facts[words.card_quote]
    assert ("Carrying over", "People Team") == (facts[words.card_section], facts[words.card_owner])
    assert "2026-01-01" == facts[words.card_valid_from]
    assert facts[words.card_version].startswith("v000001-")
    assert (_LEAVE, {"id": "handbook/leave.md", "type": "policy"}) == (card["app_unfurl_url"], card["external_ref"])


def test_the_labels_are_in_the_language_of_whoever_posts(worker: Worker, slack: RunningSandbox, post: Post) -> None:
    """The words of the policy stay as they are."""
    post("U0LINA", "C0GENERAL", f"{SITE}{quote('请假')}.md#{quote('结转')}")
    (card,) = wait_until(lambda: _cards(slack, "C0GENERAL"))

    assert worker
    assert "最多结转五天。" == _facts(card)[WORDINGS["zh"].card_quote]


@pytest.mark.parametrize(
    ("user", "channel", "document", "shown"),
    [
        ("U0TOM", "C0GENERAL", "budget.md", False),
        ("U0TOM", "C0FIN", "budget.md", True),
        ("U0TOM", "C0FIN", "pay.md", False),
        ("U0LINA", "C0SHANGHAI", "pay.md", False),
        ("U0LINA", "D0LINA", "pay.md", True),
        ("U0MAYA", "D0MAYA", "pay.md", False),
        ("U0MAYA", "C0KINGFI", "leave.md", False),
        ("U0DANA", "C0KINGFI", "visitors.md", True),
        ("U0DANA", "D0DANA", "leave.md", False),
        ("U0MAYA", "C0RANDOM", "leave.md", True),
        ("U0TOM", "C0RANDOM", "budget.md", False),
        ("U0MAYA", "C0GENERAL", "no-such.md", False),
    ],
)
def test_only_what_all_readers_of_a_place_may_read_is_shown(
    worker: Worker, slack: RunningSandbox, post: Post, *, user: str, channel: str, document: str, shown: bool
) -> None:
    """Else there is silence, as of what does not exist: of whoever posted it, of members, of a guest among them."""
    post(user, channel, f"{SITE}{document}")
    _answered(worker)

    assert shown is bool(_cards(slack, channel))
    assert shown is bool(slack.calls("chat.unfurl"))


def test_in_a_conversation_without_us_the_one_who_posts_does_not_decide(
    worker: Worker, slack: RunningSandbox, post: Post
) -> None:
    """Whoever else reads it is not known to us."""
    channel = slack.control("open", user="U0LINA", users=["U0MAYA"])["channel"]
    post("U0LINA", channel, f"{SITE}pay.md {SITE}visitors.md")
    _answered(worker)

    assert ["handbook/visitors.md"] == [card["external_ref"]["id"] for card in _cards(slack, channel)]


def test_an_address_that_cannot_be_told_to_slack_again_is_left_alone(edge: Edge, idle: Worker, redis: Redis) -> None:
    """Half a character, which no request can carry."""
    response = edge.event(_shared("C0GENERAL", "1.000001", "leave.md#\ud800"))
    edge.app.listener_runner.listener_executor.shutdown()

    assert idle
    assert (200, 0) == (response.status, redis.llen(KNOWLEDGE))


def test_of_several_links_those_are_shown_that_may_be_read(worker: Worker, slack: RunningSandbox, post: Post) -> None:
    """Each once."""
    post("U0TOM", "C0GENERAL", f"{_LEAVE} {SITE}budget.md {SITE}visitors.md {_LEAVE} https://elsewhere.example/x")
    _answered(worker)

    assert ["Leave policy", "Visitors"] == [
        card["entity_payload"]["attributes"]["title"]["text"] for card in _cards(slack, "C0GENERAL")
    ]


def test_what_a_document_says_calls_nobody(worker: Worker, slack: RunningSandbox, post: Post) -> None:
    """A card is seen by a whole channel."""
    post("U0TOM", "C0GENERAL", f"{SITE}evil.md")
    (card,) = wait_until(lambda: _cards(slack, "C0GENERAL"))

    assert worker
    assert not [live for live in ("<!channel>", "<@U0MAYA>", "@here") if live in str(card)]


def test_a_message_that_is_being_written_shows_nothing(edge: Edge, idle: Worker, redis: Redis) -> None:
    """Nobody knows yet who will read it."""
    event = {
        "type": "link_shared",
        "channel": "COMPOSER",
        "is_bot_user_member": True,
        "user": "U0LINA",
        "message_ts": "U0LINA-909b5454",
        "unfurl_id": "U0LINA-909b5454",
        "source": "composer",
        "links": [{"domain": "policies.example.com", "url": f"{SITE}pay.md"}],
    }
    response = edge.event(event)
    edge.app.listener_runner.listener_executor.shutdown()

    assert idle
    assert (200, 0) == (response.status, redis.llen(KNOWLEDGE))


def _shared(channel: str, ts: str, document: str) -> Json:
    link = {"domain": "policies.example.com", "url": f"{SITE}{document}"}
    place = {"channel": channel, "message_ts": ts, "user": "U0MAYA", "is_bot_user_member": True}
    return {"type": "link_shared", **place, "source": "conversations_history", "links": [link], "event_ts": ts}


def test_a_link_that_slack_tells_twice_is_looked_up_once(
    edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis, *, post: Post
) -> None:
    """And shown once, whatever the worker sends again."""
    event = _shared("C0GENERAL", post("U0MAYA", "C0GENERAL", f"{SITE}leave.md"), "leave.md")
    for _ in range(2):
        edge.event(event)
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    idle.work(waiting)
    idle.deliver(idle.replies[0])
    edge.event(event)
    edge.app.listener_runner.listener_executor.shutdown()

    assert 0 == redis.llen(KNOWLEDGE)
    assert 1 == len(slack.calls("chat.unfurl"))


@pytest.mark.parametrize("document", ["leave.md", "visitors.md"])
def test_in_a_channel_with_another_company_only_what_is_public_is_shown(
    edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis, *, post: Post, document: str
) -> None:
    """Slack says so with the event, before it says so of the channel."""
    ts = post("U0MAYA", "C0GENERAL", f"{SITE}{document}")
    edge.event(_shared("C0GENERAL", ts, document), is_ext_shared_channel=True)
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    idle.work(waiting)

    assert ["visitors.md"] * (document == "visitors.md") == [
        card["external_ref"]["id"].rpartition("/")[2] for card in _cards(slack, "C0GENERAL")
    ]


def test_a_channel_that_is_shared_meanwhile_shows_nothing(
    edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis, *, post: Post
) -> None:
    """Who reads along is asked anew when the card is shown."""
    edge.event(_shared("C0GENERAL", post("U0MAYA", "C0GENERAL", f"{SITE}leave.md"), "leave.md"))
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    slack.control("channels", channel="C0GENERAL", is_ext_shared=True)
    edge.event({"type": "channel_shared", "channel": "C0GENERAL", "connected_team_id": "T0OTHER", "event_ts": "1.1"})
    wait_until(lambda: redis.xlen("frontdesk:directory_changes"))
    idle.work(waiting)

    assert idle.replies[0].report is not None
    assert idle.replies[0].report["cards"][0]["title"] == "Leave policy"
    assert [] == slack.calls("chat.unfurl")


@pytest.mark.parametrize("broken", ["no index", "no scope"])
def test_what_fails_is_passed_over_in_silence(
    edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis, *, post: Post, broken: str
) -> None:
    """Nobody asked us."""
    slack.control("faults", method="chat.unfurl", kind="error", value="missing_scope", times=None)
    edge.event(_shared("C0GENERAL", post("U0MAYA", "C0GENERAL", f"{SITE}leave.md"), "leave.md"))
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    replace(idle, company=None if broken == "no index" else idle.company).work(waiting)

    assert ([], []) == (_cards(slack, "C0GENERAL"), [each for each in slack.messages("C0GENERAL") if each["app_id"]])


def test_a_place_that_we_are_not_in_is_no_trouble_of_the_administrators(edge: Edge, idle: Worker, redis: Redis) -> None:
    """Slack tells of links everywhere; of a private place it says nothing more to us."""
    edge.event({**_shared("C0SECRET", "1.000001", "leave.md"), "is_bot_user_member": False})
    wait_until(lambda: redis.llen(KNOWLEDGE))

    assert idle
    assert [] == Refusals(redis).current()
