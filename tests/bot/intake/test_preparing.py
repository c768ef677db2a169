"""What a request needs before a worker may have it, whatever Slack says or refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery.process import Parts
from bot.intake.preparing import NotYet
from bot.records.models import Request
from bot.slack.changes import Changes
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge
from tests.bot.office import Office
from workers.contract import LIVE_STREAM

_METHODS = ("usergroups.list", "users.info", "conversations.info", "conversations.members", "conversations.replies")
_FAILURES: tuple[dict[str, Any], ...] = (
    {"kind": "error", "value": "missing_scope"},
    {"kind": "error", "value": "unknown_method"},
    {"kind": "error", "value": "user_not_found"},
    {"kind": "error", "value": "channel_not_found"},
    {"kind": "ratelimited", "retry_after": 30},
    {"kind": "status", "value": 500},
    {"kind": "latency", "value": 0.5},
)


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The patience with Slack is over at once, and a look-up may take a tenth of a second."""
    monkeypatch.setattr("bot.intake.preparing.PATIENCE", timedelta(0))
    monkeypatch.setattr("bot.intake.preparing._FEWEST_TRIES", 0)
    monkeypatch.setattr("bot.slack.directory.TIMEOUT_S", 0.1)
    monkeypatch.setattr("bot.slack.threads.TIMEOUT_S", 0.1)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("failure", _FAILURES, ids=lambda failure: str(failure.get("value") or failure["kind"]))
@pytest.mark.parametrize("method", _METHODS)
def test_no_refusal_of_slack_keeps_a_question_from_a_worker(
    slack: RunningSandbox, edge: Edge, office: Office, method: str, failure: dict[str, Any]
) -> None:
    """Fewer rights, never more, never silence; the acknowledgement does not even notice."""
    slack.control("faults", method=method, times=None, **failure)
    thread = {"thread_ts": "1.0", "ts": "2.0"}
    statuses = [
        edge.mention("U0MAYA", "C0ASKHR", "How many days?", **thread).status,
        edge.message("U0TOM", "D0TOM", "And for me?", **thread).status,
    ]
    payloads = office.queued("questions")
    allowed = [
        {"public", "everyone", "channel:C0ASKHR"},
        {"public", "everyone", "user:U0TOM", "group:finance", "group:S0FIN", "domain:brightwater.example"},
    ]

    assert [200, 200] == statuses
    assert 2 == len(payloads)
    for payload, most in zip(payloads, allowed, strict=True):
        assert {"public"} <= set(payload["principals"]) <= most


