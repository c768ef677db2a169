"""Claims, kept replies and the live stream on a real Valkey."""

from __future__ import annotations

import pytest
from redis import Redis

from workers.contract import CLAIM_TTL_S, LIVE_STREAM, QUESTIONS, LiveEntry, Reply, cancel_key, claim_key
from workers.coordination import Claims, Live, Replies, connect

UNREACHABLE = "redis://127.0.0.1:1/0"


def test_a_request_is_held_by_one_process_at_a_time(redis: Redis) -> None:
    """And is free again when the work is done."""
    one, other = Claims(redis, "worker"), Claims(redis, "worker")

    with one.hold("q-1") as mine, other.hold("q-1") as theirs:
        held = (mine, theirs)
    with other.hold("q-1") as later:
        pass

    assert (held, later) == ((True, False), True)


def test_a_claim_is_extended_while_it_is_held_and_expires_with_its_process(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reaper asks again for what a dead worker held."""
    monkeypatch.setattr("workers.coordination.CLAIM_TTL_S", 600)  # no pause of this machine outlasts it
    claims = Claims(redis, "worker")

    with claims.hold("q-1"):
        held = redis.ttl(claim_key("q-1"))
        redis.expire(claim_key("q-1"), 300)
        claims._extend()
        extended = redis.ttl(claim_key("q-1"))

    assert 300 < held <= 600  # type: ignore[operator]
    assert 300 < extended <= 600  # type: ignore[operator]


def test_a_claim_that_was_lost_is_not_taken_back(redis: Redis) -> None:
    """Another worker has it by now."""
    claims = Claims(redis, "worker")

    with claims.hold("q-1"):
        redis.set(claim_key("q-1"), "another worker", ex=600)
        claims._extend()

    assert redis.get(claim_key("q-1")) == b"another worker"
    assert redis.ttl(claim_key("q-1")) > CLAIM_TTL_S  # type: ignore[operator] # its own time, which was not set anew


def test_a_ready_process_shows_that_it_is_there(redis: Redis) -> None:
    """`frontdesk up` waits for it."""
    with Claims(redis, "worker") as claims:
        claims._extend()

        assert len(list(redis.scan_iter("frontdesk:present:worker:*"))) == 1


def test_a_reply_is_kept_as_it_was(redis: Redis) -> None:
    """So that a lost message is sent again, not made again."""
    replies, reply = Replies(redis), Reply("q-1", answer={"text": "年假25天 [1]"})

    replies.store(reply)

    assert replies.stored("q-1") == reply
    assert replies.stored("q-2") is None


def test_what_is_shown_goes_into_the_live_stream(redis: Redis) -> None:
    """As the delivery process reads it."""
    Live(redis).show(LiveEntry("q-1", "text", "words"))

    [(_, fields)] = redis.xrange(LIVE_STREAM)
    assert fields == {b"id": b"q-1", b"kind": b"text", b"data": b"words"}


def test_an_unreachable_server_costs_the_show_and_nothing_else() -> None:
    """The answer goes on."""
    live = Live(connect(UNREACHABLE))

    live.show(LiveEntry("q-1", "text", "words"))

    assert live.cancelled("q-1") is False


def test_a_wish_to_stop_is_seen(redis: Redis) -> None:
    """Whoever sets the key."""
    redis.set(cancel_key("q-1"), "1")

    assert Live(redis).cancelled("q-1")
    assert not Live(redis).cancelled("q-2")


def test_whether_others_wait_is_seen_and_an_unreachable_server_counts_as_that(redis: Redis) -> None:
    """Nothing that can be left out is done while somebody waits."""
    before = Live(redis).others_wait()
    redis.lpush(QUESTIONS, "one")

    assert (False, True) == (before, Live(redis).others_wait())
    assert Live(connect(UNREACHABLE)).others_wait()
