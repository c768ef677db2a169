"""How the bot behaves in a channel whose owner chose something for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.records.channel_rules import ChannelBook, ChannelRules
from bot.records.database import Database
from bot.records.models import Request
from bot.records.people import Choices, People
from bot.wording import WORDINGS
from tests.bot.edge import Edge, new_ts
from tests.bot.office import Office
from tests.bot.replies import answer_to, unsaid

Json = dict[str, Any]
Choose = Callable[..., None]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_OWNER = "U0SOFIA"


@pytest.fixture
def choose(database: Database) -> Choose:
    """Sofia chooses something for #general."""
    book = ChannelBook(database)

    def choose(**rules: Any) -> None:  # noqa: ANN401 - whatever rules hold
        version = book.kept("C0GENERAL").version
        book.save("C0GENERAL", ChannelRules(**rules), since=version, by=_OWNER, form=f"f{version}")

    return choose


def _settle_notices(office: Office, parts: Parts) -> None:
    for request in office.requests():
        if request.kind == "notice":
            parts.settler.settle(request.id, None)


def _tell_all(office: Office, parts: Parts, request: Request) -> None:
    """The question has no answer, and whoever is told of it is told."""
    parts.settler.settle(request.id, unsaid(request))
    _settle_notices(office, parts)


def test_a_mention_where_the_bot_is_off_gets_one_private_sentence(office: Office, parts: Parts, choose: Choose) -> None:
    """Who switched it off, and where to ask; the channel sees nothing, and another one is answered as ever."""
    choose(enabled=False)
    off = office.ask("U0LINA", "C0GENERAL")
    elsewhere = office.ask("U0LINA", "C0ASKHR")
    _settle_notices(office, parts)

    assert ("notice", "question") == (off.kind, elsewhere.kind)
    assert [_ZH.channel_off.format(channel="C0GENERAL", user=_OWNER)] == [
        message["text"] for message in office.posted("D0LINA")
    ]
    assert [] == office.posted("C0GENERAL")


def test_what_follows_in_a_thread_where_the_bot_is_off_meets_silence(
    office: Office, edge: Edge, parts: Parts, choose: Choose
) -> None:
    """It was answered there before; once it is on again, it follows again."""
    first = office.ask("U0MAYA", "C0GENERAL")
    parts.settler.settle(first.id, answer_to(first))
    choose(enabled=False)
    edge.message("U0MAYA", "C0GENERAL", "And next year?", thread_ts=first.message_ts, ts=f"{first.message_ts}0")
    silent = len(office.requests())
    choose(enabled=True)
    later = f"{first.message_ts}1"
    edge.message("U0MAYA", "C0GENERAL", "And the year after?", thread_ts=first.message_ts, ts=later)

    assert (1, 2) == (silent, len(office.requests()))


def test_a_mention_that_is_edited_in_where_the_bot_is_off_is_told_once(
    office: Office, edge: Edge, choose: Choose
) -> None:
    """However often it is edited."""
    choose(enabled=False)
    before: Json = {"type": "message", "user": "U0MAYA", "text": "How many days?", "ts": new_ts()}
    for number in range(2):
        message = {**before, "text": f"<@U0FDESK> How many days{'?' * number}", "edited": {"ts": f"9{number}.000001"}}
        where = {"channel": "C0GENERAL", "channel_type": "channel", "ts": new_ts(), "previous_message": before}
        edge.event({"type": "message", "subtype": "message_changed", "message": message, **where})

    assert ["notice"] == [request.kind for request in office.requests()]


def test_where_answers_are_private_first_they_go_to_the_asker(office: Office, parts: Parts, choose: Choose) -> None:
    """From all that the asker may read; the channel sees nothing."""
    choose(privately=True)
    request = office.ask("U0TOM", "C0GENERAL")
    parts.settler.settle(request.id, answer_to(request))

    assert "group:finance" in request.payload["principals"]
    assert (1, []) == (len(office.posted("D0TOM")), office.posted("C0GENERAL"))


