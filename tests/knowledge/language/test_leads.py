"""What a unit stands under is said with it: a question, a bold heading, the line that introduces its list or table."""

from __future__ import annotations

import pytest

from knowledge.language.leads import carried_on
from tests.knowledge.builders import sentences


def _said(text: str, **more: object) -> list[str]:
    return [each.readable for each in sentences(text, **more) if each.speaks]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "**Can I sublet my parking space?**\n\nNot at this time.",
            "en",
            "Can I sublet my parking space? Not at this time.",
        ),
        (
            "**Can I sublet my parking space?** Not at this time.",
            "en",
            "Can I sublet my parking space? Not at this time.",
        ),
        ("**Can I sublet it?**\nNot at this time.", "en", "Can I sublet it? Not at this time."),
        ("Can I sublet it?\n\nNot at this time.", "en", "Can I sublet it? Not at this time."),
        ("Q: Is the gym free?\nA: Before 8.", "en", "Is the gym free? Before 8."),
        ("**Q1:** Is the gym free?\n\n**A1:** Before 8.", "en", "Is the gym free? Before 8."),
        ("3. Is the gym free?\n\nBefore 8.", "en", "Is the gym free? Before 8."),
        ("1. **Is the gym free?**\n   Before 8.", "en", "Is the gym free? Before 8."),
        ("**宠物可以带进办公室吗？**\n\n不可以。", "zh", "宠物可以带进办公室吗？不可以。"),
        ("问：宠物可以带进办公室吗？\n答：不可以。", "zh", "宠物可以带进办公室吗？不可以。"),
        (
            "**Darf ich mein Rad mitbringen?**\n\nÜberall, nur nicht im Labor.",
            "de",
            "Darf ich mein Rad mitbringen? Überall, nur nicht im Labor.",
        ),
        ("Frage: Darf ich das?\nAntwort: Nein.", "de", "Darf ich das? Nein."),
    ],
)
def test_an_answer_says_its_question_and_the_question_alone_is_none(text: str, language: str, expected: str) -> None:
    """Short as the answer may be."""
    assert [expected] == _said(text, language=language)


def test_all_that_answers_a_bold_question_stands_under_it_up_to_the_next() -> None:
    """Paragraphs, items and rows."""
    text = (
        "**Who may drive the van?**\n\nDrivers of the depot.\n\nOthers ask first:\n\n- trainees\n\n"
        "**Where is the key?**\n\n| Day | Place |\n|---|---|\n| Monday | Gate 2 |\n\n## Fuel\n\nPay by card."
    )

    assert [
        "Who may drive the van? Drivers of the depot.",
        "Who may drive the van? Others ask first: trainees",
        "Where is the key? Day: Monday; Place: Gate 2",
        "Pay by card.",
    ] == _said(text)


def test_a_plain_question_is_answered_by_the_next_paragraph_only() -> None:
    """What comes later speaks of something else."""
    text = "Lost your badge?\n\nTell the front desk.\n\nParking is free."

    assert ["Lost your badge? Tell the front desk.", "Parking is free."] == _said(text)


def test_questions_that_are_items_of_a_list_are_what_it_lists() -> None:
    """A form asks them."""
    assert ["The request says: What is it for?", "The request says: Who pays?"] == _said(
        "The request says:\n\n- What is it for?\n- Who pays?"
    )


