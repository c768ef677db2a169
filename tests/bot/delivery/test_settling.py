"""Settling: the message is where the person sees it, once, whatever fails on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import get_args

import pytest
from redis import Redis
from sqlalchemy import update

from bot.delivery.locks import Busy, Locks
from bot.delivery.process import Parts
from bot.records.database import Database
from bot.records.ledger import Ledger, utc_now
from bot.records.models import AnswerRecord, Request
from bot.slack.api import RateLimited, SlackUnreachable
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import FailureCode, Reply


def _state(office: Office, request: Request) -> tuple[str, str, str | None]:
    now = office.ledger.get(request.id)
    assert now is not None
    return now.state, now.reply_state, now.failure


def test_an_answer_is_posted_in_the_thread_with_sources_and_buttons(office: Office, parts: Parts) -> None:
    """The whole way of an answer that was not streamed."""
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert request.thread_ts == message["thread_ts"]
    assert ["markdown", "divider", "context", "actions", "context_actions"] == [
        block["type"] for block in message["blocks"]
    ]
    assert ("settled", "posted", None) == office.state(request)


def test_the_record_keeps_what_was_answered_from_what(office: Office, parts: Parts, database: Database) -> None:
    """Reports, audits and training read it."""
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request))
    with database.read() as session:
        record = session.get(AnswerRecord, request.id)
    assert record is not None

    assert ("extractive", "v1", {"total": 1.5}) == (record.generator, record.knowledge_version, record.timings)
    assert ["leave.md"] == [citation["document"] for citation in record.citations]


def test_a_reply_that_comes_twice_is_posted_once(office: Office, parts: Parts) -> None:
    """Queues deliver at least once."""
    request = office.ask()
    for _ in range(3):
        parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(office.posted("D0MAYA"))


def test_replies_that_come_at_the_same_time_are_posted_once(office: Office, parts: Parts) -> None:
    """Several delivery processes may hold the same reply."""
    request = office.ask()
    together = threading.Barrier(6)

    def settle(_: int) -> None:
        together.wait()
        parts.settler.settle(request.id, answer_to(request))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(settle, range(6)))

    assert 1 == len(office.posted("D0MAYA"))


def test_a_response_that_is_lost_after_the_post_does_not_post_twice(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """Slack carried the call out and its answer never arrived: the message is found by its metadata."""
    request = office.ask()
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    with pytest.raises(SlackUnreachable):
        parts.settler.settle(request.id, answer_to(request))
    between = office.state(request)
    parts.settler.settle(request.id, answer_to(request))

    assert ("queued", "posting", None) == between
    assert 1 == len(office.posted("D0MAYA"))
    assert ("settled", "posted", None) == office.state(request)


def test_a_crash_between_post_and_record_does_not_post_twice(
    office: Office, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after Slack has the message and before the ledger knows."""
    request = office.ask()
    with monkeypatch.context() as crash:
        crash.setattr(Ledger, "settle", _dies)
        with pytest.raises(KeyboardInterrupt):
            parts.settler.settle(request.id, answer_to(request))
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(office.posted("D0MAYA"))
    assert ("settled", "posted", None) == office.state(request)


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_post_that_never_reached_slack_is_made_on_the_next_try(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """Looked for, not found, posted."""
    request = office.ask()
    slack.control("faults", method="chat.postMessage", kind="status", value=503)
    with pytest.raises(SlackUnreachable):
        parts.settler.settle(request.id, answer_to(request))
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(office.posted("D0MAYA"))


def test_a_rate_limit_says_how_long_to_wait_and_nothing_is_lost(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """It is certain that nothing was posted, so nothing has to be looked for."""
    request = office.ask()
    slack.control("faults", method="chat.postMessage", kind="ratelimited", retry_after=17)
    with pytest.raises(RateLimited) as limited:
        parts.settler.settle(request.id, answer_to(request))
    between = office.state(request)
    parts.settler.settle(request.id, answer_to(request))

    assert 17 == limited.value.retry_after
    assert ("queued", "none", None) == between
    assert 1 == len(office.posted("D0MAYA"))
    assert [] == slack.calls("conversations.replies")


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found", "restricted_action"])
def test_when_the_channel_is_closed_to_us_the_asker_gets_a_direct_message(
    office: Office, slack: RunningSandbox, parts: Parts, code: str
) -> None:
    """With the question, which is not there to be seen."""
    request = office.ask(channel="C0GENERAL")
    slack.control("faults", method="chat.postMessage", kind="error", value=code)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert [] == office.posted("C0GENERAL")
    assert "How many days of leave?" in message["blocks"][0]["elements"][0]["text"]


def test_a_direct_message_in_the_channels_place_is_not_sent_twice_either(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """The second try looks where the first one ended."""
    slack.control("scopes", scopes=[*slack.app.scopes, "im:write"])
    request = office.ask(channel="C0GENERAL")
    slack.control("faults", method="chat.postMessage", kind="error", value="is_archived")
    slack.control("faults", method="chat.postMessage", kind="status", value=500, after=True)
    with pytest.raises(SlackUnreachable):
        parts.settler.settle(request.id, answer_to(request))
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(office.posted("D0MAYA"))
    assert [] == office.posted("C0GENERAL")


def test_whoever_cannot_be_reached_at_all_is_given_up_and_logged(
    office: Office, slack: RunningSandbox, parts: Parts
) -> None:
    """The ledger says why; nothing tries for ever."""
    request = office.ask(channel="C0GENERAL")
    slack.control("faults", method="chat.postMessage", kind="error", value="is_archived")
    slack.control("faults", method="chat.postMessage", kind="error", value="user_not_found")
    parts.settler.settle(request.id, answer_to(request))

    assert ("failed", "none", "user_not_found") == office.state(request)


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
def test_blocks_that_slack_refuses_are_left_out(office: Office, slack: RunningSandbox, parts: Parts, code: str) -> None:
    """The words matter more than their form."""
    request = office.ask()
    slack.control("faults", method="chat.postMessage", kind="error", value=code)
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0MAYA")

    assert ("You have 25 days [1].", []) == (message["text"], message["blocks"])


@pytest.mark.parametrize("code", [*get_args(FailureCode), "of_a_later_version"])
def test_a_failure_is_a_sentence_with_the_requests_id(office: Office, parts: Parts, code: FailureCode) -> None:
    """In the language of the question; a code that this version does not know is an internal one."""
    request = office.ask(text="如何申请休假？")
    parts.settler.settle(request.id, Reply(request.id, failure=code))
    (message,) = office.posted("D0MAYA")
    failures = WORDINGS["zh"].failures

    assert failures.get(code, failures["internal"]).format(id=request.id) == message["text"]
    assert ("failed", "posted", code) == office.state(request)


@pytest.mark.parametrize("lacking", ["text", "citations", "timings"])
def test_a_reply_that_cannot_be_read_is_a_failure_of_ours(office: Office, parts: Parts, lacking: str) -> None:
    """A worker of another version must not leave somebody without a word."""
    request = office.ask()
    answer = dict(answer_to(request).answer or {})
    del answer[lacking]
    parts.settler.settle(request.id, Reply(request.id, answer=answer))
    (message,) = office.posted("D0MAYA")

    assert WORDINGS["en"].failures["internal"].format(id=request.id) == message["text"]
    assert ("failed", "posted", "internal") == office.state(request)


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope"])
def test_while_slack_refuses_the_app_the_answer_waits(office: Office, parts: Parts, code: str) -> None:
    """An administrator installs it again, and the answer comes."""
    request = office.ask()
    office.slack.control("faults", method="chat.postMessage", kind="error", value=code)
    with pytest.raises(SlackUnreachable):
        parts.settler.settle(request.id, answer_to(request))
    parts.settler.settle(request.id, answer_to(request))

    assert 1 == len(office.posted("D0MAYA"))


def test_a_notice_is_posted_in_the_thread(office: Office, parts: Parts) -> None:
    """A question of emoji gets its sentence where it was asked."""
    request = office.ask(text="🎉🎉")
    parts.settler.settle(request.id, None)
    (message,) = office.posted("D0MAYA")

    assert (WORDINGS["en"].question_wordless, request.thread_ts) == (message["text"], message["thread_ts"])
    assert ("settled", "posted", None) == office.state(request)


def test_a_reply_to_nothing_is_dropped(parts: Parts, slack: RunningSandbox) -> None:
    """A database that was lost must not make delivery fail for ever."""
    parts.settler.settle("unknown", Reply("unknown", failure="internal"))

    assert [] == slack.calls("chat.postMessage")


def test_while_somebody_else_settles_it_the_reply_waits(
    office: Office, parts: Parts, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of another process is respected."""
    monkeypatch.setattr("bot.delivery.settling._WAIT_FOR_LIVE_SHOW_S", 0.2)
    request = office.ask()
    with Locks(redis).hold(request.id, 0), pytest.raises(Busy):
        parts.settler.settle(request.id, answer_to(request))

    assert [] == office.posted("D0MAYA")


def test_after_a_day_of_trying_the_request_is_given_up(office: Office, parts: Parts, database: Database) -> None:
    """Before that, each try keeps the reaper away."""
    request = office.ask()
    again = parts.settler.try_again_in(request.id, 60)
    with database.write() as session:
        session.execute(update(Request).values(created_at=utc_now() - timedelta(days=1, minutes=1)))
    given_up = parts.settler.try_again_in(request.id, 60)

    assert (True, False) == (again, given_up)
    assert ("failed", "none", "undeliverable") == office.state(request)


Command = Callable[[str, str], Request]


class TestCommands:
    """Answers that only their asker sees."""

    @pytest.fixture
    def command(self, office: Office, served: str) -> Command:
        """Somebody types a command in Slack; returns the request."""

        def send(user: str, text: str) -> Request:
            office.slack.control("command", user=user, channel="C0GENERAL", text=text)
            return office.requests()[-1]

        return send

    def test_the_answer_comes_below_the_command(self, office: Office, parts: Parts, command: Command) -> None:
        """Through the response_url, which is forgotten then."""
        request = command("U0TOM", "/ask How many days?")
        parts.settler.settle(request.id, answer_to(request))
        messages = office.posted("C0GENERAL")
        settled = office.ledger.get(request.id)

        assert ["U0TOM"] == [message["only_for"] for message in messages]
        assert "You have **25 days** [1]." == messages[-1]["blocks"][0]["text"]
        assert settled is not None
        assert ("settled", None) == (settled.state, settled.response_url)

    def test_after_half_an_hour_the_answer_comes_as_a_direct_message(
        self, office: Office, slack: RunningSandbox, parts: Parts, command: Command
    ) -> None:
        """The question is repeated above it."""
        request = command("U0TOM", "/ask How many days?")
        slack.control("clock", advance=1900)
        parts.settler.settle(request.id, answer_to(request))
        (message,) = office.posted("D0TOM")

        assert "How many days?" in message["blocks"][0]["elements"][0]["text"]

    def test_a_reload_that_failed_says_why(self, office: Office, parts: Parts, command: Command) -> None:
        """The admin reads it in the direct messages."""
        request = command("U0SOFIA", "/kb reload")
        parts.settler.settle(request.id, Reply(request.id, report={"action": "reload", "error": "No folder <x>."}))
        (message,) = office.posted("D0SOFIA")

        assert f"That did not work: No folder &lt;x&gt;. (Reference {request.id})" == message["text"]
        assert ("failed", "posted", "knowledge") == office.state(request)
