"""What can be quoted from a passage."""

from __future__ import annotations

import pytest

from knowledge.sentences import sentence_ends, shown
from tests.knowledge.builders import passage, sentences


def test_every_quote_stands_word_for_word_in_the_passage() -> None:
    """A citation opens to these very characters."""
    prose = "# Leave\n\nAsk early, e.g. in May. Ask twice.\n\n"
    text = prose + "- First **item**.\n- Second item\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"

    found = sentences(text)

    assert ["Ask early, e.g. in May.", "Ask twice.", "First **item**.", "Second item", "| 1 | 2 |"] == [
        sentence.quote for sentence in found
    ]
    assert all(text[sentence.start : sentence.end] == sentence.quote for sentence in found)


def test_a_table_row_reads_with_its_column_names() -> None:
    """A row alone is mute."""
    [row] = sentences("| City | Limit |\n|---|---|\n| Paris | €180 |\n")

    assert row.readable == "City: Paris; Limit: €180"


def test_a_row_whose_header_was_cut_off_reads_with_the_header_kept_as_context() -> None:
    """Long tables are split between rows."""
    [row] = sentences("| Paris | €180 |\n", context="| City | Limit |\n|---|---|")

    assert row.readable == "City: Paris; Limit: €180"


def test_chinese_sentences_end_without_a_space() -> None:
    """And emphasis around a whole sentence stays with it."""
    found = sentences("**提交申请。** 打开系统。等待审批；", language="zh")

    assert ["提交申请。", "打开系统。", "等待审批；"] == [sentence.readable for sentence in found]


def test_a_wrapped_line_goes_on() -> None:
    """Markdown is often wrapped in the middle of a sentence."""
    [sentence] = sentences("Submit the report\nwithin 30 days.")

    assert sentence.readable == "Submit the report within 30 days."


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Not yet", None), ("Done. Next", 6), ("See No. 5 for more", None), ("line\nnext", 5), ("好的。下一", 3)],
)
def test_a_growing_text_ends_its_first_sentence_only_when_it_is_finished(text: str, expected: int | None) -> None:
    """What is streamed is final."""
    assert expected == sentence_ends(text)


def test_a_passage_without_text_has_no_sentences() -> None:
    """Headings alone say nothing."""
    assert sentences("## Heading\n\n---\n") == []
    assert passage("").heading == "Leave Policy"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("To request leave, do this:", False),
        ("- *Travel Policy 2026*", False),
        ("- 《报销制度（2026年版）》", False),
        ("- Project Otter", False),
        ("Leave Policy", False),
        ("Related documents: Travel Policy 2026; Expense Policy 2026", False),
        ("相关制度：差旅制度、报销制度（2026年版）", False),
        ("Leave is 25 days.", True),
        ("Zhou Min owns Project Otter.", True),
        ("未休年假不得结转。", True),
    ],
)
def test_introductions_and_bare_titles_say_nothing(text: str, *, expected: bool) -> None:
    """They match a question's words and answer nothing."""
    [sentence] = sentences(text)

    assert expected == sentence.speaks


def test_what_is_displayed_stands_between_fences() -> None:
    """An example to recognise, or a line to copy."""
    found = sentences("```text\nBuy gift cards now.\n```\n\nThis was a scam.\n\n~~~\nAnother one came.\n~~~\n")

    assert {"Buy gift cards now.", "Another one came."} == {each.quote for each in found if each.displayed}


def test_a_quote_is_shown_without_its_markdown() -> None:
    """The citation keeps the document's own characters; a reader wants the words."""
    assert shown("| **Budget** | Green | €1.42 million |") == "Budget · Green · €1.42 million"
    assert shown("**Effective:** 20 November\n2. See [this](x)") == "Effective: 20 November 2. See this"
