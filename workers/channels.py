"""Slack channels, as sources read them: asked of the delivery process, as no worker holds a token of Slack's."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, Final

from knowledge.errors import SourceUnreachable
from knowledge.sources.channel import ChannelText
from workers.contract import CHANNEL_WAIT_S, READ_CHANNEL_TASK, Json, celery_config, channel_key

_LOOK_S: Final = 2
"""Well under the client's time-out for one command."""


@dataclass(frozen=True, slots=True)
class AskedChannels:
    """Implements `knowledge.sources.channel.ChannelReader` over the queue; without its address nobody can be asked."""

    redis_url: str
    wait_s: float = CHANNEL_WAIT_S

    def read(self, channel: str) -> ChannelText:
        """Have the channel read. Raises SourceUnreachable."""
        if not self.redis_url:
            raise SourceUnreachable(
                f"The Slack channel {channel} is read by the running delivery process, which cannot be asked from here."
                " Reload with `/kb reload` in Slack, or set FRONTDESK_REDIS_URL."
            )
        answer = self._ask(channel)
        if answer is None:
            raise SourceUnreachable(
                f"No delivery process answered within {self.wait_s:g} seconds, so the Slack channel {channel} could "
                "not be read. Start `frontdesk delivery`, then reload again."
            )
        if "error" in answer:
            raise SourceUnreachable(answer["error"])
        return ChannelText.unpacked(answer)

    def _ask(self, channel: str) -> Json | None:
        from celery import Celery  # noqa: PLC0415 - only where such a source is configured
        from kombu.exceptions import OperationalError  # noqa: PLC0415 - as above
        from redis import RedisError  # noqa: PLC0415 - as above

        from workers.coordination import connect  # noqa: PLC0415 - as above

        request_id = uuid.uuid4().hex
        try:
            with connect(self.redis_url) as redis, Celery("frontdesk-channels", set_as_current=False) as app:
                redis.ping()  # fails at once, where publishing would go on trying for seconds
                app.conf.update(celery_config(self.redis_url))
                payload = {"id": request_id, "channel": channel}
                app.send_task(READ_CHANNEL_TASK, args=[payload], expires=self.wait_s, retry=False)
                deadline = time.monotonic() + self.wait_s
                while time.monotonic() < deadline:
                    answered: Any = redis.blpop([channel_key(request_id)], timeout=min(_LOOK_S, self.wait_s))
                    if answered:
                        return dict(json.loads(answered[1]))
        except (RedisError, OperationalError) as error:
            raise SourceUnreachable(
                f"The Slack channel {channel} could not be asked for: the queue does not answer "
                f"({type(error).__name__}). Reload again."
            ) from error
        return None
