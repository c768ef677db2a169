"""A policy that is opened inside Slack shows each viewer what they may read of it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.lookups.desk import SITE, Worker
from workers.contract import KNOWLEDGE

Json = dict[str, Any]
Post = Callable[[str, str, str], str]
Open = Callable[..., Json]
_LEAVE = f"{SITE}leave.md#carrying-over"


@pytest.fixture
def opened(slack: RunningSandbox) -> Open:
    """Somebody opens a Work Object; returns what they see."""

    def look(user: str, reference: str, url: str, **message: str) -> Json:
        named = message or {"external_ref": {"id": reference, "type": "policy"}}
        trigger = slack.control("entity", user=user, url=url, **named)["trigger_id"]
        found = wait_until(lambda: [one["shown"] for one in _opened(slack, trigger) if one["shown"]])
        return dict(found[0])

    return look


def _opened(slack: RunningSandbox, trigger: str) -> list[Json]:
    return [one for one in slack.state()["work_objects"] if one["trigger_id"] == trigger]


def _facts(shown: Json) -> dict[str, str]:
    payload = shown["metadata"]["entity_payload"]
    fields = [payload["fields"]["description"], *payload["custom_fields"]]
    return {field["label"]: field["value"] for field in fields}


def test_what_a_search_found_opens_inside_slack(worker: Worker, opened: Open) -> None:
    """With the words of the section, the version, the owner and since when it is valid."""
    best = worker.search("U0MAYA", "annual leave carrying over")[0]
    shown = opened("U0MAYA", best["external_ref"]["id"], best["link"])
    words, facts = WORDINGS["en"], _facts(shown)

    assert (_LEAVE, best["external_ref"]) == (shown["metadata"]["url"], shown["metadata"]["external_ref"])
    assert "Five days of annual leave at most.\n\nThey end in March." == facts[words.card_quote]
    assert ("People Team", "2026-01-01") == (facts[words.card_owner], facts[words.card_valid_from])
    assert facts[words.card_version].startswith("v000001-")


def test_what_stands_below_a_message_opens_inside_slack(
    worker: Worker, slack: RunningSandbox, post: Post, opened: Open
) -> None:
    """In the language of whoever opens it."""
    ts = post("U0MAYA", "C0GENERAL", _LEAVE)
    wait_until(lambda: slack.messages("C0GENERAL")[0]["entities"])
    shown = opened("U0LINA", "", _LEAVE, channel="C0GENERAL", message_ts=ts)

    assert worker
    assert "People Team" == _facts(shown)[WORDINGS["zh"].card_owner]


def test_a_document_without_an_address_opens_by_its_name(worker: Worker, opened: Open) -> None:
    """Its link only leads into Slack."""
    (found,) = worker.search("U0LINA", "recruiting notes", source="drawer")
    shown = opened("U0LINA", found["external_ref"]["id"], found["link"])

    assert "Recruiting notes stay in the drawer." == _facts(shown)[WORDINGS["zh"].card_quote]


@pytest.mark.parametrize(
    ("user", "reference", "url"),
    [
        ("U0MAYA", "handbook/pay.md", f"{SITE}pay.md"),
        ("U0MAYA", "handbook/pay.md", _LEAVE),
        ("U0MAYA", "handbook/no-such.md", _LEAVE),
        ("U0MAYA", "drawer/notes.md", "https://slack.com/app_redirect?app=A0FDESK&team=T0BRIGHT"),
        ("U0DANA", "handbook/leave.md", _LEAVE),
    ],
)
def test_what_may_not_be_read_looks_like_what_is_not_there(
    worker: Worker, opened: Open, user: str, reference: str, url: str
) -> None:
    """To the letter: that a policy exists may be private, too."""
    assert worker
    assert {"error": {"status": "not_found"}} == opened(user, reference, url)


def test_where_nothing_can_be_looked_up_slack_says_so(failing: Worker, opened: Open) -> None:
    """And it is not taken for a document that is gone."""
    assert failing
    assert {"error": {"status": "internal_error"}} == opened("U0MAYA", "handbook/leave.md", _LEAVE)


def test_rights_that_were_lost_meanwhile_count(edge: Edge, slack: RunningSandbox, idle: Worker, redis: Redis) -> None:
    """They are asked for anew when it is shown."""
    reference = {"id": "handbook/pay.md", "type": "policy"}
    trigger = slack.control("entity", user="U0LINA", url=f"{SITE}pay.md", external_ref=reference)["trigger_id"]
    asked = {"type": "entity_details_requested", "user": "U0LINA", "trigger_id": trigger, "external_ref": reference}
    edge.event({**asked, "entity_url": f"{SITE}pay.md"})
    waiting: Any = wait_until(lambda: redis.rpop(KNOWLEDGE))
    slack.control("groups", handle="hr", users=["U0TOM"])
    edge.event({"type": "subteam_updated", "subteam": {"id": "S0HR"}})
    wait_until(lambda: redis.xlen("frontdesk:directory_changes"))
    idle.work(waiting)

    assert [{"error": {"status": "not_found"}}] == [one["shown"] for one in _opened(slack, trigger)]
