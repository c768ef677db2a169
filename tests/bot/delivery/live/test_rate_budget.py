"""The rate that all delivery processes share."""

from __future__ import annotations

from redis import Redis

from bot.delivery.live.rate_budget import Budget


def test_a_burst_is_allowed_and_then_no_more(redis: Redis) -> None:
    """Five a minute with a burst of four: four now, the next in a minute."""
    budget = Budget(redis, "test", per_minute=5, burst=4)

    assert [True, True, True, True, False, False] == [budget.take() for _ in range(6)]


def test_two_processes_share_one_budget(redis: Redis) -> None:
    """Slack counts an app's calls, not a process'."""
    one, other = (Budget(redis, "test", per_minute=5, burst=4) for _ in range(2))

    assert [True, True, True, True, False] == [one.take(), other.take(), other.take(), one.take(), other.take()]


def test_each_method_has_its_own(redis: Redis) -> None:
    """Appending does not use up what is there for starting."""
    starts, appends = (Budget(redis, name, per_minute=2, burst=1) for name in ("start", "append"))

    assert [True, True, False] == [starts.take(), appends.take(), starts.take()]
