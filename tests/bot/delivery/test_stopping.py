"""Stop is pressed while a question is answered: what was shown stays, one sentence says so, and nothing more comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from redis import Redis

from bot.delivery.process import Parts
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.models import Request
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM, Json, Reply, cancel_key

Show = Callable[..., None]
Stop = Callable[..., list[int]]


class _Failing(CeleryPublisher):
    """A queue that takes no replies for the first calls."""

    failures = 0

    def deliver(self, reply: Reply) -> None:
        """Fail as long as told to."""
        if self.failures:
            self.failures -= 1
            raise QueueUnavailable("down")
        super().deliver(reply)


@pytest.fixture
def publisher(redis_url: str) -> Iterator[_Failing]:
    """The real publisher, with a switch."""
    publisher = _Failing(redis_url)
    yield publisher
    publisher.close()


@pytest.fixture
def show(parts: Parts, redis: Redis) -> Show:
    """A worker shows words; the relay takes them and does all that it can do at once."""
    parts.relay.step()
    shows: Any = parts.relay._shows

    def add(request: Request, *words: str) -> None:
        begins = [] if request.id in shows._shows else [("started", "")]
        for kind, data in [*begins, *(("text", text) for text in words)]:
            redis.xadd(LIVE_STREAM, {"id": request.id, "kind": kind, "data": data})
        for _ in range(3):
            parts.relay.step()
            wait_until(lambda: not any(show.busy for show in shows._shows.values()))

    return add


@pytest.fixture
def stop(office: Office, edge: Edge) -> Stop:
    """Somebody presses Stop: Slack ends the thread's streams and tells the bot, until that is acknowledged."""

    def press(request: Request, user: str = "U0MAYA", event_ts: str = "") -> list[int]:
        place = {"user": user, "channel": request.channel, "thread_ts": request.thread_ts}
        office.slack.control("stop", **place)
        event: Json = {"type": "agent_session_stopped", "streaming_message_ts": [], **place}
        event["event_ts"] = event_ts or f"{office.slack.state()['now'] + 1:.6f}"
        statuses = [edge.event(event).status]
        while statuses[-1] != 200:
            statuses.append(edge.event(event).status)
        return statuses

    return press


def _settle(office: Office, parts: Parts) -> None:
    """Deliver what waits for the delivery process."""
    for payload in office.queued("replies"):
        parts.settler.settle(payload["id"], Reply(**payload))
    office.redis.delete("replies")


def _texts(message: Json) -> list[str]:
    return [block["text"] if block["type"] == "markdown" else block["text"]["text"] for block in message["blocks"]]


@pytest.mark.parametrize(
    ("text", "sentence"), [("How many days of leave?", "Stopped."), ("如何申请休假？", "已停止。")]
)
def test_a_question_that_waits_is_closed_at_once(
    office: Office, parts: Parts, stop: Stop, *, text: str, sentence: str
) -> None:
    """Before any worker has it; one that takes it later does not begin, and what it says is dropped."""
    request = office.ask(text=text)
    stop(request)
    _settle(office, parts)
    parts.settler.settle(request.id, answer_to(request))
    (session,) = office.slack.state()["sessions"]

    assert [(request.thread_ts, [sentence])] == [(m["thread_ts"], _texts(m)) for m in office.posted("D0MAYA")]
    assert ("failed", "posted", "stopped") == office.state(request)
    assert office.redis.exists(cancel_key(request.id))
    assert "active" == session["status"]


def test_what_was_shown_of_an_answer_stays_and_nothing_is_added(
    office: Office, parts: Parts, show: Show, stop: Stop
) -> None:
    """In the message in which it stands, whether or not more words come before the end."""
    request = office.ask(channel="C0GENERAL")
    show(request, "You have **25 days** [1]. ")
    stop(request)
    show(request, "Ask your manager first. ")
    _settle(office, parts)
    parts.settler.settle(request.id, answer_to(request, "You have **25 days** [1]. Ask your manager first."))
    (message,) = office.posted("C0GENERAL")

    assert ["You have **25 days** [1]. ", "Stopped."] == _texts(message)
    assert "You have 25 days [1]. \nStopped." == message["text"]


