"""Asking the delivery process for a channel, over a real queue."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import asdict
from typing import Any

import pytest
from redis import Redis

from knowledge.errors import SourceUnreachable
from knowledge.sources.channel import Bookmark, Canvas, ChannelText, PinnedMessage
from workers.channels import AskedChannels
from workers.contract import REPLIES, Json, channel_key

WHOLE = ChannelText(
    "ask-hr",
    (PinnedMessage("1764074096.000200", "", "四十欧元。"),),
    (Canvas("T0ACME", "F0RULES", "House rules", "<p>Dogs</p>"),),
    (Bookmark("Portal", "https://hr.example"),),
)


def _answer_next(redis_url: str, answer: Json, taken: list[Json]) -> None:
    """Take the next request from the queue as Celery would, and answer it."""
    with Redis.from_url(redis_url, socket_timeout=None) as redis:
        waiting: Any = redis.blpop([REPLIES], timeout=120)  # whoever asks imports Celery before, which takes a while
        message = json.loads(waiting[1])
        payload = json.loads(base64.b64decode(message["body"]))[0][0]
        taken.append({**payload, "expires": message["headers"]["expires"]})
        redis.rpush(channel_key(payload["id"]), json.dumps(answer))


def _read(redis_url: str, answer: Json, taken: list[Json]) -> ChannelText:
    delivery = threading.Thread(target=_answer_next, args=(redis_url, answer, taken))
    delivery.start()
    try:
        return AskedChannels(redis_url).read("C0ASKHR")
    finally:
        delivery.join()


def test_what_delivery_answers_is_read(redis_url: str) -> None:
    """All of it; the request dies with the wait, so that none is read for nobody."""
    taken: list[Json] = []
    found = _read(redis_url, asdict(WHOLE), taken)

    assert WHOLE == found
    assert ["C0ASKHR"] == [request["channel"] for request in taken]
    assert all(request["expires"] for request in taken)


def test_the_sentence_that_delivery_answers_is_the_sources(redis_url: str) -> None:
    """It knows best."""
    with pytest.raises(SourceUnreachable, match="Invite it there"):
        _read(redis_url, {"error": "Invite it there."}, [])


def test_nobody_answers(redis_url: str) -> None:
    """The wait ends, and the sentence says what to start."""
    with pytest.raises(SourceUnreachable, match="Start `frontdesk delivery`"):
        AskedChannels(redis_url, wait_s=0.2).read("C0ASKHR")


def test_without_a_queue_nobody_can_be_asked() -> None:
    """As in the terminal beside `frontdesk up`."""
    with pytest.raises(SourceUnreachable, match=r"running delivery process.*`/kb reload`"):
        AskedChannels("").read("C0ASKHR")


def test_a_queue_that_is_down_is_said(redis_url: str) -> None:
    """In one sentence, without its address: that may hold a password."""
    with pytest.raises(SourceUnreachable, match="the queue does not answer") as error:
        AskedChannels("redis://:hunter2@127.0.0.1:1/0").read("C0ASKHR")

    assert "hunter2" not in str(error.value)
