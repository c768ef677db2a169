"""A private answer shared in a channel, and the modals below it, through the whole product."""

from __future__ import annotations

import pytest

from bot.wording import WORDINGS
from tests.journeys.slack import Json, Workspace
from tests.journeys.stack import eventually

pytestmark = pytest.mark.journey

_EN = WORDINGS["en"]
_CHANNEL = "C0ASKHR"


def _asked(slack: Workspace, user: str, question: str) -> Json:
    """The private answer to a question asked with ``/ask`` in the channel."""
    slack.command(user, _CHANNEL, f"/ask {question}")
    return next(said for said in reversed(slack.only_for(user, _CHANNEL)) if "answer_share" in str(said["blocks"]))


def _press(slack: Workspace, user: str, message: Json, action: str) -> None:
    slack.control("action", user=user, channel=_CHANNEL, message_ts=message["ts"], action_id=action)


def _told(slack: Workspace, user: str, sentence: str) -> None:
    said = sentence.format(channel=_CHANNEL)
    eventually(lambda: any(said == each["text"] for each in slack.only_for(user, _CHANNEL)), said)


def test_what_all_may_read_is_shared_and_explained_there(slack: Workspace) -> None:
    """A colleague who reads the channel asks why."""
    answer = _asked(slack, "U0MAYA", "How long do customers have to return unused goods?")
    _press(slack, "U0MAYA", answer, "answer_share")
    _told(slack, "U0MAYA", _EN.share_done)
    shared = next(said for said in slack.messages(_CHANNEL, answer["ts"]) if "30 calendar days" in str(said["blocks"]))
    _press(slack, "U0TOM", shared, "answer_why")
    eventually(lambda: "price-and-returns" in str(slack.get("/control/state")["views"]), "the explanation")

    assert "<@U0MAYA>" in str(shared["blocks"])


def test_what_only_hr_may_read_is_not_shared_with_all(slack: Workspace) -> None:
    """Li Na reads so, and nobody else anything."""
    answer = _asked(slack, "U0LINA", "What is the maximum salary of band B4 in Dublin?")
    _press(slack, "U0LINA", answer, "answer_share")
    _told(slack, "U0LINA", _EN.share_nothing_left)
    said = [each for each in slack.messages(_CHANNEL, answer["ts"]) if not each.get("only_for")]

    assert "83,000" in str(answer)
    assert "83,000" not in str(said)
