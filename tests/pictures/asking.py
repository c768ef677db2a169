"""How the surfaces of a direct question are shown: the answer, what lies behind its buttons, what comes with it."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from tests.journeys.stack import eventually
from tests.pictures.visit import MESSAGE, Said, Visit

LEAVE: Final[Said] = {"en": "How do I request vacation?", "zh": "如何申请休假？"}
TABLE: Final[Said] = {"en": "Which hotel rates apply in which city?", "zh": "每天的餐补标准是多少？"}
MANY_ROWS: Final[Said] = {
    "en": "Which hotel rates apply in which city?",
    "zh": "婚假是全薪吗，要提前多久申请，要什么证明？",
}
UNKNOWN: Final[Said] = {"en": "May I bring my dog to the office?", "zh": "我可以带狗来办公室吗？"}
VAGUE: Final[Said] = {"en": "How many days?", "zh": "请假"}
PASSWORD: Final[Said] = {"en": "How long does a password have to be?", "zh": "密码最少要几位？"}
STOLEN: Final[Said] = {
    "en": "My laptop was stolen. How quickly must I report it?",
    "zh": "笔记本电脑被偷了，要多久之内报告？",
}
HELD: Final[Said] = {
    "en": "Who has to approve a flight in business class?",
    "zh": "出差回来以后要在多少天之内提交报销单？",
}
"""Asked by no other surface: an answer that is kept already is not worked on."""
READING: Final = 2
"""The stage, counted from one."""
OFFER: Final[Said] = {
    "en": "# Offer 2207: river sensors\n\nEight sensors cost €18,400. Delivery takes six weeks.\n\n"
    "This offer is valid until 31 March 2027.\n",
    "zh": "# 报价单 2207：河流传感器\n\n八台传感器共 140,000 元，六周交货。\n\n本报价有效期至 2027 年 3 月 31 日。\n",
}
OFFER_NAME: Final[Said] = {"en": "offer-2207.md", "zh": "报价单2207.md"}
VALID_UNTIL: Final[Said] = {"en": "Until when is this offer valid?", "zh": "这份报价的有效期到什么时候？"}


def answer(visit: Visit) -> None:
    """An answer with its sources, in the thread of the question."""
    visit.see(visit.ask(LEAVE).locator(".feedback"))


def working(visit: Visit) -> None:
    """What is being done for the answer: its worker is held while it reads what it found."""
    visit.open()
    stack = visit.workspace.stack
    before = stack.stages_told()
    visit.write(visit.say(HELD))
    eventually(lambda: stack.stages_told() >= before + READING, "the worker reading")
    _hold_worker(visit)
    visit.see(visit.thread.locator(".b-task").first)


def _hold_worker(visit: Visit) -> None:
    """Hold it until the picture is taken, then see the answer end: the next surface's Slack has no such thread."""
    visit.until_taken.callback(visit.answered)
    visit.until_taken.enter_context(visit.workspace.stack.hung("worker"))


def stop(visit: Visit) -> None:
    """The button that ends an answer, and the status of one that has not begun yet."""
    visit.open()
    _hold_worker(visit)
    visit.write(visit.say(STOLEN))
    visit.see(visit.thread.get_by_test_id("stop"))
    visit.see(visit.thread.get_by_test_id("status"))


def table(visit: Visit) -> None:
    """An answer from a table."""
    visit.see(visit.ask(TABLE).locator("table"))


def more(visit: Visit) -> None:
    """All of an answer that its message has no room for."""
    visit.press(visit.ask(MANY_ROWS), visit.wording.more)
    expect(visit.modal).to_contain_text(visit.wording.more_title)


def why(visit: Visit) -> None:
    """Where an answer comes from and how sure it is."""
    visit.press(visit.ask(LEAVE), visit.wording.why_title)
    expect(visit.modal).to_contain_text(visit.wording.why_kinds["answer"])


def abstention(visit: Visit) -> None:
    """What the policies do not say."""
    expect(visit.ask(UNKNOWN).get_by_test_id("citation")).to_have_count(0)


def question_back(visit: Visit) -> None:
    """A question that is too vague gets one back."""
    visit.press(visit.ask(VAGUE), visit.wording.why_title)
    expect(visit.modal).to_contain_text(visit.wording.why_kinds["clarification"])
    visit.page.keyboard.press("Escape")
    expect(visit.modal).to_have_count(0)


def edited(visit: Visit) -> None:
    """A question that was edited is answered again in the same reply."""
    asked = visit.ask(LEAVE)
    question = visit.thread.get_by_test_id(MESSAGE).first
    visit.control(
        "edit",
        user=visit.person,
        channel=visit.messages,
        ts=question.get_attribute("data-ts"),
        text=visit.say(PASSWORD),
    )
    expect(asked).to_contain_text(visit.wording.answered_again)
    visit.answered()


def follow_ups(visit: Visit) -> None:
    """Questions below an answer that its sources answer, too: the first that has some."""
    for question in (LEAVE, STOLEN, PASSWORD, TABLE):
        if visit.ask(question).locator("[data-action^='answer_next']").count():
            return
    raise AssertionError("none of the answers offers further questions")


def file(visit: Visit) -> None:
    """A document that is dropped into the question."""
    visit.open()
    visit.attach(visit.say(OFFER_NAME), visit.say(OFFER).encode(), "text/markdown")
    visit.write(visit.say(VALID_UNTIL))
    visit.see(visit.answered().locator(".feedback"))
    visit.see(visit.thread.locator(".file-card"))


def voice(visit: Visit) -> None:
    """A question that was spoken: Slack writes down what it hears."""
    visit.open()
    visit.page.get_by_test_id("voice").first.click()
    dialog = visit.page.get_by_test_id("voice-clip")
    dialog.locator("textarea").fill(visit.say(PASSWORD))
    dialog.locator("button.primary").click()
    visit.see(visit.answered().locator(".feedback"))
    visit.see(visit.thread.get_by_test_id("clip"))


def sessions(visit: Visit) -> None:
    """What was asked before, each under its title."""
    for question in (LEAVE, PASSWORD):
        visit.ask(question)
    visit.open(tab="history")
    expect(visit.page.get_by_test_id("session")).to_have_count(2)
