"""`Retry-After`: what Slack asks for is kept to the second, however long it is, and nothing is lost meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis import Redis
from slack_sdk import WebClient

from bot.delivery.live.rate_budget import Budget
from bot.delivery.live.streamed import Streamed
from bot.delivery.process import Parts
from bot.delivery.tasks import _settle
from bot.slack.api import RateLimited
from ops.sandbox.running import RunningSandbox
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import LONGEST_TASK_S


class _HandedOutAgainError(Exception):
    """What Celery raises to hand a message out again."""


@dataclass
class _Asked:
    """Stands in for Celery's task: remembers for when it was asked to come again."""

    retries: int = 0
    countdowns: list[float] = field(default_factory=list)
    kwargs: dict[str, Any] = field(default_factory=dict)

    @property
    def request(self) -> _Asked:
        """Celery keeps the number of tries apart."""
        return self

    def retry(self, *, countdown: float, kwargs: dict[str, Any], throw: bool) -> Exception:
        """Remember it."""
        assert not throw
        self.countdowns.append(countdown)
        self.kwargs = kwargs
        return _HandedOutAgainError()


@dataclass
class _Limited:
    """A settler that Slack asks to wait, as often as it is asked to settle."""

    retry_after: int
    settled: int = 0
    postponed: list[int] = field(default_factory=list)

    def settle(self, _request_id: str, _reply: object) -> None:
        """Not now."""
        self.settled += 1
        raise RateLimited(self.retry_after)

    def try_again_in(self, _request_id: str, seconds: int) -> bool:
        """The reaper is kept away."""
        self.postponed.append(seconds)
        return True


class _Homes:
    """Nobody looks at a Home tab."""


@pytest.mark.parametrize("seconds", [17, 600, 5000])
def test_a_wait_is_as_long_as_slack_asks_in_turns_that_the_queue_allows(
    monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    """A message that the queue held longer would be handed out twice; one that came sooner would be refused again."""
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    settler, asked = _Limited(seconds), _Asked()
    while settler.settled < 2:
        with pytest.raises(_HandedOutAgainError):
            _settle(asked, settler, _Homes(), "r-1", reply=None, **{"not_before": 0, **asked.kwargs})  # type: ignore[arg-type]
        if settler.settled < 2:
            now += asked.countdowns[-1]
            monkeypatch.setattr(time, "time", lambda now=now: now)

    assert seconds == now - 1_000_000.0
    assert max(asked.countdowns) < 3 * LONGEST_TASK_S
    assert [seconds] * 2 == settler.postponed


def test_the_final_post_waits_where_the_live_show_was_asked_to(office: Office, parts: Parts) -> None:
    """Another process may have been asked."""
    request = office.ask()
    streamed = Streamed(office.redis)
    streamed.pause(request.id, 40)
    with pytest.raises(RateLimited) as limited:
        parts.settler.settle(request.id, answer_to(request))
    waited = streamed.paused_s("another")

    assert 30 < limited.value.retry_after <= 40
    assert 0 == waited
    assert [] == office.posted("D0MAYA")


def test_a_method_that_slack_limits_is_called_by_nobody_until_then(redis: Redis) -> None:
    """Its limit is the workspace's, and not one answer's."""
    budget = Budget(redis, "appending", 100, 20)
    before = budget.take()
    budget.pause(30)

    assert (True, False) == (before, Budget(redis, "appending", 100, 20).take())


def test_a_message_that_cannot_become_the_report_goes_away(
    office: Office, slack: RunningSandbox, client: WebClient, parts: Parts
) -> None:
    """Else it would say for ever that something runs."""
    request = office.ask()
    begun = client.chat_postMessage(channel="D0MAYA", text="Reading …")
    office.ledger.changing(request.id, "D0MAYA", str(begun["ts"]))
    slack.control("faults", method="chat.update", kind="error", value="edit_window_closed")
    parts.settler.settle(request.id, answer_to(request))

    assert ["You have 25 days [1]."] == [message["text"] for message in office.posted("D0MAYA")]
    assert ("settled", "posted", None) == office.state(request)
