"""One person at the sandbox's page: what they do there before a picture of it is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from bot.wording import WORDINGS, Wording
from tests.journeys.slack import Json, Workspace
from tests.journeys.stack import PATIENCE_S, eventually

Said = Mapping[str, str]
"""The same in each language of the pictures."""

MESSAGE: Final = "message"
QUICK_WAIT_MS: Final = 4_000
"""For a page without anything that moves: what is not there by then is left as it is."""


class Visit:
    """A page in one language, as one person; the steps of a surface are calls of these methods."""

    def __init__(self, page: Page, workspace: Workspace, language: str, person: str) -> None:
        """Nothing is opened yet. ``person`` is a user of the sample company who reads ``language``."""
        self.page = page
        self.workspace = workspace
        self.language = language
        self.person = person
        self.until_taken = ExitStack()
        """What must stay so until the picture is taken."""
        self.top: Locator | None = None
        """What a picture begins with, where that is not what the page shows by itself."""

    @property
    def wording(self) -> Wording:
        """What the bot says in this language."""
        return WORDINGS["zh" if self.language == "zh" else "en"]

    @property
    def messages(self) -> str:
        """The person's direct messages with the app."""
        return f"D0{self.person.removeprefix('U0')}"

    @property
    def thread(self) -> Locator:
        """The thread that lies open."""
        return self.page.get_by_test_id("thread-pane")

    @property
    def answer(self) -> Locator:
        """The last message of the thread."""
        return self.thread.get_by_test_id(MESSAGE).last

    @property
    def modal(self) -> Locator:
        """The form or modal that lies over the page."""
        return self.page.get_by_test_id("modal")

    def say(self, said: Said) -> str:
        """What is said in this language."""
        return said[self.language]

    # Where they look

    def open(self, channel: str = "", **more: str) -> None:
        """Open a conversation, by default the one with the app; ``tab`` and ``thread`` may be said, too."""
        parts = {"user": self.person, "channel": channel or self.messages, **more}
        told = self._times_prompted()
        self.page.goto(f"/?{urlencode(parts)}")
        expect(self.page.locator(".pane-head").first).to_be_visible()
        if parts["channel"] == self.messages and "tab" not in parts:
            eventually(lambda: self._times_prompted() > told, "suggested prompts")

    def _times_prompted(self) -> int:
        return len(self.workspace.get("/control/calls", method="assistant.threads.setSuggestedPrompts")["calls"])

    def open_thread(self, message: Locator) -> None:
        """Open the thread below a message."""
        message.locator(".thread-bar").click()
        expect(self.thread).to_be_visible()

    # What they do

    def write(self, text: str, composer: str = "composer") -> None:
        """Type a message or a command, and send it."""
        box = self.page.get_by_test_id(composer)
        box.fill(text)
        box.press("Enter")
        expect(box).to_have_value("")

    def ask(self, question: Said) -> Locator:
        """Ask the app in its conversation; return the finished answer, in the thread that opens."""
        self.open()
        self.write(self.say(question))
        return self.answered()

    def answered(self, count: int = 2) -> Locator:
        """Wait until the thread has so many messages and nothing more comes; return its last one."""
        expect(self.thread.get_by_test_id(MESSAGE)).to_have_count(count)
        self.workspace.wait_until_quiet()
        expect(self.answer).to_have_attribute("data-streaming", "false")
        return self.answer

    def only_for_me(self, words: str = "") -> Locator:
        """Wait for a message that nobody else sees and that says ``words``, and until all is settled; return it."""
        shown = self.page.locator(".message.ephemeral", has_text=plain(words)).last
        expect(shown).to_be_visible(timeout=1000 * PATIENCE_S)
        self.workspace.wait_until_quiet()
        return shown

    def press(self, within: Locator, name: str) -> None:
        """Press the button that is called so, or whose name begins so."""
        within.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()

    def choose(self, message: Locator, item: str) -> None:
        """Choose from the menu of a message."""
        message.hover()
        message.locator(".msg-actions button:has(.icon-more)").click()
        self.page.get_by_role("menuitem", name=item).click()

    def attach(self, name: str, content: bytes, kind: str, composer: str = "composer") -> None:
        """Attach a file to what is written next."""
        box = self.page.locator("form.composer", has=self.page.get_by_test_id(composer))
        box.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})

    # What others do, and what is there

    def control(self, action: str, **body: Any) -> Json:  # noqa: ANN401 - JSON
        """Act through the sandbox's control API."""
        return self.workspace.control(action, **body)

    def see(self, where: Locator) -> None:
        """Fail unless it is there."""
        expect(where).to_be_visible()

    def rest(self) -> None:
        """Take the pointer and the focus away, so that no picture has the marks of them."""
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.querySelector('dialog[open]') ?? document.activeElement?.blur()")
        expect(self.page.locator(".msg-actions")).to_have_count(0, timeout=QUICK_WAIT_MS)


def plain(mrkdwn: str) -> str:
    """Return the words up to the first placeholder or code, without the stars of bold."""
    return re.split("[{`]", mrkdwn)[0].replace("*", "")
