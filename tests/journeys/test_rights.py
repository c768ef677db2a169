"""Nobody is shown what they may not read: the asker's rights in private, everybody's in a channel."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.records.models import AnswerRecord
from tests.journeys.conftest import CitedDocuments
from tests.journeys.slack import MENTION, Answer, Workspace

pytestmark = pytest.mark.journey

SALARY = "What is the maximum salary of band B4 in Dublin?"
AMOUNT = "83,000"
STATUS = "What is the status of Project Kingfisher?"
RETURNS = "How long do customers have to return unused goods?"


def documents_retrieved(slack: Workspace, answer: Answer) -> set[str]:
    """Every document that the search gave for an answer, cited or not."""
    with slack.stack.database.read() as session:
        recorded = session.scalars(select(AnswerRecord.retrieved).where(AnswerRecord.request_id == answer.request_id))
        return {passage["document"] for passage in recorded.one()}


def test_hr_reads_the_salary_bands_in_private(slack: Workspace, cited: CitedDocuments) -> None:
    """Li Na is in the user group that the document names."""
    answer = slack.ask("U0LINA", "D0LINA", SALARY)

    assert AMOUNT in answer.text
    assert {"hr-only/salary-bands-2026.xlsx"} == cited(answer)


@pytest.mark.parametrize(
    ("user", "channel", "question"),
    [("U0TOM", "D0TOM", SALARY), ("U0LINA", "C0ASKHR", f"{MENTION} {SALARY}")],
    ids=["somebody else in private", "HR in a channel"],
)
def test_nobody_else_reads_the_salary_bands(slack: Workspace, user: str, channel: str, question: str) -> None:
    """Neither a colleague in private, nor HR where colleagues read along; the search itself does not see them."""
    answer = slack.ask(user, channel, question)

    assert AMOUNT not in str(answer.blocks)
    assert not any(document.startswith("hr-only/salary") for document in documents_retrieved(slack, answer))


def test_a_slash_command_in_a_channel_is_private(slack: Workspace) -> None:
    """Only Li Na reads the answer, so her own rights count."""
    said = slack.command("U0LINA", "C0ASKHR", f"/ask {SALARY}")

    assert any(AMOUNT in words for words in said)


def test_a_guest_is_answered_from_public_documents_only(slack: Workspace, cited: CitedDocuments) -> None:
    """A contractor may know what customers may know."""
    public = slack.ask("U0DANA", "D0DANA", RETURNS)
    internal = slack.ask("U0DANA", "D0DANA", STATUS)

    assert "30 calendar days" in public.text
    assert {"customers/price-and-returns-policy.md"} == cited(public)
    assert internal.text.startswith("The policies don't say.")
    assert all(document.startswith("customers/") for document in documents_retrieved(slack, internal))


def test_a_guest_who_reads_along_narrows_a_channels_answers(slack: Workspace) -> None:
    """The contractor is in the project's channel, so an employee gets no internal answer there."""
    answer = slack.ask("U0MAYA", "C0KINGFI", f"{MENTION} {STATUS}")

    assert answer.text.startswith("The policies don't say.")
    assert all(document.startswith("customers/") for document in documents_retrieved(slack, answer))


def test_who_leaves_a_group_loses_its_documents_at_once(slack: Workspace) -> None:
    """The change of a user group takes effect with the next question."""
    slack.set_group("hr", [])
    without = slack.ask("U0LINA", "D0LINA", SALARY)
    slack.set_group("hr", ["U0LINA"])
    again = slack.ask("U0LINA", "D0LINA", SALARY)

    assert AMOUNT not in str(without.blocks)
    assert AMOUNT in again.text
