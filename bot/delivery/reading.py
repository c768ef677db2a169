"""Answers workers who want to know what a channel keeps."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

import structlog
from redis import Redis

from bot.slack.api import RateLimited, SlackUnreachable
from bot.slack.channels import Channels, ChannelUnreadable
from workers.contract import CHANNEL_WAIT_S, Json, channel_key

_log = structlog.get_logger()

_WAITS: Final = "Slack asks to wait for {seconds} seconds before the channel {channel} is read. Reload again later."


class ChannelAnswers:
    """Reads a channel and puts what was found where the worker waits for it. May raise redis.RedisError."""

    def __init__(self, channels: Channels, redis: Redis) -> None:
        self._channels = channels
        self._redis = redis

    def give(self, request_id: str, channel: str) -> None:
        """Answer one request. Raises RateLimited where the worker will still be waiting when Slack has had its time."""
        answer = self._answer(channel)
        if "error" in answer:
            _log.warning("channel_unreadable", channel=channel)
        key = channel_key(request_id)
        with self._redis.pipeline() as pipe:
            pipe.rpush(key, json.dumps(answer))
            pipe.expire(key, CHANNEL_WAIT_S)
            pipe.execute()

    def _answer(self, channel: str) -> Json:
        try:
            return asdict(self._channels.read(channel))
        except RateLimited as limited:
            if limited.retry_after < CHANNEL_WAIT_S:
                raise
            return {"error": _WAITS.format(seconds=limited.retry_after, channel=channel)}
        except SlackUnreachable as error:
            return {"error": f"The channel {channel} could not be read: {error} Reload again."}
        except ChannelUnreadable as error:
            return {"error": str(error)}
