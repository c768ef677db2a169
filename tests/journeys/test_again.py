"""Questions that were asked before, and questions that were taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.records.ledger import WITHDRAWN
from bot.records.models import AnswerRecord, Request
from tests.journeys.conftest import CitedDocuments
from tests.journeys.slack import Asked, Workspace
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

QUESTION = "When may I fly business class?"


def _cached(slack: Workspace, request_id: str) -> str | None:
    with slack.stack.database.read() as session:
        return session.scalar(select(AnswerRecord.cached).where(AnswerRecord.request_id == request_id))


def _failure(slack: Workspace, asked: Asked) -> str | None:
    with slack.stack.database.read() as session:
        return session.scalar(select(Request.failure).where(Request.message_ts == asked.ts))


def test_a_colleague_who_asks_the_same_is_answered_from_the_cache(slack: Workspace, cited: CitedDocuments) -> None:
    """With the same words and sources, in their own thread; whoever may read more is answered anew."""
    first = slack.ask("U0MAYA", "D0MAYA", QUESTION)
    second = slack.ask("U0SOFIA", "D0SOFIA", QUESTION.lower())
    of_finance = slack.ask("U0TOM", "D0TOM", QUESTION)
    status = "\n".join(slack.command("U0MAYA", "C0GENERAL", "/kb status"))

    assert (first.text, first.sources) == (second.text, second.sources)
    assert cited(second)
    assert ["", "exact", ""] == [_cached(slack, answer.request_id) for answer in (first, second, of_finance)]
    assert "Answer cache: " in status


def test_a_question_that_is_deleted_before_its_answer_is_not_answered(slack: Workspace) -> None:
    """The worker stops, and nothing is posted."""
    with slack.stack.hung("worker"):
        asked = slack.say("U0MAYA", "D0MAYA", QUESTION)
        eventually(lambda: slack.is_delivered(asked), "the question's delivery")
        slack.control("delete", user="U0MAYA", channel="D0MAYA", ts=asked.ts)
        eventually(lambda: _failure(slack, asked) == WITHDRAWN, "the question being taken back")
    slack.wait_until_quiet()

    assert WITHDRAWN == _failure(slack, asked)
    assert [] == [message for message in slack.messages("D0MAYA", after=asked.ts) if message["user"] != "U0MAYA"]


def test_a_question_that_is_deleted_at_once_is_not_answered(slack: Workspace) -> None:
    """Whichever of the two events the bot hears of first, and however far the answer has come by then."""
    asked: list[Asked] = []
    for number in range(12):
        asked.append(slack.say("U0MAYA", "D0MAYA", f"{QUESTION} ({number})"))
        slack.control("delete", user="U0MAYA", channel="D0MAYA", ts=asked[-1].ts)
    eventually(lambda: all(_failure(slack, each) == WITHDRAWN for each in asked), "the questions being taken back")
    slack.wait_until_quiet()

    said = slack.messages("D0MAYA", after=asked[0].ts)
    assert [] == [message for message in said if message["user"] != "U0MAYA"]
