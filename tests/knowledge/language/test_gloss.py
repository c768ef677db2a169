"""Questions in the words of the other language."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.language.dictionary import is_word
from knowledge.language.gloss import gloss, with_gloss
from knowledge.language.text import terms


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("病假有几天？", "sick leave several days"),
        ("TTS 的员工每个发薪周期能攒几个小时的病假？", "tts staff pay wages or salary period few hour sick leave"),
        ("HackerBay 可以用比特币发工资吗？", "hackerbay Bitcoin wages"),
        ("邮箱服务器的端口是多少？", "mailbox server interface"),  # 信服 and 务 are words too
        ("全职员工有多少天年假？", "full-time job staff annual leave"),  # and no 天年, a life's natural span
        ("VPN 提示 CW-402 是什么原因？", "vpn point out cw 402 cause"),
    ],
)
def test_a_question_is_said_word_for_word(question: str, said: str) -> None:
    """In order, each word by its first meaning, without those that only ask; names and numbers as they are."""
    assert (glossed := gloss(question, "en")) is not None
    assert said == glossed.text


@pytest.mark.parametrize("question", ["How many days of sick leave?", "", "🙂", "吗？", "翀翯"])
def test_what_needs_no_gloss_or_has_none_gets_none(question: str) -> None:
    """English, nothing, and what the dictionary does not know."""
    assert gloss(question, "en") is None


@pytest.mark.parametrize("question", ["病假有几天？", "吗？", "🙂", "What is it?"])
def test_what_is_chinese_or_says_nothing_gets_no_chinese_gloss(question: str) -> None:
    """Nor does a question of words that only ask."""
    assert gloss(question, "zh") is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much annual leave do I get?", ["年假"]),
        ("Are statutory holidays planned?", ["法定", "假日", "计划"]),  # one holiday, to plan
        ("What do employees in Beijing get for overtime?", ["雇员", "北京市", "加时"]),
        ("Does the labor contract end with probation?", ["劳动合同", "缓刑"]),  # and not 劳动, 合同
    ],
)
def test_an_english_question_is_said_in_every_chinese_word_for_it(question: str, words: list[str]) -> None:
    """Phrases before their words, inflected or not; which of the words a policy uses nobody knows."""
    assert (glossed := gloss(question, "zh")) is not None
    assert {frozenset(terms(word)) for word in words} <= frozenset[frozenset[str]]().union(*glossed.words)


def test_what_the_dictionary_does_not_know_means_itself() -> None:
    """A number or a product counts where a Chinese policy has it."""
    glossed = gloss("Are 35 invoices in Slipway?", "zh")
    assert glossed is not None

    assert 1.0 == glossed.share(frozenset(terms("Slipway 中的单据为35张")))
    assert glossed.share(frozenset(terms("单据应当粘贴"))) < 1.0


def test_any_meaning_of_a_word_counts_if_all_of_it_is_said() -> None:
    """报销 is also applying for reimbursement; “apply” alone is not."""
    glossed = gloss("报销洗衣", "en")
    assert glossed is not None

    assert 1.0 == glossed.share(frozenset(terms("Apply for reimbursement of laundry.")))
    assert 0.5 == glossed.share(frozenset(terms("Apply for laundry.")))
    assert 0.0 == glossed.share(frozenset())


def test_remarks_and_names_of_people_are_no_meanings() -> None:
    """Measure words, pronunciation and surnames of the dictionary say nothing about a policy."""
    glossed = gloss("通知 司马", "en")
    assert glossed is not None
    said = {term for word in glossed.words for meaning in word for term in meaning}

    assert is_word("通知")
    assert {"notifi", "inform", "notic"} <= said
    assert not said & {"cl", "ge4", "surnam"}


def test_only_texts_in_the_other_language_are_compared_with_the_gloss() -> None:
    """A Chinese text is compared with the question itself."""
    weighed = with_gloss(np.array([0.8, 0.8]), np.array([0.9, 0.9]), ["zh", "en"])

    assert [0.8, pytest.approx(0.83)] == weighed.tolist()
