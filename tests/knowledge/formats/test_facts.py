"""Title, language and date as documents state them."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.formats.converted import Converted
from knowledge.formats.facts import effective_of, language_of, own_title_of, title_from


@pytest.mark.parametrize(
    ("converted", "title"),
    [
        (Converted("# Heading\n\ntext", "Property", {"title": "Front matter"}), "Front matter"),
        (Converted("text\n\n# The *real* [heading](x.md)\n", "Property"), "The real heading"),
        (Converted("```\n# a comment\n```\ntext", "Property"), "Property"),
        (Converted("text"), "expense policy"),
    ],
)
def test_the_title_comes_from_the_first_place_that_has_one(converted: Converted, title: str) -> None:
    """Front matter, first heading, the format's own, the file's name."""
    assert title == (own_title_of(converted) or title_from("finance/expense-policy.md"))


def test_a_readme_is_named_by_its_folder() -> None:
    """README says nothing."""
    assert (own_title_of(Converted("text")) or title_from("people/off-boarding/README.md")) == "off boarding"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Annual leave is 25 days.", "en"),
        ("年休假 is 年假", "zh"),
        ("Der Jahresurlaub beträgt 30 Tage.", "de"),
        ("Ask Jürgen Müller in München about leave.", "en"),
        ("Li Na (李娜) answers questions about leave.", "en"),
    ],
)
def test_the_language_is_that_of_most_letters(text: str, language: str) -> None:
    """A Chinese name does not make an English policy Chinese."""
    assert language == language_of(Converted(text))


def test_the_front_matter_names_the_language() -> None:
    """Its word counts more than the letters."""
    assert language_of(Converted("OK", meta={"language": "zh-CN"})) == "zh"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Effective date: 1 January 2026", "2026-01-01"),
        ("**Effective:** March 3rd, 2026.", "2026-03-03"),
        ("**Owner:** HR. **Effective from** 2026-02-01", "2026-02-01"),
        ("生效日期：2026年1月1日", "2026-01-01"),
        ("| Owner | Effective date |\n| --- | --- |\n| HR | 1 Sept. 2025 |", "2025-09-01"),
        (
            "依据自2008年1月1日起施行的法律。\n本制度自 2026 年 4 月 1 日起施行，替代自2025年1月1日起执行的旧版。",
            "2026-04-01",
        ),
        ("**Gültig ab:** 1. Mai 2026. **Gilt für:** alle", "2026-05-01"),
        ("In Kraft seit 15. März 2025", "2025-03-15"),
        ("Gültig ab 01.04.2025", "2025-04-01"),
        ("Effective date: 31 February 2026", None),
        ("Effective from 1 May 2027 the rate is 30 EUR.", None),
        ("Effective from 1 May 2027, see below.", None),
        ("住宿标准自2027年1月1日起执行。", None),
        ("自2027年1月1日起执行新的住宿标准。", None),
        ("自2027年1月1日起施行。", "2027-01-01"),
        ("版本：2026 版，自 2026 年 3 月 1 日起施行，2024 版同时废止。", "2026-03-01"),
        ("生效时间：2026 年 5 月 1 日 0 时后下单的订单适用本版。", "2026-05-01"),
        ("| Rate | Effective from |\n| --- | --- |\n| 30 | 1 May 2027 |\n| 20 | 1 May 2026 |", None),
        ("The travel policy was effective on 1 May 2020.", None),
    ],
)
def test_the_date_is_taken_from_a_line_that_states_it(text: str, date: str | None) -> None:
    """In each language, in a line, a table or the closing sentence; a date that is none is no date."""
    assert date == effective_of(Converted(text))


@pytest.mark.parametrize(
    ("meta", "date"),
    [
        ({"effective": "1 May 2026"}, "2026-05-01"),
        ({"Valid-From": "2026-05-01"}, "2026-05-01"),
        ({"effective_date": dt.date(2026, 5, 1)}, "2026-05-01"),
        ({"生效日期": "2026年5月1日"}, "2026-05-01"),
        ({"effective": ["1 May 2026"]}, None),
        ({"effective": None}, "2025-01-01"),
    ],
)
def test_the_front_matter_names_the_date_before_the_text_does(meta: dict[str, object], date: str | None) -> None:
    """Under the names that people give it; a list is no date."""
    assert date == effective_of(Converted("Effective from 1 January 2025", meta=meta))
