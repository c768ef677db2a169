"""Announcements: a channel learns of each reload and rollback once, and never a document's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from slack_sdk import WebClient

from bot.delivery import announcing as announcing_module
from bot.delivery.announcing import Announcer
from bot.delivery.process import Parts, wire
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.database import Database
from bot.records.ledger import Ledger
from bot.records.models import Request
from bot.slack.api import Identity, SlackUnreachable
from tests.bot.edge import Edge
from tests.bot.office import Office
from workers.contract import Reply

Json = dict[str, Any]

_CHANNEL = "C0GENERAL"
_HOUR = timedelta(hours=1)
_DONE: Json = {
    "action": "reload",
    "version": "v7",
    "before": "v6",
    "documents": 1600,
    "changed": True,
    "added": 3,
    "modified": 1,
    "removed": 0,
    "examples": {"added": ["hr/secret.md"]},
    "problems": [{"document": "hr/pay.pdf", "reason": "It has a password."}],
}
_ROLLED: Json = {"action": "rollback", "version": "v6", "before": "v7", "documents": 1597}
_FAILED: Json = {"action": "reload", "error": "hr/pay.pdf has a password."}


@pytest.fixture
def announcing(
    client: WebClient, identity: Identity, database: Database, redis: Redis, publisher: CeleryPublisher
) -> Iterator[Parts]:
    """The delivery process' parts, with a channel for announcements."""
    wired = wire(client, identity, database, redis, publisher, announce_channel=_CHANNEL)
    yield wired
    wired.relay.close()


def _asked(office: Office, edge: Edge, text: str = "reload") -> Request:
    edge.command("U0SOFIA", "/kb", text, response_url="")
    return next(request for request in office.requests() if request.kind != "announcement")


def _settle(office: Office, parts: Parts, request_id: str, reply: Reply) -> None:
    """Settle the reply, and whatever the delivery process is then asked to post."""
    parts.settler.settle(request_id, reply)
    for notice in office.queued("replies"):
        parts.settler.settle(notice["id"], None)


def _said(office: Office) -> list[str]:
    return [message["text"] for message in office.posted(_CHANNEL) if not message.get("only_for")]


def test_a_reload_is_announced_with_who_did_it_and_how_much_changed(
    office: Office, edge: Edge, announcing: Parts
) -> None:
    """In every language, as a channel has none of its own; and no document is named."""
    request = _asked(office, edge)
    _settle(office, announcing, request.id, Reply(request.id, report=_DONE))
    (said,) = _said(office)

    assert said == (
        "<@U0SOFIA> read the policies again. I answer from version `v7`, 1,600 documents. "
        "Added: 3 · changed: 1 · removed: 0\n"
        "<@U0SOFIA>重新读取了公司制度。现在使用版本 `v7`，共 1,600 个文件。 新增：3 · 修改：1 · 删除：0\n"
        "<@U0SOFIA> hat die Richtlinien neu gelesen. Ich antworte aus Version `v7`, 1,600 Dokumente. "
        "Hinzugekommen: 3 · geändert: 1 · entfernt: 0"
    )
    assert "hr/" not in str(office.posted(_CHANNEL))


def test_a_rollback_is_announced(office: Office, edge: Edge, announcing: Parts) -> None:
    """With the version before."""
    request = _asked(office, edge, "rollback")
    _settle(office, announcing, request.id, Reply(request.id, report=_ROLLED))
    (said,) = _said(office)

    assert said.startswith("<@U0SOFIA> went back to version `v6`, 1,597 documents; before it was `v7`.\n")


@pytest.mark.parametrize("reply", [{"report": _FAILED}, {"failure": "internal"}, {"failure": "unavailable"}])
@pytest.mark.parametrize("action", ["reload", "rollback"])
def test_what_failed_is_announced_without_its_reason(
    office: Office, edge: Edge, announcing: Parts, action: str, reply: Json
) -> None:
    """The reason may name a document; the administrator reads it."""
    request = _asked(office, edge, action)
    _settle(office, announcing, request.id, Reply(request.id, **reply))
    (said,) = _said(office)

    assert "and it failed. The version before still answers" in said
    assert f"(Reference {request.id})" in said
    assert "pay.pdf" not in said


def test_a_reload_that_changed_nothing_is_announced_as_such(office: Office, edge: Edge, announcing: Parts) -> None:
    """Somebody asked for it, so others may wait for it."""
    request = _asked(office, edge)
    _settle(office, announcing, request.id, Reply(request.id, report={**_DONE, "changed": False}))
    (said,) = _said(office)

    assert said.startswith("<@U0SOFIA> read the policies again. Nothing has changed since version `v7`.\n")


@pytest.mark.parametrize("text", ["status", "versions", "diff", "check x", "who x", "sources"])
def test_nothing_else_is_announced(office: Office, edge: Edge, announcing: Parts, text: str) -> None:
    """What somebody looks at is their own business."""
    request = _asked(office, edge, text)
    announcing.settler.settle(request.id, Reply(request.id, report={"action": request.kind, "error": "No."}))

    assert [request.id] == [each.id for each in office.requests()]


def test_without_a_channel_nothing_is_announced(office: Office, edge: Edge, parts: Parts) -> None:
    """The setting is empty unless somebody wants it."""
    request = _asked(office, edge)
    _settle(office, parts, request.id, Reply(request.id, report=_DONE))
    parts.settler.settle("schedule-1", Reply("schedule-1", report=_DONE))

    assert [request.id] == [each.id for each in office.requests()]