def test_an_acknowledgement_asks_nothing_of_slack(edge: Edge, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large the channel is, and however slow Slack."""
    called: list[str] = []
    monkeypatch.setattr(WebClient, "api_call", lambda _, method, **__: called.append(method))
    edge.mention("U0MAYA", "C0GENERAL", "How many days?")
    edge.message("U0TOM", "D0TOM", "And next year?", thread_ts="1.0")
    edge.message("U0TOM", "D0TOM", "🎉")
    edge.command("U0TOM", "/ask", "How many days?")
    edge.command("U0TOM", "/kb", "reload")
    edge.command("U0TOM", "/draft", "news We move.")
    edge.command("U0TOM", "/translate", "We move.")
    edge.event({"type": "member_joined_channel", "user": "U0DANA", "channel": "C0GENERAL"})

    assert [] == called
    with office.database.read() as session:
        assert 7 == session.query(Request).count()


def test_a_busy_slack_is_asked_again_ever_more_rarely_until_patience_ends(
    slack: RunningSandbox, edge: Edge, office: Office
) -> None:
    """Full rights a few seconds later are worth more than fewer at once."""
    slack.control("faults", method="usergroups.list", kind="status", value=500, times=None)
    edge.message("U0TOM", "D0TOM", "How many days?")
    waits = []
    for attempt in range(4):
        with pytest.raises(NotYet) as later:
            office.preparer.prepare(_only(office).id, attempt)
        waits.append(later.value.seconds)

    assert [1, 2, 4, 8] == waits


def _only(office: Office) -> Request:
    with office.database.read() as session:
        return session.query(Request).one()


def test_a_question_that_was_deleted_before_it_was_prepared_is_not_asked(office: Office, edge: Edge) -> None:
    """It is closed like any other that was taken back."""
    edge.message("U0TOM", "D0TOM", "How many days?", ts="1.0")
    office.ledger.withdraw(_only(office).id)
    office.prepare()

    assert [] == office.queued("questions")
    assert [_only(office).id] == [payload["id"] for payload in office.queued("replies")]


def test_preparing_twice_changes_nothing_but_what_is_in_the_queue(office: Office, edge: Edge, parts: Parts) -> None:
    """The reaper may have it prepared a second time; a worker sees that the question is one."""
    edge.message("U0TOM", "D0TOM", "How many days?")
    (request,) = office.requests()
    parts.preparer.prepare(request.id)

    assert [request.payload] == [again.payload for again in office.requests()]


def test_a_number_alone_is_answered_in_the_language_of_the_person(office: Office, edge: Edge) -> None:
    """Wang Lei's Slack is Chinese; the words of a question count first."""
    edge.message("U0WANG", "D0WANG", "5000?")
    edge.message("U0WANG", "D0WANG", "How many days?")

    assert ["zh", "en"] == [payload["language"] for payload in office.queued("questions")]


def test_the_reaper_has_a_question_prepared_whose_order_was_lost(
    office: Office, edge: Edge, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue lost it before anybody looked up its readers."""
    monkeypatch.setattr("bot.records.ledger._GRACE", timedelta(seconds=-1))
    edge.message("U0TOM", "D0TOM", "How many days?")
    office.redis.delete("intake")
    parts.reaper.reap()

    assert ["How many days?"] == [payload["text"] for payload in office.queued("questions")]


def test_a_change_in_slack_is_told_to_every_process(office: Office, edge: Edge) -> None:
    """The event reaches a bot; the delivery processes decide."""
    heard = Changes(office.redis)
    assert [] == list(heard.unread())
    edge.event({"type": "user_change", "user": {"id": "U0MAYA"}})
    edge.event({"type": "subteam_members_changed", "subteam_id": "S0FIN"})
    edge.event({"type": "channel_unshared", "channel": "C0ASKHR", "previously_connected_team_id": "T0OTHER"})

    assert [("user", "U0MAYA"), ("groups", ""), ("channel", "C0ASKHR")] == list(heard.unread())
    assert [] == list(heard.unread())


def test_a_question_that_waited_long_is_still_worth_two_more_tries(
    slack: RunningSandbox, edge: Edge, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When everything comes back at once, Slack is busy for a moment."""
    monkeypatch.setattr("bot.intake.preparing.PATIENCE", timedelta(0))
    slack.control("faults", method="usergroups.list", kind="status", value=500, times=2)
    edge.message("U0TOM", "D0TOM", "How many days?")
    for attempt in range(2):
        with pytest.raises(NotYet):
            office.preparer.prepare(_only(office).id, attempt)
    office.preparer.prepare(_only(office).id, 2)

    assert "group:finance" in office.queued("questions")[-1]["principals"]


def test_a_reload_is_not_shown_as_running_before_it_is_known_to_be_allowed(office: Office, edge: Edge) -> None:
    """It may yet become a refusal."""
    edge.command("U0MAYA", "/kb", "reload")
    before = office.redis.xlen(LIVE_STREAM)
    edge.command("U0SOFIA", "/kb", "reload")
    office.prepare()

    assert (0, 1) == (before, office.redis.xlen(LIVE_STREAM))


def test_what_waits_to_be_prepared_is_never_overdue(
    office: Office, edge: Edge, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The delivery process was away for an hour; nobody could have answered."""
    monkeypatch.setattr("bot.records.ledger._GRACE", timedelta(seconds=-1))
    monkeypatch.setattr("bot.delivery.reaper._LONGEST_WAIT", timedelta(seconds=-1))
    edge.message("U0TOM", "D0TOM", "How many days?")
    parts.reaper.reap()

    assert [] == office.queued("replies")
    assert ["How many days?"] == [payload["text"] for payload in office.queued("questions")]
