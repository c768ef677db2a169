"""The live show: status, streaming and progress, each of which may fail without harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery.live.rate_budget import Budget
from bot.delivery.process import Parts, wire
from bot.intake.publishing import CeleryPublisher
from bot.records.outcomes import Outcomes
from bot.slack.api import Identity
from ops.sandbox.running import RunningSandbox
from tests.bot.delivery.live.relaying import Show, let_it_change, settle_down
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LIVE_STREAM, Reply


def _text(answer: str) -> tuple[str, str]:
    return "text", answer


_STARTED = ("started", "")


def test_the_person_sees_a_status_while_the_policies_are_searched(
    office: Office, slack: RunningSandbox, show: Show
) -> None:
    """In the thread of the question, in its language."""
    request = office.ask(text="如何申请休假？")
    show(request, _STARTED)
    (call,) = slack.calls("assistant.threads.setStatus")

    assert call["response"]["ok"]
    assert ("D0MAYA", request.thread_ts, "正在查阅公司制度…") == (
        call["args"]["channel_id"],
        call["args"]["thread_ts"],
        call["args"]["status"],
    )


def test_the_person_sees_how_many_wait_before_them_until_a_worker_is_free(
    office: Office, slack: RunningSandbox, show: Show
) -> None:
    """Not who they are, nor what they ask."""
    office.redis.rpush("questions", *["somebody else's"] * 7)
    request = office.ask()
    show(request)
    show(request, _STARTED)
    shown = [call["args"]["status"] for call in slack.calls("assistant.threads.setStatus")]

    assert ["Waiting for its turn; questions before this one: 7", "Searching the policies…"] == shown


@pytest.mark.parametrize(
    ("text", "job", "before", "status"),
    [
        ("translate into Chinese: Closed.", "translate", "Searching the policies…", "Translating…"),
        ("draft an email", "draft", "Searching the policies…", "Reading the policies and writing…"),
        ("写一封关于年会的邮件", "draft", "正在查阅公司制度…", "正在查阅制度并起草…"),
    ],
)
def test_the_person_sees_a_status_while_something_is_written_for_them(
    office: Office, slack: RunningSandbox, show: Show, *, text: str, job: str, before: str, status: str
) -> None:
    """As soon as the worker has told the order from a question; it takes longer than an answer."""
    request = office.ask(text=text)
    show(request, _STARTED)
    show(request, ("writing", job))

    assert [before, status] == [call["args"]["status"] for call in slack.calls("assistant.threads.setStatus")]
    assert [] == office.posted("D0MAYA")


@pytest.mark.parametrize("channel", ["D0MAYA", "C0GENERAL"])
def test_words_are_streamed_and_the_answer_completes_the_same_message(
    office: Office, show: Show, parts: Parts, channel: str
) -> None:
    """One message from the first word to the buttons."""
    request = office.ask(channel=channel)
    show(request, _STARTED, _text("You have **25 days** [1]. "))
    first = office.posted(channel)
    show(request, _text("Ask your manager "))
    second = office.posted(channel)
    parts.settler.settle(request.id, answer_to(request, "You have **25 days** [1]. Ask your manager first."))
    (final,) = office.posted(channel)
    settled = office.ledger.get(request.id)

    assert ["You have **25 days** [1]. "] == [message["text"] for message in first]
    assert ["You have **25 days** [1]. Ask your manager "] == [message["text"] for message in second]
    assert "You have **25 days** [1]. Ask your manager first." == final["blocks"][0]["text"]
    assert "context_actions" == final["blocks"][-1]["type"]
    assert "stopped" == final["stream"]["state"]
    assert settled is not None
    assert ("settled", final["ts"]) == (settled.state, settled.reply_ts)


def test_an_answer_that_differs_from_what_was_streamed_replaces_it(office: Office, show: Show, parts: Parts) -> None:
    """A worker that was killed and one that began anew may say it differently."""
    request = office.ask()
    show(request, _STARTED, _text("You have many days. "))
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert "You have **25 days** [1]." == message["blocks"][0]["text"]


def test_a_stream_that_slack_closed_is_completed_by_an_update(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """Slack closes each stream after five minutes."""
    request = office.ask()
    show(request, _STARTED, _text("You have "))
    slack.control("clock", advance=301)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert "You have **25 days** [1]." == message["blocks"][0]["text"]
    assert "context_actions" == message["blocks"][-1]["type"]


def test_where_slack_is_in_trouble_the_answer_is_posted_at_the_end(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """Whether the stream began is unknown: the show is over, the answer is not."""
    request = office.ask()
    slack.control("faults", method="chat.startStream", kind="status", value=503, times=None)
    show(request, _STARTED, _text("You have "), _text("25 "))
    tries = len(slack.calls("chat.startStream"))
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == tries
    assert ["You have **25 days** [1]."] == [message["blocks"][0]["text"] for message in office.posted("D0MAYA")]


@pytest.mark.parametrize("fault", [("error", "unknown_method"), ("ratelimited", None)])
@pytest.mark.parametrize("channel", ["D0MAYA", "C0GENERAL"])
def test_where_streams_do_not_start_the_words_grow_in_a_message_that_is_changed(
    office: Office, show: Show, parts: Parts, fault: tuple[str, Any], channel: str
) -> None:
    """An old workspace or a busy one: posted in the thread, changed as words come, completed at the end."""
    request = office.ask(channel=channel)
    office.slack.control("faults", method="chat.startStream", kind=fault[0], value=fault[1], times=None)
    show(request, _STARTED, _text("You have "))
    first = office.posted(channel)
    let_it_change(parts, request)
    show(request, _text("**25 days** [1]. "))
    second = office.posted(channel)
    parts.settler.settle(request.id, answer_to(request))
    (final,) = office.posted(channel)

    assert [("You have ", request.thread_ts)] == [(_body(message), message["thread_ts"]) for message in first]
    assert ["You have **25 days** [1]. "] == [_body(message) for message in second]
    assert "You have **25 days** [1]." == _body(final)
    assert "context_actions" == final["blocks"][-1]["type"]
    assert 1 == len(office.slack.calls("chat.startStream")) == len(office.slack.calls("chat.postMessage"))


def test_a_message_that_grew_is_completed_by_whoever_finds_it_after_a_crash(
    office: Office, slack: RunningSandbox, client: WebClient, show: Show, parts: Parts
) -> None:
    """The response to the post was lost: the message is found by its mark and is not doubled."""
    request = office.ask()
    slack.control("faults", method="chat.startStream", kind="error", value="unknown_method", times=None)
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    show(request, _STARTED, _text("You have "))
    orphan = office.posted("D0MAYA")
    parts.settler.settle(request.id, answer_to(request))

    assert [(orphan[0]["ts"], "You have **25 days** [1].")] == [
        (message["ts"], _body(message)) for message in office.posted("D0MAYA")
    ]


@pytest.mark.parametrize("fault", [None, ("ratelimited", None)])
def test_where_a_stream_does_not_go_on_the_words_grow_by_changing_its_message(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, fault: tuple[str, Any] | None
) -> None:
    """Slack closed it after five minutes, or allows no more appends now: nothing is left out, nothing doubled."""
    request = office.ask()
    show(request, _STARTED, _text("You have "))
    if fault:
        slack.control("faults", method="chat.appendStream", kind=fault[0], value=fault[1], times=None)
    else:
        slack.control("clock", advance=301)
    show(request, _text("**25 "))
    (grown,) = office.posted("D0MAYA")
    let_it_change(parts, request)
    show(request, _text("days** "))
    (again,) = office.posted("D0MAYA")
    parts.settler.settle(request.id, answer_to(request))
    (final,) = office.posted("D0MAYA")

    assert ["You have **25 ", "You have **25 days** "] == [_body(grown), _body(again)]
    assert "You have **25 days** [1]." == _body(final)
    assert grown["ts"] == final["ts"]


def test_words_do_not_wait_long_for_a_stream_when_too_many_answers_stream(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack allows some twenty streams a minute: beyond that a message is posted and changed."""
    request = office.ask()
    shows: Any = parts.relay._shows
    shows._growing._starts = Budget(office.redis, "start_stream", per_minute=2, burst=1)  # the next one in a minute
    assert shows._growing._starts.take()
    monkeypatch.setattr("bot.delivery.live.growing._PATIENCE_S", 3600)
    show(request, _STARTED, _text("You have "))
    at_once = office.posted("D0MAYA")
    let_it_change(parts, request)
    show(request, _text("**25 "))

    assert [] == at_once
    assert ["You have **25 "] == [_body(message) for message in office.posted("D0MAYA")]
    assert [] == slack.calls("chat.startStream")


