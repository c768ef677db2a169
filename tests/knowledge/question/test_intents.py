"""What messages want, told by the shipped fit on the real embedder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.question.intents import (
    LONGEST_TALK,
    SHIPPED,
    Fitted,
    FittedIntents,
    IntentsUnusable,
    NoIntents,
    clauses_of,
    made_for,
    read_fitted,
    write_fitted,
)
from knowledge.training.intent_examples import digest_of_examples
from tests.knowledge.doubles import HashingEmbedder

_SAMPLE = Path(__file__).parents[2] / "eval" / "sample_questions.jsonl"

TALK = {
    "hi there": "greeting",
    "who are you?": "greeting",
    "Good morning, Frontdesk!": "greeting",
    "你好，你能做什么？": "greeting",
    "Guten Morgen, lieber Bot": "greeting",
    "Thank you so much 🙏": "thanks",
    "great, that helps, thank you": "thanks",
    "got my answer, thanks": "thanks",
    "谢谢你这么快的回复": "thanks",
    "谢谢，帮了我大忙": "thanks",
    "Vielen Dank, das hat geholfen": "thanks",
    "Bye, see you on Monday": "farewell",
    "周末愉快！": "farewell",
    "haha very nice": "reaction",
    "哈哈哈哈": "reaction",
    "stop answering, please": "stop",
    "请停止回答": "stop",
}
ORDERS = {
    "Please write a short email to all staff about the new VPN.": "draft",
    "Compose an e-mail telling everyone that the lift is broken": "draft",
    "给全体员工写一个通知：周五停电": "draft",
    "起草公告：食堂八点开门": "draft",
    "Bitte schreib eine kurze Mail an alle wegen der Parkplätze": "draft",
    "translate this into Chinese: The office is closed on Friday.": "translate",
    "麻烦翻译一下：办公室周五关闭。": "translate",
    "能把“年假”翻译成英文吗？": "translate",
    "Was heißt Gleitzeit auf Englisch?": "translate",
}
QUESTIONS = [
    "thanks, and how many days for part-timers?",
    "hi, how do I request vacation?",
    "Good morning, is the office open?",
    "can you help me with VPN",
    "thanks for the gift policy, is 50 euros ok",
    "Thank you. What about sick leave?",
    "no more than 5 days",
    "How do I cancel a booking?",
    "取消会议室预订",
    "停车",
    "谢谢，那病假呢？",
    "你好，年假有几天？",
    "感谢信怎么写",
    "How do I get a document translated?",
    "Who may translate contracts into Chinese?",
    "Do I have to translate my certificate into English?",
    "How do I write a report about an accident?",
    "When must I write an email to customers?",
    "Who has to prepare a report for the audit?",
    "翻译费用怎么报销？",
    "公告由谁起草？",
    "Wer übersetzt bei uns Verträge ins Englische?",
    "Danke, und wie viele Tage bei Teilzeit?",
]
STATED = [
    "We get 30 days of annual leave, right?",
    "I heard that we have thirty annual leave days. When must I take them?",
    "Since the annual leave is 30 days, how do I book five weeks?",
    "Annual leave is 30 days per year, isn't it?",
    "The learning budget is 2,500 euros, right?",
    "年假有30天，对吧？",
    "听说年假有三十天，怎么申请？",
    "为什么年假只有10天？",
    "Der Urlaub beträgt doch 30 Tage, oder?",
]
NOT_STATED = [
    "How much annual leave do I have after 30 days?",
    "May I take 30 days of annual leave?",
    "I spent 45 euros on a taxi, can I claim that?",
    "我请30天年假可以吗？",
    "我入职2年了，怎么申请宿舍？",
    "Ich war 3 Tage krank, brauche ich ein Attest?",
]
FOLLOW_UPS = [
    "and for part-timers?",
    "What if I am late?",
    "why?",
    "part-timers?",
    "那病假呢？",
    "还有呢？",
    "und in Wien?",
]
ALONE = [
    "How long does a password have to be?",
    "My laptop was stolen. Whom must I tell about it?",
    "Is there a shuttle bus?",
    "密码至少要多少位？",
    "婚假有几天？",
    "Wie lang ist die Probezeit?",
]
MAILS = {
    """Hello everyone,

