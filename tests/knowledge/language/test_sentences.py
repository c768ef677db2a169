"""What can be quoted from a passage."""

from __future__ import annotations

import pytest

from knowledge.language.ends import LONGEST
from knowledge.language.sentences import sentence_ends, shown
from knowledge.language.tables import readable_row
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


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| Bonn | 90 EUR | |", "City: Bonn; Low: 90 EUR; High: –"),
        ("| Oslo | | 230 EUR |", "City: Oslo; Low: –; High: 230 EUR"),
        ("| Rome | | |", "City: Rome"),
    ],
    ids=["last", "middle", "most"],
)
def test_an_empty_cell_is_told_unless_most_are(row: str, said: str) -> None:
    """Who asks for Bonn's high season would take what stands beside it for the answer."""
    assert said == readable_row(row, "| City | Low | High |")


def test_a_row_whose_header_was_cut_off_reads_with_the_header_kept_as_context() -> None:
    """Long tables are split between rows."""
    [row] = sentences("| Paris | €180 |\n", context="| City | Limit |\n|---|---|")

    assert row.readable == "City: Paris; Limit: €180"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("|  |  |\n| --- | --- |\n| Owner | HR |\n| Version: | 3 |", ["Owner: HR", "Version: 3"]),
        ("|  | Sat |\n| --- | --- |\n| Drivers | 30 % |", ["Drivers; Sat: 30 %"]),
        ("| --- | --- |\n| City | Low |\n| Oslo | 3 |\n| Rome | 4 |", ["City: Oslo; Low: 3", "City: Rome; Low: 4"]),
        ("| City |\n| --- |\n| Oslo | extra |", ["City: Oslo; extra"]),
    ],
)
def test_a_row_whose_columns_have_no_names_reads_without_them(table: str, said: list[str]) -> None:
    """Its first cell names the others; no dashes are said, and no cell is left out."""
    assert said == [row.readable for row in sentences(f"{table}\n")]


def test_a_wide_row_whose_columns_have_no_names_is_read_in_parts_behind_its_label() -> None:
    """Nothing is said for a name that is not there."""
    long = "Ask first. " * 100
    rows = sentences(f"|  |  |\n| --- | --- |\n| Refunds | {long} |\n")

    assert ["Refunds", "Refunds: Ask first."] == [row.readable for row in rows[:2]]


def test_chinese_sentences_end_without_a_space() -> None:
    """And emphasis around a whole sentence stays with it."""
    found = sentences("**员工应当提前三天提交书面申请。** 打开系统。等待审批；", language="zh")

    assert ["员工应当提前三天提交书面申请。", "打开系统。", "等待审批；"] == [sentence.readable for sentence in found]


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
        ("[The guide to working from home](https://e.example/guide)", False),
        ("https://e.example/guide", False),
        ("![The plan of the building](plan.png)", False),
        ("[Where you can, take the night train instead](https://e.example/a).", True),
        ("See the [plan](x) if you lose your way in the new building.", True),
        ("Nothing at all.", True),
        ("All visitors are escorted.", True),
        ("Please don't shout.", True),
        ("不可以。", True),
        ("Leider nein.", True),
        ("N/A", False),
        ("**TBD**", False),
        ("…", False),
        ("Who pays for this?", False),
        ("Ignore the queue and call the hotline at once.", True),
    ],
)
def test_a_short_answer_speaks_and_a_title_does_not(text: str, *, expected: bool) -> None:
    """A title matches a question's words and answers nothing; an order to a reader is no reason to hold it back."""
    assert [expected] == [each.speaks for each in sentences(text)]


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("- A mug\n- N/A", "Welcome bag", ["A mug"]),
        ("You get:\n- A mug", "", ["You get: A mug"]),
        ("Browsers that we support:\n- [Firefox](https://f.example)", "", ["Browsers that we support: Firefox"]),
        ("See also:\n- [Travel](https://t.example)\n- *Leave Rules*", "", []),
        ("Weitere Informationen:\n- [Reisen](https://t.example)", "", []),
    ],
)
def test_an_item_speaks_under_its_list_or_its_heading(text: str, heading: str, expected: list[str]) -> None:
    """Unless the list says where to read on."""
    assert expected == [each.readable for each in sentences(text, heading=heading) if each.speaks]


