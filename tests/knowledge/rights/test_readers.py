"""Readers: any of them, several principals at once, and whom two sets both admit."""

from __future__ import annotations

import random

import pytest

from knowledge.rights.readers import admitted_by_both, leaves_fewer, may_read

_PRINCIPALS = ("everyone", "public", "group:hr", "group:it", "user:U1")


def test_a_reader_of_several_principals_holds_all_of_them() -> None:
    """One of them is not enough."""
    readers = ["group:hr & group:it", "user:U1"]

    assert may_read(readers, frozenset({"everyone", "group:hr", "group:it", "public"}))
    assert may_read(readers, frozenset({"user:U1"}))
    assert not may_read(readers, frozenset({"everyone", "group:it"}))
    assert not may_read([], frozenset(_PRINCIPALS))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (["everyone"], ["everyone"], ("everyone",)),
        (["everyone"], ["group:hr"], ("group:hr",)),
        (["public"], ["group:hr", "user:U1"], ("group:hr", "user:U1")),
        (["everyone", "public"], ["everyone", "group:hr"], ("everyone",)),
        (["public"], ["public", "everyone"], ("public",)),
        (["group:hr"], ["group:it"], ("group:hr & group:it",)),
        (["group:hr", "group:it"], ["group:it", "user:U1"], ("group:hr & user:U1", "group:it")),
        (["group:hr & group:it"], ["group:it", "user:U1"], ("group:hr & group:it",)),
        (["everyone"], [], ()),
    ],
)
def test_both_sets_are_said_in_the_fewest_words(one: list[str], other: list[str], both: tuple[str, ...]) -> None:
    """What one reader implies is not said again, so that rolling back and forth adds nothing."""
    assert both == admitted_by_both(one, other) == admitted_by_both(other, one)
    assert both == admitted_by_both(both, one)


def test_both_sets_admit_just_whom_each_admits() -> None:
    """Of any two sets, and of three. Whoever is more than public is a full member."""
    dice = random.Random(5)  # noqa: S311 - a repeatable choice
    for _ in range(500):
        some = [dice.sample(_PRINCIPALS, dice.randint(0, 3)) for _ in range(3)]
        two = admitted_by_both(some[0], some[1])
        three = admitted_by_both(two, some[2])
        named = dice.sample(_PRINCIPALS[2:], dice.randint(0, 3))
        held = frozenset({"public", "everyone", *named} if named or dice.random() < 0.5 else {"public"})

        assert leaves_fewer(some[0], some[1]) or may_read(two, held) == may_read(some[0], held)
        assert may_read(two, held) == all(may_read(each, held) for each in some[:2])
        assert may_read(three, held) == all(may_read(each, held) for each in some)
