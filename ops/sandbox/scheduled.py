"""Messages that are posted later (chat.scheduleMessage)."""

from dataclasses import dataclass, field, replace

from ops.sandbox.background import Background
from ops.sandbox.clock import Clock
from ops.sandbox.errors import SlackError
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import App, Json, Message
from ops.sandbox.posting import Posting

LONGEST_S = 120 * 24 * 3600
WINDOW_S, MOST_IN_WINDOW = 300, 30


@dataclass(frozen=True)
class ScheduledMessage:
    """A message and when (seconds since 1970) it is to be posted."""

    id: str
    message: Message
    post_at: int
    created: int

    def to_json(self) -> Json:
        """Return the entry of chat.scheduledMessages.list."""
        return {
            "id": self.id,
            "channel_id": self.message.channel,
            "post_at": self.post_at,
            "date_created": self.created,
            "text": self.message.text,
        }


@dataclass(eq=False)
class Scheduled:
    """What is still to be posted."""

    posting: Posting
    clock: Clock
    background: Background
    _waiting: dict[str, ScheduledMessage] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget all of it."""
        self._waiting.clear()

    def of(self, app: App) -> list[ScheduledMessage]:
        """Return what an app has scheduled, the earliest first."""
        mine = (each for each in self._waiting.values() if each.message.app_id == app.id)
        return sorted(mine, key=lambda each: each.post_at)

    def schedule(self, message: Message, post_at: int) -> ScheduledMessage:
        """Post a message at a time; raise `time_in_past`, `time_too_far` or `restricted_too_many`."""
        now = self.clock.now()
        if post_at <= now:
            raise SlackError("time_in_past")
        if post_at > now + LONGEST_S:
            raise SlackError("time_too_far")
        same = (each for each in self._waiting.values() if each.message.channel == message.channel)
        if sum(abs(each.post_at - post_at) < WINDOW_S for each in same) >= MOST_IN_WINDOW:
            raise SlackError("restricted_too_many")
        scheduled = ScheduledMessage(new_id("Q"), message, post_at, int(now))
        self._waiting[scheduled.id] = scheduled
        self.background.spawn(self._post_later(scheduled))
        return scheduled

    async def _post_later(self, scheduled: ScheduledMessage) -> None:
        await self.clock.sleep(scheduled.post_at - self.clock.now())
        if self._waiting.pop(scheduled.id, None):
            self.posting.post(replace(scheduled.message, ts=self.posting.next_ts()))

    def cancel(self, app: App, channel: str, scheduled_id: str) -> None:
        """Take a message back before it is posted; raise `invalid_scheduled_message_id`."""
        scheduled = self._waiting.get(scheduled_id)
        if scheduled is None or scheduled.message.app_id != app.id or scheduled.message.channel != channel:
            raise SlackError("invalid_scheduled_message_id")
        del self._waiting[scheduled_id]
