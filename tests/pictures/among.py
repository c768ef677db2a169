"""How the surfaces of a conversation among people are shown: channels, groups, what only one of them sees."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from playwright.sync_api import expect

from tests.journeys.slack import BOT, MENTION
from tests.journeys.stack import LINKS
from tests.pictures.asking import LEAVE, PASSWORD
from tests.pictures.surface import MAYA, SOFIA, TOM, WANG
from tests.pictures.visit import MESSAGE, Said, Visit

CHANNEL: Final = "C0ASKHR"
ABOUT_LEAVE: Final[Said] = {
    "en": "I want to be off from 14 to 18 December.",
    "zh": "我想从12月14日休假到18日。",
}
EXPENSES: Final[Said] = {
    "en": "By when do I have to hand in my expense report?",
    "zh": "出差费用最迟什么时候提交？",
}
SEE_HERE: Final[Said] = {"en": "It is all in here:", "zh": "都写在这里："}
LINK: Final[Said] = {
    "en": f"{LINKS}people/annual-leave-policy.md#how-to-apply-for-leave",
    "zh": f"{LINKS}{quote('中国/报销制度-2026.md')}#{quote('第四条-期限')}",
}
OTHERS_TOO: Final = "Others too"
"""The beginning of a choice in the form of `/kb channel`."""
SHARE: Final[Said] = {"en": "Share in channel", "zh": "分享到频道"}
COLLEAGUE: Final[Said] = {"en": TOM, "zh": WANG}
GROUP: Final[Said] = {"en": f"{TOM} {SOFIA}", "zh": f"{WANG} {MAYA}"}


def mention(visit: Visit) -> None:
    """A question in a channel, and its answer in the thread."""
    visit.open(CHANNEL)
    question = {"user": visit.person, "channel": CHANNEL, "text": f"{MENTION} {visit.say(LEAVE)}"}
    visit.control("message", **question)
    _open_last_thread(visit)
    visit.see(visit.answered().locator(".feedback"))


def _open_last_thread(visit: Visit) -> None:
    visit.open_thread(visit.page.locator(".main").get_by_test_id(MESSAGE).last)


def ask(visit: Visit) -> None:
    """`/ask`: an answer that only its asker sees, and can share."""
    visit.open(CHANNEL)
    visit.write(f"/ask {visit.say(PASSWORD)}")
    shown = visit.only_for_me()
    visit.see(shown.get_by_role("button", name=visit.say(SHARE)))


def shared(visit: Visit) -> None:
    """What was answered in private, for everybody in the channel."""
    ask(visit)
    visit.press(visit.only_for_me(), visit.say(SHARE))
    visit.page.locator("dialog[open] .button.primary").click()
    visit.see(visit.page.locator(f".message[data-user='{BOT}']:not(.ephemeral)").last)
    visit.workspace.wait_until_quiet()


def group(visit: Visit) -> None:
    """A question among three: answered from what all of them may read."""
    opened = visit.control("open", user=visit.person, users=[*visit.say(GROUP).split(), BOT])["channel"]
    visit.open(opened)
    visit.control("message", user=visit.person, channel=opened, text=f"{MENTION} {visit.say(EXPENSES)}")
    _open_last_thread(visit)
    visit.see(visit.answered().locator(".feedback"))


def forwarded(visit: Visit) -> None:
    """A message that was forwarded to the app is what the question is about."""
    said = visit.control("message", user=visit.say(COLLEAGUE), channel=CHANNEL, text=visit.say(EXPENSES))
    visit.open()
    visit.control("share", user=visit.person, channel=CHANNEL, ts=said["ts"], to=visit.messages)
    expect(visit.thread).to_be_visible()
    visit.answered()
    visit.see(visit.thread.get_by_test_id("quote"))


def channel_settings(visit: Visit) -> None:
    """`/kb channel`: how the app behaves here."""
    make_administrator(visit)
    visit.open(CHANNEL)
    visit.write("/kb channel")
    expect(visit.modal.get_by_role("radio").first).to_be_visible()


def unasked(visit: Visit) -> None:
    """An answer to a question that called nobody, offered to its asker first."""
    _allow_unasked(visit)
    visit.open(CHANNEL)
    visit.write(visit.say(PASSWORD))
    visit.see(visit.only_for_me().get_by_role("button").first)  # after a minute in which nobody replied


def _allow_unasked(visit: Visit) -> None:
    """Have an administrator turn unasked answers on with the form."""
    admin = Visit(visit.page, visit.workspace, "en", SOFIA)
    channel_settings(admin)
    admin.modal.get_by_role("radio", name=OTHERS_TOO).check()
    admin.modal.locator(".primary").click()
    expect(admin.modal).to_have_count(0)


def make_administrator(visit: Visit) -> None:
    """Let the person administer Frontdesk until the picture is taken."""
    visit.workspace.set_group("it-admins", sorted({SOFIA, visit.person}))
    visit.until_taken.callback(visit.workspace.set_group, "it-admins", [SOFIA])


def unfurl(visit: Visit) -> None:
    """What a link to a policy says below the message that has it."""
    visit.control("app", unfurl_domains=[LINKS.split("/")[2]])
    visit.open(CHANNEL)
    visit.write(f"{visit.say(SEE_HERE)} {visit.say(LINK)}")
    visit.see(visit.page.locator(".main").locator("[data-testid=entity], [data-testid=unfurl]").last)


def flexpane(visit: Visit) -> None:
    """The policy opened beside the conversation."""
    unfurl(visit)
    visit.page.locator(".main").get_by_test_id("entity").last.click()
    expect(visit.page.get_by_test_id("entity-details")).to_be_visible()


def about_message(visit: Visit) -> None:
    """*Ask about this message*, from the menu of a colleague's message."""
    visit.control("message", user=visit.say(COLLEAGUE), channel=CHANNEL, text=visit.say(ABOUT_LEAVE))
    visit.open(CHANNEL)
    visit.choose(visit.page.locator(".main").get_by_test_id(MESSAGE).last, "Ask about this message")
    expect(visit.modal).to_be_visible()
