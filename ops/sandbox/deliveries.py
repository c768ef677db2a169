"""The record of what was sent to apps: each event with its attempts."""

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from ops.sandbox.model import Json

LOG_LENGTH = 10_000


@dataclass(frozen=True)
class Reply:
    """What came of sending one request to an app.

    `reason` is Slack's retry reason (`http_timeout`, `http_error`, `connection_failed` …), None after a success.
    `lost` says that a socket closed before it acknowledged, so that the request goes to the next one at once.
    """

    status: int | None = None
    reason: str | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    latency: float = 0.0
    lost: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged."""
        return self.reason is None

    @property
    def no_retry(self) -> bool:
        """Whether the app asked not to be sent this again."""
        return self.headers.get("x-slack-no-retry") == "1"


@dataclass
class Delivery:
    """One event on its way to one app."""

    event_id: str
    app_id: str
    type: str
    outcome: Literal["pending", "delivered", "gave_up"] = "pending"
    attempts: list[Json] = field(default_factory=list)

    def record(self, at: float, retry_num: int, transport: str, reply: Reply) -> None:
        """Add an attempt."""
        self.attempts.append(
            {
                "at": at,
                "retry_num": retry_num,
                "transport": transport,
                "status": reply.status,
                "reason": reply.reason,
                "latency": reply.latency,
            }
        )


class DeliveryLog:
    """The latest deliveries, oldest first."""

    def __init__(self) -> None:
        self._deliveries: deque[Delivery] = deque(maxlen=LOG_LENGTH)

    def open(self, event_id: str, app_id: str, kind: str) -> Delivery:
        """Start the record of a delivery."""
        delivery = Delivery(event_id, app_id, kind)
        self._deliveries.append(delivery)
        return delivery

    def to_json(self) -> list[Json]:
        """Return every record."""
        return [asdict(delivery) for delivery in self._deliveries]

    def clear(self) -> None:
        """Forget all."""
        self._deliveries.clear()
