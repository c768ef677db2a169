"""Answers as Block Kit: within Slack's limits, and harmless."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from slack_sdk.models.blocks import Block, ContextActionsBlock

from bot.slack.blocks import (
    MORE_ACTION,
    WHY_ACTION,
    Message,
    answer_message,
    sentence_message,
    verdict_of,
    with_question,
)
from bot.wording import WORDINGS, Wording
from knowledge.domain import Citation

Json = dict[str, Any]
_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]


def _citation(number: int = 1, **changed: object) -> Citation:
    given: dict[str, Any] = {
        "number": number,
        "document": "leave.md",
        "title": "Leave policy",
        "heading": "Annual leave",
        "quote": "Every employee has 25 days.",
        "url": "https://policies.example/leave#annual",
    }
    return Citation(**{**given, **changed})


def _mrkdwn(message: Message) -> list[str]:
    """The mrkdwn texts of a message's blocks."""
    contexts = [block for block in message.blocks if block["type"] == "context"]
    return [element["text"] for block in contexts for element in block["elements"]]


def test_an_answer_has_its_words_its_sources_and_two_buttons() -> None:
    """The order is the one a reader needs."""
    message = answer_message("You have **25 days** [1].", [_citation()], "abc", _EN)

    assert ["markdown", "divider", "context", "actions", "context_actions"] == [
        block["type"] for block in message.blocks
    ]
    assert "You have **25 days** [1]." == message.body
    assert [
        "[1] *<https://policies.example/leave#annual|Leave policy>* › Annual leave — “Every employee has 25 days.”"
    ] == _mrkdwn(message)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Every employee has **25 days**. [1]", "Every employee has 25 days."),
        ("Level: Gold; Answer within: 4 hours [1]", "| Gold | 4 hours |"),
        ("Not paid back: A minibar. [1]", "**Not paid back:**\n…\n- A minibar."),
        ("- Level: Gold; Hours: 4\n- Level: Tin; Hours: 9 [1]", "| Gold | 4 |\n| Tin | 9 |"),
    ],
    ids=["a sentence", "a row", "an item with what it stands under", "several rows"],
)
def test_a_quote_that_the_answer_says_is_not_repeated(text: str, quote: str) -> None:
    """The title and the heading say where it stands."""
    (source,) = _mrkdwn(answer_message(text, [_citation(quote=quote)], "abc", _EN))

    assert "[1] *<https://policies.example/leave#annual|Leave policy>* › Annual leave" == source


def test_an_abstention_has_no_sources() -> None:
    """Nothing is cited where the policies do not say, and the verdict on that is wanted too."""
    message = answer_message("The policies do not say.", [], "abc", _EN)

    assert ["markdown", "actions", "context_actions"] == [block["type"] for block in message.blocks]


def test_the_feedback_buttons_carry_the_request_and_speak_the_readers_language() -> None:
    """What comes back with a click is all that is needed to store it."""
    feedback = answer_message("年假为 25 天。", [], "abc", _ZH).blocks[-1]["elements"][0]

    assert "有帮助" == feedback["positive_button"]["text"]["text"]
    assert ("abc", True) == verdict_of(feedback["positive_button"]["value"])
    assert ("abc", False) == verdict_of(feedback["negative_button"]["value"])


def test_bold_is_for_the_message_and_not_for_its_notification() -> None:
    """Mrkdwn would show the stars."""
    message = answer_message("试用期不得超过**六个月**。 [1]", [], "abc", _ZH)

    assert "试用期不得超过**六个月**。 [1]" == message.body
    assert "试用期不得超过六个月。 [1]" == message.notification


def test_slacks_own_model_accepts_the_buttons() -> None:
    """The SDK knows the limits of labels and values."""
    block = answer_message("Yes.", [], "abc", _EN).blocks[-1]
    parsed = Block.parse(block)

    assert isinstance(parsed, ContextActionsBlock)
    parsed.validate_json()


@pytest.mark.parametrize("letter", ["a ", "年假。"])
def test_the_longest_answer_stays_within_slacks_limits(letter: str) -> None:
    """12,000 characters of Markdown, about 13,000 for all blocks, 4,000 of text."""
    citations = [
        _citation(
            n, title=letter * 900, heading=letter * 900, quote=letter * 9000, url="https://x.example/" + "a" * 250
        )
        for n in range(40)
    ]
    message = answer_message(letter * 30_000, citations, "abc", _EN)

    assert len(message.body) <= 12_000
    assert len(json.dumps(message.blocks, ensure_ascii=False)) <= 13_000
    assert len(message.notification) <= 4_000
    assert all(len(text) <= 2_000 for text in _mrkdwn(message))
    assert len(message.blocks) <= 50


