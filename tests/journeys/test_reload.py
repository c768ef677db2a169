"""An administrator has the policies read again; nobody else may."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.records.models import AuditEntry
from tests.journeys.slack import Workspace, request_of

pytestmark = pytest.mark.journey

QUESTION = "How many bicycles does the bicycle room in Dublin hold?"
POLICY = """\
# Bicycle Policy

**Owner:** Facilities. **Effective:** 1 October 2026.

## Parking

The bicycle room in Dublin holds 64 bicycles and opens with your badge.
"""
STAND = """
## Stand {number}

Stand {number} is kept for the bicycles of team {team}. Its key is number {key}, and its lock is changed in week {week}.
Whoever borrows the pump of stand {number} returns it to shelf {team} before the end of day {week} of the quarter.
Repairs of stand {number} are reported under number {key} to the workshop, which answers within {team} working days.
"""
LONG_POLICY = POLICY + "".join(
    STAND.format(number=n, team=n * 7 % 61, key=n * 37 % 1009, week=n % 52) for n in range(200)
)
"""Reading it takes long enough to be watched."""


def audited(slack: Workspace) -> list[tuple[str, str, bool]]:
    """Who tried which administrative action, and whether it was allowed; oldest first."""
    with slack.stack.database.read() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.user, entry.action, entry.allowed) for entry in entries]


def test_an_admin_reloads_and_sees_the_progress_move(slack: Workspace) -> None:
    """What was added is answered from without any restart, what was taken away no longer; the trail says who did it."""
    document = slack.stack.policies / "people" / "bicycle-policy.md"
    before = slack.ask("U0SOFIA", "D0SOFIA", QUESTION)
    document.write_text(LONG_POLICY, encoding="utf-8")
    progress, report = reload(slack)
    added = slack.ask("U0SOFIA", "D0SOFIA", QUESTION)
    document.unlink()
    _, report_after = reload(slack)
    removed = slack.ask("U0SOFIA", "D0SOFIA", QUESTION)

    assert len(set(progress)) > 1
    assert any("▓" in text for text in progress)
    assert "Documents: 30" in report
    assert "Documents: 29" in report_after
    assert ["64 bicycles" in answer.text for answer in (before, added, removed)] == [False, True, False]
    assert [("U0SOFIA", "kb_reload", True)] * 2 == audited(slack)[-2:]


def reload(slack: Workspace) -> tuple[list[str], str]:
    """Have the administrator reload; return what the message in her conversation said meanwhile, and in the end."""
    marker = slack.say("U0SOFIA", "D0SOFIA", ":bike:")
    slack.answer_to(marker)
    said = slack.command("U0SOFIA", "D0SOFIA", "/kb reload")
    (message,) = [found for found in slack.messages("D0SOFIA", after=marker.ts) if request_of(found)]

    assert ["The policies are being read again. You can follow it in our direct message."] == said
    assert "*The policies are up to date.*" in message["text"]
    return [call["args"]["text"] for call in slack.calls("chat.update", marker)], message["text"]


def test_nobody_else_may_reload(slack: Workspace) -> None:
    """The refusal is one sentence, nothing is reloaded, and the try is on the trail."""
    version = set(slack.command("U0MAYA", "D0MAYA", "/kb status"))
    said = slack.command("U0MAYA", "D0MAYA", "/kb reload")

    assert ["Only administrators of Frontdesk may use `/kb reload`. Please ask one of them."] == said
    assert version == set(slack.command("U0MAYA", "D0MAYA", "/kb status"))
    assert ("U0MAYA", "kb_reload", False) == audited(slack)[-1]


def test_an_admins_change_of_group_counts_at_once(slack: Workspace) -> None:
    """Administrators are the members of a user group, not a list that somebody forgets."""
    slack.set_group("it-admins", ["U0SOFIA", "U0TOM"])
    allowed = slack.command("U0TOM", "D0TOM", "/kb reload")
    slack.set_group("it-admins", ["U0SOFIA"])
    refused = slack.command("U0TOM", "D0TOM", "/kb reload")

    assert "being read again" in allowed[0]
    assert "Only administrators" in refused[0]