thanks for the tour last week, the new canteen looks great. I started in the Leeds office in May and share a desk with
Priya, who is away until Thursday. Are we allowed to leave our bikes in the cellar overnight? The caretaker did not
know, and the sign at the door has fallen off.

Best wishes
Jonah Field
Purchasing | ext. 4471""": ("Are we allowed to leave our bikes in the cellar overnight?", "Priya", "4471"),
    """Hi team, I hope the audit went well. My daughter was born on Friday, both are fine and we hardly sleep. I would
like to know how many days I can stay at home now. My manager knows already and sends his regards. No hurry, I read my
mails in the evening only. Cheers, Tom""": ("how many days I can stay at home now", "audit", "evening"),
    """各位老师好：

打扰了，我是杭州分公司的陈默，上个月刚从测试组转过来。大家都很照顾我，前几天还一起吃了火锅。上周末我带孩子去医院，
用掉了大半天。想问一下孩子生病陪护能不能请带薪假。我问了同组的老周，他说记不清了。不着急，您方便的时候回我就好。

祝工作顺利
陈默
分机 3308""": ("孩子生病陪护能不能请带薪假", "火锅", "3308"),
    """Liebes Personalteam,

vielen Dank noch einmal für den schönen Sommerausflug. Ich arbeite seit März in der Buchhaltung und ziehe im Oktober
nach Kiel um. Ich wüsste gern, ob ich für den Umzug einen Tag Sonderurlaub bekomme. Meine Chefin ist diese Woche nicht
zu erreichen. Es eilt nicht.

Viele Grüße
Anke Brodersen
Telefon -218""": ("ob ich für den Umzug einen Tag Sonderurlaub bekomme", "Sommerausflug", "218"),
}
ASKS = {
    "How do I claim my travel expenses?": "steps",
    "差旅费怎么报销？": "steps",
    "How many days of annual leave do I get?": "amount",
    "病假工资是多少？": "amount",
    "Who approves business trips?": "person",
    "出差由谁审批？": "person",
    "May I bring my dog to the office?": "yes_no",
    "Where do I hand in my receipts?": "place",
    "Show me the daily allowances of all countries": "table",
}


def _lowered(intents: FittedIntents, name: str, threshold: float) -> FittedIntents:
    linear = replace(getattr(intents.fitted, name), threshold=threshold)
    return replace(intents, fitted=replace(intents.fitted, **{name: linear}))


def _is_shortened(intents: FittedIntents, text: str) -> bool:
    return len(intents.wanted(text)) < len(text) / 2


@pytest.mark.parametrize(("text", "talk"), TALK.items())
def test_small_talk_is_told(intents: FittedIntents, text: str, talk: str) -> None:
    """With emoji, in three languages; and it is no order."""
    assert (talk, None) == (intents.talk(text), intents.order(text))


@pytest.mark.parametrize(("text", "order"), ORDERS.items())
def test_an_order_is_told(intents: FittedIntents, text: str, order: str) -> None:
    """In the words that people use."""
    assert (order, None) == (intents.order(text), intents.talk(text))


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_none_of_it(intents: FittedIntents, text: str) -> None:
    """However politely it begins, and though it speaks of drafts and translations."""
    assert (None, None) == (intents.talk(text), intents.order(text))


def test_hardly_a_question_of_the_sample_company_is_taken_for_something_else(intents: FittedIntents) -> None:
    """A question that is swallowed is worse than a greeting that is searched."""
    questions = [json.loads(line)["question"] for line in _SAMPLE.read_text(encoding="utf-8").splitlines()]

    assert len(questions) / 50 >= sum(bool(intents.talk(one) or intents.order(one)) for one in questions)


def test_questions_of_the_sample_company_are_told_from_its_follow_ups(intents: FittedIntents) -> None:
    """At most one in twenty of those that stand alone is taken for a follow-up, and none the other way."""
    lines = [json.loads(line) for line in _SAMPLE.read_text(encoding="utf-8").splitlines()]
    alone = [line["question"] for line in lines if not line.get("history")]

    assert len(alone) / 20 >= sum(map(intents.follows_up, alone))
    assert all(intents.follows_up(line["question"]) for line in lines if line.get("history"))


@pytest.mark.parametrize(
    ("judge", "yes", "no"),
    [
        (FittedIntents.states_a_rule, STATED, NOT_STATED),
        (FittedIntents.follows_up, FOLLOW_UPS, ALONE),
    ],
)
def test_a_stated_rule_and_a_follow_up_are_told(
    intents: FittedIntents, judge: Callable[[FittedIntents, str], bool], yes: Sequence[str], no: Sequence[str]
) -> None:
    """From what only sounds like one."""
    assert ([], []) == (
        [text for text in yes if not judge(intents, text)],
        [text for text in no if judge(intents, text)],
    )


@pytest.mark.parametrize(("text", "wanted"), ASKS.items())
def test_what_a_question_asks_for_is_told(intents: FittedIntents, text: str, wanted: str) -> None:
    """The label's probability is the highest; together they are one."""
    found = intents.asks(text)

    assert wanted == max(found, key=lambda label: found[label])
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "threshold", "judge", "texts"),
    [
        ("message", 0.0, FittedIntents.order, QUESTIONS),
        ("message", 1.0, FittedIntents.talk, list(TALK)),
        ("premise", 0.0, FittedIntents.states_a_rule, NOT_STATED),
        ("premise", 1.0, FittedIntents.states_a_rule, STATED),
        ("followup", 0.0, FittedIntents.follows_up, ALONE),
        ("followup", 1.0, FittedIntents.follows_up, FOLLOW_UPS),
        ("asked", 0.0, _is_shortened, list(MAILS)),
        ("asked", 1.0, _is_shortened, list(MAILS)),
    ],
)
def test_each_threshold_decides(
    intents: FittedIntents,
    name: str,
    threshold: float,
    judge: Callable[[FittedIntents, str], object],
    texts: Sequence[str],
) -> None:
    """With another one, the same texts are judged otherwise."""
    other = _lowered(intents, name, threshold)

    assert [bool(judge(intents, text)) for text in texts] != [bool(judge(other, text)) for text in texts]