def test_the_sources_of_a_channel_bound_what_is_searched_there(office: Office, choose: Choose) -> None:
    """And nowhere else."""
    choose(sources=("hr", "it"))
    office.ask("U0TOM", "C0GENERAL")
    office.ask("U0TOM", "C0ASKHR")
    office.ask("U0TOM", "D0TOM")
    here, *elsewhere = office.queued("questions")

    assert ["hr", "it"] == here["sources"]
    assert not any("sources" in payload for payload in elsewhere)


def test_a_command_in_a_channel_is_its_askers_own_matter(office: Office, edge: Edge, choose: Choose) -> None:
    """They alone read the answer: neither sources nor language nor being off are meant for it."""
    choose(sources=("hr",), language="de", enabled=False)
    edge.command("U0MAYA", "/ask", "How many days?")
    (payload,) = office.queued("questions")

    assert ("en", False) == (payload["language"], "sources" in payload)


def test_the_language_of_a_channel_goes_before_the_questions_and_a_persons_before_the_channels(
    office: Office, choose: Choose, database: Database
) -> None:
    """Whoever chose theirs is answered in it everywhere."""
    choose(language="zh")
    people = People(database)
    of_channel = office.ask("U0MAYA", "C0GENERAL", "How many days?")
    people.choose("U0TOM", Choices(language="de"))
    of_person = office.ask("U0TOM", "C0GENERAL", "How many days?")

    assert ("zh", "de") == (of_channel.language, of_person.language)


def test_whoever_is_named_hears_of_a_question_without_an_answer(office: Office, parts: Parts, choose: Choose) -> None:
    """Where it is, in their language, and no word of it."""
    choose(told_user="U0LINA")
    request = office.ask("U0MAYA", "C0GENERAL", "How much does Tom earn?")
    _tell_all(office, parts, request)
    (told,) = office.posted("D0LINA")

    assert "<#C0GENERAL>" in told["text"]
    assert f"/archives/C0GENERAL/p{(request.message_ts or '').replace('.', '')}" in told["text"]
    assert "Tom" not in str(told)
    assert told["text"].startswith("制度")


def test_a_channel_may_be_told_instead_and_whoever_named_it_where_it_lets_nobody_in(
    office: Office, parts: Parts, choose: Choose
) -> None:
    """The bot is no member of #random."""
    choose(told_channel="C0ASKHR")
    _tell_all(office, parts, office.ask("U0MAYA", "C0GENERAL"))
    choose(told_channel="C0RANDOM")
    _tell_all(office, parts, office.ask("U0TOM", "C0GENERAL"))

    assert (1, 1) == (len(office.posted("C0ASKHR")), len(office.posted("D0SOFIA")))


def test_nobody_is_told_of_what_was_answered_or_asked_elsewhere(office: Office, parts: Parts, choose: Choose) -> None:
    """Nor twice of the same."""
    choose(told_user="U0LINA")
    answered = office.ask("U0MAYA", "C0GENERAL")
    parts.settler.settle(answered.id, answer_to(answered))
    _tell_all(office, parts, office.ask("U0MAYA", "C0ASKHR"))
    _tell_all(office, parts, office.ask("U0MAYA", "D0MAYA"))
    nobody = len(office.posted("D0LINA"))
    again = office.ask("U0MAYA", "C0GENERAL")
    for _ in range(3):
        _tell_all(office, parts, again)

    assert (0, 1) == (nobody, len(office.posted("D0LINA")))


