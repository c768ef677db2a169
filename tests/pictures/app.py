"""How the surfaces of the app itself are shown: Home, forms, prompts, commands, search."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from tests.pictures.among import CHANNEL, make_administrator
from tests.pictures.asking import LEAVE, PASSWORD, TABLE, UNKNOWN
from tests.pictures.visit import Said, Visit, plain

DRAFT: Final[Said] = {
    "en": "/draft announcement Expense reports for November are due on 30 November. --versions 1",
    "zh": "/draft 公告 11月的报销单请在11月30日前提交。 --versions 1",
}
TRANSLATE: Final[Said] = {
    "en": "/translate 报销单应当在费用发生之日起30个自然日内提交。",
    "zh": "/translate Expense reports are due within 30 calendar days.",
}
SEARCH: Final[Said] = {"en": "annual leave", "zh": "报销期限"}


def prompts(visit: Visit) -> None:
    """What one may ask, in an empty conversation."""
    visit.open()
    expect(visit.page.get_by_test_id("prompt").first).to_be_visible()
    visit.workspace.wait_until_quiet()


def home(visit: Visit) -> None:
    """The Home tab of an employee who has asked a few things."""
    for question in (LEAVE, TABLE, UNKNOWN):
        visit.ask(question)
    _open_home(visit)


def _open_home(visit: Visit) -> None:
    visit.open(tab="home")
    visit.see(visit.page.locator(".page .b-input").first)
    expect(visit.page.locator(".page")).to_contain_text(plain(visit.wording.home_pasts))
    visit.workspace.wait_until_quiet()


def administration(visit: Visit) -> None:
    """The Home tab of an administrator."""
    make_administrator(visit)
    visit.ask(PASSWORD)
    _open_home(visit)
    visit.top = visit.page.locator(".page .block", has_text=plain(visit.wording.home_administration)).first
    expect(visit.top).to_be_visible()


def form(visit: Visit) -> None:
    """⚡ *Ask Frontdesk*: a form that opens anywhere."""
    visit.open(CHANNEL)
    visit.page.locator("form.composer button:has(.icon-wand)").first.click()
    visit.page.get_by_role("menuitem", name="Ask Frontdesk").click()
    visit.modal.locator("textarea, input").first.fill(visit.say(LEAVE))


def draft(visit: Visit) -> None:
    """`/draft`: what to choose from."""
    visit.open(CHANNEL)
    visit.write(visit.say(DRAFT))
    visit.only_for_me(visit.wording.draft_sources)


def translate(visit: Visit) -> None:
    """`/translate`: for one's own eyes."""
    visit.open(CHANNEL)
    visit.write(visit.say(TRANSLATE))
    visit.only_for_me(visit.wording.declined["no_model"])


def status(visit: Visit) -> None:
    """`/kb status`: which policies answer."""
    visit.open(CHANNEL)
    visit.write("/kb status")
    visit.only_for_me(visit.wording.status_heading)


def search(visit: Visit) -> None:
    """Slack's own search finds policies."""
    visit.open()
    visit.page.locator(".jump-button").click()
    visit.page.get_by_role("searchbox").fill(visit.say(SEARCH))
    expect(visit.page.get_by_test_id("search-results").locator("button.result").first).to_be_visible()