def _body(message: dict[str, Any]) -> str:
    return str(message["blocks"][0]["text"])


def test_a_stream_whose_start_was_never_answered_is_adopted(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """Slack began the message and its response was lost: it is completed, not doubled."""
    request = office.ask()
    slack.control("faults", method="chat.startStream", kind="status", value=500, after=True)
    show(request, _STARTED, _text("You have "))
    orphan = office.posted("D0MAYA")
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(orphan)
    assert [(orphan[0]["ts"], "You have **25 days** [1].")] == [
        (message["ts"], message["blocks"][0]["text"]) for message in office.posted("D0MAYA")
    ]


@pytest.mark.parametrize("after", [True, False])
def test_an_append_whose_end_is_unknown_is_put_right_at_the_end(
    office: Office,
    slack: RunningSandbox,
    show: Show,
    parts: Parts,
    after: bool,  # noqa: FBT001 - whether Slack carried it out
) -> None:
    """Were the words added or not? The whole message is replaced, so it does not matter."""
    request = office.ask()
    show(request, _STARTED, _text("You have "))
    slack.control("faults", method="chat.appendStream", kind="status", value=500, after=after)
    show(request, _text("**25 "))
    parts.settler.settle(request.id, answer_to(request))

    assert ["You have **25 days** [1]."] == [message["blocks"][0]["text"] for message in office.posted("D0MAYA")]


def test_a_message_that_somebody_deleted_is_posted_anew(
    office: Office, slack: RunningSandbox, client: WebClient, show: Show, parts: Parts
) -> None:
    """The answer belongs in the thread."""
    request = office.ask()
    show(request, _STARTED, _text("You have "))
    (begun,) = office.posted("D0MAYA")
    client.chat_delete(channel="D0MAYA", ts=begun["ts"])
    parts.settler.settle(request.id, answer_to(request))

    assert "You have **25 days** [1]." == office.posted("D0MAYA")[-1]["blocks"][0]["text"]


def test_words_that_come_after_the_answer_are_not_shown(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts
) -> None:
    """The live stream may lag behind the queue."""
    request = office.ask()
    show(request, _STARTED)
    parts.settler.settle(request.id, answer_to(request))
    show(request, _text("You have "))

    assert 1 == len(office.posted("D0MAYA"))
    assert [] == slack.calls("chat.startStream")


def test_hostile_words_are_harmless_while_they_stream(office: Office, show: Show) -> None:
    """A token that arrives in pieces never is whole."""
    request = office.ask()
    show(request, _STARTED, _text("Ask <@U0"), _text("MAYA> or [me](https://evil.example/x) now. "))
    (message,) = office.posted("D0MAYA")

    assert "Ask  or me (`https://evil.example/x`) now. " == message["text"]


@pytest.fixture
def other(office: Office, client: WebClient, identity: Identity, publisher: CeleryPublisher) -> Iterator[Parts]:
    """A second delivery process, which reads from now on, too."""
    wired = wire(client, identity, office.database, office.redis, publisher)
    wired.relay.step()
    yield wired
    wired.relay.close()


def test_one_process_shows_a_request_when_there_are_several(office: Office, show: Show, other: Parts) -> None:
    """Each reads the whole live stream; the first to see a request owns its show."""
    request = office.ask()
    show(request, _STARTED, _text("You have "))
    settle_down(other)
    slack = office.slack

    assert 1 == len(slack.calls("chat.startStream")) == len(slack.calls("assistant.threads.setStatus"))


def test_a_process_that_comes_late_does_not_stream_from_the_middle(
    office: Office, slack: RunningSandbox, parts: Parts, show: Show
) -> None:
    """Words without their beginning are not shown."""
    request = office.ask()
    parts.relay._last = None
    parts.relay.step()
    show(request, _text("25 days "))

    assert [] == slack.calls("chat.startStream")


def test_a_reload_shows_its_progress_in_one_direct_message(
    office: Office, edge: Edge, show: Show, parts: Parts
) -> None:
    """A bar that grows, and the result in its place."""
    edge.command("U0SOFIA", "/kb", "reload")
    (request,) = office.requests()
    show(request, _STARTED)
    (begun,) = office.posted("D0SOFIA")
    let_it_change(parts, request)
    show(request, ("progress", json.dumps({"stage": "embedding", "done": 42, "total": 100})))
    (growing,) = office.posted("D0SOFIA")
    parts.settler.settle(request.id, Reply(request.id, report={"action": "reload", "version": "v2", "documents": 16}))
    (done,) = office.posted("D0SOFIA")

    assert "Reading the policies again…" == begun["text"]
    assert "Reading the policies again: computing embeddings\n▓▓▓▓░░░░░░ 42 / 100" == growing["text"]
    assert "*The policies are up to date.*\nVersion: v2\nDocuments: 16" == done["text"]
    assert begun["ts"] == done["ts"]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-US", "Asking again what you found well answered{}"),
        ("zh-CN", "正在重新询问您认可过的问题{}"),
        ("de-DE", "Was du gut beantwortet fandest, wird neu gefragt{}"),
    ],
)
def test_an_evaluation_shows_its_progress_in_one_direct_message(
    office: Office, show: Show, parts: Parts, locale: str, said: str
) -> None:
    """As a reload does: dozens of questions take minutes."""
    office.slack.control("users", user="U0SOFIA", locale=locale)
    outcomes, approved = Outcomes(office.database), office.ask("U0SOFIA", "D0SOFIA")
    parts.settler.settle(approved.id, answer_to(approved))
    outcomes.judged(approved.id, "U0SOFIA", helpful=True)
    office.edge.command("U0SOFIA", "/kb", "eval")
    request = office.requests()[-1]
    show(request, _STARTED)
    begun = office.posted("D0SOFIA")[-1]
    let_it_change(parts, request)
    show(request, ("progress", json.dumps({"stage": "asking", "done": 3, "total": 10})))
    growing = office.posted("D0SOFIA")[-1]
    report = {"action": "eval", "version": "v2", "same": 10, "left": 0, "changed": [], "declined": []}
    parts.settler.settle(request.id, Reply(request.id, report=report))
    done = office.posted("D0SOFIA")[-1]

    assert said.format("…") == begun["text"]
    assert growing["text"].startswith(said.format(": "))
    assert growing["text"].endswith("\n▓▓▓░░░░░░░ 3 / 10")
    assert "v2" in done["text"]
    assert begun["ts"] == growing["ts"] == done["ts"]


