"""A headless browser on the sandbox's page."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ops.sandbox.running import RunningSandbox

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing; install Debian's chromium, or name another one in CHROMIUM."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    expect.set_options(timeout=30_000)  # ms; its own five seconds are too few for a loaded machine
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=120_000)
    expect.set_options(timeout=None)


@pytest.fixture
def page(browser: Browser, slack: RunningSandbox) -> Iterator[Page]:
    """The page as Maya sees #general; an error in one of its scripts fails the test."""
    with browser.new_context(base_url=slack.url) as context:
        context.set_default_timeout(60_000)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/?user=U0MAYA&channel=C0GENERAL")
        expect(page.get_by_role("heading", level=1)).to_have_text("general")
        yield page

    assert not errors
