"""Questions at a steady rate while the policies change under them: two documents that say the same number, in step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from celery import Celery
from redis import Redis

from knowledge.domain import EVERYONE, Question
from workers.contract import (
    ANSWER_TASK,
    KNOWLEDGE_TASK,
    REPLIES,
    Json,
    Reply,
    celery_config,
    pack_question,
    presence_key,
)
from workers.coordination import Replies

ROOT: Final = Path(__file__).parent.parent.parent
CITIES: Final = ("Dublin", "Shanghai")
QUESTION: Final = "What is the meal allowance in Dublin, and what is the meal allowance in Shanghai?"
POLICY: Final = "# Meals in {city}\n\n## Allowance of {euro} euro\n\nThe meal allowance in {city} is {euro} euro.\n"
OTHER: Final = "# Room {room}\n\nRoom {room} is on floor {floor}. Its key is number {room}{floor} at the reception.\n"
EURO: Final = re.compile(r"(\d+) euro")
PATIENCE_S: Final = 120
PER_S: Final = 20


@dataclass
class Outcome:
    """What was asked and answered, and which number each version says."""

    sent: int = 0
    seconds: float = 0
    euro: dict[str, int] = field(default_factory=dict)
    reloads_s: list[float] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    @property
    def answers(self) -> list[Json]:
        """The answers themselves."""
        return [reply.answer for reply in self.replies if reply.answer]

    @property
    def failed(self) -> list[Reply]:
        """Replies that are no answer."""
        return [reply for reply in self.replies if not reply.answer]

    @property
    def both(self) -> int:
        """Answers for which both documents were found: only those could mix versions."""
        return sum(len(_numbered(answer)) == len(CITIES) for answer in self.answers)

    @property
    def wrong(self) -> list[Json]:
        """Answers whose words, quotes or findings have another number than their version."""
        return [answer for answer in self.answers if _said(answer) != {self.euro[answer["knowledge_version"]]}]

    @property
    def by_version(self) -> Counter[str]:
        """How many answers each version gave."""
        return Counter(answer["knowledge_version"] for answer in self.answers)


def _said(answer: Json) -> set[int]:
    quotes = [citation["quote"] for citation in answer["citations"]]
    return {int(euro) for text in (answer["text"], *quotes, *_numbered(answer)) for euro in EURO.findall(text)}


def _numbered(answer: Json) -> list[str]:
    """The headings of what was found that have the number."""
    return [found["heading"] for found in answer["retrieved"] if EURO.search(found["heading"])]


class Changing:
    """The folder of policies, and the queue of the worker that answers from it."""

    def __init__(self, folder: Path, redis: Redis, redis_url: str) -> None:
        self._policies = folder / "policies"
        self._policies.mkdir()
        self._redis = redis
        self._stored = Replies(redis)
        self._app = Celery("changing", set_as_current=False)
        self._app.conf.update(celery_config(redis_url))
        self._outcome = Outcome()
        self._euro = 100
        for room in range(20):
            (self._policies / f"room-{room}.md").write_text(OTHER.format(room=room, floor=room % 5), encoding="utf-8")

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()

    def run(self, steps: Sequence[str]) -> Outcome:
        """Carry out the steps, ``reload`` and ``rollback``, while questions come; return when all are answered."""
        self._step("reload")
        stop, begun = threading.Event(), threading.Event()
        asking = threading.Thread(target=self._ask, args=(stop, begun))
        asking.start()
        try:
            assert begun.wait(PATIENCE_S), "no question could be asked"
            for step in steps:
                time.sleep(1 / PER_S)
                self._step(step)
        finally:
            stop.set()
            asking.join()
        self._outcome.replies = [self._reply(_question(number)) for number in range(self._outcome.sent)]
        return self._outcome

    def delivered(self) -> int:
        """Messages that wait for the delivery process."""
        count: Any = self._redis.llen(REPLIES)
        return int(count)

    def _ask(self, stop: threading.Event, begun: threading.Event) -> None:
        began = time.monotonic()
        while not stop.wait(max(0.0, began + self._outcome.sent / PER_S - time.monotonic())):
            name = _question(self._outcome.sent)
            payload = pack_question(Question(name, QUESTION, "en", frozenset({EVERYONE})))
            self._app.send_task(ANSWER_TASK, args=[payload], task_id=name)
            self._outcome.sent += 1
            begun.set()
        self._outcome.seconds = time.monotonic() - began

    def _step(self, action: str) -> None:
        """Change both documents and reload, or go back one version."""
        if action == "reload":
            self._euro += 1
            for city in CITIES:
                text = POLICY.format(city=city, euro=self._euro)
                (self._policies / f"meals-{city.lower()}.md").write_text(text, encoding="utf-8")
        name = f"{action}-{time.monotonic_ns()}"
        payload = {"id": name, "action": action, "arguments": {}}
        began = time.monotonic()
        self._app.send_task(KNOWLEDGE_TASK, args=[payload], task_id=name)
        report = self._reply(name).report or {}
        assert "error" not in report, report
        if action == "reload":
            self._outcome.reloads_s.append(time.monotonic() - began)
            self._outcome.euro[report["version"]] = self._euro

    def _reply(self, name: str) -> Reply:
        deadline = time.monotonic() + PATIENCE_S
        while not (reply := self._stored.stored(name)):
            assert time.monotonic() < deadline, f"{name} was not answered"
            time.sleep(0.02)
        return reply


def _question(number: int) -> str:
    return f"question-{number}"


@contextmanager
def changing(folder: Path, redis: Redis, redis_url: str, models: Path | None = None) -> Iterator[Changing]:
    """A worker process over policies that change, for the block; without ``models`` its embedder is a quick double."""
    data = folder / "data"
    data.mkdir()
    if models:
        (data / "models").symlink_to(models, target_is_directory=True)
    policies = Changing(folder, redis, redis_url)
    settings = {
        "PYTHONPATH": str(ROOT),
        "FRONTDESK_DATA_DIR": str(data),
        "FRONTDESK_POLICIES": str(folder / "policies"),
        "FRONTDESK_REDIS_URL": redis_url,
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    command = [sys.executable, "-m", "tests.bench.extractive_worker", "real" if models else "hashing"]
    with (folder / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, cwd=folder, env={**environment, **settings}, stdout=log, stderr=log)
    try:
        while not list(redis.scan_iter(presence_key("worker", "*"))):
            assert worker.poll() is None, (folder / "worker.log").read_text(encoding="utf-8")
            time.sleep(0.05)
        yield policies
    finally:
        worker.terminate()
        worker.wait()
        policies.close()
