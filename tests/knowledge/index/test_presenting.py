"""From a ranked list to one that is fit to read."""

from __future__ import annotations

import pytest

from knowledge.domain import Passage, Retrieved
from knowledge.index.duplicates import without_duplicates
from knowledge.index.editions import in_force_first
from knowledge.index.presenting import fit_to_read, merged
from tests.knowledge.builders import passage

TODAY = "2026-11-25"
RULE = "The daily meal allowance for a trip within Ireland is {} euros, paid for every night away from home."


def _found(*passages: tuple[int, Passage]) -> dict[int, Retrieved]:
    """Passages by row, in the order of their rank."""
    return {row: Retrieved(one, 1 / (61 + place), 0.9 - place / 100) for place, (row, one) in enumerate(passages)}


def _edition(year: int, **more: object) -> Passage:
    fields: dict[str, object] = {
        "title": f"Travel Policy {year}",
        "document_id": f"travel-{year}.md",
        "effective": f"{year}-01-01",
        **more,
    }
    return passage(RULE.format(year % 100), **fields)  # type: ignore[arg-type]


def _years(found: dict[int, Retrieved]) -> list[str]:
    return [(one.passage.effective or one.passage.document_id)[:4] for one in found.values()]


def test_neighbours_become_one_text_at_the_place_of_the_better() -> None:
    """In the document's order, with the heading where it changes; the best one stays the passage."""
    first = passage("Ask your manager.", heading="Request", start=0)
    second = passage("Up to five days.", heading="Carrying over", start=40)
    other = passage("Use the VPN.", title="VPN", document_id="vpn.md")
    results = merged(_found((5, second), (9, other), (4, first)))

    assert [second, other] == [one.passage for one in results]
    assert (first, second) == results[0].parts
    assert "Ask your manager.\n\n## Carrying over\n\nUp to five days." == results[0].text
    assert "Use the VPN." == results[1].text


@pytest.mark.parametrize(("row", "document"), [(6, "people/leave.md"), (5, "people/other.md"), (4, "people/leave.md")])
def test_only_what_stands_side_by_side_in_one_document_is_joined(row: int, document: str) -> None:
    """Not over a gap, not into the next document; row 4 is the passage itself."""
    here = passage("Ask your manager.", start=0)
    there = passage("Up to five days.", start=40, document_id=document)

    assert (row != 4) + 1 == len(merged(_found((4, here), (row, there))))


def test_a_text_does_not_grow_beyond_a_page() -> None:
    """What no longer fits into 400 tokens keeps a place of its own."""
    long = "word " * 400

    assert [long, "Short."] == [
        one.text for one in merged(_found((1, passage(long, start=0)), (2, passage("Short.", start=9999))))
    ]


def test_a_copy_is_dropped_and_the_newer_stays_at_the_place_of_the_better() -> None:
    """Markup and white space do not make a difference; without dates the better ranked stays."""
    text = "Employees submit their expense reports within 14 days, with all receipts attached."
    old = passage(text, document_id="old.md", effective="2024-01-01")
    new = passage(f"  **{text}** ", document_id="new.md", effective="2026-01-01")
    undated = passage(text, document_id="copy.md")
    other = passage("Use the VPN.", document_id="vpn.md")

    assert [new, other] == [one.passage for one in without_duplicates(_found((1, old), (2, other), (3, new))).values()]
    assert [new] == [one.passage for one in without_duplicates(_found((3, new), (1, old))).values()]
    assert [undated] == [one.passage for one in without_duplicates(_found((5, undated), (6, passage(text)))).values()]


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ("notice is given in writing", "notice is given in writting", 1),
        ("notice is 30 days", "notice is 31 days", 2),
        ("the office in Dublin", "the office in Durlin", 2),
        ("notice is given", "leave is carried over until the end of March", 2),
    ],
)
def test_a_nearly_same_text_is_a_copy_unless_a_number_or_a_name_differs(one: str, other: str, kept: int) -> None:
    """A typing error makes no second rule, another number does."""
    common = " ".join(f"Clause {n} says what everybody has always known about this matter." for n in range(12))
    passages = [passage(f"{common} {end}", document_id=f"{end}.md") for end in (one, other)]

    assert kept == len(without_duplicates(_found((1, passages[0]), (5, passages[1]))))


