"""Questions that are edited: the words of now are answered, in the reply that is there."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis
from slack_sdk import WebClient

from bot.delivery.process import Parts
from bot.edge import Address
from bot.intake.keys import message_key
from bot.records.models import Request
from bot.records.outcomes import Outcomes
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge, new_ts
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import Reply, cancel_key

Json = dict[str, Any]

_NEW = "How many days of parental leave?"


def _edit(edge: Edge, request: Request, text: str, at: str = "200.000001", **fields: object) -> None:
    """Slack tells that the message of a request was edited."""
    previous = {"type": "message", "user": request.user, "text": "before", "ts": request.message_ts}
    message = {**previous, "text": text, "edited": {"user": request.user, "ts": at}, **fields}
    kind = {"D": "im", "C": "channel", "G": "mpim"}[request.channel[0]]
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": new_ts(), "message": message}
    where = {"channel": request.channel, "channel_type": kind}
    assert 200 == edge.event({**event, **where, "previous_message": previous}).status


def _now(office: Office, request: Request) -> Request:
    office.prepare()
    now = office.ledger.get(request.id)
    assert now is not None
    return now


def _answered(office: Office, parts: Parts, text: str = "You have **25 days** [1].") -> Request:
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request, text))
    return _now(office, request)


def _reply(request: Request, text: str) -> Reply:
    """What a worker sends for the request as it is now."""
    answer = answer_to(request, text).answer
    return Reply(request.work_id, answer=answer)


def test_until_it_is_answered_the_new_text_counts(office: Office, edge: Edge, parts: Parts, redis: Redis) -> None:
    """A worker that has the old one is told to stop, and what it still sends is dropped."""
    request = office.ask()
    _edit(edge, request, _NEW)
    now = _now(office, request)
    parts.settler.settle(request.id, answer_to(request, "Old."))
    before = office.posted("D0MAYA")
    parts.settler.settle(request.id, _reply(now, "New."))
    (posted,) = office.posted("D0MAYA")

    assert [_NEW] == [payload["text"] for payload in office.queued("questions")[1:]]
    assert (1, [], True) == (redis.exists(cancel_key(request.id)), before, "New." in posted["text"])
    assert "edited" not in posted["text"]
    assert ("settled", "posted", None) == office.state(request)


def test_an_answered_question_is_answered_anew_in_the_same_reply(office: Office, edge: Edge, parts: Parts) -> None:
    """The reply is changed and says why; there is no second one."""
    request = _answered(office, parts)
    _edit(edge, request, _NEW)
    now = _now(office, request)
    parts.settler.settle(request.id, _reply(now, "You have 14 weeks [1]."))
    (posted,) = office.posted("D0MAYA")

    assert request.reply_ts == posted["ts"]
    assert "14 weeks" in posted["text"]
    assert "Answered again because the question was edited." in str(posted["blocks"])
    assert ("settled", "posted", None) == office.state(request)


def test_each_edit_is_answered_once_however_often_it_is_told(
    office: Office, edge: Edge, parts: Parts, slack: RunningSandbox
) -> None:
    """Slack delivers again, and in any order: an older edit never wins."""
    request = _answered(office, parts)
    _edit(edge, request, _NEW, at="200.000002")
    _edit(edge, request, _NEW, at="200.000002")
    _edit(edge, request, "How many days of sick leave?", at="200.000001")
    now = _now(office, request)
    for _ in range(2):
        parts.settler.settle(request.id, _reply(now, "You have 14 weeks [1]."))

    assert [_NEW] == [payload["text"] for payload in office.queued("questions")[1:]]
    assert 1 == len(slack.calls("chat.update"))


def test_what_changes_nothing_in_the_words_does_nothing(office: Office, edge: Edge, parts: Parts) -> None:
    """Slack reports previews of links below a message in the same way; and people mend a blank."""
    request = _answered(office, parts)
    _edit(edge, request, "How many days  of leave?")
    _edit(edge, request, _NEW, edited=None)

    assert 1 == len(office.queued("questions"))
    assert ("settled", "posted", None) == office.state(request)


def test_an_edit_that_arrives_before_its_message_is_the_question(office: Office, edge: Edge) -> None:
    """Slack promises no order."""
    message = office.slack.control("message", user="U0MAYA", channel="D0MAYA", text="How many days?")
    asked = Request(channel="D0MAYA", user="U0MAYA", message_ts=message["ts"])
    _edit(edge, asked, _NEW)
    edge.message("U0MAYA", "D0MAYA", "How many days?", ts=message["ts"])

    assert [_NEW] == [payload["text"] for payload in office.queued("questions")]


def test_an_edit_while_it_is_prepared_is_not_overwritten(
    office: Office, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads along is asked of Slack, which takes a while; what was found out is of the old words."""
    edge.message("U0MAYA", "D0MAYA", "How many days?", ts="100.000001")
    asked = Request(channel="D0MAYA", user="U0MAYA", message_ts="100.000001")
    audience = office.preparer.audience
    of = type(audience).of

    def edited_meanwhile(*arguments: Any, **options: Any) -> object:  # noqa: ANN401 - whatever it is called with
        monkeypatch.undo()
        _edit(edge, asked, _NEW)
        return of(*arguments, **options)

    monkeypatch.setattr(type(audience), "of", edited_meanwhile)

    assert [_NEW] == [payload["text"] for payload in office.queued("questions")]


