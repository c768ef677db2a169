"""The app's own page in Slack."""

from __future__ import annotations

import pytest

from bot.wording import WORDINGS
from knowledge.domain import Language
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge


@pytest.mark.parametrize(("user", "language"), [("U0MAYA", "en"), ("U0LINA", "zh")])
def test_the_home_tab_speaks_the_viewers_language(
    slack: RunningSandbox, edge: Edge, user: str, language: Language
) -> None:
    """Slack says which language the person reads it in."""
    response = edge.event({"type": "app_home_opened", "user": user, "channel": f"D0{user[2:]}", "tab": "home"})
    (home,) = wait_until(lambda: [home for home in slack.state()["homes"] if home["user"] == user])

    assert 200 == response.status
    assert WORDINGS[language].home_title == home["view"]["blocks"][0]["text"]["text"]


def test_the_messages_tab_suggests_questions(slack: RunningSandbox, edge: Edge) -> None:
    """A newcomer sees what can be asked, at most four of them."""
    edge.event({"type": "app_home_opened", "user": "U0LINA", "channel": "D0LINA", "tab": "messages"})
    (call,) = wait_until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))

    assert call["response"]["ok"]
    assert "如何申请休假？" in str(call["args"])


def test_a_home_tab_that_slack_refuses_breaks_nothing(slack: RunningSandbox, edge: Edge) -> None:
    """It is shown the next time."""
    slack.control("faults", method="views.publish", kind="error", value="internal_error")
    response = edge.event({"type": "app_home_opened", "user": "U0MAYA", "channel": "D0MAYA", "tab": "home"})

    assert 200 == response.status
    assert wait_until(lambda: slack.calls("views.publish"))
