"""The page's live connections: Server-Sent Events to each acting person."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable

from ops.sandbox.model import Json

QUEUE_LENGTH = 1000
KEEPALIVE_SECONDS = 15.0


class Hub:
    """Publishes events to the pages that people have open."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Queue[Json | None]]] = {}
        self._closed = False

    def publish(self, event: Json, people: Iterable[str]) -> None:
        """Send an event to every open page of `people`; a page too slow to follow is told to start over."""
        for person in people:
            for queue in self._pages.get(person, ()):
                self._put(queue, event)

    def publish_to_all(self, event: Json) -> None:
        """Send an event to every open page."""
        self.publish(event, list(self._pages))

    @staticmethod
    def _put(queue: asyncio.Queue[Json | None], event: Json | None) -> None:
        if queue.qsize() >= QUEUE_LENGTH:
            while not queue.empty():
                queue.get_nowait()
            event = {"type": "reset"} if event else None
        queue.put_nowait(event)

    async def stream(self, person: str) -> AsyncIterator[str]:
        """Yield one page's events as Server-Sent Events until it leaves or the server stops."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        pages = self._pages.setdefault(person, set())
        pages.add(queue)
        try:
            yield ": connected\n\n"
            while not self._closed:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEPALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
        finally:
            pages.discard(queue)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        for pages in self._pages.values():
            for queue in pages:
                self._put(queue, None)