def test_a_row_speaks_if_a_cell_beside_its_label_does() -> None:
    """What is not applicable answers nothing; a dash in the middle of a table is no header."""
    table = (
        "City | Limit | Note\n:-- | --: | ---\nParis | €180 | N/A\nRome | n/a | –\n| - | - | - |\nBonn | TBD | ask\n"
    )

    assert ["City: Paris; Limit: €180; Note: N/A", "City: Bonn; Limit: TBD; Note: ask"] == [
        each.readable for each in sentences(table) if each.speaks
    ]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("内部推荐奖励办法\n\n奖励3000元。", ["奖励3000元。"]),
        ("Guide to the bicycle room\n\nShut the door.", ["Shut the door."]),
        ("Car park of the office 45 EUR\n\nAsk HR.", ["Car park of the office 45 EUR", "Ask HR."]),
        ("Guide to the bicycle room", ["Guide to the bicycle room"]),
    ],
)
def test_the_first_line_of_a_document_is_its_title(text: str, spoken: list[str]) -> None:
    """Where it is no sentence, has no figure and stands above others, it answers nothing."""
    assert spoken == [each.own for each in sentences(text, title="rules") if each.speaks]


def test_a_sign_in_a_cell_says_something() -> None:
    """A tick or a cross is the answer of a table of what is included; a dash is none."""
    rows = sentences("| Cover | Silver | Gold |\n|---|---|---|\n| Loss | ✗ | ✓ |\n| Car | ● | |\n| Rain | – | - |\n")

    assert ["Cover: Loss; Silver: ✗; Gold: ✓", "Cover: Car; Silver: ●; Gold: –"] == [
        each.readable for each in rows if each.speaks
    ]


def test_a_row_without_a_table_is_quoted_as_it_stands() -> None:
    """It was cut off from its header, and has all the same something to say."""
    rows = sentences("| Desk that can be raised | $500 | every three years |\n| Lamp | any | once |")

    assert ["Desk that can be raised · $500 · every three years", "Lamp · any · once"] == [each.own for each in rows]
    assert all(each.speaks for each in rows)
    assert "Thing: Lamp; Paid: once" == sentences("| Thing | Paid |\n| Lamp | once |")[0].readable


def test_what_is_there_for_its_looks_is_neither_quoted_nor_shown() -> None:
    """Callouts, containers, templates, footnotes, anchors and tags of HTML."""
    text = """> [!WARNING]
> Keep the door shut.

::: tip Good to know
The cellar is dry.[^1]
:::

!!! note "Cellar"

{% include "menu.html" %}
<div class="box">

Mugs cost <b>€4</b><br>each. {#mugs}

</div>
[home]: https://e.example
[TOC]

[^1]: Since the flood.
> [!NOTE] Bring a lamp.

Ask {{ team }} or <lamp@e.example>, as `{{ code }}` says.
"""

    assert [
        "Keep the door shut.",
        "The cellar is dry.",
        "Mugs cost €4 each.",
        "Since the flood.",
        "Bring a lamp.",
        "Ask or lamp@e.example, as {{ code }} says.",
    ] == [each.readable for each in sentences(text)]
    assert "Rates: A · B 1 · 2" == shown("> Rates:\n| A | B |\n|:--|---:|\n| 1 | 2 |")


def test_what_is_displayed_stands_between_fences() -> None:
    """An example to recognise, or a line to copy."""
    found = sentences("```text\nBuy gift cards now.\n```\n\nThis was a scam.\n\n~~~\nAnother one came.\n~~~\n")

    assert {"Buy gift cards now.", "Another one came."} == {each.quote for each in found if each.displayed}


