"""A thread in the direct messages has its first question as its title, until somebody gives it another one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.delivery.live.rate_budget import Budget
from bot.delivery.process import Parts
from bot.records.models import Request
from bot.records.titles import title_of
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.delivery.live.relaying import Show, let_it_take_long
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to

_QUESTION = "How many days of leave?"
_METHODS = ("agents.sessions.rename", "agents.sessions.setStatus", "assistant.threads.setTitle")


def _titles(slack: RunningSandbox) -> dict[str, str]:
    """The titles of threads, by their first message."""
    return {session["thread"][1]: session["title"] for session in slack.state()["sessions"] if session.get("title")}


def _told(slack: RunningSandbox) -> list[str]:
    """Each title that Slack was told, in order of the methods."""
    calls = [call for method in _METHODS for call in slack.calls(method)]
    return [call["args"]["title"] for call in calls if call["args"].get("title")]


def _answer(office: Office, parts: Parts, request: Request) -> None:
    now = office.ledger.get(request.id) or request
    reply = answer_to(now)
    parts.settler.settle(now.id, type(reply)(now.work_id, answer=reply.answer))


def _edit(office: Office, request: Request, text: str) -> Request:
    """Its asker edits the message of a question."""
    inner = {"user": "U0MAYA", "ts": request.message_ts, "text": text, "thread_ts": request.thread_ts}
    if request.thread_ts == request.message_ts:
        del inner["thread_ts"]
    edited = {**inner, "edited": {"user": "U0MAYA", "ts": f"{float(request.message_ts or 0) + 5:.6f}"}}
    event = {"type": "message", "subtype": "message_changed", "channel": "D0MAYA", "channel_type": "im", "hidden": True}
    previous = {**inner, "text": request.payload["text"]}
    office.edge.event({**event, "ts": "9.9", "message": {"type": "message", **edited}, "previous_message": previous})
    office.prepare()
    return next(one for one in office.requests() if one.id == request.id)


def _follow_up(office: Office, request: Request, text: str) -> Request:
    office.edge.message("U0MAYA", "D0MAYA", text, ts=f"{request.message_ts}1", thread_ts=request.thread_ts)
    return office.requests()[-1]


def test_what_is_answered_at_once_has_its_title(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """After the answer, which does not wait for it."""
    request = office.ask()
    _answer(office, parts, request)
    _answer(office, parts, request)

    assert {request.thread_ts: _QUESTION} == _titles(slack)
    assert 1 == len(slack.calls("agents.sessions.rename"))


def test_what_takes_long_has_its_title_with_its_stop_button(
    office: Office, slack: RunningSandbox, show: Show, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one call, and not again with the answer."""
    monkeypatch.setattr("bot.delivery.live.shows._SESSION_AFTER_S", 0.5)
    request = office.ask()
    show(request, ("started", ""))
    let_it_take_long(parts, request)
    show(request)
    during = _titles(slack)
    _answer(office, parts, request)

    assert {request.thread_ts: _QUESTION} == during == _titles(slack)
    assert [_QUESTION] == _told(slack)