def test_a_question_under_a_question_answers_nothing() -> None:
    """The passage ends before its answer."""
    assert ["Why is it so little? We look at it again."] == _said(
        "**Q: Why is it so little?**\n\nA: We look at it again.\n\n**Q: Does my manager see it?**"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "**Working from the coast**\n\nAsk two weeks before.\n\nTaxes are yours.\n\n**Holidays**\n\nWe close.",
            [
                "Working from the coast: Ask two weeks before.",
                "Working from the coast: Taxes are yours.",
                "Holidays: We close.",
            ],
        ),
        (
            "**Overtime.** It is paid in May. Ask first.\n\nTime off is possible.\n\n**Nights.** They count double.",
            [
                "Overtime. It is paid in May.",
                "Overtime. Ask first.",
                "Overtime. Time off is possible.",
                "Nights. They count double.",
            ],
        ),
        (
            "**Night shifts**\nThey count double.\n**Sundays**\nThey count once.",
            ["Night shifts: They count double.", "Sundays: They count once."],
        ),
        (
            "**Hinweis.** Der Hof ist gesperrt.\n\nDas Tor bleibt offen.",
            ["Hinweis. Der Hof ist gesperrt.", "Das Tor bleibt offen."],
        ),
        ("**加班费**\n\n工作日按1.5倍支付。", ["加班费：工作日按1.5倍支付。"]),
        ("Night shifts\n------------\n\nThey count double.", ["Night shifts: They count double."]),
        (
            "- **Meals.** Up to 40 euros. Keep the receipt.\n- **Beds.** Up to 90.",
            [
                "Meals. Up to 40 euros.",
                "Meals. Keep the receipt.",
                "Beds. Up to 90.",
            ],
        ),
        ("**Meals:** up to 40 euros. Keep the receipt.", ["Meals: up to 40 euros.", "Meals: Keep the receipt."]),
    ],
)
def test_a_bold_heading_is_said_with_what_follows_it(text: str, expected: list[str]) -> None:
    """It has no number signs, and is none the less a heading."""
    assert expected == _said(text, language="zh" if "加" in text else "en")


@pytest.mark.parametrize(
    "text",
    [
        "**Forklifts must not be left running while nobody sits in them.** It is dangerous.",
        "- **Never lend your badge to anybody.**",
        "**No visitors after 6 pm.**\n\nThe gate is locked then.",
        "**严禁酒后上岗。**",
    ],
)
def test_a_bold_sentence_is_no_heading(text: str) -> None:
    """It is the rule that matters most."""
    assert sentences(text)[0].speaks
    assert all(each.leads == () for each in sentences(text))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Every driver takes a break of 45 minutes after four and a half hours, and more, such as:\n\n- nights",
            "en",
            True,
        ),
        (
            "Parental leave may begin six weeks before the birth of the child, or earlier if:\n\n- a doctor says so",
            "en",
            True,
        ),
        ("第八条 员工出差应当事先取得部门负责人的书面批准，并附下列材料：\n\n（一）行程", "zh", True),
        ("Not paid:\n\n- fines", "en", False),
        ("Please note the following:\n\n- fines", "en", False),
        ("下列费用不予报销：\n\n（一）罚款", "zh", False),
        ("Es gelten folgende Zeiten:\n\n- 6 bis 8", "de", False),
    ],
)
def test_an_introduction_that_says_something_itself_can_be_quoted(text: str, language: str, *, expected: bool) -> None:
    """A short one is nothing without its list."""
    first = sentences(text, language=language)[0]

    assert expected == first.speaks
    assert sentences(text, language=language)[1].leads == ((first.start, first.end),)


def test_an_enumeration_within_another_knows_both_introductions() -> None:
    """Chinese rules nest without indentation, and a list in a block quote with it."""
    text = "下列费用可以报销：\n一、交通费，包括：\n（一）火车票；\n（二）打车，限于：\n1. 夜间；\n（三）船票；\n"
    text += "二、住宿费；"

    assert [
        "下列费用可以报销：一、交通费，包括：（一）火车票；",
        "下列费用可以报销：一、交通费，包括：（二）打车，限于：夜间；",
        "下列费用可以报销：一、交通费，包括：（三）船票；",
        "下列费用可以报销：二、住宿费；",
    ] == _said(text, language="zh")
    assert ["You need: papers: a visa", "You need: money"] == _said(
        "> You need:\n>\n> - papers:\n>   - a visa\n> - money"
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Rates per mile (by vehicle):\n\n", "Rates per mile (by vehicle): Vehicle: Van; Rate: 0.40"),
        ("Table 2: Rates per mile\n\n", "Table 2: Rates per mile: Vehicle: Van; Rate: 0.40"),
        ("Rates were raised in May.\n\n", "Vehicle: Van; Rate: 0.40"),
        ("Rates were raised. All of them are in EUR.\n\n", "All of them are in EUR. Vehicle: Van; Rate: 0.40"),
        ("Anything above 90 euros needs approval.\n\n", "Vehicle: Van; Rate: 0.40"),
        ("金额单位均为人民币元。\n\n", "金额单位均为人民币元。 Vehicle: Van; Rate: 0.40"),
        ("(2) Je Kilometer gelten:\n\n", "(2) Je Kilometer gelten: Vehicle: Van; Rate: 0.40"),
    ],
)
def test_a_row_is_said_behind_the_caption_of_its_table(before: str, expected: str) -> None:
    """And not behind a sentence that happens to stand there."""
    row = sentences(f"{before}| Vehicle | Rate |\n|---|---:|\n| Van | 0.40 |\n\nAfterwards.")[-2]

    assert expected == row.readable