def test_so_many_sentences_a_day_are_enough(
    office: Office, parts: Parts, choose: Choose, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad day must not fill somebody's direct messages."""
    monkeypatch.setattr("bot.delivery.telling._MOST_A_DAY", 2)
    choose(told_user="U0LINA")
    for _ in range(4):
        _tell_all(office, parts, office.ask("U0MAYA", "C0GENERAL"))

    assert 2 == len(office.posted("D0LINA"))


def _bot_says(edge: Edge, text: str = "<@U0FDESK> How many days?", **event: object) -> None:
    """Another app writes, and Slack tells of it as a message and as a mention."""
    message: Json = {"channel": "C0GENERAL", "bot_id": "B0BUILD", "text": text, "ts": new_ts(), **event}
    edge.event({"type": "message", "subtype": "bot_message", "channel_type": "channel", **message})
    if "<@U0FDESK>" in text:
        edge.event({"type": "app_mention", "user": "U0BUILD", **message})


def test_other_apps_are_answered_only_where_a_channel_wants_it(
    office: Office, edge: Edge, parts: Parts, choose: Choose
) -> None:
    """Once, in the thread, for what the channel may read; unless they mention us, they are left alone."""
    _bot_says(edge)
    unwanted = len(office.requests())
    choose(bots=True, privately=True)
    _bot_says(edge, "Build 5 failed. Why?")
    thread = office.slack.control("message", user="U0MAYA", channel="C0GENERAL", text="Morning")["ts"]
    _bot_says(edge, thread_ts=thread)
    (request,) = office.requests()
    parts.settler.settle(request.id, answer_to(request))

    assert (0, "channel", 1) == (unwanted, request.surface, len(office.posted("C0GENERAL")))
    assert "everyone" in request.payload["principals"]


@pytest.mark.parametrize("ours", [{"bot_id": "B0FDESK"}, {"user": "U0FDESK"}])
def test_we_never_answer_ourselves(office: Office, edge: Edge, choose: Choose, ours: Json) -> None:
    """However our message comes back to us."""
    choose(bots=True)
    message = {"type": "app_mention", "channel": "C0GENERAL", "bot_id": "B0BUILD", "text": "<@U0FDESK> Hi?"}
    edge.event({**message, "ts": new_ts(), **ours})

    assert [] == office.requests()


def test_two_bots_do_not_talk_for_ever(
    office: Office, edge: Edge, choose: Choose, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times in a thread, and so often in all of the channel, whoever of them begins threads."""
    choose(bots=True)
    thread = new_ts()
    for _ in range(5):
        _bot_says(edge, thread_ts=thread)
    in_thread = len(office.requests())
    monkeypatch.setattr("bot.intake.bot_limits._MOST_AN_HOUR", 4)
    for _ in range(5):
        _bot_says(edge)

    assert (3, 4) == (in_thread, len(office.requests()))


def test_what_another_app_changes_is_answered_as_it_was(office: Office, edge: Edge, choose: Choose) -> None:
    """They write as they go; an edit takes nothing back, and asks nothing anew."""
    choose(bots=True)
    before: Json = {"type": "message", "bot_id": "B0BUILD", "text": "<@U0FDESK> How many days?", "ts": new_ts()}
    edge.event({**before, "channel": "C0GENERAL", "channel_type": "channel"})
    message = {**before, "text": "<@U0FDESK> How many days of leave?", "edited": {"ts": "9000000000.000001"}}
    where = {"channel": "C0GENERAL", "channel_type": "channel", "ts": new_ts(), "previous_message": before}
    edge.event({"type": "message", "subtype": "message_changed", "message": message, **where})
    (request,) = office.requests()

    assert ("How many days?", 0, None) == (request.payload["text"], request.revision, request.failure)


def test_an_app_is_told_nothing_where_the_bot_is_off(office: Office, edge: Edge, choose: Choose) -> None:
    """Nobody reads its direct messages."""
    choose(bots=True, enabled=False)
    _bot_says(edge)

    assert [] == office.requests()


def test_an_administrator_sees_how_many_channels_have_settings_of_their_own(
    office: Office, edge: Edge, parts: Parts, choose: Choose
) -> None:
    """Others do not."""
    choose(bots=True)
    report = {"action": "status", "version": "v1", "documents": 3}
    for user in (_OWNER, "U0MAYA"):
        edge.command(user, "/kb", "status")
    administrator, other = office.requests()
    reports = [
        (parts.settler._administration.completed(one, dataclasses.replace(answer_to(one), answer=None, report=report)))
        for one in (administrator, other)
    ]

    assert [1, None] == [(reply.report or {}).get("channels") for reply in reports if reply]
