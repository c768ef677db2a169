"""How the bot behaves in each channel, and what it offered there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.edge import Address
from bot.records.channel_rules import DEFAULT, ChannelBook, ChannelRules, Kept
from bot.records.database import Database
from bot.records.ledger import Entry, Ledger
from bot.records.offers import Offers
from tests.bot.records.conftest import Clock

_HR = ChannelRules(unasked=True, sources=("hr",), language="de", told_user="U1")


@pytest.fixture
def book(database: Database) -> ChannelBook:
    """The rules of all channels."""
    return ChannelBook(database)


def _ask(database: Database, *names: str) -> None:
    for name in names:
        Ledger(database).receive(Entry(name, "question", {}, "en", Address("T1", "C1", "U1", "command")))


def test_a_channel_of_which_nobody_said_anything_has_the_defaults(book: ChannelBook) -> None:
    """Unasked answers, and bots, are off."""
    assert Kept() == book.kept("C1")
    assert (True, False, False) == (DEFAULT.enabled, DEFAULT.unasked, DEFAULT.bots)


def test_rules_are_kept_as_they_were_saved(book: ChannelBook) -> None:
    """Of this channel alone."""
    assert "saved" == book.save("C1", _HR, since=0, by="U2", form="f1")
    assert Kept(_HR, 1, "U2", "f1") == book.kept("C1")
    assert (DEFAULT, 1) == (book.rules("C2"), book.changed())


def test_a_form_that_is_sent_twice_saves_once(book: ChannelBook) -> None:
    """However often, and whatever its second copy says."""
    book.save("C1", _HR, since=0, by="U2", form="f1")

    assert "repeated" == book.save("C1", DEFAULT, since=0, by="U2", form="f1")
    assert Kept(_HR, 1, "U2", "f1") == book.kept("C1")


@pytest.mark.parametrize("since", [0, 1])
def test_of_two_at_once_the_later_one_is_told(book: ChannelBook, since: int) -> None:
    """Whether there were rules before or not."""
    if since:
        book.save("C1", _HR, since=0, by="U1", form="f0")
    first = book.save("C1", ChannelRules(bots=True), since=since, by="U2", form="f1")
    second = book.save("C1", ChannelRules(enabled=False), since=since, by="U3", form="f2")

    assert ("saved", "outdated") == (first, second)
    assert (ChannelRules(bots=True), "U2") == (book.rules("C1"), book.kept("C1").changed_by)


def test_many_who_save_at_the_same_moment_are_one_and_others_who_hear_of_it(book: ChannelBook) -> None:
    """In one transaction each."""
    with ThreadPoolExecutor(6) as pool:
        save = pool.map(lambda n: book.save("C1", _HR, since=0, by="U1", form=f"f{n}"), range(6))

    assert ["outdated"] * 5 + ["saved"] == sorted(save)


def test_a_channel_with_another_id_keeps_its_rules(book: ChannelBook) -> None:
    """Also where rules were saved under the new one already; one without rules changes nothing."""
    book.save("C1", _HR, since=0, by="U2", form="f1")
    book.save("C2", ChannelRules(bots=True), since=0, by="U2", form="f2")
    book.renamed("C1", "C2")
    book.renamed("C9", "C2")

    assert (DEFAULT, _HR) == (book.rules("C1"), book.rules("C2"))


def test_rules_that_are_the_defaults_again_are_none_of_its_own(book: ChannelBook) -> None:
    """An administrator counts what differs."""
    book.save("C1", _HR, since=0, by="U2", form="f1")
    book.save("C1", DEFAULT, since=1, by="U2", form="f2")

    assert 0 == book.changed()


def test_the_differences_are_named() -> None:
    """The audit trail has the names, not what they say."""
    assert ["unasked", "sources", "language", "told_user"] == DEFAULT.differences(_HR)


def test_an_offer_is_made_once(database: Database) -> None:
    """Unless Slack certainly refused it."""
    _ask(database, "a")
    offers = Offers(database)
    tries = [offers.claim("a", "C1", 5), offers.claim("a", "C1", 5)]
    offers.not_made("a")

    assert [True, False] == tries
    assert offers.claim("a", "C1", 5)


def test_so_many_offers_are_made_in_a_channel_within_a_day(database: Database, clock: Clock) -> None:
    """Another channel has its own, and so has the next day."""
    _ask(database, *"abcd")
    offers = Offers(database, clock)
    made = [
        offers.claim("a", "C1", 1),
        offers.any_left("C1", 1),
        offers.claim("b", "C1", 1),
        offers.claim("c", "C2", 1),
    ]
    clock.now += timedelta(days=1)

    assert [True, False, False, True] == made
    assert (True, True) == (offers.any_left("C1", 1), offers.claim("d", "C1", 1))
