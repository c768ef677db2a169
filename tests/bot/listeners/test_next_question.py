"""The buttons below an answer with what else its sources answer: what they ask, where, for whom, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.intake.publishing import QueueUnavailable
from bot.records.models import Request
from bot.records.people import Choices, People
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.office import Office
from tests.bot.replies import answer_to, unsaid
from workers.contract import Json, Reply

_EN = WORDINGS["en"]
_NEXT = ["How early must I ask?", "What are the rules on “Carry-over”?"]


def offering(request: Request, *questions: str, **parts: object) -> Reply:
    """An answer that says what else may be asked."""
    answer = answer_to(request).answer or {}
    return Reply(request.work_id, answer={**answer, "next_questions": list(questions or _NEXT), **parts})


class Reader:
    """Somebody in front of the last answer in a channel."""

    def __init__(self, office: Office, slack: RunningSandbox, request: Request) -> None:
        self.office = office
        self.slack = slack
        self.request = request

    @property
    def buttons(self) -> list[Json]:
        """What may be pressed to ask."""
        elements = [element for block in self._message()["blocks"] for element in block.get("elements", ())]
        return [one for one in elements if str(one.get("action_id")).startswith("answer_next_")]

    def press(self, user: str, number: int = 0) -> None:
        """Press one of them."""
        message = self._message()
        place = {"channel": message["channel"], "message_ts": message["ts"]}
        self.slack.control("action", user=user, **place, action_id=f"answer_next_{number}")

    def asked(self) -> list[Request]:
        """What was asked since, prepared."""
        return [one for one in self.office.requests() if one.id != self.request.id]

    def _message(self) -> Json:
        channel = self.request.reply_channel or self.request.channel
        shown = [{**one, "channel": channel} for one in self.slack.messages(channel) if one["user"] == "U0FDESK"]
        return next(one for one in reversed(shown) if one.get("blocks"))


@pytest.fixture
def answered(office: Office, slack: RunningSandbox, served: str, parts: Parts) -> Callable[..., Reader]:
    """Somebody asks and is answered."""
    assert served

    def ask(channel: str = "C0GENERAL", reply: Callable[..., Reply] = offering, **asking: Any) -> Reader:  # noqa: ANN401
        request = office.ask(channel=channel, **asking)
        parts.settler.settle(request.id, reply(request))
        return Reader(office, slack, office.ledger.get(request.id) or request)

    return ask


def test_what_is_pressed_is_asked_in_the_thread_with_the_channels_rights(answered: Callable[..., Reader]) -> None:
    """By whoever presses, as if they had typed it there; what was said before is its history."""
    reader = answered()
    reader.press("U0TOM", 1)
    (asked,) = reader.asked()

    assert _NEXT == [button["text"]["text"] for button in reader.buttons]
    assert ("U0TOM", "channel", "C0GENERAL") == (asked.user, asked.surface, asked.channel)
    assert (reader.request.thread_ts, _NEXT[1]) == (asked.thread_ts, asked.payload["text"])
    assert reader.request.payload["principals"] == asked.payload["principals"]
    assert "How many days of leave?" == asked.payload["history"][0]["text"]


def test_the_answer_to_what_was_pressed_names_the_question_and_who_asked(
    answered: Callable[..., Reader], parts: Parts
) -> None:
    """No message of theirs says so. In direct messages it is theirs anyway, and so is what failed."""
    reader, alone = answered(), answered("D0MAYA")
    reader.press("U0TOM")
    (asked,) = (one for one in reader.asked() if one.channel == "C0GENERAL")
    parts.settler.settle(asked.id, answer_to(asked))
    alone.press("U0MAYA")
    (again,) = (one for one in alone.asked() if one.channel == "D0MAYA")
    parts.settler.settle(again.id, unsaid(again))
    said = [office_message["text"] for office_message in (reader.office.posted(c)[-1] for c in ("C0GENERAL", "D0MAYA"))]

    assert said[0].startswith("<@U0TOM> asked: “How early must I ask?”\nYou have")
    assert said[1].startswith("<@U0MAYA> asked: “How early must I ask?”\nThe policies do not say.")
    assert alone.request.thread_ts == again.thread_ts


def test_a_double_click_asks_once_and_another_person_asks_for_themselves(answered: Callable[..., Reader]) -> None:
    """The key is made of the answer, the question and who presses."""
    reader = answered()
    for user in ("U0TOM", "U0TOM", "U0MAYA"):
        reader.press(user)

    assert ["U0MAYA", "U0TOM"] == sorted(one.user for one in reader.asked())


def test_nobody_goes_on_from_an_answer_that_was_somebody_elses(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack shows nobody else's direct messages; who sends such a click all the same reads a sentence."""
    said: list[str] = []
    monkeypatch.setattr("bot.listeners.actions.next_question.say_privately", lambda _url, text: said.append(text))
    request = office.ask()
    click = {
        "type": "block_actions",
        "user": {"id": "U0TOM"},
        "team": {"id": "T0BRIGHT"},
        "channel": {"id": "D0TOM"},
        "response_url": "http://127.0.0.1:9/r",
        "actions": [{"action_id": "answer_next_0", "value": f"{request.id}:{_NEXT[0]}", "action_ts": "5.5"}],
    }

    assert 200 == office.edge.action(click).status
    assert [_EN.next_refused] == wait_until(lambda: said)
    assert [request.id] == [one.id for one in office.requests()]