def test_words_that_slack_refuses_because_of_stop_are_not_added_by_other_means(
    office: Office, parts: Parts, show: Show, stop: Stop, slack: RunningSandbox
) -> None:
    """Slack has ended the stream and we have not heard of it yet."""
    request = office.ask()
    show(request, "You have **25 days** [1]. ")
    slack.control("stop", user="U0MAYA", channel="D0MAYA", thread_ts=request.thread_ts)
    show(request, "Ask your manager first. ")
    before = [message["text"] for message in office.posted("D0MAYA")]
    stop(request)
    _settle(office, parts)

    assert ["You have **25 days** [1]. "] == before
    assert [["You have **25 days** [1]. ", "Stopped."]] == [_texts(message) for message in office.posted("D0MAYA")]


@pytest.mark.parametrize("after", [True, False], ids=["carried out", "not carried out"])
def test_words_whose_showing_is_unknown_are_neither_lost_nor_doubled(
    office: Office, parts: Parts, show: Show, stop: Stop, *, after: bool
) -> None:
    """Slack's response to the last words was lost: they stand there once."""
    request = office.ask()
    show(request, "You have ")
    office.slack.control("faults", method="chat.appendStream", kind="status", value=500, after=after)
    show(request, "**25 days** ")
    stop(request)
    _settle(office, parts)

    assert [["You have **25 days** ", "Stopped."]] == [_texts(message) for message in office.posted("D0MAYA")]


def test_a_message_that_grows_where_slack_does_not_stream_is_finished_too(
    office: Office, parts: Parts, show: Show, stop: Stop, slack: RunningSandbox
) -> None:
    """It is changed as a whole."""
    request = office.ask()
    slack.control("faults", method="chat.startStream", kind="error", value="unknown_method", times=None)
    show(request, "You have **25 days** [1]. ")
    stop(request)
    _settle(office, parts)

    assert [["You have **25 days** [1]. ", "Stopped."]] == [_texts(message) for message in office.posted("D0MAYA")]


@pytest.mark.parametrize("word", ["stop", "Stop!", "cancel", "停", "停止", "取消"])
def test_the_word_does_what_the_button_does(office: Office, parts: Parts, show: Show, redis: Redis, word: str) -> None:
    """Typed in the thread by whoever asked; it is no question of its own, however often Slack says it."""
    request = office.ask(channel="C0GENERAL")
    show(request, "You have **25 days** [1]. ")
    said = {"ts": f"{request.message_ts}1", "thread_ts": request.thread_ts}
    office.edge.message("U0MAYA", "C0GENERAL", word, **said)
    _settle(office, parts)
    office.edge.message("U0MAYA", "C0GENERAL", word, **said)

    assert [["You have **25 days** [1]. ", "Stopped."]] == [_texts(message) for message in office.posted("C0GENERAL")]
    assert redis.exists(cancel_key(request.id))
    assert 1 == len(office.queued("questions"))
    assert [] == office.queued("replies")


def test_the_word_outside_of_threads_stops_what_was_asked_in_the_direct_messages(office: Office, parts: Parts) -> None:
    """Who asks there at the top says stop there, too; in a channel such a message is about anything."""
    direct, shared = office.ask(), office.ask(channel="C0GENERAL")
    for channel, asked in (("D0MAYA", direct), ("C0GENERAL", shared)):
        office.edge.message("U0MAYA", channel, "stop", ts=f"{asked.message_ts}1")
    _settle(office, parts)

    assert "stopped" == office.state(direct)[2]
    assert "queued" == office.state(shared)[0]
    assert [["Stopped."]] == [_texts(message) for message in office.posted("D0MAYA")]