def test_a_long_message_is_no_small_talk(intents: FittedIntents) -> None:
    """However it begins; nor is one without a word."""
    thanks = "thank you " * 20

    assert "thanks" == intents.talk(thanks[:LONGEST_TALK])
    assert [None, None, None] == [intents.talk(thanks), intents.talk(""), intents.talk("…")]


def test_an_order_with_a_long_text_is_told_by_its_ends(intents: FittedIntents) -> None:
    """What is to be translated may be a whole policy."""
    policy = "Employees have 25 working days of annual leave, which they ask their manager for. " * 30

    assert "translate" == intents.order(f"Translate this into German: {policy}")
    assert "translate" == intents.order(f"{policy}\n\nplease translate the text above into German")
    assert intents.order(policy) is None


@pytest.mark.parametrize(("mail", "asked"), MAILS.items(), ids=["asked", "told", "Chinese", "German"])
def test_a_whole_mail_asks_what_one_sentence_of_it_does(
    intents: FittedIntents, mail: str, asked: tuple[str, str, str]
) -> None:
    """Neither greeting nor chatter nor signature, with a question mark or without; and it orders nothing."""
    wanted = intents.wanted(mail)

    assert [True, False, False] == [part in wanted for part in asked]
    assert intents.order(mail) is None


def test_what_is_asked_keeps_the_sentence_that_it_cannot_be_understood_without(intents: FittedIntents) -> None:
    """That alone would find anything."""
    before = "My grandmother died on Monday and the funeral is in Porto."
    asked = f"{before} How many days do I get for that?"
    mail = f"Hi all, hope you are well. The new coffee machine is lovely. {asked} Bye, Ana"
    chatter = "Everybody here sends greetings, and Tom wants his ladder back before the end of the month."

    assert asked == intents.wanted(f"{mail}\n{chatter}")