def test_a_question_below_a_private_answer_is_answered_privately_again(
    office: Office, slack: RunningSandbox, served: str, parts: Parts
) -> None:
    """Below its command, for the same eyes only."""
    assert served
    slack.control("command", user="U0MAYA", channel="C0GENERAL", text="/ask How many days of leave?")
    (request,) = office.requests()
    parts.settler.settle(request.id, offering(request))
    (shown,) = office.posted("C0GENERAL")
    place = {"channel": "C0GENERAL", "message_ts": shown["ts"]}
    slack.control("action", user="U0MAYA", **place, action_id="answer_next_0")
    asked = next(one for one in office.requests() if one.id != request.id)
    parts.settler.settle(asked.id, answer_to(asked, "Ten days [1]."))

    assert ("command", "U0MAYA", None) == (asked.surface, asked.user, asked.thread_ts)
    said = [(one["only_for"], one["text"][:8]) for one in office.posted("C0GENERAL")]
    assert [("U0MAYA", "You have"), ("U0MAYA", "Ten days")] == said


def test_whoever_chose_private_answers_reads_this_one_in_direct_messages(answered: Callable[..., Reader]) -> None:
    """As with what they type in a channel."""
    reader = answered()
    People(reader.office.database).choose("U0TOM", Choices(privately=True))
    reader.press("U0TOM")
    (asked,) = reader.asked()

    assert ("command", "C0GENERAL") == (asked.surface, asked.channel)


@pytest.mark.parametrize("kind", ["abstention", "small_talk", "clarification", "general"])
def test_nothing_is_offered_below_what_has_no_sources(answered: Callable[..., Reader], kind: str) -> None:
    """Whatever a worker says."""
    reader = answered(reply=lambda request: offering(request, kind=kind))

    assert [] == reader.buttons


def test_an_older_worker_offers_nothing(answered: Callable[..., Reader]) -> None:
    """Its answers lack the field."""
    assert [] == answered(reply=answer_to).buttons


def test_a_queue_that_is_down_loses_nothing(answered: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch) -> None:
    """The question is in the ledger, and the person is told."""
    reader, said = answered(), list[str]()
    monkeypatch.setattr("bot.listeners.actions.next_question.say_privately", lambda _url, text: said.append(text))
    monkeypatch.setattr("bot.intake.publishing.CeleryPublisher._send", _refuse)
    reader.press("U0TOM")
    wait_until(lambda: said)

    assert [_EN.saved_for_later] == said
    assert ["received"] == [one.state for one in reader.asked()]


def _refuse(*_: object) -> None:
    raise QueueUnavailable("down")
