"""Direct messages of a group: answered for all of its members, and people who talk among themselves are left alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from redis import Redis

from bot.delivery.process import Parts
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge, new_ts
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM, Reply

Json = dict[str, Any]


@pytest.fixture
def group(slack: RunningSandbox) -> str:
    """Maya, Tom of finance and the bot."""
    return str(slack.control("open", user="U0MAYA", users=["U0TOM", "U0FDESK"])["channel"])


def _say(edge: Edge, slack: RunningSandbox, group: str, text: str, **fields: Any) -> str:  # noqa: ANN401 - an event's
    """Tom says something; returns its time."""
    thread = {"thread_ts": fields["thread_ts"]} if "thread_ts" in fields else {}
    said = {"user": "U0TOM", "channel": group, "text": text, **thread}
    ts = str(fields.pop("ts", None) or slack.control("message", **said)["ts"])
    assert 200 == edge.message("U0TOM", group, text, channel_type="mpim", ts=ts, **fields).status
    return ts


def _with(reply: Reply, **answer: object) -> Reply:
    return dataclasses.replace(reply, answer={**(reply.answer or {}), **answer})


def test_a_mention_is_answered_once_for_what_all_members_may_read(
    office: Office, edge: Edge, slack: RunningSandbox, group: str
) -> None:
    """Slack tells it as a message and as a mention. Tom may read what is finance's; Maya reads along."""
    ts = new_ts()
    _say(edge, slack, group, "<@U0FDESK> How many days?", ts=ts)
    edge.mention("U0TOM", group, "How many days?", ts=ts)
    (payload,) = office.queued("questions")

    assert ("How many days?", False) == (payload["text"], "group:finance" in payload["principals"])
    assert "everyone" in payload["principals"]


def test_a_question_to_nobody_is_answered(
    office: Office, edge: Edge, slack: RunningSandbox, parts: Parts, group: str
) -> None:
    """Whoever invited the bot into a group wants it to help."""
    _say(edge, slack, group, "How many days of leave do we have?")
    (request,) = office.requests()
    parts.settler.settle(request.id, answer_to(request))

    assert ("channel", 1) == (request.surface, len(office.posted(group)))


@pytest.mark.parametrize(
    "text", ["<@U0MAYA> are you coming?", "Is <@U0MAYA> in today?", "👍", "", "x" * 5000, "see <@U0MAYA|maya>"]
)
def test_what_is_for_somebody_else_or_no_words_is_left_alone(
    office: Office, edge: Edge, slack: RunningSandbox, group: str, *, text: str
) -> None:
    """Nothing is written down of it, and nothing said."""
    _say(edge, slack, group, text, ts=new_ts())

    assert [] == office.requests()


@pytest.mark.parametrize(
    "answer",
    [
        {"abstained": True, "kind": "abstention"},
        {"kind": "small_talk"},
        {"kind": "general"},
        None,
    ],
)
def test_people_who_talk_among_themselves_are_not_interrupted(
    office: Office, edge: Edge, slack: RunningSandbox, parts: Parts, group: str, *, answer: Json | None
) -> None:
    """No "I don't know", no "you are welcome", and no failure."""
    _say(edge, slack, group, "I will be late, sorry")
    (request,) = office.requests()
    reply = Reply(request.id, failure="unavailable") if answer is None else _with(answer_to(request), **answer)
    parts.settler.settle(request.id, reply)

    assert [] == office.posted(group)
    assert ("failed", "none", "unasked") == office.state(request)


def test_a_mention_gets_an_honest_sentence(
    office: Office, edge: Edge, slack: RunningSandbox, parts: Parts, group: str
) -> None:
    """Whoever calls us is told that we do not know."""
    _say(edge, slack, group, "<@U0FDESK> Where is lunch?")
    (request,) = office.requests()
    parts.settler.settle(request.id, _with(answer_to(request, "I do not know."), abstained=True, kind="abstention"))

    assert 1 == len(office.posted(group))


def test_nothing_is_shown_while_it_is_found_out(
    office: Office, edge: Edge, slack: RunningSandbox, parts: Parts, group: str, *, redis: Redis
) -> None:
    """No status and no words that would have to be taken back."""
    parts.relay.step()
    _say(edge, slack, group, "I will be late, sorry")
    (request,) = office.requests()
    for kind, data in (("started", ""), ("text", "You have **25 days** [1]. Ask your manager. ")):
        redis.xadd(LIVE_STREAM, {"id": request.id, "kind": kind, "data": data})
        parts.relay.step()
    parts.relay.close()

    assert [] == slack.calls("assistant.threads.setStatus") + slack.calls("chat.startStream")


def test_what_follows_in_its_thread_is_asked_only_if_we_said_something(
    office: Office, edge: Edge, slack: RunningSandbox, parts: Parts, group: str
) -> None:
    """Else two who chat in a thread would be told that we do not know."""
    thread = _say(edge, slack, group, "Lunch?")
    _say(edge, slack, group, "At noon", thread_ts=thread)
    first, second = office.requests()
    parts.settler.settle(first.id, answer_to(first))
    _say(edge, slack, group, "And tomorrow?", thread_ts=thread)
    third = office.requests()[-1]

    assert [True, True, False] == [first.unasked, second.unasked, third.unasked]


def test_a_mention_that_is_edited_in_asks_what_nobody_asked(
    office: Office, edge: Edge, slack: RunningSandbox, parts: Parts, group: str
) -> None:
    """The same words, but now they are for us."""
    ts = _say(edge, slack, group, "Where is lunch?")
    (request,) = office.requests()
    unknown = {"abstained": True, "kind": "abstention"}
    parts.settler.settle(request.id, _with(answer_to(request, "I do not know."), **unknown))
    previous = {"type": "message", "user": "U0TOM", "text": "Where is lunch?", "ts": ts}
    message = {**previous, "text": "<@U0FDESK> Where is lunch?", "edited": {"user": "U0TOM", "ts": "200.000001"}}
    where = {"channel": group, "channel_type": "mpim", "ts": new_ts(), "previous_message": previous}
    edge.event({"type": "message", "subtype": "message_changed", "message": message, **where})
    (now,) = office.requests()
    reply = _with(answer_to(now, "I do not know."), **unknown)
    parts.settler.settle(now.id, dataclasses.replace(reply, id=now.work_id))

    assert 1 == len(office.posted(group))


def test_what_slack_itself_sends_of_a_group_is_one_question(
    office: Office, slack: RunningSandbox, served: str, group: str
) -> None:
    """The message, its mention, and then an edit of it, with the events that the manifest asks for."""
    said = slack.control("message", user="U0TOM", channel=group, text="<@U0FDESK> How many days?")
    wait_until(office.requests)
    edit = {"user": "U0TOM", "channel": group, "ts": said["ts"]}
    slack.control("edit", **edit, text="<@U0FDESK> How many days of parental leave?")
    (request,) = wait_until(lambda: [request for request in office.requests() if request.revision])

    assert ("How many days of parental leave?", 1) == (request.payload["text"], len(office.requests()))