def test_a_session_that_was_there_is_renamed(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """Slack begins one with a stream, and then takes no title with a status."""
    request = office.ask()
    place = {"channel_id": "D0MAYA", "thread_ts": request.thread_ts}
    parts.settler._slack.client.agents_sessions_setStatus(**place, status="processing", title="New session")  # type: ignore[arg-type]
    _answer(office, parts, request)

    assert {request.thread_ts: _QUESTION} == _titles(slack)


def test_what_follows_does_not_change_the_title(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """Nor does an edit of it."""
    first = office.ask()
    _answer(office, parts, first)
    second = _follow_up(office, first, "And for part-timers?")
    _answer(office, parts, second)
    _answer(office, parts, _edit(office, second, "And for interns?"))

    assert [_QUESTION] == list(_titles(slack).values())
    assert 1 == len(slack.calls("agents.sessions.rename"))


def test_what_follows_gives_no_title_where_the_first_question_got_none(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """Slack refused it then."""
    for method in _METHODS:
        slack.control("faults", method=method, kind="error", value="not_allowed", times=1)
    first = office.ask()
    _answer(office, parts, first)
    parts.settler._slack.sessions._no_titles_before = 0
    _answer(office, parts, _follow_up(office, first, "And for part-timers?"))

    assert {} == _titles(slack)


def test_an_edited_first_question_changes_the_title(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """The thread is about what it says now."""
    request = office.ask()
    _answer(office, parts, request)
    _answer(office, parts, _edit(office, request, "How do I report sick leave?"))

    assert ["How do I report sick leave?"] == list(_titles(slack).values())


def test_a_title_that_somebody_chose_stays(office: Office, slack: RunningSandbox, served: str, parts: Parts) -> None:
    """Whatever becomes of the question."""
    request = office.ask()
    _answer(office, parts, request)
    slack.control("retitle", user="U0MAYA", channel="D0MAYA", thread_ts=request.thread_ts, title="My holidays")
    wait_until(lambda: office.redis.get(f"frontdesk:title:D0MAYA:{request.thread_ts}") == b"!")
    _answer(office, parts, _edit(office, request, "How do I report sick leave?"))

    assert ["My holidays"] == list(_titles(slack).values())


def test_our_own_title_is_not_taken_for_somebody_s(office: Office, edge: Edge, parts: Parts) -> None:
    """Should Slack tell of it, too."""
    request = office.ask()
    _answer(office, parts, request)
    told = {"channel": "D0MAYA", "thread_ts": request.thread_ts, "user": "U0FDESK", "title": _QUESTION}
    edge.event({"type": "agent_session_title_changed", "event_ts": "2.1", **told})
    _answer(office, parts, _edit(office, request, "How do I report sick leave?"))

    assert ["How do I report sick leave?"] == list(_titles(office.slack).values())


def test_a_thread_of_a_channel_has_no_title(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """It is everybody's."""
    _answer(office, parts, office.ask(channel="C0GENERAL"))

    assert [] == _told(slack)


def test_a_deleted_question_gives_no_title(office: Office, slack: RunningSandbox, edge: Edge, parts: Parts) -> None:
    """Its words are gone."""
    request = office.ask()
    deleted = {"type": "message", "subtype": "message_deleted", "channel": "D0MAYA", "deleted_ts": request.message_ts}
    edge.event({**deleted, "channel_type": "im", "ts": "9.9", "hidden": True})
    _answer(office, parts, request)

    assert [] == _told(slack)


@pytest.mark.parametrize("error", ["unknown_method", "missing_scope", "not_allowed", "feature_disabled"])
def test_where_slack_has_no_sessions_the_title_is_given_as_before(
    office: Office, slack: RunningSandbox, parts: Parts, error: str
) -> None:
    """As older workspaces do it."""
    for method in _METHODS[:2]:
        slack.control("faults", method=method, kind="error", value=error, times=None)
    _answer(office, parts, office.ask())

    assert [_QUESTION] == [call["args"]["title"] for call in slack.calls(_METHODS[2])]


@pytest.mark.parametrize("fault", [("error", "missing_scope"), ("ratelimited", None), ("status", 503)])
def test_where_slack_refuses_titles_nothing_is_said_and_it_is_left_alone(
    office: Office, slack: RunningSandbox, parts: Parts, fault: tuple[str, Any]
) -> None:
    """The answers come."""
    for method in _METHODS:
        slack.control("faults", method=method, kind=fault[0], value=fault[1], retry_after=600, times=None)
    for text in ("How many days?", "And for part-timers?"):
        _answer(office, parts, office.ask(text=text))

    assert 2 == len(office.posted("D0MAYA"))
    assert (2 if fault[0] == "status" else 1) == len(slack.calls("agents.sessions.rename"))
    assert {} == _titles(slack)


def test_no_more_titles_are_given_than_slack_allows(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """The answer has none then."""
    sessions: Any = parts.settler._slack.sessions
    sessions._renames = Budget(office.redis, "rename_of_test", per_minute=2, burst=1)  # the next one in a minute
    assert sessions._renames.take()
    _answer(office, parts, office.ask())

    assert [] == _told(slack)
    assert 1 == len(office.posted("D0MAYA"))


def test_the_button_of_another_question_stays_when_a_title_is_given(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """The session goes on, and ends with the last answer."""
    first = office.ask()
    second = _follow_up(office, first, "And for part-timers?")
    _answer(office, parts, first)
    during = [session["status"] for session in slack.state()["sessions"]]
    _answer(office, parts, second)

    assert ["processing"] == during
    assert ["active"] == [session["status"] for session in slack.state()["sessions"]]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("  How many\n\ndays?  ", "How many days?"),
        ("如何申请休假？", "如何申请休假？"),
        ("Ask <!channel> or <@U0MAYA> or @here", "Ask or or @\u2060here"),
        ("What does [this](https://evil.example) say?", "What does [this]\u2060(https:\u2060//evil.example) say?"),
        ("\u202eevil\x00", "evil"),
        ("", ""),
    ],
)
def test_a_title_is_plain_text(question: str, title: str) -> None:
    """On one line, in which nobody is called and nothing leads anywhere."""
    assert title == title_of(question)


@pytest.mark.parametrize("question", ["I would like to know " * 30, "请问" * 200, "x" * 900, "Well. Then " * 40])
def test_a_long_title_ends_between_words(question: str) -> None:
    """Within Slack's 200 characters, and says that it goes on."""
    title = title_of(question)

    assert 100 <= len(title) <= 200
    assert title.endswith("…")
    assert question.startswith(title[:-1])
    assert re.match(r"\s|请|问|x", question[len(title) - 1 :])
