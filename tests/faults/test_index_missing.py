"""Without an index nobody is left without a sentence, and an administrator can make one from Slack."""

from __future__ import annotations

import pytest

from tests.journeys.slack import Workspace
from tests.journeys.stack import START_S

pytestmark = pytest.mark.journey

QUESTION = "How do I request vacation?"


def test_a_missing_index_is_told_and_made_by_the_command_that_is_named(slack: Workspace) -> None:
    """The sentence says what an administrator can do; it works."""
    pointer = slack.stack.data / "index" / "CURRENT"
    pointer.rename(pointer.with_name("kept-away"))
    slack.stack.kill("worker")  # one that runs goes on serving the version it has open
    without = slack.ask("U0MAYA", "D0MAYA", QUESTION)
    status = slack.command("U0MAYA", "C0GENERAL", "/kb status")[-1]
    reload = slack.command("U0SOFIA", "D0SOFIA", "/kb reload", START_S)  # everything is read anew, as at the start
    answer = slack.ask("U0MAYA", "D0MAYA", QUESTION)

    assert without.text.startswith("The policies have not been indexed yet")
    assert "`/kb reload`" in without.text
    assert "`/kb reload`" in status
    assert "frontdesk kb" not in status
    assert "being read again" in reload[0]
    assert "My time > Request time off" in answer.text
