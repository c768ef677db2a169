"""The ledger: what is written down, and what each step of a request changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.edge import Address
from bot.records.database import Database
from bot.records.ledger import Entry, Ledger
from bot.records.models import Request
from bot.records.outcomes import Outcomes
from knowledge.domain import Turn
from tests.bot.records.conftest import Clock
from workers.contract import Json, Reply


@pytest.fixture
def timed(database: Database, clock: Clock) -> Ledger:
    """A ledger that lives by the clock."""
    return Ledger(database, clock)


def _entry(request_id: str = "q1", thread: str = "1.0", text: str = "How many days?") -> Entry:
    payload: Json = {"id": request_id, "text": text, "language": "en", "principals": ["everyone"], "history": []}
    address = Address("T1", "C1", "U1", "channel", thread, thread, "https://hooks.example/secret")
    return Entry(request_id, "question", payload, "en", address)


def _get(ledger: Ledger, request_id: str = "q1") -> Request:
    request = ledger.get(request_id)
    assert request is not None
    return request


def test_a_request_is_written_down_once(timed: Ledger) -> None:
    """The second of two deliveries learns that it is the second."""
    assert timed.receive(_entry()) is not None
    assert timed.receive(_entry(text="Something else?")) is None
    assert "How many days?" == _get(timed).payload["text"]


def test_of_many_deliveries_at_once_one_is_first(ledger: Ledger) -> None:
    """Slack's retries and twins arrive on several threads."""
    with ThreadPoolExecutor(8) as pool:
        firsts = list(pool.map(lambda _: ledger.receive(_entry()) is not None, range(24)))

    assert 1 == firsts.count(True)


def test_times_come_back_with_their_zone(timed: Ledger, clock: Clock) -> None:
    """SQLite forgets the zone; a comparison with the present must not fail for it."""
    timed.receive(_entry())

    assert clock.now == _get(timed).created_at


def test_publishing_counts_the_attempts_and_keeps_the_first_time(timed: Ledger, clock: Clock) -> None:
    """How long somebody has waited counts from the first time."""
    timed.receive(_entry())
    first = clock.now
    clock.now += timedelta(minutes=1)
    timed.published("q1")
    request = _get(timed)

    assert ("queued", 2, first) == (request.state, request.attempts, request.published_at)


def test_what_the_queue_did_not_take_was_not_published(timed: Ledger) -> None:
    """Whoever meets it next, Slack's next delivery or the reaper, puts it there."""
    timed.receive(_entry())
    timed.not_published("q1")
    request = _get(timed)

    assert ("received", 0, None) == (request.state, request.attempts, request.published_at)


def test_a_request_is_due_only_after_its_grace(timed: Ledger, clock: Clock) -> None:
    """What is on its ordinary way is left alone."""
    timed.receive(_entry())
    at_once = timed.due()
    clock.now += timedelta(seconds=6)

    assert [] == at_once
    assert ["q1"] == [request.id for request in timed.due()]


def test_postponing_keeps_the_reaper_away(timed: Ledger, clock: Clock) -> None:
    """A reply that waits for Slack's rate limit is nobody's business."""
    timed.receive(_entry())
    clock.now += timedelta(seconds=6)
    timed.postpone("q1", timedelta(seconds=30))

    assert [] == timed.due()


def test_settling_erases_the_response_url(timed: Ledger, clock: Clock) -> None:
    """It is a secret that is of no use any more."""
    timed.receive(_entry())
    timed.settle("q1", "C1", "2.0")
    clock.now += timedelta(days=1)
    request = _get(timed)

    assert ("settled", "posted", "2.0", None) == (
        request.state,
        request.reply_state,
        request.reply_ts,
        request.response_url,
    )
    assert [] == timed.due()


def test_a_settled_request_never_changes_again(timed: Ledger) -> None:
    """A late reaper or relay cannot open it."""
    timed.receive(_entry())
    timed.settle("q1", "C1", "2.0")
    timed.published("q1")
    timed.posting("q1", "C9")
    timed.give_up("q1", "undeliverable")
    request = _get(timed)

    assert ("settled", "posted", "C1", None) == (
        request.state,
        request.reply_state,
        request.reply_channel,
        request.failure,
    )


def test_history_is_of_this_thread_only_and_ends_with_the_latest(
    timed: Ledger, clock: Clock, database: Database
) -> None:
    """What was said elsewhere, or not answered, is not part of a conversation."""
    outcomes = Outcomes(database, clock)
    for number, thread in enumerate(("1.0", "2.0", "1.0", "1.0", "1.0")):
        clock.now += timedelta(seconds=1)
        timed.receive(_entry(f"q{number}", thread, f"question {number}"))
        request = _get(timed, f"q{number}")
        if number != 3:
            answer = {**_answer(request).answer, "text": f"answer {number}"}  # type: ignore[dict-item]
            outcomes.answered(outcomes.record_of(request, answer))
    expected = [
        (role, f"{kind} {n}") for n in (0, 2, 4) for role, kind in (("user", "question"), ("assistant", "answer"))
    ]

    assert tuple(Turn(role, text) for role, text in expected) == timed.history("C1", "1.0")  # type: ignore[arg-type]
    assert timed.history("C1", "1.0", questions=1)[0].text == "question 4"


def test_a_verdict_is_kept_once_a_person_and_can_change(timed: Ledger, database: Database) -> None:
    """The last click counts; the same click again changes nothing, nor does one on an unknown answer."""
    outcomes = Outcomes(database)
    timed.receive(_entry())
    outcomes.answered(outcomes.record_of(_get(timed), _answer(_get(timed)).answer or {}))
    changes = [outcomes.judged("q1", "U1", helpful=helpful) for helpful in (True, True, False)]

    assert [True, False, True] == changes
    assert not outcomes.judged("unknown", "U1", helpful=True)


def _answer(request: Request) -> Reply:
    plain = {"text": "Yes.", "language": "en", "abstained": False, "knowledge_version": "v1", "generator": "x"}
    return Reply(request.id, answer={**plain, "citations": [], "retrieved": [], "timings": {"total": 1.0}})
