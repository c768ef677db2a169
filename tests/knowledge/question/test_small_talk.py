"""What is talk and no question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.question.small_talk import LONGEST, talk_of

_SAMPLE = Path(__file__).parents[2] / "eval" / "sample_questions.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "hi there",
        "Hello 👋",
        "helo",
        "who are you?",
        "What can you do?",
        ":wave: hey",
        "help",
        "你好",
        "您好！",
        "你好，你能做什么？",
        "你是谁？",
        "在吗",
        "Good morning, Frontdesk!",
        "hello 你好",
    ],
)
def test_a_greeting_is_talk(text: str) -> None:
    """With emoji, typos and in both languages."""
    assert "greeting" == talk_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "thx",
        "Thank you so much 🙏",
        "thansk",
        "ok, thanks",
        "great, that helps",
        "谢谢",
        "谢谢你的帮助！",
        "非常感谢",
        "好的，谢谢😊",
        "明白了",
        "辛苦了",
        "bye",
    ],
)
def test_thanks_are_talk(text: str) -> None:
    """Also where they come with a word of agreement."""
    assert "thanks" == talk_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "Stop!",
        "STOP",
        "please stop",
        "ok, stop it",
        "stop answering, please",
        "Cancel",
        "cancel that.",
        "never mind",
        "abort",
        "停",
        "停！",
        "停止",
        "请停止回答",
        "好了，停下吧",
        "取消",
        "取消吧。",
        "算了",
        "不用回答了",
    ],
)
def test_a_wish_to_stop_is_talk(text: str) -> None:
    """As people type it who do not look for a button."""
    assert "stop" == talk_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop?",
        "cancelled?",
        "cancel my leave request",
        "How do I cancel a booking?",
        "stop payment",
        "stopover",
        "取消了吗",
        "不取消",
        "别停",
        "取消？",
        "停职",
        "停车",
        "取消会议室预订",
        "怎么取消休假申请？",
        "算了多少天",
    ],
)
def test_a_question_about_stopping_something_is_searched(text: str) -> None:
    """Only the bare word is an order to us."""
    assert talk_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "thanks, and how many days for part-timers?",
        "谢谢，那病假呢？",
        "hi, how do I request vacation?",
        "你好，年假有几天？",
        "Good morning, is the office open?",
        "help desk",
        "who are you going to call?",
        "can you help me with VPN",
        "谢谢信怎么写",
        "帮助热线",
        "morning shift pay",
        "2",
        "why?",
        "all",
        "",
        "👍",
    ],
)
def test_a_message_that_says_anything_else_is_searched(text: str) -> None:
    """However politely it begins; and a mark alone is no talk."""
    assert talk_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the info, see you",
        "thank youuu",
        "got my answer, thanks",
        "no more questions, thank you",
        "Nothing else, thanks.",
        "yes, thank you",
        "haha nice",
        "ok bye",
        "谢啦",
        "不，谢谢",
        "thank you so much, very helpful",
        "thanks, that's all",
        "Thank you very much for your quick help!",
        "thx mate",
        "nothing, thanks",
        "See you tomorrow",
        "lol",
        "haha",
        "Haha, thanks!",
        "多谢你的帮助，非常有用",
        "不用了，谢谢",
        "没事了",
        "哈哈",
        "哈哈哈哈",
        "no, thank you",
        "No thanks",
        "That's all for now, thank you!",
        "that's exactly what I needed, thanks",
        "Thanks a lot for the quick and detailed answer.",
        "have a great weekend!",
        "Thanks, have a nice evening",
        "ok got it, thank you so much",
        "You saved my day, thank you",
        "thanks, you've been very helpful",
        "Thank you for your help and your time",
        "all good, thanks",
        "I'm good, thanks",
        "good night",
        "bye bye",
        "Bye, see you on Monday",
        "cheers mate",
        "thanks again",
        "thanks in advance",
        "Thank you, that answers my question.",
        "that solved it, thanks",
        "lol thanks",
        "perfect, thank you very much!",
        "great answer, thanks",
        "谢谢你这么快的回复",
        "谢谢，没有别的问题了",
        "没有其他问题了，谢谢",
        "好的，我知道了，谢谢",
        "感谢您的耐心解答！",
        "非常感谢，很清楚",
        "太感谢了",
        "明天见",
        "谢谢，明天见",
        "就这样，谢谢",
        "先这样吧",
        "帮大忙了，谢谢",
        "谢谢，帮了我大忙",
        "祝你周末愉快",
        "周末愉快！",
        "问题解决了，谢谢",
        "哈哈，谢谢",
        "呵呵",
        "麻烦你了，谢谢",
        "谢谢老师",
        "嗯嗯，明白了，多谢",
    ],
)
def test_who_takes_leave_and_asks_nothing_is_not_searched_for(text: str) -> None:
    """Thanks, farewells, laughter and that nothing more is wanted, with the words that people put around them."""
    assert "thanks" == talk_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks for the gift policy is 50 euros ok",
        "thanks for the answer and for part-timers",
        "thanks for the answer, part-timers too",
        "thanks for explaining, but is it paid",
        "thanks for telling me what the limit is",
        "谢谢你告诉我病假有几天",
        "nothing",
        "nope",
        "not today",
        "we wanted",
        "useful links, thanks",
        "我去问人事",
        "thank you, but what about interns",
        "Thanks, can you list them",
        "no more than 5 days",
        "thank you letter",
        "thanks, and how do I apply?",
        "Thank you. What about sick leave?",
        "谢谢，那病假呢",
        "thanks for the gift policy, is 50 euros ok",
        "感谢信怎么写",
        "bye-law on gifts",
        "lol policy?",
        "lol policy",
        "thank you gifts",
        "thank you card for a client",
        "thanks giving holiday",
        "Thanksgiving",
        "thanks, sick leave",
        "sick leave policy, thanks",
        "annual leave in Dublin thank you",
        "thanks, and for part-timers",
        "thanks, and tomorrow",
        "Thank you, I need my payslip",
        "thanks but I still need the form",
        "thanks, can I take it tomorrow",
        "thanks, is that all I need",
        "thanks, is it paid",
        "nothing else?",
        "no notice period",
        "nothing on gifts",
        "farewell party budget",
        "goodbye lunch expenses",
        "see you tomorrow policy",
        "good night shift",
        "have a day off",
        "Thank you, tell me more",
        "thanks, more please",
        "thanks, next week",
        "haha but seriously, is it paid",
        "no",
        "sure",
        "yes",
        "right",
        "very good",
        "all",
        "time",
        "help with work",
        "work time",
        "good service",
        "support",
        "谢谢，病假",
        "谢谢，请再说一遍",
        "谢谢，再说说病假",
        "谢谢，下周也可以吗",
        "谢谢，明天",
        "谢谢，怎么申请",
        "多谢款待标准",
        "不用了怎么退",
        "没事假怎么办",
        "没事了吗",
        "明天见客户",
        "周末加班",
        "再见面",
        "哈哈镜",
        "谢谢信模板",
        "感谢奖",
        "辛苦费标准",
        "谢谢你帮我查一下病假",
        "谢谢，还有呢",
        "不用打卡了",
        "不客气",
        "帮了别人要交税吗",
        "笑话",
        "祝福礼品",
        "问题解决流程",
        "周末愉快活动",
        "我先走了算早退吗",
        "麻烦你了解一下病假",
        "不需要了解",
        "先到这里报到",
        "可以",
        "我",
        "是",
        "行",
    ],
)
def test_thanks_and_farewells_beside_a_matter_are_searched(text: str) -> None:
    """With or without a question mark: the matter alone is a question here."""
    assert talk_of(text) is None


def test_no_question_of_the_sample_company_is_taken_for_talk() -> None:
    """A question that is swallowed is worse than a greeting that is searched."""
    questions = [json.loads(line)["question"] for line in _SAMPLE.read_text(encoding="utf-8").splitlines()]

    assert [] == [question for question in questions if talk_of(question)]


@pytest.mark.parametrize(
    "row",
    [
        "谢",
        "哈",
        "没有",
        "不麻烦",
        "帮了我的了",
        "这回答很",
        "thanks ",
        "ha ",
        "very ",
        "that is ",
        "for your the all ",
        "i know ",
    ],
)
def test_a_long_row_of_talk_costs_nothing(row: str) -> None:
    """No order of the phrases is tried twice: else these eighty characters would take years."""
    assert talk_of((row * LONGEST)[: LONGEST - 3] + " x1") is None
