"""The app's own page in Slack: opening it, asking on it, and keeping it in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.home.view import ASK, LANGUAGE, OPEN_ANSWER, PRIVATELY, SEND
from bot.records.database import Database
from bot.records.models import Request
from bot.records.people import Choices, People
from bot.wording import WORDINGS
from knowledge.domain import Language
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.home_page import Page
from tests.bot.office import Office
from tests.bot.replies import answer_to

Json = dict[str, Any]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_ASKED = "How many days of leave?"


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


@pytest.mark.parametrize("how", [ASK, SEND])
def test_a_question_is_answered_in_the_direct_messages_and_shown_as_open(
    office: Office, page: Callable[[str], Page], parts: Parts, how: str
) -> None:
    """With Enter or with the button, from all that the asker may read; the field is empty again."""
    tom = page("U0TOM")
    before = tom.open()
    assert 200 == tom.press(how, text=_ASKED)
    after = tom.view(_EN.home_outcomes["open"])
    (payload,) = office.queued("questions")
    (request,) = office.requests()
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0TOM")

    assert (_ASKED, True) == (payload["text"], "group:finance" in payload["principals"])
    assert _ASKED in str(message["blocks"][0])
    assert before["blocks"][1]["block_id"] != after["blocks"][1]["block_id"]


def test_a_question_that_is_sent_twice_is_one(office: Office, page: Callable[[str], Page]) -> None:
    """Enter and the button, or Enter twice, before the page is shown anew; another text is another question."""
    maya = page("U0MAYA")
    for how, text in ((ASK, _ASKED), (SEND, _ASKED), (ASK, _ASKED), (ASK, "And for travel?")):
        office.slack.control("faults", method="views.publish", kind="error", value="internal_error")
        assert 200 == maya.press(how, text=text)

    assert [_ASKED, "And for travel?"] == [request.payload["text"] for request in office.requests()]


def test_the_same_words_asked_again_on_the_page_of_later_are_another_question(
    office: Office, page: Callable[[str], Page]
) -> None:
    """The policies may say something else by then."""
    maya = page("U0MAYA")
    for _ in range(2):
        shown = maya.open()["hash"]
        maya.press(SEND, text=_ASKED)
        wait_until(lambda shown=shown: maya.shown()["hash"] != shown)

    assert [_ASKED, _ASKED] == [request.payload["text"] for request in office.requests()]


@pytest.mark.parametrize("text", ["", None, "🎉"])
def test_where_nothing_was_asked_a_form_says_so(
    office: Office, page: Callable[[str], Page], served: str, text: str | None
) -> None:
    """A page has no other place for words to one person."""
    slack = office.slack
    page("U0MAYA").open()
    place = {"user": "U0MAYA", "view_id": page("U0MAYA").shown()["id"], "action_id": SEND}
    state = {"values": {"f": {ASK: {"type": "plain_text_input", "value": text}}}}
    slack.control("action", **place, state=state)
    (view,) = wait_until(lambda: slack.state()["views"])

    assert view["blocks"][0]["text"]["text"] in {_EN.question_empty, _EN.question_wordless}
    assert [] == office.requests()


def test_when_slack_does_not_show_the_page_the_question_is_not_lost(
    office: Office, page: Callable[[str], Page]
) -> None:
    """The page is only a picture of the ledger."""
    office.slack.control("faults", method="views.publish", kind="status", value=503, times=None)

    assert 200 == page("U0MAYA").press(ASK, text=_ASKED)
    assert [_ASKED] == [payload["text"] for payload in office.queued("questions")]


def test_nothing_on_the_page_waits_for_slack_before_it_is_acknowledged(
    office: Office, page: Callable[[str], Page], database: Database
) -> None:
    """Not for rights, nor for a language."""
    office.slack.control("faults", method="*", kind="status", value=503, times=None)
    maya = page("U0MAYA")
    statuses = [
        maya.press(ASK, text=_ASKED),
        maya.press(LANGUAGE, "static_select", selected_option={"value": "de"}),
        maya.press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}]),
        maya.press(OPEN_ANSWER, value="unknown"),
    ]
    with database.read() as session:
        asked = session.query(Request).count()

    assert [200] * 4 == statuses
    assert (1, Choices("de", privately=True)) == (asked, People(database).choices("U0MAYA"))


def test_what_was_gathered_earlier_does_not_replace_what_was_gathered_later(
    office: Office, page: Callable[[str], Page], parts: Parts, database: Database
) -> None:
    """Slack refuses by the hash, and the page is gathered anew."""
    maya = page("U0MAYA")
    maya.open()
    current = maya.shown()["hash"]
    People(database).published_home("U0MAYA", "9.stale")
    parts.homes.show("U0MAYA")
    hashes = [call["args"].get("hash") for call in office.slack.calls("views.publish")]

    assert [None, "9.stale", None] == hashes
    assert current != maya.shown()["hash"] == People(database).home_hash("U0MAYA")
