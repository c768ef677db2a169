"""What people chose, and what became of what they asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.edge import Address
from bot.records.database import Database
from bot.records.histories import Histories
from bot.records.ledger import STOPPED, Entry, Ledger
from bot.records.models import Kind
from bot.records.outcomes import Outcomes
from bot.records.people import Choices, People
from tests.bot.records.conftest import Clock
from workers.contract import Json


@pytest.fixture
def desk(database: Database, clock: Clock) -> Desk:
    """A database that lives by the clock."""
    return Desk(database, clock)


class Desk:
    """People who ask, and what comes of it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.ledger = Ledger(database, clock)
        self.outcomes = Outcomes(database, clock)
        self.histories = Histories(database, clock)
        self.clock = clock

    def ask(self, name: str, user: str = "U1", kind: Kind = "question") -> None:
        """Somebody asks, a second after the last one."""
        self.clock.now += timedelta(seconds=1)
        payload: Json = {"id": name, "text": f"About {name}?", "language": "en"}
        self.ledger.receive(Entry(name, kind, payload, "en", Address("T1", "C1", user, "channel", "1.0", "1.0")))

    def answer(self, name: str, kind: str = "answer", version: str = "v1", *documents: str) -> None:
        """The question is answered from these documents."""
        request = self.ledger.get(name)
        assert request is not None
        citations = [{"document": document, "url": f"https://x.example/{document}"} for document in documents]
        plain: Json = {"text": "Yes.", "language": "en", "abstained": False, "generator": "x", "timings": {}}
        answer = {**plain, "retrieved": [], "citations": citations, "knowledge_version": version, "kind": kind}
        self.outcomes.answered(self.outcomes.record_of(request, answer))
        self.ledger.settle(name, "D1", "2.0")


def test_whoever_chose_nothing_has_the_defaults(database: Database) -> None:
    """Most people."""
    people = People(database)

    assert Choices(None, privately=False) == people.choices("U1")
    assert (None, False) == (people.home_hash("U1"), people.looks_at_home("U1"))


def test_a_choice_is_one_persons_and_leaves_the_rest(database: Database) -> None:
    """The Home tab's mark, too."""
    people = People(database)
    people.published_home("U1", "1.a")
    people.choose("U1", Choices("zh", privately=True))
    people.opened_home("U1")

    assert (Choices("zh", privately=True), Choices()) == (people.choices("U1"), people.choices("U2"))
    assert "1.a" == people.home_hash("U1")


def test_people_who_are_met_at_the_same_time_are_all_kept(database: Database) -> None:
    """Two processes write about somebody new at once."""
    people = People(database)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: people.published_home("U1", f"1.{n}"), range(24)))

    assert (people.home_hash("U1") or "").startswith("1.")


def test_a_home_tab_is_looked_at_for_an_hour(database: Database, clock: Clock) -> None:
    """Nobody says when it is closed."""
    people = People(database, clock)
    people.opened_home("U1")
    clock.now += timedelta(minutes=59)
    soon = people.looks_at_home("U1")
    clock.now += timedelta(minutes=2)

    assert (True, False) == (soon, people.looks_at_home("U1"))


def test_the_last_questions_are_ones_own_newest_first_and_so_many(desk: Desk) -> None:
    """No draft, no command of an administrator, nobody else's."""
    for number in range(5):
        desk.ask(f"q{number}")
    desk.ask("other", "U2")
    desk.ask("draft", kind="draft")
    desk.ask("status", kind="status")

    assert ["q4", "q3", "q2"] == [past.id for past in desk.histories.last("U1", 3)]


def test_what_became_of_each_is_told_apart(desk: Desk) -> None:
    """And of a deleted one no word is given."""
    for name in ("open", "answered", "unsaid", "asked_back", "withdrawn", "stopped", "failed"):
        desk.ask(name)
    for name, kind in (("answered", "conflict"), ("unsaid", "abstention"), ("asked_back", "clarification")):
        desk.answer(name, kind)
    desk.ledger.withdraw("withdrawn")
    desk.ledger.settle("stopped", "D1", "3.0", STOPPED)
    desk.ledger.settle("failed", "D1", "4.0", "deadline")
    pasts = {past.id: past for past in desk.histories.last("U1", 9)}

    assert all(name == past.outcome for name, past in pasts.items())
    assert "" == pasts["withdrawn"].text
    assert {"answered", "unsaid", "asked_back"} == {name for name, past in pasts.items() if past.kept}


def test_a_question_that_was_deleted_before_it_arrived_has_no_words(desk: Desk) -> None:
    """The ledger keeps but its key."""
    desk.ledger.forestall("q1", Address("T1", "D1", "U1", "dm"))
    (past,) = desk.histories.last("U1", 9)

    assert ("", "withdrawn", False) == (past.text, past.outcome, past.kept)


def test_a_document_is_asked_after_from_the_latest_answer_on(desk: Desk) -> None:
    """What was told since is known."""
    desk.ask("q1")
    desk.answer("q1", "answer", "v1", "leave.md", "pay.md")
    desk.ask("q2")
    desk.answer("q2", "answer", "v2", "leave.md")
    desk.ask("q3", "U2")
    desk.answer("q3", "answer", "v1", "board.md")
    cited = {one.document: (one.version, one.url) for one in desk.histories.cited_for("U1")}

    assert {
        "leave.md": ("v2", "https://x.example/leave.md"),
        "pay.md": ("v1", "https://x.example/pay.md"),
    } == cited


def test_gaps_are_counted_by_reason_and_of_late_only(desk: Desk) -> None:
    """What was taken back or stopped is none, nor what is being answered."""
    desk.ask("old")
    desk.answer("old", "abstention")
    desk.clock.now += timedelta(days=8)
    for name in ("a", "b", "c", "d", "e", "f"):
        desk.ask(name)
    desk.answer("a", "abstention")
    desk.answer("b", "abstention")
    desk.ledger.settle("c", "D1", "3.0", "deadline")
    desk.ledger.withdraw("d")
    desk.ledger.give_up("d", "withdrawn")
    desk.answer("e")

    assert {"unsaid": 2, "deadline": 1} == dict(desk.histories.unanswered(7))


def test_only_questions_have_askers_who_are_shown_what_became_of_them(desk: Desk) -> None:
    """An administrator's command has its own report."""
    desk.ask("q1")
    desk.ask("r1", kind="reload")

    assert ("U1", None, None) == tuple(desk.histories.asker_of(name) for name in ("q1", "r1", "unknown"))