@pytest.mark.parametrize("user", ["U0MAYA", "U0TOM"])
def test_the_word_is_answered_where_nothing_of_its_writer_is(office: Office, parts: Parts, user: str) -> None:
    """Because it was answered already, or is somebody else's."""
    request = office.ask(channel="C0GENERAL")
    if user == "U0MAYA":
        parts.settler.settle(request.id, answer_to(request))
    office.edge.message(user, "C0GENERAL", "stop", ts=f"{request.message_ts}1", thread_ts=request.thread_ts)

    assert office.state(request)[2] is None
    assert ["How many days of leave?", "stop"] == [payload["text"] for payload in office.queued("questions")]


def test_nobody_stops_what_somebody_else_asked(
    office: Office, parts: Parts, show: Show, stop: Stop, redis: Redis
) -> None:
    """Slack ends the stream whoever presses; the answer still arrives whole, in its message."""
    request = office.ask(channel="C0GENERAL")
    show(request, "You have ")
    stop(request, user="U0TOM")
    _settle(office, parts)
    still_open = office.state(request)[0]
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("C0GENERAL")

    assert "queued" == still_open
    assert not redis.exists(cancel_key(request.id))
    assert ("settled", "posted", None) == office.state(request)
    assert "You have **25 days** [1]." == message["blocks"][0]["text"]


def test_what_is_being_written_can_be_stopped_too(office: Office, parts: Parts, stop: Stop) -> None:
    """A draft that somebody asked for in a direct message."""
    request = office.ask(text="draft an email about the office move")
    stop(request)
    _settle(office, parts)

    assert ("failed", "posted", "stopped") == office.state(request)
    assert [["Stopped."]] == [_texts(message) for message in office.posted("D0MAYA")]


def test_only_what_was_asked_before_is_stopped(office: Office, stop: Stop) -> None:
    """Slack may say again that Stop was pressed when the next question is there already."""
    first = office.ask()
    second = office.ask(text="And for part-timers?")
    with office.database.write() as session:
        session.merge(second).thread_ts = first.thread_ts
    stop(first, event_ts=str(second.message_ts))

    assert ["stopped", None] == [request.failure for request in office.requests()]


def test_an_answer_that_was_given_stays(office: Office, parts: Parts, stop: Stop, slack: RunningSandbox) -> None:
    """Stop came too late; the button, left over, is taken away."""
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request))
    stop(request)

    assert wait_until(lambda: ["active"] == [session["status"] for session in slack.state()["sessions"]])
    assert ("settled", "posted", None) == office.state(request)
    assert [] == office.queued("replies")


def test_when_the_queue_is_down_slack_says_the_word_again(
    office: Office, parts: Parts, publisher: _Failing, edge: Edge
) -> None:
    """It is written down when it is done."""
    request = office.ask()
    publisher.failures = 1
    said = {"ts": f"{request.message_ts}1", "thread_ts": request.thread_ts}
    statuses = [edge.message("U0MAYA", "D0MAYA", "stop", **said).status for _ in range(2)]
    _settle(office, parts)

    assert [500, 200] == statuses
    assert ("failed", "posted", "stopped") == office.state(request)
    assert 1 == len(office.queued("questions"))


def test_when_the_queue_is_down_slack_says_again_that_stop_was_pressed(
    office: Office, parts: Parts, publisher: _Failing, stop: Stop
) -> None:
    """A 500 makes Slack repeat."""
    request = office.ask()
    publisher.failures = 1
    statuses = stop(request)
    _settle(office, parts)

    assert [500, 200] == statuses
    assert ("failed", "posted", "stopped") == office.state(request)


def test_a_question_that_is_stopped_and_then_deleted_leaves_nothing(
    office: Office, parts: Parts, edge: Edge, stop: Stop
) -> None:
    """The last wish counts."""
    request = office.ask()
    stop(request)
    deleted = {"type": "message", "subtype": "message_deleted", "channel": "D0MAYA", "deleted_ts": request.message_ts}
    edge.event({**deleted, "channel_type": "im", "ts": "9.9", "hidden": True})
    _settle(office, parts)

    assert [] == office.posted("D0MAYA")