def test_the_newer_edition_takes_the_place_of_the_older() -> None:
    """They change places; what stands between them stays, and the scores still fall."""
    between = passage("Flights are booked by the office.", title="Flights", document_id="flights.md")
    found = in_force_first("meal allowance", _found((1, _edition(2024)), (5, between), (9, _edition(2026))), TODAY)
    scores = [one.score for one in found.values()]

    assert [9, 5, 1] == list(found)
    assert sorted(scores, reverse=True) == scores


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is the allowance?", "2026"),
        ("What was the allowance in 2024?", "2024"),
        ("2025年的餐补是多少？", "2024"),
        ("What is the allowance in 2026?", "2026"),
        ("What was it in 2020?", "2024"),
        ("What will it be in 2027?", "2027"),
    ],
)
def test_the_edition_in_force_in_the_year_asked_about_is_preferred(question: str, first: str) -> None:
    """Without a year the one in force today; one that has not begun waits, and before the first nothing changes."""
    found = _found((1, _edition(2024)), (4, _edition(2027)), (9, _edition(2026)))

    assert first == _years(in_force_first(question, found, TODAY))[0]


@pytest.mark.parametrize(
    "newer",
    [
        _edition(2026, title="Remote Work Policy 2026"),
        _edition(2026, language="zh"),
        _edition(2026, effective=None, title="Travel Policy", document_id="travel.md"),
        _edition(2024, document_id="copy.md"),
        passage("Flights are booked by the office.", title="Travel Policy 2026", effective="2026-01-01"),
    ],
)
def test_what_is_no_newer_edition_of_the_same_rule_stays_behind(newer: Passage) -> None:
    """Another title, another language, no date, the same date, another matter."""
    assert [1, 9] == list(in_force_first("meal allowance", _found((1, _edition(2024)), (9, newer)), TODAY))


def test_a_file_name_may_say_the_date_and_an_archived_document_may_have_been_split() -> None:
    """Laws carry the date in their file's name; a travel policy replaced a travel and expense policy."""
    laws = [
        passage(RULE.format(7), title="放假办法", document_id=f"放假办法({date}).md", language="zh")
        for date in ("2013-12-11", "2024-11-10")
    ]
    archived = _edition(
        2024, title="Travel and Expense Policy 2024", document_id="travel-and-expense-2024-archived.pdf"
    )
    standing = _edition(2024, title="Travel and Expense Policy 2024")

    assert [9, 1] == list(in_force_first("放几天假", _found((1, laws[0]), (9, laws[1])), TODAY))
    assert [9, 1] == list(in_force_first("allowance", _found((1, archived), (9, _edition(2026))), TODAY))
    assert [1, 9] == list(in_force_first("allowance", _found((1, standing), (9, _edition(2026))), TODAY))


def test_all_of_it_happens_to_a_search() -> None:
    """A copy goes, the old edition steps back, neighbours join, and no more than asked for is left."""
    found = _found(
        (1, _edition(2024)),
        (20, _edition(2026, start=0)),
        (21, passage("Receipts are kept.", document_id="travel-2026.md", title="Travel Policy 2026", start=200)),
        (30, _edition(2026, document_id="copy-2026.md")),
    )
    results = fit_to_read("meal allowance", found, 10)

    assert ["travel-2026.md", "travel-2024.md"] == [one.passage.document_id for one in results]
    assert RULE.format(26) + "\n\nReceipts are kept." == results[0].text
    assert results[:1] == fit_to_read("meal allowance", found, 1)