@pytest.mark.parametrize(
    "hostile",
    ["<!channel>", "<@U0MAYA>", "<<!here>!here>", "<https://evil.example|Leave policy>", "@everyone", "a*b_c~d`e&f>g"],
)
def test_no_part_of_a_citation_can_notify_or_link_elsewhere(hostile: str) -> None:
    """A document's title, heading and words are as untrusted as a stranger's message."""
    message = answer_message("Yes [1].", [_citation(title=hostile, heading=hostile, quote=hostile)], "abc", _EN)
    (text,) = _mrkdwn(message)

    assert ["<https://policies.example/leave#annual|"] == re.findall(r"<[^|>]*\|", text)
    assert not re.search(r"<[@#!]|@(here|channel|everyone)\b", text)
    assert 1 == text.count("<") == text.count(">")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://x.example/a b|c>d<e", "<https://x.example/a%20b%7Cc%3Ed%3Ce|Leave policy>"),
        ("https://x.example/制度", "<https://x.example/%E5%88%B6%E5%BA%A6|Leave policy>"),
        ("javascript:alert(1)", "Leave policy"),
        ("slack://user?id=U0MAYA", "Leave policy"),
        ("file:///etc/passwd", "Leave policy"),
        ("http://[broken", "Leave policy"),
        ("", "Leave policy"),
    ],
)
def test_only_web_addresses_become_links_and_cannot_end_early(url: str, link: str) -> None:
    """What cannot be linked is shown without a link."""
    (text,) = _mrkdwn(answer_message("Yes [1].", [_citation(url=url)], "abc", _EN))

    assert f"[1] *{link}* › Annual leave — “Every employee has 25 days.”" == text


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    """Short documents have one heading: their title."""
    (text,) = _mrkdwn(answer_message("Yes [1].", [_citation(heading="Leave policy")], "abc", _EN))

    assert "›" not in text


def test_an_answer_posted_elsewhere_repeats_its_question() -> None:
    """In direct messages an answer without its question would be a riddle; the question is untrusted as well."""
    message = with_question(answer_message("Yes.", [], "abc", _EN), "May I <!here>?", _EN)

    assert ["You asked: “May I &lt;!here&gt;?”"] == _mrkdwn(message)
    assert ["context", "markdown", "actions", "context_actions"] == [block["type"] for block in message.blocks]


def test_a_sentence_of_our_own_is_one_section() -> None:
    """Failures and notices have no buttons."""
    assert ["section"] == [block["type"] for block in sentence_message("Sorry.").blocks]


@pytest.mark.parametrize(("words", "page"), [(_EN, ", p. 12 — "), (_ZH, ", 第12页 — ")])
def test_a_source_with_pages_names_the_page(words: Wording, page: str) -> None:
    """Nobody searches a handbook of two hundred pages for a sentence."""
    message = answer_message("25 days [1].", [_citation(page=12)], "abc", words)

    assert page in _mrkdwn(message)[0]


def test_a_citation_says_since_when_its_document_holds_and_who_answers_for_it() -> None:
    """On its one line."""
    message = answer_message("Yes [1].", [_citation(page=3, effective="2026-01-01", owner="HR")], "abc", _EN)
    (text,) = _mrkdwn(message)

    assert text == (
        "[1] *<https://policies.example/leave#annual|Leave policy>* › Annual leave, p. 3 · valid from 2026-01-01 · HR"
        " — “Every employee has 25 days.”"
    )


@pytest.mark.parametrize("path", ["员工手册/休假制度/" * 20, "политика-отпусков/" * 12, "x" * 2000])
def test_a_long_address_stays_a_link(path: str) -> None:
    """Slack counts the characters of the text, of which there may be 3,000."""
    (text,) = _mrkdwn(answer_message("Yes [1].", [_citation(url=f"https://x.example/{path}")], "abc", _EN))

    assert f"https://x.example/{path}" == unquote(text.partition("<")[2].partition("|")[0])
    assert len(text) <= 3000


@pytest.mark.parametrize(
    "styled", ["_draft_ v2", "about ~30~ days", "*new*", "`code`", "the :tada: day", "https://a.b/c"]
)
def test_marks_in_names_and_quotes_stay_text(styled: str) -> None:
    """Mrkdwn would set them in italics, strike them or link them: such words stand in plain text, beside the link."""
    message = answer_message("Yes [1].", [_citation(heading=styled, quote="Yes.")], "abc", _EN)
    (block,) = [block for block in message.blocks if block["type"] == "context"]
    link, rest = block["elements"]

    assert "[1] *<https://policies.example/leave#annual|Leave policy>*" == link["text"]
    assert {"type": "plain_text", "text": f"› {styled}", "emoji": False} == rest


def test_marks_within_words_need_no_care() -> None:
    """A file's name is one word."""
    assert (
        "leave_policy_2026"
        in _mrkdwn(answer_message("Yes [1].", [_citation(heading="leave_policy_2026")], "abc", _EN))[0]
    )


def test_a_long_quote_is_folded_behind_a_button() -> None:
    """And how many sources are not shown is said."""
    message = answer_message(
        "Yes [1].", [_citation(n, quote="Every word counts. " * 40) for n in range(11)], "abc", _EN
    )
    (actions,) = [block for block in message.blocks if block["type"] == "actions"]

    assert "… 3 more sources" == _mrkdwn(message)[-1]
    assert [MORE_ACTION, WHY_ACTION] == [element["action_id"] for element in actions["elements"]]
    assert all(len(text) < 500 for text in _mrkdwn(message))