def test_a_reply_that_comes_twice_is_announced_once(office: Office, edge: Edge, announcing: Parts) -> None:
    """Also after a crash between the announcement and the reply's own settling."""
    request = _asked(office, edge)
    office.slack.control("faults", method="chat.postMessage", kind="status", value=503)
    with pytest.raises(SlackUnreachable):
        announcing.settler.settle(request.id, Reply(request.id, report=_DONE))
    for _ in range(2):
        _settle(office, announcing, request.id, Reply(request.id, report=_DONE))

    assert 1 == len(_said(office))


def test_a_response_that_is_lost_after_the_post_does_not_announce_twice(
    office: Office, edge: Edge, announcing: Parts
) -> None:
    """It is found by its metadata."""
    request = _asked(office, edge)
    announcing.settler.settle(request.id, Reply(request.id, report=_DONE))
    (notice,) = office.queued("replies")
    office.slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    with pytest.raises(SlackUnreachable):
        announcing.settler.settle(notice["id"], None)
    announcing.settler.settle(notice["id"], None)

    assert 1 == len(_said(office))


def test_an_announcement_that_the_queue_lost_is_brought_back(
    office: Office, edge: Edge, announcing: Parts, redis: Redis
) -> None:
    """The ledger has it."""
    request = _asked(office, edge)
    announcing.settler.settle(request.id, Reply(request.id, report=_DONE))
    redis.delete("replies")
    for entry in office.requests():
        Ledger(office.database).postpone(entry.id, -_HOUR)
    announcing.reaper.reap()

    assert 1 == len(office.queued("replies"))


class _Down:
    """A queue that is down."""

    def publish(self, request: Request) -> None:
        """Fail."""
        raise QueueUnavailable("down")

    def deliver(self, reply: Reply) -> None:
        """Fail."""
        raise QueueUnavailable("down")


def test_while_the_queue_is_down_the_announcement_waits_in_the_ledger(office: Office) -> None:
    """As received and not yet queued, which the reaper mends; the reply itself is not held up."""
    Announcer(office.ledger, _Down(), "T0BRIGHT", _CHANNEL).announce_scheduled(Reply("schedule-1", report=_DONE))
    (request,) = office.requests()

    assert ("announcement", "received", None) == (request.kind, request.state, request.published_at)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived"])
def test_where_the_channel_is_closed_the_admin_reads_one_line(
    office: Office, edge: Edge, announcing: Parts, code: str
) -> None:
    """Beside the report, which is not held up by it."""
    request = _asked(office, edge)
    announcing.settler.settle(request.id, Reply(request.id, report=_DONE))
    office.slack.control("faults", method="chat.postMessage", kind="error", value=code)
    for _ in range(2):
        announcing.settler.settle(office.queued("replies")[0]["id"], None)
    report, line = office.posted("D0SOFIA")

    assert "*The policies are up to date.*" in report["text"]
    assert line["text"].startswith(f"I could not announce this in <#{_CHANNEL}> ({code}).")
    assert [] == _said(office)


class TestSchedule:
    """Reloads that nobody asked for."""

    def test_what_a_schedule_changed_is_announced_once(self, office: Office, announcing: Parts) -> None:
        """The ledger does not have its request, so it gets an entry then."""
        for _ in range(2):
            _settle(office, announcing, "schedule-1", Reply("schedule-1", report=_DONE))
        (said,) = _said(office)

        assert said.startswith("The schedule read the policies again. I answer from version `v7`, 1,600 documents.")
        assert "\n定时任务重新读取了公司制度。" in said

    def test_a_schedule_that_changed_nothing_is_not_announced(self, office: Office, announcing: Parts) -> None:
        """Every ten minutes would be too often."""
        announcing.settler.settle("schedule-1", Reply("schedule-1", report={**_DONE, "changed": False}))

        assert [] == office.requests()

    def test_a_schedule_that_keeps_failing_is_announced_once_a_day(
        self, office: Office, announcing: Parts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A weekend without the source is two messages, not hundreds."""
        day = datetime(2026, 11, 28, 8, tzinfo=UTC)
        for number, (report, hours) in enumerate([(_FAILED, 0), (_FAILED, 1), (_DONE, 2), (_FAILED, 3), (_FAILED, 20)]):
            monkeypatch.setattr(announcing_module, "utc_now", lambda hours=hours: day + timedelta(hours=hours))
            _settle(office, announcing, f"schedule-{number}", Reply(f"schedule-{number}", report=report))
        failed = ["failed" in said for said in _said(office)]

        assert [True, False, True] == failed

    def test_where_the_channel_is_closed_it_is_given_up_and_logged(self, office: Office, announcing: Parts) -> None:
        """There is nobody to tell."""
        announcing.settler.settle("schedule-1", Reply("schedule-1", report=_DONE))
        office.slack.control("faults", method="chat.postMessage", kind="error", value="not_in_channel")
        announcing.settler.settle(office.queued("replies")[0]["id"], None)
        (request,) = office.requests()

        assert ("failed", "none", "not_in_channel") == office.state(request)
        assert 1 == len(office.slack.calls("chat.postMessage"))
