"""An administrator asks again, after a reload, what was answered to her liking."""

from __future__ import annotations

import pytest

from tests.journeys.slack import Workspace, request_of

pytestmark = pytest.mark.journey

SWIM, PARK = "How long is the swimming pool in Cork?", "When does the car park in Galway close?"
POLICY = """\
# Sports Policy

## Swimming pool

The swimming pool in Cork is {metres} metres long.

## Car park

The car park in Galway closes at 21:30.
"""


def test_what_is_answered_from_another_text_after_a_reload_is_named(slack: Workspace) -> None:
    """The answers that she approved with 👍, and only those; the report takes the place of the progress."""
    document = slack.stack.policies / "people" / "sports-policy.md"
    document.write_text(POLICY.format(metres=25), encoding="utf-8")
    slack.set_group("it-admins", ["U0SOFIA", "U0TOM"])
    slack.command("U0TOM", "D0TOM", "/kb reload")
    nothing_approved = slack.command("U0TOM", "D0TOM", "/kb eval")
    for question in (SWIM, PARK):
        answer = slack.ask("U0TOM", "D0TOM", question)
        slack.press(answer, "U0TOM", "D0TOM", "positive", "Thank you, noted as helpful.")
    document.write_text(POLICY.format(metres=50), encoding="utf-8")
    slack.command("U0TOM", "D0TOM", "/kb reload")
    marker = slack.messages("D0TOM", after="0")[0]["ts"]
    said = slack.command("U0TOM", "D0TOM", "/kb eval")
    (report,) = [message for message in slack.messages("D0TOM", after=marker) if request_of(message)]
    document.unlink()
    slack.command("U0TOM", "D0TOM", "/kb reload")
    slack.set_group("it-admins", ["U0SOFIA"])

    assert "You have not yet marked an answer as helpful." in nothing_approved[0]
    assert ["What you found well answered is being asked again. You can follow it in our direct message."] == said
    assert "*1 of 2 answers that you found helpful rest on the same text as before.*" in report["text"]
    assert f"*Answered from another text now*\n• {SWIM}\n   *people/sports-policy.md*" in report["text"]
    assert "50 metres" in report["text"]
    assert PARK not in report["text"]