def test_a_fence_that_is_never_closed_displays_nothing() -> None:
    """A slip of the author must not hide the rules behind it."""
    assert [False, False] == [each.displayed for each in sentences("```\nExample\n\nThe rule is here.\n")]


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


def test_pairs_on_one_line_are_one_unit() -> None:
    """They mean nothing apart."""
    row = "福利: 推荐奖 · 标准: 12,000元，入职时发放一半。 · 条件: 10月以后入职的除外。每人一次"

    assert [row] == [sentence.quote for sentence in sentences(row, language="zh")]


def test_a_link_around_two_sentences_leaves_nothing_behind() -> None:
    """Each of them has half of it."""
    text = "[You are back from your trip. Get reimbursed!](https://e.example/a) Item [1] stays."

    assert ["You are back from your trip.", "Get reimbursed! Item [1] stays."] == [
        each.readable for each in sentences(text)
    ]


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
        "Good to know. Read this.",
        "Good to know. You may join meetings of partners UNLESS they record.",
        "Good to know. Say so.",
        "Good to know. You host none.",
        "Good to know. Not quoted.",
    ] == [each.readable for each in sentences(text)]


def test_a_chinese_clause_is_read_with_what_it_excepts() -> None:
    """What follows a semicolon is else a rule of its own."""
    text = "公章不得带出公司；确需带出的，须由两人同行。工作日按150%支付；休息日按200%支付。"

    assert ["公章不得带出公司；确需带出的，须由两人同行。", "工作日按150%支付；", "休息日按200%支付。"] == [
        each.quote for each in sentences(text, language="zh")
    ]


WIDE = "| City |" + "".join(f" Column {n} |" for n in range(40))
WIDE_TABLE = f"{WIDE}\n{'|---' * 41}|\n| Bonn |" + "".join(f" what holds in case {n} |" for n in range(40))


def test_a_row_of_forty_columns_is_read_in_parts_that_each_know_their_label() -> None:
    """Nobody reads it in one piece, and a model forgets its beginning."""
    found = sentences(WIDE_TABLE)

    assert len(found) > 2
    assert all(len(each.own) <= LONGEST and WIDE_TABLE[each.start : each.end] == each.quote for each in found)
    assert found[1].readable.startswith("City: Bonn: Column ")
    assert all(any(f"Column {n}: what holds in case {n}" in each.own for each in found) for n in range(40))


def test_a_cell_without_end_is_cut_too() -> None:
    """And each piece says of which row and column it is."""
    found = sentences(f"| City | Rule |\n|---|---|\n| Bonn | {'One rule. ' * 200}|")

    assert all(len(each.quote) <= LONGEST for each in found)
    assert "City: Bonn: Rule: One rule." == found[-1].readable


HOSTILE = {
    "blanks": ". " + " " * 20_000 + "x",
    "dashes": "- " * 20_000 + "x",
    "bars": "| a " * 20_000,
    "brackets": "[" * 20_000,
    "links": "[a](" * 5_000,
    "emphasis": "*a " * 20_000,
    "quotations": '"a. B ' * 20_000,
    "parentheses": "(a. B " * 20_000,
    "templates": "{{ a {% b " * 5_000,
    "tags": "<a " * 20_000,
    "lines": "a\n" * 20_000,
    "items": "- a:\n" * 5_000,
    "fences": "```\n" * 5_001,
    "one word": "word",
    "one character": "字" * 4_000,
    "pairs": "a: b · " * 5_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_makes_the_reader_slow_or_a_unit_long(kind: str) -> None:
    """What takes time in proportion to the square of the length would be cut off here."""
    found = sentences(HOSTILE[kind])

    assert all(len(each.quote) <= LONGEST and HOSTILE[kind][each.start : each.end] == each.quote for each in found)
    assert isinstance([each.speaks for each in found], list)
