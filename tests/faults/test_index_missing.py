"""Without an index nobody is left without a sentence, and an administrator can make one from Slack."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.journeys.slack import Workspace
from tests.journeys.stack import START_S

pytestmark = pytest.mark.journey

QUESTION = "How do I request vacation?"
ANSWERS = "people/annual-leave-policy.md"


@pytest.fixture
def without_index(slack: Workspace) -> Iterator[Workspace]:
    """A company of one policy whose index is gone; at the end it has all of them, and its index, again."""
    policies, kept = slack.stack.policies, slack.stack.policies.with_name("kept-policies")
    index = slack.stack.data / "index"
    pointer, before = index / "CURRENT", slack.stack.data / "kept-index"
    before.mkdir()
    for file in (pointer, *index.glob("records.db*")):  # and what was read of the documents
        shutil.copy(file, before)
    policies.rename(kept)
    (policies / ANSWERS).parent.mkdir(parents=True)
    shutil.copy(kept / ANSWERS, policies / ANSWERS)
    pointer.unlink()
    slack.stack.kill("worker")  # one that runs goes on serving the version it has open
    yield slack
    shutil.rmtree(policies)
    kept.rename(policies)
    for file in before.iterdir():
        shutil.copy(file, index)
    shutil.rmtree(before)


def test_a_missing_index_is_told_and_made_by_the_command_that_is_named(without_index: Workspace) -> None:
    """The sentence says what an administrator can do; it works."""
    slack = without_index
    without = slack.ask("U0MAYA", "D0MAYA", QUESTION)
    status = slack.command("U0MAYA", "C0GENERAL", "/kb status")[-1]
    reload = slack.command("U0SOFIA", "D0SOFIA", "/kb reload", START_S)
    answer = slack.ask("U0MAYA", "D0MAYA", QUESTION)

    assert without.text.startswith("The policies have not been indexed yet")
    assert "`/kb reload`" in without.text
    assert "`/kb reload`" in status
    assert "frontdesk kb" not in status
    assert "being read again" in reload[0]
    assert "My time > Request time off" in answer.text
