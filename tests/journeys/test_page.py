"""A visitor with a browser: types a question, watches the answer come, presses a button."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.edge import Address
from bot.intake.keys import message_key
from tests.journeys.slack import Asked, Workspace
from tests.journeys.stack import eventually

pytestmark = [pytest.mark.journey, pytest.mark.browser]

CHROMIUM: Final = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUESTION: Final = "My laptop was stolen. How quickly must I report it?"
FIRST_WORDS: Final = "Report a security incident, "
"""What its answer begins with."""
WAIT_MS: Final = 100_000


@pytest.fixture
def page(slack: Workspace) -> Iterator[Page]:
    """The page as Maya sees her conversation with Frontdesk, in a workspace where nothing was said yet."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing; install Debian's chromium, or name another one in CHROMIUM."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    slack.control("reset")
    slack.be_patient()  # the settings have started over, too
    expect.set_options(timeout=WAIT_MS)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=WAIT_MS) as browser,
    ):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{slack.stack.url}/?user=U0MAYA&channel=D0MAYA")
        yield page


def test_a_question_typed_into_the_page_is_answered_before_the_visitors_eyes(page: Page, slack: Workspace) -> None:
    """Words stream in, then the cited answer stands there with its buttons; the click reaches the records."""
    with slack.stack.hung("worker"):  # keeps the stream open to be seen
        page.get_by_test_id("composer").fill(QUESTION)
        page.get_by_test_id("composer").press("Enter")
        (question,) = eventually(lambda: slack.messages("D0MAYA", after="0"), "the question being sent")
        asked = Asked("D0MAYA", question["ts"], question["ts"], {})
        slack.stack.begin(message_key(Address("T0BRIGHT", asked.channel, "", "dm", asked.ts, asked.ts)), FIRST_WORDS)
        page.get_by_role("button", name="1 reply").click()
        thread = page.get_by_test_id("thread-pane")
        expect(thread.get_by_test_id("message")).to_have_count(2)  # the question stands there first
        ts = thread.get_by_test_id("message").last.get_attribute("data-ts")
        message = thread.locator(f"[data-ts='{ts}']")
        expect(message).to_have_attribute("data-streaming", "true")
        expect(message).to_contain_text(FIRST_WORDS.strip())
    expect(message).to_contain_text("within 1 hour")
    expect(message.locator("strong", has_text="1 hour").first).to_be_visible()
    expect(message).to_have_attribute("data-streaming", "false")
    message.get_by_test_id("feedback-positive").click()
    expect(message.get_by_test_id("feedback-positive")).to_have_attribute("aria-pressed", "true")
    links = message.get_by_test_id("citation").evaluate_all("links => links.map(link => link.href)")
    answer = slack.answer_to(asked)
    eventually(lambda: slack.verdicts(answer) == {"U0MAYA": True}, "the click being stored")
    expect(thread.get_by_text("Thank you, noted as helpful.")).to_be_visible()
    message.get_by_role("button", name="Why this answer").click()
    expect(page.get_by_test_id("modal")).to_contain_text("it/information-security-policy.md")
    page.get_by_test_id("modal").get_by_role("button", name="Close").first.click()
    expect(page.get_by_test_id("modal")).to_have_count(0)

    assert [source.url for source in answer.sources] == links
