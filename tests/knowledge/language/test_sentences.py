"""What can be quoted from a passage."""

from __future__ import annotations

import pytest

from knowledge.language.sentences import sentence_ends, shown
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


def test_an_item_reads_behind_the_lines_that_introduce_it() -> None:
    """Under "does not pay for", an item alone would say the contrary; what follows the list is no item of it."""
    text = """The company does not pay for:

- the minibar
- fines, such as:
  - parking fines
- laundry. Ask first.

Everything else is paid."""

    assert [
        "The company does not pay for:",
        "The company does not pay for: the minibar",
        "The company does not pay for: fines, such as:",
        "The company does not pay for: fines, such as: parking fines",
        "The company does not pay for: laundry.",
        "Ask first.",
        "Everything else is paid.",
    ] == [sentence.readable for sentence in sentences(text)]
    assert "parking fines" == sentences(text)[3].own


def test_the_numbered_items_of_a_chinese_law_are_a_list() -> None:
    """With and without a blank line between them."""
    text = "下列各项不列入工资总额：\n（一）奖金；\n\n（二）出差伙食补助费；\n二、其他规定。"

    assert ["下列各项不列入工资总额：（二）出差伙食补助费；", "二、其他规定。"] == [
        sentence.readable for sentence in sentences(text, language="zh")
    ][2:]


def test_a_paragraph_that_ends_in_a_colon_introduces_with_its_last_sentence() -> None:
    """A list under a heading, or behind a plain sentence, is introduced by nothing."""
    introduced = sentences("Trips are planned early. You need:\n\n- a visa")
    plain = sentences("You need:\n\n## Papers\n\n- a visa\n\nTrips are planned early.\n\n- a plan")

    assert "You need: a visa" == introduced[-1].readable
    assert ["a visa", "a plan"] == [plain[1].readable, plain[3].readable]


def test_a_row_of_a_sheet_is_one_unit() -> None:
    """Its cells mean nothing apart."""
    row = "福利: 推荐奖 · 标准: 12,000元，入职时发放一半。 · 条件: 10月以后入职的除外。每人一次"

    assert [row] == [sentence.quote for sentence in sentences(row, language="zh")]


def test_a_link_around_two_sentences_leaves_nothing_behind() -> None:
    """Each of them has half of it."""
    text = "[Back from your trip? Get reimbursed!](https://e.example/a) Item [1] stays."

    assert ["Back from your trip?", "Get reimbursed! Item [1] stays."] == [each.readable for each in sentences(text)]


def test_a_wrapped_line_goes_on_in_a_block_quote_too() -> None:
    """Its end may be the exception."""
    text = """> **Good to know.** Read this.
>
> - You may join meetings of partners
>   UNLESS they record. Say
>   so.
> - You host none.
Not quoted."""

    assert [
        "Good to know.",
        "Read this.",
        "You may join meetings of partners UNLESS they record.",
        "Say so.",
        "You host none.",
        "Not quoted.",
    ] == [each.readable for each in sentences(text)]


def test_a_chinese_clause_is_read_with_what_it_excepts() -> None:
    """What follows a semicolon is else a rule of its own."""
    text = "公章不得带出公司；确需带出的，须由两人同行。工作日按150%支付；休息日按200%支付。"

    assert ["公章不得带出公司；确需带出的，须由两人同行。", "工作日按150%支付；", "休息日按200%支付。"] == [
        each.quote for each in sentences(text, language="zh")
    ]
