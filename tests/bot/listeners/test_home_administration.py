"""What administrators see on their Home tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.slack.refusals import Refusals
from bot.wording import WORDINGS
from ops.sandbox.running import wait_until
from tests.bot.home_page import Page
from tests.bot.office import Office
from tests.bot.replies import unsaid
from workers.contract import OVERVIEW_FOR, Reply

Json = dict[str, Any]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_ASKED = "How many days of leave?"


_STATUS: Json = {
    "version": "v000007-4f2a",
    "built_at": "2026-11-30T08:00:00+00:00",
    "documents": 1600,
    "passages": 9000,
    "problems": [{"document": "hr/scan.pdf", "reason": "It has no text."}],
    "failed": [{"at": "2026-11-29T08:00:00+00:00", "source": "hr", "reason": "The site did not answer."}],
}


def test_they_see_status_problems_and_counts_of_gaps(office: Office, page: Callable[[str], Page], parts: Parts) -> None:
    """Of other people's questions no word."""
    for text in ("What about sabbaticals?", "What about yachts?"):
        request = office.ask("U0TOM", "D0TOM", text)
        parts.settler.settle(request.id, unsaid(request))
    sofia = page("U0SOFIA")
    sofia.open(_EN.home_status_awaited)
    asked = wait_until(lambda: office.queued("knowledge"))[-1]
    parts.homes.complete(Reply(asked["id"], report={"action": "overview", "changed": [], "status": _STATUS}))
    said = sofia.text("v000007-4f2a")

    for words in ("1,600", "hr/scan.pdf", "It has no text.", "The site did not answer."):
        assert words in said
    assert f"{_EN.home_reasons['unsaid']}: 2" in said
    assert "yachts" not in said


@pytest.mark.parametrize("user", ["U0TOM", "U0DANA"])
def test_others_do_not(office: Office, page: Callable[[str], Page], parts: Parts, user: str) -> None:
    """Not even where a worker sends it."""
    shown = page(user)
    shown.open()
    parts.homes.complete(Reply(f"{OVERVIEW_FOR}{user}-1", report={"action": "overview", "status": _STATUS}))
    said = shown.text()

    assert "v000007-4f2a" not in said
    assert _EN.home_administration not in said


@pytest.mark.parametrize(
    ("error", "failure", "said"),
    [
        ("No policies have been indexed yet. Run: frontdesk kb build", "index_missing", "`/kb reload`"),
        ("A disk is full.", "internal", "A disk is full."),
    ],
)
def test_where_there_is_no_status_they_read_why(
    page: Callable[[str], Page], parts: Parts, error: str, failure: str, said: str
) -> None:
    """A look-up that fails is no empty page."""
    sofia = page("U0SOFIA")
    sofia.open(_EN.home_status_awaited)
    report = {"action": "overview", "error": error, "failure": failure}
    parts.homes.complete(Reply(f"{OVERVIEW_FOR}U0SOFIA-1", report=report))

    assert said in sofia.text(said)
    assert "kb build" not in sofia.text()


def test_where_the_worker_breaks_they_read_that(page: Callable[[str], Page], parts: Parts) -> None:
    """One of the release before does not know what is asked."""
    sofia = page("U0SOFIA")
    sofia.open(_EN.home_status_awaited)
    request_id = f"{OVERVIEW_FOR}U0SOFIA-1"
    parts.homes.complete(Reply(request_id, failure="internal"))

    assert _EN.failures["internal"].format(id=request_id) in sofia.text(request_id)


def test_the_look_ups_that_slack_refuses_are_named(office: Office, page: Callable[[str], Page]) -> None:
    """An administrator can mend a scope."""
    Refusals(office.redis).note("conversations.members", "missing_scope")

    assert "conversations.members (missing_scope)" in str(page("U0SOFIA").open(_EN.home_refusals))
