"""Where a sentence ends, in three languages."""

from __future__ import annotations

import pytest

from knowledge.language.ends import LONGEST
from tests.knowledge.builders import sentences


@pytest.mark.parametrize(
    "text",
    [
        "Der Antrag gilt ab dem 1. Januar des nächsten Jahres.",
        "Sie endet am 31. Dezember.",
        "Im 2. Halbjahr, d. h. Ab Juli, z. B. Montags, gilt dies.",
        "Das sind ca. Drei Tage, vgl. Abs. 3 Nr. 2 und Art. 5.",
        "Frau Dr. Seitz und Hr. Pawlak zahlen bis zu 2 Mio. Euro inkl. Steuern.",
        "See No. 5 and Fig. 2, e.g. Mr. Brown's, approx. Ten pages, at 9 a.m. GMT.",
        'She said "Never. Not once." and left.',
        "Costs (Hotel. Breakfast. Train.) are paid.",
        "Type `stop. Now` to end it.",
        "他说“不行。要先申请。”，就走了。",
        "费用（住宿。交通。）可以报销。",
    ],
)
def test_one_sentence_is_one(text: str) -> None:
    """An ordinal, a short form, a quotation or a bracket ends none."""
    assert [text] == [each.quote for each in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Der Hof ist zu. Übernachten ist verboten. Ärzte dürfen.",
            ["Der Hof ist zu.", "Übernachten ist verboten.", "Ärzte dürfen."],
        ),
        ("Es sind 25. Fragen Sie!", ["Es sind 25.", "Fragen Sie!"]),
        ("May I? No. Ask us.", ["May I?", "No.", "Ask us."]),
        ("We close at 5 p.m. Later trucks wait.", ["We close at 5 p.m.", "Later trucks wait."]),
        ('He said "No." Then he left.', ['He said "No."', "Then he left."]),
        ("(Ask first. Always.) Then go.", ["(Ask first. Always.)", "Then go."]),
        ("Можно. Но не сейчас.", ["Можно.", "Но не сейчас."]),
        ("可以。（须申请。）不得转让。", ["可以。", "（须申请。）", "不得转让。"]),
    ],
)
def test_a_sentence_ends_where_the_next_begins(text: str, expected: list[str]) -> None:
    """Capitals are capitals in any alphabet."""
    assert expected == [each.quote for each in sentences(text)]


def test_a_date_at_the_start_of_a_line_is_no_list() -> None:
    """A list would lose its number."""
    assert ["1. Mai ist frei."] == [each.quote for each in sentences("1. Mai ist frei.")]


@pytest.mark.parametrize("word", ["word ", "word, ", "字", "字，", "x"])
def test_text_without_a_full_stop_is_cut_into_units_that_can_be_read(word: str) -> None:
    """Behind a comma if there is one; nothing is lost."""
    text = (word * 4_000).strip()
    found = sentences(text)

    assert len(found) > 1
    assert all(len(each.quote) <= LONGEST for each in found)
    assert "".join(text.split()) == "".join("".join(each.quote.split()) for each in found)
    assert "," not in word or all(each.quote.endswith((",", "word")) for each in found)
