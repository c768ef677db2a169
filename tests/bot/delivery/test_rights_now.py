"""Rights are decided again when an answer is posted: who reads it then may read less than who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.records.models import Request
from bot.slack.api import SlackUnreachable
from bot.slack.changes import Changes
from bot.wording import WORDINGS
from ops.sandbox.running import wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM, Reply, unpack_brief

Json = dict[str, Any]


def _from(request: Request, *readers: str) -> Reply:
    """An answer made from one passage with these readers."""
    found = {"document": "pay.md", "heading": "Pay", "effective": None, "readers": list(readers), "score": 1.0}
    answer = answer_to(request).answer or {}
    return Reply(request.work_id, answer={**answer, "retrieved": [{**found, "dense": None, "lexical": None}]})


def _now(office: Office, request: Request) -> Request:
    """The request as it is now."""
    now = office.ledger.get(request.id)
    assert now is not None
    return now


def _say_live(parts: Parts, office: Office, request: Request) -> None:
    """The worker says its first words, and the delivery process does with them what it can."""
    shows: Any = parts.relay._shows
    parts.relay.step()
    for kind, data in (("started", ""), ("text", "You earn 9. ")):
        office.redis.xadd(LIVE_STREAM, {"id": request.id, "kind": kind, "data": data})
    for _ in range(3):
        parts.relay.step()
        wait_until(lambda: not any(show.busy for show in shows._shows.values()))


@pytest.fixture
def asked(office: Office) -> Request:
    """A question in a channel of employees, searched with what every employee may read."""
    return office.ask(channel="C0ASKHR")


@pytest.fixture
def share(office: Office) -> Callable[[], None]:
    """Another company joins the channel, and Slack says so."""

    def done() -> None:
        office.slack.control("channels", channel="C0ASKHR", is_ext_shared=True)
        Changes(office.redis).tell("channel", "C0ASKHR")

    return done


def test_an_answer_is_not_posted_where_its_readers_may_not_read_what_it_was_made_from(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """The question is asked again with what the new readers may read, and the reply that was made for more is gone."""
    office.redis.delete("questions")
    share()
    parts.settler.settle(asked.id, _from(asked, "everyone"))
    parts.settler.settle(asked.id, _from(asked, "public"))  # an older reply, to what was asked before

    assert [] == office.posted("C0ASKHR")
    assert [(f"{asked.id}.1", ["public"])] == [(each["id"], each["principals"]) for each in office.queued("questions")]
    assert ("queued", "none", None) == office.state(asked)


def test_what_the_new_readers_may_read_as_well_is_posted(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """A public passage is public whoever joins."""
    share()
    parts.settler.settle(asked.id, _from(asked, "public"))

    assert 1 == len(office.posted("C0ASKHR"))


def test_words_that_are_shown_already_are_taken_away(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """The channel was shared in the midst of an answer."""
    _say_live(parts, office, asked)
    before = office.posted("C0ASKHR")
    share()
    parts.settler.settle(asked.id, _from(asked, "everyone"))

    assert 1 == len(before)
    assert [] == office.posted("C0ASKHR")


def test_no_word_is_shown_to_readers_who_came_in_between(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """The live show asks before it shows."""
    share()
    _say_live(parts, office, asked)

    assert [] == office.posted("C0ASKHR")


def test_a_person_who_lost_a_group_gets_no_draft_that_was_made_with_it(office: Office, parts: Parts) -> None:
    """Drafts say nothing of each passage; all rights that they were written with must hold."""
    request = office.ask(user="U0TOM", channel="D0TOM")
    office.slack.control("groups", handle="finance", users=[])
    Changes(office.redis).tell("groups")
    parts.settler.settle(request.id, Reply(request.id, written={"job": "draft", "versions": []}))

    assert [] == office.posted("D0TOM")
    assert "group:finance" not in office.queued("questions")[-1]["principals"]


def test_while_slack_may_say_it_in_a_moment_the_answer_waits(office: Office, parts: Parts, asked: Request) -> None:
    """And is not thrown away."""
    Changes(office.redis).tell("channel", "C0ASKHR")
    office.slack.control("faults", method="conversations.info", kind="status", value=500, times=1)
    with pytest.raises(SlackUnreachable):
        parts.settler.settle(asked.id, _from(asked, "everyone"))
    before = office.posted("C0ASKHR")
    parts.settler.settle(asked.id, _from(asked, "everyone"))

    assert [0, 1] == [len(before), len(office.posted("C0ASKHR"))]


def test_when_slack_says_nothing_for_long_fewer_rights_count(
    office: Office, parts: Parts, asked: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An asker waits a minute at most; the reader learns why the answer knows less."""
    monkeypatch.setattr("bot.delivery.rights_now._PATIENCE", timedelta(0))
    office.slack.control("faults", method="conversations.info", kind="status", value=500, times=None)
    Changes(office.redis).tell("channel", "C0ASKHR")
    parts.settler.settle(asked.id, _from(asked, "everyone"))
    again = office.queued("questions")[-1]
    parts.settler.settle(asked.id, _from(_now(office, asked), "public"))
    (message,) = office.posted("C0ASKHR")

    assert ["public"] == again["principals"]
    assert WORDINGS["en"].rights_limited in str(message["blocks"])


def test_an_answer_that_is_withdrawn_again_and_again_ends_in_a_sentence(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """A worker that does not heed the rights must not keep the asker waiting for ever."""
    share()
    for _ in range(5):
        parts.settler.settle(asked.id, _from(_now(office, asked), "everyone"))
    (message,) = office.posted("C0ASKHR")

    assert WORDINGS["en"].failures["unavailable"].format(id=asked.id) == message["text"]


def test_a_message_that_slack_does_not_remove_says_nothing_any_more(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """A workspace may forbid that messages are deleted; the next answer stands in the same one."""
    _say_live(parts, office, asked)
    share()
    office.slack.control("faults", method="chat.delete", kind="error", value="compliance_exports_prevent_deletion")
    parts.settler.settle(asked.id, _from(asked, "everyone"))
    (kept,) = office.posted("C0ASKHR")
    parts.settler.settle(asked.id, _from(_now(office, asked), "public"))
    (answered,) = office.posted("C0ASKHR")

    assert WORDINGS["en"].taken_away == kept["text"]
    assert "25 days" in str(answered["blocks"])


def test_stop_does_not_bring_back_words_that_its_readers_may_not_read(
    office: Office, parts: Parts, asked: Request, share: Callable[[], None]
) -> None:
    """They came in between; whoever asked presses Stop."""
    _say_live(parts, office, asked)
    share()
    office.ledger.stop("C0ASKHR", asked.thread_ts, asked.user, "9999999999.0")
    parts.settler.settle(asked.id, Reply(asked.id, failure="unavailable"))
    (said,) = office.posted("C0ASKHR")

    assert "You earn 9" not in str(said)
    assert WORDINGS["en"].stopped in str(said)


def test_a_draft_that_is_asked_for_again_is_a_draft_that_workers_take(office: Office, parts: Parts, edge: Edge) -> None:
    """What only the edge needs stays at the edge."""
    edge.command("U0TOM", "/draft", "news We move.", response_url="")
    (request,) = office.requests()
    office.slack.control("groups", handle="finance", users=[])
    Changes(office.redis).tell("groups")
    parts.settler.settle(request.id, Reply(request.id, written={"job": "draft", "versions": []}))
    payload = office.queued("questions")[-1]

    assert f"{request.id}.1" == unpack_brief(payload).id
    assert "group:finance" not in unpack_brief(payload).principals
