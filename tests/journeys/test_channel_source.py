"""A Slack channel as a source: what is pinned there answers there, through worker, delivery process and Slack."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.slack import MENTION, Workspace

pytestmark = pytest.mark.journey

LINK = "https://brightwater.slack.com/archives/C0ASKHR"
SOURCES = """\
[[source]]
name = "policies"
kind = "folder"
location = "policies"

[[source]]
name = "ask-hr"
kind = "slack"
location = "{link}"
"""
PINNED = "The key of the climbing wall hangs on hook 17 at the reception desk."
QUESTION = "On which hook does the key of the climbing wall hang?"


@pytest.fixture
def channel_source(slack: Workspace) -> Iterator[None]:
    """The channel beside the folder of policies, for one test."""
    slack.stack.knowledge.write_text(SOURCES.format(link=LINK), encoding="utf-8")
    yield
    slack.stack.knowledge.unlink()
    slack.command("U0SOFIA", "D0SOFIA", "/kb reload")


@pytest.mark.usefixtures("channel_source")
def test_what_is_pinned_in_a_channel_answers_there_and_nowhere_else(slack: Workspace) -> None:
    """Slack asks to wait, and is asked again; a member is led to the message; elsewhere the policies don't say."""
    pinned = slack.say("U0LINA", "C0ASKHR", PINNED)
    slack.control("pin", user="U0LINA", channel="C0ASKHR", ts=pinned.ts)
    slack.control("faults", method="pins.list", kind="ratelimited", retry_after=1, times=1)
    slack.command("U0SOFIA", "D0SOFIA", "/kb reload ask-hr")
    inside = slack.ask("U0TOM", "C0ASKHR", f"{MENTION} {QUESTION}")
    outside = [slack.ask(*where, QUESTION) for where in (("U0DANA", "D0DANA"), ("U0WANG", "D0WANG"))]
    outside.append(slack.ask("U0WANG", "C0GENERAL", f"{MENTION} {QUESTION}"))

    assert [429, 200] == [call["status"] for call in slack.get("/control/calls", method="pins.list")["calls"]]
    assert "hook 17" in inside.text
    assert [f"{LINK}/p{pinned.ts.replace('.', '')}"] == [source.url for source in inside.sources]
    assert not any("hook 17" in str(answer.blocks) for answer in outside)
