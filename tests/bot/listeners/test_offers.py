"""Answers that nobody asked us for: to whoever asked a channel, alone, if no person answers, and rarely."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.home.view import PRIVATELY
from bot.intake.preparing import NotYet
from bot.records.channel_rules import ChannelBook, ChannelRules
from bot.records.database import Database
from bot.records.histories import Histories
from bot.records.models import Request
from bot.records.people import Choices, People
from bot.slack.api import RateLimited
from bot.slack.blocks import OFFER_DISMISS, OFFER_NEVER
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge, new_ts
from tests.bot.home_page import Page
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import Reply

Json = dict[str, Any]

_EN = WORDINGS["en"]
_ASKED = "How many days of parental leave do we get?"


class Channel:
    """#general, where people ask each other."""

    def __init__(self, office: Office, parts: Parts, database: Database) -> None:
        self.office = office
        self.parts = parts
        self.book = ChannelBook(database)

    def wants(self, **rules: Any) -> None:  # noqa: ANN401 - whatever rules hold
        """Choose rules for it."""
        version = self.book.kept("C0GENERAL").version
        self.book.save("C0GENERAL", ChannelRules(**rules), since=version, by="U0SOFIA", form=f"f{version}")

    def say(self, user: str = "U0MAYA", text: str = _ASKED, **fields: Any) -> str:  # noqa: ANN401 - an event's
        """Somebody says something to everybody; returns its time."""
        thread = {"thread_ts": fields["thread_ts"]} if "thread_ts" in fields else {}
        said = self.office.slack.control("message", user=user, channel="C0GENERAL", text=text, **thread)
        assert 200 == self.office.edge.message(user, "C0GENERAL", text, ts=said["ts"], **fields).status
        return str(said["ts"])

    def due(self) -> list[Request]:
        """The wait is over; returns what is known of the questions."""
        self.parts.reaper.reap()
        return self.office.requests()

    def shown(self) -> list[Json]:
        """What was shown to one person each."""
        return [call["args"] for call in self.office.slack.calls("chat.postEphemeral")]

    def settle(self, request: Request, confidence: float = 0.9, **answer: object) -> None:
        """A worker answers."""
        reply = answer_to(request)
        said = {**(reply.answer or {}), "confidence": confidence, **answer}
        self.parts.settler.settle(request.id, dataclasses.replace(reply, id=request.work_id, answer=said))


@pytest.fixture
def channel(office: Office, parts: Parts, database: Database, monkeypatch: pytest.MonkeyPatch) -> Channel:
    """#general, which wants them; nobody waits."""
    monkeypatch.setattr("bot.intake.asking.WAIT_FOR_PEOPLE", timedelta(seconds=-1))
    general = Channel(office, parts, database)
    general.wants(unasked=True)
    return general


def test_a_sure_answer_is_offered_to_its_asker_alone(channel: Channel, office: Office) -> None:
    """In the channel, with a way to be rid of it; everybody else sees nothing."""
    channel.say("U0TOM")
    (request,) = channel.due()
    channel.settle(request)
    (offer,) = channel.shown()
    blocks = json.loads(offer["blocks"]) if isinstance(offer["blocks"], str) else offer["blocks"]

    assert ("U0TOM", "C0GENERAL", None) == (offer["user"], offer["channel"], offer.get("thread_ts"))
    assert _EN.offer_head in str(blocks[0])
    assert [OFFER_DISMISS, OFFER_NEVER] == [element["action_id"] for element in blocks[-1]["elements"]]
    assert "group:finance" in request.payload["principals"]
    assert ("settled", "posted", None) == office.state(request)
    assert [] == [message for message in office.posted("C0GENERAL") if not message.get("only_for")]


def test_without_a_setting_nobody_is_answered_unasked(channel: Channel, office: Office) -> None:
    """That is the default; and a channel where the bot is off wants none either."""
    channel.wants()
    channel.say()
    channel.wants(unasked=True, enabled=False)
    channel.say()

    assert [] == channel.due()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("<@U0TOM> how many days do we get?", {}),
        ("<!here> how many days do we get?", {}),
        ("<!subteam^S0HR> how many days?", {}),
        ("I am on leave next week.", {}),
        ("See https://wiki.example/?page=leave for the rules", {}),
        (f"{'very ' * 80}long?", {}),
        ("?!", {}),
        (_ASKED, {"thread_ts": "1.000001"}),
        (_ASKED, {"bot_id": "B0OTHER"}),
        (_ASKED, {"subtype": "bot_message", "bot_id": "B0OTHER"}),
        (_ASKED, {"files": [{"id": "F1"}]}),
    ],
)
def test_what_is_for_somebody_or_asks_nothing_is_left_alone(
    office: Office, edge: Edge, channel: Channel, text: str, fields: Json
) -> None:
    """Nothing of it is written down."""
    edge.message("U0MAYA", "C0GENERAL", text, **fields)

    assert [] == channel.due()


