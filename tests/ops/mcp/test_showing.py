"""Results of bounded length, and readers in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.domain import Answer, Citation, Language, Retrieved
from knowledge.language.profiles import PROFILES
from ops.mcp import showing
from ops.mcp.readers import in_words
from tests.knowledge.builders import passage

_ANSWER = Answer(
    "q", "Yes [1].", "en", (), abstained=False, retrieved=(), knowledge_version="v1", generator="extractive"
)
_CITATION = Citation(1, "leave.md", "Leave", "Leave", "Yes.", "")


def test_what_is_too_long_is_cut_and_says_so() -> None:
    """A passage, a quote, an answer, and a list of quotes."""
    long = "word " * 2000
    found = Retrieved(passage(long), 1.0)
    answer = replace(_ANSWER, text=long, citations=(replace(_CITATION, quote=long),))

    [shown], told = showing.passages([found], 5), showing.answered(answer)
    many = showing.answered(replace(_ANSWER, citations=(_CITATION,) * 21))

    assert [1500, 1500, 6000] >= [len(shown.quote), len(told.citations[0].quote), len(told.text)]
    assert all((shown.shortened, told.citations[0].shortened, told.shortened, many.shortened))
    assert 20 == len(many.citations)


def test_what_is_short_is_whole() -> None:
    """And says so, too."""
    assert not showing.answered(replace(_ANSWER, citations=(_CITATION,))).shortened


def test_what_was_found_beside_comes_behind_the_best_each_at_its_own_place() -> None:
    """A quote never stands under another's heading, and there are no more than were asked for."""
    best, beside = passage("Best.", heading="A"), passage("Beside.", heading="B", start=10)
    other = passage("Other.", heading="C", start=20)
    found = [Retrieved(best, 1.0, neighbours=(beside,)), Retrieved(other, 0.5)]

    assert [("A", "Best."), ("C", "Other."), ("B", "Beside.")] == [
        (one.heading, one.quote) for one in showing.passages(found, 5)
    ]
    assert 2 == len(showing.passages(found, 2))


def test_a_row_comes_with_the_head_of_its_table() -> None:
    """Without it nobody can read it."""
    [shown] = showing.passages([Retrieved(passage("| 5 | 26 |", context="| Years | Days |"), 1.0)], 1)

    assert "| Years | Days |\n| 5 | 26 |" == shown.quote


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        (["everyone"], "May be read by every employee, but no guests."),
        (["public"], "May be read by anybody who asks, guests included."),
        (
            ["user:U1", "domain:a.example"],
            "May be read by the person U1; people whose mail address ends in @a.example.",
        ),
        (
            ["group:hr & group:law"],
            "May be read by members of the user group hr who are also members of the user group law.",
        ),
        (["channel:C1"], "May be read by people asking in the channel C1."),
        ([], "May be read by nobody."),
    ],
)
def test_readers_in_words(readers: list[str], expected: str) -> None:
    """Each kind of reader, and one who must be several things at once."""
    assert expected == in_words(readers, "en")


@pytest.mark.parametrize("language", PROFILES)
def test_readers_have_words_in_every_language(language: Language) -> None:
    """Of those that Frontdesk speaks, each its own."""
    every = ["everyone", "public", "group:a & group:b", "user:U1", "channel:C1", "domain:a.example"]

    assert (language == "en") == (in_words(every, "en") == in_words(every, language))
    assert (language == "en") == (in_words([], "en") == in_words([], language))