def test_what_stands_open_at_a_cut_is_carried_on() -> None:
    """So that the second half says the same as it would have in one piece."""
    first = "**Who pays?**\n\nNot the company, for:\n\n- fines\n- meals, such as:\n  - breakfast"
    context = carried_on("", f"{first}\n  ", "- lunch\n- films")

    assert "**Who pays?**\n\nNot the company, for:\n\n- meals, such as:" == context
    assert [
        "Who pays? Not the company, for: meals, such as: lunch",
        "Who pays? Not the company, for: films",
        "Who pays? The rest is yours.",
    ] == _said("- lunch\n- films\n\nThe rest is yours.", context=context)


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        ("Not paid:\n\n- fines\n\n", "The rest is paid.", ""),
        ("Not paid:\n\n- fines", "- films", "Not paid:"),
        ("Not paid:", "| A | B |\n|---|---|\n| 1 | 2 |", "Not paid:"),
        ("May I? Yes,", "if it rains.", "May I?"),
        ("**Nights.** They count", "double.", "**Nights.**"),
        ("Not paid:\n\n- fines that are", "long overdue", "Not paid:"),
        ("**Nights**\n\nThey count.\n\n", "Twice.", "**Nights**"),
        ("- **Nights:** they count.", "Twice.", "- **Nights**"),
        ("**Nights**\n\nThey count.\n\n", "**Days**\n\nOnce.", ""),
        ("Lost it?\n\nTell us.\n\n", "Parking is free.", ""),
        ("Q: Lost it?", "A: Tell us.", "Q: Lost it?"),
    ],
)
def test_only_what_the_next_passage_stands_under_is_carried_on(text: str, following: str, expected: str) -> None:
    """An introduction ends with its list."""
    assert expected == carried_on("", text, following)


def test_a_sentence_that_was_cut_off_from_its_item_does_not_end_the_list() -> None:
    """But is no item itself."""
    assert ["overdue.", "Not paid: films"] == [
        each.readable for each in sentences("overdue.\n- films", context="Not paid:")
    ]


def test_a_label_ends_where_the_next_one_begins_in_its_paragraph() -> None:
    """“Owner” says nothing of when the next update is."""
    assert [
        "Owner: Facilities.",
        "Next update: 4 December.",
        "Next update: It may come later.",
    ] == _said("**Owner:** Facilities. **Next update:** 4 December. It may come later.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "三、探亲假\n\n路费凭票报销。\n\n四、婚假\n\n婚假为3天。",
            ["三、探亲假：路费凭票报销。", "四、婚假：婚假为3天。"],
        ),
        (
            "1. Hotels\n\nBook them early.\n\n2. Trains\n\nTake the first.",
            ["Hotels: Book them early.", "Trains: Take the first."],
        ),
        ("1. Hotels are paid.\n\nBook them early.", ["Hotels are paid.", "Book them early."]),
        (
            "1. Ask your manager for a signed form first\n\nThen wait.",
            ["Ask your manager for a signed form first", "Then wait."],
        ),
        ("1. Hotels\n2. Trains\n\nBoth are paid.", ["Both are paid."]),
    ],
)
def test_a_few_words_behind_a_number_above_a_paragraph_are_its_title(text: str, said: list[str]) -> None:
    """Written in plain letters, as many documents do; a sentence, or an item of a list, is none."""
    language = "zh" if "，" in text or "、" in text else "en"

    assert said == _said(text, language=language)