def test_people_get_a_minute_to_answer_before_anything_is_looked_for(
    channel: Channel, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits in the ledger, which outlives every process; an event that comes again changes nothing."""
    monkeypatch.setattr("bot.intake.asking.WAIT_FOR_PEOPLE", timedelta(seconds=60))
    ts = channel.say()
    office.edge.message("U0MAYA", "C0GENERAL", _ASKED, ts=ts)
    (request,) = channel.due()

    assert timedelta(seconds=60) == request.due_at - request.created_at
    assert (0, []) == (request.attempts, office.queued("questions"))


def _in_thread(channel: Channel, ts: str) -> None:
    channel.office.slack.control("message", user="U0LINA", channel="C0GENERAL", text="12 weeks.", thread_ts=ts)


def _by_the_asker_in_thread(channel: Channel, ts: str) -> None:
    channel.office.slack.control("message", user="U0MAYA", channel="C0GENERAL", text="Found it.", thread_ts=ts)


def _below(channel: Channel, _ts: str) -> None:
    channel.office.slack.control("message", user="U0LINA", channel="C0GENERAL", text="12 weeks.")


_SPEAK = [_in_thread, _by_the_asker_in_thread, _below]


@pytest.mark.parametrize("speak", _SPEAK)
def test_where_somebody_answered_no_worker_is_asked(
    channel: Channel, office: Office, parts: Parts, speak: Callable[[Channel, str], None]
) -> None:
    """In the thread or right below."""
    speak(channel, channel.say())
    (request,) = channel.due()
    parts.settler.settle(request.id, Reply(request.work_id, failure="unavailable"))

    assert ([], []) == (office.queued("questions"), channel.shown())
    assert ("failed", "none", "unasked") == office.state(request)


@pytest.mark.parametrize("speak", _SPEAK)
def test_where_somebody_answered_while_a_worker_thought_nothing_is_shown(
    channel: Channel, office: Office, speak: Callable[[Channel, str], None]
) -> None:
    """Slack is asked again at the moment of showing."""
    ts = channel.say()
    (request,) = channel.due()
    speak(channel, ts)
    channel.settle(request)

    assert ([], ("failed", "none", "unasked")) == (channel.shown(), office.state(request))


def test_what_its_asker_adds_below_is_no_answer(channel: Channel) -> None:
    """They just go on."""
    channel.say()
    (request,) = channel.due()
    channel.say(text="I mean in Dublin.")
    channel.settle(request)

    assert 1 == len(channel.shown())


@pytest.mark.parametrize("method", ["conversations.replies", "conversations.history"])
def test_where_slack_does_not_say_whether_somebody_answered_nothing_is_shown(
    channel: Channel, office: Office, method: str
) -> None:
    """Silence is what people expect."""
    channel.say()
    (request,) = channel.due()
    office.slack.control("faults", method=method, kind="error", value="missing_scope", times=None)
    channel.settle(request)

    assert [] == channel.shown()


@pytest.mark.parametrize(
    "answer",
    [
        {"confidence": 0.84},
        {"confidence": None},
        {"abstained": True, "kind": "abstention"},
        {"kind": "conflict"},
        {"kind": "clarification"},
        {"kind": "small_talk"},
        {"kind": "general"},
    ],
)
def test_only_a_sure_answer_from_the_policies_is_worth_it(channel: Channel, office: Office, answer: Json) -> None:
    """An asked one needs less."""
    channel.say()
    (request,) = channel.due()
    channel.settle(request, **answer)

    assert ([], ("failed", "none", "unasked")) == (channel.shown(), office.state(request))


def test_a_failure_is_not_told(channel: Channel, office: Office, parts: Parts) -> None:
    """Nobody waits for it."""
    channel.say()
    (request,) = channel.due()
    parts.settler.settle(request.id, Reply(request.work_id, failure="model_failed"))

    assert ([], []) == (channel.shown(), office.posted("D0MAYA"))


def test_so_many_a_day_are_enough(channel: Channel, office: Office) -> None:
    """Of those beyond, no worker hears; two that were looked for at once do not slip by."""
    channel.wants(unasked=True, offers_a_day=1)
    channel.say()
    channel.say(text="And how many sick days are there?")
    both = channel.due()
    for request in both:
        channel.settle(request)
    channel.say(text="And a third thing?")
    channel.due()

    assert 1 == len(channel.shown())
    assert 2 == len(office.queued("questions"))


def test_whoever_wants_no_more_gets_none_until_they_want_them_again(
    channel: Channel, office: Office, edge: Edge, database: Database, page: Callable[[str], Page]
) -> None:
    """One click below an offer, and one on the Home tab."""
    people = People(database)
    click = {"type": "block_actions", "user": {"id": "U0MAYA"}, "response_url": "http://127.0.0.1:9/r", "team": {}}
    never = {**click, "team": {"id": "T0BRIGHT"}, "actions": [{"action_id": OFFER_NEVER, "value": "x"}]}
    assert 200 == edge.action(never).status
    chosen = people.choices("U0MAYA")
    channel.say()
    silent = len(channel.due())
    page("U0MAYA").press(PRIVATELY, "checkboxes", selected_options=[])
    channel.say()

    assert (Choices(unoffered=True), 0, 1) == (chosen, silent, len(channel.due()))


def test_who_switches_them_off_meanwhile_gets_none(channel: Channel, database: Database) -> None:
    """Neither the channel nor the asker has to wait for a restart."""
    channel.say("U0MAYA")
    channel.say("U0MAYA", "And sick leave?")
    first, second = channel.due()
    People(database).choose("U0MAYA", Choices(unoffered=True))
    channel.settle(first)
    People(database).choose("U0MAYA", Choices())
    channel.wants(unasked=False)
    channel.settle(second)

    assert [] == channel.shown()


def _guest(slack: RunningSandbox) -> Json:
    slack.control("users", user="U0MAYA", is_restricted=True)
    return {}


def _shared(slack: RunningSandbox) -> Json:
    slack.control("connect", channel="C0GENERAL", team="T0OTHER", keep_id=True)
    return {}


def _told_with_the_event(_slack: RunningSandbox) -> Json:
    return {"is_ext_shared_channel": True}


@pytest.mark.parametrize("outside", [_guest, _shared, _told_with_the_event])
def test_outsiders_are_offered_nothing(
    channel: Channel, office: Office, edge: Edge, outside: Callable[[RunningSandbox], Json]
) -> None:
    """No guest, and nobody where another company reads along."""
    envelope = outside(office.slack)
    said = office.slack.control("message", user="U0MAYA", channel="C0GENERAL", text=_ASKED)
    where = {"channel": "C0GENERAL", "channel_type": "channel", "ts": said["ts"]}
    edge.event({"type": "message", "user": "U0MAYA", "text": _ASKED, **where}, **envelope)
    channel.due()

    assert [] == office.queued("questions")


def test_an_offer_whose_end_is_unknown_is_not_made_again(channel: Channel, office: Office) -> None:
    """Slack showed it, and its answer was lost: nobody could find it."""
    channel.say()
    (request,) = channel.due()
    office.slack.control("faults", method="chat.postEphemeral", kind="status", value=500, after=True)
    for _ in range(3):
        channel.settle(request)

    assert (1, ("failed", "none", "unasked")) == (len(channel.shown()), office.state(request))


def test_a_crash_after_the_offer_does_not_make_another(
    channel: Channel, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written down before it is made."""
    channel.say()
    (request,) = channel.due()
    with monkeypatch.context() as crash:
        crash.setattr("bot.records.outcomes.Outcomes.answered", _dies)
        with pytest.raises(KeyboardInterrupt):
            channel.settle(request)
    channel.settle(request)

    assert 1 == len(channel.shown())


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_offer_that_slack_was_too_busy_for_is_made_later(channel: Channel, office: Office) -> None:
    """It is certain that nobody saw it."""
    channel.say()
    (request,) = channel.due()
    office.slack.control("faults", method="chat.postEphemeral", kind="ratelimited", retry_after=3)
    with pytest.raises(RateLimited):
        channel.settle(request)
    channel.settle(request)

    assert ("settled", "posted", None) == office.state(request)


def test_a_busy_slack_is_asked_later_whether_somebody_answered(channel: Channel, office: Office, parts: Parts) -> None:
    """No worker is asked before."""
    channel.say()
    parts.reaper.reap()
    office.slack.control("faults", method="conversations.replies", kind="ratelimited", retry_after=7)
    with pytest.raises(NotYet) as later:
        office.prepare()

    assert 7 == later.value.seconds


def test_an_offer_that_comes_too_late_is_none(
    channel: Channel, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    """After a quarter of an hour people have gone on."""
    channel.say()
    (request,) = channel.due()
    monkeypatch.setattr("bot.intake.wanted._LONGEST", timedelta(0))
    channel.settle(request)

    assert [] == channel.shown()


def _edited(channel: Channel, ts: str, text: str) -> None:
    previous = {"type": "message", "user": "U0MAYA", "text": _ASKED, "ts": ts}
    message = {**previous, "text": text, "edited": {"user": "U0MAYA", "ts": "9000000000.000001"}}
    where = {"channel": "C0GENERAL", "channel_type": "channel", "ts": new_ts(), "previous_message": previous}
    channel.office.edge.event({"type": "message", "subtype": "message_changed", "message": message, **where})


def test_an_edit_before_the_end_of_the_wait_counts_and_begins_it_anew(
    channel: Channel, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question, in its last words."""
    ts = channel.say()
    monkeypatch.setattr("bot.intake.asking.WAIT_FOR_PEOPLE", timedelta(seconds=60))
    _edited(channel, ts, "How many days of sick leave do we get?")
    (request,) = channel.due()

    assert ("How many days of sick leave do we get?", 1) == (request.payload["text"], request.revision)
    assert [] == office.queued("questions")


def test_an_edit_after_the_offer_changes_nothing(channel: Channel, office: Office) -> None:
    """What only one person sees cannot be changed."""
    ts = channel.say()
    (request,) = channel.due()
    channel.settle(request)
    _edited(channel, ts, "How many days of sick leave do we get?")

    assert [("settled", 0)] == [(one.state, one.revision) for one in office.requests()]


def test_an_edit_that_calls_us_is_answered_where_it_stands(channel: Channel, office: Office, parts: Parts) -> None:
    """Now they ask us: in the thread, for what all may read."""
    ts = channel.say("U0MAYA")
    _edited(channel, ts, f"<@U0FDESK> {_ASKED}")
    (request,) = office.requests()
    channel.settle(request)

    assert ("channel", 1, []) == (request.surface, len(office.posted("C0GENERAL")), channel.shown())
    assert "user:U0MAYA" not in request.payload["principals"]


@pytest.mark.parametrize("edit", [True, False])
def test_a_question_that_is_taken_back_is_not_answered(
    channel: Channel, office: Office, parts: Parts, *, edit: bool
) -> None:
    """It was deleted, or is no question any more."""
    ts = channel.say()
    if edit:
        _edited(channel, ts, "Never mind.")
    else:
        previous = {"type": "message", "user": "U0MAYA", "text": _ASKED, "ts": ts}
        gone = {"deleted_ts": ts, "previous_message": previous, "channel": "C0GENERAL", "channel_type": "channel"}
        office.edge.event({"type": "message", "subtype": "message_deleted", "ts": new_ts(), **gone})
    (request,) = channel.due()
    parts.settler.settle(request.id, Reply(request.work_id, failure="unavailable"))

    assert ([], "withdrawn") == (office.queued("questions"), office.state(request)[2])


def test_what_people_asked_each_other_is_on_nobodys_page_unless_it_was_answered(
    channel: Channel, database: Database
) -> None:
    """Nor is it a gap in the policies."""
    histories = Histories(database)
    channel.say()
    channel.say(text="Who has seen my keys?")
    waiting = histories.last("U0MAYA", 9)
    offered, passed_over = channel.due()
    channel.settle(offered)
    channel.settle(passed_over, abstained=True, kind="abstention")

    assert [] == waiting
    assert [(_ASKED, True)] == [(past.text, past.kept) for past in histories.last("U0MAYA", 9)]
    assert {} == histories.unanswered(7)


def test_an_offer_can_be_taken_away(channel: Channel, office: Office, served: str) -> None:
    """With a click, by the one who sees it."""
    channel.say()
    (request,) = wait_until(channel.due)
    channel.settle(request)
    (shown,) = [one for one in office.slack.messages("C0GENERAL") if one.get("only_for")]
    click = {"user": "U0MAYA", "channel": "C0GENERAL", "message_ts": shown["ts"], "action_id": OFFER_DISMISS}
    office.slack.control("action", **click, value=request.id)

    wait_until(lambda: not [one for one in office.slack.messages("C0GENERAL") if one.get("only_for")])


def test_blocks_that_slack_does_not_take_are_words(channel: Channel, office: Office) -> None:
    """With the same two buttons."""
    channel.say()
    (request,) = channel.due()
    office.slack.control("faults", method="chat.postEphemeral", kind="error", value="invalid_blocks")
    channel.settle(request)
    shown = [one for one in office.slack.messages("C0GENERAL") if one.get("only_for")]

    assert [["context", "section", "actions"]] == [[block["type"] for block in one["blocks"]] for one in shown]