def test_an_edit_while_its_answer_is_posted_changes_that_message(
    office: Office, edge: Edge, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger would else close what was asked anew, or post a second time."""
    request = office.ask()
    posting = type(office.ledger).posting

    def edited_meanwhile(ledger: Any, request_id: str, channel: str) -> None:  # noqa: ANN401 - the ledger
        posting(ledger, request_id, channel)
        _edit(edge, request, _NEW)

    monkeypatch.setattr(type(office.ledger), "posting", edited_meanwhile)
    parts.settler.settle(request.id, answer_to(request, "Old."))
    now = _now(office, request)
    (first,) = office.posted("D0MAYA")
    parts.settler.settle(request.id, _reply(now, "New."))
    (second,) = office.posted("D0MAYA")

    assert ("changing", first["ts"]) == (now.reply_state, second["ts"])
    assert "New." in second["text"]
    assert "Answered again" in str(second["blocks"])


def test_an_answer_that_somebody_deleted_is_posted_again(
    office: Office, edge: Edge, parts: Parts, client: WebClient
) -> None:
    """There is nothing left to be changed."""
    request = _answered(office, parts)
    client.chat_delete(channel="D0MAYA", ts=str(request.reply_ts))
    _edit(edge, request, _NEW)
    parts.settler.settle(request.id, _reply(_now(office, request), "New."))

    assert ["New."] == [message["text"].split("\n")[0] for message in office.posted("D0MAYA")]


def test_verdicts_on_the_former_answer_go_with_it(office: Office, edge: Edge, parts: Parts) -> None:
    """A thumb up was for what stood there."""
    outcomes = Outcomes(office.database)
    request = _answered(office, parts)
    outcomes.judged(request.id, "U0MAYA", helpful=True)
    _edit(edge, request, _NEW)
    parts.settler.settle(request.id, _reply(_now(office, request), "New."))

    assert [] == outcomes.approved_by("U0MAYA")


def test_the_former_answer_is_no_history_of_the_new_question(office: Office, edge: Edge, parts: Parts) -> None:
    """What was said before it is."""
    edge.message("U0MAYA", "D0MAYA", "And next year?", ts="100.000002", thread_ts="100.000001")
    (request,) = office.requests()
    parts.settler.settle(request.id, answer_to(request))
    _edit(edge, request, _NEW, thread_ts="100.000001")

    assert [] == office.queued("questions")[-1]["history"]


def test_a_mention_that_is_edited_in_counts(office: Office, edge: Edge) -> None:
    """Slack tells it twice; it is one question."""
    asked = Request(channel="C0GENERAL", user="U0MAYA", message_ts="100.000001")
    text = "<@U0FDESK> How many days?"
    _edit(edge, asked, text)
    edited = {"user": "U0MAYA", "ts": "200.000001"}
    edge.event(
        {
            "type": "app_mention",
            "user": "U0MAYA",
            "channel": "C0GENERAL",
            "text": text,
            "ts": "100.000001",
            "edited": edited,
        }
    )

    assert ["How many days?"] == [payload["text"] for payload in office.queued("questions")]


def test_a_mention_that_is_edited_out_withdraws_the_question(office: Office, edge: Edge, parts: Parts) -> None:
    """And one that is edited in again asks it again."""
    request = office.ask(channel="C0GENERAL")
    _edit(edge, request, "How many days of leave?", at="200.000001")
    withdrawn = office.state(request)
    parts.settler.settle(request.id, answer_to(request))
    posted = office.posted("C0GENERAL")
    _edit(edge, request, "<@U0FDESK> How many days of leave?", at="200.000002")
    parts.settler.settle(request.id, _reply(_now(office, request), "New."))

    assert (("queued", "none", "withdrawn"), []) == (withdrawn, posted)
    assert ["New."] == [message["text"].split("\n")[0] for message in office.posted("C0GENERAL")]


def test_a_mention_whose_editing_out_arrives_first_is_not_answered(office: Office, edge: Edge) -> None:
    """Slack promises no order."""
    asked = Request(channel="C0GENERAL", user="U0MAYA", message_ts="100.000001")
    previous = {"type": "message", "user": "U0MAYA", "text": "<@U0FDESK> How many?", "ts": "100.000001"}
    message = {**previous, "text": "How many?", "edited": {"user": "U0MAYA", "ts": "200.000001"}}
    where = {"channel": asked.channel, "channel_type": "channel", "ts": new_ts()}
    changed = {"type": "message", "subtype": "message_changed", "message": message, "previous_message": previous}
    edge.event({**changed, **where})
    edge.mention("U0MAYA", "C0GENERAL", "How many?", ts="100.000001")

    assert [] == office.queued("questions")


def test_an_edit_that_is_told_after_the_deletion_asks_nothing(office: Office, edge: Edge, parts: Parts) -> None:
    """Whatever arrives late, a message that is gone is not answered."""
    request = office.ask()
    previous = {"user": "U0MAYA", "text": "How many days of leave?", "ts": request.message_ts}
    deleted = {"type": "message", "subtype": "message_deleted", "channel": "D0MAYA", "channel_type": "im"}
    edge.event({**deleted, "deleted_ts": request.message_ts, "previous_message": previous, "ts": "9999999999.000001"})
    _edit(edge, request, _NEW)
    parts.settler.settle(request.id, answer_to(request))

    assert ("failed", "none", "withdrawn") == office.state(request)
    assert [] == office.posted("D0MAYA")


def test_a_question_that_was_too_long_is_answered_once_it_is_shorter(office: Office, edge: Edge, parts: Parts) -> None:
    """The sentence that said so becomes the answer."""
    request = office.ask(text="long " * 1000)
    parts.settler.settle(request.id, None)
    _edit(edge, request, _NEW)
    parts.settler.settle(request.id, None)  # the queue may hand the notice out twice
    parts.settler.settle(request.id, _reply(_now(office, request), "New."))

    assert ["New."] == [message["text"].split("\n")[0] for message in office.posted("D0MAYA")]


def test_what_somebody_elses_bot_edits_is_ignored(office: Office, edge: Edge) -> None:
    """As are our own messages, which change while they grow."""
    asked = Request(channel="D0MAYA", user="U0FDESK", message_ts="100.000001")
    _edit(edge, asked, "You have 25 days.", bot_id="B0FDESK")

    assert [] == office.requests()


@pytest.mark.parametrize("text", ["👍", "x" * 5000, _NEW])
def test_what_was_answered_to_other_words_is_no_history_of_the_thread(
    office: Office, edge: Edge, parts: Parts, text: str
) -> None:
    """An edit takes the answer that was kept with it, and whoever found it helpful; what follows is still answered."""
    request = _answered(office, parts)
    Outcomes(office.database).judged(request.id, "U0MAYA", helpful=True)
    _edit(edge, request, text)
    edge.message("U0MAYA", "D0MAYA", "And part-time?", thread_ts=request.thread_ts, ts=f"{request.message_ts}1")

    assert [] == office.queued("questions")[-1]["history"]
    assert Outcomes(office.database).answer_to(request.id) is None
    assert [] == Outcomes(office.database).approved_by("U0MAYA")


def test_a_stop_that_becomes_a_question_is_answered(office: Office, edge: Edge) -> None:
    """It stopped something when it was written; now it asks."""
    request = office.ask()
    stop = {"ts": f"{request.message_ts}1", "thread_ts": request.thread_ts}
    edge.message("U0MAYA", "D0MAYA", "stop", **stop)
    said = office.ledger.get(message_key(Address("T0BRIGHT", "D0MAYA", "U0MAYA", "dm", message_ts=stop["ts"])))
    assert said is not None
    _edit(edge, said, _NEW)

    assert _NEW == office.queued("questions")[-1]["text"]


def test_a_correction_of_what_was_said_before_we_were_asked_is_not_answered(office: Office, edge: Edge) -> None:
    """Somebody mentions us later in that thread; the remark was for colleagues."""
    first = office.slack.control("message", user="U0TOM", channel="C0GENERAL", text="We moev on Monday.")["ts"]
    asked = {"thread_ts": first, "ts": f"{first}1"}
    edge.mention("U0MAYA", "C0GENERAL", "Where to?", **asked)
    before = office.requests()
    remark = Request(user="U0TOM", channel="C0GENERAL", message_ts=first)
    _edit(edge, remark, "We move on Monday.", thread_ts=first)

    assert [request.id for request in before] == [request.id for request in office.requests()]


def test_a_preview_below_a_message_that_was_edited_long_ago_is_no_edit(office: Office, edge: Edge) -> None:
    """Slack reports it with the time of that edit, before and after."""
    message = {
        "user": "U0TOM",
        "text": "<@U0FDESK> see",
        "ts": "100.000001",
        "edited": {"user": "U0TOM", "ts": "101.0"},
    }
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": new_ts(), "channel": "C0GENERAL"}
    edge.event({**event, "channel_type": "channel", "message": message, "previous_message": message})

    assert [] == office.requests()
