"""The buttons below an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.delivery.process import Parts
from bot.records.database import Database
from bot.records.models import Feedback
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import Json

_EN = WORDINGS["en"]


@pytest.fixture
def click(office: Office, slack: RunningSandbox, edge: Edge, parts: Parts) -> Callable[[str, str], int]:
    """An answer is posted; somebody clicks one of its buttons."""
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request))

    def press(user: str, verdict: str) -> int:
        action = {"type": "feedback_buttons", "action_id": "answer_feedback", "value": f"{request.id}:{verdict}"}
        body = {
            "type": "block_actions",
            "user": {"id": user},
            "team": {"id": "T0BRIGHT"},
            "channel": {"id": "D0MAYA"},
            "actions": [action],
            "trigger_id": "1.2",
            "response_url": f"{slack.url}/response/A0FDESK/none",
        }
        return int(edge.action(body).status)

    return press


def _stored(database: Database) -> list[tuple[str, bool]]:
    with database.read() as session:
        return [(row.user, row.helpful) for row in session.scalars(select(Feedback).order_by(Feedback.user))]


def test_clicks_are_stored_once_a_person_and_the_last_one_counts(
    click: Callable[[str, str], int], database: Database
) -> None:
    """Maya changes her mind and clicks twice; Tom sees the thread, too."""
    statuses = [click("U0MAYA", "up"), click("U0MAYA", "down"), click("U0MAYA", "down"), click("U0TOM", "up")]

    assert [200, 200, 200, 200] == statuses
    assert [("U0MAYA", False), ("U0TOM", True)] == _stored(database)


def test_a_click_on_an_answer_that_is_not_ours_changes_nothing(edge: Edge, database: Database) -> None:
    """An old or forged value is acknowledged and forgotten."""
    action = {"type": "feedback_buttons", "action_id": "answer_feedback", "value": "unknown:up"}
    body: Json = {"type": "block_actions", "user": {"id": "U0MAYA"}, "team": {"id": "T0BRIGHT"}, "actions": [action]}

    assert 200 == edge.action({**body, "response_url": "http://127.0.0.1:9/r"}).status
    assert [] == _stored(database)


def test_a_person_is_thanked_where_only_they_see_it(
    office: Office, slack: RunningSandbox, served: str, parts: Parts
) -> None:
    """Through the response_url that comes with the click."""
    request = office.ask(channel="C0GENERAL")
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("C0GENERAL")
    block = message["blocks"][-1]
    value = block["elements"][0]["positive_button"]["value"]
    place = {"channel": "C0GENERAL", "message_ts": message["ts"], "block_id": block["block_id"]}
    action = {"action_id": "answer_feedback", "type": "feedback_buttons", "value": value}
    slack.control("action", user="U0TOM", **place, **action)
    thanks = wait_until(lambda: [said for said in office.posted("C0GENERAL") if said["text"] == _EN.thanks_up])

    assert ["U0TOM"] == [said["only_for"] for said in thanks]
