"""Messages in direct conversations and in channels: which are questions, and what becomes of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from redis import Redis
from slack_bolt import BoltResponse

from bot.intake.preparing import NotYet
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.database import Database
from bot.records.models import Request
from bot.records.outcomes import Outcomes
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import Json

_OURS: Json = {"user": "U0FDESK", "bot_id": "B0FDESK"}


def test_a_direct_message_is_in_the_ledger_and_in_the_queue(office: Office, edge: Edge) -> None:
    """The reply goes to the thread that the message begins."""
    response = edge.message("U0TOM", "D0TOM", "How many days of leave?", ts="100.000001")
    (request,) = office.requests()
    (payload,) = office.queued("questions")

    assert 200 == response.status
    assert ("queued", 1, "D0TOM", "100.000001") == (
        request.state,
        request.attempts,
        request.channel,
        request.thread_ts,
    )
    assert {**payload, "edge": {"gaps": [], "shared_outside": False}} == request.payload
    assert ("How many days of leave?", "en", []) == (payload["text"], payload["language"], payload["history"])
    assert "group:finance" in payload["principals"]


def test_a_message_in_a_thread_is_answered_there(office: Office, edge: Edge) -> None:
    """A follow-up stays in its conversation."""
    edge.message("U0MAYA", "D0MAYA", "And next year?", ts="100.000002", thread_ts="100.000001")
    (request,) = office.requests()

    assert ("100.000001", "100.000002") == (request.thread_ts, request.message_ts)


def test_a_chinese_question_is_chinese(office: Office, edge: Edge) -> None:
    """The question's language decides, not the person's settings."""
    edge.message("U0MAYA", "D0MAYA", "如何申请休假？")

    assert "zh" == office.queued("questions")[0]["language"]


def test_whom_a_question_calls_says_nothing_about_its_language(office: Office, edge: Edge) -> None:
    """A short Chinese question has fewer letters than their names."""
    edge.message("U0MAYA", "D0MAYA", "<@U0TOM> <!channel> 年假多少天？")

    assert ["zh"] == [request.language for request in office.requests()]


@pytest.mark.parametrize(("user", "language"), [("U0WANG", "zh"), ("U0MAYA", "en")])
def test_a_question_without_letters_has_the_persons_language(
    office: Office, edge: Edge, user: str, language: str
) -> None:
    """Digits say nothing about a language; Slack's settings do."""
    edge.message(user, f"D0{user[2:]}", "25?")

    assert language == office.queued("questions")[0]["language"]


def test_a_message_delivered_again_is_dropped(office: Office, edge: Edge) -> None:
    """Slack's retries have another event id in Socket Mode; the message is the same."""
    statuses = [edge.message("U0MAYA", "D0MAYA", "How many days?", ts="100.000001").status for _ in range(3)]

    assert [200, 200, 200] == statuses
    assert 1 == len(office.requests()) == len(office.queued("questions"))


def test_a_mention_and_its_message_are_one_question(office: Office, edge: Edge) -> None:
    """Slack sends both; in a thread that the bot is in both could be taken."""
    edge.mention("U0MAYA", "C0GENERAL", "How many days?", ts="100.000001")
    edge.message("U0MAYA", "C0GENERAL", "<@U0FDESK> How many days?", ts="100.000001")
    edge.message("U0TOM", "C0GENERAL", "<@U0FDESK> And me?", ts="100.000002", thread_ts="100.000001")
    edge.mention("U0TOM", "C0GENERAL", "And me?", ts="100.000002", thread_ts="100.000001")

    assert 2 == len(office.requests()) == len(office.queued("questions"))


@pytest.mark.parametrize(
    "event",
    [
        {"user": "U0FDESK", "bot_id": "B0FDESK"},
        {"bot_id": "B0OTHER", "user": "U0OTHER"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"subtype": "message_changed", "message": {"text": "edited"}},
        {"subtype": "message_deleted", "hidden": True},
        {"subtype": "message_deleted", "hidden": True, "deleted_ts": "1.0", "previous_message": _OURS},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": "1.0"}, "previous_message": _OURS},
        {"subtype": "channel_join"},
        {"user": "USLACKBOT"},
    ],
)
def test_what_no_person_just_wrote_is_ignored(office: Office, edge: Edge, event: Json) -> None:
    """The bot's own messages, other bots', edits, deletions and joins are no questions."""
    response = edge.event({"type": "message", "channel": "D0MAYA", "channel_type": "im", "ts": "1.0", **event})

    assert 200 == response.status
    assert [] == office.requests()


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
def test_a_broadcast_reply_and_a_message_with_a_file_are_questions(office: Office, edge: Edge, subtype: str) -> None:
    """People ask in these ways, too."""
    edge.message("U0MAYA", "D0MAYA", "How many days?", subtype=subtype, files=[{"id": "F1"}])

    assert ["question"] == [request.kind for request in office.requests()]


@pytest.mark.parametrize(
    ("text", "files", "name"),
    [
        ("🎉 :tada:", [], "question_wordless"),
        ("", [{"id": "F1"}], "file_problems"),
        ("   ", [], "question_empty"),
        ("?!", [], "question_wordless"),
        ("a " * 20_000, [], "question_too_long"),
        ("<@U0FDESK>", [], "question_empty"),
    ],
)
def test_what_cannot_be_answered_gets_its_sentence(
    office: Office, edge: Edge, text: str, files: list[Json], name: str
) -> None:
    """The notice goes the way of every reply: once, in the thread."""
    response = edge.message("U0MAYA", "D0MAYA", text, files=files)
    (request,) = office.requests()

    assert 200 == response.status
    assert ("notice", name) == (request.kind, request.payload["name"])
    assert [{"id": request.id}] == office.queued("replies")
    assert [] == office.queued("questions")