def test_a_short_message_is_wanted_as_it_is(intents: FittedIntents) -> None:
    """As is a long one in which nothing is asked."""
    long = "The lift is out of order. " * 20

    assert ["hi, laptop broke", long] == [intents.wanted("hi, laptop broke"), intents.wanted(long)]


def test_without_a_fit_every_message_is_a_question_that_stands_alone() -> None:
    """Nothing is claimed that was not learned."""
    none = NoIntents()

    assert (None, None, {}) == (none.talk("thanks"), none.order("translate this"), none.asks("How do I?"))
    assert not none.follows_up("and then?")
    assert not none.states_a_rule("It is 30 days, right?")
    assert next(iter(MAILS)) == none.wanted(next(iter(MAILS)))


def test_a_rule_and_the_question_built_on_it_are_told_apart() -> None:
    """A comma within a number ends no clause."""
    assert ("Since it is 2,500 euros", " how do I ask for it") == clauses_of(
        "Since it is 2,500 euros, how do I ask for it?"
    )
    assert ("why", "why") == clauses_of("why")
    assert ("?!", "?!") == clauses_of("?!")


def test_what_was_written_is_read_again(intents: FittedIntents, tmp_path: Path) -> None:
    """With the same decisions."""
    write_fitted(intents.fitted, tmp_path / "kept" / "intents.npz")
    again = replace(intents, fitted=read_fitted(tmp_path / "kept" / "intents.npz", digest_of_examples()))

    assert [intents.talk(text) for text in TALK] == [again.talk(text) for text in TALK]
    assert ["intents.npz"] == [path.name for path in (tmp_path / "kept").iterdir()]


@pytest.fixture
def file(intents: FittedIntents, tmp_path: Path) -> Path:
    """A file that is whole."""
    write_fitted(intents.fitted, tmp_path / "intents.npz")
    return tmp_path / "intents.npz"


@pytest.mark.parametrize("kept", [0, 1, 100, -100])
def test_a_broken_file_is_said_in_one_sentence(file: Path, kept: int) -> None:
    """Empty, cut short, or no archive at all."""
    file.write_bytes(file.read_bytes()[:kept])

    with pytest.raises(IntentsUnusable, match=r"cannot be read \(\w+\)\. They are fitted anew when the worker starts"):
        read_fitted(file, digest_of_examples())


def test_a_file_with_another_shape_or_no_numbers_is_broken(intents: FittedIntents, file: Path) -> None:
    """Whatever wrote it."""
    message = intents.fitted.message
    for wrong in (
        replace(message, words=message.words[:10]),
        replace(message, bias=message.bias * float("nan")),
        replace(message, threshold=2.0),
    ):
        write_fitted(replace(intents.fitted, message=wrong), file)
        with pytest.raises(IntentsUnusable, match="cannot be read"):
            read_fitted(file, digest_of_examples())


def test_a_file_that_is_missing_for_another_embedder_or_of_other_examples_is_not_used(
    intents: FittedIntents, file: Path
) -> None:
    """Each is its own sentence."""
    name = intents.fitted.made_for
    with pytest.raises(IntentsUnusable, match=rf"made for the embedder {name}, and this is hashing\. They are fitted"):
        read_fitted(file, digest_of_examples(), HashingEmbedder())
    with pytest.raises(IntentsUnusable, match="were fitted to other examples"):
        read_fitted(file, "0123456789abcdef")
    with pytest.raises(IntentsUnusable, match="are missing"):
        read_fitted(file.with_name("other.npz"), digest_of_examples())


def test_weights_that_tune_an_embedder_for_answers_change_no_intents() -> None:
    """The untuned vectors are the same."""
    assert "e5@0a1b" == made_for("e5@0a1b+2c3d") == made_for("e5@0a1b")


def test_what_ships_is_small_and_of_the_examples_that_ship() -> None:
    """`frontdesk train intents` makes it again."""
    fitted: Fitted = read_fitted(SHIPPED, digest_of_examples())

    assert fitted.made_for.startswith("multilingual-e5-small@")
    assert 1_000_000 > SHIPPED.stat().st_size
    assert fitted.examples in SHIPPED.with_suffix(".md").read_text(encoding="utf-8")
