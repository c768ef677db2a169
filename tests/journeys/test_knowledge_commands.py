"""An administrator looks after the knowledge from Slack, through the real worker and its index."""

from __future__ import annotations

import re

import pytest

from tests.journeys.slack import Workspace

pytestmark = pytest.mark.journey

ADMIN, HER = "U0SOFIA", "D0SOFIA"
VERSION = re.compile(r"v\d{6}-[0-9a-f]{12}")
POLICY = """\
# Sauna Policy

## Opening hours

The sauna on the roof opens at 18:00 and is closed in July.
"""


def report(slack: Workspace, command: str) -> str:
    """Run a command of the administrator and return the last that she reads of it: the report."""
    return slack.command(ADMIN, HER, command)[-1]


def test_versions_are_compared_and_rolled_back_from_slack(slack: Workspace) -> None:
    """What a reload brought is named, and a rollback takes it out of the answers at once."""
    document = slack.stack.policies / "people" / "sauna-policy.md"
    question = "When does the sauna on the roof open?"
    document.write_text(POLICY, encoding="utf-8")
    slack.command(ADMIN, HER, "/kb reload")
    added = slack.ask(ADMIN, HER, question)
    difference = report(slack, "/kb diff")
    kept = report(slack, "/kb versions")
    rolled_back = report(slack, "/kb rollback")
    gone = slack.ask(ADMIN, HER, question)
    document.unlink()
    slack.command(ADMIN, HER, "/kb reload")

    assert ["18:00" in answer.text for answer in (added, gone)] == [True, False]
    assert "people/sauna-policy.md" in difference
    assert len(set(VERSION.findall(kept))) > 1
    assert VERSION.search(rolled_back)


def test_rights_and_search_are_explained_from_slack(slack: Workspace) -> None:
    """Who may read a document and why; what a question finds among what the administrator may read."""
    who = report(slack, '/kb who "hr-only/salary-bands-2026.xlsx"')
    nobody = report(slack, "/kb who no-such-document.md")
    found = report(slack, "/kb check “How do I request vacation?”")
    secret = report(slack, "/kb check What are the salary bands of 2026?")
    sources = report(slack, "/kb sources")

    assert "group:hr" in who
    assert "hr-only/access.toml" in who
    assert "no-such-document.md" in nobody
    assert "people/annual-leave-policy.md" in found
    assert "salary-bands" not in secret
    assert "policies" in sources


@pytest.mark.parametrize("command", ["sources", "versions", "diff", "rollback", "check x", "who x"])
def test_what_names_documents_is_for_administrators(slack: Workspace, command: str) -> None:
    """A document's name alone may be private."""
    (said,) = slack.command("U0MAYA", "D0MAYA", f"/kb {command}")

    assert "Only administrators" in said