@pytest.mark.parametrize("text", ["broken \ud83d encoding?", "null \x00 byte?", "<!channel> <@U0MAYA|m> &amp; <x"])
def test_broken_and_hostile_texts_are_stored_as_plain_text(office: Office, edge: Edge, text: str) -> None:
    """Nothing that a database, UTF-8 or Slack would stumble over reaches the queue."""
    assert 200 == edge.message("U0MAYA", "D0MAYA", text).status

    (payload,) = office.queued("questions")
    payload["text"].encode()
    assert "\x00" not in payload["text"]
    assert "<!" not in payload["text"]


def test_a_question_in_a_channel_may_use_what_all_its_readers_may(office: Office, edge: Edge) -> None:
    """Tom is of finance and maya is not; the guest in #project-kingfisher takes everyone away."""
    edge.mention("U0TOM", "C0GENERAL", "How many days?")
    edge.mention("U0MAYA", "C0KINGFI", "How many days?")
    principals = [payload["principals"] for payload in office.queued("questions")]

    assert [["channel:C0GENERAL", "everyone", "public"], ["public"]] == principals


def test_a_follow_up_in_a_thread_needs_no_mention_and_knows_what_was_said(
    office: Office, edge: Edge, database: Database
) -> None:
    """The thread's earlier answers are its history; those of other threads are not."""
    edge.mention("U0MAYA", "C0GENERAL", "How many days?", ts="100.000001")
    edge.mention("U0MAYA", "C0GENERAL", "Elsewhere?", ts="200.000001")
    for request in office.requests():
        reply = answer_to(request, text=f"About {request.message_ts}")
        outcomes = Outcomes(database)
        outcomes.answered(outcomes.record_of(request, reply.answer or {}))
    edge.message("U0LINA", "C0GENERAL", "And in Shanghai?", ts="100.000002", thread_ts="100.000001")

    assert [
        {"role": "user", "text": "How many days?"},
        {"role": "assistant", "text": "About 100.000001"},
    ] == office.queued("questions")[-1]["history"]


@pytest.mark.parametrize("text", ["<@U0TOM> what do you think?", "👍", "   "])
def test_talk_between_people_in_such_a_thread_is_left_alone(office: Office, edge: Edge, text: str) -> None:
    """A message that begins with somebody's name, or has no words, is not for us."""
    edge.mention("U0MAYA", "C0GENERAL", "How many days?", ts="100.000001")
    edge.message("U0LINA", "C0GENERAL", text, thread_ts="100.000001")

    assert 1 == len(office.requests())


def test_a_thread_that_nobody_asked_in_is_left_alone(office: Office, edge: Edge) -> None:
    """Being in a channel is not being asked."""
    edge.message("U0LINA", "C0GENERAL", "How many days?", thread_ts="100.000001")
    edge.message("U0LINA", "C0GENERAL", "How many days?")

    assert [] == office.requests()


class _Failing(CeleryPublisher):
    """A queue that is down for the first calls."""

    failures = 0

    def publish(self, request: Request) -> None:
        """Fail as long as told to."""
        if self.failures:
            self.failures -= 1
            raise QueueUnavailable("down")
        super().publish(request)


@pytest.fixture
def publisher(redis_url: str) -> Iterator[_Failing]:
    """The real publisher, with a switch."""
    publisher = _Failing(redis_url)
    yield publisher
    publisher.close()


def test_when_the_queue_is_down_slack_delivers_again_and_the_question_is_asked_once(
    office: Office, edge: Edge, publisher: _Failing
) -> None:
    """A 500 makes Slack repeat; the ledger kept the question in between."""
    publisher.failures = 1
    deliveries: list[BoltResponse] = [edge.message("U0MAYA", "D0MAYA", "How many days?", ts="1.0") for _ in range(3)]

    assert [500, 200, 200] == [response.status for response in deliveries]
    assert [("queued", 1)] == [(request.state, request.attempts) for request in office.requests()]
    assert 1 == len(office.queued("questions"))


def test_while_slack_does_not_say_who_reads_along_it_is_asked_again(
    office: Office, slack: RunningSandbox, edge: Edge, redis: Redis
) -> None:
    """The question is acknowledged and safe; nothing is guessed as long as Slack may say it in a moment."""
    slack.control("faults", method="conversations.members", kind="error", value="internal_error", times=1)
    acknowledged = edge.mention("U0MAYA", "C0GENERAL", "How many days?", ts="1.0")
    with pytest.raises(NotYet):
        office.prepare()
    before = redis.llen("questions")
    (key,) = [request.id for request in office.requests()]
    office.preparer.prepare(key, attempt=1)

    assert (200, 0, 1) == (acknowledged.status, before, redis.llen("questions"))


@pytest.mark.parametrize(("age", "secret"), [(0, "wrong"), (600, None)])
def test_a_wrong_signature_and_an_old_one_are_refused(office: Office, edge: Edge, age: int, secret: str) -> None:
    """Somebody who is not Slack, or repeats what Slack once sent, asks nothing."""
    event = {"type": "message", "user": "U0MAYA", "channel": "D0MAYA", "channel_type": "im", "text": "Hi?", "ts": "1.0"}
    body = json.dumps({"type": "event_callback", "team_id": "T0BRIGHT", "event": event})
    sender = Edge(edge.app, secret or edge.secret)
    response = sender.send(body, "application/json", timestamp=str(int(time.time()) - age))

    assert 401 == response.status
    assert [] == office.requests()


def test_an_event_that_nobody_listens_to_is_acknowledged(edge: Edge) -> None:
    """Slack must not repeat it for hours."""
    assert 200 == edge.event({"type": "reaction_added", "user": "U0MAYA"}).status
