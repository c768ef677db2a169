"""The settings on the Home tab: language, and private answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.home.view import LANGUAGE, PRIVATELY
from bot.records.database import Database
from bot.records.people import Choices, People
from bot.wording import WORDINGS
from tests.bot.edge import Edge
from tests.bot.home_page import Page
from tests.bot.office import Office
from tests.bot.replies import answer_to

Json = dict[str, Any]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_ASKED = "How many days of leave?"


def test_the_language_that_is_chosen_is_the_pages_and_the_answers(
    office: Office, page: Callable[[str], Page], edge: Edge
) -> None:
    """Until it is that of each question again."""
    maya = page("U0MAYA")
    maya.open()
    maya.press(LANGUAGE, "static_select", selected_option={"value": "zh"})
    maya.view(_ZH.home_title)
    chosen = office.ask(text="How many days of leave?")
    maya.press(LANGUAGE, "static_select", selected_option={"value": "auto"})
    maya.view(_EN.home_title)
    automatic = office.ask(text="How many days of travel?")

    assert ("zh", "en") == (chosen.language, automatic.language)
    assert ("zh", "en") == (chosen.payload["language"], automatic.payload["language"])


@pytest.mark.parametrize("value", ["fr", "", None, 7])
def test_a_language_that_there_is_none_of_is_no_choice(
    office: Office, page: Callable[[str], Page], database: Database, value: object
) -> None:
    """Whatever a payload says."""
    assert 200 == page("U0MAYA").press(LANGUAGE, "static_select", selected_option={"value": value})
    assert Choices() == People(database).choices("U0MAYA")


def test_a_private_answer_to_a_mention_comes_into_the_direct_messages(
    office: Office, page: Callable[[str], Page], parts: Parts
) -> None:
    """From all that the asker may read, and the channel sees nothing of it."""
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
    request = office.ask("U0TOM", "C0GENERAL", _ASKED)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0TOM")

    assert "group:finance" in request.payload["principals"]
    assert _ASKED in str(message["blocks"][0])
    assert "<#C0GENERAL>" in str(message["blocks"][0])
    assert [] == office.posted("C0GENERAL")


def test_a_private_answer_is_no_part_of_what_the_channels_thread_said(
    office: Office, page: Callable[[str], Page], parts: Parts, edge: Edge
) -> None:
    """Else the next one's question in the thread would be answered from it."""
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
    request = office.ask("U0TOM", "C0GENERAL", _ASKED)
    parts.settler.settle(request.id, answer_to(request, "The bonus is a **secret** [1]."))
    edge.mention("U0MAYA", "C0GENERAL", "And for me?", thread_ts=request.message_ts)
    follow_up = office.queued("questions")[-1]

    assert "And for me?" == follow_up["text"]
    assert "secret" not in str(follow_up["history"])


def test_others_are_answered_in_the_channel_as_before_and_so_is_whoever_takes_it_back(
    office: Office, page: Callable[[str], Page]
) -> None:
    """A setting is one person's."""
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
    others = office.ask("U0MAYA", "C0GENERAL", _ASKED)
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[])
    again = office.ask("U0TOM", "C0GENERAL", _ASKED)

    assert ["channel", "channel"] == [others.surface, again.surface]


def test_what_others_say_below_a_private_question_is_not_meant_for_us(
    office: Office, page: Callable[[str], Page], edge: Edge
) -> None:
    """They talk with its asker; that the bot was asked there is nobody's business."""
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
    request = office.ask("U0TOM", "C0GENERAL", _ASKED)
    edge.message("U0MAYA", "C0GENERAL", "I think it is 25.", thread_ts=request.message_ts)

    assert [request.id] == [one.id for one in office.requests()]


def test_its_asker_may_follow_up_on_a_private_answer_in_the_channels_thread(
    office: Office, page: Callable[[str], Page], parts: Parts, edge: Edge
) -> None:
    """They alone read that answer, too; once they want public ones, it is no part of the conversation any more."""
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[{"value": "on"}])
    request = office.ask("U0TOM", "C0GENERAL", _ASKED)
    parts.settler.settle(request.id, answer_to(request, "The bonus is a **secret** [1]."))
    edge.mention("U0TOM", "C0GENERAL", "And in Shanghai?", thread_ts=request.message_ts, ts=f"{request.message_ts}1")
    privately = office.queued("questions")[-1]
    page("U0TOM").press(PRIVATELY, "checkboxes", selected_options=[])
    edge.mention("U0TOM", "C0GENERAL", "And in Dublin?", thread_ts=request.message_ts, ts=f"{request.message_ts}2")
    publicly = office.queued("questions")[-1]

    assert "secret" in str(privately["history"])
    assert "secret" not in str(publicly["history"])
