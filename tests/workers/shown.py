"""Files that somebody shows: what stands in for the delivery process, which hands them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from redis import Redis

from knowledge.formats.bounded import Converters
from knowledge.ports import Index
from tests.knowledge.answering_doubles import WordEmbedder, answering
from workers.contract import Json, ShownFile, files_key, pack_file
from workers.files import AskedFiles, FileDesk

ASKER: Final = "user:U0MAYA"


def shown(name: str, data: bytes | str, suffix: str = ".md", readers: tuple[str, ...] = (ASKER,)) -> ShownFile:
    """A file as the delivery process hands it over."""
    content = data.encode() if isinstance(data, str) else data
    return ShownFile(
        "F0" + name.split(".", maxsplit=1)[0].upper(),
        name,
        suffix,
        f"https://slack.example/{name}",
        readers,
        data=content,
    )


@dataclass
class HandedOver:
    """Answers each order at once with the files that it has; ``orders`` are the tasks and their payloads."""

    redis: Redis
    files: Sequence[ShownFile] = ()
    orders: list[tuple[str, Json]] = field(default_factory=list)

    def __call__(self, task: str, payload: Json) -> None:
        """Take an order."""
        self.orders.append((task, payload))
        for file in self.files:
            self.redis.rpush(files_key(payload["id"]), pack_file(file))


def file_desk(
    redis: Redis, index: Index, *files: ShownFile, converters: Converters | None = None, wait_s: float = 0.01
) -> FileDesk:
    """A desk that is handed these files."""
    asked = AskedFiles(redis, HandedOver(redis, files), wait_s)
    return FileDesk(answering(index), WordEmbedder(), asked, converters or Converters())