def test_an_ephemeral_answer_has_no_show(office: Office, slack: RunningSandbox, edge: Edge, show: Show) -> None:
    """Nobody else may see it, so nothing can be streamed."""
    edge.command("U0TOM", "/ask", "How many days?")
    show(office.requests()[0], _STARTED, _text("You have "))

    assert [] == slack.calls("assistant.threads.setStatus") == slack.calls("chat.startStream")


@pytest.mark.parametrize(
    ("user", "text", "before", "said"),
    [
        ("U0TOM", "How many days?", 0, "Searching the policies…"),
        ("U0WANG", "年假有多少天？", 0, "正在查阅公司制度…"),
        ("U0TOM", "How many days?", 7, "Waiting for its turn; questions before this one: 7"),
    ],
)
def test_whoever_waits_for_the_answer_to_a_command_is_told_once_that_it_comes(
    office: Office,
    served: str,
    show: Show,
    monkeypatch: pytest.MonkeyPatch,
    *,
    user: str,
    text: str,
    before: int,
    said: str,
) -> None:
    """Below the command, for their eyes only."""
    monkeypatch.setattr("bot.delivery.live.shows._SAID_AFTER_S", 0)
    for _ in range(before):
        office.redis.rpush("questions", "somebody else's")
    office.slack.control("command", user=user, channel="C0GENERAL", text=f"/ask {text}")
    request = office.requests()[0]
    show(request)
    show(request, _STARTED, _text("You have "))

    assert [(user, said)] == [(message["only_for"], message["text"]) for message in office.posted("C0GENERAL")]


def test_a_command_that_is_answered_soon_shows_its_answer_alone(
    office: Office, served: str, show: Show, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack cannot take back what was said below a command: a line before the answer would stay there."""
    office.slack.control("command", user="U0TOM", channel="C0GENERAL", text="/ask How many days?")
    request = office.requests()[0]
    show(request, _STARTED)
    parts.settler.settle(request.id, answer_to(request))
    monkeypatch.setattr("bot.delivery.live.shows._SAID_AFTER_S", 0)
    show(request, _text("You have "))

    assert ["You have 25 days [1]."] == [message["text"] for message in office.posted("C0GENERAL")]


@pytest.mark.parametrize("entry", [{"nothing": "here"}, {"id": "x", "kind": "progress", "data": "no json"}])
def test_an_entry_that_cannot_be_read_is_passed_over(office: Office, show: Show, entry: dict[Any, Any]) -> None:
    """A worker of another version must not silence the relay."""
    request = office.ask()
    office.redis.xadd(LIVE_STREAM, entry)
    show(request, _STARTED)

    assert 1 == len(office.slack.calls("assistant.threads.setStatus"))
